"""What can be tried: benefits as they are paid, and results that no other rule goes on from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yingzhou.kernel.catalogue.book import book

from .shelf import Entry, Named, Wish, shelves
from .things import is_made, is_paid, paid_of, rule_of, summary, version
from .usage import usage


@dataclass(frozen=True)
class Choice:
    """``rule``: as the workbench takes it (户.应发低保金)."""

    rule: str
    label: str
    plain: str


@dataclass(frozen=True)
class Section:
    name: str
    choices: tuple[Choice, ...]


@lru_cache(maxsize=2)
def sections(day: date) -> tuple[Section, ...]:
    """By programme, for who does not know a name yet."""
    made = []
    for shelf in shelves(Wish(), day):
        found = [one for entry in shelf.entries if entry.item for one in _results(entry, day)]
        if found:
            made.append(Section(shelf.name, tuple(found)))
    return tuple(made)


def _results(entry: Entry, day: date) -> list[Choice]:
    if entry.benefits:
        return [_choice(one, day) for one in entry.benefits]
    above = usage(day).used_by
    inside = {one.thing for one in entry.rules}
    return [_choice(one, day) for one in entry.rules if not inside & set(above(one.thing))]


def _choice(named: Named, day: date) -> Choice:
    key = named.thing.key
    return Choice(
        ".".join(paid_of(key) or key), named.link.label, version(key, day).heading.summary
    )  # fmt: skip


@lru_cache(maxsize=2)
def names(day: date) -> tuple[tuple[str, str], ...]:
    """Every rule as one may type it, with what it is; those paid first."""
    keys = [key for key in book().rules if not is_made(key) or is_paid(key)]
    keys.sort(key=lambda key: (not is_paid(key), rule_of(key)))
    return tuple((".".join(key), summary(key, day)) for key in keys)
