"""Logins of staff (name and password) and sessions of residents.

Permissions come from :meth:`User.may`, not from Django's tables.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import Assignment, User


class StaffBackend(BaseBackend):
    """Accounts in use: not the deactivated ones, nor demo ones outside the demo."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's signature
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        if not username or not password:
            return None
        user = User.objects.filter(username=username, kind=User.Kind.STAFF).first()
        if user is None:
            # Hash all the same: the time taken must not tell which names exist.
            User().set_password(password)
            return None
        right = user.check_password(password)
        return user if right and user.may_log_in() else None

    def get_user(self, user_id: int) -> User | None:
        """The account with today's roles in one query: every page needs both."""
        rows = Assignment.objects.on(clock.today()).filter(user=user_id).select_related("user")
        held = list(rows)
        user = held[0].user if held else User.objects.filter(pk=user_id).first()
        if user is None or user.is_resident or not user.may_log_in():
            return None
        user.remember_assignments(held)
        return user


class ResidentBackend(BaseBackend):
    """Who logged in by the city's identity service or by a code from the counter.

    It reads sessions only: :mod:`yingzhou.kernel.accounts.services` proves who somebody is.
    """

    def get_user(self, user_id: int) -> User | None:
        """The account with its person, in one query; it closes with the person's death."""
        found = User.objects.filter(pk=user_id, kind=User.Kind.RESIDENT).select_related("person")
        user = found.first()
        if user is None or not user.may_log_in():
            return None
        user.remember_assignments([])
        return user


RESIDENT_BACKEND = f"{__name__}.ResidentBackend"
