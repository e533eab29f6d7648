"""The figures of ``compare.py`` as a table for people."""

from __future__ import annotations

from typing import Any

_PARTS = (
    ("load", "load"), ("run", "month"), ("both", "load+month"), ("again", "next month"),
    ("cpu", "month, cpu"),
)  # fmt: skip


def table(figures: dict[str, Any]) -> str:
    lines = [
        f"{figures['persons']:,} persons, {figures['households']:,} households, eight results of "
        f"one month; {figures['processors']} processors; OpenFisca-Core {figures['version']}",
        f"once beforehand: import {figures['import']:.1f} s, rules read and compiled "
        f"{figures['compile']:.1f} s",
        "",
        f"{'milliseconds, best':<24}" + "".join(f"{title:>12}" for _, title in _PARTS),
    ]
    for engine, parts in figures["seconds"].items():
        cells = "".join(_cell(parts.get(part)) for part, _ in _PARTS)
        lines.append(f"{engine:<24}{cells}")
    return "\n".join([*lines, "", *_ratios(figures), "", *_differences(figures)])


def _cell(seconds: float | None) -> str:
    return f"{'':>12}" if seconds is None else f"{seconds * 1000:>12.1f}"


def _ratios(figures: dict[str, Any]) -> list[str]:
    times = figures["seconds"]
    mine, builder, arrays = times["ours"], times["OpenFisca, builder"], times["OpenFisca, arrays"]
    run = min(builder["run"], arrays["run"])
    found = (
        ("month, into new arrays", run / mine["run"], "3.5"),
        ("month, into the arrays of the last", run / mine["again"], ""),
        ("month, one thread", run / times["ours, one thread"]["run"], ""),
        ("month, processor time", _cpu(times), ""),
        ("load + month, its documented builder", builder["both"] / mine["both"], "5"),
        ("load + month, arrays put in by hand", arrays["both"] / mine["both"], ""),
    )
    lines = [f"{'times as fast as OpenFisca':<42}{'ratio':>8}{'bar':>8}"]
    lines += [f"{name:<42}{ratio:>8.2f}{bar:>8}" for name, ratio, bar in found]
    copied = mine["again"] / times["copy"]["again"]
    name = f"next month against copying {figures['bytes'] / 1e6:.0f} MB"
    return [*lines, "", f"{name:<42}{copied:>8.2f}{'10':>8}"]


def _cpu(times: dict[str, Any]) -> float:
    """Both on one thread: what a busy machine disturbs least."""
    theirs = min(times["OpenFisca, builder"]["cpu"], times["OpenFisca, arrays"]["cpu"])
    return theirs / times["ours, one thread"]["cpu"]


def _differences(figures: dict[str, Any]) -> list[str]:
    mine, theirs = figures["wrong"]["ours"], figures["wrong"]["OpenFisca"]
    months = f"rows that differ, {figures['months']} months"
    lines = [f"{months:<32}{'rows':>12}{'ours':>8}{'OpenFisca':>12}{'worst, yuan':>14}"]
    for name, count in mine.items():
        wrong, worst, rows = theirs[name]
        title = name + " " * (32 - 2 * len(name))
        lines.append(f"{title}{rows:>12,}{count:>8,}{wrong:>12,}{worst:>14}")
    left = f"{figures['left_out']:,} rows of households without members were not given to OpenFisca"
    return [*lines, left]
