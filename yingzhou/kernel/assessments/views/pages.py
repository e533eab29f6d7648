"""The list of whoever assesses, and one assessment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.places import VIEW
from yingzhou.kernel.assessments.selectors import lists, rights


@requires(VIEW)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    user, tab = request.user, request.GET.get("tab", "open")
    tab = tab if tab in lists.TABS else "open"
    page, rows = lists.page(user, tab, request.GET.get("after", ""), clock.today())  # type: ignore[arg-type]
    counts = lists.counts(user)  # type: ignore[arg-type]
    tabs = [
        {"key": key, "name": name, "count": counts.get(key), "is_here": key == tab}
        for key, name in lists.TABS.items()
    ]
    context = {"tabs": tabs, "tab": tab, "page": page, "rows": rows}
    return render(request, "assessments/home.html", context)


@requires(VIEW)
@require_safe
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading what was found about somebody is put down."""
    rows = Assessment.objects.select_related("person", "household", "first", "second", "task")
    row = rows.filter(pk=pk).first()
    if row is None or not rights.may_see(request.user, row):  # type: ignore[arg-type]
        raise Http404
    audit.record(audit.Actor.of(request.user), "assessments.view", row, {})
    today = clock.today()
    context = {
        "row": row,
        "said": rights.instrument_of(row),
        "who": lists.subject_name(row, today),
        "is_second": row.second_id == request.user.pk,
        "is_first": row.first_id == request.user.pk,
        "is_over": row.valid_until < today,
        "dispute": row.disputed.filter(state__in=Task.LIVE).first(),
        "history": [one for one in lists.history(row) if one.pk != row.pk],
    }
    return render(request, "assessments/one.html", context)
