"""Questions of a form or of a step as inputs, and what was typed into them.

Inputs are called by ``prefix`` and key: ``f-phone``, ``m0-wage`` (of the first member), ``s-found``
(of a step). A prefix never holds a hyphen of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.consent import PRIVATE
from yingzhou.kernel.catalogue.items import Field

FORM, STEP = "f", "s"
TICK = "signed-paper"
"""Among what was typed of a member: that the paper they signed was seen."""
MANY = ("choices",)
OFFERED = ("text", "facility", "person")
"""Kinds of questions beside which something is put forward."""
YES_NO = (("1", "是"), ("0", "否"))


@dataclass(frozen=True)
class Lack:
    """What a form still lacks, in the words of its question; ``id``: of the input that asks it;
    ``why``: what stands below it there."""

    id: str
    words: str
    why: str = "还没有填"

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Ask:
    """One input. ``value``: as typed; ``source``: the register that it comes from; ``held``: the
    register that knows it and does not show it yet; ``told``: that it was typed, and what the
    register says, where that is something else."""

    field: Field
    name: str
    value: Any = ""
    source: str = ""
    error: str = ""
    held: str = ""
    told: str = ""

    @property
    def id(self) -> str:
        return f"in-{self.name}"

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """Beside a line of text."""
        return forms.offered(self.field) if self.field.kind in OFFERED else ()

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value, word and whether it is chosen."""
        pairs = YES_NO if self.field.kind == "yesno" else [(one, one) for one in self.field.options]
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return [(value, word, value in chosen) for value, word in pairs]

    @property
    def asked_when(self) -> str:
        """For the script that hides what does not apply: input names and the values that call for
        this one; empty where it always applies."""
        return called_for(self.name.partition("-")[0], self.field.when)


def called_for(prefix: str, when: Mapping[str, tuple[Any, ...]]) -> str:
    """A condition on other answers, for the script."""
    wanted = {f"{prefix}-{key}": [typed(one) for one in said] for key, said in when.items()}
    return json.dumps(wanted, ensure_ascii=False) if wanted else ""


def typed(value: Any, kind: str = "") -> Any:
    """A value of the answers as somebody would type it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if value is None:
        return ""
    if isinstance(value, list):
        return value
    if kind == "money":
        return format_fen(value).replace(",", "").removesuffix(".00")
    return str(value)


def asks(
    fields: Iterable[Field],
    prefix: str,
    values: Mapping[str, Any],
    *,
    known: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    raw: Mapping[str, Any] | None = None,
    held: Mapping[str, str] | None = None,
) -> list[Ask]:
    """``values``: of the answers; ``raw``: as typed just now, which goes before them; ``held``: by
    question, which register is not shown."""
    made = []
    for field in fields:
        name = f"{prefix}-{field.key}"
        value = typed(values.get(field.key), field.kind)
        if raw is not None and raw.get(field.key) not in (None, "", []):
            value = raw[field.key]
        elif raw is not None and field.key in raw and field.known not in PRIVATE:
            value = raw[field.key]  # emptied; what is shown from now on was empty before
        source = (known or {}).get(field.key, "") if value not in ("", []) else ""
        said = _beside(field, value, values.get(field.key), source)
        made.append(
            Ask(
                field,
                name,
                value,
                "" if said else source,
                (errors or {}).get(name, ""),
                (held or {}).get(field.key, "") if value in ("", []) else "",
                said,
            )
        )
    return made


def _beside(field: Field, value: Any, registered: Any, source: str) -> str:
    """Of an answer that a register knows too, and that is not what stands there."""
    if not source or value == typed(registered, field.kind):
        return ""
    if registered is None:
        return "本人说的"
    try:
        is_same = forms.read(field, value) == registered
    except ValueError:
        is_same = False
    return "" if is_same else f"本人说的; {source}登记的是 {forms.shown(field, registered)}"


def taken(fields: Iterable[Field], prefix: str, post: QueryDict) -> dict[str, Any]:
    """What was typed, by key; of questions that the form did not hold, nothing."""
    found: dict[str, Any] = {}
    for field in fields:
        name = f"{prefix}-{field.key}"
        if field.kind in MANY:
            if name in post or f"{name}-shown" in post:
                found[field.key] = post.getlist(name)
        elif name in post:
            found[field.key] = str(post[name]).strip()
    return found


def read(
    fields: Iterable[Field], prefix: str, raw: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values, and faults by input name."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field in fields:
        if field.key not in raw or field.kind == "members":
            continue
        try:
            values[field.key] = forms.read(field, raw[field.key])
        except ValueError as error:
            faults[f"{prefix}-{field.key}"] = str(error)
    return values, faults


def plain(fields: Iterable[Field], each: bool = False) -> Iterator[Field]:
    """Questions that have an input of their own."""
    return (field for field in fields if field.each == each and field.kind != "members")
