"""What the pages share."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yingzhou.kernel.accounts.models import User


def staff(request: HttpRequest) -> User:
    """The signed-in account; the access declaration of the view has let nobody else in."""
    return cast(User, request.user)


def say(request: HttpRequest, fault: Exception) -> None:
    """What was wrong, line by line."""
    for line in list(getattr(fault, "lines", ())) or [str(fault)]:
        messages.error(request, line)


def address(name: str, *args: object) -> str:
    """The address of a page of the floors above, known by its name only; empty where it is not
    there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
