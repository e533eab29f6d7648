"""A page of an application that is sent when one acts for somebody else by now: what happened, what
became of the words on it, and how to go on. Nothing is written into another person's draft."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yingzhou.core import clock
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Draft
from yingzhou.kernel.cases.services import drafts
from yingzhou.web.portal.affairs import Affairs, affairs_of
from yingzhou.web.portal.entering import item_or_404

WHOSE = "whose"
"""The input that names whom the page was about: who sends it has read the name on it."""
NOT_KEPT = "刚才这一页没有存下, 也没有提交"


def to_start(
    request: HttpRequest, programme: str, name: str, place: str = "", typed: Mapping | None = None
) -> HttpResponse:
    """To the first page, where one chooses for whom. ``typed``: the inputs of the question
    ``place``, put aside in the draft that they were meant for, while one may still write there."""
    if request.method == "POST":
        affairs, item = affairs_of(request), item_or_404(programme, name)
        meant = _meant(request, item.code)
        is_kept = bool(typed) and meant is not None and _kept(meant, affairs, place, typed or {})
        messages.warning(request, _told(request, meant, affairs, is_kept=is_kept))
    return redirect("portal:apply", programme, name)


def is_other(request: HttpRequest, affairs: Affairs) -> bool:
    """Whether the first page, sent now, was about somebody else than whom one acts for."""
    meant = request.POST.get("for", "")
    return bool(meant) and meant != str(affairs.person.pk)


def told_start(request: HttpRequest, affairs: Affairs) -> str:
    return f"{_switched(_name(request), affairs)}还没有开始填, 请看清楚下面是替谁申请。"


def _meant(request: HttpRequest, item: str) -> Draft | None:
    pk = request.POST.get("draft", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return Draft.objects.filter(pk=int(pk), item=item).select_related("person").first()


def _kept(meant: Draft, affairs: Affairs, place: str, typed: Mapping) -> bool:
    if not any(map(any, typed.values())):
        return False
    try:
        drafts.put_aside(
            draft=meant.pk, user=affairs.user, at=clock.now(), place=place, typed=typed
        )
    except (CaseFault, NotYours, ValueError):
        return False
    return True


def _name(request: HttpRequest) -> str:
    return request.POST.get(WHOSE, "").strip()[:40] or "另一个人"


def _switched(name: str, affairs: Affairs) -> str:
    now = "您本人" if affairs.is_own else f" {affairs.person.name} "
    return f"刚才那一页是替 {name} 填的, 现在办的是{now}的事。"


def _told(request: HttpRequest, meant: Draft | None, affairs: Affairs, *, is_kept: bool) -> str:
    if meant is None or (meant.person_id == affairs.person.pk):
        return (
            f"您刚才填的那份申请已经不在了: 已经提交, 或者删掉了。{NOT_KEPT}。"
            "提交过的在“我的办事”里看。"
        )
    name = _name(request)
    if not _may(meant, affairs):
        return (
            f"您已经不能替 {name} 办这件事了: 委托结束了, 或者不包括这一项。{NOT_KEPT}; "
            f"以前替 {name} 填的, 由 {name} 本人接着办。还要您来办的, 请两人到窗口重新登记委托。"
            f"下面是{'您本人' if affairs.is_own else affairs.person.name}的申请, 不是 {name} 的。"
        )
    kept = f"刚才写的先放在 {name} 的那份里了" if is_kept else NOT_KEPT
    return (
        f"{_switched(name, affairs)}{kept}, 以前填的都还在。"
        f"要接着替 {name} 填, 请先在下面换成 {name}, 再点“接着填”。"
    )


def _may(meant: Draft, affairs: Affairs) -> bool:
    try:
        drafts.check_right(affairs.user, meant.person, meant.item, clock.now())
    except NotYours:
        return False
    return True
