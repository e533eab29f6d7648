"""``/desk/substitutes/``: who is away, and who does their work meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Delegation
from yingzhou.kernel.cases.services import work
from yingzhou.web.desk.selectors import substitutes as pages

from .common import lines_of, staff


class AwayForm(forms.Form):
    absent = forms.TypedChoiceField(label="谁不在", coerce=int)
    substitute = forms.TypedChoiceField(label="谁来替", coerce=int)
    since = forms.DateField(label="从哪天起", widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(
        label="最后一天不在", widget=forms.DateInput({"type": "date"}), required=False,
        help_text="还不知道的可以空着, 回来后在“现在和以后的”里结束。",
    )  # fmt: skip
    reason = forms.CharField(label="原因", max_length=100, help_text="例如 年假、外出培训")

    def __init__(self, *args: Any, user: User, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = [(one.pk, one.name) for one in colleagues]
        own = (user.pk, f"{user.name}(我自己)")
        others = [pair for pair in everyone if pair[0] != user.pk]
        may_for_others = user.may("cases.supervise")
        picked = (
            ("absent", [own, *(others if may_for_others else [])]),
            ("substitute", [("", "请选"), *(everyone if may_for_others else others)]),
        )
        for name, choices in picked:
            cast(forms.TypedChoiceField, self.fields[name]).choices = choices


@requires("desk.enter")
@require_http_methods(["GET", "POST"])
@never_cache
def substitutes(request: HttpRequest) -> HttpResponse:
    """What overlaps is warned of, and taken when it is meant."""
    user, today = staff(request), clock.today()
    colleagues = pages.colleagues(user, today)
    form = AwayForm(
        request.POST or None, user=user, colleagues=colleagues, initial={"since": today}
    )
    warnings: list[str] = []
    if request.method == "POST" and form.is_valid():
        warnings = _made(request, form, {one.pk: one for one in [user, *colleagues]})
        if not warnings and not form.errors:
            messages.success(
                request, "替班已登记。到日子自动生效, 办的事记在替班人名下并注明代谁。"
            )
            return redirect("desk:substitutes")
    context = {
        "form": form,
        "warnings": warnings,
        "rows": pages.listed(user, colleagues, today),
        "today": today,
        "may_all": user.may("cases.supervise"),
    }
    status = 422 if form.errors or warnings else 200
    return render(request, "web/desk/substitutes.html", context, status=status)


def _made(request: HttpRequest, form: AwayForm, known: dict[int, User]) -> list[str]:
    """What overlaps; empty where it was registered, or the form says why not."""
    data = form.cleaned_data
    absent, substitute = known[data["absent"]], known[data["substitute"]]
    until = data["last"] + timedelta(days=1) if data["last"] else None
    overlaps = pages.overlapping(absent, substitute, data["since"], until)
    if overlaps and "anyway" not in request.POST:
        return overlaps
    try:
        work.delegate(
            absent=absent,
            substitute=substitute,
            since=data["since"],
            until=until,
            reason=data["reason"],
            user=staff(request),
            at=clock.now(),
        )
    except CaseFault as fault:
        for line in lines_of(fault):
            form.add_error(None, line)
    return []


@requires("desk.enter")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Delegation, pk=pk)
    try:
        work.end_delegation(delegation=row.pk, user=staff(request), today=clock.today())
    except CaseFault as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, "替班已结束。")
    return redirect("desk:substitutes")
