"""What the numbers say, in sentences: plain, formal, each with its unit and date."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from yingzhou.core.money import format_fen
from yingzhou.insight.forecast import quarter_ends
from yingzhou.insight.plan_files import Indicator, Measure, Plan
from yingzhou.insight.relations import RELATIONS, Covered, Series
from yingzhou.insight.report.numbers import Evaluation, Reading, Standing
from yingzhou.insight.series_data import series_value
from yingzhou.insight.values import digits_of, plain, rounded
from yingzhou.ui.states import STATES

_PUNCTUATION = {",": "，", ":": "：", ";": "；"}
_YI = 10**10  # fen in 亿元


def formal(text: str) -> str:
    """Full-width punctuation, as a document is written (data files use half-width)."""
    text = re.sub(r"([,:;]) ", lambda m: _PUNCTUATION[m[1]], text)
    text = re.sub(r" ?\((?=[^)]*[\u4e00-\u9fff])([^()]*)\)", r"（\1）", text)
    return re.sub(r"(?<=[\u4e00-\u9fff”）]) +(?=[\u4e00-\u9fff“])", "", text)


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def state_word(state: str) -> str:
    return STATES[state].word


def amount(value: int | None, unit: str) -> str:
    """A relation's whole number with its unit; fen are shown as yuan."""
    if value is None:
        return "（暂无数据）"
    if not unit.startswith("分"):
        return f"{value:,}{unit}"
    if abs(value) >= _YI:
        return f"{rounded(Fraction(value, _YI), 2):,}亿元{unit[1:]}"
    return f"{format_fen(value)}元{unit[1:]}"


def target_text(measure: Measure) -> str:
    """≥ before what must be reached, ≤ before what must not be passed."""
    if measure.target is None:
        return "—"
    sign = "≤" if measure.direction == "at_most" else "≥"
    return f"{sign}{plain(measure.target)}"


def with_unit(number: str, measure: Measure) -> str:
    return f"{number}{measure.unit}"


def points_unit(measure: Measure) -> str:
    """Differences of percentages are percentage points."""
    return "个百分点" if measure.unit == "%" else measure.unit


def signed(difference: Fraction, digits: int) -> str:
    number = rounded(difference, digits)
    return f"{number:+,}" if number else f"{abs(number):,}"


def change(reading: Reading, indicator: Indicator) -> str:
    """Difference from the baseline, from the value as it is shown."""
    if reading.value is None:
        return "—"
    digits = digits_of(reading.value, indicator.measure)
    return signed(Fraction(rounded(reading.value, digits)) - indicator.baseline, digits)


def position(evaluation: Evaluation, standing: Standing) -> str:
    """Where the indicator stands on the day it is judged by."""
    indicator, measure, reading = standing.indicator, standing.indicator.measure, standing.judged
    on = day_words(evaluation.judged_on)
    if reading.value is None:
        return f"{on}没有数值：{formal(reading.missing)}。"
    moved = change(reading, indicator)
    words = f"{on}为{with_unit(reading.shown, measure)}，"
    base = f"{evaluation.plan.base.year}年基准（{with_unit(plain(indicator.baseline), measure)}）"
    if moved.startswith(("+", "-")):
        verb = "提高" if moved.startswith("+") else "降低"
        words += f"比{base}{verb}{moved[1:]}{points_unit(measure)}，"
    else:
        words += f"与{base}持平，"
    return words + _gap(standing, not evaluation.is_final)


def _gap(standing: Standing, running: bool) -> str:
    measure, value = standing.indicator.measure, standing.judged.value
    if value is None:
        return ""
    goal = f"目标（{with_unit(target_text(measure), measure)}）"
    if standing.judged_state == "met":
        return f"已达到{goal}。"
    digits = max(measure.digits, digits_of(value, measure))
    left = abs(Fraction(rounded(value, digits)) - (measure.target or 0))
    distance = f"距{goal}差{rounded(left, digits):,}{points_unit(measure)}"
    tail = {"on_pace": "，不慢于平均进度", "behind": "，慢于平均进度"}
    return f"{distance}{tail.get(standing.judged_state, '') if running else ''}。"


def after_the_end(evaluation: Evaluation, standing: Standing) -> str:
    """What has become of it since the plan's last day; empty before."""
    if not evaluation.is_later:
        return ""
    on, now = day_words(evaluation.day), standing.now
    if now.value is None:
        return f"规划期后，截至{on}暂无数值：{formal(now.missing)}。"
    value = with_unit(now.shown, standing.indicator.measure)
    reached = {
        ("behind", "met"): "，期后达到目标",
        ("met", "behind"): "，期后回落到目标以下",
    }.get((standing.judged_state, standing.state), "")
    return f"规划期后，截至{on}为{value}{reached}。"


def outlook(evaluation: Evaluation, standing: Standing) -> str:
    """Pace and forecast up to the plan's last day; empty once it has passed or nothing is known."""
    plan, measure, value = evaluation.plan, standing.indicator.measure, standing.now.value
    if evaluation.is_final or value is None or measure.target is None:
        return ""
    words = ""
    left = len(quarter_ends(evaluation.day, plan.last_day)) - (
        1 if quarter_ends(evaluation.day, evaluation.day) else 0
    )
    if standing.state != "met" and left > 0:
        each = _each(abs(measure.target - value) / left, max(measure.shown_digits, 1))
        verb = "提高" if measure.target > value else "降低"
        words = f"距期末还有{left}个季度，平均每季度须{verb}{each}{points_unit(measure)}。"
    return words + _expected(standing, plan)


def _each(step: Fraction, digits: int) -> str:
    shown = rounded(step, digits)
    return f"{shown:,}" if shown else f"不足{rounded(Fraction(1, 10**digits), digits)}"


def _expected(standing: Standing, plan: Plan) -> str:
    ahead, measure = standing.ahead, standing.indicator.measure
    if ahead is None or plan.last_day not in ahead.days or measure.target is None:
        return "已有数据不足四个季度，不作趋势外推。" if ahead is None else ""
    at = ahead.days.index(plan.last_day)
    digits = max(measure.shown_digits, 0)
    middle, low, high = (
        f"{rounded(Fraction(values[at]), digits):,}"
        for values in (ahead.middle, ahead.lower, ahead.upper)
    )
    goal = float(measure.target)
    worst, best = ahead.lower[at], ahead.upper[at]
    if measure.direction == "at_most":
        worst, best, goal = -best, -worst, -goal
    verdict = "可望达到" if worst >= goal else "难以达到" if best < goal else "能否达到尚不确定"
    return (
        f"按近三年走势外推，期末约为{with_unit(middle, measure)}（80%区间{low}至{high}），"
        f"目标{verdict}。"
    )


def make_up(standing: Standing) -> str:
    """Numerator and denominator of the present value, in words."""
    measure, cell = standing.now.measure, standing.now.cell
    above = RELATIONS[measure.numerator]
    text = f"{above.title} {amount(cell.numerator, above.unit)}"
    if not measure.denominator:
        return text
    below = RELATIONS[measure.denominator]
    return f"{text} ÷ {below.title} {amount(cell.denominator, below.unit)}{_factor(measure)}"


def _factor(measure: Measure) -> str:
    """What the quotient is multiplied by, as the plan writes it."""
    if measure.per_words:
        return measure.per_words.replace("×", " × ")
    return " × 100%" if measure.unit == "%" else f" × {plain(measure.per)}"


def towns_words(standing: Standing) -> str:
    """Which towns lead, which lag, or why there is nothing to tell apart."""
    measure = standing.indicator.measure
    relation = RELATIONS[measure.numerator]
    if isinstance(relation, Series):
        return "全区执行同一标准，不分乡镇。"
    if isinstance(relation, Covered):
        without = [t.node.name for t in standing.towns if not t.reading.cell.numerator]
        if not without:
            return f"{len(standing.towns)}个乡镇已全部覆盖。"
        return f"尚未覆盖的乡镇：{'、'.join(without)}。"
    known = ranked(standing)
    if len(known) < 2:
        return "由区级机构承担，不分乡镇。"
    first, last = known[0], known[-1]
    if first.reading.shown == last.reading.shown:
        return f"各乡镇均为{with_unit(first.reading.shown, measure)}。"
    return (
        f"各乡镇中，{first.node.name}最高（{with_unit(first.reading.shown, measure)}），"
        f"{last.node.name}最低（{with_unit(last.reading.shown, measure)}）。"
    )


def ranked(standing: Standing) -> list:
    """Towns that have a value, from the highest."""
    known = [t for t in standing.towns if t.reading.value is not None]
    return sorted(known, key=lambda t: (-(t.reading.value or 0), t.node.code))


def has_bars(standing: Standing) -> bool:
    """Whether bars by town tell anything: not for one standard for all, nor for yes and no."""
    relation = RELATIONS[standing.indicator.measure.numerator]
    return not isinstance(relation, Series | Covered) and len(ranked(standing)) > 1


def doubtful(evaluation: Evaluation, standing: Standing) -> list[str]:
    """Published values under this indicator that nobody has checked, in words."""
    found = []
    for code in (standing.indicator.measure.numerator, standing.indicator.measure.denominator):
        relation = RELATIONS[code] if code else None
        if isinstance(relation, Series):
            on = evaluation.judged_on
            point = series_value(relation.series, on, relation.year_before)
            if point is not None and point.confidence != "seen":
                found.append(f"{relation.title}{point.confidence_words}")
    return found


def caution(evaluation: Evaluation, standing: Standing) -> str:
    """What a reader of this indicator must know; empty where there is nothing."""
    said = [f"▲ {text}，引用前须核对。" for text in doubtful(evaluation, standing)]
    for number, item in enumerate(evaluation.plan.contradictions, 1):
        if item.explains == f"I{standing.indicator.number:02d}b":
            said.append(f"▲ 公布的基准值与记录不符，见第五部分“矛盾{number}”。")
    return "".join(said)
