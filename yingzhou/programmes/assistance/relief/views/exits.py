"""``/desk/exits/``: what speaks against what families get, and how each of them is heard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.money import format_fen
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.models import Heard
from yingzhou.programmes.assistance.relief.codes import STOP
from yingzhou.programmes.assistance.relief.selectors import exits as found


@requires(found.VIEW)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page, rows = found.listed(request.user, state, request.GET.get("after", ""))  # type: ignore[arg-type]
    context = {
        "overview": found.overview(request.user),  # type: ignore[arg-type]
        "states": found.STATES,
        "state": state,
        "title": found.STATES.get(state, ""),
        "page": page,
        "rows": rows,
    }
    return render(request, "relief/exits.html", context)


@requires(found.VIEW)
@require_safe
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, and everything that came of it. Opening it is written down."""
    rows = found.visible(request.user).select_related("award__payee", "case", "award__case")  # type: ignore[arg-type]
    row = get_object_or_404(rows, pk=pk)
    audit.record(audit.Actor.of(request.user), "relief.read_finding", row)
    theirs = Case.objects.filter(pk=row.case_id or 0) | Case.objects.filter(
        previous=row.case_id or 0, item=STOP
    )
    cases = list(theirs.select_related("version").order_by("pk"))
    heard = Heard.objects.filter(award=row.award).select_related("case").order_by("made_at")
    context = {
        "row": row,
        "ground": row.ground.split("; "),
        "where": name_on(row.division_id, clock.today()),
        "benefit": books.name_of(row.award.benefit),
        "before": format_fen(row.before),
        "now": None if row.now is None else format_fen(row.now),
        "word": found.STATES[str(row.state)],
        "cases": [(case, *_words(case)) for case in cases],
        "heard": [(h, format_fen(h.before), format_fen(h.amount)) for h in heard],
    }
    return render(request, "relief/exit.html", context)


def _words(case: Case) -> tuple[str, str]:
    """The item's name and where the case stands."""
    item = item_of_version(case.version)
    stages = item.apply.process.stages if item.apply else {}
    return item.name, stages[case.stage].name if case.stage in stages else case.stage
