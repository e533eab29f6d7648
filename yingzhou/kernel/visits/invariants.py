"""What must hold of visits, whatever happened (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q

from yingzhou.core import clock
from yingzhou.core.invariants import invariant
from yingzhou.kernel.visits.files import kinds
from yingzhou.kernel.visits.models import Record, Visit


@invariant("两人入户的记录由两个不同的人签过")
def two_signed() -> Iterator[str]:
    rows = Record.objects.filter(state=Record.State.TAKEN, how="done", visit__people__gt=1)
    for row in rows.filter(Q(second=None) | Q(second=F("user"))).order_by("pk"):
        yield f"走访 {row.visit_id}: 只有一个人"
    for row in rows.filter(settled_at=None).order_by("pk"):
        yield f"走访 {row.visit_id}: 另一个人没有确认"


@invariant("去过的走访有记录")
def done_has_a_record() -> Iterator[str]:
    rows = Visit.objects.filter(state=Visit.State.DONE)
    for row in rows.exclude(records__state=Record.State.TAKEN).order_by("pk"):
        yield f"走访 {row.pk}: 写着已走访, 没有记录"


@invariant("过了期限的走访不会没有人知道")
def nothing_is_silent() -> Iterator[str]:
    """Two days for the worker, which says so every three hours."""
    today = clock.today() - timedelta(days=2)
    for kind in kinds().values():
        rows = Visit.objects.filter(
            kind=kind.key,
            state__in=(Visit.State.PLANNED, Visit.State.ASSIGNED),
            due_on__lt=today - timedelta(days=kind.grace),
        )
        for row in rows.order_by("pk"):
            yield f"走访 {row.pk}: {row.due_on} 到期, 没有登记漏访"
