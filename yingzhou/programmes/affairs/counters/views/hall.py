"""``/counter/<code>/``: the machine that gives out numbers and the screen of the hall. No login:
nothing personal is asked or shown. Only a machine that the staff opened gives out numbers."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import public
from yingzhou.core.throttle import Limit
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.divisions.models import Division
from yingzhou.programmes.affairs.counters import devices
from yingzhou.programmes.affairs.counters.models import Ticket
from yingzhou.programmes.affairs.counters.selectors import tickets as selectors
from yingzhou.programmes.affairs.counters.services import tickets as services

from .common import address

ANEW, BACK = 8, 60
"""Seconds after which the screen loads itself anew, and the device is there for the next person.
Said in a header: it needs no script, and it is a device's business, not the page's."""
SALT = "counters.ticket"
TAKING = Limit("counter ticket", 60, timedelta(minutes=5))
"""One device serves a hall; more in five minutes is no queue of people."""
CHOICES = (
    ("C", "民政", "低保、救助、养老、残疾人、儿童", "ti-heart-handshake"),
    ("B", "社保医保", "养老金、医保卡、就业", "ti-shield-check"),
    ("A", "综合", "其他的事, 不知道选哪个也选这个", "ti-clipboard-text"),
    ("Y", "已经预约", "约好了今天来的", "ti-calendar-check"),
    ("P", "优先", "七十岁以上老人、残疾人、孕妇", "ti-wheelchair"),
)


def _counter(code: str) -> Division:
    found = selectors.counter_of(code, clock.today())
    if found is None:
        raise Http404("没有这个受理中心")
    return found


@public
@require_http_methods(["GET", "POST"])
@never_cache
def kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """What do you come for? One touch, one number. A machine of another hall shows its own."""
    place, now = _counter(code), clock.now()
    hall = devices.hall_of(request)
    if hall and hall != code and selectors.counter_of(hall, clock.today()) is not None:
        return redirect("counters:kiosk", code=hall)
    if hall != code:
        return _not_open(request, place, code)
    logout(request)  # whoever was here before, with all that they left
    fault = ""
    if request.method == "POST":
        if TAKING.until(request, now) is not None:
            fault = "这台机器刚才取号太多, 请等几分钟, 或直接找大厅工作人员。"
        else:
            try:
                ticket = services.take(place=place, kind=request.POST.get("kind", ""), at=now)
            except CaseFault as error:
                fault = str(error)
            else:
                TAKING.count(request, now)
                token = signing.dumps(ticket.pk, salt=SALT)
                return redirect("counters:taken", code=code, token=token)
    context = {
        "place": name_of(place.pk, clock.today()),
        "code": code,
        "choices": CHOICES,
        "fault": fault,
        "search": address("portal:services") or "/services/",
        "board": selectors.board(place.pk, clock.today()),
    }
    return render(request, "counters/kiosk.html", context, status=422 if fault else 200)


def _not_open(request: HttpRequest, place: Division, code: str) -> HttpResponse:
    user = request.user
    may_open = isinstance(user, User) and scope_of(user, services.SERVE).contains(place.pk)
    context = {
        "place": name_of(place.pk, clock.today()),
        "code": code,
        "may_open": may_open,
        "login": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}",
    }
    return render(request, "counters/device.html", context, status=403)


@public
@require_safe
@never_cache
def taken(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The number, who is before, and about how long; printed by the device."""
    place = _counter(code)
    try:
        pk = signing.loads(token, salt=SALT, max_age=12 * 3600)
    except signing.BadSignature:
        raise Http404("这个号已经过期, 请重新取号") from None
    ticket = Ticket.objects.filter(pk=pk, place=place).first()
    if ticket is None:
        raise Http404("没有这个号")
    context = {
        "ticket": ticket,
        "wait": selectors.wait_for(ticket),
        "place": name_of(place.pk, clock.today()),
        "code": code,
    }
    answer = render(request, "counters/taken.html", context)
    answer["Refresh"] = f"{BACK}; url={reverse('counters:kiosk', args=[code])}"
    return answer


@public
@require_safe
@never_cache
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Who is called where. Loads itself anew, without a script."""
    place, today = _counter(code), clock.today()
    context = {
        "place": name_of(place.pk, today),
        "board": selectors.board(place.pk, today),
        "now": clock.now(),
    }
    answer = render(request, "counters/board.html", context)
    answer["Refresh"] = str(ANEW)
    return answer
