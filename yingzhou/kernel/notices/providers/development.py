"""A provider for development and the demo: its messages land in a table that can be looked at."""

from __future__ import annotations

from itertools import count

from yingzhou.core import clock
from yingzhou.core.models import Installation
from yingzhou.kernel.notices import addresses
from yingzhou.kernel.notices.models import DevelopmentOutbox
from yingzhou.kernel.notices.providers import Failed

FAILS_EVERY = "outboxfailing_every"
"""The row of :class:`Installation` that says: every so many tries, one fails."""
_tries = count(1)


class DevelopmentProvider:
    def __init__(self, channel: str) -> None:
        self.channel = channel

    def send(self, key: str, channel: str, address: str, text: str) -> str:
        every = failing_every()
        if every and next(_tries) % every == 0:
            raise Failed("演示通道按设定失败了这一次")
        row, _ = DevelopmentOutbox.objects.get_or_create(
            key=key,
            defaults={
                "channel": channel,
                "address": addresses.masked(address),
                "text": text,
                "received_at": clock.now(),
            },
        )
        return f"DEV{row.pk}"

    def check_config(self) -> list[str]:
        return []


def failing_every() -> int:
    """0: it never fails."""
    row = Installation.objects.filter(name=FAILS_EVERY).first()
    return int(row.value) if row and row.value.isdigit() else 0
