"""What must hold of plans of help, whatever happened (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.core.invariants import invariant
from yingzhou.programmes.assistance.advising.models import Measure, Plan
from yingzhou.programmes.assistance.advising.selectors import due

DONE = ("agreed", "applied", "referred", "done")


@invariant("家里没有答复的帮扶措施不会去办")
def nothing_without_their_word() -> Iterator[str]:
    for row in Measure.objects.filter(state__in=DONE, said_at=None).order_by("pk"):
        yield f"帮扶措施 {row.pk}: {row.get_state_display()}, 家里没有答复过"


@invariant("转介的都写着最晚哪天答复, 答复了的才算完")
def referrals_are_answered() -> Iterator[str]:
    rows = Measure.objects.filter(kind="referral", state="done", answered_at=None, words=None)
    for row in rows.order_by("pk"):
        yield f"帮扶措施 {row.pk}: 写着办好了, 没有答复"


@invariant("帮扶方案的最近期限和要办的一致")
def nothing_due_is_hidden() -> Iterator[str]:
    rows = Plan.objects.filter(state=Plan.State.OPEN).select_related("assessment")
    plans = list(rows.prefetch_related("measures").order_by("pk"))
    tasks = due.tasks_of([one.household_id for one in plans])
    for one in plans:
        task = tasks.get(one.household_id)
        found = due.due_of(one, list(one.measures.all()), one.assessment, task)
        if found and found[0].on < one.next_due_on:
            yield f"帮扶方案 {one.pk}: {found[0].on} 有事到期, 写的是 {one.next_due_on}"


@invariant("结束的帮扶方案里没有还在办的措施")
def nothing_runs_on() -> Iterator[str]:
    rows = Measure.objects.filter(plan__state=Plan.State.CLOSED, state__in=Measure.RUNNING)
    for row in rows.order_by("pk"):
        yield f"帮扶措施 {row.pk}: 方案结束了, 它还是“{row.get_state_display()}”"
