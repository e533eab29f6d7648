"""On what each number rests that the rules counted with: 按核对, 按入户, 按核定, 按申报, 按登记."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.verified import BY
from yingzhou.kernel.catalogue.items import Field

NAMED = "named"
"""A source beside those that somebody chooses from: named at a step, as the amount needed is."""
SHOWN = {**BY, NAMED: "按核定"}
UNSETTLED = "还没有核实"
UNASKED = "按年龄、性别不用问"


def of(
    form: Iterable[Field],
    who: str,
    entity: str,
    registry: Mapping[str, Any],
    told: Mapping[str, Any],
    sources: Mapping[str, str],
    unasked: Mapping[str, Any],
) -> list[dict[str, str]]:
    """Of one person or of the household; ``registry``, ``told``: facts in the engine's numbers;
    ``sources``: of the questions that somebody has verified; ``unasked``: what goes without saying
    of whoever the question makes no sense of."""
    found = []
    for field in form:
        at, _, name = field.fact.partition(".")
        value = told.get(name, registry.get(name, unasked.get(name)))
        if at != entity or value is None:
            continue
        by = SHOWN.get(sources.get(field.key, ""), "")
        line = {"of": who, "label": field.label, "value": _shown(field, value)}
        is_unasked = name not in told and name not in registry
        rests = UNASKED if is_unasked else _unverified(name, registry, told)
        found.append({**line, "by": by or rests})
    return found


def _unverified(name: str, registry: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    if name not in told:
        return "按登记"
    if name not in registry:
        return "按申报"
    same = registry[name] == told[name]
    return "按申报, 和登记一致" if same else f"按申报, 和登记不一致, {UNSETTLED}"


def _shown(field: Field, value: Any) -> str:
    if field.kind == "date":
        text = f"{value:08d}"
        return forms.written(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    return forms.shown(field, bool(value) if field.kind == "yesno" else value)
