"""Where somebody sits who uses the portal: at home, or at a machine that staff of a hall opened."""

from __future__ import annotations

from django.http import HttpRequest

from yingzhou.kernel.cases.services.drafts import ONLINE, TERMINAL
from yingzhou.programmes.affairs.counters.devices import hall_of


def channel_of(request: HttpRequest) -> str:
    """An address alone (``?channel=terminal``) makes no machine of a browser at home."""
    return TERMINAL if hall_of(request) else ONLINE
