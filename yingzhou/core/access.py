"""Views are closed unless they declare who may enter (DESIGN.md section 5).

    @public                       anyone
    @signed_in                    anyone of the staff
    @requires("people.search")    whoever holds a role with that permission
    @resident                     a resident with their own account; staff have another login

A view without a declaration answers 403, and a test that walks every address fails. Third-party
views are declared by module or class in ``THIRD_PARTY``; the longest match counts. Which divisions
and which data a permission reaches is the business of :mod:`yingzhou.kernel.accounts.scopes`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from yingzhou.core.redaction import holds_number

log = logging.getLogger("yingzhou.access")


@dataclass(frozen=True)
class Entry:
    """Who may enter a view: ``public``, ``signed_in``, ``permission`` or ``resident``."""

    kind: str
    permission: str = ""

    def __str__(self) -> str:
        return self.permission or self.kind


PUBLIC = Entry("public")
SIGNED_IN = Entry("signed_in")
RESIDENT = Entry("resident")
THIRD_PARTY = {
    "allauth.account.views.LogoutView": PUBLIC,  # leaving twice is no fault
    "allauth.account.views.AccountInactiveView": PUBLIC,
    "allauth.account.views.ReauthenticateView": SIGNED_IN,
    "allauth.account.views.PasswordChangeView": SIGNED_IN,
    "allauth.mfa": SIGNED_IN,
    # The second step of a login happens before the login; it asks for the first step itself.
    "allauth.mfa.base.views.AuthenticateView": PUBLIC,
}


def _declare(entry: Entry) -> Callable[[Callable], Callable]:
    def mark(view: Callable) -> Callable:
        view.access = entry  # type: ignore[attr-defined]
        return view

    return mark


public = _declare(PUBLIC)
signed_in = _declare(SIGNED_IN)
resident = _declare(RESIDENT)


def requires(permission: str) -> Callable[[Callable], Callable]:
    """Declare that only holders of ``permission`` may enter."""
    return _declare(Entry("permission", permission))


def comes_back(view: Callable) -> Callable:
    """Declare that a form of the staff is posted to its own page, and the browser keeps what was
    typed: whose session has ended comes back to it after the login."""
    view.comes_back = True  # type: ignore[attr-defined]
    return view


def declared(view: Callable) -> Entry | None:
    """The declaration of ``view``, or None when there is none and the view stays shut."""
    entry = getattr(view, "access", None)
    if entry is not None:
        return entry
    made_by = getattr(view, "view_class", view)
    path = f"{made_by.__module__}.{made_by.__qualname__}"
    matches = [name for name in THIRD_PARTY if path == name or path.startswith(name + ".")]
    return THIRD_PARTY[max(matches, key=len)] if matches else None


def may_enter(user: Any, entry: Entry | None) -> bool:
    """Whether ``user`` (an account or an anonymous user) may enter a view so declared."""
    if entry is None:
        return False
    if entry.kind == "public":
        return True
    if not user.is_authenticated:
        return False
    if is_resident(user) or entry.kind == "resident":
        return is_resident(user) and entry.kind == "resident"
    return entry.kind == "signed_in" or user.may(entry.permission)


def is_resident(user: Any) -> bool:
    """Whether the account is a resident's: it opens nothing that is the staff's."""
    return getattr(user, "kind", "staff") == "resident"


def to_login(request: HttpRequest, entry: Entry | None = None) -> HttpResponse:
    """To the login page (the residents' for a page of theirs) and, after it, back to where the
    visitor was.

    A part of a page (htmx) sends the whole page there; a form that was posted is not repeated.
    """
    theirs = entry == RESIDENT
    login = settings.RESIDENT_LOGIN_URL if theirs else settings.LOGIN_URL
    home = settings.RESIDENT_HOME_URL if theirs else settings.LOGIN_REDIRECT_URL
    if request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = page._replace(scheme="", netloc="").geturl() or "/"
        return HttpResponseClientRedirect(redirect_to_login(_without_number(back), login).url)
    if request.method not in ("GET", "HEAD"):
        is_kept = theirs or _comes_back(request)
        return redirect_to_login(_form_of(request, home) if is_kept else home, login)
    return redirect_to_login(_without_number(request.get_full_path()), login)


def _comes_back(request: HttpRequest) -> bool:
    match = getattr(request, "resolver_match", None)
    return match is not None and getattr(match.func, "comes_back", False)


def _form_of(request: HttpRequest, home: str) -> str:
    """The page of a form, where what was typed may still stand in the browser."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return home
    return _without_number(page._replace(scheme="", netloc="").geturl() or "/")


def _without_number(address: str) -> str:
    """An identity number in an address would be kept with the failures of the login."""
    return address.partition("?")[0] if holds_number(unquote(address)) else address


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
            return to_login(request, entry)
        raise PermissionDenied
