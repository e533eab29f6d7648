"""The last parts: tasks, reconciliation and contradictions, sources, method."""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.insight.reconcile import EXACT, EXPLAINED, NOT_KEPT, OFF, WORDS, Line
from yingzhou.insight.relations import RELATIONS, Covered, Series
from yingzhou.insight.report import words
from yingzhou.insight.report.blocks import (
    Block,
    Bullets,
    Cell,
    Paragraph,
    Section,
    StateMark,
    Table,
)
from yingzhou.insight.report.numbers import Evaluation
from yingzhou.insight.report.summary import is_met_task
from yingzhou.insight.series_data import SeriesTable, series_table


def sections(found: Evaluation) -> list[Section]:
    return [
        Section("四、主要任务推进情况", tuple(_tasks(found)), new_page=True),
        Section("五、公布数的核对", tuple(_reconciled(found)), new_page=True),
        *_contradictions(found),
        Section("六、数据来源与可信程度", tuple(_sources(found)), new_page=True),
        Section("七、方法说明", (Bullets(tuple(_method(found))),)),
    ]


def _tasks(found: Evaluation) -> list[Block]:
    intro = (
        "任务中写明数字、且记录已能计算的，按记录判断；其余任务在相应业务系统上线后计算，不作推测。"
    )
    rows: list[tuple[Cell, ...]] = []
    for item in found.task_measures:
        reading = item.reading
        state = "unknown" if reading.value is None else "met" if is_met_task(reading) else "behind"
        rows.append(
            (
                words.formal(item.task.section),
                words.formal(item.quote),
                words.with_unit(words.target_text(reading.measure), reading.measure),
                words.with_unit(reading.shown, reading.measure),
                StateMark(state),
            )
        )
    on = words.day_words(found.judged_on)
    measured = Table(
        ("规划条目", "规划原文", "目标", "现值", "状态"),
        tuple(rows),
        (20, 78, 25, 26, 21),
        "llrrl",
        caption=f"任务中的数字目标（{on}）",
    )
    return [Paragraph(intro), measured, _all_tasks(found)]


def _all_tasks(found: Evaluation) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for task in found.plan.tasks:
        mine = [m for m in found.task_measures if m.task.id == task.id]
        met = sum(is_met_task(m.reading) for m in mine)
        said = f"{len(mine)}个数字目标，已达到{met}个" if mine else "待业务系统上线后计算"
        rows.append((words.formal(task.section), task.title, words.formal(task.owner), said))
    return Table(
        ("规划条目", "主要任务", "牵头科室", "记录能够说明的"),
        tuple(rows),
        (20, 50, 50, 50),
        "llll",
        caption="全部主要任务",
    )


def _reconciled(found: Evaluation) -> list[Block]:
    lines = found.lines
    rows: list[tuple[Cell, ...]] = []
    meaning = {
        EXACT: "按记录重算，与公布数的每一位相同",
        EXPLAINED: "与公布数不同，原因已查明并写在下面",
        OFF: "与公布数不同，原因未明",
        NOT_KEPT: "记录由后续业务系统产生，届时核对",
    }
    for status, said in meaning.items():
        rows.append((WORDS[status], str(sum(line.status == status for line in lines)), said))
    rows.append(("合计", str(len(lines)), ""))
    at = found.reconciled.at.astimezone(clock.ZONE)
    blocks: list[Block] = [
        Paragraph(
            "规划文本公布的数字，凡已有记录的，都按记录重新计算并逐一比对。记录不迁就公布数，差异如实列出。"
            f"核对于{words.day_words(at.date())}{at:%H:%M}。"
        ),
        Table(("结果", "个数", "含义"), tuple(rows), (30, 20, 120), "lrl", bold_rows=(4,)),
    ]
    for status, caption in ((OFF, "不符的公布数"), (EXPLAINED, "有说明的公布数")):
        chosen = [line for line in lines if line.status == status]
        if chosen:
            blocks.append(_compared(chosen, caption))
    waiting = [line for line in lines if line.status == NOT_KEPT]
    if waiting:
        named = "、".join(f"{line.subject}（{line.id}）" for line in waiting)
        blocks.append(Paragraph(f"记录尚未建立的：{words.formal(named)}。", "note"))
    return blocks


def _compared(lines: list[Line], caption: str) -> Table:
    rows = tuple(
        (
            line.id,
            words.formal(line.subject),
            line.as_of,
            f"{line.published}{line.unit}",
            f"{line.computed}{line.unit}" if line.computed else "—",
            line.difference or "—",
        )
        for line in lines
    )
    return Table(
        ("编号", "公布数", "时点或期间", "公布", "按记录", "相差"),
        rows,
        (14, 66, 32, 22, 22, 14),
        "lllrrr",
        caption=caption,
    )


def _contradictions(found: Evaluation) -> list[Section]:
    """Where the plan contradicts itself: what, and why the records say what they say."""
    made = []
    for number, item in enumerate(found.plan.contradictions, 1):
        title = f"矛盾{number}  {words.formal(item.title)}"
        touched = "涉及公布数：" + "、".join(item.figures)
        blocks = (Paragraph(words.formal(item.reason)), Paragraph(touched, "note"))
        made.append(Section(title, blocks, level=2, together=True))
    return made


def _sources(found: Evaluation) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(
            "除下列公布的统计数列外，全部指标由业务记录（人口、机构、设施、床位、岗位、证书等）直接计算，可逐级打开到每一条记录。"
        )
    ]
    names = dict.fromkeys(r.series for r in _relations(found) if isinstance(r, Series))
    doubtful = 0
    for name in names:
        table = series_table(name)
        doubtful += sum(point.confidence != "seen" for point in _used(table, found))
        blocks.append(_series(table, found))
    if doubtful:
        blocks.append(
            Paragraph(
                f"▲ 上列数列中有{doubtful}个数值“待核”或“未核实”，"
                "引用前须以统计部门和民政部门的正式公布为准。" + _touches(found)
            )
        )
    blocks.append(_queries(found))
    return blocks


def _relations(found: Evaluation) -> list:
    """All relations that the plan's indicators use, in order; each once."""
    codes: list[str] = []
    for indicator in found.plan.indicators:
        codes += [indicator.measure.numerator, indicator.measure.denominator]
    return [RELATIONS[code] for code in dict.fromkeys(codes) if code]


def _used(table: SeriesTable, found: Evaluation) -> list:
    return [p for p in table.points if p.since <= found.day]


def _series(table: SeriesTable, found: Evaluation) -> Table:
    rows = tuple(
        (
            f"{point.since.year}年" if table.yearly else f"{point.since}起",
            words.amount(point.value, table.unit),
            point.confidence_words if point.confidence == "seen" else f"▲ {point.confidence_words}",
            words.formal(point.source),
        )
        for point in _used(table, found)
    )
    bold = tuple(i for i, p in enumerate(_used(table, found)) if p.confidence == "unverified")
    return Table(
        ("时间", "数值", "可信程度", "来源"),
        rows,
        (28, 38, 24, 80),
        "lrll",
        caption=words.formal(table.title),
        bold_rows=bold,
    )


def _touches(found: Evaluation) -> str:
    """Which indicators rest on a value that nobody has checked."""
    touched = [f"“{s.indicator.short}”" for s in found.standings if words.doubtful(found, s)]
    return f"受影响的指标：{'、'.join(touched)}。" if touched else ""


def _queries(found: Evaluation) -> Table:
    rows = []
    for relation in _relations(found):
        said = words.formal(relation.words)
        if isinstance(relation, Covered):
            said += f"（{words.formal(RELATIONS[relation.by].words)}）"
        rows.append((words.formal(relation.title), said))
    return Table(("数据项", "取数规则"), tuple(rows), (52, 118), "ll", caption="各数据项的取数规则")


def _method(found: Evaluation) -> list[str]:
    plan = found.plan
    return [
        f"指标、基准、目标和口径取自{words.formal(plan.source)}，共{len(plan.indicators)}项。",
        "每个数值为分子记录与分母记录之商，用整数和分数精确计算，到公布的小数位才四舍五入。",
        "某一日的数值只计当日有效的记录；“年度”类数据取最近一个完整年度，“十二个月”类数据取截至当日的十二个月。",
        "乡镇由所属村居汇总，全区由各乡镇及区直属单位汇总。区划合并、拆分后，以前日期的数值不变。",
        f"进度线：从{plan.base.year}年末基准到{plan.last_day.year}年末目标的直线。未达目标而不低于该线的为“按进度”，低于的为“落后”；规划期满后只分已达标和落后。",
        "趋势外推：取近三年数值作最小二乘直线，区间为80%预测区间；只供参考，不作考核依据。",
        "同一份数据生成本报告的 PDF 与 Word 两种格式，数值完全相同，并与领导看板一致。",
    ]
