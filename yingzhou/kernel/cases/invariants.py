"""What must hold of cases, whatever happened (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, Max

from yingzhou.core.invariants import invariant
from yingzhou.kernel.cases.models import Case, Step
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.catalogue.models import ItemVersion
from yingzhou.kernel.catalogue.versions import item_of_version

OTHER = "other_person:"


@invariant("要两个人办的步骤不是同一个人办的")
def four_eyes() -> Iterator[str]:
    """As the guard has it: whoever decides is not who proposed, visited or paid before."""
    used = Case.objects.values("version").distinct()
    for version in ItemVersion.objects.filter(pk__in=used):
        wanted = _of_another(item_of_version(version))
        if wanted:
            yield from _same_hand(version, wanted)


def _of_another(item: Item) -> dict[str, list[str]]:
    """Step → the steps that somebody else must have taken."""
    ways = item.apply.process.transitions if item.apply else {}
    found = {
        key: [need.removeprefix(OTHER) for need in way.needs if need.startswith(OTHER)]
        for key, way in ways.items()
    }
    return {key: others for key, others in found.items() if others}


def _same_hand(version: ItemVersion, wanted: dict[str, list[str]]) -> Iterator[str]:
    named = {*wanted, *(one for others in wanted.values() for one in others)}
    rows = Step.objects.filter(case__version=version, transition__in=named, user__isnull=False)
    last: dict[tuple[int, str], tuple[int, str]] = {}
    told = ("case_id", "case__number", "transition", "name", "user_id", "actor_name")
    for case, number, key, name, user, actor in rows.order_by("case_id", "seq").values_list(*told):
        for other in wanted.get(key, ()):
            by, before = last.get((case, other), (0, ""))
            if by == user:
                yield f"办件 {number}: “{before}”和“{name}”都是{actor}办的"
        last[case, key] = (user, name)


@invariant("办件编号没有缺号")
def no_number_is_missing() -> Iterator[str]:
    """No case is ever deleted, so that each place counts from one without a gap in a year."""
    rows = Case.objects.values("place", "year").order_by("place", "year")
    for row in rows.annotate(last=Max("running"), there=Count("pk"), number=Max("number")):
        if row["last"] == row["there"]:
            continue
        own = Case.objects.filter(place=row["place"], year=row["year"])
        gone = sorted({*range(1, row["last"] + 1)} - {*own.values_list("running", flat=True)})
        yield f"{row['number'].rpartition('-')[0]}: 缺第 {_listed(gone)} 件"


def _listed(numbers: Iterable[int], most: int = 10) -> str:
    found = list(numbers)
    more = f" 等 {len(found)}" if len(found) > most else ""
    return "、".join(map(str, found[:most])) + more
