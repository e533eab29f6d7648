"""What the ``apply`` part names is there: rules, facts, earlier questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yingzhou.core.periods import Unit
from yingzhou.kernel.exchange.providers import providers
from yingzhou.policy.book import Book
from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.files.lines import line_of

from .known import FACILITIES, KNOWN

Problem = tuple[list[Any], str, str]


def check_names(apply: dict[str, Any], file: str, faults: Faults, law: Book) -> None:
    """Every fault goes to ``faults`` with the line of the file."""
    checks = (_rules(apply, law), _fields(apply, law), _slots(apply), _materials(apply))
    for problems in (*checks, _named(apply), _apart(apply)):
        for place, problem, remedy in problems:
            faults.add(file, line_of(apply, place), problem, remedy)


def check_outside(
    apply: dict[str, Any], process: Mapping[str, Any], file: str, faults: Faults
) -> None:
    """Who is asked outside, where somebody is assessed, and how long something is shown;
    ``process``: resolved."""
    found = (*_checks(apply, process), *_assesses(apply, process), *_shown_for(apply, process))
    for place, problem, remedy in found:
        faults.add(file, line_of(apply, place), problem, remedy)


def _rules(apply: dict[str, Any], law: Book) -> Iterator[Problem]:
    for part in ("rule", "amount", "beside"):
        named = apply.get("decision", {}).get(part)
        try:
            if named:
                law.find(named)
        except KeyError as error:
            yield ["decision", part], str(error.args[0]), ""
        else:
            if named and part != "beside":
                yield from _gives(part, named, law)


def _gives(part: str, named: str, law: Book) -> Iterator[Problem]:
    """The rule says yes or no, the amount is one of money."""
    kind = law.rules[law.find(named)][-1].kind
    if part == "amount" and not kind.is_money:
        yield ["decision", part], f"“{named}”算出来的不是钱", "写给多少的那条规则"


def _fields(apply: dict[str, Any], law: Book) -> Iterator[Problem]:
    seen: set[str] = set()
    facts = {f"{entity}.{name}" for entity, name in law.inputs}
    for number, field in enumerate(apply.get("form", ())):
        place = ["form", number]
        if field["key"] in seen:
            yield place, f"“{field['key']}”写了两次", "换一个 key"
        seen.add(field["key"])
        if field["kind"] in ("choice", "choices") and not field.get("options"):
            yield place, f"“{field['key']}”没有可选的答案", "写 options"
        if field["kind"] == "person":
            yield (
                place,
                f"“{field['key']}”要认出登记里的人, 只能在动作里问",
                "写在 asks 里",
            )
        if field["kind"] == "facility" and not set(field.get("options", ())) & set(FACILITIES):
            yield place, f"“{field['key']}”没有写是哪类设施", f"options 写 {'、'.join(FACILITIES)}"
        if field.get("fact", "") not in facts | {""}:
            yield place, f"没有事实“{field['fact']}”", nearest(field["fact"], facts)
        yield from _known(place, field)
        yield from _whom(place, field, apply["subject"])
        for name in (*field.get("when", {}), *([field["within"]] if "within" in field else ())):
            if name not in seen:
                yield place, f"“{name}”要先问", nearest(name, seen)
        yield from _answers(place, field, apply)
        if field.get("low", 0) > field.get("high", field.get("low", 0)):
            yield place, f"没有数不小于 {field['low']} 又不大于 {field['high']}", "改 low 或 high"


def _answers(place: list[Any], said: dict[str, Any], apply: dict[str, Any]) -> Iterator[Problem]:
    """Other answers that call for a question or a paper are answers that can be given."""
    form = {field["key"]: field for field in apply.get("form", ())}
    for key, wanted in said.get("when", {}).items():
        kind = form.get(key, {}).get("kind")
        for one in wanted if isinstance(wanted, list) else [wanted]:
            if kind in ("choice", "choices") and one not in form[key].get("options", ()):
                remedy = nearest(str(one), form[key].get("options", ()))
                yield place, f"“{key}”没有“{one}”这个答案", remedy
            elif kind == "yesno" and not isinstance(one, bool):
                yield place, f"“{key}”答是或否, 不是“{one}”", "写 true 或 false"


def _whom(place: list[Any], field: dict[str, Any], subject: str) -> Iterator[Problem]:
    """Ages that somebody can have, and an answer that the question can be given."""
    said = field.get("whom")
    if said is None:
        return
    if subject == "organisation" and not field.get("each"):
        yield place, "单位没有年龄和性别", "删掉 whom"
    if said.get("from", 0) >= said.get("under", 1000):
        yield place, f"没有人满 {said['from']} 岁又不满 {said['under']} 岁", "改 from 或 under"
    if "otherwise" not in said:
        if field.get("fact") and field.get("required", True):
            remedy = "写 otherwise; 规则对他们不看这一项的, 写 null"
            yield place, f"不问的人, 规则不知道“{field['fact']}”", remedy
        return
    other, kind = said["otherwise"], field["kind"]
    if other is None:
        return
    if kind == "choice" and other not in field.get("options", ()):
        yield place, f"没有“{other}”这个选项", nearest(str(other), field.get("options", ()))
    elif kind in ("money", "number", "yesno") and isinstance(other, bool) != (kind == "yesno"):
        yield place, f"“{other}”不是这一问的回答", "是或否的写 true、false, 别的写数字"
    elif kind in ("money", "number") and isinstance(other, str):
        yield place, f"“{other}”不是数字", "写数字"


def _slots(apply: dict[str, Any]) -> Iterator[Problem]:
    """When somebody comes is asked in the form."""
    kinds = {field["key"]: field["kind"] for field in apply.get("form", ())}
    said = apply.get("slots", {})
    for name, kind in (("day", "date"), ("part", "choice")):
        if said and kinds.get(said[name]) != kind:
            yield ["slots", name], f"表里没有问“{said[name]}”, 或不是这一种问题", f"kind 写 {kind}"


def _materials(apply: dict[str, Any]) -> Iterator[Problem]:
    asked = {field["key"] for field in apply.get("form", ())}
    for number, material in enumerate(apply.get("materials", ())):
        yield from _known(["materials", number], material)
        for name in material.get("when", {}):
            if name not in asked:
                yield ["materials", number], f"没有问题“{name}”", nearest(name, asked)
        yield from _answers(["materials", number], material, apply)


def _named(apply: dict[str, Any]) -> Iterator[Problem]:
    """Questions that other parts name: whose matter it is (a village), whom it is about, whether
    the name may be told, what lets nothing wait."""
    form = apply.get("form", ())
    villages = {one["key"] for one in form if one["kind"] == "division"}
    home = apply.get("home")
    if home and home not in villages:
        remedy = nearest(home, villages) or "kind 写 division"
        yield ["home"], f"没有问村居的问题“{home}”", remedy
    said = apply.get("confidential_unless")
    choices = {one["key"] for one in form if one["kind"] == "yesno" and not one.get("each")}
    if said and said not in choices:
        remedy = nearest(said, choices) or "kind 写 yesno"
        yield ["confidential_unless"], f"没有答是或否的问题“{said}”", remedy
    asked = {one["key"] for one in form}
    named = [("about", name) for name in apply.get("about", ())]
    named += [("urgent", name) for name in apply.get("urgent", {}).get("when", ())]
    for part, name in named:
        if name not in asked:
            yield [part], f"没有问题“{name}”", nearest(name, asked)


def _apart(apply: dict[str, Any]) -> Iterator[Problem]:
    """It looks at questions of the form, and at answers that they offer."""
    said = apply.get("apart")
    if said is None:
        return
    offered = {field["key"]: field.get("options") for field in apply.get("form", ())}
    asked = [said[part] for part in ("who", "about") if part in said]
    for key in (*asked, *said.get("when", {})):
        if key not in offered:
            yield ["apart"], f"没有问题“{key}”", nearest(key, offered)
    for key, wanted in said.get("when", {}).items():
        for one in wanted if isinstance(wanted, list) else [wanted]:
            if offered.get(key) and one not in offered[key]:
                yield ["apart"], f"“{key}”没有“{one}”这个答案", nearest(str(one), offered[key])


def _checks(apply: dict[str, Any], process: Mapping[str, Any]) -> Iterator[Problem]:
    """Who is asked outside is somebody; the stage and the periods are those of the process."""
    said = apply.get("checks")
    if said is None:
        return
    known = providers()
    for number, code in enumerate(said["providers"]):
        if code not in known:
            remedy = nearest(code, known) or f"可用的: {'、'.join(known)}"
            yield ["checks", "providers", number], f"没有核对单位“{code}”", remedy
    stages, clocks = process.get("stages", {}), process.get("clocks", {})
    if said["at"] not in stages:
        yield ["checks", "at"], f"流程里没有环节“{said['at']}”", nearest(said["at"], stages)
    for key in said.get("suspends", {}).get("clocks", ()):
        if key not in clocks:
            yield ["checks", "suspends"], f"流程里没有期限“{key}”", nearest(key, clocks)


def _shown_for(apply: dict[str, Any], process: Mapping[str, Any]) -> Iterator[Problem]:
    """The notice comes down when its period is over, neither before nor after."""
    said, ways = apply.get("publicity", {}), process.get("transitions", {})
    for clock in process.get("clocks", {}).values() if said else ():
        ends = ways.get(clock.get("on_end", ""), {}).get("publicity") == "end"
        if ends and (clock["length"], clock["unit"]) != (said["days"], Unit.DAYS):
            what = f"“{clock['name']}”这个期限不是 {said['days']} 个自然日"
            yield ["publicity", "days"], what, "两处写一样的天数"


def _assesses(apply: dict[str, Any], process: Mapping[str, Any]) -> Iterator[Problem]:
    """The stage is one of the process, and a step on from it waits for what is found."""
    said = apply.get("assesses")
    if said is None:
        return
    stages = process.get("stages", {})
    if said["at"] not in stages:
        yield ["assesses", "at"], f"流程里没有环节“{said['at']}”", nearest(said["at"], stages)
    waits = any("assessed" in way.get("needs", ()) for way in process["transitions"].values())
    if not waits:
        yield ["assesses"], "流程里没有一步等评估", "在要等的那一步的 needs 里写 assessed"


def _known(place: list[Any], said: dict[str, Any]) -> Iterator[Problem]:
    source = said.get("known")
    if source and source not in KNOWN:
        remedy = nearest(source, KNOWN) or f"可用的: {'、'.join(KNOWN)}"
        yield place, f"登记里没有“{source}”", remedy
