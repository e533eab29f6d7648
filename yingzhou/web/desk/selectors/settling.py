"""What officers decided on where declaration and register differ, and the inputs to do it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import verified
from yingzhou.kernel.cases.newcomers import CORRECTION
from yingzhou.kernel.cases.services.verifying import Found
from yingzhou.kernel.cases.verified import DECLARED, OUTSIDE, REGISTER, VISIT, Place
from yingzhou.kernel.catalogue.items import Field

from .fields import Ask
from .fields import typed as value_as_typed
from .opening import Opened


@dataclass(frozen=True)
class Decided:
    """A value that was decided on, and on what it rests."""

    value: str
    by: str
    why: str
    who: str
    at: str

    @property
    def line(self) -> str:
        return ", ".join(one for one in (self.why, self.who, self.at) if one)


@dataclass(frozen=True)
class Settle:
    """The inputs of one place. ``by``: the choices, with whether one is chosen; ``ask``: what a
    visit showed, None for a person; ``correction``: the case in which a name is looked into."""

    place: Place
    by: list[tuple[str, str, bool]]
    ask: Ask | None
    why: str
    is_open: bool
    correction: str = ""

    @property
    def name(self) -> str:
        return f"v.{self.place.key}"


@dataclass(frozen=True)
class Settling:
    """``open``: differences that nobody has decided on; ``differing``, ``others``: inputs, none for
    whom it is not to decide; ``people``: who is counted although the register says otherwise."""

    open: list[Place]
    differing: list[Settle]
    others: list[Settle]
    people: list[tuple[str, Decided]]
    has_column: bool


def of(
    opened: Opened, today: Mapping[str, Any], *, may: bool, typed: Mapping[str, str] | None = None
) -> Settling:
    """``today``: what the registers know; ``typed``: inputs that were refused, to be shown again.
    Asks nothing."""
    answers = opened.case.answers
    done = answers.get(verified.VERIFIED, {})
    open_ = verified.unsettled(opened.apply, answers, today)
    keys = {one.key for one in open_}
    places = [one for one in verified.places(opened.apply, answers, today) if may]
    places = [one for one in places if done.get(one.key, {}).get("by") != verified.ASSESSED]
    inputs = [_settle(one, done.get(one.key), typed or {}, one.key in keys) for one in places]
    people = [
        (entry["name"], decided(None, entry)) for key, entry in done.items() if key[1:].isdigit()
    ]
    return Settling(
        open=open_,
        differing=[one for one in inputs if one.place.differs],
        others=[one for one in inputs if not one.place.differs],
        people=people,
        has_column=bool(done),
    )


def _settle(
    place: Place, entry: Mapping[str, Any] | None, typed: Mapping[str, str], is_open: bool
) -> Settle:
    name = f"v.{place.key}"
    is_kept = entry is not None and (not is_open or place.is_name)
    chosen = typed.get(f"{name}.by", entry["by"] if entry and is_kept else "")
    offered = {
        DECLARED: (place.declared, "按申报"),
        REGISTER: (place.known, "按登记核对"),
        OUTSIDE: (place.found, "按外部核对"),
    }
    by = [
        (key, f"{word}: {place.shown(value)}", key == chosen)
        for key, (value, word) in offered.items()
        if value is not None
    ]
    ask = None
    if place.is_name:
        by = [
            (REGISTER, f"以登记为准: {place.known}", chosen == REGISTER),
            (
                DECLARED,
                f"登记可能错了, 开“个人资料更正”件核实: {place.declared}",
                chosen == DECLARED,
            ),
        ]
    elif place.field is not None:
        by.append((VISIT, "按入户看到的(写在下面)", chosen == VISIT))
        kept = entry["value"] if entry and entry["by"] == VISIT else None
        ask = Ask(place.field, name, typed.get(name, value_as_typed(kept, place.field.kind)))
    why = typed.get(f"{name}.why", entry["why"] if entry else "")
    return Settle(place, by, ask, why, is_open, (entry or {}).get(CORRECTION, ""))


def decided(field: Field | None, entry: Mapping[str, Any]) -> Decided:
    value = forms.shown(field, entry["value"]) if field else ("算" if entry["value"] else "不算")
    return Decided(value, verified.BY[entry["by"]], entry["why"], entry["who"], entry["at"])


def found(post: Mapping[str, str]) -> dict[str, Found]:
    """What was put into the inputs, by place; nothing where nobody chose."""
    made = {}
    for name, by in post.items():
        if name.startswith("v.") and name.endswith(".by") and by:
            key = name.removeprefix("v.").removesuffix(".by")
            made[key] = Found(by, post.get(f"v.{key}", ""), post.get(f"v.{key}.why", ""))
    return made
