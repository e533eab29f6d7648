"""The services a mandate is limited to: as a clerk writes them, as the catalogue knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yingzhou.core import clock
from yingzhou.kernel.catalogue.items import Item, items

_BETWEEN = re.compile("[,\\uff0c;\\uff1b\\n]+")  # either kind of comma


def codes(text: str) -> list[str]:
    """Codes of the services that somebody wrote down, by name, by what people call them or by
    code. ValueError, in words, for what is none: a mandate for nothing would open nothing."""
    return sorted({_code(name) for name in _named(text)})


def names(found: Iterable[str]) -> str:
    """For people; of a service that is gone its code is all that is left."""
    there = items(clock.today())
    return "、".join(there[code].name if code in there else code for code in found)


def _named(text: str) -> Iterator[str]:
    """A name may hold the mark that also stands between names."""
    for part in filter(None, (one.strip() for one in _BETWEEN.split(text))):
        if any(_is(part, item) for item in _applied_for()):
            yield part
        else:
            yield from filter(None, (one.strip() for one in part.split("、")))


def _code(name: str) -> str:
    found = [item for item in _applied_for() if _is(name, item)]
    exact = [item for item in found if name in (item.name, item.code)] or found
    if not exact:
        raise ValueError(f"没有“{name[:20]}”这个能申请的事项, 请写事项的名称, 如“最低生活保障”")
    if len(exact) > 1:
        some = "、".join(item.name for item in exact[:4])
        raise ValueError(f"“{name[:20]}”可能是{some}, 请写全名")
    return exact[0].code


def _is(name: str, item: Item) -> bool:
    return name in (item.code, item.name, *item.synonyms)


def _applied_for() -> list[Item]:
    return [item for item in items(clock.today()).values() if item.apply is not None]
