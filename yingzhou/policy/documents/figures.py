"""The page of a parameter: its whole history, with sources and how sure each figure is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from yingzhou.policy.files.parameters import Axis, Dated, Parameter
from yingzhou.policy.kinds import FLAG, RATIO
from yingzhou.policy.shown import shown

from .links import SURE, Links, cell

ENDED = "不再有"


def parameter_page(links: Links, name: str) -> str:
    return "\n".join(_lines(links, links.book.parameters[name])) + "\n"


def _lines(links: Links, one: Parameter) -> Iterator[str]:
    yield f"# 参数 {one.name}"
    yield ""
    yield f"{one.meaning}。单位: {unit_of(one)}。依据: {one.basis}。"
    yield ""
    yield "| 自 | 数值 | 来源 | 确信 | 说明 |"
    yield "|---|---|---|---|---|"
    for dated in reversed(one.history):
        value = value_of(one, dated)
        sure = SURE[dated.confidence]
        yield f"| {dated.since} | {value} | {cell(dated.source)} | {sure} | {cell(dated.note)} |"
    yield ""
    users = links.users.get(one.name, [])
    yield "用到它的规则: " + ("、".join(links.rule(key) for key in users) or "(没有)")
    yield ""
    yield f"写在 `{links.place(one.file)}`。[回到目录](../README.md)"


def unit_of(one: Parameter) -> str:
    return {RATIO: "比例", FLAG: "是否"}.get(one.kind) or str(one.kind.unit)


def value_of(one: Parameter, dated: Dated) -> str:
    """The figure, or every cell of the table on a line of its own."""
    if dated.value is None:
        return ENDED
    if not one.axes:
        return shown(one.kind, dated.value[0])
    rows = product(*(_names(axis) for axis in one.axes))
    return "<br>".join(
        f"{'、'.join(row)}: {shown(one.kind, value)}"
        for row, value in zip(rows, dated.value, strict=True)
    )


def _names(axis: Axis) -> list[str]:
    """“周岁 65 起” for steps."""
    if axis.labels:
        return [cell(label) for label in axis.labels]
    return [f"{axis.key} {step} 起" for step in axis.steps]
