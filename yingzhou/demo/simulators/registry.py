"""Which simulators there are."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from yingzhou.demo.simulators import parts
from yingzhou.demo.simulators.contract import Simulator


@cache
def simulators() -> dict[str, Simulator]:
    """Of all files in ``parts/``, by name."""
    found: dict[str, Simulator] = {}
    for module in pkgutil.iter_modules(parts.__path__, f"{parts.__name__}."):
        for one in import_module(module.name).SIMULATORS:
            if one.name in found or one.name in ("control", "ready"):
                raise ValueError(f"two simulators at /{one.name}/")
            found[one.name] = one
    return found
