"""What an applicant does with a matter: adds papers, answers, takes a step, rates."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.kernel.cases import questions
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Rating
from yingzhou.kernel.cases.services import documents, ratings
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.corrections import complete
from yingzhou.kernel.catalogue.items import Field, Transition
from yingzhou.web.portal import consenting
from yingzhou.web.portal.affairs import affairs_of
from yingzhou.web.portal.fields import Shown, raw_of
from yingzhou.web.portal.matter import Matter
from yingzhou.web.portal.views.common import case_page, own_file, page


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """A tab that is loaded anew after a refused photo asks with GET: back to the matter."""
    if request.method != "POST":
        return redirect("portal:case", number)
    affairs = affairs_of(request)
    matter = Matter(affairs.case(number))
    files = request.FILES.getlist("file")
    material = request.POST.get("material", "")
    try:
        if not files:
            raise CaseFault("还没有选照片或文件, 请先选一个再交")
        for file in files:
            documents.add(
                case=matter.case.pk, material=material, file=file, user=affairs.user, at=clock.now()
            )
    except CaseFault as fault:
        return case_page(request, matter, affairs, [str(fault)])
    messages.success(request, "收到了, 已经放进这件事里。")
    return redirect("portal:case", number)


@resident
@require_safe
@never_cache
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    case = affairs_of(request).case(number)
    return own_file(get_object_or_404(case.documents, pk=pk, removed_at=None))


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def remove(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("portal:case", number)
    affairs = affairs_of(request)
    kept = get_object_or_404(affairs.case(number).documents, pk=pk, removed_at=None)
    try:
        documents.remove(document=kept.pk, user=affairs.user, at=clock.now())
        messages.success(request, "已经拿掉。")
    except CaseFault as fault:
        messages.error(request, str(fault))
    return redirect("portal:case", number)


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def fill(request: HttpRequest, number: str, place: str) -> HttpResponse:
    """One answer that was missing."""
    affairs = affairs_of(request)
    matter = Matter(affairs.case(number))
    if place not in {one.place for one in matter.lacks if one.place}:
        return redirect("portal:case", number)
    member, key = questions.parts(place)
    field = next(one for one in matter.apply.form if one.key == key)
    if request.method != "POST":
        return _fill(request, matter, field, place, member)
    raw = raw_of(field, request.POST, place)
    values = {key: raw} if member is None else {}
    members = {member: {key: raw}} if member is not None else {}
    try:
        if not raw:
            raise CaseFault("请先回答这个问题")
        complete(case=matter.case.pk, user=affairs.user, values=values, members=members)
    except CaseFault as fault:
        return _fill(request, matter, field, place, member, str(fault))
    return redirect("portal:case", number)


def _fill(
    request: HttpRequest, matter: Matter, field: Field, place: str, member: int | None,
    fault: str = "",
) -> HttpResponse:  # fmt: skip
    kept = matter.case.answers
    holder = kept if member is None else kept["members"][member]
    posted = request.POST if fault else None
    of = kept["members"][member]["name"] if member is not None else ""
    whose = holder.get("person") if member is not None else matter.case.applicant_id
    affairs = affairs_of(request)
    name, viewer = of or affairs.person.name, affairs.user.person
    assert viewer is not None  # noqa: S101 - the database sees to it for residents
    field = consenting.worded(field, name, whose, viewer)
    said = consenting.words(field, whose, viewer)
    value = holder["values"].get(field.key)
    shown = Shown(field, place, value, posted, fault, words=said)
    faults = [fault] if fault else []
    return page(request, "fill", faults, matter=matter, case=matter.case, shown=shown, of=of)


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest, number: str, way: str) -> HttpResponse:
    """Asks once more, then takes a step that is the applicant's: 补齐了, 撤回 …"""
    affairs = affairs_of(request)
    matter = Matter(affairs.case(number))
    wanted = next((one for one in matter.ways if one.key == way), None)
    if wanted is None:
        messages.warning(request, "这一步现在不用办了, 请看看最新情况。")
        return redirect("portal:case", number)
    faults: list[str] = []
    undone = [one.line for one in matter.undone] if wanted is matter.supplying else []
    is_sure = not undone or request.POST.get("sure") == "1"
    if request.method == "POST" and is_sure:
        seen = request.POST.get("seen", "")
        data = {one.key: raw_of(one, request.POST, one.key) for one in wanted.asks}
        try:
            advance(
                case=matter.case.pk, transition=way, user=affairs.user, at=clock.now(), data=data,
                words=f"还没有交: {'、'.join(undone)}" if undone else request.POST.get("words", ""),
                seen=int(seen) if seen.isdecimal() else None,
            )  # fmt: skip
        except CaseFault as fault:
            faults = list(fault.lines)
        else:
            messages.success(request, _told(wanted, len(undone)))
            return redirect("portal:case", number)
    asks = [Shown(one, one.key, None, request.POST if faults else None) for one in wanted.asks]
    wants_words = any(need == "reason" for need in wanted.needs)
    return page(
        request, "step", faults, matter=matter, case=matter.case, way=wanted, asks=asks,
        wants_words=wants_words, words=request.POST.get("words", ""), undone=undone,
    )  # fmt: skip


def _told(way: Transition, undone: int) -> str:
    """What was done, as whoever did it says it."""
    if way.closes == "withdrawn":
        return "已经撤回, 这件事不再往下办。"
    if way.corrects == "answer":
        more = f"还有 {undone} 样没交, 窗口会告诉您怎么办。" if undone else "我们看完会告诉您。"
        return f"交上去了。{more}"
    return f"收到了: {way.name}。下一步怎么办, 请看下面。"


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Five levels, once; one or two stars start their own rectification."""
    affairs = affairs_of(request)
    matter = Matter(affairs.case(number))
    if not ratings.is_rateable(matter.case):
        raise Http404
    if not matter.may_rate:
        messages.warning(request, "这件事已经评过了, 一件事评一次。")
        return redirect("portal:case", number)
    faults: list[str] = []
    stars, words = request.POST.get("stars", ""), request.POST.get("words", "")[:500]
    if request.method == "POST":
        try:
            ratings.rate(
                case=matter.case.pk, user=affairs.user, stars=_number(stars), words=words,
                channel="online", at=clock.now(),
            )  # fmt: skip
        except CaseFault as fault:
            faults = list(fault.lines)
        else:
            bad = stars in ("1", "2")
            text = "谢谢您的评价。" + (
                "一个工作日内会有人联系您, 处理结果您都看得到。" if bad else ""
            )
            messages.success(request, text)
            return redirect("portal:case", number)
    return page(
        request, "rate", faults, matter=matter, case=matter.case, levels=Rating.LEVELS.items(),
        stars=stars, words=words,
    )  # fmt: skip


def _number(stars: str) -> int:
    return int(stars) if stars in ("1", "2", "3", "4", "5") else 0
