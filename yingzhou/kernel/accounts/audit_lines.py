"""Entries of the audit chain as a person reads them, in the words of ``audit_words``."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.core.models import AuditEntry
from yingzhou.core.money import format_fen
from yingzhou.kernel.accounts.audit_words import DETAILS, SUBJECTS, WORDS
from yingzhou.kernel.accounts.roles import ROLES


@dataclass(frozen=True)
class Line:
    """An entry as a person reads it."""

    entry: AuditEntry
    action: str
    subject: str
    detail: list[str]


def line_of(entry: AuditEntry) -> Line:
    subject = SUBJECTS.get(entry.subject_type, "别的记录" if entry.subject_type else "")
    number = "" if entry.subject_id is None else f" {entry.subject_id}"
    # The moment stands in a column of its own; an empty value says nothing.
    parts = [
        f"{DETAILS.get(name, name)}: {_value(name, value)}"
        for name, value in entry.detail.items()
        if name != "at" and value not in ("", None, False)
    ]
    return Line(entry, _action(entry.action), f"{subject}{number}", parts)


def _action(code: str) -> str:
    """An action that was written down in words stays as it is."""
    return WORDS.get(code) or (f"早先的操作({code})" if code.isascii() else code)


def _value(name: str, value: object) -> str:
    if name == "role" and value in ROLES:
        return ROLES[str(value)].name
    if name == "total" and isinstance(value, int):
        return format_fen(value)
    return "是" if value is True else str(value)


def code_of(text: str) -> str:
    """The code that a reader meant by ``text``, which is a code or its word."""
    text = text.strip()
    return next((code for code, word in WORDS.items() if word == text), text)
