"""What becomes of a finding: from the visit, from the matter, from what happens to people."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Membership
from yingzhou.kernel.visits.events import VisitDone
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.services import closing
from yingzhou.kernel.visits.whom import residences
from yingzhou.programmes.assistance.relief.discovery.models import Decline, Finding

from . import applying
from .declining import decline
from .noting import close, is_found_anew, note
from .visiting import PREFIX

State = Finding.State
WILLING, UNWILLING, NOT_FIT, NOT_FOUND, ALREADY = (
    "愿意申请", "不愿意", "不符合", "找不到人", "已在办",
)  # fmt: skip
ENDS = {NOT_FIT: State.NOT_FIT, NOT_FOUND: State.NOT_FOUND, ALREADY: State.ALREADY}
ENDED = {
    Case.Outcome.GRANTED: State.GRANTED,
    Case.Outcome.DONE: State.GRANTED,
    Case.Outcome.REFUSED: State.REFUSED,
    Case.Outcome.NOT_ACCEPTED: State.REFUSED,
}
BY_A_VISIT = (State.VISITING, State.WILLING, State.DECLINED, State.NOT_FIT, State.NOT_FOUND,
              State.ALREADY, State.GONE)  # fmt: skip
"""What an account of a visit may have made of it: another account may make something else of it.
What was closed because the registers changed is open again by what somebody says at the door."""
SAID = ("done", "declined")


@transaction.atomic
def after_visit(*, event: VisitDone, at: datetime) -> None:
    """What was found at the door, by whoever went."""
    number = event.asked_by.removeprefix(PREFIX)
    if not event.asked_by.startswith(PREFIX) or not number.isdigit():
        return
    rows = Finding.objects.select_for_update(of=("self",)).select_related("person", "visit")
    row = rows.filter(pk=int(number)).first()
    if row is None:
        return
    visit = Visit.objects.select_related("user").get(pk=event.visit_id)
    if row.state == State.GONE and (event.outcome not in SAID or row.left_by is not None):
        return
    if row.state not in BY_A_VISIT or is_found_anew(row):
        if event.outcome in SAID:
            words = f"走访记录: {event.found or '不愿意'}; 这一条已经往下办了, 不改"
            note(row, words, str(visit.user or "系统"), at)
        return
    if event.outcome == "unmet":
        _not_met(row, visit, event.on, at)
    elif event.outcome in SAID:
        _answered(row, visit, event, at)
    elif event.outcome == "missed":
        note(row, "到期没有去, 等主管说明", "系统", at)
    elif row.state == State.VISITING and row.visit_id == visit.pk:  # called off
        row.state = State.WAITING
        row.save(update_fields=["state"])
        note(row, f"走访取消: {visit.why}; 重新排队", "系统", at)


def _not_met(row: Finding, visit: Visit, on: date, at: datetime) -> None:
    next_one = visit.following.filter(state__in=Visit.OPEN).first()
    if next_one is not None:
        row.visit = next_one
        row.save(update_fields=["visit"])
        note(row, f"没有见到人: {visit.why}; {next_one.due_on} 以前再去", str(visit.user), at)
        return
    note(row, f"去了几次都没有见到人: {visit.why}", str(visit.user), at)
    close(row, State.NOT_FOUND, on)


def _answered(row: Finding, visit: Visit, event: VisitDone, at: datetime) -> None:
    by = str(visit.user or "系统")
    Decline.objects.filter(finding=row).delete()  # an earlier account, that counts no more
    row.visit, row.visited_on = visit, event.on
    row.willing_on = row.closed_on = row.quiet_until = None
    if event.outcome == "declined":
        decline(row, why=visit.why or "没有说", by=by, on=event.on, at=at)
    elif event.found == WILLING:
        row.state, row.willing_on = State.WILLING, event.on
        row.save()
        note(row, "愿意申请", by, at)
        applying.open_matter(row, user=visit.user, at=at)
    elif event.found in ENDS:
        note(row, f"{event.found}: {_why(visit)}", by, at)
        close(row, ENDS[event.found], event.on)
    else:
        decline(row, why=_why(visit), by=by, on=event.on, at=at)


def _why(visit: Visit) -> str:
    record = visit.records.filter(state=Record.State.TAKEN).first()
    return str(record.content["values"].get("why") or "没有说") if record else "没有说"


@transaction.atomic
def after_opening(*, case: int, item: str, at: datetime) -> None:
    """They asked for it themselves, at a counter or on the web: nobody has to come any more."""
    open_ones = Finding.objects.filter(item=item, state__in=Finding.BEFORE_THE_WORD)
    if not open_ones.exists():
        return
    row = Case.objects.get(pk=case)
    if row.applicant_id is None:
        return
    today = clock.day_of(at)
    homes = Membership.objects.on(today).filter(person=row.applicant_id).values("household")
    theirs = open_ones.filter(person=row.applicant_id) | open_ones.filter(household__in=homes)
    for pk in theirs.values_list("pk", flat=True):
        found = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
        if found.state not in Finding.BEFORE_THE_WORD:
            continue
        visit = found.visit_id if found.state == State.VISITING else None
        found.case, found.state = row, State.APPLYING
        found.save(update_fields=["case", "state"])
        note(found, f"自己来申请了: {row.number}", "系统", at)
        if visit is not None:
            closing.call_off(visits=[visit], why="已经自己申请了", at=at)


@transaction.atomic
def after_case(*, case: int, outcome: str, at: datetime) -> None:
    """A decision says whether it was a hit; a case that is taken up again is open again."""
    for pk in Finding.objects.filter(case=case).values_list("pk", flat=True):
        row = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
        state = ENDED.get(Case.Outcome(outcome), State.DROPPED) if outcome else State.APPLYING
        if row.state == state or (state == State.APPLYING and is_found_anew(row)):
            continue
        if state == State.APPLYING:
            row.state, row.closed_on, row.quiet_until = state, None, None
            row.save(update_fields=["state", "closed_on", "quiet_until"])
            note(row, "办件重新办理", "系统", at)
        else:
            note(row, f"办件: {Case.Outcome(outcome).label}", "系统", at)
            close(row, state, clock.day_of(at))


@transaction.atomic
def after_death(*, person: int, event: int, at: datetime) -> None:
    """The dead need no visit; a household does, as long as somebody lives in it."""
    today = clock.day_of(at)
    homes = set(Membership.objects.filter(person=person).values_list("household", flat=True))
    alive = Membership.objects.on(today).filter(household__in=homes, person__death_date=None)
    homes -= set(alive.values_list("household", flat=True))
    open_ones = Finding.objects.filter(state__in=Finding.OPEN)
    rows = open_ones.filter(person=person) | open_ones.filter(household__in=homes)
    _leave(list(rows.values_list("pk", flat=True)), "已去世", event, at)


@transaction.atomic
def after_move(*, person: int, event: int, at: datetime) -> None:
    """To where they live now; who left the district is not visited."""
    rows = Finding.objects.filter(person=person, state__in=Finding.BEFORE_THE_WORD)
    if not rows.exists():
        return
    home = residences([person], clock.day_of(at)).get(person)
    if home is None:
        _leave(list(rows.values_list("pk", flat=True)), "已迁出本区", event, at)
    else:
        rows.update(division=home)


@transaction.atomic
def after_custody(*, person: int, event: int, at: datetime) -> None:
    """Who is in prison is not at home; the family may still need what was found for it."""
    rows = Finding.objects.filter(person=person, state__in=Finding.BEFORE_THE_WORD)
    _leave(list(rows.values_list("pk", flat=True)), "服刑或强制戒毒, 不在家", event, at)


def _leave(ids: list[int], why: str, event: int, at: datetime) -> None:
    for pk in ids:
        row = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
        row.before, row.left_by = row.state, event
        note(row, why, "系统", at)
        close(row, State.GONE, clock.day_of(at))


@transaction.atomic
def undo(*, event: int, at: datetime) -> None:
    """What a life event ended that never was."""
    for pk in Finding.objects.filter(left_by=event).values_list("pk", flat=True):
        row = Finding.objects.select_for_update(of=("self",)).select_related("visit").get(pk=pk)
        if is_found_anew(row):
            continue
        row.state = row.before
        if row.before == State.VISITING and not (row.visit and row.visit.is_open):
            row.state = State.WAITING
        elif row.before == State.WAITING and row.visit and row.visit.is_open:
            row.state = State.VISITING
        row.before, row.left_by, row.closed_on = "", None, None
        row.save()
        note(row, "登记撤回了, 照旧", "系统", at)
