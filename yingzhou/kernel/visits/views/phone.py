"""What a phone gets and sends. The page and its worker hold nothing of anybody: they may stay in
the browser; what is personal comes as data and is sealed there."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import public, requires
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.visits.faults import NotYours, VisitFault
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.places import DO
from yingzhou.kernel.visits.selectors import phone
from yingzhou.kernel.visits.services import reporting

ICON = "ui/mark.svg"
SCRIPTS = ("seal", "store", "photos", "form", "send", "app")
SHEETS = ("vendor/tabler/css/tabler.min.css", "ui/tokens.css", "ui/app.css", "visits/phone.css")


def _assets() -> list[str]:
    return [static(ICON), *map(static, SHEETS), *(static(f"visits/{name}.js") for name in SCRIPTS)]


@requires(DO)
@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest) -> HttpResponse:
    """The same for everybody: whose it is, the data says."""
    context = {"sheets": [static(name) for name in SHEETS], "consent": reporting.CONSENT}
    context["icon"] = static(ICON)
    context["scripts"] = [static(f"visits/{name}.js") for name in SCRIPTS]
    return render(request, "visits/phone.html", context)


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; another version wherever a script or a sheet changed."""
    assets = _assets()
    version = sha256("\n".join(assets).encode()).hexdigest()[:12]
    context = {"assets": json.dumps(assets), "version": version}
    kind = "text/javascript; charset=utf-8"
    answer = render(request, "visits/sw.js", context, content_type=kind)
    answer["Cache-Control"] = "no-cache"
    return answer


@requires(DO)
@require_safe
@never_cache
@ensure_csrf_cookie
def data(request: HttpRequest) -> JsonResponse:
    found = phone.bundle(request.user, clock.today())  # type: ignore[arg-type]
    count = len(found["visits"])
    audit.record(audit.Actor.of(request.user), "visits.download", None, {"count": count})
    return JsonResponse(found)


@requires(DO)
@require_POST
def send(request: HttpRequest) -> JsonResponse:
    """One form. Sent again it is answered as before; what is wrong is said, and the phone keeps
    it until it is put right."""
    try:
        entry = json.loads(request.POST.get("entry", ""))
        told, pk = _told(entry, request), int(entry["visit"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return _refused(["这份记录读不出来, 请重新填写"], 400)
    if entry.get("user") != request.user.pk:
        return JsonResponse({"state": "other", "words": []}, status=409)
    try:
        made = reporting.report(visit=pk, told=told, user=request.user, at=clock.now())  # type: ignore[arg-type]
    except Visit.DoesNotExist:
        return _refused(["这次走访已经没有了"], 404)
    except NotYours as fault:
        return _refused(list(fault.words), 403)
    except VisitFault as fault:
        return _refused(list(fault.words), 422)
    state = "conflict" if made.state == Record.State.BESIDE else "kept"
    page = reverse("visits:visit", args=[pk])
    told_of = phone.opened_by(pk)
    return JsonResponse(
        {"state": state, "words": made.get_state_display(), "page": page, "opened": told_of}
    )


def _refused(words: list[str], status: int) -> JsonResponse:
    return JsonResponse({"state": "refused", "words": words}, status=status)


def _told(entry: dict[str, Any], request: HttpRequest) -> reporting.Told:
    second = entry.get("second")
    found = User.objects.filter(pk=int(second), kind=User.Kind.STAFF).first() if second else None
    return reporting.Told(
        uuid=UUID(str(entry["uuid"])),
        how=str(entry["how"]),
        visited_on=date.fromisoformat(str(entry["visited_on"])),
        seen=int(entry["seen"]),
        values=dict(entry.get("values") or {}),
        photos=request.FILES.getlist("photo"),
        place=entry.get("place"),
        second=found,
        why=str(entry.get("why") or ""),
        device=str(entry.get("device") or ""),
        made_offline=entry.get("offline") is True,
    )
