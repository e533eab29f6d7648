"""Posts that an event of life ended, for the page of the event."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.core.consequences import Consequence, Event, tells


@tells("岗位")
def posts(event: Event) -> Iterator[Consequence]:
    ended = [one for one in event.effects or () if one[0].startswith("organisations.")]
    if ended:
        yield Consequence(f"{len(ended)} 个岗位任职终止", event.is_undone)
