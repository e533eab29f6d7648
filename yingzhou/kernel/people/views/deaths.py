"""That somebody has died: who may say so says it here; who keeps the register settles the rest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.people import selectors, services
from yingzhou.kernel.people.forms import DeathForm, DeathReportForm, SettleForm, WithdrawForm
from yingzhou.kernel.people.models import DeathReport, Person
from yingzhou.kernel.people.selectors import deaths as said
from yingzhou.kernel.people.services import Post
from yingzhou.kernel.people.services.deaths import DAYS_TO_SETTLE
from yingzhou.kernel.people.viewer import Viewer, viewer_of

from .common import open_record, open_to_change
from .steps import steps, who

Origin, State = DeathReport.Origin, DeathReport.State
UNKNOWN = "登记里没有这个姓名和身份证号的人, 或不在您负责的范围里; 核对以后仍无误的, 请告诉乡镇"
BY_ROLE = {"village": Origin.VILLAGE, "counter": Origin.COUNTER, "town": Origin.TOWN}
BY_ROLE |= {"bureau": Origin.BUREAU}


def post_of(viewer: Viewer, person: Person | None = None) -> Post:
    """In whose name they speak; of a person, by the role that reaches them."""
    here = selectors.divisions_of(person) if person is not None else ()
    held = viewer.held_with("deaths.report", here) or viewer.held_with("deaths.report")
    assert held is not None  # noqa: S101 - the access declaration let nobody else in
    role, unit, division = held
    office = unit or name_on(division, clock.today())
    has_last_word = person is not None and viewer.scope("people.change").meets(here)
    return Post(BY_ROLE.get(role) or services.origin_of(office), office, has_last_word)


@requires("deaths.report")
@require_safe
@never_cache
def deaths(request: HttpRequest) -> HttpResponse:
    """Who keeps the register: what is to be found out. Everybody else: what they reported."""
    viewer, cursor, today = viewer_of(request), request.GET.get("after", ""), clock.today()
    settles, shows_all = viewer.may("people.change"), request.GET.get("state") == "all"
    scope = viewer.scope("people.change").ids
    if not settles:
        post = post_of(viewer)
        page = said.of_office(post.origin, post.office, cursor)
    elif shows_all:
        page = said.reported(scope, today, cursor)
    else:
        page = said.to_settle(scope, today, cursor)
    context = {
        "page": page, "settles": settles, "shows_all": shows_all or not settles, "today": today,
        "days": DAYS_TO_SETTLE, "opens": viewer.may("people.view"), "over": OVER,
    }  # fmt: skip
    return render(request, "people/deaths.html", context)


OVER = (State.REJECTED, State.WITHDRAWN, State.UNDONE)


@requires("deaths.report")
@require_http_methods(["GET", "POST"])
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """By name and full number: for who has no access to the record. Nothing of it is told."""
    form = DeathReportForm(request.POST or None)
    context = {"form": form, "refusal": "", "follows": [], "who": ""}
    if request.method != "POST" or "back" in request.POST or not form.is_valid():
        return render(request, "people/report_death.html", context)
    try:
        person = _called(request, form)
        if "confirmed" not in request.POST:
            services.require_death_day(person, form.cleaned_data["on"])
            context["follows"] = [selectors.ENDING, *selectors.AFTER_A_DEATH]
            return render(request, "people/report_death.html", context)
        made = _report(request, person, form.cleaned_data)
    except Refused as refusal:
        return render(request, "people/report_death.html", context | {"refusal": str(refusal)})
    messages.success(request, told(made))
    return redirect("people:deaths")


def _called(request: HttpRequest, form: Form) -> Person:
    viewer, given = viewer_of(request), form.cleaned_data
    try:
        person = selectors.person_called(given["number"], given["name"])
    except ValueError as error:
        raise Refused(str(error)) from error
    is_village = post_of(viewer).origin == Origin.VILLAGE
    scope = viewer.scope("deaths.report").ids if is_village else None
    if person is None or not selectors.find(person.pk, scope, clock.today())[1]:
        raise Refused(UNKNOWN)
    return person


def _report(request: HttpRequest, person: Person, given: dict[str, Any]) -> DeathReport:
    return services.report_death(
        person=person,
        on=given["on"],
        evidence=given["source"],
        post=post_of(viewer_of(request), person),
        **who(request),
    )


def told(made: object) -> str:
    """What became of a report, in the words of who made it."""
    assert isinstance(made, DeathReport)  # noqa: S101 - what ``report_death`` gives
    if made.state == State.RECORDED:
        return "死亡已登记。发给本人的钱从去世的次月起停, 家里的救助按其余的人重新计算。"
    if made.state == State.SAME:
        return "和已有的登记一致, 已作为又一个来源记下。"
    still = "日期和登记的不一样, 核实以前照原来的登记" if made.event_id else "还没有登记"
    return f"已记下, {still}; 由乡镇在 {made.due:%Y-%m-%d} 前核实。"


@requires("deaths.report")
@require_http_methods(["GET", "POST"])
@never_cache
def death(request: HttpRequest, pk: int) -> HttpResponse:
    """From the person's page, in the scope of whoever reports."""
    person = open_record(request, pk, "deaths.report")
    viewer = viewer_of(request)
    classes = viewer.data_classes(selectors.divisions_of(person), "deaths.report")

    def follows(data: dict[str, Any]) -> list[str]:
        services.require_death_day(person, data["on"])
        return selectors.death_follows(person, data["on"], "sensitive" in classes)

    title = "再报一个死亡信息来源" if person.death_date else "登记死亡"
    page = {"title": title, "verb": f"确认{title}", "done": told}
    form = DeathForm(request.POST or None)
    return steps(request, person, form, page, follows, lambda data: _report(request, person, data))


@requires("people.change")
@require_http_methods(["GET", "POST"])
@never_cache
def settle(request: HttpRequest, report_pk: int) -> HttpResponse:
    """Which of two words is true; or whether the only one, which was taken back, was."""
    row = get_object_or_404(DeathReport.objects.select_related("person", "event"), pk=report_pk)
    person = open_to_change(request, row.person_id)
    is_over = row.due is None
    if is_over:
        messages.info(request, f"这一条已经有结果: {row.get_state_display()}。")
        return redirect("people:person", pk=person.pk)

    def act(data: dict[str, Any]) -> object:
        return services.settle_report(report=row, **who(request), **data)

    def follows(data: dict[str, Any]) -> list[str]:
        return selectors.settling_follows(row, data["is_true"])

    yes, no = selectors.settling_choices(row)
    page = {
        "title": "核实死亡信息", "verb": "确认核实结果", "done": "核实结果已登记。",
        "told": selectors.settling_told(row),
    }  # fmt: skip
    form = SettleForm(request.POST or None, yes=yes, no=no)
    return steps(request, person, form, page, follows, act)


@requires("deaths.report")
@require_http_methods(["GET", "POST"])
@never_cache
def withdraw(request: HttpRequest, report_pk: int) -> HttpResponse:
    """Only the office that said so takes its word back."""
    post = post_of(viewer_of(request))
    row = DeathReport.objects.filter(pk=report_pk, origin=post.origin, office=post.office).first()
    if row is None:
        raise Http404("没有这一条, 或不是您的单位报的")
    form, refusal = WithdrawForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_report(report=row, **who(request), **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已撤回。已经登记的, 由乡镇核实后改回。")
            return redirect("people:deaths")
    context = {"form": form, "row": row, "refusal": refusal}
    return render(request, "people/withdraw_death.html", context)
