"""What the ``apply`` part names is there: rules, facts, earlier questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yingzhou.policy.book import Book
from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.files.lines import line_of

from .known import KNOWN

Problem = tuple[list[Any], str, str]


def check_names(apply: dict[str, Any], file: str, faults: Faults, law: Book) -> None:
    """Every fault goes to ``faults`` with the line of the file."""
    for problems in (_rules(apply, law), _fields(apply, law), _materials(apply), _home(apply)):
        for place, problem, remedy in problems:
            faults.add(file, line_of(apply, place), problem, remedy)


def _rules(apply: dict[str, Any], law: Book) -> Iterator[Problem]:
    for part in ("rule", "amount"):
        named = apply.get("decision", {}).get(part)
        try:
            if named:
                law.find(named)
        except KeyError as error:
            yield ["decision", part], str(error.args[0]), ""


def _fields(apply: dict[str, Any], law: Book) -> Iterator[Problem]:
    seen: set[str] = set()
    facts = {f"{entity}.{name}" for entity, name in law.inputs}
    for number, field in enumerate(apply.get("form", ())):
        place = ["form", number]
        if field["key"] in seen:
            yield place, f"“{field['key']}”写了两次", "换一个 key"
        seen.add(field["key"])
        if field["kind"] in ("choice", "choices") and not field.get("options"):
            yield place, f"“{field['key']}”没有可选的答案", "写 options"
        if field.get("fact", "") not in facts | {""}:
            yield place, f"没有事实“{field['fact']}”", nearest(field["fact"], facts)
        yield from _known(place, field)
        for name in field.get("when", {}):
            if name not in seen:
                yield place, f"“{name}”要先问", nearest(name, seen)


def _materials(apply: dict[str, Any]) -> Iterator[Problem]:
    asked = {field["key"] for field in apply.get("form", ())}
    for number, material in enumerate(apply.get("materials", ())):
        yield from _known(["materials", number], material)
        for name in material.get("when", {}):
            if name not in asked:
                yield ["materials", number], f"没有问题“{name}”", nearest(name, asked)


def _home(apply: dict[str, Any]) -> Iterator[Problem]:
    """The question that says whose matter it is asks for a village."""
    named = apply.get("home")
    asked = {one["key"] for one in apply.get("form", ()) if one["kind"] == "division"}
    if named and named not in asked:
        yield ["home"], f"没有问村居的问题“{named}”", nearest(named, asked) or "kind 写 division"


def _known(place: list[Any], said: dict[str, Any]) -> Iterator[Problem]:
    source = said.get("known")
    if source and source not in KNOWN:
        remedy = nearest(source, KNOWN) or f"可用的: {'、'.join(KNOWN)}"
        yield place, f"登记里没有“{source}”", remedy
