"""Where somebody lands after the login."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from yingzhou.core.access import signed_in
from yingzhou.core.modules import menu
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.roles import ROLES


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the shell in which the day of this role begins."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - declared @signed_in
    return redirect(_first_address(user))


def _first_address(user: User) -> str:
    shells = [ROLES[held.role].home for held in user.assignments_now()]
    for shell in (*shells, "portal"):
        for entry in menu(shell, user):
            try:
                return reverse(entry.url_name)
            except NoReverseMatch:
                continue
    return "/"
