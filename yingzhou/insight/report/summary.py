"""The first pages: what the evaluation finds, in plain words, and the table of all indicators."""

from __future__ import annotations

from yingzhou.insight.report import words
from yingzhou.insight.report.blocks import (
    Block,
    Bullets,
    Cell,
    Facts,
    Paragraph,
    Section,
    StateMark,
    Table,
)
from yingzhou.insight.report.numbers import Evaluation, Reading, Standing
from yingzhou.insight.values import is_met, plain

STATES = ("met", "on_pace", "behind", "unknown")


def sections(found: Evaluation) -> list[Section]:
    return [
        Section("一、评估结论", tuple(_conclusion(found)), new_page=True),
        Section("二、主要指标完成情况", tuple(_overview(found)), new_page=True),
    ]


def _conclusion(found: Evaluation) -> list[Block]:
    blocks: list[Block] = [Paragraph(lead(found), "lead"), Facts(_counts(found)), _by_kind(found)]
    later = _since(found)
    if later:
        blocks.append(Paragraph(later))
    blocks.append(Paragraph("约束性指标：" + _binding(found)))
    weak = [*found.in_state("behind"), *found.in_state("unknown")]
    if weak:
        blocks += [Paragraph("需要关注的指标："), Bullets(tuple(_weak(found, s) for s in weak))]
    blocks.append(Paragraph(_tasks(found)))
    blocks.append(Paragraph(_trust(found)))
    return blocks


def lead(found: Evaluation) -> str:
    """The first sentence: how many of how many."""
    total = len(found.standings)
    parts = [f"{found.count('met')}项已达标"]
    if not found.is_final:
        parts.append(f"{found.count('on_pace')}项按进度")
    parts.append(f"{found.count('behind')}项{'未达标' if found.is_final else '落后于进度'}")
    if found.count("unknown"):
        parts.append(f"{found.count('unknown')}项缺数据")
    on = words.day_words(found.judged_on)
    when = f"规划期末（{on}）" if found.is_final else f"截至{on}"
    return f"{when}，规划确定的{total}项主要指标中，{'、'.join(parts)}。"


def _counts(found: Evaluation) -> tuple[tuple[str, Cell], ...]:
    shown = [s for s in STATES if found.count(s) or (s != "unknown" and not _is_moot(found, s))]
    return tuple((words.state_word(s), f"{found.count(s)}项") for s in shown)


def _is_moot(found: Evaluation, state: str) -> bool:
    return state == "on_pace" and found.is_final


def _by_kind(found: Evaluation) -> Table:
    shown = [s for s in STATES if not _is_moot(found, s)]
    rows: list[tuple[Cell, ...]] = []
    for name, binding in (("约束性", True), ("预期性", False), ("合计", None)):
        numbers = [found.count(state, binding) for state in shown]
        rows.append((name, str(sum(numbers)), *(str(n) for n in numbers)))
    head = ("指标属性", "项数", *(words.state_word(s) for s in shown))
    return Table(
        head,
        tuple(rows),
        (40, *[26] * (len(head) - 1)),
        "l" + "r" * (len(head) - 1),
        bold_rows=(2,),
    )


def _since(found: Evaluation) -> str:
    """What changed after the plan's last day; empty where nothing did."""
    if not found.is_later:
        return ""
    reached = [s for s in found.standings if s.judged_state == "behind" and s.state == "met"]
    lost = [s for s in found.standings if s.judged_state == "met" and s.state == "behind"]
    on = f"规划期后，截至{words.day_words(found.day)}，"
    parts = []
    if reached:
        parts.append(f"{_names(reached)}期后达到目标")
    if lost:
        parts.append(f"{_names(lost)}回落到目标以下")
    return on + ("；".join(parts) if parts else "各指标达标情况没有变化") + "。"


def _names(standings: list[Standing]) -> str:
    return "、".join(f"“{s.indicator.short}”" for s in standings)


def _binding(found: Evaluation) -> str:
    binding = [s for s in found.standings if s.indicator.is_binding]
    if not binding:
        return "规划没有设定约束性指标。"
    parts = []
    for state in STATES:
        names = found.in_state(state, True)
        if names:
            parts.append(f"{_names(names)}{words.state_word(state)}")
    return f"共{len(binding)}项，" + "；".join(parts) + "。"


def _weak(found: Evaluation, standing: Standing) -> str:
    later = words.after_the_end(found, standing)
    return f"{standing.indicator.short}：{words.position(found, standing)}{later}"


def _tasks(found: Evaluation) -> str:
    known = [m for m in found.task_measures if m.reading.measure.target is not None]
    met = [m for m in known if is_met_task(m.reading)]
    return (
        f"主要任务中有{len(known)}个可由记录计算的数字目标，{len(met)}个已达到，"
        f"{len(known) - len(met)}个尚未达到（见第四部分）。"
    )


def is_met_task(reading: Reading) -> bool:
    """Whether a task's number is reached."""
    return reading.value is not None and is_met(reading.value, reading.measure)


def _trust(found: Evaluation) -> str:
    counted = {
        status: sum(line.status == status for line in found.lines)
        for status in ("exact", "explained", "off", "not kept yet")
    }
    return (
        f"数据核对：规划公布的{len(found.lines)}个数字中，{counted['exact']}个与记录一致，"
        f"{counted['explained']}个有出入并已查明原因，{counted['off']}个不符，"
        f"{counted['not kept yet']}个的记录尚未建立（见第五部分）。"
    )


def _overview(found: Evaluation) -> list[Block]:
    year, base = found.judged_on.year, found.plan.base.year
    goal = found.plan.last_day.year
    judged = f"{year}年末" if found.is_final else "现值"
    head = ["", "指标（单位）", "属性", f"{base}年基准", f"{goal}年目标", judged, "较基准", "状态"]
    widths = [11, 43, 17, 21, 21, 18, 18, 21]
    if found.is_later:
        head += ["最新值", "最新状态"]
        widths = [11, 38, 15, 14, 16, 15, 14, 17, 13, 17]
    rows = tuple(_row(found, standing) for standing in found.standings)
    align = "rl" + "c" + "rrrr" + "l" + ("rl" if found.is_later else "")
    blocks: list[Block] = [Table(tuple(head), rows, tuple(widths), align)]
    note = "状态按公布的小数位四舍五入后判断。较基准：比率为百分点。约束性指标以粗体标出。"
    if any(words.caution(found, standing) for standing in found.standings):
        note += "▲ 所用数据或基准值待核，说明见该指标。"
    if found.is_later:
        note += f"最新值截至{words.day_words(found.day)}，不影响期末结论。"
    blocks.append(Paragraph(note, "note"))
    return blocks


def _row(found: Evaluation, standing: Standing) -> tuple[Cell, ...]:
    indicator, measure = standing.indicator, standing.indicator.measure
    cells: list[Cell] = [
        ("▲" if words.caution(found, standing) else "") + str(indicator.number),
        f"{words.formal(indicator.short)}（{measure.unit}）",
        f"**{indicator.kind}" if indicator.is_binding else indicator.kind,
        plain(indicator.baseline),
        words.target_text(measure),
        standing.judged.shown,
        words.change(standing.judged, indicator),
        StateMark(standing.judged_state),
    ]
    if found.is_later:
        cells += [standing.now.shown, StateMark(standing.state)]
    return tuple(cells)
