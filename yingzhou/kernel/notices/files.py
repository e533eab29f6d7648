"""Handing out a letter's PDF. Whoever calls has asked before whether the reader may see it."""

from __future__ import annotations

from django.http import FileResponse, Http404

from yingzhou.core.handing_out import boxed
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.notices.services import render

PDF = "application/pdf"


def letter_file(letter: Letter, *, download: bool = False) -> FileResponse:
    """The PDF, made now if it is not there yet. Http404 where it was destroyed."""
    try:
        path = render(letter)
    except FileNotFoundError:
        raise Http404("这封信已按规定销毁") from None
    answer = FileResponse(path.open("rb"))
    return boxed(answer, f"{letter.title} {letter.number}", PDF, save=download)
