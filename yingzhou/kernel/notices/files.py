"""Handing out a letter's PDF. Whoever calls has asked before whether the reader may see it."""

from __future__ import annotations

from django.http import FileResponse

from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.notices.services import render


def letter_file(letter: Letter, *, download: bool = False) -> FileResponse:
    """The PDF, made now if it is not there yet. It is kept by no cache on the way."""
    answer = FileResponse(
        render(letter).open("rb"),
        as_attachment=download,
        filename=f"{letter.title} {letter.number}.pdf",
        content_type="application/pdf",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
