"""Processes as files: read, completed by what an item changes, refused where they cannot work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from yingzhou.core.periods import Unit
from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.files import schema as files
from yingzhou.policy.files.lines import line_of, read

from . import schema
from .parts import APPLICANT, OFTEN, SYSTEM

SHARED = Path(__file__).parent.parent / "processes"


@cache
def shared() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SHARED.glob("*.yaml")))


def resolved(folder: Path, apply: Mapping[str, Any], file: str, faults: Faults) -> dict[str, Any]:
    """The process that ``apply`` names, with the item's own clocks and letters put in. Empty where
    there is none; every fault goes to ``faults``."""
    own = folder / "process.yaml"
    name = apply["process"]
    path = own if name == "own" else SHARED / f"{name}.yaml"
    if not path.exists():
        remedy = (
            nearest(name, shared()) or f"可用的: own(同目录 process.yaml)、{'、'.join(shared())}"
        )
        faults.add(file, line_of(apply, ["process"]), f"没有“{name}”这个流程", remedy)
        return {}
    content = read(path)
    if not files.check(content, schema.PROCESS, str(path), faults):
        return {}
    made = {"key": name, **content}
    made["clocks"] = _changed(made.get("clocks", {}), apply, file, faults)
    made["letters"] = {**made.get("letters", {}), **apply.get("letters", {})}
    made.pop("note", None)
    where = str(path)
    for key, problem, remedy in _problems(made, apply):
        faults.add(where, line_of(content, key), problem, remedy)
    return made


def _changed(
    clocks: Mapping[str, Any], apply: Mapping[str, Any], file: str, faults: Faults
) -> dict[str, Any]:
    made = {key: dict(one) for key, one in clocks.items()}
    for key, change in apply.get("clocks", {}).items():
        if key not in made:
            line = line_of(apply, ["clocks", key])
            faults.add(file, line, f"流程里没有期限“{key}”", nearest(key, made))
            continue
        made[key] |= change
    return made


Problem = tuple[list[Any], str, str]


def _problems(made: dict[str, Any], apply: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _names(made)
    yield from _four_eyes(made)
    yield from _ways(made)
    yield from _words(made)
    yield from _ends(made)
    yield from _hours(made)
    yield from _parts(made, apply)


def _sources(way: Mapping[str, Any]) -> list[str]:
    return [way["from"]] if isinstance(way["from"], str) else list(way["from"])


def _names(made: dict[str, Any]) -> Iterator[Problem]:
    """Whatever is referred to exists."""
    stages, clocks = made["stages"], made["clocks"]
    if made["start"] not in stages:
        yield ["start"], f"没有环节“{made['start']}”", nearest(made["start"], stages)
    for key, stage in stages.items():
        named = (*stage.get("clocks", ()), *stage.get("pauses", ()))
        yield from _unknown(["stages", key], "期限", named, clocks)
    for key, way in made["transitions"].items():
        place = ["transitions", key]
        yield from _unknown(place, "环节", (*_sources(way), way["to"]), stages)
        yield from _unknown(place, "期限", (*way.get("starts", ()), *way.get("stops", ())), clocks)
        yield from _unknown(place, "信函", filter(None, [way.get("letter")]), made["letters"])
        for need in way.get("needs", ()):
            yield from _guard(made, place, need)
        yield from _follow_up(made, place, way)


def _unknown(
    place: list[Any], what: str, named: Iterable[str], known: Mapping[str, Any]
) -> Iterator[Problem]:
    for name in named:
        if name not in known:
            yield place, f"没有{what}“{name}”", nearest(name, known)


def _follow_up(
    made: Mapping[str, Any], place: list[Any], way: Mapping[str, Any]
) -> Iterator[Problem]:
    """How often is asked by the step itself, how great the danger is by any; all answers count."""
    said = way.get("follow_up")
    if said is None:
        return
    own = {one["key"]: one.get("options", ()) for one in way.get("asks", ())}
    every = {
        one["key"]: one.get("options", ())
        for other in made["transitions"].values()
        for one in other.get("asks", ())
    }
    for name, asked in ((said["often"], own), (said["risk"], every)):
        if name not in asked:
            yield place, f"没有问过“{name}”", nearest(name, asked)
    for answer in own.get(said["often"], ()):
        if answer not in OFTEN:
            yield place, f"“{answer}”不是多久一次", nearest(answer, OFTEN)
    for risk in every.get(said["risk"], ()):
        if risk not in said["least"]:
            yield place, f"“{risk}”没有写至少多久看一次", "在 least 里写上"


def _guard(made: dict[str, Any], place: list[Any], need: str) -> Iterator[Problem]:
    name, _, of = need.partition(":")
    if name not in schema.GUARDS:
        yield place, f"没有条件“{name}”", nearest(name, schema.GUARDS)
    elif (name in schema.GUARDS_OF_A_STEP) != bool(of) and name not in schema.GUARDS_OF_ANY:
        names = "、".join(schema.GUARDS_OF_A_STEP)
        yield place, f"{names} 后面要写哪一步, 别的条件后面不写", "如 other_person:propose"
    elif of and of not in made["transitions"]:
        yield place, f"没有动作“{of}”", nearest(of, made["transitions"])


def _four_eyes(made: dict[str, Any]) -> Iterator[Problem]:
    """Whoever proposed one thing does not decide the other: else four eyes are two."""
    ways = made["transitions"]
    for key, way in ways.items():
        needs = (need.partition(":") for need in way.get("needs", ()))
        named = {of for name, _, of in needs if name == "other_person"}
        if not named or "decides" not in way:
            continue
        for other, one in ways.items():
            is_ours = "proposes" in one and one.get("by") != SYSTEM and one["to"] in _sources(way)
            if is_ours and other not in named:
                told = f"办“{one['name']}”的人也能办这一步, 等于一个人说了算"
                yield ["transitions", key], told, f"在 needs 里加 other_person:{other}"


def _ways(made: dict[str, Any]) -> Iterator[Problem]:
    """Every stage can be reached and left by whoever acts there."""
    stages, ways = made["stages"], made["transitions"]
    leaving: dict[str, list[dict[str, Any]]] = {key: [] for key in stages}
    for way in ways.values():
        for source in _sources(way):
            leaving.setdefault(source, []).append(way)
    reached = _reach({made["start"]}, leaving)
    for key, stage in stages.items():
        if key not in reached:
            yield ["stages", key], f"没有办法走到“{stage['name']}”", "加一个到这里的动作, 或删掉它"
        if stage.get("final"):
            continue
        if "by" not in stage:
            yield ["stages", key], f"“{stage['name']}”没有写由谁办", "写 by"
        if not any(way.get("by", stage.get("by")) == stage.get("by") for way in leaving[key]):
            yield ["stages", key], f"“{stage['name']}”没有可做的动作", "加一个从这里出发的动作"
        if not any(stages.get(one, {}).get("final") for one in _reach({key}, leaving)):
            yield ["stages", key], f"从“{stage['name']}”走不到办结", "补上去办结的路"


def _reach(start: set[str], leaving: Mapping[str, list[dict[str, Any]]]) -> set[str]:
    seen, open_ = set(start), list(start)
    while open_:
        for way in leaving.get(open_.pop(), ()):
            if way["to"] not in seen:
                seen.add(way["to"])
                open_.append(way["to"])
    return seen


def _ends(made: dict[str, Any]) -> Iterator[Problem]:
    """What waits for the applicant or for time itself ends by itself; so does every case."""
    stages, clocks, ways = made["stages"], made["clocks"], made["transitions"]
    for key, clock in clocks.items():
        way = ways.get(clock.get("on_end", ""))
        if clock.get("on_end") and way is None:
            yield ["clocks", key], f"没有动作“{clock['on_end']}”", nearest(clock["on_end"], ways)
        if way is not None and way.get("by") != SYSTEM:
            yield ["clocks", key], f"期满自动的动作“{way['name']}”要写 by: system", ""
    for key, stage in stages.items():
        if stage.get("by") not in (APPLICANT, SYSTEM) or stage.get("final"):
            continue
        running = [clocks[name] for name in stage.get("clocks", ()) if name in clocks]
        if not any(clock.get("on_end") for clock in running):
            yield (
                ["stages", key],
                f"“{stage['name']}”可能永远停在这里",
                "给它一个期限, 并写明期满后怎样(on_end)",
            )
    for key, way in ways.items():
        if stages.get(way["to"], {}).get("final") and not way.get("closes"):
            yield ["transitions", key], f"“{way['name']}”办结, 但没有写结果", "写 closes"
    if not any(clock.get("promise") for clock in clocks.values()):
        yield ["clocks"], "没有对申请人的承诺期限", "在一个期限上写 promise: true"


def _hours(made: Mapping[str, Any]) -> Iterator[Problem]:
    """Hours run through nights and rest days: they neither stand still nor grow."""
    paused = {key for stage in made["stages"].values() for key in stage.get("pauses", ())}
    for key, clock in made["clocks"].items():
        if clock["unit"] == Unit.HOURS and (clock.get("may_extend") or key in paused):
            yield ["clocks", key], f"“{clock['name']}”按小时算, 不能暂停或延长", "改用天或工作日"


def _words(made: dict[str, Any]) -> Iterator[Problem]:
    """Letters and messages name only what is known."""
    for key, letter in made["letters"].items():
        for text in (letter["title"], *letter["paragraphs"]):
            yield from _places(["letters", key], text)
    for key, way in made["transitions"].items():
        yield from _places(["transitions", key], way.get("message", ""))


def _places(place: list[Any], text: str) -> Iterator[Problem]:
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        yield place, f"花括号不成对: {text[:30]}", ""
        return
    for name in names:
        if name not in schema.PLACES:
            yield place, f"没有“{{{name}}}”可填", nearest(name, schema.PLACES)


def _parts(made: dict[str, Any], apply: Mapping[str, Any]) -> Iterator[Problem]:
    """What a process does has what it needs in the item."""
    ways = made["transitions"].values()
    if any(way.get("publicity") == "show" for way in ways) and "publicity" not in apply:
        yield (
            ["transitions"],
            "流程要公示, 事项没有写 publicity",
            "写公示多少天、显示什么",
        )
    if any(way.get("consults") for way in ways) and not apply.get("departments"):
        yield ["transitions"], "流程要协同办理, 事项没有写 departments", "写哪些部门"
    for key, way in made["transitions"].items():
        if any("whom" in field for field in way.get("asks", ())):
            yield ["transitions", key], "办理步骤里的问题不按年龄、性别分", "删掉 whom"
    forms = [apply.get("form", ()), *(way.get("asks", ()) for way in ways)]
    asked = {field["key"]: field for form in forms for field in form}
    for one in apply.get("departments", ()):
        for name in one.get("shows", ()):
            if name not in asked:
                yield ["transitions"], f"{one['unit']}要看的“{name}”没有问过", nearest(name, asked)
    for key, letter in made["letters"].items():
        yield from _told(["letters", key], letter.get("facts", ()), asked)


def _told(
    place: list[Any], names: Iterable[str], asked: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    """What a letter repeats was asked, once, and is nothing that letters keep to themselves."""
    for name in names:
        if name not in asked:
            yield place, f"信里要写的“{name}”没有问过", nearest(name, asked)
        elif asked[name].get("each") or asked[name]["kind"] in schema.NOT_WRITTEN:
            yield place, f"“{name}”的回答不写进信里", "删掉它"
