"""公示 and the verification of letters, open to everybody as their pages are."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from ninja import Query, Router

from yingzhou.core import clock
from yingzhou.core.throttle import Limit
from yingzhou.kernel.disclosure import selectors as disclosure
from yingzhou.kernel.notices import codes
from yingzhou.kernel.notices import selectors as notices
from yingzhou.web.api import shapes
from yingzhou.web.api.problems import Problem, of_list

router = Router(tags=["公开信息"])
WRONG = Limit("wrong letter code", most=20, within=timedelta(hours=1))
"""The same as of the page: one count for both."""


@router.get("/notices", response=shapes.Notices, summary="正在公示的内容")
def list_notices(
    request: HttpRequest,
    q: str = Query("", max_length=60, description="村居或事项的名称"),
    after: str = Query("", max_length=200, description="上一页的 next"),
) -> shapes.Notices:
    """已脱敏; 公示期满就不再出现。"""
    day = clock.today()
    page = of_list(disclosure.shown_notices(day, None, q.replace("\x00", ""), after), after)
    cards = [disclosure.card(row, day) for row in page.rows]
    return shapes.Notices(
        notices=[
            shapes.Notice(
                id=one.notice.pk,
                title=one.notice.title,
                place=one.place,
                lines=dict(one.lines),
                basis=one.notice.basis,
                since=one.notice.since,
                until=one.notice.until,
                is_paused=one.is_paused,
            )
            for one in cards
        ],
        next=page.after,
    )


@router.get("/letters/{code}", response=shapes.Letter, summary="验证一封信函")
def verify_letter(request: HttpRequest, code: str) -> shapes.Letter:
    """信函上的 12 位验证码, 有没有横线都可以。"""
    now = clock.now()
    until = WRONG.until(request, now)
    if until is not None:
        wait = str(max(1, int((until - now).total_seconds())))
        words = f"错误的验证码试得太多, 请过 {wait} 秒再试。"
        raise Problem("too-many-requests", words, headers={"Retry-After": wait})
    found = notices.genuine(code) if len(codes.tidied(code)) == codes.LENGTH else None
    if found is None:
        WRONG.count(request, now)
        raise Problem("not-found", "没有这个验证码的信函, 请对照原件核对。")
    return shapes.Letter(
        number=found.number,
        title=found.title,
        issued_on=found.day,
        to=found.to,
        is_valid=found.revoked_on is None,
        revoked_on=found.revoked_on,
    )
