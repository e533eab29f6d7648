"""``/desk/tickets/``: a window, the next person, what becomes of the visit."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.divisions.models import Division
from yingzhou.programmes.affairs.counters import devices
from yingzhou.programmes.affairs.counters.models import Ticket
from yingzhou.programmes.affairs.counters.selectors import booked as booking
from yingzhou.programmes.affairs.counters.selectors import tickets as selectors
from yingzhou.programmes.affairs.counters.services import tickets as services

from .common import address, say, staff


@requires(services.SERVE)
@require_safe
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """My window; who is there; who is next."""
    user, today = staff(request), clock.today()
    found = selectors.desk(user, today)
    context = {
        "desk": found,
        "kinds": Ticket.Kind.choices,
        "place": name_of(found.window.place_id, today) if found.window else "",
        "places": [(one, name_of(one.pk, today)) for one in found.places],
        "intake": address("desk:counter"),
        "taken_in": [(one.number, item_of_version(one.version).name) for one in found.taken_in],
        "hall": devices.hall_of(request),
    }
    return render(request, "counters/desk.html", context)


@requires(selectors.EXPECT)
@require_safe
@never_cache
def booked(request: HttpRequest) -> HttpResponse:
    """Who asked for a time, day by day: today first."""
    user, today = staff(request), clock.today()
    places = selectors.places_at(user, today)
    day = booking.asked_day(request.GET.get("day", ""), today)
    found, rows = booking.page(user, places, day, today, request.GET.get("after", ""))
    context = {
        "day": day,
        "today": today,
        "days": booking.days(user, places, today),
        "page": found,
        "rows": [(one, name_of(one.place, today) if len(places) > 1 else "") for one in rows],
        "place": name_of(places[0], today) if len(places) == 1 else "",
        "is_over": day < today,
        "sits": user.may(services.SERVE),
    }
    return render(request, "counters/booked.html", context)


@requires(services.SERVE)
@require_POST
def act(request: HttpRequest, act: str) -> HttpResponse:
    """One press of a button."""
    doing = ACTS.get(act)
    if doing is None:
        raise Http404("没有这个动作")
    try:
        doing(request)
    except CaseFault as fault:
        say(request, fault)
    return redirect("counters:desk")


def _open(request: HttpRequest) -> None:
    user, today = staff(request), clock.today()
    code, number = request.POST.get("place", ""), request.POST.get("number", "")
    places = {one.code: one for one in selectors.places_of(user, today)}
    place: Division | None = places.get(code)
    if place is None or not (number.isascii() and number.isdigit() and len(number) < 4):
        raise CaseFault("请选受理中心和窗口号")
    services.open_window(
        place=place,
        number=int(number),
        serves=request.POST.getlist("serves"),
        user=user,
        at=clock.now(),
    )


def _next(request: HttpRequest) -> None:
    if services.call_next(user=staff(request), at=clock.now()) is None:
        messages.info(request, "现在没有人在等这个窗口。")


def _back(request: HttpRequest) -> None:
    pk = request.POST.get("ticket", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        raise CaseFault("请从过号的里面选一位")
    services.call_back(ticket=int(pk), user=staff(request), at=clock.now())


def _finish(request: HttpRequest) -> None:
    services.finish(user=staff(request), at=clock.now(), case=request.POST.get("case", ""))


ACTS: dict[str, Callable[[HttpRequest], object]] = {
    "open": _open,
    "close": lambda request: services.close_window(user=staff(request), at=clock.now()),
    "next": _next,
    "recall": lambda request: services.recall(user=staff(request)),
    "start": lambda request: services.start(user=staff(request), at=clock.now()),
    "missed": lambda request: services.miss(user=staff(request), at=clock.now()),
    "back": _back,
    "finish": _finish,
}
