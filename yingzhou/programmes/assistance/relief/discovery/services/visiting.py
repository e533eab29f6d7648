"""Who is visited this month: the most urgent first, as many as a village and a town can bear, and
nobody's door is knocked at twice at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from yingzhou.core import clock
from yingzhou.kernel.cases.selectors.sight import data_of
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Tree, tree_on
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.services.asking import Law, Wanted, ask_for_many
from yingzhou.programmes.assistance.relief.discovery.files import BENEFIT, house, signals
from yingzhou.programmes.assistance.relief.discovery.models import Finding, Note

from .noting import note

PREFIX, KIND = "discovery:", "discovery"
AT_ONCE = 200
"""Visits of one transaction: whoever waits for the database waits for no more than these."""
State = Finding.State


def arrange(*, at: datetime, tell: Callable[[int], None] = lambda _: None) -> int:
    """Asks for the visits that there is still room for in this month; how many."""
    today, count = clock.day_of(at), 0
    _take_back(at)
    chosen = list(_chosen(today))
    for low in range(0, len(chosen), AT_ONCE):
        count += send(findings=chosen[low : low + AT_ONCE], at=at)
        tell(low * 100 // len(chosen))
    return count


def _take_back(at: datetime) -> None:
    """A visit that nobody made, and that nobody is going to make, leads nowhere: in line again. A
    missed one is answered for by the supervisor first, who may send somebody all the same."""
    over = Visit.objects.filter(
        Q(state=Visit.State.CALLED_OFF) | Q(state=Visit.State.MISSED, answered_at__isnull=False)
    ).exclude(following__state__in=Visit.OPEN)
    for pk in list(
        Finding.objects.filter(state=State.VISITING, visit__in=over).values_list("pk", flat=True)
    ):
        with transaction.atomic():
            row = Finding.objects.select_for_update(of=("self",)).get(pk=pk)
            if row.state == State.VISITING:
                row.state = State.WAITING
                row.save(update_fields=["state"])
                note(row, "上次没有去成, 重新排队", "系统", at)


def _chosen(today: date) -> Iterator[int]:
    room = Room.of(today)
    busy = set(
        Finding.objects.filter(state__in=(State.VISITING, State.WILLING))
        .exclude(home=None)
        .values_list("home", flat=True)
    )
    waiting = Finding.objects.filter(state=State.WAITING).order_by("-rank", "id")
    for pk, division, home in waiting.values_list("pk", "division", "home").iterator(2000):
        if home is not None and home in busy:
            continue
        if room.take(division):
            if home is not None:
                busy.add(home)
            yield pk


class Room:
    """How many more visits of this month villages and towns can bear."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.asked: Counter[int] = Counter()

    @classmethod
    def of(cls, today: date) -> Room:
        made = cls(tree_on(today))
        first = today.replace(day=1)
        rows = Finding.objects.filter(asked_on__gte=first, asked_on__lte=today)
        for row in rows.order_by().values("division").annotate(n=Count("pk")):
            for unit in made.units(row["division"]):
                made.asked[unit] += row["n"]
        return made

    def units(self, division: int) -> list[int]:
        """The village and the town."""
        path = self.tree.path(self.tree.home.get(division, division))
        return [node.id for node in path if node.level >= Division.Level.TOWN]

    def take(self, division: int) -> bool:
        most = {int(Division.Level.VILLAGE): house().of_village}
        units = self.units(division)
        levels = {node.id: node.level for node in map(self.tree.nodes.__getitem__, units)}
        if any(self.asked[unit] >= most.get(levels[unit], house().of_town) for unit in units):
            return False
        self.asked.update(units)
        return True


@transaction.atomic
def send(*, findings: Sequence[int], at: datetime) -> int:
    """Their visits; asked for again, they are the same."""
    rows = Finding.objects.select_for_update(of=("self",)).filter(
        pk__in=findings, state=State.WAITING
    )
    by_key = {f"{PREFIX}{row.pk}:{row.sent + 1}": row for row in rows.order_by("pk")}
    wanted = [
        Wanted(
            key=key,
            person=row.person_id,
            household=row.household_id,
            division=row.division_id,
            asked_by=f"{PREFIX}{row.pk}",
            reason=reason(row),
            data="children" if data_of(row.item) == "children" else "sensitive",
        )
        for key, row in by_key.items()
    ]
    law = Law(house().visit, house().basis, house().confidence)
    for key, visit in ask_for_many(kind=KIND, wanted=wanted, law=law, at=at).items():
        row = by_key[key]
        row.visit, row.asked_on, row.state = visit, clock.day_of(at), State.VISITING
        row.sent += 1
    kept = ["visit", "asked_on", "state", "sent"]
    Finding.objects.bulk_update(by_key.values(), kept, batch_size=200)
    words = [Note(finding=row, at=at, by="系统", words="已安排上门") for row in by_key.values()]
    Note.objects.bulk_create(words, batch_size=500)
    return len(by_key)


def reason(row: Finding) -> str:
    """For whoever goes there."""
    kind, key = row.what.split(":", 1)
    item = items().get(row.item)
    name = item.name if item else row.item
    if kind == BENEFIT:
        return f"按登记可能可以享受“{name}”, 还没有享受: 说清政策, 问愿不愿意申请"
    signal = signals().get(key)
    return f"{signal.name if signal else key}: 看看有没有困难; 有的, 问愿不愿意申请“{name}”"
