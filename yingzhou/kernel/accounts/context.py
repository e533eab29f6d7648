"""What the head of every portal page needs: for whom a resident acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from yingzhou.core.access import is_resident
from yingzhou.kernel.accounts.acting import acting_principal


def resident(request: HttpRequest) -> dict[str, Any]:
    """Context processor; asks the database only for somebody who acts for another."""
    user = getattr(request, "user", None)
    theirs = user is not None and is_resident(user)
    return {
        "is_resident": theirs,
        "acting_for": SimpleLazyObject(lambda: _shown(request)) if theirs else "",
    }


def _shown(request: HttpRequest) -> str:
    """``妈妈(李秀珍)``, or nothing."""
    principal = acting_principal(request)
    if principal is None:
        return ""
    name = principal.person.name
    return f"{principal.word}({name})" if principal.word else name
