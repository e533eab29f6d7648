"""What follows from a step: opinions, corrections, decisions, publicity, letters, closing.

``before`` runs while the case still stands where it was, ``after`` when the clocks have moved and
the promised days are known. A file can only combine what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.core.workdays import add_months
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import consent, letters, linking, words
from yingzhou.kernel.cases.changed import CORRECTED
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.guards import (
    AMOUNT,
    HAN,
    SUBSTANCE,
    Asked,
    grounds,
    missing_materials,
)
from yingzhou.kernel.cases.models import Case, Correction, Decision, Handover, Rating
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.cases.reckoning import Reckoned
from yingzhou.kernel.cases.undone import undone
from yingzhou.kernel.cases.verified import applied
from yingzhou.kernel.catalogue.items import Process, Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT, SYSTEM
from yingzhou.kernel.disclosure import services as disclosure
from yingzhou.kernel.disclosure.masking import mask_name
from yingzhou.kernel.disclosure.models import Objection, PublicNotice
from yingzhou.kernel.notices import services as notices

from . import appointments, retention
from .consulting import consult

SAYS_NOTHING = 4
"""Below so many characters ("不需要") a reason tells nobody anything."""
BOOKED = "book"
"""How processes call the step by which a desk says that somebody may come that day."""
OBJECTED = "objected"
"""How processes call the step that an objection takes by itself."""


@dataclass
class Taken:
    """A step on its way. ``due``: the next day on which somebody's time is up, afterwards;
    ``since``: the moment from which the periods count that begin with it, if not from now;
    ``unit``: who really takes it."""

    asked: Asked
    at: datetime
    seq: int
    due: date | None = None
    since: datetime | None = None
    decision: Decision | None = None
    missing: list[str] = field(default_factory=list)
    unit: int | None = None

    @property
    def about(self) -> str:
        return f"case:{self.asked.case.pk}"

    @property
    def actor(self) -> audit.Actor:
        return audit.Actor.of(self.asked.user) if self.asked.user else audit.SYSTEM


def before(taken: Taken) -> None:
    way = taken.asked.way
    _not_against_the_rules(taken.asked)
    if way.decides:
        taken.decision = _decided(taken)
    if way.consults:
        consult(asked=taken.asked, at=taken.at)
    if way.publicity == "show":
        _show(taken)
    elif way.publicity:
        _take_down(taken)


def after(taken: Taken) -> None:
    asked = taken.asked
    case, way = asked.case, asked.way
    if named := asked.data.get(linking.asked_in(way)):
        linking.link(case, named)
    if way.corrects:
        _correct(taken)
    if way.key == BOOKED:
        appointments.moved(case, asked.apply, asked.data.get("day"), asked.day)
    if way.key == "accept" or way.starts or way.counts_from:
        case.accepted_at = case.accepted_at or taken.since or taken.at
    if way.excludes == "rating":
        ratings_of = Rating.objects.filter(rectification=case)
        ratings_of.update(excluded=(asked.words or way.name)[:200])
    if way.closes:
        _close(taken)
    _tell(taken)
    _answer_objections(taken)  # writes in the audit: last
    if way.closes:  # withdrawn, or over, before anybody looked into them
        disclosure.let_rest(about=taken.about, actor=taken.actor, at=taken.at)


def _not_against_the_rules(asked: Asked) -> None:
    """To decide, or to propose, against what the rules say needs a reason of its own."""
    wanted = asked.way.decides or asked.way.proposes
    if not wanted or asked.words or asked.way.publicity:
        return
    advice = asked.reckoned.advice if asked.reckoned else ""
    if advice and advice != wanted:
        says = "符合" if advice == "grant" else "不符合"
        yours = "决定" if asked.way.decides else "建议"
        raise CaseFault(f"规则算出的结果是“{says}”, 和您的{yours}不同: 请写明理由")


def _decided(taken: Taken) -> Decision:
    asked = taken.asked
    found = asked.reckoned
    advice = found.advice if found else ""
    granted = asked.way.decides == "grant"
    proposed = asked.case.steps.exclude(user=None).order_by("-seq").first()
    asked.case.decisions.filter(revoked_at=None).update(revoked_at=taken.at)
    return Decision.objects.create(
        case=asked.case,
        step=taken.seq,
        result=asked.way.decides,
        reason=_reason(asked),
        article=str(asked.data.get("article") or (found.clause if found else ""))[:200]
        or words.article(asked.item)[:200],
        amount=(found.amount if found else asked.data.get(AMOUNT)) if granted else None,
        amount_per=found.per if found and granted else "",
        effective_from=_from(taken) if found and granted and found.per == "月" else None,
        inputs=found.inputs if found else None,
        trace=found.trace if found else None,
        rules=found.rules if found else "",
        moment=str(found.moment) if found else "",
        advised=advice,
        proposed_by=proposed.user if proposed else None,
        made_by=asked.user,
        made_at=taken.at,
    )


def _reason(asked: Asked) -> str:
    """As it was written; what the rule says no to goes before a reason that says too little, and
    in the place of one that says nothing."""
    signs = len(HAN.findall(asked.words))
    found = grounds(asked) if signs < SUBSTANCE else ()
    said = () if found and signs < SAYS_NOTHING else (asked.words,)
    return "; ".join(one for one in (*found, *said) if one)


def _from(taken: Taken) -> date:
    """From the month after the confirmation (民发〔2021〕57号), or from the month in which it was
    asked for, where the item says so (民发〔2021〕70号)."""
    case = taken.asked.case
    if taken.asked.apply.decision.get("starts") == "applied":
        return clock.day_of(case.received_at).replace(day=1)
    return add_months(clock.day_of(taken.at).replace(day=1), 1)


def _show(taken: Taken) -> None:
    """公示: masked, for as long as the item says."""
    asked = taken.asked
    said = asked.apply.publicity
    if said is None:
        raise CaseFault("这个事项没有写公示的办法")
    found = asked.reckoned
    if found is not None and found.advice == "refuse" and not asked.words:
        raise CaseFault(*_not_entitled(found))
    day = clock.day_of(taken.at)
    disclosure.show(
        about=taken.about,
        title=f"{asked.item.name}{'拟确认' if found is not None else ''}公示",
        lines=_lines(taken, said.show, day),
        basis=said.basis,
        division=asked.case.home,
        days=said.days,
        since=day,
        actor=taken.actor,
        at=taken.at,
    )


def _not_entitled(found: Reckoned) -> list[str]:
    """Neighbours are not told of a family that will get nothing, unless somebody says why."""
    why = "; ".join(found.reasons)
    return [
        f"规则算出的结果是“不符合”{f': {why}' if why else ''}。这一步会公示为拟确认: "
        "不符合的请提出不予确认; 认为规则没有算对、仍要公示的, 请在说明里写明理由"
    ]


def answers_objections(process: Process, way: Transition) -> bool:
    """Whether this step leads on from where the process looks into objections; a stage in which the
    notice still stands still (民主评议) is part of looking into them."""
    objected = process.transitions.get(OBJECTED)
    if objected is None or objected.target not in way.sources or way.by in (APPLICANT, SYSTEM):
        return False
    looking = process.stages[objected.target].pauses
    return not set(looking).intersection(process.stages[way.target].pauses)


def _answer_objections(taken: Taken) -> None:
    """Going on from where objections are looked into answers them: one act, one text. Where the
    notice comes down they were right, or right in what the step corrects."""
    asked = taken.asked
    if not answers_objections(asked.apply.process, asked.way):
        return
    upheld = asked.way.publicity == "withdraw"
    waiting = Objection.objects.filter(notice__about=taken.about, state=Objection.State.FILED)
    for one in waiting.order_by("pk"):
        disclosure.answer_objection(
            objection=one,
            upheld=upheld,
            answer=asked.words,
            corrected=str(asked.data.get(CORRECTED) or ""),
            actor=taken.actor,
            at=taken.at,
        )


def _take_down(taken: Taken) -> None:
    notice = PublicNotice.objects.filter(about=taken.about, state__in=PublicNotice.OPEN).first()
    if notice is None:
        return
    if taken.asked.way.publicity == "end":
        disclosure.end(notice=notice, actor=taken.actor, at=taken.at)
    else:
        why = taken.asked.way.name
        disclosure.withdraw(notice=notice, why=why, actor=taken.actor, at=taken.at)


def _lines(taken: Taken, show: tuple[str, ...], day: date) -> dict[str, str]:
    """What the item shows, masked; the closed list is the notice's own."""
    case, found = taken.asked.case, taken.asked.reckoned
    lines = {
        "item": taken.asked.item.name,
        "name": mask_name(case.applicant.name) if case.applicant else _unit(case),
        "village": name_of(case.home_id, day),
        "members": f"{max(len(applied(case.answers).get('members', ())), 1)} 人",
        "amount": (
            f"每{found.per} {format_fen(found.amount)} 元" if found and found.amount else ""
        ),
    }
    return {key: text for key, text in lines.items() if key in ("item", *show) and text}


def _unit(case: Case) -> str:
    return case.organisation.name if case.organisation else ""


def _correct(taken: Taken) -> None:
    asked = taken.asked
    case = asked.case
    if asked.way.corrects == "answer":
        _all_there(asked)
    if asked.way.corrects != "ask":
        case.corrections.filter(answered_at=None).update(
            answered_at=taken.at if asked.way.corrects == "answer" else None
        )
        return
    lines = _missing(taken)
    if not lines:
        raise CaseFault("没有写要补什么: 材料和问题都齐全的话, 请直接受理")
    if case.corrections.exists() and not asked.words:
        raise CaseFault("补正只能一次性告知: 再次要求补正要写明为什么上次没有说")
    Correction.objects.create(
        case=case,
        lines=lines,
        asked_at=taken.at,
        asked_by=(asked.user and asked.user.name) or taken.actor.name,
        due_on=taken.due,
        again_why=asked.words[:200] if case.corrections.exists() else "",
    )
    taken.missing = lines


def _all_there(asked: Asked) -> None:
    """A clerk says why a matter goes on although something was not brought; whoever applies is
    asked by their own page."""
    waiting = asked.case.corrections.filter(answered_at=None).last()
    is_staff = asked.user is not None and asked.user.kind == User.Kind.STAFF
    if waiting is None or not is_staff or asked.words:
        return
    lines = undone(asked.apply, asked.case, waiting)
    if lines:
        raise CaseFault(
            *(f"还没有交来: {line}" for line in lines),
            "交来了的先登记; 本人确实交不来、或已当面看过的, 请写明为什么现在就交回办理",
        )


def _missing(taken: Taken) -> list[str]:
    """What the form and the papers lack, and what the clerk added."""
    from yingzhou.kernel.cases import answers as forms

    asked = taken.asked
    uploaded = asked.case.documents.filter(removed_at=None).values_list("material", flat=True)
    lines = list(forms.missing(asked.apply.form, asked.case.answers))
    lines += consent.lines(asked.apply, asked.case.answers)
    lines += [one.name for one in missing_materials(asked.apply, asked.case.answers, uploaded)]
    said: Any = asked.data.get("lines", "")
    more = said if isinstance(said, list) else str(said).splitlines()
    return list(dict.fromkeys([*lines, *(one.strip() for one in more if one.strip())]))


def _close(taken: Taken) -> None:
    case = taken.asked.case
    case.is_open, case.is_paused = False, False
    case.outcome = taken.asked.way.closes
    case.closed_at = taken.at
    case.desk_id, case.due_on, case.handler_id = None, None, None
    offered = case.handovers.filter(state=Handover.State.OFFERED)
    offered.update(state=Handover.State.TAKEN_BACK, answered_at=taken.at, answer="已办结")
    case.archive_on, case.destroy_on = retention.dates(taken.asked.apply, clock.day_of(taken.at))


def _titled(item: str, title: str) -> str:
    """With the matter's name before it, where it does not say itself what it is about (停发低保
    听取意见, 停发低保决定书); a word in which one ends and the other begins stands once (老年助餐
    登记, 登记通知书)."""
    if item in title or (item[4:] and item[:4] in title):
        return title
    twice = next((size for size in range(4, 1, -1) if item.endswith(title[:size])), 0)
    return f"{item}{title[twice:]}"


def _names_computed(asked: Asked) -> bool:
    """Only then the rules are asked."""
    letter = asked.apply.process.letters.get(asked.way.letter)
    return "{computed}" in "\n".join((*(letter.paragraphs if letter else ()), asked.way.message))


def _tell(taken: Taken) -> None:
    """Letter and message, each once for this step."""
    asked = taken.asked
    case, way = asked.case, asked.way
    if case.applicant is None and case.organisation is None:
        return
    if not (way.letter or way.message):
        return
    to: Any = {"person": case.applicant, "organisation": case.organisation}
    filled = words.places(
        case,
        asked.item,
        clock.day_of(taken.at),
        due=taken.due,
        reason=_reason(asked),
        what=str(asked.data.get("what") or ""),
        missing=taken.missing,
        decision=taken.decision,
    )
    if _names_computed(asked):
        filled = {**filled, "computed": words.computed(asked.reckoned)}
    key = f"{taken.about}:{taken.seq}"
    if way.letter:
        letter = asked.apply.process.letters[way.letter]
        notices.issue_letter(
            key=key,
            template=letter.template,
            title=_titled(asked.item.name, letter.title),
            **to,
            about=taken.about,
            about_number=case.number,
            content=letters.content(
                letter, asked.apply, case, filled, taken.missing, taken.decision, taken.unit
            ),
            actor=taken.actor,
            at=taken.at,
        )
    if way.message:
        text = way.message.format(**filled)
        notices.send(key=key, **to, about=taken.about, text=text, at=taken.at)
