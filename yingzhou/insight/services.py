"""What the board does besides reading: build facts of a day, and note what was taken out."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.db import IntegrityError, transaction

from yingzhou.core import audit
from yingzhou.core.audit import Actor
from yingzhou.insight import facts
from yingzhou.insight.plan_files import Plan


def have_facts(codes: Iterable[str], day: date) -> int:
    """Build what is missing of this day; returns the version of the facts afterwards."""
    # Two may ask for the same new day at once: then the other one has built it.
    with suppress(IntegrityError):
        facts.ensure(codes, [day])
    return facts.version()


@transaction.atomic
def recompute(*, plan: Plan, day: date, actor: Actor) -> int:
    """Replace all facts of this day by what the records say now; returns how many."""
    count = facts.rebuild(plan.codes(), [day])
    audit.record(
        actor, "重新计算指标", None, {"规划": plan.code, "数据日期": day.isoformat(), "值数": count}
    )
    return count


def note_export(*, what: str, rows: int, day: date, place: str, actor: Actor) -> None:
    """An export leaves the house: who took what, of which day and place."""
    detail = {"内容": what, "行数": rows, "数据日期": day.isoformat(), "区划": place}
    audit.record(actor, "导出", None, detail)
