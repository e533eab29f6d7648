"""Which questions come next: only those on which some benefit still depends.

A benefit that already lacks something the resident does not know stays undecided, so its other
questions are not asked either.
"""

from __future__ import annotations

from yingzhou.kernel.catalogue.items import item_of
from yingzhou.policy.tree import PERSON

from .answers import DO_NOT_KNOW, PEOPLE, Page, person_key, place_of
from .household import Found
from .order import AFTER, FIRST, WHO

MOST_A_PAGE = 3
MOST_OF_A_KIND = 5
MOST_NAMED = 6
MOST_COUNTED = 10
"""More pages than this are not announced: answers make them fewer quickly."""


def pending(found: Found) -> list[str]:
    """Keys of all questions that can still change something, in the order of asking."""
    lacking = sorted(
        (one for one in found.outcomes if one.lacks and not one.skipped),
        key=lambda one: len(one.lacks) + len(one.others),
    )
    keys = dict.fromkeys(key for outcome in lacking for key in outcome.lacks)
    ready = list(dict.fromkeys(one for key in keys if (one := _first(key, found))))
    places = {key: place for place, key in enumerate(ready)}
    return sorted(ready, key=lambda key: (_rank(key), places[key]))


def _first(key: str, found: Found) -> str:
    """``key``, or the question it follows from where that was not answered yet; "" where that is
    not known."""
    head, _, name = key.partition(".")
    if name not in AFTER:
        return key
    before = f"{head}.{AFTER[name]}"
    if found.answers.given.get(before) == DO_NOT_KNOW:
        return ""
    return key if before in found.answers.given else _first(before, found)


def _rank(key: str) -> tuple[int, int, int]:
    """Named questions in their order, person by person within a group; the others after them."""
    entity, number, name = place_of(key)
    for place, group in enumerate(FIRST):
        if entity == group.entity and name in group.facts:
            return place, number, group.facts.index(name)
    return len(FIRST), 0, 0


def next_page(found: Found, one_a_page: bool) -> Page:
    """Keys of the next page; none when nothing more would change. In elder mode one question."""
    if PEOPLE not in found.answers.given:
        return (PEOPLE,)
    keys = pending(found)
    return _page(keys, found, one_a_page) if keys else ()


def _page(keys: list[str], found: Found, one_a_page: bool) -> Page:
    entity, number, name = place_of(keys[0])
    who = person_key(number, WHO)
    unnamed = entity == PERSON and found.answers.people > 1 and who not in found.answers.given
    if one_a_page:
        return (who,) if unnamed else (keys[0],)
    if _rank(keys[0])[0] < len(FIRST):
        asked = tuple(key for key in keys if _rank(key)[:2] == _rank(keys[0])[:2])
        return (who, *asked) if unnamed else asked
    same = [key for key in keys if place_of(key)[::2] == (entity, name)]
    if len(same) > 1:
        return tuple(same[:MOST_OF_A_KIND])
    beside = [key for key in keys if place_of(key)[:2] == (entity, number)]
    alone = [key for key in beside if sum(place_of(k)[2] == place_of(key)[2] for k in keys) == 1]
    return tuple(alone[:MOST_A_PAGE])


def title_of(keys: Page, found: Found) -> str:
    """What a page of several questions is about."""
    entity, number, _ = place_of(keys[0])
    labels = found.answers.labels()
    if number > len(labels):
        return ""
    is_unnamed = number and place_of(keys[0])[2] == WHO
    of = f"第 {number} 个人" if is_unnamed else labels[number - 1] if number else ""
    place = _rank(keys[-1])[0]
    if place < len(FIRST):
        return FIRST[place].title.format(of)
    return f"再问几句: {of}" if entity == PERSON else "再问几句: 家里"


def pages_left(found: Found, one_a_page: bool) -> int:
    """How many pages may still come, this one included, as things stand; counted up to a few."""
    keys, count = pending(found), 0
    if one_a_page:
        return len(keys)
    while keys and count <= MOST_COUNTED:
        gone = set(_page(keys, found, one_a_page))
        keys = [key for key in keys if key not in gone]
        count += 1
    return count


def asked_for(keys: Page, found: Found) -> list[str]:
    """Names of the items that these questions decide."""
    wanted = set(keys)
    items = [
        item_of(one.benefit)
        for one in found.outcomes
        if wanted & {_first(key, found) for key in one.lacks}
    ]
    names = list(dict.fromkeys(item.name for item in items if item is not None))
    return names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], f"等 {len(names)} 项"]
