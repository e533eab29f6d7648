"""One evaluation report, said in blocks: the order of its parts and what each is called."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from yingzhou.core import clock
from yingzhou.insight.plan_files import Plan
from yingzhou.insight.report import closing, indicators, summary
from yingzhou.insight.report.blocks import Report
from yingzhou.insight.report.numbers import Evaluation, evaluate
from yingzhou.insight.report.words import day_words
from yingzhou.kernel.divisions.tree import tree_on

NUMERALS = "一二三四五六七八九十"


def build_report(plan: Plan, day: date) -> Report:
    """The whole report of ``day``; :class:`~.blocks.ReportError` where there can be none."""
    found = evaluate(plan, day)
    kind = kind_of(found)
    sections = [
        *summary.sections(found),
        *indicators.sections(found),
        *closing.sections(found),
    ]
    return Report(
        title=plan.name,
        kind=kind,
        header=f"{plan.name}{kind}",
        cover=_cover(found),
        made_on=clock.today().isoformat(),
        author=str(getattr(settings, "SITE_OWNER", "")),
        demo=bool(settings.DEMO),
        sections=tuple(sections),
    )


def kind_of(found: Evaluation) -> str:
    """终期 once the plan's last day has come, 中期 before."""
    return "终期评估报告" if found.is_final else "中期评估报告"


def _cover(found: Evaluation) -> tuple[tuple[str, str], ...]:
    plan = found.plan
    lines = [
        ("评估范围", tree_on(found.day).root.name),
        ("规划期", f"{plan.first_day.year}年至{plan.last_day.year}年"),
        ("数据截至", day_words(found.day)),
    ]
    if found.is_later:
        lines.append(("评估基准日", f"{day_words(plan.last_day)}（规划期末）"))
    lines.append(("编制日期", day_words(clock.today())))
    return tuple(lines)
