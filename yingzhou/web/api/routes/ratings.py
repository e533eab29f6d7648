"""好差评, only as sums."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest
from ninja import Query, Router

from yingzhou.core import clock
from yingzhou.web.api import selectors, shapes
from yingzhou.web.api.problems import Problem
from yingzhou.web.api.tokens import secured

router = Router(tags=["好差评"])
LONGEST = timedelta(days=366)


@router.get("", response=shapes.Ratings, summary="汇总", **secured("rates.read"))
def ratings(
    request: HttpRequest,
    since: date | None = Query(None, description="从哪天; 不写: 30 天前"),
    until: date | None = Query(None, description="到哪天(含); 不写: 今天"),
    item: str = Query("", max_length=80, description="只要这个事项的"),
) -> shapes.Ratings:
    """按事项的份数和平均星级。不足 5 份的不给平均和分布, 免得认出是谁评的。"""
    last = until or clock.today()
    first = since or (last - timedelta(days=30) if last > date.min + LONGEST else last)
    if not (date(2000, 1, 1) <= first <= last <= date(2999, 12, 31)) or last - first > LONGEST:
        errors = [("since", "起止日期不对: 最长一年, 起在前")]
        raise Problem("invalid", "请改好日期再问。", errors=errors)
    return selectors.ratings(first, last, item.replace("\x00", ""))
