"""The lists, and the same lists as Excel files."""

from __future__ import annotations

import tempfile
from typing import Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.core.paging import keyset
from yingzhou.kernel.organisations import selectors, services
from yingzhou.kernel.organisations.selectors import Asked, Listing
from yingzhou.kernel.people.selectors.places import Places
from yingzhou.kernel.people.viewer import actor_of, viewer_of

from .common import PERMISSION, View, view_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _listing(name: str) -> Listing:
    if name not in selectors.LISTS:
        raise Http404("没有这个名单")
    return selectors.LISTS[name]


def _asked(request: HttpRequest, listing: Listing, view: View) -> Asked:
    kind, trait = request.GET.get("kind", ""), request.GET.get("trait", "")
    return Asked(
        day=view.day,
        kind=kind if kind in dict(listing.kinds) else "",
        within=view.within,
        trait=trait if trait in dict(listing.traits) else "",
        text=request.GET.get("name", "").replace("\x00", "").strip()[:40],
    )


@requires(PERMISSION)
@require_safe
def rows(request: HttpRequest, name: str) -> HttpResponse:
    listing, view = _listing(name), view_of(request)
    asked = _asked(request, listing, view)
    page = keyset(listing.rows(asked), listing.order, request.GET.get("after", ""))
    places = Places(view.day)
    context: dict[str, Any] = {
        "listing": listing,
        "view": view,
        "asked": asked,
        "page": page,
        "rows": [
            list(zip(listing.columns, listing.cells(row, places), strict=True)) for row in page.rows
        ],
        "kind_label": listing.kind_label(asked.kind),
        "may_see_people": viewer_of(request).may("people.view"),
    }
    return render(request, "places/list.html", context)


@requires(PERMISSION)
@require_safe
def excel(request: HttpRequest, name: str) -> FileResponse:
    listing, view = _listing(name), view_of(request)
    file, count = _workbook(listing, _asked(request, listing, view))
    services.note_export(
        what=listing.name, rows=count, day=view.day.isoformat(), actor=actor_of(request)
    )
    title = f"{listing.title}-{view.day}.xlsx"
    return FileResponse(file, as_attachment=True, filename=title, content_type=EXCEL)


def _workbook(listing: Listing, asked: Asked) -> tuple[Any, int]:
    """Rows are written as they are read; memory does not grow with their number."""
    places, count = Places(asked.day), 0
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet(listing.title)
    sheet.set_column(0, len(listing.columns) - 1, 24)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, listing.columns, book.add_format({"bold": True}))
    found = listing.rows(asked).order_by(*listing.order).iterator(chunk_size=2000)
    cells = (listing.cells(row, places) for row in found)
    for count, row in enumerate(cells, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(count, column, cell.text)
    book.close()
    file.seek(0)
    return file, count
