"""Views are closed unless they declare who may enter (DESIGN.md section 5).

    @public                       anyone
    @signed_in                    anyone with a login
    @requires("people.search")    whoever holds a role with that permission

A view without a declaration answers 403, and a test that walks every address fails. Third-party
views are declared by module in ``THIRD_PARTY``. Which divisions and which data a permission reaches
is the business of :mod:`yingzhou.kernel.accounts.scopes`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

log = logging.getLogger("yingzhou.access")


@dataclass(frozen=True)
class Entry:
    """Who may enter a view: ``public``, ``signed_in`` or ``permission``."""

    kind: str
    permission: str = ""

    def __str__(self) -> str:
        return self.permission or self.kind


PUBLIC = Entry("public")
SIGNED_IN = Entry("signed_in")
THIRD_PARTY = {
    "allauth.account.views": PUBLIC,  # they ask for a login themselves where one is needed
    "allauth.mfa.base.views": PUBLIC,  # the second step of a login happens before the login
    "allauth.mfa": SIGNED_IN,
    "django.contrib.staticfiles.views": PUBLIC,
}


def _declare(entry: Entry) -> Callable[[Callable], Callable]:
    def mark(view: Callable) -> Callable:
        view.access = entry  # type: ignore[attr-defined]
        return view

    return mark


public = _declare(PUBLIC)
signed_in = _declare(SIGNED_IN)


def requires(permission: str) -> Callable[[Callable], Callable]:
    """Declare that only holders of ``permission`` may enter."""
    return _declare(Entry("permission", permission))


def declared(view: Callable) -> Entry | None:
    """The declaration of ``view``, or None when there is none and the view stays shut."""
    entry = getattr(view, "access", None)
    if entry is not None:
        return entry
    module = getattr(view, "view_class", view).__module__
    matches = [name for name in THIRD_PARTY if module == name or module.startswith(name + ".")]
    return THIRD_PARTY[max(matches, key=len)] if matches else None


def may_enter(user: Any, entry: Entry | None) -> bool:
    """Whether ``user`` (an account or an anonymous user) may enter a view so declared."""
    if entry is None:
        return False
    if entry.kind == "public":
        return True
    if not user.is_authenticated:
        return False
    return entry.kind == "signed_in" or user.may(entry.permission)


class AccessMiddleware:
    """Enforces the declarations. Anonymous users are sent to the login, others get the 403 page."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *_: Any) -> Any:
        entry = declared(view)
        if may_enter(request.user, entry):
            return None
        if entry is None:
            log.error("view without an access declaration: %s", request.path)
        elif not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
