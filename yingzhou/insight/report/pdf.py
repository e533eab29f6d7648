"""The PDF: the content as JSON into one typst template that knows nothing of the domain."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typst

from yingzhou.insight.plan_files import Plan
from yingzhou.insight.report import state_style
from yingzhou.insight.report.blocks import Figure, Report, StateMark
from yingzhou.insight.report.content import build_report
from yingzhou.insight.report.fonts import font_folders

TEMPLATE = Path(__file__).parent / "report.typ"
PNG_PPI = 200


def build_pdf(plan: Plan, day: date) -> bytes:
    """The evaluation report of ``day`` as PDF; :class:`~.blocks.ReportError` where it cannot be."""
    font_folders()
    return render_pdf(build_report(plan, day))


def render_pdf(report: Report) -> bytes:
    return _compile(TEMPLATE.read_bytes(), "pdf", _as_data(report))


def figures_as_png(figures: list[Figure]) -> list[bytes]:
    """Bitmaps for programs that cannot draw vectors, made by the same typesetter and font."""
    if not figures:
        return []
    source = (
        '#let data = json(bytes(sys.inputs.at("data")))\n'
        '#set text(font: "Noto Sans SC")\n'
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        "#for (i, f) in data.enumerate() { if i > 0 { pagebreak() }\n"
        ' image(bytes(f.svg), format: "svg", width: f.width * 1mm, height: f.height * 1mm) }'
    )
    made = _compile(source.encode(), "png", [asdict(f) for f in figures], ppi=PNG_PPI)
    return made if isinstance(made, list) else [made]


def _compile(source: bytes, kind: str, data: Any, **more: Any) -> Any:
    compiler: Any = typst.compile
    return compiler(
        source,
        format=kind,
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **more,
    )


def _as_data(report: Report) -> dict[str, Any]:
    states = {
        key: {"word": state_style.word(key), "colour": colour, "svg": state_style.shape_svg(key)}
        for key, colour in state_style.COLOURS.items()
    }
    return {**_plain(report), "states": states}


def _plain(value: Any) -> Any:
    """Dataclasses as dictionaries that remember what they were (``type``)."""
    if isinstance(value, StateMark):
        return {"state": value.key}
    if is_dataclass(value):
        fields = {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
        return {"type": type(value).__name__, **fields}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
