"""查进度 without a login: number, name and the last four of the identity number give the state,
and nothing more. A wrong answer does not tell which of the three was wrong."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import public
from yingzhou.core.throttle import Limit
from yingzhou.kernel.cases.models import Case
from yingzhou.web.portal.matter import Matter
from yingzhou.web.portal.views.common import page as shown

WRONG = Limit("wrong progress", most=10, within=timedelta(hours=1))
NOT_RIGHT = "没有查到: 编号、姓名和身份证后四位要和申请时的一样。请对照受理通知或短信再输一次。"
LATER = "试得太多了, 请过一个小时再来; 急的话打 12345, 或带身份证到窗口查。"
TAIL = 4


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return shown(request, "progress", number="", name="", found=None)
    typed = {"number": _text(request, "number", 40), "name": _text(request, "name", 40)}
    now = clock.now()
    if WRONG.until(request, now) is not None:
        answer = shown(request, "progress", [LATER], found=None, **typed)
        answer.status_code = 429
        return answer
    found = _found(**typed, tail=_text(request, "tail", TAIL + 1))
    if found is None:
        WRONG.count(request, now)
        return shown(request, "progress", [NOT_RIGHT], found=None, **typed)
    return shown(request, "progress", found=Matter(found), **typed)


def _text(request: HttpRequest, name: str, most: int) -> str:
    return request.POST.get(name, "").strip()[:most]


def _found(number: str, name: str, tail: str) -> Case | None:
    rows = Case.objects.filter(number=number, destroyed_at=None).defer("answers")
    case = rows.select_related("version", "applicant").first()
    if case is None or case.applicant is None or len(tail) != TAIL:
        return None
    is_right = case.applicant.name == name and case.applicant.id_number[-TAIL:] == tail.upper()
    return case if is_right else None
