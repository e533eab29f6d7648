"""Identity numbers that people type where none belongs: reasons, names of files, login names."""

from __future__ import annotations

import re
from typing import Any

_GAP = r"[ \-\u3000]?"
_LONG_NUMBER = re.compile(
    rf"(?<!\d)\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}{_GAP}[\dXx]|\d{{15,17}}[\dXx]?", re.ASCII
)
HIDDEN = "(长号码已隐去)"


def holds_number(words: str) -> bool:
    """Whether something as long as an identity number stands in ``words``."""
    return _LONG_NUMBER.search(_plain(words)) is not None


def redact(words: str) -> str:
    """Without anything as long as an identity number: reports and logs never quote one."""
    return _LONG_NUMBER.sub(HIDDEN, _plain(words)) if holds_number(words) else words


def redacted(detail: Any) -> Any:
    """The same for plain JSON, at any depth; without NUL, which PostgreSQL does not store."""
    if isinstance(detail, dict):
        return {key: redacted(value) for key, value in detail.items()}
    if isinstance(detail, list | tuple):
        return [redacted(value) for value in detail]
    return redact(detail.replace("\x00", "")) if isinstance(detail, str) else detail


_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")


def _plain(words: str) -> str:
    return words.translate(_FULL_WIDTH)
