"""Which way on is the usual one, and the sentence that says what to do here. Where it depends on
what was found, none is: they stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yingzhou.kernel.cases.models import Step
from yingzhou.kernel.cases.selectors.rights import Right
from yingzhou.kernel.catalogue.items import Process, Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT

from .fields import Ask

REFUSALS = ("refused", "not_accepted", "ended", "withdrawn", "lapsed")


@dataclass(frozen=True)
class Way:
    """A button of who may press it. ``lacks``: why it cannot be pressed yet."""

    way: Transition
    right: Right
    lacks: tuple[str, ...]
    asks: tuple[Ask, ...]
    words: str = ""
    faults: tuple[str, ...] = ()
    adds_lines: bool = False
    wanted: str = ""

    @property
    def may(self) -> bool:
        return not self.lacks

    @property
    def is_judged(self) -> bool:
        """Taken for a reason: not what is usually done here."""
        return "reason" in self.way.needs

    @property
    def needs_words(self) -> bool:
        return self.is_judged or bool(self.wanted)

    @property
    def tone(self) -> str:
        """How the button looks: against the applicant, back, or on."""
        if self.way.decides == "refuse" or self.way.closes in REFUSALS:
            return "against"
        return "on"

    @property
    def is_plain(self) -> bool:
        """Nothing to fill in, and nothing that one click too many would end."""
        return self.tone == "on" and not self.asks and not self.needs_words and not self.adds_lines


def usual(
    found: Sequence[Way], by: str, process: Process, steps: Sequence[Step], *, is_lacking: bool
) -> Way | None:
    """The only way on that is taken without a reason of its own; asking for more only where nothing
    else can be done, and once. None where it is a judgement between ways, or against what was
    proposed. Nobody has brought everything while something is missing."""
    ours = _ours(found, by)
    on = [way for way in ours if way.tone == "on" and way.way.corrects != "ask"]
    if is_lacking:
        on = [way for way in on if way.way.corrects != "answer"]
    if by == APPLICANT:
        return next((way for way in on if way.may and not way.needs_words), None)
    can = [way for way in ours if way.may]
    if not can:
        return next(iter(on), None)
    plain = [way for way in on if not way.is_judged]
    if len(plain) == 1 and plain[0].may:
        return None if plain[0].way.decides and _is_refused(process, steps) else plain[0]
    if not plain and len(can) == 1:
        return can[0]
    asks = [way for way in can if way.way.corrects == "ask" and not way.wanted]
    return asks[0] if asks and not any(way.may for way in on) else None


def choices(found: Sequence[Way], by: str) -> list[Way]:
    """Nothing where the applicant goes on: what a clerk puts down for them is no judgement."""
    return [way for way in _ours(found, by) if way.may and by != APPLICANT]


def in_words(main: Way | None, possible: Sequence[Way], ways: Sequence[Way]) -> str:
    if main is None:
        names = "、".join(f"“{one.way.name}”" for one in possible)
        if len(possible) == 1:
            return f"现在能办的是{names}。"
        return f"看情况选一种: {names}。" if possible else ""
    if main.lacks:
        return f"先补上缺的, 再办“{main.way.name}”。"
    if main.way.corrects == "ask":
        return f"还差的一次说全, 办“{main.way.name}”。"
    against = next((one for one in ways if one.may and one.way.decides == "refuse"), None)
    refuse = f"; 不符合的, 写明理由办“{against.way.name}”" if against else ""
    return f"核对填报和材料, 没有问题就办“{main.way.name}”{refuse}。"


def _ours(found: Sequence[Way], by: str) -> list[Way]:
    return [way for way in found if way.way.by == by and not way.right.instead]


def _is_refused(process: Process, steps: Sequence[Step]) -> bool:
    """Whether a refusal was proposed last."""
    ways = [process.transitions.get(step.transition) for step in steps]
    proposed = [way.proposes for way in ways if way is not None and way.proposes]
    return proposed[-1:] == ["refuse"]
