"""What there is: items by programme, with their benefits, examples and unverified figures."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from yingzhou.kernel.catalogue.book import book, folders
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.policy.book import Key
from yingzhou.policy.words import parameter_name

from . import worked
from .things import Link, Thing, fact_of, is_made, link, paid_of, parameter_of, rule_of, version


@dataclass(frozen=True)
class Named:
    """A thing of an item. ``words``: all that a search may find it by."""

    thing: Thing
    link: Link
    words: str
    benefit: str


@dataclass(frozen=True)
class Entry:
    """A folder of the law. ``item`` is None where it only helps others."""

    code: str
    name: str
    plain: str
    item: Item | None
    rules: tuple[Named, ...]
    parameters: tuple[Named, ...]
    facts: tuple[Named, ...]
    examples: int
    words: str

    @property
    def benefits(self) -> list[Named]:
        return [one for one in self.rules if one.benefit]

    @property
    def things(self) -> tuple[Named, ...]:
        return (*self.rules, *self.parameters, *self.facts)

    @property
    def unverified(self) -> list[Named]:
        return [one for one in self.things if one.link.is_unverified and one.link.holds]

    @property
    def steps(self) -> list[Named]:
        return [one for one in self.rules if not one.benefit]


@dataclass(frozen=True)
class Shelf:
    """A programme."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Wish:
    """``every``: also what does not hold today. ``doubtful``: only with unverified figures."""

    text: str = ""
    every: bool = False
    doubtful: bool = False


def shelves(wish: Wish, day: date) -> list[Shelf]:
    made = []
    for shelf in _all(day):
        entries = [one for entry in shelf.entries if (one := _seen(entry, wish)) is not None]
        if entries:
            made.append(replace(shelf, entries=tuple(entries)))
    return made


def _seen(entry: Entry, wish: Wish) -> Entry | None:
    """What of ``entry`` the wish leaves, or None."""
    terms = wish.text.casefold().split()
    whole = all(term in entry.words for term in terms)

    def kept(named: tuple[Named, ...]) -> tuple[Named, ...]:
        return tuple(
            one
            for one in named
            if (wish.every or one.link.holds)
            and (whole or all(term in one.words for term in terms))
        )

    found = replace(
        entry,
        rules=kept(entry.rules),
        parameters=kept(entry.parameters),
        facts=kept(entry.facts),
    )
    if not found.things or (wish.doubtful and not found.unverified):
        return None
    return found


@lru_cache(maxsize=2)
def _all(day: date) -> tuple[Shelf, ...]:
    named = _by_folder(day)
    known = {str(item.folder): item for item in items().values()}
    shelves: dict[str, list[Entry]] = {}
    order = [*folders()[1:], folders()[0]]
    for folder in sorted(named, key=lambda one: (order.index(_top(Path(one))), one)):
        top = _top(Path(folder))
        name = worked.programme_of(top)
        shelves.setdefault(name, []).append(_entry(Path(folder), top, named[folder], known))
    return tuple(
        Shelf(name, tuple(sorted(found, key=lambda entry: (entry.item is None, entry.code))))
        for name, found in shelves.items()
    )


def _top(folder: Path) -> Path:
    return next(one for one in folders() if one == folder or one in folder.parents)


def _by_folder(day: date) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for key, versions in book().rules.items():
        if not is_made(key):
            folder = str(Path(versions[-1].heading.file).parent)
            found.setdefault(folder, []).append(_rule(key, day))
    for parameter in book().parameters.values():
        thing = parameter_of(parameter.name)
        words = f"{parameter.name} {parameter_name(parameter.name)} {parameter.meaning}"
        named = Named(thing, link(thing, day), words.casefold(), "")
        found.setdefault(str(Path(parameter.file).parent), []).append(named)
    for spec in book().inputs.values():
        thing = fact_of((spec.entity, spec.name))
        named = Named(thing, link(thing, day), f"{spec.key} {spec.meaning}".casefold(), "")
        found.setdefault(str(Path(spec.file).parent), []).append(named)
    return found


def _rule(key: Key, day: date) -> Named:
    versions = book().rules[key]
    names = {text for one in versions for text in (one.name, one.heading.shown)}
    words = " ".join([*sorted(names), *(one.heading.summary for one in versions)])
    benefit = version(key, day).heading.benefit
    paid = paid_of(key) if benefit else None
    words += f" {paid[1]}" if paid else ""
    return Named(rule_of(key), link(rule_of(key), day), words.casefold(), benefit)


def _entry(folder: Path, top: Path, named: list[Named], known: dict[str, Item]) -> Entry:
    item = known.get(str(folder))
    code = worked.code_of(top, folder)
    name, plain = (item.name, item.plain) if item else _said_of(folder)
    words = [name, plain, code]
    if item is not None:
        words += [*item.synonyms, item.who, *(one["law"] for one in item.basis)]
    return Entry(
        code,
        name,
        plain,
        item,
        tuple(one for one in named if one.thing.what == "rule"),
        tuple(one for one in named if one.thing.what == "parameter"),
        tuple(one for one in named if one.thing.what == "fact"),
        worked.count(folder / worked.FILE),
        " ".join(words).casefold(),
    )


def _said_of(folder: Path) -> tuple[str, str]:
    """“共同生活家庭: 谁算进来。” above the rules: name and meaning of a folder without an item."""
    path = folder / "rules.py"
    if not path.exists():
        return "共用的事实和数", "几项政策都要用到"
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or folder.name
    name, _, plain = said.partition(":")
    return name.strip(" 。"), plain.strip().rstrip("。")
