"""What payments do when a matter is decided or something happens to a person."""

from __future__ import annotations

from yingzhou.core.events import subscribe
from yingzhou.kernel.cases.events import CaseMoved
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.items.parts import Awards
from yingzhou.kernel.payments.benefits import granted_by, once
from yingzhou.kernel.payments.services import established, following, granting, heard
from yingzhou.kernel.people.events import (
    LifeEventReversed,
    PersonChanged,
    PersonDied,
    PersonMoved,
)
from yingzhou.kernel.people.models import LifeEvent

Outcome = Case.Outcome
NOT_GRANTED = (
    Outcome.REFUSED,
    Outcome.NOT_ACCEPTED,
    Outcome.WITHDRAWN,
    Outcome.LAPSED,
    Outcome.ENDED,
)


def _is_paid_by_award(event: CaseMoved) -> bool:
    return any(not one.by_registry for one in granted_by(event.item))


def _touches_awards(event: CaseMoved) -> bool:
    item = items().get(event.item)
    said = item.apply.awards if item and item.apply else Awards()
    return event.transition == heard.REOPENED or said != Awards() or _is_paid_by_award(event)


@subscribe(CaseMoved, when=_is_paid_by_award)
def a_grant_begins_an_award(event: CaseMoved) -> None:
    if event.outcome in NOT_GRANTED:
        following.end_by_outcome(case=event.case_id)
    else:
        following.begin_by_decision(case=event.case_id, seq=event.seq)


@subscribe(CaseMoved, when=_touches_awards)
def what_was_decided_after_hearing_them_is_paid(event: CaseMoved) -> None:
    if event.transition == heard.REOPENED:
        heard.take_back(case=event.case_id)
    else:
        heard.by_decision(case=event.case_id, seq=event.seq)
        established.keep_by_decision(case=event.case_id, seq=event.seq)


def _is_paid_once(event: CaseMoved) -> bool:
    return once(event.item) is not None


@subscribe(CaseMoved, when=_is_paid_once)
def what_is_paid_once_waits_for_a_batch(event: CaseMoved) -> None:
    if event.transition == heard.REOPENED:
        granting.hold_back(case=event.case_id)
    elif event.outcome in NOT_GRANTED:
        granting.take_back(case=event.case_id)
    else:
        granting.keep_by_decision(case=event.case_id, seq=event.seq)


@subscribe(PersonDied)
def a_death_ends_what_was_theirs(event: PersonDied) -> None:
    following.end_of_the_dead(person=event.person_id, event=event.event_id, on=event.on)


@subscribe(PersonChanged)
def who_is_taken_away_gets_nothing_into_their_hand(event: PersonChanged) -> None:
    if event.kind == LifeEvent.Kind.CUSTODY:
        following.pay_to_another(
            person=event.person_id, event=event.event_id, on=event.on, why="原领款人服刑或强制戒毒"
        )


@subscribe(PersonMoved)
def who_left_gets_nothing_of_those_who_stayed(event: PersonMoved) -> None:
    """A household that lives on here is paid here, and heard here."""
    if event.division_id is None:
        following.pay_to_another(
            person=event.person_id, event=event.event_id, on=event.on, why="原领款人迁出本区"
        )


@subscribe(LifeEventReversed)
def what_ended_by_mistake_goes_on(event: LifeEventReversed) -> None:
    following.undo(event=event.event_id)
