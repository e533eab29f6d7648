"""Which way on is the usual one, and the sentence that says what to do here. Where it depends on
what was found, none is: they stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yingzhou.kernel.cases.models import Step
from yingzhou.kernel.cases.selectors.rights import Right
from yingzhou.kernel.catalogue.items import Process, Stage, Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT

from .fields import Ask

REFUSALS = ("refused", "not_accepted", "ended", "withdrawn", "lapsed")
CHECKS = {"answers", "materials", "computed", "publicity_over"}
"""What a step looks into by itself: it does not rest on the officer's word alone."""


SPECIAL = "; 别的几种只在确有那种情况时办"


@dataclass(frozen=True)
class Way:
    """A button of who may press it. ``lacks``: why it cannot be pressed yet; ``heard``: what which
    department said of the matter, to be read before; ``noted``: why what an objection put right
    changed no number; ``instead``: what was typed why an office above acts."""

    way: Transition
    right: Right
    lacks: tuple[str, ...]
    asks: tuple[Ask, ...]
    words: str = ""
    faults: tuple[str, ...] = ()
    adds_lines: bool = False
    wanted: str = ""
    instead: str = ""
    heard: tuple[tuple[str, str], ...] = ()
    noted: str = ""

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
        if "refuse" in (self.way.decides, self.way.proposes) or self.way.closes in REFUSALS:
            return "against"
        return "on"

    @property
    def is_plain(self) -> bool:
        """Nothing to fill in, and nothing that one click too many would end."""
        is_asked = self.asks or self.needs_words or self.adds_lines or self.right.instead
        return self.tone == "on" and not is_asked

    @property
    def is_bare(self) -> bool:
        """It ends the matter on a click: nothing is written down, and nothing looked into."""
        is_plain = not self.asks and not self.needs_words and not CHECKS & set(self.way.needs)
        return bool(self.way.closes) and not self.way.decides and is_plain


def usual(
    found: Sequence[Way], stage: Stage, process: Process, steps: Sequence[Step], *, is_lacking: bool
) -> Way | None:
    """The only way on that is taken without a reason of its own, also while something is lacking
    for it: what is for special cases does not take its place. None where it is a judgement."""
    ours = _ours(found, stage.by)
    on = [way for way in ours if way.tone == "on" and way.way.corrects != "ask"]
    if is_lacking:  # nobody has brought everything while something is missing
        on = [way for way in on if way.way.corrects != "answer"]
    if stage.by == APPLICANT:  # what they answer is theirs: no answer stands before another
        is_free = len(on) == 1 and on[0].may and not on[0].needs_words
        return on[0] if is_free and not waits_for_word(stage, process) else None
    asks = [way for way in ours if way.way.corrects == "ask" and way.may and not way.wanted]
    if asks and not any(way.may for way in on):  # once, and where nothing else can be done
        return asks[0]
    if sum(one.by == stage.by for one in process.ways_from(stage.key)) == 1:
        return next(iter(ours), None)
    plain = [way for way in on if not way.is_judged]
    if len(plain) != 1 or stage.weighs or _is_judgement(plain[0], ours):
        return None
    if plain[0].way.decides and (not plain[0].may or _is_refused(process, steps)):
        return None
    return plain[0]


def _is_judgement(way: Way, ours: Sequence[Way]) -> bool:
    """For or against is proposed here; or it would be over on a click, with nothing said."""
    refuses = any("refuse" in (one.way.proposes, one.way.decides) or one.way.closes == "refused"
                  for one in ours)  # fmt: skip
    return way.is_bare or (way.way.proposes == "grant" and refuses)


def waits_for_word(stage: Stage, process: Process) -> bool:
    """Whether the applicant is asked how it stands: none of the answers is an officer's to give,
    also not the only one that this officer may put down."""
    answers = [one for one in process.ways_from(stage.key) if one.closes != "withdrawn"]
    theirs = [one for one in answers if one.by == APPLICANT and one.says]
    return stage.by == APPLICANT and len(theirs) > 1


def choices(found: Sequence[Way], by: str) -> list[Way]:
    """Nothing where the applicant goes on: what a clerk puts down for them is no judgement."""
    return [way for way in _ours(found, by) if way.may and by != APPLICANT]


def in_words(main: Way | None, possible: Sequence[Way], ways: Sequence[Way]) -> str:
    if main is None:
        names = "、".join(f"“{one.way.name}”" for one in possible)
        if len(possible) == 1:
            shut = any(one.lacks and one.way.by == possible[0].way.by for one in ways)
            return f"现在能办的是{names}{'; 别的还缺什么, 写在下面' if shut else ''}。"
        return f"看情况选一种: {names}。" if possible else ""
    if main.lacks:
        special = any(one.may for one in ways if one is not main and one.way.by == main.way.by)
        return f"先补上缺的, 再办“{main.way.name}”{SPECIAL if special else ''}。"
    if main.way.by == APPLICANT:
        return f"等当事人答复。当面说了、打电话说了的, 照原话替他办“{main.way.name}”。"
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
