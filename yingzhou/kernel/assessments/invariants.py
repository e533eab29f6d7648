"""What must hold of assessments, whatever happened (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from yingzhou.core.invariants import invariant
from yingzhou.kernel.assessments.files import instruments
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.services.assessing import digest_of

OVER = (Assessment.State.COUNTS, Assessment.State.SUPERSEDED)


@invariant("评估和评的时候一样, 没有改过")
def as_it_was_made() -> Iterator[str]:
    for row in Assessment.objects.order_by("pk").iterator(chunk_size=500):
        if row.digest != digest_of(row.instrument, row.version, row.content):
            yield f"评估 {row.pk}: 内容和摘要对不上"


@invariant("要两个人评的评估, 两个不同的人都签过")
def two_signed() -> Iterator[str]:
    keys = [key for key, some in instruments().items() if some[-1].assessors > 1]
    rows = Assessment.objects.filter(instrument__in=keys, state__in=OVER)
    for row in rows.filter(Q(second=None) | Q(second=F("first")) | Q(settled_at=None)).order_by(
        "pk"
    ):
        yield f"评估 {row.pk}: 没有两个人的签字"


@invariant("有异议的评估由别人重新评")
def disputed_by_others() -> Iterator[str]:
    rows = Assessment.objects.filter(state__in=OVER, task__disputes__isnull=False)
    for row in rows.select_related("task__disputes").order_by("pk"):
        before = row.task.disputes
        assert before is not None  # noqa: S101 - filtered
        if {row.first_id, row.second_id} & {before.first_id, before.second_id} - {None}:
            yield f"评估 {row.pk}: 复评的人里有上次评的人"


@invariant("评好了的评估任务有一份评估")
def done_has_one() -> Iterator[str]:
    rows = Task.objects.filter(state=Task.State.DONE).exclude(assessments__state__in=OVER)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"评估任务 {pk}: 写着评好了, 没有评估"
