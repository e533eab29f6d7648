"""Upload, decide, confirm, give up. The rows wait sealed, and are erased when all is done."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction

from yingzhou.core import audit, crypto
from yingzhou.core.models import ImportBatch
from yingzhou.core.timeline import Refused

from .checking import Report, check, take_one
from .definition import SHEETS, Context, Problem, Row, Sheet
from .reading import clean_name, read
from .selectors import DIFFERENT, SAME, opened

_STATUS = ImportBatch.Status


def upload(*, sheet: Sheet, file_name: str, content: bytes, context: Context) -> ImportBatch:
    """Read, check and keep the rows, sealed, until somebody confirms. Takes nothing."""
    rows = read(sheet, content)
    report = check(sheet, rows, context)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            kind=sheet.name,
            file_name=clean_name(file_name),
            payload=_sealed(rows),
            report=_summary(report),
            created_at=context.at,
            actor_id=context.actor.id or 0,
            actor_name=context.actor.name,
        )
        detail = {"kind": sheet.name, "rows": len(rows), "problems": len(report.problems)}
        audit.record(context.actor, "imports.upload", batch, detail)
    return batch


@transaction.atomic
def decide(*, batch_id: int, decisions: Mapping[int, str], context: Context) -> ImportBatch:
    """Note, by row number, whether a row is about a record that is known (同一人) or not."""
    batch = _waiting(batch_id, context)
    asked = {int(number) for number in batch.report["similar"]}
    for number, decision in decisions.items():
        if number not in asked or decision not in (SAME, DIFFERENT):
            raise Refused("没有这一行, 或选项不对, 请刷新页面后重选。")
        if decision == DIFFERENT and str(number) in batch.report["same"]:
            raise Refused(f"第 {number} 行的号码已登记, 只能跳过。")
        batch.decisions[str(number)] = decision
    batch.save(update_fields=["decisions"])
    return batch


@transaction.atomic
def confirm(*, batch_id: int, only_good: bool = False, context: Context) -> ImportBatch:
    """Take the rows: all of them, or with ``only_good`` those without problems. Once.

    The rows are checked again first, for the register has moved on since the upload.
    """
    batch = _waiting(batch_id, context)
    sheet = SHEETS[batch.kind]
    report = check(sheet, opened(batch), context, rehearse=False)
    if report.problems and not only_good:
        raise _refusal(report.problems[0])
    _take(batch, sheet, report, only_good)
    batch.status, batch.payload, batch.finished_at = _STATUS.TAKEN, b"", context.at
    batch.save()
    counts = {"taken": len(batch.report["taken"]), "skipped": len(batch.report["skipped"])}
    audit.record(context.actor, "imports.confirm", batch, {"kind": sheet.name, **counts})
    return batch


def _take(batch: ImportBatch, sheet: Sheet, report: Report, only_good: bool) -> None:
    taken, skipped, problems = [], [], list(report.problems)
    for row in report.good():
        decision = _decision(batch, row, report)
        if decision == SAME:
            skipped.append(row.number)
            continue
        result = take_one(sheet, row, report.context)
        if isinstance(result, Problem):
            problems.append(result)
            if not only_good:
                raise _refusal(result)
            continue
        taken.append([row.number, result, sheet.describe(row)])
        if decision == DIFFERENT:
            ids = [one.id for one in report.similar[row.number]]
            sheet.remember_different(row, ids, report.context)
    batch.report |= {"taken": taken, "skipped": skipped, "problems": _listed(problems)}


def _decision(batch: ImportBatch, row: Row, report: Report) -> str:
    """Empty where the row is like no record."""
    if row.number in report.known():
        return SAME
    if not report.similar.get(row.number):
        return ""
    decision = batch.decisions.get(str(row.number))
    if decision is None:
        raise Refused(
            f"第 {row.number} 行与已有记录相似, 还没有判定是不是同一人; 没有导入任何数据。"
        )
    return str(decision)


def _refusal(problem: Problem) -> Refused:
    return Refused(
        f"第 {problem.row} 行有问题({problem.column}: {problem.reason}), 没有导入任何数据。"
        "请改正后重新上传, 或选择只导入没有问题的行。"
    )


@transaction.atomic
def recheck(*, batch_id: int, context: Context) -> ImportBatch:
    """Check a waiting batch again: the register has changed since the upload."""
    batch = _waiting(batch_id, context)
    sheet = SHEETS[batch.kind]
    batch.report = _summary(check(sheet, opened(batch), context))
    batch.save(update_fields=["report"])
    return batch


@transaction.atomic
def discard(*, batch_id: int, context: Context) -> ImportBatch:
    """Give the batch up and erase its rows. Who was judged different stays so: the corrected
    file that follows does not ask again."""
    batch = _waiting(batch_id, context)
    _keep_judgements(batch, context)
    batch.status, batch.payload, batch.finished_at = _STATUS.DISCARDED, b"", context.at
    batch.save()
    audit.record(context.actor, "imports.discard", batch, {"kind": batch.kind})
    return batch


def _keep_judgements(batch: ImportBatch, context: Context) -> None:
    if DIFFERENT not in batch.decisions.values():
        return
    sheet = SHEETS[batch.kind]
    report = check(sheet, opened(batch), context, rehearse=False)
    for row in report.good():
        found = report.similar.get(row.number, ())
        if found and batch.decisions.get(str(row.number)) == DIFFERENT:
            sheet.remember_different(row, [one.id for one in found], report.context)


def _waiting(batch_id: int, context: Context) -> ImportBatch:
    """The batch, locked: one confirmation at a time, and only by whoever uploaded it."""
    batch = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None or batch.actor_id != context.actor.id:
        raise Refused("没有这个导入批次, 或它是别人上传的; 只有上传人可以确认。")
    if batch.status != _STATUS.CHECKED:
        raise Refused(f"这个批次{batch.get_status_display()}, 不能重复操作。")
    return batch


def _sealed(rows: list[Row]) -> bytes:
    plain = [{"number": row.number, "cells": row.cells, "faults": _unread(row)} for row in rows]
    return crypto.seal(json.dumps(plain, ensure_ascii=False).encode())


def _unread(row: Row) -> list[tuple[str, str]]:
    """Faults of reading, whose cells are gone; faults of parsing are found again."""
    return [(key, reason) for key, reason in row.faults if not row.cells.get(key)]


def _listed(problems: list[Problem]) -> list[list]:
    return [[problem.row, problem.column, problem.reason] for problem in problems]


def _summary(report: Report) -> dict:
    good = report.good()
    return {
        "rows": len(report.rows),
        "good": len(good),
        "problems": _listed(report.problems),
        "similar": {str(n): [one.id for one in found] for n, found in report.similar.items()},
        "same": [str(number) for number in sorted(report.known())],
    }
