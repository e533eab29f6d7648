"""One parameter: value today, history as a step chart, tables by date, the rules that use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.files.parameters import Axis, Dated, Parameter
from yingzhou.policy.kinds import FLAG, SCALE, Kind
from yingzhou.policy.shown import shown
from yingzhou.policy.words import parameter_name
from yingzhou.ui.charts import Chart, trend

from .rule import CONFIDENCE
from .things import Link, link, parameter_of
from .usage import users_ever


@dataclass(frozen=True)
class Table:
    """Bands: ``head`` names the columns; each row begins with its own band."""

    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Past:
    """What held until ``until`` (None: to this day). ``change``: against what was before."""

    dated: Dated
    until: date | None
    value: str
    table: Table | None
    change: str
    confidence: str
    state: str


@dataclass(frozen=True)
class Page:
    parameter: Parameter
    title: str
    now: Past | None
    history: list[Past]
    chart: Chart | None
    users: list[Link]


def page(name: str, day: date) -> Page | None:
    parameter = book().parameters.get(name)
    if parameter is None:
        return None
    history = _history(parameter, day)
    now = next((one for one in history if one.state == "现行"), None)
    users = [link(one, day) for one in users_ever(parameter_of(name))]
    return Page(
        parameter, parameter_name(name), now, history[::-1], _chart(parameter, day), users
    )  # fmt: skip


def _history(parameter: Parameter, day: date) -> list[Past]:
    made: list[Past] = []
    found = parameter.history
    for n, one in enumerate(found):
        after = found[n + 1] if n + 1 < len(found) else None
        before = found[n - 1] if n else None
        held = one.since <= day and (after is None or day < after.since)
        state = "现行" if held and one.value is not None else "将来" if one.since > day else "以往"
        made.append(
            Past(
                one,
                date.fromordinal(after.since.toordinal() - 1) if after else None,
                _value(parameter, one),
                _table(parameter, one),
                _change(parameter, before, one),
                CONFIDENCE[one.confidence],
                state,
            )
        )
    return made


def _value(parameter: Parameter, dated: Dated) -> str:
    if dated.value is None:
        return "不再有"
    return "" if parameter.axes else shown(parameter.kind, dated.value[0])


def _change(parameter: Parameter, before: Dated | None, after: Dated) -> str:
    """By how much, where that is a plain number."""
    if parameter.axes or parameter.kind == FLAG or before is None:
        return ""
    if before.value is None or after.value is None:
        return ""
    step = after.value[0] - before.value[0]
    if step == 0:
        return "没有变"
    return f"{'增' if step > 0 else '减'} {shown(parameter.kind, abs(step))}"


def _table(parameter: Parameter, dated: Dated) -> Table | None:
    if not parameter.axes or dated.value is None:
        return None
    *outer, last = parameter.axes
    bands = [_bands(axis) for axis in parameter.axes]
    cells = [shown(parameter.kind, value) for value in dated.value]
    if not outer:
        rows = [[band, cell] for band, cell in zip(bands[0], cells, strict=True)]
        return Table([last.key, "数"], rows)
    width = last.size
    rows = [
        [" · ".join(names), *cells[n * width : (n + 1) * width]]
        for n, names in enumerate(product(*bands[:-1]))
    ]
    head = f"{'、'.join(axis.key for axis in outer)} ╲ {last.key}"
    return Table([head, *bands[-1]], rows)


def _bands(axis: Axis) -> list[str]:
    """65 to 69, 70 to 74, 75 以上."""
    if axis.labels:
        return list(axis.labels)
    made = []
    for start, following in zip(axis.steps, [*axis.steps[1:], None], strict=True):
        if following is None:
            made.append(f"{start} 以上")
        else:
            made.append(str(start) if following == start + 1 else f"{start}–{following - 1}")
    return made


def _chart(parameter: Parameter, day: date) -> Chart | None:
    """Steps, with an open point where nobody has verified the figure."""
    kind = parameter.kind
    known = [one for one in parameter.history if one.since.year > 1949]
    if parameter.axes or kind == FLAG or len(known) < 2:
        return None
    days = [one.since for one in known]
    values = [_plain(kind, one.value) for one in known]
    unverified = [one.is_unverified for one in known]
    if day > days[-1]:
        days, values = [*days, day], [*values, values[-1]]
        unverified.append(unverified[-1])
    unit = "%" if kind.scale and not kind.unit.powers else str(kind.unit)
    chart = trend(days, values, name=parameter_name(parameter.name), unit=unit)
    series = chart.option["series"][0]
    series["step"] = "end"
    series["data"] = [
        {"value": point, "symbol": "emptyCircle" if doubtful else "circle"}
        for point, doubtful in zip(series["data"], unverified, strict=True)
    ]
    return chart


def _plain(kind: Kind, value: tuple[int, ...] | None) -> float | None:
    """For drawing only: yuan, percent, or the number itself."""
    if value is None:
        return None
    if kind.is_money:
        return value[0] / 100
    return value[0] * 100 / SCALE if kind.scale else float(value[0])
