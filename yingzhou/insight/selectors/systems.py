"""What the plan calls the systems it lists (id → name): who will keep a record one day."""

from __future__ import annotations

from functools import cache

import yaml

from yingzhou.insight.plan_files import folders, read_plan


@cache
def system_names(plan_code: str) -> dict[str, str]:
    """The plan's names of the systems it lists; empty for a plan that brings no such file."""
    for folder in folders():
        path = folder / "systems.yaml"
        if path.is_file() and read_plan(folder).code == plan_code:
            names: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
            return names
    return {}
