"""The fields of one page: what was typed, what is wrong with it, and how it is shown again."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from yingzhou.core import clock

from .answers import DO_NOT_KNOW, Answers, Page
from .questions import Question, Unclear, check_day, question

BLANK = "请填一个答案; 不清楚就选“不知道”。"
BLANK_NEEDED = "请选一个数, 我们才知道要问几个人。"


@dataclass
class Typed:
    """What came in from one page: written answers by key, and faults by key."""

    questions: list[Question]
    raw: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    blanks: dict[str, str] = field(default_factory=dict)


def typed_on(posted: QueryDict, now: Page, answers: Answers) -> Typed:
    """Reads one page; what cannot be understood is a fault in plain words."""
    raw = {name: str(value) for name, value in posted.items()}
    asked = [one for key in now if (one := question(key, answers)) is not None]
    typed = Typed(asked, raw)
    for one in asked:
        try:
            written = one.read(raw)
            if one.control == "date" and written not in ("", DO_NOT_KNOW):
                check_day(written, clock.today())
        except Unclear as unclear:
            typed.faults[one.key] = str(unclear)
            continue
        if written:
            typed.values[one.key] = written
        elif one.control != "list":
            typed.blanks[one.key] = BLANK if one.may_skip else BLANK_NEEDED
        else:
            typed.values[one.key] = DO_NOT_KNOW
    return typed


@dataclass(frozen=True)
class Shown:
    """A question with what was typed and what is wrong with it, for the template."""

    number: int
    question: Question
    raw: dict[str, str]
    fault: str

    def _at(self, part: str = "") -> str:
        return self.raw.get(f"{self.question.key}{part}", "")

    @property
    def id(self) -> str:
        return f"q{self.number}"

    @property
    def chosen(self) -> str:
        return self._at()

    @property
    def value(self) -> str:
        return self._at(".v")

    @property
    def mark(self) -> str:
        return self._at(".k")

    @property
    def day(self) -> tuple[tuple[str, str, str, int], ...]:
        """Name, word, value and width of each part of a date."""
        words = (("y", "年", 4), ("m", "月", 2), ("d", "日", 2))
        return tuple((part, word, self._at(f".{part}"), size) for part, word, size in words)
