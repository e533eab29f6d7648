"""How the numbers of letters begin (文号的机关代字), by who signs: ``data/series.yaml``, checked
when it is first read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from yingzhou.policy.faults import Faults
from yingzhou.policy.files.lines import line_of, read
from yingzhou.policy.files.schema import CONFIDENCE, TEXT, check, entry

FILE = Path(__file__).parent / "data" / "series.yaml"
GOVERNMENT = "人民政府"
COMMITTEE = re.compile("(村民|居民)委员会$")
LONGEST = 40
KINDS = {"bureau": "区民政局", "town": "乡镇", "village": "村居"}
_ONE = entry(["series", "source"], {"series": TEXT, "source": TEXT, "confidence": CONFIDENCE})
SCHEMA = entry(
    [*KINDS, "named"],
    {**dict.fromkeys(KINDS, _ONE), "named": {"type": "object", "additionalProperties": _ONE}},
)
UNCHECKED = ("memory", "derived", "unverified")


@dataclass(frozen=True)
class Series:
    """``whose``: a kind of body, or one by name; ``text`` may hold ``{name}``."""

    whose: str
    text: str
    source: str
    confidence: str

    @property
    def is_unchecked(self) -> bool:
        return self.confidence in UNCHECKED

    @property
    def shown(self) -> str:
        """As people read it."""
        return self.text.replace("{name}", f"({self.whose}名)")

    def of(self, name: str) -> str:
        """As long as its column: the name gives way."""
        room = LONGEST - len(self.text.replace("{name}", ""))
        return self.text.replace("{name}", name[:room])


@cache
def table() -> dict[str, Series]:
    """By kind, and by name."""
    faults = Faults()
    content: Any = read(FILE)
    check(content, SCHEMA, FILE.name, faults)
    for kind in ("town", "village"):
        if "{name}" not in str(content.get(kind, {}).get("series", "{name}")):
            problem = "写了同一个代字, 各家的号会混在一起"
            faults.add(FILE.name, line_of(content, [kind]), problem, "写 {name}")
    faults.check()
    rows = {**{key: content[key] for key in KINDS}, **content["named"]}
    return {
        key: Series(KINDS.get(key, key), one["series"], one["source"],
                    one.get("confidence", "seen"))
        for key, one in rows.items()
    }  # fmt: skip


def series_of(signed_by: str) -> str:
    """What another body than the bureau signs has its own numbers: 城桥镇城桥村证〔2026〕1号."""
    known = table()
    if not signed_by or signed_by == settings.LETTERS_SIGNED_BY:
        return known["bureau"].of("")
    kind, name = "village", COMMITTEE.sub("", signed_by)
    if signed_by.endswith(GOVERNMENT):
        district = settings.LETTERS_REVIEWED_BY.removesuffix(GOVERNMENT)
        kind, name = "town", signed_by.removeprefix(district).removesuffix(GOVERNMENT)
    return known.get(name, known[kind]).of(name)
