"""Kinds, plans and forms as the files say, checked when they are read: a fault names its place.

A form has a version; whoever changes its questions raises it. A record keeps its questions as they
were asked, so that an old one is read without the old file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yingzhou.core.periods import Period, Unit
from yingzhou.kernel.catalogue.items import Field
from yingzhou.kernel.catalogue.items.build import field as built

HERE = Path(__file__).parent
ROLES = {"village": "村居", "town": "乡镇", "district": "区民政局"}
CONFIDENCE = ("seen", "memory", "unverified")
COUNTS = ("calendar", "own")
CLASSES = ("public", "personal", "sensitive", "children")


@dataclass(frozen=True)
class Form:
    """``outcome``: the question whose answer others go by; ``photos``: how many at most."""

    key: str
    version: str
    name: str
    fields: tuple[Field, ...]
    outcome: str = ""
    photos: int = 0


@dataclass(frozen=True)
class Return:
    days: int
    why: str


@dataclass(frozen=True)
class Kind:
    """See ``kinds.yaml`` for what each means."""

    key: str
    name: str
    form: str
    role: str
    data: str
    people: int = 1
    grace: int = 0
    again_days: int = 0
    again_most: int = 0
    may_decline: int = 0
    returns: Mapping[str, Return] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """See ``plans.yaml``."""

    key: str
    name: str
    kind: str
    whom: Mapping[str, Any]
    every: Period
    counts: str
    basis: str
    confidence: str
    once: bool = False


class FileFault(ValueError):
    """What is wrong in which file."""


def _said(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise FileFault(f"{path.name}: 要写成“名称: 内容”")
    return found


def _must(ok: bool, where: str, words: str) -> None:
    if not ok:
        raise FileFault(f"{where}: {words}")


@cache
def forms() -> dict[str, Form]:
    return {form.key: form for form in map(_form, sorted((HERE / "forms").glob("*.yaml")))}


def _form(path: Path) -> Form:
    said = _said(path)
    fields = tuple(map(built, said["fields"]))
    keys = [one.key for one in fields]
    _must(len(keys) == len(set(keys)), path.name, "有同名的问题")
    outcome = said.get("outcome", "")
    _must(not outcome or outcome in keys, path.name, f"没有“{outcome}”这个问题")
    for one in fields:
        lost = set(one.when) - set(keys)
        _must(not lost, path.name, f"{one.key} 的条件提到没有的问题: {'、'.join(lost)}")
    return Form(said["key"], str(said["version"]), said["name"], fields, outcome, said["photos"])


@cache
def kinds() -> dict[str, Kind]:
    return {key: _kind(key, said) for key, said in _said(HERE / "kinds.yaml").items()}


def _kind(key: str, said: dict[str, Any]) -> Kind:
    where = f"kinds.yaml {key}"
    again = said.pop("again", {})
    returns = {name: Return(**one) for name, one in said.pop("returns", {}).items()}
    _must(said["role"] in ROLES, where, f"role 要是 {'、'.join(ROLES)} 之一")
    _must(said["data"] in CLASSES, where, f"data 要是 {'、'.join(CLASSES)} 之一")
    form = forms().get(said["form"])
    _must(form is not None or not said["form"], where, f"没有表单 {said['form']}")
    if returns:
        asked = (
            next((one for one in form.fields if one.key == form.outcome), None) if form else None
        )
        lost = set(returns) - set(asked.options if asked else ())
        _must(not lost, where, f"表单没有这样的结果: {'、'.join(lost)}")
    return Kind(
        key=key,
        again_days=again.get("days", 0),
        again_most=again.get("most", 0),
        returns=returns,
        **said,
    )


@cache
def plans() -> dict[str, Plan]:
    return {key: _plan(key, said) for key, said in _said(HERE / "plans.yaml").items()}


def _plan(key: str, said: dict[str, Any]) -> Plan:
    where = f"plans.yaml {key}"
    _must(said["kind"] in kinds(), where, f"没有种类 {said['kind']}")
    _must(said["counts"] in COUNTS, where, f"counts 要是 {'、'.join(COUNTS)} 之一")
    _must(said["confidence"] in CONFIDENCE, where, f"confidence 要是 {'、'.join(CONFIDENCE)} 之一")
    every = Period(said["every"]["length"], Unit(said["every"]["unit"]))
    _must(every.unit is Unit.MONTHS and every.length > 0, where, "every 按月写")
    _must(
        said["counts"] == "own" or 12 % every.length == 0, where, "按日历算的, 一年要能分成整数段"
    )
    return Plan(key=key, every=every, **{k: v for k, v in said.items() if k != "every"})
