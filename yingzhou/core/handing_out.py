"""Files as a browser gets them: shown or saved, run by nobody, kept by no cache on the way."""

from __future__ import annotations

import re
from typing import TypeVar

from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

BOX = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
"""No scripts, forms, frames or address of ours, whatever the file turns out to be. Chromium opens a
PDF in it as well (measured with 2026's)."""
LONGEST = 100
EXTENSIONS = {
    "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp",
}  # fmt: skip
OTHER = "application/octet-stream"

Answer = TypeVar("Answer", bound=HttpResponseBase)


def boxed(answer: Answer, name: str, kind: str, *, save: bool = False) -> Answer:
    """``kind``: what its content was found to be. Whatever else than a picture or a PDF is only
    saved. The name's own ending is not believed."""
    is_shown = kind in EXTENSIONS
    answer["Content-Type"] = kind if is_shown else OTHER
    answer["Content-Security-Policy"] = BOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    said = content_disposition_header(save or not is_shown, safe_name(name, kind))
    answer["Content-Disposition"] = said or "attachment"
    return answer


def safe_name(name: str, kind: str) -> str:
    """Without folders, marks that a screen or a system misreads, or another ending than its own."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*;%\u202e\u202d')
    stem = re.sub(r"(\.[A-Za-z0-9]{1,5})+$", "", kept).strip(". ")[:LONGEST] or "文件"
    return f"{stem}.{EXTENSIONS.get(kind, 'bin')}"
