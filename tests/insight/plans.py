"""A second plan as a folder of files, for tests that load one beside the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

PLAN = {
    "code": "2026-2030",
    "name": "崇明区民政事业发展“十五五”规划",
    "short_name": "“十五五”规划",
    "from": "2026-01-01",
    "to": "2030-12-31",
    "base": "2025-12-31",
    "source": "测试用规划",
}
BEDS = {
    "number": 1,
    "name": "养老床位总数",
    "definition": "全区养老床位总数",
    "numerator": "beds",
    "digits": 0,
    "baseline": 10186,
    "target": 12000,
    "unit": "张",
    "kind": "预期性",
}
NURSING = {
    "number": 2,
    "name": "护理型床位占比",
    "definition": "护理型床位数/总床位数",
    "numerator": "nursing_beds",
    "denominator": "beds",
    "per": 100,
    "digits": 1,
    "baseline": 57.8,
    "target": "70",
    "unit": "%",
    "kind": "约束性",
}
TASKS = [{"id": "T01", "section": "四(一)", "title": "养老服务", "ids": ["C1"], "owner": "养老科"}]


def write_plan(folder: Path, **changed: Any) -> Path:
    """The four files in ``folder/next``; ``changed`` replaces the content of some."""
    place = folder / "next"
    place.mkdir(parents=True, exist_ok=True)
    files = {"plan": PLAN, "indicators": [BEDS, NURSING], "tasks": TASKS, "contradictions": []}
    for name, content in {**files, **changed}.items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        if name == "plan":  # dates stand unquoted, as people write them
            text = text.replace("'20", "20").replace("1'\n", "1\n")
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    return place
