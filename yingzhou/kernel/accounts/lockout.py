"""The page for somebody who got the password wrong too often: what happened, when to return."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yingzhou.core import clock


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,  # noqa: ARG001 - the signature axes calls
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """429, with the time of day at which the next attempt counts again."""
    attempts = AccessAttempt.objects.filter(
        username=(credentials or {}).get("username"), ip_address=request.META.get("REMOTE_ADDR")
    )
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or clock.now()
    retry_at = last + settings.AXES_COOLOFF_TIME
    context = {"limit": settings.AXES_FAILURE_LIMIT, "retry_at": retry_at}
    response = render(request, "accounts/locked.html", context, status=429)
    response["Retry-After"] = str(max(1, int((retry_at - clock.now()).total_seconds())))
    return response


def is_locked(username: str) -> bool:
    """Whether attempts under this name are being refused, from any address."""
    recent = AccessAttempt.objects.filter(
        username=username, attempt_time__gte=clock.now() - settings.AXES_COOLOFF_TIME
    )
    totals: dict[str | None, int] = {}
    for address, failures in recent.values_list("ip_address", "failures_since_start"):
        totals[address] = totals.get(address, 0) + failures
    return any(total >= settings.AXES_FAILURE_LIMIT for total in totals.values())


def unlock(username: str) -> int:
    """Forget the failures under this name; how many records there were."""
    return reset(username=username)
