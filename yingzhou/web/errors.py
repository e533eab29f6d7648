"""What people read when something goes wrong: what happened, what was kept, how to go on."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from yingzhou.core.access import is_resident
from yingzhou.ui.context import shell_of

log = logging.getLogger("yingzhou.web")

LAST_RESORT = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>系统出错</title>'
    "<h1>系统出错了</h1><p>刚才的操作没有完成, 已经保存的内容都还在。请过几分钟再试。</p></html>"
)


class MandateOver(Http404):
    """Who acted for somebody opens or sends a page of theirs after the mandate ended; as text:
    the name of whom they acted for, which they know."""


def _page(request: HttpRequest, template: str, status: int, **more: bool | str) -> HttpResponse:
    if is_resident(getattr(request, "user", None)):
        request.shell = "portal"  # type: ignore[attr-defined]
    layout = f"ui/layouts/{getattr(request, 'shell', '') or shell_of(request.path)}.html"
    return render(request, template, {"layout": layout, **more}, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the address exists, this account may not open it. A page that knows why says so."""
    theirs = request.path.startswith(settings.RESIDENT_HOME_URL)
    why = str(exception) if exception is not None else ""
    return _page(request, "web/errors/forbidden.html", 403, theirs=theirs, why=why)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; 403 where the page was theirs to open until a mandate ended."""
    if isinstance(exception, MandateOver):
        return _page(request, "web/errors/mandate_over.html", 403, principal=str(exception))
    return _page(request, "web/errors/not_found.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere (``CSRF_FAILURE_VIEW``)."""
    log.warning("form refused: %s", reason)
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        # Sent by a script, which shows no page: a page would bring a token of its own, and take
        # away the one of the login that its user may just have open.
        return HttpResponse("form refused", status=403, content_type="text/plain")
    return _page(request, "web/errors/form_expired.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the signature of a handler
    """500: without context processors, for they may be what failed."""
    context = {"is_demo": settings.DEMO, "site_name": getattr(settings, "SITE_NAME", "瀛洲")}
    try:
        return HttpResponseServerError(render_to_string("web/errors/server_error.html", context))
    except Exception:
        log.exception("the page for errors failed too")
        return HttpResponseServerError(LAST_RESORT)
