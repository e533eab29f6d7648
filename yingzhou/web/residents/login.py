"""The residents' login: by the city's identity service, or by a code from a counter."""

from __future__ import annotations

import logging
from collections.abc import Callable

import requests
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import is_resident, public
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.backend import RESIDENT_BACKEND
from yingzhou.kernel.accounts.identity import FAILED, turned_away
from yingzhou.web.residents.forms import CodeForm

log = logging.getLogger("yingzhou.web")
NOT_RIGHT = (
    "姓名和登录码对不上, 或登录码已过期、已作废。请对照窗口给您的纸条再输一次; "
    "同一个码输错 5 次就不能再用, 要到窗口换一个。"
)


@public
@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Both ways; ``why`` tells what came of an attempt at the city's service."""
    if is_resident(request.user):
        return redirect(_next_of(request))
    return _page(request, CodeForm())


def _page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context = {
        "form": form,
        "service": settings.IDENTITY_NAME if _has_service() else "",
        "why": request.GET.get("why", ""),
        "next": _next_of(request),
        "days": services.CODE_DAYS,
    }
    return render(request, "web/residents/login.html", context)


def _has_service() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def by_code(request: HttpRequest) -> HttpResponse:
    """A phone that loads its tab anew after a wrong code asks with GET."""
    if request.method != "POST":
        return redirect("resident_login")
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    client = request.META.get("REMOTE_ADDR", "")
    try:
        user = services.log_in_by_code(**form.cleaned_data, client=client, at=clock.now())
    except services.TooManyTries as refused:
        form.add_error(None, str(refused))
        answer = _page(request, form)
        answer.status_code = 429
        return answer
    if user is None:
        form.add_error(None, NOT_RIGHT)
        return _page(request, form)
    login(request, user, backend=RESIDENT_BACKEND)
    return redirect(_next_of(request))


def _next_of(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if own else settings.RESIDENT_HOME_URL


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def to_service(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the city's service; what was asked for waits in the session."""
    if request.method != "POST":
        return redirect("resident_login")
    return _asked(openid.login, request, provider_id)


@public
@require_GET
@never_cache
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the city's service, with a code that only we can turn into who it was."""
    return _asked(openid.callback, request, provider_id)


def _asked(view: Callable, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view(request, provider_id)
    except (requests.RequestException, KeyError, ValueError) as error:
        # Not the message: what another system answered may hold anything.
        log.warning("the identity service did not answer well: %s", type(error).__name__)
        return turned_away(FAILED)
