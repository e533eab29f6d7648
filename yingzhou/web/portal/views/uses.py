"""谁用过我的资料: every fact that was reused, for what, by whom; and “this is wrong”."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services import agreed_again, checks
from yingzhou.kernel.cases.services.doubts import CORRECTION, object_to
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.exchange.selectors import consents, withdrawn
from yingzhou.web.own_values import TOGETHER, OwnValues, answered
from yingzhou.web.portal.affairs import affairs_of
from yingzhou.web.portal.views.common import page


@resident
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    affairs = affairs_of(request)
    after = request.GET.get("after", "")
    rows = affairs.uses(after)
    told = answered(rows.rows)
    for one in rows.rows:
        one.answered = told.get(one.correction_id or 0)
    if affairs.reads_all:
        values = OwnValues(affairs.person, clock.today())
        for one in rows.rows:
            says = values.of(one)
            one.says = f"现在登记的: {says}" if says and says != TOGETHER else says
            is_known = one.answered and says and says != TOGETHER
            one.is_behind = is_known and one.answered.stands not in says
    looks = [] if after else affairs.looks()
    agreed = [] if after else consents(affairs.person.pk)
    may_agree = affairs.reads_all and not after
    back = agreed_again.open_(withdrawn(affairs.person.pk)) if may_agree else []
    may_object = CORRECTION in items()
    return page(
        request, "uses", affairs=affairs, page=rows, looks=looks, may_object=may_object,
        agreed=agreed, back=back,
    )  # fmt: skip


@resident
@require_POST
@never_cache
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """They do not agree any more that others are asked about them."""
    affairs = affairs_of(request)
    if affairs.items:
        raise Http404
    try:
        checks.withdraw_own(consent=pk, person=affairs.person.pk, user=affairs.user, at=clock.now())
    except CaseFault as fault:
        messages.error(request, "没有撤回: " + "; ".join(fault.lines))
    else:
        messages.success(
            request, "已撤回: 还没有问的不再问, 收到的答复不再用来算。办这件事的乡镇会看到。"
        )
    return redirect("portal:uses")


@resident
@require_POST
@never_cache
def agree_again(request: HttpRequest, pk: int) -> HttpResponse:
    """They took it back, and agree anew while the matter is open. Nobody does so for another
    grown-up."""
    affairs = affairs_of(request)
    if affairs.items or not affairs.reads_all:
        raise Http404
    try:
        agreed_again.agree_own(
            consent=pk, person=affairs.person.pk, user=affairs.user, at=clock.now()
        )
    except CaseFault as fault:
        messages.error(request, "没有登记: " + "; ".join(fault.lines))
    else:
        messages.success(request, "已重新同意, 接着核对。原来那份同意和撤回的记录还在。")
    return redirect("portal:uses")


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def wrong(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says there, and what is right: whoever keeps that register looks into it."""
    affairs = affairs_of(request)
    use = affairs.use(pk)
    if use.objected_at is not None:
        messages.warning(request, "这一条您已经提过异议, 正在核实。")
        return redirect("portal:uses")
    if use.is_look:
        return redirect("portal:uses")
    says = OwnValues(affairs.person, clock.today()).of(use) if affairs.reads_all else ""
    says = "" if says == TOGETHER else says
    right, was = request.POST.get("right", ""), says or request.POST.get("was", "")
    if request.method == "POST":
        try:
            made = object_to(use=use.pk, right=right, was=was, user=affairs.user, at=clock.now())
        except CaseFault as fault:
            return page(request, "use", fault.lines, use=use, right=right, was=was, says=says)
        messages.success(request, "收到了。管这份登记的部门会核实, 结果告诉您。")
        return redirect("portal:case", made.number)
    return page(request, "use", use=use, right=right, was=was, says=says)
