"""What the history must come to (``data/history.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Target:
    """``persons``: 人次; ``fen``."""

    persons: int
    fen: int


@cache
def shapes() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "data" / "history.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def target(name: str, scale: float) -> Target:
    """Of 2016-2020 at this scale, in steps that the law's amounts can make up."""
    said = shapes()["planned"][name]
    step = said["step"]
    return Target(round(said["persons"] * scale), round(said["yuan"] * scale / step) * step * 100)
