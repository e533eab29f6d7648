"""What an event of life changed in the register itself, for the page of the event."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.core.consequences import Consequence, Event, tells

from .selectors.preview import WORDS


@tells("登记")
def in_the_register(event: Event) -> Iterator[Consequence]:
    for label, word in WORDS.items():
        mine = [effect for effect in event.effects or () if effect[0] == label]
        ended = sum(1 for effect in mine if effect[2] is not None)
        begun = len(mine) - ended
        if ended:
            yield Consequence(f"{ended} 条{word}到 {event.on:%Y年%-m月%-d日} 为止", event.is_undone)
        if begun:
            yield Consequence(f"新登记 {begun} 条{word}", event.is_undone)
    if event.effects is None:
        yield Consequence("整批载入的登记, 没有逐条留下变更", event.is_undone)
