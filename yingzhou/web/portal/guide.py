"""A service as a resident reads about it: from the item's files alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from yingzhou.core import clock
from yingzhou.core.periods import Period, Unit, deadline, expiry
from yingzhou.kernel.catalogue.items import Item, Material, Process
from yingzhou.kernel.catalogue.items.parts import APPLICANT, ClockSpec
from yingzhou.kernel.catalogue.selectors import words
from yingzhou.kernel.organisations.models import Facility
from yingzhou.web.portal.entering import online

USUAL = ("", "granted", "done")
MARKS = re.compile(r"[(（][^()（）]*(待核实|凭记忆)[^()（）]*[)）]")
DRAFTING = ("占位", "没有查到", "待核实", "凭记忆")
"""Words of notes that officers leave one another."""
UNSURE = ("memory", "unverified", "derived")


@dataclass(frozen=True)
class Paper:
    """``source``: the register that spares it; ``when``: in which case it is wanted."""

    name: str
    help: str
    is_required: bool
    source: str
    when: str


@dataclass(frozen=True)
class Guide:
    item: Item
    bring: list[Paper]
    spared: list[Paper]
    known: list[tuple[str, str]]
    steps: list[str]
    promise: ClockSpec | None
    promised_on: date | None
    channels: list[str]
    fee: str
    laws: list[tuple[str, bool]]

    @property
    def is_online(self) -> bool:
        return online(self.item)

    @property
    def notes(self) -> list[str]:
        """Without what is meant for those who write the guide; that stands at the desk."""
        said = (_plain(note) for note in self.item.notes)
        return [note for note in said if not any(one in note for one in DRAFTING)]

    @property
    def is_open(self) -> bool:
        return any(_plain(note) not in self.notes for note in self.item.notes)

    @property
    def basis(self) -> str:
        """Where no law names a period, that the house has set it itself."""
        said = _plain(self.promise.basis) if self.promise else ""
        return OWN_PERIOD if said.startswith("内部") else f"依据: {said}"

    @property
    def is_at_once(self) -> bool:
        """Done while one waits: no day is counted."""
        return self.promise is not None and self.promise.period.length == 0

    @property
    def is_at_counters(self) -> bool:
        """Whether the counters of the towns take it; what names an office of its own is done
        there."""
        if any(office in self.item.where for office in OWN_OFFICES):
            return False
        return self.item.apply is None or "counter" in self.item.apply.channels

    @property
    def is_begun_here(self) -> bool:
        """Nobody asks for it: the house begins, and says so."""
        return self.item.apply is not None and self.item.apply.channels == ("district",)

    @property
    def is_unsure(self) -> bool:
        return self.item.confidence in UNSURE


OWN_OFFICES = ("婚姻登记处", "婚姻登记中心")
OWN_PERIOD = "法律没有写天数, 这是民政部门自己定的期限"


def _plain(text: str) -> str:
    return MARKS.sub("", text)


def guide(item: Item, today: date) -> Guide:
    clocks = item.apply.process.clocks.values() if item.apply else ()
    promise = next((one for one in clocks if one.promise), None)
    return Guide(
        item=item,
        bring=[one for one in _papers(item) if not one.source],
        spared=[one for one in _papers(item) if one.source],
        known=_known(item),
        steps=_steps(item),
        promise=promise,
        promised_on=_last_day(promise.period, today) if promise else None,
        channels=words.channels(item),
        fee=words.fee(item),
        laws=[_law(one) for one in item.basis],
    )


def _last_day(period: Period, today: date) -> date | None:
    """Of what is asked for now."""
    if period.unit is Unit.HOURS:
        return clock.day_of(expiry(clock.now(), period))
    return deadline(today, period)


def _papers(item: Item) -> list[Paper]:
    if item.apply is None:
        return [Paper(name, "", True, "", "") for name in item.guide.get("materials", ())]
    labels = {field.key: field.label for field in item.apply.form}
    return [_paper(one, labels) for one in item.apply.materials]


def _paper(one: Material, labels: dict[str, str]) -> Paper:
    source = words.source(one.known) if one.known else ""
    return Paper(one.name, one.help, one.required, source, _when(one, labels))


def _when(one: Material, labels: dict[str, str]) -> str:
    """In which case a paper is wanted: “有约定的赡养费”答“是”的."""
    told = []
    for key, values in one.when.items():
        said = "”或“".join(
            {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
            for value in values
        )
        told.append(f"“{labels.get(key, key)}”答“{said}”的")
    return ", 并且".join(told)


def _known(item: Item) -> list[tuple[str, str]]:
    """Register and the answers that it gives, so that nobody is asked."""
    found: dict[str, list[str]] = {}
    for field in item.apply.form if item.apply else ():
        if field.known:
            found.setdefault(words.source(field.known), []).append(field.label)
    return [(source, "、".join(dict.fromkeys(labels))) for source, labels in found.items()]


def _steps(item: Item) -> list[str]:
    if item.apply is None:
        return list(item.guide.get("steps", ()))
    return list(_walk(item.apply.process))


def _walk(process: Process) -> Iterator[str]:
    """The usual way through, stage by stage: the first way on that is neither a detour nor an
    early end."""
    seen: set[str] = set()
    stage = process.stages[process.start]
    while stage.key not in seen and not stage.is_final:
        seen.add(stage.key)
        yield stage.plain
        ways = [
            way for way in process.ways_from(stage.key)
            if way.target not in seen and not way.corrects and way.closes in USUAL
        ]  # fmt: skip
        targets = [process.stages[way.target] for way in ways]
        targets.sort(key=lambda stage: (stage.by == APPLICANT, stage.is_final))
        if not targets:
            return
        stage = targets[0]


def _law(basis: dict) -> tuple[str, bool]:
    """Law and article; whether nobody has checked the text."""
    named = f"{basis['law']} {basis.get('article', '')}".strip()
    return named, basis.get("confidence", "seen") in UNSURE


def counters(day: date, divisions: Iterable[int] | None = None) -> list[Facility]:
    """Where one can go; only those of ``divisions`` if given. One query."""
    rows = Facility.objects.on(day).filter(kind=Facility.Kind.AFFAIRS)
    if divisions is not None:
        rows = rows.filter(division__in=divisions)
    return list(rows.order_by("code"))
