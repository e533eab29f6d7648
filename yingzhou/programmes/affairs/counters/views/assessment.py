"""``/desk/assessment/``: the counters' quarter, computed from records, each figure open down to
them (D13)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.sheets.workbook import EXCEL, table
from yingzhou.programmes.affairs.counters.selectors import assessment as selectors
from yingzhou.programmes.affairs.counters.selectors import records as behind

from .common import staff

SUPERVISE = "cases.supervise"


@requires(SUPERVISE)
@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Table, comparison, trend."""
    today = clock.today()
    quarter = selectors.quarter_of(request.GET.get("quarter", ""), today)
    found = selectors.overview(staff(request), quarter, today)
    is_running = quarter.end > clock.now()
    context = {"found": found, "today": today, "is_running": is_running}
    return render(request, "counters/assessment.html", context)


@requires(SUPERVISE)
@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """The table as it is shown, with what each share is made of."""
    user, today = staff(request), clock.today()
    quarter = selectors.quarter_of(request.GET.get("quarter", ""), today)
    found = selectors.overview(user, quarter, today)
    heads = ["受理中心", "得分"]
    for measure in found.instrument.measures:
        heads += [f"{measure.name}({measure.unit})", "分母", "得分"]
    rows = [_line(row) for row in [*found.rows, found.together]]
    confidence = "未核实" if found.instrument.confidence == "unverified" else ""
    rows.append([f"{found.instrument.name} {confidence}: {found.instrument.note}"])
    audit.record(audit.Actor.of(user), "counter.assessment_export", None, {"quarter": str(quarter)})
    answer = HttpResponse(table(heads, rows), content_type=EXCEL)
    name = f"窗口考核-{quarter}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


def _line(row: selectors.Row) -> list[Any]:
    made: list[Any] = [row.name, _cell(row.total)]
    for cell in row.cells:
        made += [_cell(cell.value), cell.figure.all, _cell(cell.score)]
    return made


def _cell(value: float | None) -> float | str:
    return "" if value is None else value


@requires(SUPERVISE)
@require_safe
@never_cache
def records(request: HttpRequest, code: str, measure: str) -> HttpResponse:
    """What one figure is made of."""
    user, today = staff(request), clock.today()
    quarter = selectors.quarter_of(request.GET.get("quarter", ""), today)
    cursor = request.GET.get("after", "")
    found = behind.records(user, code, measure, quarter, today, cursor)
    if found is None:
        raise Http404("没有这个受理中心, 或不在您负责的区划内")
    name, what, page, rows = found
    context = {
        "place": name,
        "measure": what,
        "page": page,
        "rows": rows,
        "quarter": quarter,
        "may_open": user.may("cases.view"),
    }
    return render(request, "counters/records.html", context)
