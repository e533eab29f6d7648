"""From rows of text to a report: which rows are good, which are not and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from yingzhou.core.redaction import redact
from yingzhou.core.timeline import Refused

from .definition import WHOLE_ROW, Candidate, Context, Problem, Row, Sheet


@dataclass
class Report:
    """``similar``: by row number, the records that a good row may be about."""

    rows: list[Row]
    context: Context
    problems: list[Problem] = field(default_factory=list)
    similar: dict[int, Sequence[Candidate]] = field(default_factory=dict)

    def good(self) -> list[Row]:
        """Rows without a problem."""
        bad = {problem.row for problem in self.problems}
        return [row for row in self.rows if row.number not in bad]

    def known(self) -> set[int]:
        """Numbers of the rows that are beyond doubt about a record that is there already."""
        return {n for n, found in self.similar.items() if any(one.is_same for one in found)}


def prepared(sheet: Sheet, rows: list[Row], context: Context) -> Context:
    """Parse the cells (values and faults are noted in the rows) and read what the checks need."""
    for row in rows:
        for column in sheet.columns:
            _parse(row, column.key, sheet)
    return replace(context, known=sheet.prepare(rows, context))


def _parse(row: Row, key: str, sheet: Sheet) -> None:
    column = sheet.column(key)
    cell = row.cells.get(key, "")
    row.values[key] = None
    if not cell:
        if column.required and not any(faulty == key for faulty, _ in row.faults):
            row.faults.append((key, "没有填写"))
        return
    try:
        row.values[key] = column.parse(cell)
    except ValueError as error:
        row.faults.append((key, str(error)))


def check(sheet: Sheet, rows: list[Row], context: Context, rehearse: bool = True) -> Report:
    """Everything that can be found wrong; ``rehearse``: the services too are asked, and undone."""
    report = Report(rows, prepared(sheet, rows, context))
    doubles = _doubles(sheet, rows)
    for row in rows:
        reasons = row.faults or sheet.check_row(row, report.context)
        for key, reason in [*reasons, *doubles.get(row.number, [])]:
            report.problems.append(Problem(row.number, sheet.title_of(key), redact(reason)))
    report.similar = dict(sheet.find_similar(report.good(), report.context))
    if rehearse:
        known = report.known()
        new = [row for row in report.good() if row.number not in known]
        report.problems += _rehearse(sheet, new, report.context)
    report.problems.sort(key=lambda problem: problem.row)
    good = {row.number for row in report.good()}
    report.similar = {n: found for n, found in report.similar.items() if n in good}
    return report


def _doubles(sheet: Sheet, rows: list[Row]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for keys in sheet.unique:
        first: dict[tuple, int] = {}
        titles = "、".join(sheet.column(key).title for key in keys)
        for row in rows:
            mark = tuple(row.values[key] for key in keys)
            if None in mark:
                continue
            if mark in first:
                found[row.number].append((keys[-1], f"与第 {first[mark]} 行的{titles}重复"))
            first.setdefault(mark, row.number)
    return found


def _rehearse(sheet: Sheet, rows: list[Row], context: Context) -> list[Problem]:
    """What the services would refuse. Nothing of it is kept."""
    problems = []
    with transaction.atomic():
        for row in rows:
            refusal = take_one(sheet, row, context)
            if isinstance(refusal, Problem):
                problems.append(refusal)
        transaction.set_rollback(True)
    return problems


def take_one(sheet: Sheet, row: Row, context: Context) -> Problem | int:
    """The key of the record made of ``row``, or why it was refused (nothing of it is kept then)."""
    try:
        with transaction.atomic():
            return int(sheet.take(row, context).pk)
    except Refused as refusal:
        return Problem(row.number, WHOLE_ROW, redact(str(refusal)))
