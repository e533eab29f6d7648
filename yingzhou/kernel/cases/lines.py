"""The lines of a correction that no paper of the item answers: each has files of its own.

A file says so by its material, ``line-<correction>-<number of the line>``.
"""

from __future__ import annotations

from collections.abc import Iterable

from yingzhou.kernel.cases.models import Correction, Document

PREFIX = "line-"


def key_of(correction: Correction, number: int) -> str:
    return f"{PREFIX}{correction.pk}-{number}"


def by_key(corrections: Iterable[Correction]) -> dict[str, str]:
    """What each line asked for."""
    return {
        key_of(one, number): line for one in corrections for number, line in enumerate(one.lines)
    }


def asked_for(case: int, documents: Iterable[Document]) -> dict[str, str]:
    """The lines that these files answer; asks nothing where none does."""
    if not any(one.material.startswith(PREFIX) for one in documents):
        return {}
    return by_key(Correction.objects.filter(case=case).order_by("pk"))
