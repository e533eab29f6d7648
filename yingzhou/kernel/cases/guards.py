"""What a step needs before it may be taken: a closed list, named in process files.

Each guard answers with what is lacking, in words; nothing lacking is an empty list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from yingzhou.core import clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import changed, consent, verified
from yingzhou.kernel.cases.models import Case, Consultation
from yingzhou.kernel.cases.reckoning import Reckoned, reckon
from yingzhou.kernel.cases.selectors.rights import staff_kin
from yingzhou.kernel.catalogue.items import Apply, Item, Material, Process, Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.notices import selectors as notices

STAFF_KIN = "staff_kin"
"""The question of a form that tells of relatives among the staff."""
REOPENED = "reopen"
WENT = "went"
"""In the data of a step: the accounts of those who went to the household and signed for it."""
HAN = re.compile("[\u4e00-\u9fff]")
SUBSTANCE = 10
"""So many characters at least a reason has with which somebody is refused."""
AMOUNT = "amount"
"""The question of a step that names an amount where no rule computes one."""
WEIGH = "各部门是这样答复的: 请写明看过以后为什么仍可以这样办"
MATCHES = "matches"
"""The question of a visit whether all is as declared."""
TOLD = "told_how"
"""The question of a step how whoever reported was told, and two of its answers."""
BY_MESSAGE, LEFT_NOTHING = "结束时自动发消息", "没有留联系方式"


@dataclass
class Asked:
    """A step somebody wants to take. ``data``: what they filled in, already read."""

    case: Case
    item: Item
    apply: Apply
    way: Transition
    user: User | None
    data: Mapping[str, Any]
    words: str
    day: date

    @cached_property
    def reckoned(self) -> Reckoned | None:
        return reckon(self.item, self.case.applicant, _established(self), self.day)


def _established(asked: Asked) -> Mapping[str, Any]:
    """The answers, with what officials found out since: a step's question that answers the same
    fact as the form goes before it (the amount needed, as assessed at home)."""
    process = asked.apply.process
    keys = {field.fact: field.key for field in asked.apply.form if field.fact and not field.each}
    if not any(field.fact in keys for way in process.transitions.values() for field in way.asks):
        return asked.case.answers
    found = dict(asked.case.answers.get("values", {}))
    taken = list(asked.case.steps.order_by("seq").values_list("transition", "data"))
    for name, data in [*taken, (asked.way.key, asked.data)]:
        way = process.transitions.get(name)
        given = data or {}
        for field in way.asks if way else ():
            if field.fact in keys and given.get(field.key) is not None:
                found[keys[field.fact]] = given[field.key]
    return {**asked.case.answers, "values": found}


CAME = "本人(或受委托的人)哪天到场提出撤回、怎样核对的身份"
"""What whoever puts down a withdrawal for an applicant writes."""
PRESENT = ("到场", "当面", "到窗口", "来窗口")


def lacking(asked: Asked) -> list[str]:
    """Everything that is lacking, together: nobody is sent away twice."""
    found = [*_not_yet(asked), *_taken_back(asked), *_their_word(asked), *_one_amount(asked)]
    found += _of_substance(asked)
    for need in asked.way.needs:
        name, _, of = need.partition(":")
        found += GUARDS[name](asked, of)
    return found


def _not_yet(asked: Asked) -> list[str]:
    """What is told of a day that has not come, or on which nobody had asked for anything."""
    today, received = asked.day.isoformat(), clock.day_of(asked.case.received_at).isoformat()
    told = {one.label: str(asked.data.get(one.key) or "") for one in asked.way.asks if one.past}
    return [
        *(
            f"{label}: 还没有到这一天, 请填已经办过的日子"
            for label, day in told.items()
            if day > today
        ),
        *(
            f"{label}: 早于收件的日子({forms.written(received)}), 请核对"
            for label, day in told.items()
            if day and day < received
        ),
    ]


def rule_decides(apply: Apply | None, case: Case) -> bool:
    """Whether a rule says what they get: then nobody types an amount."""
    return bool(apply and apply.decision) and case.applicant_id is not None


def _one_amount(asked: Asked) -> list[str]:
    """What the rule gives is what is paid: an amount typed beside it is not passed over in
    silence, or the trail would tell of two."""
    typed = asked.data.get(AMOUNT)
    found = asked.reckoned if typed is not None and asked.way.decides == "grant" else None
    if found is None or typed is None or typed == found.amount:
        return []
    if found.amount is None:
        return [f"您填了 {format_fen(typed)} 元, 这件事由规则决定, 没有要填的金额: 请空着"]
    return [
        f"您填的是 {format_fen(typed)} 元, 系统按规定算出的是 {format_fen(found.amount)} 元, "
        "只能有一个数: 金额请空着; 认为算得不对的, 先退回重新核对"
    ]


def says_how(way: Transition) -> bool:
    """A withdrawal that somebody else puts down: that the applicant came and said so. Where the
    step has questions of its own, or says what to write, they ask that."""
    return way.closes == "withdrawn" and not way.asks and not way.says


def _taken_back(asked: Asked) -> list[str]:
    """To take a matter back is the applicant's alone: nobody does it for them on the telephone."""
    is_staff = asked.user is not None and asked.user.kind == User.Kind.STAFF
    if not is_staff or asked.way.closes != "withdrawn":
        return []
    if asked.way.says:
        return _reason(asked, "")
    if not says_how(asked.way) or any(one in asked.words for one in PRESENT):
        return []
    return [f"请写明{CAME}。没有到场的不能登记, 请本人来, 或请本人在网上撤回"]


def _their_word(asked: Asked) -> list[str]:
    """That it is settled, say they themselves: whoever puts it down writes how they said it."""
    is_staff = asked.user is not None and asked.user.kind == User.Kind.STAFF
    is_theirs = asked.way.by == APPLICANT and asked.way.closes != "withdrawn"
    return _reason(asked, "") if is_staff and is_theirs and asked.way.says else []


def missing_materials(
    apply: Apply, answers: Mapping[str, Any], uploaded: Iterable[str]
) -> list[Material]:
    """Papers that are still to come: neither known, nor seen at a counter, nor uploaded."""
    there = {*uploaded, *answers.get("papers", ())}
    known = answers.get("known", {})
    values = answers.get("values", {})
    return [
        one for one in apply.materials
        if one.required and one.key not in there and f"material:{one.key}" not in known
        and all(forms._holds(values.get(name), wanted) for name, wanted in one.when.items())
    ]  # fmt: skip


def _materials(asked: Asked, _: str) -> list[str]:
    uploaded = asked.case.documents.filter(removed_at=None).values_list("material", flat=True)
    found = missing_materials(asked.apply, asked.case.answers, uploaded)
    return [f"还差: {one.name}" for one in found]


def _answers(asked: Asked, _: str) -> list[str]:
    return [f"还没有填: {one}" for one in forms.missing(asked.apply.form, asked.case.answers)]


def _consent(asked: Asked, _: str) -> list[str]:
    """Nobody's income is looked up against their will: what is lacking is their signature."""
    return consent.lacking(asked.case.answers)


def _two_people(asked: Asked, _: str) -> list[str]:
    """Two visitors at least (民发〔2021〕57号)."""
    names = {one for one in re.split(r"[、,，;；\s]+", str(asked.data.get("visitors", ""))) if one}
    return [] if len(names) >= 2 else ["入户要两人以上, 请写全两个人的姓名"]


def _consultations(asked: Asked, _: str) -> list[str]:
    if not asked.apply.departments:
        return []
    waiting = asked.case.consultations.filter(answered_at=None).values_list("unit", flat=True)
    return [f"还在等{unit}的意见" for unit in waiting]


def _opinions(asked: Asked, _: str) -> list[str]:
    """Whoever goes on in the face of what departments said weighs it in words: an answer that does
    not agree, one that tells what was found, one that has not come."""
    if asked.words.strip():
        return []
    rows = weighed(asked.case)
    return [*(f"{row.unit}: {said(row)}" for row in rows), WEIGH] if rows else []


def weighed(case: Case) -> list[Consultation]:
    """What departments were asked and did not simply agree to. One query."""
    return list(case.consultations.exclude(agrees=True).order_by("pk"))


def said(row: Consultation) -> str:
    """A department's answer as it is read before going on."""
    if row.answered_at is None:
        return "还没有答复"
    return f"不同意: {row.answer}" if row.agrees is False else f"答复“{row.answer}”"


def _told(asked: Asked, _: str) -> list[str]:
    """How whoever reported was told is true: a message needs somewhere to arrive, and that they
    left nothing is so only where they did not."""
    how, case = asked.data.get(TOLD), asked.case
    is_reached = case.applicant is not None and notices.is_reached(case.applicant)
    if how == BY_MESSAGE and not is_reached:
        return ["登记里没有报告人收消息的手机号, 消息发不出去: 请打电话或当面告诉, 再办这一步"]
    left = is_reached or forms.telephone(asked.apply.form, case.answers)
    if how == LEFT_NOTHING and left:
        return ["报告人留了联系方式: 先在“要回电给报告人”里看电话, 告诉结果; 打不通的选“联系不上”"]
    return []


def _publicity_over(asked: Asked, of: str) -> list[str]:
    taken = asked.case.steps.order_by("seq").values_list("transition", "target")
    return unpublished(asked.apply.process, list(taken), of)


def unpublished(process: Process, taken: Sequence[tuple[str, str]], of: str) -> list[str]:
    """What was found out last must have been shown to its last day, with no objection upheld.
    ``taken``: the steps so far, and where each led; ``of``: the step without which nothing has to
    be shown. Investigated again, it is shown again."""
    ways = process.transitions
    begins = {stage for way in ways.values() if way.publicity == "show" for stage in way.sources}
    anew = max((n for n, (_, target) in enumerate(taken) if target in begins), default=-1)
    since = [key for key, _ in taken[anew + 1 :]]
    acts = [ways[key].publicity for key in since if key in ways and ways[key].publicity]
    if (of and of not in since) or acts[-1:] == ["end"]:
        return []
    if acts[-1:] == ["withdraw"]:
        return ["公示中的异议成立, 公示已撤下: 要同意的, 先退回重新调查, 再公示一次"]
    if acts:
        return ["公示还没有期满"]
    return ["这次调查的结果没有公示过: 要同意的, 先退回重新调查, 再公示"]


def _differences(asked: Asked, _: str) -> list[str]:
    """What was declared and what the registers say: somebody decides which counts, one by one."""
    answers = asked.case.answers
    today = verified.registers(asked.apply, asked.case, asked.day)
    found = [
        f"{one.label}: {one.told}, 还没有写明按哪个"
        for one in verified.unsettled(asked.apply, answers, today)
    ]
    if asked.data.get(MATCHES) is False and not answers.get(verified.VERIFIED):
        found.append("和申请内容不一致的, 还没有写明核实的是多少")
    if not found and asked.data.get(MATCHES) is True:
        return [
            f"{place.label}: 申报{place.shown(place.declared)}, 核实{place.shown(value)}, "
            "“和申请内容一致吗”不能填“是”, 请写明哪里不一致"
            for place, value in verified.contradicted(asked.apply, answers, today)
        ]
    return [*found, "先在“申报和登记对照”里逐处写明按哪个算, 再办这一步"] if found else []


def _corrected(asked: Asked, _: str) -> list[str]:
    """After an objection that was right in part the same is not shown again without a word."""
    taken = list(asked.case.steps.order_by("seq").values_list("seq", "transition"))
    process, answers = asked.apply.process, asked.case.answers
    since = changed.waits_since(process, taken, answers)
    if since is None or asked.data.get(changed.UNCHANGED) or _assessed_anew(asked):
        return []
    said = asked.case.steps.get(seq=since).data or {}
    return [
        f"异议部分成立, 写了要更正“{said.get(changed.CORRECTED, '')}”, 还没有改一个数: "
        "先在“申报和登记对照”里更正; 确实不影响计算的, 写明为什么"
    ]


def _assessed_anew(asked: Asked) -> bool:
    """Where the step itself names a number that the rules count with, and it is another now."""
    facts = [one.key for one in asked.way.asks if one.fact]
    shown = (way.key for way in asked.apply.process.transitions.values() if way.publicity == "show")
    last = asked.case.steps.filter(transition__in=shown).order_by("-seq").first() if facts else None
    before = (last.data or {}) if last is not None else {}
    return any(key in before and asked.data.get(key) != before[key] for key in facts)


def _computed(asked: Asked, _: str) -> list[str]:
    """The rule can say yes or no; where it cannot, what is missing is named. Where no rule
    decides, whoever decides names the amount if the step asks for one."""
    found = asked.reckoned
    if found is None:
        amount = next((field for field in asked.way.asks if field.key == AMOUNT), None)
        return [f"请填写: {amount.label}"] if amount and not asked.data.get(AMOUNT) else []
    if found.advice:
        return []
    return [f"还要知道: {need}" for need in found.needs] or ["规则还算不出结果"]


def _reason(asked: Asked, _: str) -> list[str]:
    return [] if asked.words.strip() else [f"请写明{asked.way.says or '理由'}"]


def refuses(way: Transition) -> bool:
    return way.decides == "refuse" or way.closes in ("refused", "not_accepted")


def grounds(asked: Asked) -> tuple[str, ...]:
    """What failed, where the rule itself says no."""
    found = asked.reckoned if refuses(asked.way) else None
    return found.reasons if found is not None and found.advice == "refuse" else ()


def _of_substance(asked: Asked) -> list[str]:
    """Whoever is refused reads why: a word is no reason, unless the rule gives one beside it."""
    words = asked.words.strip()
    if asked.user is None or not words or not refuses(asked.way):
        return []
    if len(HAN.findall(words)) >= SUBSTANCE or grounds(asked):
        return []
    return [
        f"理由会写进给本人的信里, “{words[:20]}”看不出为什么: "
        f"请写明什么事实、不符合哪一条, 至少 {SUBSTANCE} 个字"
    ]


def _other_person(asked: Asked, of: str) -> list[str]:
    """Four eyes: not whoever took the step before, nor whoever went along to the household."""
    if asked.user is None:
        return []
    last = asked.case.steps.filter(transition=of).order_by("-seq").first()
    if last is None:
        return []
    if last.user_id == asked.user.pk:
        return [f"“{last.name}”是您办的, 这一步要由另一个人办"]
    went = (last.data or {}).get(WENT)
    if isinstance(went, list) and asked.user.pk in went:
        return ["这家是您去入户的, 这一步要由没有去过的人办"]
    return []


def is_of_staff(case: Case) -> bool:
    """They said so, or the register knows it."""
    return bool(case.answers.get("values", {}).get(STAFF_KIN)) or staff_kin(case)


def _staff_kin(asked: Asked, of: str) -> list[str]:
    taken = asked.case.steps.order_by("seq").values_list("transition", flat=True)
    return unvisited(asked.case, list(taken), of)


def unvisited(case: Case, taken: Sequence[str], of: str) -> list[str]:
    """A household with a relative among those who handle such matters is put on record and visited
    by the district (民发〔2021〕57号). ``taken``: the steps so far; the visit (``of``) is one of
    this round: opened again, the case is visited again."""
    anew = max((n for n, key in enumerate(taken) if key == REOPENED), default=-1)
    if of in taken[anew + 1 :] or not is_of_staff(case):
        return []
    return ["家里有经办人员或村居干部的近亲属: 先“单独登记备案, 请区里入户”, 入户以后再办这一步"]


def _below(asked: Asked, _: str) -> list[str]:
    """There is a town or village to hand it to: what the district took in itself because it is
    about them, or of which nobody knows the village, stays with the district."""
    if asked.case.home_id != tree_on(asked.day).root.id:
        return []
    return ["这件事由区里直接办: 说的可能就是下面的单位, 或不知道是哪个村居, 不能转下去"]


GUARDS: dict[str, Callable[[Asked, str], list[str]]] = {
    "materials": _materials,
    "answers": _answers,
    "consent": _consent,
    "differences": _differences,
    "corrected": _corrected,
    "two_people": _two_people,
    "consultations": _consultations,
    "publicity_over": _publicity_over,
    "computed": _computed,
    "reason": _reason,
    "other_person": _other_person,
    "staff_kin": _staff_kin,
    "below": _below,
    "opinions": _opinions,
    "told": _told,
}
