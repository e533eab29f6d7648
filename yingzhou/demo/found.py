"""Three months of 主动发现 that are over, with what came of them; and a few of last month that are
on their way, by the house's own services. This month's round is the worker's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db import transaction

from yingzhou.core import bulk, clock, crypto
from yingzhou.core.workdays import add_months, add_workdays, roll_forward
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import scaled
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import (
    CareLevel,
    DisabilityCertificate,
    Membership,
    Residence,
)
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.places import staff_of
from yingzhou.kernel.visits.services import reporting
from yingzhou.kernel.visits.whom import residences
from yingzhou.programmes.assistance.relief.discovery.files import CLASS, house, signals
from yingzhou.programmes.assistance.relief.discovery.models import Finding, Round
from yingzhou.programmes.assistance.relief.discovery.services import rounds, visiting

MONTHS = 3
EACH = 70
"""Of a month and kind, in a district of full size."""
DISTRICT = 649_000
OLD = 75
FATES = ("granted", "refused", "declined", "not_fit", "not_found", "already", "dropped", "gone")
CHANCE = (0.46, 0.08, 0.14, 0.14, 0.06, 0.05, 0.03, 0.04)
WILLING = ("granted", "refused", "dropped")
FIELDS = ["key", "what", "item", "person", "household", "home", "division", "round", "seen",
          "amount", "rank", "facts", "state", "sent", "found_at", "asked_on", "visited_on",
          "willing_on", "closed_on", "quiet_until", "trouble", "before"]  # fmt: skip
KINDS = {
    "benefit:disability/severe_unemployed": ("disability/severe_unemployed", "残疾等级", "2 级"),
    "benefit:eldercare/service_subsidy": ("eldercare/service_subsidy", "照护等级", "5 级"),
    "signal:alone": (signals()["alone"].item, "同住的人去世", "三个月以内"),
}
DIBAO = "relief/dibao"


@dataclass(frozen=True)
class Who:
    person: int | None
    household: int | None
    division: int


def seed(now: datetime, scale: float) -> None:
    today = now.date()
    generator, each = rng("found"), max(scaled(EACH, scale), 4)
    with transaction.atomic():
        months = [_round(add_months(today.replace(day=1), -back), scale) for back in (3, 2, 1)]
        people = {what: _people(what, today, each * MONTHS) for what in KINDS}
        for number, row in enumerate(months):
            some = {what: who[number::MONTHS][:each] for what, who in people.items()}
            some[f"benefit:{DIBAO}"] = _granted(row.month, each)
            rows = list(_rows(row, some, generator, today))
            bulk.insert(Finding, FIELDS, rows)
            row.found = row.new = len(rows)
            row.asked = sum(1 for one in rows if one[FIELDS.index("asked_on")])
            row.save()
    _on_their_way(months[-1], now)


def _round(month: date, scale: float) -> Round:
    at = datetime.combine(roll_forward(month), time(8, 5), clock.ZONE)
    return Round.objects.create(
        month=month, state=Round.State.DONE, done=100, asked_by=rounds.BY_ITSELF,
        asked_at=at, ended_at=at, seconds=9.6, snapshot=at, people=round(DISTRICT * scale),
    )  # fmt: skip


def _people(what: str, today: date, most: int) -> list[Who]:
    """Who was found then: their registers say such things today, too."""
    if what == "signal:alone":
        born = add_months(today, -12 * OLD)
        left = Membership.objects.filter(
            valid_to__gt=add_months(today, -5), valid_to__lte=add_months(today, -3)
        )
        rows = Membership.objects.on(today).filter(
            household__in=left.values("household"), person__birth_date__lte=born
        )
    elif what.endswith("service_subsidy"):
        rows = CareLevel.objects.on(today).filter(level__gte=4)
    else:
        rows = DisabilityCertificate.objects.on(today).filter(grade__lte=2)
    found = list(
        rows.filter(person__death_date=None).order_by("pk").values_list("person", flat=True)[:most]
    )
    homes = residences(found, today)
    return [Who(one, None, homes[one]) for one in dict.fromkeys(found) if one in homes]


def _granted(month: date, most: int) -> list[Who]:
    """Households whose 低保 began after that round: they were found by it."""
    rows = Award.objects.filter(
        benefit=DIBAO, valid_from__gte=month, valid_from__lt=add_months(month, 2)
    ).exclude(household=None)
    told = rows.order_by("pk").values_list("household", "household__division")[:most]
    return [Who(None, home, division) for home, division in told]


def _rows(
    row: Round, some: dict[str, list[Who]], generator: np.random.Generator, today: date
) -> Iterator[tuple]:
    first = roll_forward(row.month)
    at = row.asked_at.strftime("%Y-%m-%d %H:%M:%S")
    for what, people in some.items():
        item, name, value = KINDS.get(what, (DIBAO, "人均月收入", "低于低保标准"))
        facts = crypto.seal(json.dumps([[name, value]], ensure_ascii=False).encode())
        fates = generator.choice(len(FATES), len(people), p=CHANCE)
        days = generator.integers(2, 18, len(people))
        for who, fate, days_on in zip(people, fates.tolist(), days.tolist(), strict=True):
            state = "granted" if who.household is not None else FATES[fate]
            visited = add_workdays(first, days_on)
            closed = min(visited + timedelta(days=25 if state in WILLING else 0), today)
            holder = f"p{who.person}" if who.person else f"h{who.household}"
            came = None if state in ("not_found", "gone") else visited.isoformat()
            yield (
                f"{holder}:{what}:{row.month:%Y-%m}", what, item, who.person, who.household,
                who.household, who.division, row.pk, row.pk, None, house().class_of(item) * CLASS,
                facts, state, 1, at, first.isoformat(), came,
                came if state in WILLING else None, closed.isoformat(),
                add_months(closed, 12).isoformat(), "", "",
            )  # fmt: skip


def _on_their_way(row: Round, now: datetime) -> None:
    """In the village of the demo's own login one is to be visited, one waits and one declined; in
    another town somebody is willing."""
    village = User.objects.filter(username="village").first()
    if village is None or not village.assignments_now():
        return
    here = village.assignments_now()[0].division_id
    own = _findings(row, here, 3, now)
    if len(own) > 1:
        visiting.send(findings=[one.pk for one in own[:2]], at=now - timedelta(days=2))
        _report(own[1], village, "不愿意", now)
    for place, user in _elsewhere(here, now.date()):
        found = _findings(row, place, 1, now)
        if found:
            visiting.send(findings=[found[0].pk], at=now - timedelta(days=4))
            _report(found[0], user, "愿意申请", now)
            break


def _elsewhere(here: int, day: date) -> Iterator[tuple[int, User]]:
    """Villages of towns whose own people go there."""
    tree = tree_on(day)
    own = {node.id for node in tree.path(here)}
    for town, people in sorted(staff_of(None, day).items()):
        inside = tree.children.get(town, [])
        if town not in own and inside:
            yield inside[0].id, people[0]


def _findings(row: Round, place: int, count: int, now: datetime) -> list[Finding]:
    """Old people of the place whom the registers show alone, in line."""
    born = add_months(now.date(), -12 * OLD)
    there = Residence.objects.on(now.date()).filter(
        kind=Residence.Kind.RESIDENT, division=place, person__birth_date__lte=born,
        person__death_date=None,
    )  # fmt: skip
    taken = Finding.objects.exclude(person=None).values("person")
    people = there.exclude(person__in=taken).order_by("-person__birth_date", "person")[:count]
    signal = signals()["alone"]
    return Finding.objects.bulk_create(
        [
            Finding(
                key=f"p{one.person_id}:signal:alone:{row.month:%Y-%m}", what="signal:alone",
                item=signal.item, person_id=one.person_id, division_id=place, round=row, seen=row,
                rank=signal.rank * CLASS + 400 - number, found_at=row.asked_at,
                facts=[["同住的人去世", f"{row.month:%Y年%-m月}"]],
            )
            for number, one in enumerate(people)
        ]
    )  # fmt: skip


def _report(finding: Finding, user: User, wish: str, now: datetime) -> None:
    finding.refresh_from_db()
    visit = Visit.objects.get(key=f"{visiting.PREFIX}{finding.pk}:1")
    values = {"told": "1", "wish": wish} | ({"why": "子女每天都来"} if wish == "不愿意" else {})
    told = reporting.Told(
        uuid=uuid.uuid4(), how="done", visited_on=now.date(), seen=visit.changes, values=values,
        made_offline=True, device="手机",
    )  # fmt: skip
    reporting.report(visit=visit.pk, told=told, user=user, at=now)
