"""The stocks that the synthetic district must show at each year's end (``data/stocks.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def stocks() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "stocks.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def scaled(number: int, scale: float) -> int:
    """A count of people at this scale; at scale 1 the number itself."""
    return round(number * scale)


def people(scale: float) -> dict[str, int]:
    """The population targets at ``scale``."""
    return {key: scaled(value, scale) for key, value in stocks()["people"].items()}


def by_year(targets: dict[int, int], scale: float = 1.0) -> dict[int, int]:
    return {year: scaled(value, scale) for year, value in targets.items()}
