"""``/desk/counter/``: whoever comes to a counter, or to a village officer, is helped at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import comes_back, requires
from yingzhou.core.audit import Actor
from yingzhou.kernel.cases import hints
from yingzhou.kernel.cases.apart import stands_apart
from yingzhou.kernel.cases.consent import CONSENT, WITHHELD, signed_by
from yingzhou.kernel.cases.faults import CaseFault, Duplicate
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.newcomers import is_same
from yingzhou.kernel.cases.selectors.rights import RECUSED, is_recused, may_see, shut_to
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.kernel.notices.selectors import letters_about, reached_at
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.selectors import age_on
from yingzhou.kernel.people.selectors.places import Home, Places
from yingzhou.kernel.people.services import note_view
from yingzhou.web import comers
from yingzhou.web.desk.selectors import alongside, counter, finding, step, veil
from yingzhou.web.desk.selectors.fields import Lack
from yingzhou.web.desk.selectors.opening import Opened, case_of
from yingzhou.web.desk.services import completing, looks, members, taking_in
from yingzhou.web.receiving import already

from .common import opened, staff
from .files import brought_here, refused

RECEIVE = "cases.receive"
APPEAL = "counters/appeal"


@requires(RECEIVE)
@require_http_methods(["GET", "POST"])
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Who is it? Always by POST: a number never stands in an address."""
    user = staff(request)
    typed = request.POST.get("q", "").strip()[:60]
    found = finding.Found()
    if request.method == "POST":
        found = finding.find(typed, user, clock.today())
        looks.note_search(user=user, kind=found.kind, text=found.masked, found=len(found.people))
        if len(found.people) == 1:
            _note_view(request, found.people[0]["person"])
        if found.kind == "number" and len(found.people) == 1:
            comers.note(request, found.people[0]["person"].pk)
            return redirect("desk:counter_person", token=found.people[0]["token"])
        if len(found.units) == 1 and not found.people:
            return redirect("desk:counter_person", token=found.units[0]["token"])
    context = {
        "typed": "" if found.kind == "number" else typed,
        "found": found,
        "asked_for": typed,
        "is_village": finding.channel_of(user) == finding.VILLAGE,
    }
    return render(request, "web/desk/counter_find.html", context)


def comer(request: HttpRequest, token: str) -> counter.Comer:
    """Whom this clerk found a moment ago."""
    user = staff(request)
    found = finding.comer_of(token, user)
    if found is None:
        raise Http404("请从窗口收件重新找人")
    if isinstance(found, Person) and found.pk in shut_to(user):
        raise PermissionDenied("来办事的是您本人或您的亲属, 按规定须回避; 请交给同事收件")
    return found


def _note_view(request: HttpRequest, who: counter.Comer) -> None:
    """What the registers know of a person is about to be shown: they can see who looked."""
    if isinstance(who, Person):
        note_view(person=who, actor=Actor.of(staff(request)), why="窗口接待")


def about(request: HttpRequest, who: counter.Comer, token: str) -> dict[str, Any]:
    """What every page about them shows."""
    told = {"person": who, "token": token, "channel": finding.channel_of(staff(request))}
    if isinstance(who, Organisation):
        return told | {"is_unit": True, "number": who.uscc}
    number = identity.mask(str(who.id_number))
    return told | {"is_unit": False, "age": age_on(who, clock.today()), "number": number}


def _home(who: counter.Comer) -> Home | None:
    """Where the person is registered and lives: perhaps in another town."""
    if isinstance(who, Organisation):
        return None
    return Places(clock.today()).homes([who.pk]).get(who.pk, Home())


@requires(RECEIVE)
@require_safe
@never_cache
def person(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be done for this person?"""
    found = comer(request, token)
    told = about(request, found, token)
    typed = request.GET.get("q", "").strip()[:60]
    channel, user = told["channel"], staff(request)
    waiting = counter.open_cases(found, user)
    context = told | {
        "has_come": not told["is_unit"] and comers.has_come(request, found.pk),
        "home": _home(found),
        "typed": typed,
        "offers": counter.found(typed, channel, found) if typed else [],
        "everything": {} if typed else counter.everything(channel, found),
        "waiting": [(case, name, stage, may_see(user, case)) for case, name, stage in waiting],
    }
    return render(request, "web/desk/counter_person.html", context)


@comes_back
@requires(RECEIVE)
@require_http_methods(["GET", "POST"])
@never_cache
def apply(request: HttpRequest, token: str, programme: str, item: str) -> HttpResponse:
    """The form on one page: what is known is filled in, with its source."""
    who = comer(request, token)
    wanted = items().get(f"{programme}/{item}")
    channel = finding.channel_of(staff(request))
    if wanted is None or not counter.can_ask(wanted, channel, who):
        raise Http404("这个事项不能在窗口申请")
    earlier = _earlier(request)
    known = counter.prefilled(wanted, who, clock.today())
    answers = signed_by(counter.carried(wanted, who, known, earlier), _own(who))
    context = about(request, who, token) | {"earlier": earlier, "added": [], "added_fault": ""}
    is_new = _add(request, context, wanted, answers)
    if request.method == "GET":
        if wanted.code == APPEAL and earlier is not None:
            answers["values"]["about"] = earlier.number
        return _form(request, context, _blank(wanted, answers))
    if "quick" in request.POST:
        return _quick(request, context, wanted, answers)
    files = completing.files_of(wanted.apply, request.FILES) if wanted.apply else {}
    form = taking_in.filled(wanted, answers, request.POST, files)
    if "add" in request.POST or "show" in request.POST:
        out = form.out[:-1] if is_new else form.out
        made = counter.form_of(
            wanted, _shown(wanted, answers, form), raw=form.raw, agent=form.agent, out=out,
        )  # fmt: skip
        return _form(request, context, replace(made, phone=form.phone))
    return _take(request, context, wanted, answers, form)


def _own(who: counter.Comer) -> int | None:
    return who.pk if isinstance(who, Person) else None


def _blank(item: Item, answers: dict[str, Any], lacks: Sequence[Lack] = ()) -> counter.Form:
    """As it is before anybody has agreed to anything."""
    assert item.apply is not None  # noqa: S101 - guides never come here
    known = veil.veiled(item.apply, answers)
    return counter.form_of(item, known, lacks=lacks)


def _shown(item: Item, answers: dict[str, Any], form: taking_in.Filled) -> dict[str, Any]:
    """With what the registers know of those who agree."""
    assert item.apply is not None  # noqa: S101 - guides never come here
    at = [one for one in range(len(answers["members"])) if one not in form.out]
    said = dict(zip(at, form.answers["members"], strict=True))
    own = form.answers["values"].get(CONSENT)
    return {**veil.shown(item.apply, answers, said, own), "papers": form.answers["papers"]}


def _add(
    request: HttpRequest, context: dict[str, Any], item: Item, answers: dict[str, Any]
) -> bool:
    """Members from other households: those added before, and (True) one that is added now."""
    tokens, is_new = request.POST.getlist("added"), False
    there = list(answers["members"])
    if "add" in request.POST:
        before = members.added(tokens, item, clock.today())
        name, number, relation = (
            request.POST.get(f"new-{part}", "") for part in ("name", "number", "relation")
        )
        try:
            tokens.append(members.token_for(name, number, relation, [*there, *before]))
        except CaseFault as fault:
            context["added_fault"] = str(fault)
        else:
            is_new = True
    context["added"] = tokens
    found = members.added(tokens, item, clock.today())
    answers["members"] = there + [
        one for one in found if not any(is_same(one, other) for other in there)
    ]
    return is_new


def _earlier(request: HttpRequest) -> Case | None:
    """The matter after which this one is offered."""
    number = request.POST.get("after", "") or request.GET.get("after", "")
    return opened(request, number).case if number else None


def _quick(
    request: HttpRequest, context: dict[str, Any], item: Item, answers: dict[str, Any]
) -> HttpResponse:
    """One click: with what is known and what was told a moment ago; the form, where that is not
    enough."""
    known = veil.veiled(item.apply, answers) if item.apply else answers
    form = taking_in.Filled(known, {}, {}, [])
    lacks = form.lacks(item.apply) if item.apply else []
    if lacks:
        return _form(request, context, _blank(item, answers, lacks))
    return _take(request, context, item, answers, form)


def _form(
    request: HttpRequest, context: dict[str, Any], form: counter.Form, status: int = 200
) -> HttpResponse:
    same = [one.number for one, _, _ in counter.open_cases(context["person"], staff(request))
            if one.item == form.item.code]  # fmt: skip
    context = context | {
        "form": form,
        "keep": counter.kept_as(form.item, context["person"]),
        "papers_seen": form.papers_seen,
        "same": same,
        "reach": "" if context["is_unit"] or form.asks_phone else reached_at(context["person"]),
    }
    return render(request, "web/desk/counter_form.html", context, status=status)


def _take(
    request: HttpRequest,
    context: dict[str, Any],
    item: Item,
    before: dict[str, Any],
    form: taking_in.Filled,
) -> HttpResponse:
    def again(faults: list[str], lacks: list[Lack]) -> HttpResponse:
        made = counter.form_of(
            item, _shown(item, before, form), errors=form.errors, raw=form.raw, faults=faults,
            lacks=lacks, agent=form.agent, out=form.out,
        )  # fmt: skip
        return _form(request, context, replace(made, phone=form.phone), status=422)

    if form.errors:
        return again(["有几处填得不对, 已在下面标出。没有收件, 您填的都还在。"], [])
    lacks = form.lacks(item.apply) if item.apply else []
    context["already"] = _already(context, item)
    if lacks and "anyway" not in request.POST:
        return again([], lacks)
    if not lacks and "told" not in request.POST:
        context["unfit"] = _unfit(context, item, form)
        if context["unfit"] or context["already"]:
            return again([], [])
    earlier = context["earlier"] if item.code == APPEAL else None
    try:
        case, faults = taking_in.take_in(
            item=item, who=context["person"], form=form, user=staff(request),
            at=clock.now(), previous=earlier,
            reason="复核申诉" if earlier else "",
        )  # fmt: skip
    except Duplicate as fault:
        messages.warning(request, str(fault))
        return redirect("desk:case", number=fault.number)
    except CaseFault as fault:
        return again(list(fault.lines), lacks)
    for line in faults:
        messages.error(request, f"这个文件没有收下: {line}")
    return redirect("desk:counter_done", token=context["token"], number=case.number)


def _already(context: dict[str, Any], item: Item) -> str:
    """That their family has it already: told once, too."""
    who = context["person"]
    return already(item, who if isinstance(who, Person) else None, clock.today())


def _unfit(context: dict[str, Any], item: Item, form: taking_in.Filled) -> list[str]:
    """What they are told once, before it is taken in: the rule says no. They may still ask."""
    who = context["person"]
    person = who if isinstance(who, Person) else None
    told = {key: value for key, value in form.answers.items() if key != WITHHELD}  # all agree
    return hints.unfit(item, person, told, clock.today())


def _is_theirs(case: Case, who: counter.Comer) -> bool:
    if isinstance(who, Organisation):
        return case.organisation_id == who.pk
    return case.applicant_id == who.pk


@requires(RECEIVE)
@require_http_methods(["GET", "POST"])
@never_cache
def bring(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """What is missing may be brought to any counter (全市通办); it sees no more of the case."""
    who, user = comer(request, token), staff(request)
    found = case_of(number, clock.today())
    if found is None or not _is_theirs(found.case, who) or found.case.by != APPLICANT:
        raise Http404("这个人没有在等补材料的这件事")
    if stands_apart(found.case) and not may_see(user, found.case):
        raise Http404("这个人没有在等补材料的这件事")
    if is_recused(user, found.case):
        raise PermissionDenied(RECUSED)
    faults: dict[str, str] = {}
    if request.method == "POST":
        faults = brought_here(request, found)
        if not faults:
            return redirect("desk:counter_person", token=token)
    looks.note_view(case=found.case, user=user)
    context = about(request, who, token) | {
        "opened": found,
        "case": found.case,
        "now": refused(request, found, faults) if faults else step.now(found, user),
        "papers_seen": request.POST.getlist("paper"),
    }
    status = 422 if faults else 200
    return render(request, "web/desk/counter_bring.html", context, status=status)


@requires(RECEIVE)
@require_safe
@never_cache
def done(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """The number and the promise; then what else this household may get."""
    who = comer(request, token)
    is_apart, found = _apart(request, who, number)
    also = [] if is_apart else alongside.beside(found.case)
    about_all = [f"case:{one.pk}" for one in (found.case, *also)]
    letters = letters_about(*about_all)
    context = about(request, who, token) | {
        "is_apart": is_apart,
        "keep": counter.kept_as(found.item, who),
        "opened": found,
        "case": found.case,
        "letters": [one for one in letters if one.about == about_all[0]],
        "also": alongside.shown(found.case, also, letters, staff(request)),
        "correction": found.case.corrections.filter(answered_at=None).last(),
        "calls": hasattr(staff(request), "counter_window"),
    }
    return render(request, "web/desk/counter_done.html", context)


def _apart(request: HttpRequest, who: counter.Comer, number: str) -> tuple[bool, Opened]:
    """Whoever took in a complaint about a window is told its number, and sees no more of it."""
    user, found = staff(request), case_of(number, clock.today())
    if found is not None and _is_theirs(found.case, who) and stands_apart(found.case):
        took_in = found.case.steps.filter(seq=1, user=user).exists()
        if took_in and not may_see(user, found.case):
            return True, found
    return False, opened(request, number)


@requires(RECEIVE)
@require_safe
def for_case(request: HttpRequest, number: str) -> HttpResponse:
    """An appeal against the outcome of a case, for its applicant."""
    found = opened(request, number)
    if found.case.applicant_id is None:
        raise Http404("申请人是单位, 复核申诉请书面提出")
    if found.is_unnamed and found.hides_name:
        raise PermissionDenied("申请人不愿公开姓名: 请本人到窗口报身份证号登记")
    token = finding.token(staff(request), found.case.applicant_id)
    address = reverse("desk:counter_apply", args=[token, *APPEAL.split("/")])
    return redirect(f"{address}?{urlencode({'after': number})}")
