"""The Word file: the same blocks, in styles that a bureau's document office can go on editing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt

from yingzhou.insight.plan_files import Plan
from yingzhou.insight.report import word_parts as parts
from yingzhou.insight.report.blocks import (
    Block,
    Bullets,
    Facts,
    Figure,
    Paragraph,
    Report,
    Section,
    StateMark,
    Table,
)
from yingzhou.insight.report.content import build_report
from yingzhou.insight.report.pdf import figures_as_png
from yingzhou.insight.report.word_styles import page_and_styles
from yingzhou.ui import palette

ALIGN = {
    "l": WD_ALIGN_PARAGRAPH.LEFT,
    "c": WD_ALIGN_PARAGRAPH.CENTER,
    "r": WD_ALIGN_PARAGRAPH.RIGHT,
}
FITS = 0.93
"""Two pictures side by side need a little air, or the second one falls below the first."""
STYLES = {"body": "Normal", "lead": "Lead", "note": "Note"}


def file_name(plan: Plan, day: date, ending: str) -> str:
    """``2021-2025规划评估_2025-12-31.pdf``: sorts by plan and day, safe on every system."""
    return f"{plan.code}规划评估_{day.isoformat()}.{ending}"


def build_docx(plan: Plan, day: date) -> bytes:
    """The evaluation report of ``day`` as Word; ``ReportError`` where there can be none."""
    return render_docx(build_report(plan, day))


def render_docx(report: Report) -> bytes:
    document = Document()
    page_and_styles(document, report)
    _cover(document, report)
    parts.contents(document, [(s.title, s.level) for s in report.sections])
    pictures = iter(figures_as_png(report.figures()))
    for section in report.sections:
        _section(document, section, pictures)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _cover(document: DocumentType, report: Report) -> None:
    if report.demo:
        mark = document.add_paragraph(style="Note")
        mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = mark.add_run("演示数据 · 全部为合成，不对应任何真实的人和机构")
        run.bold = True
        run.font.color.rgb = parts.colour(palette.WARNING)
    for _ in range(7):
        document.add_paragraph()
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.kind, style="Subtitle")
    for _ in range(8):
        document.add_paragraph()
    for label, value in report.cover:
        line = document.add_paragraph()
        line.paragraph_format.first_line_indent = Pt(0)
        line.add_run(f"{label}　　").font.color.rgb = parts.colour(palette.MUTED)
        line.add_run(value).bold = True
    end = document.add_paragraph()
    end.paragraph_format.first_line_indent = Pt(0)
    end.add_run(report.author).bold = True
    end.add_run().add_break(WD_BREAK.PAGE)


def _section(document: DocumentType, section: Section, pictures: Iterator[bytes]) -> None:
    heading = document.add_heading(section.title, section.level)
    heading.paragraph_format.page_break_before = section.new_page
    for block in section.blocks:
        _block(document, block, pictures, section.together)


def _block(document: DocumentType, block: Block, pictures: Iterator[bytes], together: bool) -> None:
    if isinstance(block, Paragraph):
        line = document.add_paragraph(block.text, style=STYLES[block.style])
        line.paragraph_format.keep_with_next = together and block.style != "note"
    elif isinstance(block, Bullets):
        for item in block.items:
            document.add_paragraph(item, style="List Bullet")
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Facts):
        _facts(document, block)
    else:
        _pictures(document, (block,) if isinstance(block, Figure) else block.figures, pictures)


def _pictures(
    document: DocumentType, figures: tuple[Figure, ...], pictures: Iterator[bytes]
) -> None:
    line = document.add_paragraph(style="Picture")
    for figure in figures:
        shape = line.add_run().add_picture(
            BytesIO(next(pictures)), width=Mm(figure.width * parts.TEXT_WIDTH / 170 * FITS)
        )
        parts.describe(shape, figure.alt)


def _facts(document: DocumentType, block: Facts) -> None:
    """Labels over values, on a tinted band."""
    table = document.add_table(2, len(block.pairs))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row, cells in zip(table.rows, zip(*block.pairs, strict=True), strict=True):
        for place, value in zip(row.cells, cells, strict=True):
            parts.shade(place, "eef6f5")
            parts.fill(place, value, bold=row is not table.rows[0], keep=True)
    for place, (label, _) in zip(table.rows[0].cells, block.pairs, strict=True):
        parts.fill(place, label, muted=True, keep=True)
    document.add_paragraph(style="Gap").paragraph_format.keep_with_next = True


def _table(document: DocumentType, block: Table) -> None:
    if block.caption:
        document.add_paragraph(block.caption, style="Caption")
    table = document.add_table(1 + len(block.rows), len(block.head))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    parts.rule(table)
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Mm(width * parts.TEXT_WIDTH / 170)
    rows = iter(table.rows)
    head = next(rows)
    parts.repeat(head)
    for place, title, side, width in zip(
        head.cells, block.head, block.align, block.widths, strict=True
    ):
        parts.shade(place, "eef6f5")
        parts.fill(place, title, bold=True, side=ALIGN[side])
        place.width = Mm(width * parts.TEXT_WIDTH / 170)
    for number, (row, values) in enumerate(zip(rows, block.rows, strict=True)):
        parts.unbroken(row)
        for place, value, side, width in zip(
            row.cells, values, block.align, block.widths, strict=True
        ):
            strong = number in block.bold_rows or isinstance(value, StateMark)
            parts.fill(place, value, bold=strong, side=ALIGN[side])
            place.width = Mm(width * parts.TEXT_WIDTH / 170)
    document.add_paragraph(style="Gap")
