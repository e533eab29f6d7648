"""How a state looks on paper: word, shape and colour, as on the screen."""

from __future__ import annotations

from yingzhou.ui import palette
from yingzhou.ui.states import STATES

COLOURS = {
    "met": palette.ACCENT_DARK,
    "on_pace": "#24507f",
    "behind": "#7c2f04",
    "unknown": palette.MUTED,
}
SIGNS = {"met": "●", "on_pace": "◐", "behind": "▲", "unknown": "○"}
"""For Word, where a drawing in a line of text would be clumsy."""


def word(key: str) -> str:
    return STATES[key].word


def shape_svg(key: str) -> str:
    """The shape of the screen, in its colour."""
    body = STATES[key].shape.replace("currentColor", COLOURS[key])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{body}</svg>'
