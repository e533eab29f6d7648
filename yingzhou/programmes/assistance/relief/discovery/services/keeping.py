"""What was found becomes findings: each once, none that was declined or looked at lately; what was
found before and holds no more, is closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.cases.models import DataUse
from yingzhou.kernel.cases.models.records import LOOK
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Membership
from yingzhou.kernel.visits.services import closing
from yingzhou.programmes.assistance.relief.discovery.faults import DiscoveryFault
from yingzhou.programmes.assistance.relief.discovery.files import CLASS, SIGNAL
from yingzhou.programmes.assistance.relief.discovery.looking.candidates import Candidate, parts
from yingzhou.programmes.assistance.relief.discovery.models import (
    Decline,
    Finding,
    Note,
    Round,
)

State = Finding.State
WHO = "系统"
HOLDS_NO_MORE = "按这个月的登记不再符合, 或者已经在享受、在办"
Place = tuple[str, str]
"""What was found and of whom: ``h12``, ``p7``."""


def holder(person: int | None, household: int | None) -> str:
    return f"p{person}" if person is not None else f"h{household}"


@transaction.atomic
def keep(*, row: Round, found: Sequence[Candidate], at: datetime) -> None:
    """Counts on ``row``, which the caller saves."""
    today = clock.day_of(at)
    if Round.objects.select_for_update().get(pk=row.pk).state != Round.State.ASKED:
        raise DiscoveryFault(f"{row}已经找完了")
    before = _open()
    _close_what_is_gone(row, before, {(one.what, one.holder) for one in found}, at)
    new = list(_new(found, before, today))
    again = {before[place][0] for one in found if (place := (one.what, one.holder)) in before}
    for some in parts(again):
        Finding.objects.filter(pk__in=some).update(seen=row)
    made = Finding.objects.bulk_create([_finding(row, one, at) for one in new], batch_size=500)
    words = f"{row}找到, 排队等上门"
    Note.objects.bulk_create(
        [Note(finding=one, at=at, by=WHO, words=words) for one in made], batch_size=500
    )
    _tell_whom_it_is_about(row, made, today, at)
    row.found, row.new = len(found), row.new + len(made)
    row.held = len(found) - len(again) - len(made)


def _open() -> dict[Place, tuple[int, str, int | None]]:
    rows = Finding.objects.filter(state__in=Finding.OPEN)
    told = rows.values_list("what", "person", "household", "pk", "state", "visit")
    return {(what, holder(p, h)): (pk, state, visit) for what, p, h, pk, state, visit in told}


def _new(
    found: Sequence[Candidate], before: dict[Place, tuple[int, str, int | None]], today: date
) -> Iterable[Candidate]:
    """Of the same time nothing comes twice; who declined is asked for nothing that is no more
    urgent."""
    known = set[str]()
    for some in _in_parts([one.key for one in found]):
        known |= set(Finding.objects.filter(key__in=some).values_list("key", flat=True))
    lately = Finding.objects.filter(quiet_until__gt=today)
    quiet = {
        (what, holder(p, h)) for what, p, h in lately.values_list("what", "person", "household")
    }
    declined: dict[str, int] = {}
    rows = Decline.objects.on(today).values_list("person", "household", "rank")
    for person, household, rank in rows:
        who = holder(person, household)
        declined[who] = max(rank, declined.get(who, 0))
    for one in found:
        place = (one.what, one.holder)
        is_known = place in before or one.key in known or place in quiet
        if not is_known and one.rank // CLASS > declined.get(one.holder, 0):
            known.add(one.key)
            yield one


def _in_parts(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[low : low + 5000] for low in range(0, len(keys), 5000))


def _finding(row: Round, one: Candidate, at: datetime) -> Finding:
    return Finding(
        key=one.key,
        what=one.what,
        item=one.item,
        person_id=one.person,
        household_id=one.household,
        home=one.home,
        division_id=one.division,
        round=row,
        seen=row,
        amount=one.amount,
        rank=one.rank,
        facts=[list(pair) for pair in one.facts],
        found_at=at,
    )


def _close_what_is_gone(
    row: Round,
    before: dict[Place, tuple[int, str, int | None]],
    found: set[Place],
    at: datetime,
) -> None:
    """Before anybody said a word: who is on the way to a signal goes there all the same."""
    gone = [
        (pk, visit)
        for place, (pk, state, visit) in before.items()
        if place not in found
        and (
            state == State.WAITING
            or (state == State.VISITING and not place[0].startswith(f"{SIGNAL}:"))
        )
    ]
    ids = [pk for pk, _ in gone]
    for some in parts(ids):
        Finding.objects.filter(pk__in=some).update(state=State.GONE, closed_on=clock.day_of(at))
    Note.objects.bulk_create(
        [Note(finding_id=pk, at=at, by=WHO, words=HOLDS_NO_MORE) for pk in ids], batch_size=500
    )
    visits = [visit for _, visit in gone if visit is not None]
    for part in parts(visits):
        closing.call_off(visits=list(part), why=HOLDS_NO_MORE, at=at)
    row.gone += len(ids)


def _tell_whom_it_is_about(row: Round, made: Sequence[Finding], today: date, at: datetime) -> None:
    """Whose registers were looked at for it can read that they were, and what for."""
    homes: dict[int, list[int]] = {}
    for some in parts(one.household_id for one in made if one.household_id is not None):
        living = Membership.objects.on(today).filter(household__in=some, person__death_date=None)
        for home, person in living.values_list("household", "person"):
            homes.setdefault(home, []).append(person)
    names = {code: item.name for code, item in items().items()}
    uses = []
    for one in made:
        people = homes.get(one.household_id or 0, []) if one.person_id is None else [one.person_id]
        purpose = f"{LOOK}登记, 看您家有没有该享受没享受的({row}): {names.get(one.item, one.item)}"
        uses += [
            DataUse(
                person_id=person,
                fact="主动发现",
                source="人口、收入、财产、医疗、残疾等登记",
                purpose=purpose[:120],
                user_name="系统",
                at=at,
            )
            for person in people
        ]
    DataUse.objects.bulk_create(uses, batch_size=1000)
