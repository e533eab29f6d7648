"""The house's own rules about money (``house.yaml``): figures that are in no law we have seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

UNITS = {"months": "个月", "days": "天", "percent": "%", "persons": "人"}
CONFIDENCE = ("seen", "memory", "unverified")
FILE = Path(__file__).parent / "house.yaml"


@dataclass(frozen=True)
class Rule:
    name: str
    value: int
    unit: str
    basis: str
    confidence: str

    def __post_init__(self) -> None:
        is_said = all((self.name, self.basis)) and self.unit in UNITS
        if not is_said or self.confidence not in CONFIDENCE or self.value < 0:
            raise ValueError(f"{FILE.name}: {self}")

    @property
    def words(self) -> str:
        basis = self.basis.replace("(", ", ").replace(")", "")  # no brackets within brackets
        return f"{self.value}{UNITS[self.unit]}({basis})"


@cache
def rules() -> dict[str, Rule]:
    """Raises ValueError or TypeError where the file says something else than it should."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {key: Rule(**one) for key, one in said.items()}


def rule(key: str) -> Rule:
    return rules()[key]
