"""Logins, failures and changes of the second factor are audited (GB/T 22239-2019 8.1.4.3)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from yingzhou.core import audit
from yingzhou.kernel.accounts.models import User


def _where(request: HttpRequest | None) -> dict[str, Any]:
    return {"ip": request.META.get("REMOTE_ADDR", "") if request is not None else ""}


@receiver(user_logged_in)
def _logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    audit.record(audit.Actor.of(user), "login.ok", user, _where(request))


@receiver(user_logged_out)
def _logged_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record(audit.Actor.of(user), "login.end", user, _where(request))


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Failures that axes counted. Refusals during a lock are not, so nobody can flood the chain."""
    if request is None or getattr(request, "axes_failures_since_start", None) is None:
        return
    user = User.objects.filter(username=credentials.get("username") or "").first()
    detail = _where(request) | {"locked": bool(getattr(request, "axes_locked_out", False))}
    # An unknown name is not kept: people type passwords into the wrong box.
    detail |= {} if user else {"unknown_name": True}
    audit.record(audit.ANONYMOUS, "login.failed", user, detail)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def _second_factor(signal: Any, user: User, authenticator: Any, **_: Any) -> None:
    action = "second_factor.off" if signal is authenticator_removed else "second_factor.on"
    audit.record(audit.Actor.of(user), action, user, {"type": str(authenticator.type)})
