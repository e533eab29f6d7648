"""The evaluation report says what the records say, in both files, and marks what is uncertain."""

from __future__ import annotations

import struct
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document

from tests import factories
from yingzhou.core import clock
from yingzhou.insight import facts, report
from yingzhou.insight.plan_files import default_plan
from yingzhou.insight.report import ReportError, fonts, pdf, word
from yingzhou.insight.report.blocks import Bullets, Facts, Paragraph, Row, StateMark, Table
from yingzhou.insight.report.content import build_report
from yingzhou.insight.report.words import amount, formal
from yingzhou.kernel.organisations.models import Bed, BedTerm, Facility

pytestmark = pytest.mark.django_db
MID, END, LATER = date(2023, 6, 30), date(2025, 12, 31), date(2026, 3, 31)


@pytest.fixture
def _today(stop_clock):
    stop_clock(date(2026, 4, 2))


@pytest.fixture
def district(_today):
    """Two towns with beds: nursing beds reach 60 % only after the plan's end."""
    homes = [factories.facility(home=factories.village(f"{n}村", factories.town(n)))
             for n in ("甲镇", "乙&丙<镇>")]  # fmt: skip
    for number in range(20):
        bed = Bed.objects.create(facility=homes[number % 2], number=str(number))
        since = date(2019, 1, 1) if number < 11 else date(2026, 2, 1)
        terms = [(number < 11, since)]
        if number >= 11:
            terms = [(False, date(2019, 1, 1)), (number < 13, since)]
        for i, (nursing, start) in enumerate(terms):
            end = {"valid_to": terms[i + 1][1]} if i + 1 < len(terms) else {}
            BedTerm.objects.create(
                bed=bed, setting="institution", nursing=nursing, dementia=False,
                valid_from=start, **end,
            )  # fmt: skip
    factories.facility("租赁点", Facility.Kind.AID_RENTAL, homes[0].division)
    return homes


def _texts(found):
    """All that is said, in reading order."""
    said = []
    for section in found.sections:
        said.append(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                said.append(block.text)
            elif isinstance(block, Bullets):
                said += block.items
            elif isinstance(block, Table):
                said += [block.caption, *block.head, *(str(c) for row in block.rows for c in row)]
            elif isinstance(block, Facts):
                said += [str(part) for pair in block.pairs for part in pair]
            elif isinstance(block, Row):
                said += [figure.alt for figure in block.figures]
    return said


def _row(found, title, first):
    section = next(s for s in found.sections if s.title == title)
    table = next(b for b in section.blocks if isinstance(b, Table))
    return next(row for row in table.rows if row[0].lstrip("▲") == first)


@pytest.mark.usefixtures("district")
def test_before_the_plans_end_it_is_a_midterm_report_with_pace():
    found = build_report(default_plan(), MID)
    assert found.kind == "中期评估报告"
    assert ("数据截至", "2023年6月30日") in found.cover
    row = _row(found, "二、主要指标完成情况", "4")
    assert row[3:] == ("30", "≥60", "55.0", "+25.0", StateMark("on_pace"))
    said = "\n".join(_texts(found))
    assert "距期末还有10个季度，平均每季度须提高0.5个百分点。" in said


@pytest.mark.usefixtures("district")
def test_after_the_plans_end_the_last_day_is_judged_and_the_latest_shown_beside():
    found = build_report(default_plan(), LATER)
    assert found.kind == "终期评估报告"
    row = _row(found, "二、主要指标完成情况", "4")
    assert row[3:] == (
        "30", "≥60", "55.0", "+25.0", StateMark("behind"), "65.0", StateMark("met"),
    )  # fmt: skip
    said = "\n".join(_texts(found))
    assert "规划期后，截至2026年3月31日为65.0%，期后达到目标。" in said
    assert "平均每季度" not in said


@pytest.mark.usefixtures("district")
def test_every_number_is_the_one_that_the_facts_hold():
    plan = default_plan()
    found = build_report(plan, END)
    root = factories.district().pk
    cell = dict(facts.series("nursing_beds/beds", root))[END]
    assert (cell.numerator, cell.denominator) == (11, 20)
    assert "护理型床位 11张 ÷ 养老床位 20张 × 100%" in "\n".join(_texts(found))


@pytest.mark.usefixtures("district")
def test_it_covers_all_indicators_tasks_and_contradictions():
    plan = default_plan()
    found = build_report(plan, END)
    titles = [section.title for section in found.sections]
    for indicator in plan.indicators:
        assert f"指标{indicator.number}  {formal(indicator.measure.name)}" in titles
    assert sum(title.startswith("矛盾") for title in titles) == len(plan.contradictions)
    said = "\n".join(_texts(found))
    assert all(task.title in said for task in plan.tasks)
    assert "尚未覆盖的乡镇：乙&丙<镇>。" in said


@pytest.mark.usefixtures("district")
def test_values_that_nobody_checked_are_marked():
    found = build_report(default_plan(), END)
    said = "\n".join(_texts(found))
    assert "▲ 上年度居民人均消费支出未核实，引用前须核对。" in said
    assert "受影响的指标：“低保标准与消费支出比”。" in said
    assert "▲ 公布的基准值与记录不符，见第五部分“矛盾1”。" in said
    assert _row(found, "二、主要指标完成情况", "1")[0] == "▲1"


@pytest.mark.usefixtures("district")
def test_what_cannot_be_divided_is_a_dash_with_its_reason():
    found = build_report(default_plan(), END)
    assert _row(found, "二、主要指标完成情况", "7")[5:] == ("—", "—", StateMark("unknown"))
    assert "没有分母：当日无相关记录，无法计算比例" in "\n".join(_texts(found))


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize(
    ("day", "says"),
    [(date(2026, 4, 3), "还没有到"), (date(2020, 12, 31), "早于"), (MID, "没有行政区划数据")],
)
def test_a_day_that_cannot_be_evaluated_is_refused(day, says):
    with pytest.raises(ReportError, match=says):
        build_report(default_plan(), day)
    assert clock.today() < day + timedelta(days=4000)


@pytest.mark.usefixtures("district")
def test_a_missing_font_is_said_before_anything_is_made(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    with pytest.raises(ReportError, match=r"缺少报告所用的中文字体.*make setup"):
        report.build_pdf(default_plan(), END)
    with pytest.raises(ReportError, match="缺少报告所用的中文字体"):
        report.build_docx(default_plan(), END)


@pytest.mark.usefixtures("district")
def test_the_pdf_is_whole_and_has_a_title():
    made = report.build_pdf(default_plan(), END)
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert b"NotoSansSC" in made
    assert len(made) > 50_000


@pytest.mark.usefixtures("district")
def test_the_font_knows_every_sign_of_the_report():
    known = _signs_of(next(Path(fonts.font_folders()[0]).glob("*.ttf")))
    for day in (MID, LATER):
        used = set("".join(_texts(build_report(default_plan(), day)))) - set("\n")
        assert {sign for sign in used if ord(sign) not in known} == set()


def _signs_of(path):
    """Code points of a TrueType font's cmap (format 12)."""
    data = path.read_bytes()
    tables = struct.unpack(">H", data[4:6])[0]
    for i in range(tables):
        name, _, start, _ = struct.unpack(">4sIII", data[12 + 16 * i : 28 + 16 * i])
        if name == b"cmap":
            break
    known = set()
    for i in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">HHI", data[start + 4 + 8 * i : start + 12 + 8 * i])[2]
        if struct.unpack(">H", data[at : at + 2])[0] != 12:
            continue
        groups = struct.unpack(">I", data[at + 12 : at + 16])[0]
        for first, last, _ in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups]):
            known.update(range(first, last + 1))
    return known


@pytest.mark.usefixtures("district")
def test_word_says_the_same_as_the_content():
    found = build_report(default_plan(), END)
    document = Document(BytesIO(word.render_docx(found)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [section.title for section in found.sections]
    assert len(document.inline_shapes) == len(found.figures()) >= 17
    tables = [b for s in found.sections for b in s.blocks if isinstance(b, Table)]
    wanted = [[list(t.head), *(list(row) for row in t.rows)] for t in tables]
    made = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    for table in wanted:
        assert [[_plain(cell) for cell in row] for row in table] in made


def _plain(cell):
    from yingzhou.insight.report import state_style

    if isinstance(cell, StateMark):
        return f"{state_style.SIGNS[cell.key]} {state_style.word(cell.key)}"
    return cell.removeprefix("**")


@pytest.mark.usefixtures("district")
def test_both_files_say_that_the_data_is_synthetic():
    found = build_report(default_plan(), END)
    assert found.demo is settings.DEMO is True
    document = Document(BytesIO(word.render_docx(found)))
    assert "演示数据" in document.paragraphs[0].text
    assert "演示数据" in document.sections[0].header.paragraphs[0].text


def test_pictures_are_made_only_where_there_are_some():
    assert pdf.figures_as_png([]) == []


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (165000, "分/人/月", "1,650.00元/人/月"),
        (54000000000, "分", "5.40亿元"),
        (5841, "张", "5,841张"),
        (None, "人", "（暂无数据）"),
    ],
)
def test_amounts_are_written_for_people(value, unit, expected):
    assert amount(value, unit) == expected


def test_the_files_name_sorts_by_plan_and_day():
    assert report.file_name(default_plan(), END, "pdf") == "2021-2025规划评估_2025-12-31.pdf"


@pytest.mark.district
def test_a_whole_district_is_evaluated_in_both_files():
    found = build_report(default_plan(), END)
    said = "\n".join(_texts(found))
    assert "17项主要指标中" in said
    assert "缺数据" not in [row[7] for row in _overview(found)]
    assert all(row[5] != "—" for row in _overview(found))
    assert pdf.render_pdf(found).startswith(b"%PDF-")
    assert word.render_docx(found).startswith(b"PK")


def _overview(found):
    return next(b for b in found.sections[1].blocks if isinstance(b, Table)).rows
