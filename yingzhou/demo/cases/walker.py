"""What becomes of a matter next: who does what, as an office would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM as SYSTEM_ACTOR
from yingzhou.demo.cases import filling
from yingzhou.demo.cases.plans import Plan
from yingzhou.demo.cases.staff import Staff
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import verified
from yingzhou.kernel.cases.acting import INSTEAD
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.guards import AMOUNT, MATCHES, is_of_staff, rule_decides
from yingzhou.kernel.cases.models import Appointment, Case
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.cases.services import work
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.verifying import GUARD, Found, verify
from yingzhou.kernel.catalogue.items import Item, Process, Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT, SYSTEM
from yingzhou.kernel.catalogue.versions import item_of_version

NEVER = (
    "withdraw",
    "back",
    "to_district",
    "dispute",
    "unsettled",
    "unsatisfied",
    "cancel",
    "again",
    "partly",
)
"""Beginnings of steps that are not taken here: they lead back, or out."""
BY_DISTRICT = ("to_district", "district_visited")
"""Where a household has a relative among the staff, the district visits before it goes on."""
FORGETFUL = 5
"""One in so many."""
ENDS_BADLY = ("refused", "not_accepted", "withdrawn", "lapsed", "ended")


class Walker:
    """Moves one case after the other; keeps nothing of them."""

    def __init__(self, staff: Staff, generator: np.random.Generator) -> None:
        self.staff, self.generator = staff, generator

    def chance(self, share: float) -> bool:
        return bool(self.generator.random() < share)

    def go_on(self, case: Case, plan: Plan, at: datetime) -> bool:
        """Whether a step was taken; a case that waits for time or for others takes none."""
        item = item_of_version(case.version)
        assert item.apply is not None  # noqa: S101 - cases have one
        process = item.apply.process
        if case.by == SYSTEM or plan.halt in (case.by, case.stage) or _is_forgotten(case, plan):
            return False
        if item.apply.departments and self._hear_departments(case, at):
            return True
        for way in self._preferred(case, item, process, plan, at):
            for user in self._who(case, way, at):
                if self._take(case, way, user, at):
                    self._hand_over(case, user, at)
                    return True
        return False

    def _take(self, case: Case, way: Transition, user: User, at: datetime) -> bool:
        data, words = filling.step(way, clock.day_of(at))
        data[INSTEAD] = "本岗位当天没有人, 由上级代办"  # read only where somebody above acts
        booked = Appointment.objects.filter(case=case).first() if "day" in data else None
        if booked is not None:
            data["day"] = booked.day.isoformat()  # as they asked for it
        if rule_decides(item_of_version(case.version).apply, case):
            data.pop(AMOUNT, None)
        if way.corrects == "ask":
            lines = self.generator.choice(filling.MORE, 2, replace=False)
            data["lines"] = "\n".join(lines.tolist())
        try:
            with transaction.atomic():
                if GUARD in way.needs:
                    data |= _settle(case, way, user, at)
                advance(case=case.pk, transition=way.key, user=user, at=at, data=data, words=words)
        except (CaseFault, NotYours):
            return False
        return True

    def _who(self, case: Case, way: Transition, at: datetime) -> list[User]:
        if way.by == APPLICANT and case.channel == "online" and case.applicant:
            return [resident_account(person=case.applicant, actor=SYSTEM_ACTOR, at=at)]
        found = self.staff.may(case, way)
        turn = case.pk % len(found) if found else 0
        return [*found[turn:], *found[:turn]]

    def _preferred(
        self, case: Case, item: Item, process: Process, plan: Plan, at: datetime
    ) -> Iterator[Transition]:
        """The likely way first; the others where its guards refuse."""
        ways = [way for way in process.ways_from(case.stage) if way.by != SYSTEM]
        asks = [way for way in ways if way.corrects == "ask"]
        if asks and plan.asks and not case.corrections.exists():
            yield asks[0]
        if self.chance(0.015):
            yield from (way for way in ways if way.by == APPLICANT and way.key == "withdraw")
        taken = list(case.steps.order_by("-seq").values_list("transition", "target"))
        been = {target for _, target in taken}
        usual = [
            way
            for way in ways
            if _is_usual(way) and not (way.target in been and way.corrects != "answer")
        ]
        last = [key for key, _ in taken[:3]]
        refusing = self._refuses(case, item, ways, last, at)
        wanted = [way for way in usual if is_refusal(way) == refusing]
        yield from wanted
        yield from (way for way in usual if way not in wanted)
        if is_of_staff(case):
            yield from (way for way in ways if way.key in BY_DISTRICT)

    def _refuses(
        self, case: Case, item: Item, ways: list[Transition], last: list[str], at: datetime
    ) -> bool:
        """As the rules say where they say it; else as it was proposed; else now and then."""
        if any(way.decides for way in ways):
            return any("refuse" in key for key in last) or self.chance(0.02)
        if any(way.proposes or "computed" in way.needs for way in ways):
            found = reckon(item, case.applicant, case.answers, clock.day_of(at))
            if found is not None:
                return found.advice == "refuse"
        return self.chance(0.03)

    def _hear_departments(self, case: Case, at: datetime) -> bool:
        waiting = list(case.consultations.filter(answered_at=None))
        for one in waiting:
            if (user := self.staff.department(one.unit)) is not None:
                work.answer_consultation(
                    consultation=one.pk,
                    user=user,
                    agrees=True,
                    answer="核对无异常, 数据见协办系统回执",
                    at=at,
                )
        return bool(waiting)

    def _hand_over(self, case: Case, giver: User, at: datetime) -> None:
        """Now and then a colleague takes over; one offer in four is still open."""
        if not self.chance(0.04):
            return
        case.refresh_from_db()
        others = [one for one in self.staff.clerks(case) if one.pk != giver.pk]
        if case.by != "town" or case.handler_id != giver.pk or not others:
            return
        try:
            made = work.hand_over(
                case=case.pk, giver=giver, receiver=others[-1], reason="明天起外出培训", at=at
            )
        except (CaseFault, NotYours):
            return
        if self.chance(0.75):
            work.answer_handover(
                handover=made.pk, user=others[-1], accepts=True, words="已接手", at=at
            )


def _settle(case: Case, way: Transition, user: User, at: datetime) -> dict[str, str]:
    """Where the registers know something else by now, they are believed; what is then to be said
    of it at the visit."""
    item = item_of_version(case.version)
    assert item.apply is not None  # noqa: S101 - cases have one
    today = verified.registers(item.apply, case, clock.day_of(at))
    open_ = verified.unsettled(item.apply, case.answers, today)
    if open_:
        found = {one.key: Found(verified.REGISTER) for one in open_}
        case.answers = verify(case=case.pk, user=user, found=found, at=at).answers
    is_asked = any(one.key == MATCHES for one in way.asks)
    if not is_asked or not verified.contradicted(item.apply, case.answers, today):
        return {}
    return {MATCHES: "否", "differs": "和申报的不一样, 按登记核对的算"}


def _is_forgotten(case: Case, plan: Plan) -> bool:
    """Of those who are asked for more papers, some never bring them: the period ends it."""
    return case.by == APPLICANT and plan.asks and case.pk % FORGETFUL == 0


def is_refusal(way: Transition) -> bool:
    bad = way.decides == "refuse" or way.proposes == "refuse" or way.closes in ENDS_BADLY
    return bad or "refuse" in way.key or way.key.startswith(("not_", "uphold"))


def _is_usual(way: Transition) -> bool:
    return not way.key.startswith(NEVER) and way.corrects != "ask"
