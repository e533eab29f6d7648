"""Worked examples (cases.yaml): which mention a rule, and whether they come out as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps

from yingzhou.kernel.catalogue.book import SHARED, book, folders
from yingzhou.policy import cases
from yingzhou.policy.book import Key
from yingzhou.policy.faults import PolicyError
from yingzhou.policy.files.lines import read
from yingzhou.policy.law import Moment

from .things import benefit_of

FILE = "cases.yaml"


@dataclass(frozen=True)
class Check:
    """One expectation. ``got`` is empty where it comes out as written."""

    what: str
    wanted: str
    got: str


@dataclass(frozen=True)
class Worked:
    """``code``: programme, folder and number, such as relief/dibao/3."""

    code: str
    name: str
    moment: Moment
    because: str
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        return not any(check.got for check in self.checks)


@dataclass(frozen=True)
class Source:
    """The examples of one file as they are written, and as the engine reads them."""

    entries: tuple[Mapping[str, Any], ...]
    examples: tuple[cases.Example, ...]
    fault: str


def files() -> dict[str, Path]:
    """Every file of examples by code (relief/dibao)."""
    return {code_of(folder, path.parent): path for folder in folders() for path in _below(folder)}


@lru_cache(maxsize=64)
def _below(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.rglob(FILE)))


def code_of(folder: Path, place: Path) -> str:
    """``folder`` is a programme's ``items`` (or the shared law), ``place`` a folder in it."""
    inside = place.relative_to(folder).as_posix()
    return f"{folder.parent.name}/{inside}" if inside != "." else folder.parent.name


def programme_of(folder: Path) -> str:
    """The name of the programme whose ``items`` these are."""
    if folder == SHARED:
        return "各项共用"
    own = next((app for app in apps.get_app_configs() if Path(app.path) == folder.parent), None)
    return str(own.verbose_name) if own is not None else folder.parent.name


@lru_cache(maxsize=256)
def source(path: Path) -> Source:
    """What ``path`` holds. A file with faults shows them instead of its examples."""
    try:
        found = tuple(cases.examples(book(), path))
        entries = tuple(read(path))
    except PolicyError as error:
        return Source((), (), str(error).replace(f"{path}:", f"{path.parent.name}/{FILE}:"))
    return Source(entries, found, "")


@lru_cache(maxsize=256)
def count(path: Path) -> int:
    """How many examples there are, without reading them all: each begins in the first column."""
    if not path.exists():
        return 0
    text = path.read_text(encoding="utf-8")
    return sum(1 for line in text.splitlines() if line.startswith("- "))


def entry_of(code: str) -> Mapping[str, Any] | None:
    """The example as it is written; None where there is none."""
    place, _, number = code.rpartition("/")
    path = files().get(place)
    if path is None or not number.isdecimal():
        return None
    entries = source(path).entries
    return entries[int(number) - 1] if 0 < int(number) <= len(entries) else None


def mentioning(key: Key) -> tuple[list[Worked], list[str]]:
    """Examples that expect something of ``key`` or of what is paid of it; faults of their files."""
    wanted = {name for (entity, name), lineage in book().names.items() if lineage == key[1]}
    found, faults = [], []
    for code, path in files().items():
        if not any(name in _text(path) for name in wanted):
            continue
        found_here = source(path)
        faults += [found_here.fault] if found_here.fault else []
        for number, example in enumerate(found_here.examples, 1):
            if any(benefit_of(book().find(name)) == benefit_of(key) for name in example.expect):
                found.append(_worked(f"{code}/{number}", example))
    return found, faults


@lru_cache(maxsize=256)
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _worked(code: str, example: cases.Example) -> Worked:
    """Computed now, under the rules as they stand in the files."""
    try:
        got = {miss.what: miss.got for miss in cases.run(book(), example)}
    except PolicyError as error:
        got = {"": str(error)}
    checks = [
        Check(f"{who}的{name}" if who else name, said(want), _got(got, who, name))
        for name, wanted in example.expect.items()
        for who, want in _wanted(wanted)
    ]
    besides = {"还要知道的": "、".join(example.needs), "": "能算出来"}
    rest = [
        Check(what or "计算", wanted, got[what]) for what, wanted in besides.items() if what in got
    ]
    return Worked(code, example.name, example.moment, example.because, (*checks, *rest))


def _wanted(wanted: Any) -> list[tuple[str, Any]]:
    if isinstance(wanted, Mapping):
        return [(str(who), want) for who, want in wanted.items()]
    return [("", wanted)]


def _got(got: Mapping[str, str], who: str, name: str) -> str:
    """A wish without a person's name is for all of them."""
    if who:
        return got.get(f"{who}的{name}", "")
    return next((found for what, found in got.items() if what.endswith(f"的{name}")), "")


def said(value: Any) -> str:
    """A written value as a reader says it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:,}" if isinstance(value, int) else str(value)
