"""Publishing a figure, and what has moved since: which records, by how much, who touched them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import transaction
from django.db.models import Model

from yingzhou.core import audit, clock
from yingzhou.core.audit import Actor
from yingzhou.core.models import AuditEntry
from yingzhou.insight.engine import Cell, compute
from yingzhou.insight.models import Publication
from yingzhou.insight.plan_files import Measure, Plan
from yingzhou.insight.records import NO_EVIDENCE, Evidence, base_relation, evidence
from yingzhou.kernel.divisions.tree import tree_on

LOOKING = ("people.view", "people.reveal", "people.refused")
"""Audited acts that change nothing."""
MOST = 5000
"""Moved records whose authors are looked up."""


def pack(found: Evidence) -> bytes:
    """Ids and amounts, small: ids as differences (they are dense), then compressed."""
    head = np.array([len(found.keys)], "int64")
    gaps = np.diff(found.keys, prepend=0)
    return zlib.compress(np.concatenate([head, gaps, found.amounts]).tobytes(), 1)


def unpack(packed: bytes) -> Evidence:
    """What :func:`pack` made."""
    numbers = np.frombuffer(zlib.decompress(bytes(packed)), "int64")
    size = int(numbers[0])
    return Evidence(np.cumsum(numbers[1 : 1 + size]), numbers[1 + size :])


@transaction.atomic
def publish(*, plan: Plan, measures: list[Measure], on: date, actor: Actor) -> list[Publication]:
    """Publish the district's figures of ``on`` as the records now stand. Never overwritten."""
    if on > clock.today():
        raise ValueError(f"不能发布将来的数据: {on} 还没有到")
    root = tree_on(on).root.id
    result = compute([measure.code for measure in measures], [on])
    made = [
        _publication(plan, measure, on, root, result.at(measure.code, on, root), actor)
        for measure in measures
    ]
    Publication.objects.bulk_create(made)
    audit.record(
        actor, "发布指标", None, {"规划": plan.code, "数据日期": on.isoformat(), "项数": len(made)}
    )
    return made


def _publication(
    plan: Plan, measure: Measure, on: date, root: int, cell: Cell, actor: Actor
) -> Publication:
    below = evidence(measure.denominator, on, root) if measure.denominator else NO_EVIDENCE
    return Publication(
        measure=measure.code,
        plan=plan.code,
        on=on,
        published_at=clock.now(),
        published_by=actor.name,
        numerator=cell.numerator,
        denominator=cell.denominator,
        numerator_records=pack(evidence(measure.numerator, on, root)),
        denominator_records=pack(below),
    )


@dataclass(frozen=True)
class Moved:
    """One record that moved a figure by being added, removed or changed, with its amounts."""

    side: str
    record_id: int
    change: str
    before: int
    now: int
    who: str
    when: str


@dataclass(frozen=True)
class Diff:
    publication: Publication
    now: Cell
    moved: list[Moved]

    @property
    def then(self) -> Cell:
        return Cell(self.publication.numerator, self.publication.denominator)


def latest(measure: Measure, on: date) -> Publication | None:
    return Publication.objects.filter(measure=measure.code, on=on).order_by("-id").first()


def diff(measure: Measure, on: date) -> Diff | None:
    """What has moved the figure of ``on`` since it was last published; None if it never was."""
    publication = latest(measure, on)
    if publication is None:
        return None
    root = tree_on(on).root.id
    now = compute([measure.code], [on]).at(measure.code, on, root)
    above, below = publication.numerator_records, publication.denominator_records
    since = publication.published_at
    moved = _moved("分子", measure.numerator, bytes(above), on, root, since)
    if measure.denominator:
        moved += _moved("分母", measure.denominator, bytes(below), on, root, since)
    return Diff(publication, now, moved)


def _moved(
    side: str, relation: str, packed: bytes, on: date, root: int, since: datetime
) -> list[Moved]:
    then, now = unpack(packed), evidence(relation, on, root)
    before = _differing(then, now)
    after = _differing(now, then)
    makers = _who_touched(relation, before.keys() | after.keys(), since)
    found = []
    for key in sorted(before.keys() | after.keys()):
        change = "added" if key not in before else "removed" if key not in after else "changed"
        who, when = makers.get(key, ("", ""))
        found.append(Moved(side, key, change, before.get(key, 0), after.get(key, 0), who, when))
    return found


def _differing(ours: Evidence, theirs: Evidence) -> dict[int, int]:
    """The rows of ``ours`` that ``theirs`` lacks or has with another amount."""
    place = np.searchsorted(theirs.keys, ours.keys)
    inside = place < len(theirs.keys)
    same = np.zeros(len(ours.keys), bool)
    at = place[inside]
    same[inside] = (theirs.keys[at] == ours.keys[inside]) & (
        theirs.amounts[at] == ours.amounts[inside]
    )
    return dict(zip(ours.keys[~same].tolist(), ours.amounts[~same].tolist(), strict=True))


def _who_touched(relation: str, keys: set[int], since: datetime) -> dict[int, tuple[str, str]]:
    """The last audited act on each record, or else on the person or household that it is about.

    A death ends a place on a roll, and the act is noted with the person.
    """
    base = base_relation(relation)
    if not keys or not hasattr(base, "records"):
        return {}
    model, wanted = base.records().model, sorted(keys)[:MOST]
    found = _last_acts(model, wanted, since)
    names = {field.name for field in model._meta.fields}
    for name in ("person", "household"):
        if name not in names:
            continue
        rows = model.objects.filter(pk__in=set(wanted) - found.keys())
        owners = dict(rows.exclude(**{name: None}).values_list("pk", f"{name}_id"))
        acts = _last_acts(model._meta.get_field(name).related_model, owners.values(), since)
        found |= {pk: acts[owner] for pk, owner in owners.items() if owner in acts}
    return found


def _last_acts(
    model: type[Model], keys: Iterable[int], since: datetime
) -> dict[int, tuple[str, str]]:
    """Who did the last thing to each record after ``since``, and when; looking does not count."""
    entries = AuditEntry.objects.filter(
        subject_type=model._meta.label_lower, subject_id__in=sorted(set(keys)), at__gte=since
    ).exclude(action__in=LOOKING)
    found: dict[int, tuple[str, str]] = {}
    for entry in entries.order_by("seq"):
        local = entry.at.astimezone(clock.ZONE)
        found[int(entry.subject_id or 0)] = (entry.actor_name, f"{local:%Y-%m-%d %H:%M}")
    return found
