"""One question on a page: what stands in its controls, and what was typed read from a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.catalogue.items import Field

NUMERIC = {"number": "numeric", "money": "decimal", "account": "numeric"}
COMPLETE = {"phone": "tel", "address": "street-address"}
MOST_TOLD = 1000
WORDY = 12
"""Characters of a choice that fit beside another on a phone."""
HALF = 3
"""The same in large type."""
SECRET = ("identity",)
"""Never written back into a page."""


def raw_of(asked: Field, posted: QueryDict, name: str) -> Any:
    """What was typed for ``asked`` under ``name``, as ``cases.answers.read`` takes it."""
    if asked.kind == "choices":
        return posted.getlist(name)
    if asked.kind in ("date", "month"):
        parts = [posted.get(f"{name}.{part}", "").strip() for part in ("y", "m", "d")]
        parts = parts if asked.kind == "date" else parts[:2]
        if not any(parts):
            return posted.get(name, "").strip()
        return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    raw = posted.get(name, "").strip()
    return raw.replace(",", "").replace(",", "") if asked.kind == "money" else raw


@dataclass(frozen=True)
class Shown:
    """A question with what stands in it now. ``posted``: what was just typed, and wrong."""

    asked: Field
    name: str
    value: Any = None
    posted: QueryDict | None = None
    fault: str = ""
    of: str = ""
    words: tuple[str, str] = ("是", "否")
    options: tuple[tuple[str, str, bool], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(self._options()))

    def _options(self) -> list[tuple[str, str, bool]]:
        """Value, word, chosen."""
        if self.asked.kind == "yesno":
            pairs = list(zip(("1", "0"), self.words, strict=True))
            chosen = {"": [], "1": ["1"], "0": ["0"]}[self._yesno()]
        else:
            pairs = [(one, one) for one in self.asked.options]
            chosen = self._chosen()
        return [(value, word, value in chosen) for value, word in pairs]

    def _yesno(self) -> str:
        if self.posted is not None:
            typed = self.posted.get(self.name, "")
            return typed if typed in ("0", "1") else ""
        return "" if self.value is None else "1" if self.value else "0"

    def _chosen(self) -> list[str]:
        if self.posted is not None:
            return self.posted.getlist(self.name)
        return self.value if isinstance(self.value, list) else [self.value] if self.value else []

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """Beside a line of text."""
        return forms.offered(self.asked) if self.control == "line" else ()

    @property
    def control(self) -> str:
        """Which controls the template draws."""
        if self.asked.kind in ("yesno", "choice"):
            return "radio"
        if self.asked.kind == "choices":
            return "check"
        return self.asked.kind if self.asked.kind in ("date", "month", "long") else "line"

    @property
    def text(self) -> str:
        if self.asked.kind in SECRET:
            return ""
        if self.posted is not None:
            return self.posted.get(self.name, "")
        if self.value is None:
            return ""
        return format_fen(self.value) if self.asked.kind == "money" else str(self.value)

    @property
    def parts(self) -> list[tuple[str, str, str, int]]:
        """Name, word, value and width of year, month and day."""
        values = str(self.value).split("-") if self.value else []
        words = [("y", "年", 4), ("m", "月", 2), ("d", "日", 2)]
        words = words if self.asked.kind == "date" else words[:2]
        made = []
        for place, (part, word, size) in enumerate(words):
            kept = values[place].lstrip("0") if place < len(values) else ""
            typed = self.posted.get(f"{self.name}.{part}", "") if self.posted is not None else kept
            made.append((f"{self.name}.{part}", word, typed, size))
        return made

    @property
    def bounds(self) -> str:
        """Told before somebody runs against them; years and what no one reaches are not."""
        low, high = self.asked.low, self.asked.high
        if low is None or high is None or high > MOST_TOLD or str(high) in self.asked.ask:
            return ""
        return f"可以填 {low} 到 {high}。"

    @property
    def unit(self) -> str:
        return "元" if self.asked.kind == "money" else ""

    @property
    def inputmode(self) -> str:
        return NUMERIC.get(self.asked.kind, "text")

    @property
    def autocomplete(self) -> str:
        return COMPLETE.get(self.asked.kind, "off")

    @property
    def is_wordy(self) -> bool:
        """Whether what is to choose from wants lines of its own."""
        return any(len(word) > WORDY for _, word, _ in self.options)

    @property
    def has_words(self) -> bool:
        """Whether half the width of a phone is too little for it in large type."""
        return any(len(word) > HALF for _, word, _ in self.options)

    @property
    def is_short(self) -> bool:
        return self.asked.kind in NUMERIC and self.asked.kind != "account"
