"""Word's own ways of things: fields, cells, shading, lines of a table."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from yingzhou.insight.report import state_style
from yingzhou.insight.report.blocks import Cell, StateMark
from yingzhou.ui import palette

TEXT_WIDTH = 160  # mm
AFTER_BORDERS = ("shd", "tblLayout", "tblCellMar", "tblLook")


def colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.removeprefix("#").upper())


def _mark(kind: str, **more: str):
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    for name, value in more.items():
        made.set(qn(f"w:{name}"), value)
    return made


def field(line, code: str, shown: str) -> None:
    """A field that Word fills in itself; ``shown`` until it does."""
    line.add_run()._r.append(_mark("begin"))
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    line.add_run()._r.append(instruction)
    line.add_run()._r.append(_mark("separate"))
    line.add_run(shown).font.size = Pt(9)
    line.add_run()._r.append(_mark("end"))


def contents(document: DocumentType, titles: list[tuple[str, int]]) -> None:
    """A table of contents: the titles at once, page numbers as soon as Word refreshes the field."""
    document.add_paragraph("目录", style="Lead")
    for number, (title, level) in enumerate(titles):
        line = document.add_paragraph()
        line.paragraph_format.first_line_indent = Pt(0)
        line.paragraph_format.left_indent = Pt(18 * (level - 1))
        line.paragraph_format.space_after = Pt(1)
        if number == 0:
            line.add_run()._r.append(_mark("begin", dirty="true"))
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = ' TOC \\o "1-2" \\h \\z \\u '
            line.add_run()._r.append(instruction)
            line.add_run()._r.append(_mark("separate"))
        line.add_run(title).font.size = Pt(11 if level == 1 else 10)
        if number == len(titles) - 1:
            line.add_run()._r.append(_mark("end"))


def fill(
    place,
    value: Cell,
    *,
    bold: bool = False,
    muted: bool = False,
    side: int = WD_ALIGN_PARAGRAPH.LEFT,
    keep: bool = False,
) -> None:
    """The text of a table's cell, in place of what was there."""
    line = place.paragraphs[0]
    for run in list(line.runs):
        run._r.getparent().remove(run._r)
    form = line.paragraph_format
    form.first_line_indent, form.space_after, form.line_spacing = Pt(0), Pt(1), 1.0
    form.keep_with_next = keep
    line.alignment = side
    text, tint = value, palette.MUTED if muted else palette.INK
    if isinstance(value, StateMark):
        text = f"{state_style.SIGNS[value.key]} {state_style.word(value.key)}"
        tint = state_style.COLOURS[value.key]
    elif value.startswith("**"):
        text, bold = value[2:], True
    run = line.add_run(str(text))
    run.bold, run.font.size, run.font.color.rgb = bold, Pt(9), colour(tint)


def shade(place, fill_colour: str) -> None:
    made = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill_colour)):
        made.set(qn(f"w:{name}"), value)
    place._tc.get_or_add_tcPr().append(made)


def rule(table) -> None:
    """Fine lines between rows, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for edge, size, tint in (
        ("top", "12", palette.ACCENT),
        ("bottom", "4", "#c9dad7"),
        ("insideH", "4", "#c9dad7"),
    ):
        made = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", tint[1:])):
            made.set(qn(f"w:{name}"), value)
        borders.append(made)
    settings = table._tbl.tblPr
    later = [e for e in settings if e.tag in {qn(f"w:{n}") for n in AFTER_BORDERS}]
    if later:  # the schema fixes the order
        later[0].addprevious(borders)
    else:
        settings.append(borders)


def repeat(row) -> None:
    """The head comes again on every page that the table goes on to."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def unbroken(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def describe(shape, alt: str) -> None:
    """Alternative text for those who do not see the picture."""
    shape._inline.docPr.set("descr", alt)
