"""The four states of a figure against its target: always a word, a shape and a colour together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class State:
    word: str
    shape: str  # SVG inside a 16 x 16 box, drawn in the text's colour


STATES: dict[str, State] = {
    "met": State(
        "已达标",
        '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
        '<path d="M4.6 8.2l2.3 2.3 4.5-4.8" fill="none" stroke="#fff" stroke-width="1.8"'
        ' stroke-linecap="round" stroke-linejoin="round"/>',
    ),
    "on_pace": State(
        "按进度",
        '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/>'
        '<path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor"/>',
    ),
    "behind": State(
        "落后",
        '<path d="M8 1.2l7.2 13.2H.8z" fill="currentColor" stroke="currentColor"'
        ' stroke-linejoin="round"/><path d="M8 6v4" stroke="#fff" stroke-width="1.7"'
        ' stroke-linecap="round"/><circle cx="8" cy="12.1" r="1" fill="#fff"/>',
    ),
    "unknown": State(
        "缺数据",
        '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"'
        ' stroke-dasharray="2.6 2.2"/>',
    ),
}


def badge(state: str, label: str = "") -> SafeString:
    """The badge; ``label`` replaces the word. A state nobody knows counts as unknown."""
    key = state if state in STATES else "unknown"
    found = STATES[key]
    shape = mark_safe(found.shape)  # noqa: S308 - a constant of this file
    return format_html(
        '<span class="state state-{}"><svg viewBox="0 0 16 16" width="14" height="14"'
        ' aria-hidden="true">{}</svg>{}</span>',
        key,
        shape,
        label or found.word,
    )
