"""那一天有多少: every kind that the plan counts, on any day, in any part of the district."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.kernel.organisations import selectors

from .common import PERMISSION, view_of


@requires(PERMISSION)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    view = view_of(request)
    found = selectors.overview(view.day, view.within)
    columns = [
        [("facilities", "设施", "处", found.facilities)],
        [
            ("organisations", "组织", "家", found.organisations),
            ("posts", "岗位", "人", found.posts),
        ],
        [("certificates", "证书和称号", "件", found.certificates)],
    ]
    context = {"view": view, "found": found, "columns": columns}
    return render(request, "places/overview.html", context)
