"""查进度 without a login: number, name and the last four of the identity number give the state,
and nothing more. A wrong answer does not tell which of the three was wrong."""

from __future__ import annotations

import re
import unicodedata
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

HOUR = timedelta(hours=1)
MOST_A_NUMBER = 10
MANY = Limit("wrong progress", most=200, within=HOUR)
"""Of one address, where a whole hall may stand behind one machine; of one matter much less."""
NOT_RIGHT = "没有查到: 编号、姓名和身份证后四位要和申请时的一样。请对照受理通知或短信再输一次。"
LATER = "这个编号试得太多了, 请过一个小时再来; 急的话打 12345, 或带身份证到窗口查。"
TAIL = 4
FIELDS = {"number": "编号", "name": "申请人姓名", "tail": "身份证后四位"}
_NUMBER = re.compile(r"(\d{4})-?(\d{9})-?(\d{6})")


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return shown(request, "progress", number="", name="", found=None)
    said = {name: _plain(request.POST.get(name, "")) for name in FIELDS}
    typed = {name: request.POST.get(name, "").strip()[:40] for name in ("number", "name")}
    if empty := [word for name, word in FIELDS.items() if not said[name]]:
        return shown(request, "progress", [f"还没有填: {'、'.join(empty)}"], found=None, **typed)
    number, now = _number(said["number"]), clock.now()
    wrong = (MANY, Limit(f"wrong progress {number}", MOST_A_NUMBER, HOUR))
    if any(one.until(request, now) is not None for one in wrong):
        answer = shown(request, "progress", [LATER], found=None, **typed)
        answer.status_code = 429
        return answer
    found = _found(number, said["name"], said["tail"])
    if found is None:
        for one in wrong:
            one.count(request, now)
        return shown(request, "progress", [NOT_RIGHT], found=None, **typed)
    return shown(request, "progress", found=Matter(found), **(typed | {"number": number}))


def _plain(typed: str) -> str:
    """Wide digits, blanks, small letters and other dashes are what phones and people type."""
    text = "".join(unicodedata.normalize("NFKC", typed[:80]).split()).upper()
    return re.sub("[\u2010-\u2015\u2212]", "-", text)


def _number(typed: str) -> str:
    found = _NUMBER.fullmatch(typed)
    return "-".join(found.groups()) if found else typed


def _found(number: str, name: str, tail: str) -> Case | None:
    rows = Case.objects.filter(number=number, destroyed_at=None).defer("answers")
    case = rows.select_related("version", "applicant").first()
    if case is None or case.applicant is None or len(tail) != TAIL:
        return None
    is_right = _plain(case.applicant.name) == name and case.applicant.id_number[-TAIL:] == tail
    return case if is_right else None
