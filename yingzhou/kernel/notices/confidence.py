"""Of matters that somebody reported in confidence no list of messages names whom they went to.

    @keeps("case")
    def secret(keys): ...

Notices know no more of a matter than what it is called (``about``: ``case:123``). The kernel whose
matter it is says of the keys that it is given which are to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

Keeper = Callable[[Collection[int]], Collection[int]]
NAMED = "报告人(保密)"
WORDS = "保密报告的消息, 内容不在这里显示"
_keepers: dict[str, Keeper] = {}


def keeps(kind: str) -> Callable[[Keeper], Keeper]:
    """Decorator: ask the function about matters of this kind."""

    def register(keeper: Keeper) -> Keeper:
        _keepers[kind] = keeper
        return keeper

    return register


def kept(abouts: Iterable[str]) -> set[str]:
    """Those of these matters whose people are named in no list."""
    asked: dict[str, set[int]] = {}
    for about in abouts:
        kind, _, key = about.partition(":")
        if kind in _keepers and key.isdigit():
            asked.setdefault(kind, set()).add(int(key))
    return {f"{kind}:{key}" for kind, keys in asked.items() for key in _keepers[kind](keys)}
