"""Page and styles of the Word file; the fonts are those of an office in China (仿宋, 黑体)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from yingzhou.insight.report.blocks import Report
from yingzhou.insight.report.word_parts import colour, field
from yingzhou.ui import palette

BODY, HEAD, LATIN = "仿宋", "黑体", "Times New Roman"


@dataclass(frozen=True)
class Look:
    """Sizes and distances in points; ``indent`` None leaves the style's own."""

    size: float
    face: str = BODY
    tint: str = palette.INK
    line: float = 1.15
    indent: float | None = 0
    before: float = 0
    after: float = 4


LOOKS = {
    "Normal": Look(12, line=1.35, indent=24),
    "Title": Look(26, HEAD, palette.ACCENT_DARK),
    "Subtitle": Look(20, HEAD),
    "Heading 1": Look(16, HEAD, palette.ACCENT_DARK, before=12, after=8),
    "Heading 2": Look(13, HEAD, palette.ACCENT_DARK, before=14, after=6),
    "Caption": Look(10.5, HEAD, palette.ACCENT_DARK, before=10),
    "List Bullet": Look(12, line=1.3, indent=None, after=3),
    "Lead": Look(14, HEAD, palette.ACCENT_DARK, after=6),
    "Note": Look(9, tint=palette.MUTED, after=6),
    "Picture": Look(9),
    "Gap": Look(4, after=0),
}


def page_and_styles(document: DocumentType, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    section.different_first_page_header_footer = True
    for name, look in LOOKS.items():
        _style(document, name, look)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Picture"].paragraph_format.keep_with_next = True
    document.styles["Picture"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _header(section, report)
    _footer(section)
    about = document.core_properties
    about.title, about.author, about.language = report.title + report.kind, report.author, "zh-CN"
    about.created = datetime.combine(datetime.fromisoformat(report.made_on), time(0))


def _style(document: DocumentType, name: str, look: Look) -> None:
    styles: Any = document.styles
    if name not in styles:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    style = styles[name]
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.color.rgb = LATIN, Pt(look.size), colour(look.tint)
    font.bold, font.italic = name.startswith(("Heading", "Caption", "Lead")), False
    names = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        names.attrib.pop(qn(f"w:{theme}"), None)
    names.set(qn("w:eastAsia"), look.face)
    form.line_spacing = look.line
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    if look.indent is not None:
        form.first_line_indent = Pt(look.indent)
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _header(section: Any, report: Report) -> None:
    line = section.header.paragraphs[0]
    line.paragraph_format.first_line_indent = Pt(0)
    run = line.add_run(report.header)
    run.font.size, run.font.color.rgb = Pt(9), colour(palette.MUTED)
    if report.demo:
        run = line.add_run("　　演示数据")
        run.font.size, run.font.color.rgb, run.bold = Pt(9), colour(palette.WARNING), True


def _footer(section: Any) -> None:
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.first_line_indent = Pt(0)
    for before, code in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES")):
        line.add_run(before).font.size = Pt(9)
        field(line, code, "1")
    line.add_run(" 页").font.size = Pt(9)
