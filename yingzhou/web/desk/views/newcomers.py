"""``/desk/counter/new/``: somebody whom the register does not know comes to the counter."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.forms import VisitorForm
from yingzhou.kernel.people.services import register_visitor
from yingzhou.web import comers
from yingzhou.web.desk.selectors import finding

from .common import staff


@requires("cases.receive")
@require_http_methods(["GET", "POST"])
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Entered with what the identity card says, then on with what they came for. ``q``: what was
    looked for and not found, to begin with."""
    user = staff(request)
    if finding.channel_of(user) == finding.VILLAGE:
        raise PermissionDenied("村居只为本村居的人代办; 外区的人请到受理中心登记。")
    if request.method != "POST" or "q" in request.POST:
        typed = request.POST.get("q", "").strip()[:60]
        return _form(request, VisitorForm(initial=_begun(typed)))
    form = VisitorForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    said = form.cleaned_data
    try:
        person = register_visitor(
            name=said["name"],
            id_number=said["number"],
            division=said["division"],
            address=said["address"],
            actor=Actor.of(user),
            at=clock.now(),
        )
    except Refused as fault:
        form.add_error("number", str(fault))
        return _form(request, form, status=422)
    comers.note(request, person.pk)
    return redirect("desk:counter_person", token=finding.token(user, person.pk))


def _begun(typed: str) -> dict[str, str]:
    """What was looked for was a number, or else a name."""
    try:
        return {"number": identity.validate(typed)}
    except ValueError:
        return {"name": "".join(one for one in typed if "\u4e00" <= one <= "\u9fff" or one == "·")}


def _form(request: HttpRequest, form: VisitorForm, status: int = 200) -> HttpResponse:
    return render(request, "web/desk/newcomer.html", {"form": form}, status=status)
