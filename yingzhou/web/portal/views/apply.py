"""Beginning an application, going on with it, and giving it up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.kernel.accounts.selectors import principals_of
from yingzhou.kernel.cases.models import Case, Draft
from yingzhou.kernel.cases.services import drafts
from yingzhou.kernel.catalogue.items import Item
from yingzhou.web.portal import astray
from yingzhou.web.portal.affairs import Affairs, affairs_of
from yingzhou.web.portal.coming import channel_of
from yingzhou.web.portal.entering import Door, door, item_or_404
from yingzhou.web.portal.guide import guide
from yingzhou.web.portal.plainly import too_young_or_old
from yingzhou.web.portal.views.common import page


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def start(request: HttpRequest, programme: str, name: str) -> HttpResponse:
    """For whom, with what from which register; a click begins. ``about``: the case that an appeal
    is against."""
    item, affairs = item_or_404(programme, name), affairs_of(request)
    about = request.POST.get("about") or request.GET.get("about", "")
    previous = affairs.case(about) if about else None
    found = door(item, affairs, clock.today(), previous)
    if request.method == "POST" and astray.is_other(request, affairs):
        messages.warning(request, astray.told_start(request, affairs))
    elif request.method == "POST" and found.is_open:
        drafts.begin(
            person=affairs.person,
            item=item,
            user=affairs.user,
            at=clock.now(),
            previous=previous,
            channel=channel_of(request),
        )
        return redirect("portal:known", programme, name)
    return _page(request, item, affairs, found, previous)


def _page(
    request: HttpRequest, item: Item, affairs: Affairs, found: Door, previous: Case | None
) -> HttpResponse:
    own = affairs.user.person
    others = principals_of(own, clock.today()) if own is not None else []
    context = {
        "item": item,
        "guide": guide(item, clock.today()),
        "door": found,
        "previous": previous,
        "affairs": affairs,
        "who": affairs.person.name,
        "others": [
            (one.person.pk, one.word, one.person.name, one.reason)
            for one in others
            if one.person.pk != affairs.person.pk
        ],
        "programme": item.code.split("/")[0],
        "name": item.code.split("/")[1],
        "days": drafts.DAYS,
        "unfit": too_young_or_old(item, affairs.person, clock.today()) if found.is_open else [],
    }
    return page(request, "apply_start", **context)


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def discard(request: HttpRequest, programme: str, name: str) -> HttpResponse:
    item, affairs = item_or_404(programme, name), affairs_of(request)
    draft = get_object_or_404(Draft, person=affairs.person, item=item.code, case=None)
    if request.method == "POST":
        drafts.discard(draft=draft.pk, user=affairs.user, at=clock.now())
        messages.success(request, f"“{item.name}”填到一半的申请已经删掉, 什么也没有提交。")
        return redirect("resident_home")
    return page(request, "discard", item=item, programme=programme, name=name)
