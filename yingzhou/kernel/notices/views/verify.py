"""``/verify/``: anybody who holds a letter may ask whether it is genuine."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import public
from yingzhou.core.throttle import Limit
from yingzhou.kernel.notices import codes, selectors

WRONG = Limit("wrong letter code", most=20, within=timedelta(hours=1))


@public
@require_safe
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The code is typed here; a typed one leads to the address that the QR code has."""
    typed = request.GET.get("code", "")
    code = codes.tidied(typed)
    if len(code) == codes.LENGTH:
        return redirect("notices:answer", code=code)
    fault = f"验证码是 {codes.LENGTH} 个字母和数字, 您输入了 {len(code)} 个。" if typed else ""
    return render(request, "notices/verify.html", {"typed": typed[:40], "fault": fault})


@public
@require_safe
@never_cache
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, revoked, or unknown. Who tries many codes is asked to come back later."""
    now = clock.now()
    until = WRONG.until(request, now)
    if until is not None:
        context = {"until": until.astimezone(clock.ZONE), "most": WRONG.most}
        response = render(request, "notices/verify_later.html", context, status=429)
        response["Retry-After"] = str(max(1, int((until - now).total_seconds())))
        return response
    found = selectors.genuine(code)
    if found is None:
        WRONG.count(request, now)
    context = {"found": found, "code": codes.in_groups(codes.tidied(code))}
    return render(request, "notices/verified.html", context, status=200 if found else 404)
