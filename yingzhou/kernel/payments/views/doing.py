"""Do it and say so; a refusal is said, and nothing was changed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.formats import FormatFault


def said(request: HttpRequest, doing: Callable[[], str]) -> None:
    """``doing`` tells what was done."""
    try:
        messages.success(request, doing())
    except (PaymentFault, FormatFault) as fault:
        messages.error(request, f"{fault}。没有改动。")
