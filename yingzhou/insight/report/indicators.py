"""Half a page an indicator: where it stands, its trend, its towns, and what it is made of."""

from __future__ import annotations

from datetime import date

from yingzhou.insight.forecast import Forecast
from yingzhou.insight.report import words
from yingzhou.insight.report.bar_chart import Bar, bars_svg
from yingzhou.insight.report.blocks import (
    Block,
    Cell,
    Facts,
    Figure,
    Paragraph,
    Row,
    Section,
    StateMark,
)
from yingzhou.insight.report.numbers import Evaluation, Standing
from yingzhou.insight.report.trend_chart import Trend, trend_svg
from yingzhou.insight.values import plain, shown

HEIGHT = 61
WIDE, NARROW, WHOLE = 104, 64, 170


def sections(found: Evaluation) -> list[Section]:
    intro = (
        "以下逐项列出现值、走势和各乡镇情况。图中实线为各季度末的实际值，"
        "虚线为基准和目标，细点线为从基准到目标的平均进度。"
    )
    chapter = Section("三、指标逐项评估", (Paragraph(intro),), new_page=True)
    return [chapter, *(_section(found, standing) for standing in found.standings)]


def _section(found: Evaluation, standing: Standing) -> Section:
    indicator = standing.indicator
    title = f"指标{indicator.number}  {words.formal(indicator.measure.name)}"
    said = [
        words.position(found, standing),
        words.after_the_end(found, standing),
        words.outlook(found, standing),
        words.towns_words(standing),
    ]
    blocks: list[Block] = [
        Facts(_facts(found, standing)),
        Paragraph("".join(said)),
        _charts(found, standing),
        Paragraph(_basis(found, standing), "note"),
    ]
    return Section(title, tuple(blocks), level=2, together=True)


def _facts(found: Evaluation, standing: Standing) -> tuple[tuple[str, Cell], ...]:
    indicator, measure = standing.indicator, standing.indicator.measure
    judged = f"{found.judged_on.year}年末" if found.is_final else "现值"
    value = words.with_unit(standing.judged.shown, measure) if standing.judged.value else "—"
    if standing.judged.value == 0:
        value = words.with_unit("0", measure)
    return (
        ("属性", indicator.kind),
        (f"{found.plan.base.year}年基准", words.with_unit(plain(indicator.baseline), measure)),
        (judged, value),
        (f"{found.plan.last_day.year}年目标", words.with_unit(words.target_text(measure), measure)),
        ("状态", StateMark(standing.judged_state)),
    )


def _basis(found: Evaluation, standing: Standing) -> str:
    on = words.day_words(found.day)
    formula = words.formal(standing.indicator.definition)
    made = f"口径：{formula}。{on}：{words.make_up(standing)}。"
    return made + words.caution(found, standing)


def _charts(found: Evaluation, standing: Standing) -> Block:
    bars = words.has_bars(standing)
    trend = _trend(found, standing, WIDE if bars else WHOLE)
    return Row((trend, _bars(standing))) if bars else Row((trend,))


def _trend(found: Evaluation, standing: Standing, width: int) -> Figure:
    indicator, measure, plan = standing.indicator, standing.indicator.measure, found.plan
    days, values = [d for d, _ in standing.history], [float(v) for _, v in standing.history]
    latest = standing.history[-1][1] if standing.history else None
    now = shown(latest, measure)
    if days and days[-1] != found.day:
        now = f"{now} ({days[-1].year}年{days[-1].month}月)"
    drawn = Trend(
        days=days,
        values=values,
        base=plan.base,
        last_day=plan.last_day,
        baseline=float(indicator.baseline),
        target=None if measure.target is None else float(measure.target),
        unit=measure.unit,
        baseline_text=f"{plan.base.year}年基准 {plain(indicator.baseline)}",
        target_text=f"{plan.last_day.year}年目标 {words.target_text(measure)}",
        now_text=now,
        ahead=_drawn_ahead(standing.ahead, found.day),
    )
    alt = f"{indicator.short}走势：{_spoken(days, values)}，目标{words.target_text(measure)}"
    return Figure(trend_svg(drawn, width, HEIGHT, alt), alt, width, HEIGHT)


def _drawn_ahead(ahead: Forecast | None, day: date) -> Forecast | None:
    return ahead if ahead is not None and ahead.days and ahead.days[0] > day else None


def _spoken(days: list[date], values: list[float]) -> str:
    if not days:
        return "还没有数据"
    first, last = f"{values[0]:,.4g}", f"{values[-1]:,.4g}"
    return f"{words.day_words(days[0])}为{first}，{words.day_words(days[-1])}为{last}"


def _bars(standing: Standing) -> Figure:
    measure = standing.indicator.measure
    ranked = words.ranked(standing)
    without = [t for t in standing.towns if t.reading.value is None]
    bars = [
        Bar(
            t.node.name,
            None if t.reading.value is None else float(t.reading.value),
            t.reading.shown if t.reading.value is not None else "无数据",
        )
        for t in [*ranked, *without]
    ]
    whole = None
    if measure.is_ratio and standing.now.value is not None:
        whole = float(standing.now.value)
    alt = f"{standing.indicator.short}各乡镇：{words.towns_words(standing)}"
    drawn = bars_svg(bars, NARROW, HEIGHT, alt, unit=measure.unit, whole=whole)
    return Figure(drawn, alt, NARROW, HEIGHT)
