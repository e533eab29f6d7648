"""The page of one facility and of one organisation."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.kernel.organisations import selectors, services
from yingzhou.kernel.organisations.models import BedTerm, Facility, Organisation
from yingzhou.kernel.people.viewer import actor_of, viewer_of

from .common import PERMISSION, view_of


def _require_scope(request: HttpRequest, subject: Facility | Organisation) -> None:
    if not viewer_of(request).scope(PERMISSION).contains(subject.division_id):
        services.note_refusal(subject=subject, actor=actor_of(request))
        raise PermissionDenied("这里不在您负责的区划内; 这次访问已留痕。")


@requires(PERMISSION)
@require_safe
def facility(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Facility.objects.select_related("operator"), pk=pk)
    _require_scope(request, found)
    view = view_of(request)
    context = {
        "view": view,
        "record": selectors.facility_record(found, view.day),
        "is_open": found.holds_on(view.day),
        "settings": BedTerm.Setting.labels,
        "may_see_people": viewer_of(request).may("people.view"),
    }
    return render(request, "places/facility.html", context)


@requires(PERMISSION)
@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Organisation, pk=pk)
    _require_scope(request, found)
    view = view_of(request)
    record = selectors.organisation_record(found, view.day)
    return render(request, "places/organisation.html", {"view": view, "record": record})
