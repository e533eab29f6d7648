"""What the pages share: the viewer, the moment, and opening a case only to those who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.selectors.naming import has_in_hand
from yingzhou.kernel.cases.selectors.rights import RECUSED, is_recused, may_see, why_unseen
from yingzhou.web.desk.selectors.opening import Opened, case_of
from yingzhou.web.desk.services import looks

PART_AGE = 12 * 3600


def staff(request: HttpRequest) -> User:
    """The signed-in account; the access declaration of the view has let nobody else in."""
    return cast(User, request.user)


def opened(request: HttpRequest, number: str) -> Opened:
    """The case; a stranger and a relative get the 403 page, and an audit entry."""
    user = staff(request)
    found = case_of(number, clock.today())
    if found is None:
        raise Http404("没有这个编号的办件")
    if is_recused(user, found.case):
        looks.note_refusal(case=found.case, user=user, why="回避")
        raise PermissionDenied(RECUSED)
    if not may_see(user, found.case):
        looks.note_refusal(case=found.case, user=user, why="不在职责范围")
        raise PermissionDenied(why_unseen(user, found.case))
    if found.is_unnamed:
        return replace(found, may_name=has_in_hand(user, found.case, found.item))
    return found


def part_token(user: User, case_pk: int) -> str:
    """Goes with the parts of a page that was noted: they need not be noted again."""
    return signing.dumps([user.pk, case_pk], salt="desk.part", compress=False)


def opened_part(request: HttpRequest, number: str) -> Opened:
    """A part of a case's page. Opened by itself it is noted like the page."""
    found = opened(request, number)
    try:
        seen = signing.loads(request.GET.get("seen", ""), salt="desk.part", max_age=PART_AGE)
    except signing.BadSignature:
        seen = None
    if seen != [staff(request).pk, found.case.pk]:
        looks.note_view(case=found.case, user=staff(request))
    return found


def whole_number(text: str, most: int = 2**62) -> int | None:
    """What somebody put into an address or a hidden input; None where it is no number of ours."""
    if text.isascii() and text.isdigit() and len(text) < 20:
        found = int(text)
        return found if found <= most else None
    return None


def lines_of(fault: Exception) -> list[str]:
    return list(getattr(fault, "lines", ())) or [str(fault)]


Context = dict[str, Any]
