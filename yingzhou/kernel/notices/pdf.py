"""A letter as PDF: what it says as JSON into one of the templates in ``letters/``."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings

from yingzhou.core import clock
from yingzhou.kernel.notices.codes import in_groups
from yingzhou.kernel.notices.models import Letter

TEMPLATES = Path(__file__).parent / "letters"
FONTS = Path("node_modules/@expo-google-fonts/noto-sans-sc")
WEIGHTS = ("400Regular", "700Bold")


class NoFont(RuntimeError):
    """Without it the typesetter would put empty boxes for every Chinese sign."""


def made_pdf(letter: Letter) -> bytes:
    """The same letter always gives the same bytes (with the same typesetter)."""
    return _compiled(letter, "pdf")


def made_png(letter: Letter, ppi: int = 110) -> bytes:
    """The first page as a picture."""
    return _compiled(letter, "png", ppi=ppi)


def check_address(code: str) -> str:
    """Where the QR code leads."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}/verify/{code}/"


def _compiled(letter: Letter, kind: str, **more: Any) -> bytes:
    compiler: Any = typst.compile
    made = compiler(
        str(TEMPLATES / f"{letter.template}.typ"),
        root=str(TEMPLATES),
        format=kind,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(letter), ensure_ascii=False)},
        **more,
    )
    return made[0] if isinstance(made, list) else made


def _fonts() -> list[str]:
    folders = [Path(settings.BASE_DIR) / FONTS / weight for weight in WEIGHTS]
    for folder in folders:
        if not any(folder.glob("*.ttf")):
            raise NoFont("缺少信函所用的中文字体, 请先运行 make setup; 装好后再生成")
    return [str(folder) for folder in folders]


def _data(letter: Letter) -> dict[str, Any]:
    day = letter.issued_at.astimezone(clock.ZONE).date()
    content = _printed(json.loads(str(letter.content)))
    return content | {
        "title": letter.title,
        "number": letter.number,
        "about_number": letter.about_number,
        "signed_by": letter.signed_by,
        "date": [day.year, day.month, day.day],
        "code": in_groups(letter.code),
        "address": check_address(letter.code),
        "place": f"{settings.SITE_ADDRESS.rstrip('/')}/verify/".partition("://")[2],
        "qr": _qr(check_address(letter.code)),
        "demo": settings.DEMO,
    }


_NARROW = re.compile(r"(?<=[^\x00-\x7f])([,:;]) ")
_WIDE = {",": "，", ":": "：", ";": "；"}


def _printed(value: Any) -> Any:
    """Paper has the wide marks of a Chinese text, screens the narrow ones."""
    if isinstance(value, list):
        return [_printed(one) for one in value]
    if isinstance(value, dict):
        return {key: _printed(one) for key, one in value.items()}
    return _NARROW.sub(lambda found: _WIDE[found[1]], value) if isinstance(value, str) else value


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=0, dark="#16302f", xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()
