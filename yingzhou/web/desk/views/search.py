"""Cases are searched by POST, so that no identity number stands in an address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.redaction import holds_number
from yingzhou.web.desk.selectors import lookup
from yingzhou.web.desk.services import looks

from .common import staff

LONGEST = 60


@requires("cases.view")
@require_http_methods(["GET", "POST"])
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "")
    typed = typed.strip()[:LONGEST]
    has_number = holds_number(typed) and not lookup.is_case_number(typed)
    if request.method == "POST" and not has_number:
        return redirect(f"{reverse('desk:search')}?{urlencode({'q': typed})}")
    if request.method == "GET" and has_number:
        messages.warning(request, "身份号码请在查找框里输入, 不要放在地址里。没有查找。")
        return redirect("desk:search")
    user = staff(request)
    found = lookup.Found("none")
    if typed:
        after = request.GET.get("after", "")
        found = lookup.find(typed, user, clock.today(), after)
        looks.note_search(user=user, kind=found.kind, text=found.masked, found=len(found.rows))
    if found.kind == "number" and len(found.rows) == 1 and not request.GET.get("after"):
        return redirect("desk:case", number=found.rows[0]["case"].number)
    context = {"typed": "" if has_number else typed, "found": found, "asked": bool(typed)}
    return render(request, "web/desk/search.html", context)
