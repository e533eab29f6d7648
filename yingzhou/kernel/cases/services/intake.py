"""Taking a matter in, by any channel. The number is drawn last, so that every number that was given
belongs to a case that exists."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yingzhou.core import audit, clock, events
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import consent, whom
from yingzhou.kernel.cases.answers import is_urgent
from yingzhou.kernel.cases.apart import is_apart
from yingzhou.kernel.cases.events import CaseOpened
from yingzhou.kernel.cases.faults import CaseFault, Duplicate
from yingzhou.kernel.cases.models import Case, NumberSeries, Party, Step
from yingzhou.kernel.cases.places import desk_id, named, town_of
from yingzhou.kernel.cases.rolls import household_of
from yingzhou.kernel.catalogue.items import Apply
from yingzhou.kernel.catalogue.versions import version_of
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import Person, Residence

from . import admission, appointments, clocks
from .request import Request

__all__ = ["INTAKE", "Request", "home_of", "intake"]

INTAKE = "intake"


def intake(*, request: Request, user: User | None, at: datetime) -> Case:
    """The case, received. :class:`Duplicate` where it is open already, :class:`CaseFault` where it
    cannot be taken in; nothing is kept then."""
    try:
        with transaction.atomic():
            return _taken_in(request, user, at)
    except IntegrityError as error:
        found = admission.open_case(request)
        if found is None:
            raise
        raise Duplicate(found.number) from error


def _taken_in(request: Request, user: User | None, at: datetime) -> Case:
    day = clock.day_of(at)
    apply = admission.check(request, user, day)
    apart = is_apart(apply, request.answers, day)
    home = _district(day) if apart else _home(request, apply, day)
    if home is None and apply.register == "any":  # whoever lives elsewhere: where they came to
        home = request.place or _district(day)
    if home is None:
        raise CaseFault("登记里找不到申请人的住处或户籍, 请先在窗口登记")
    place = home if apart else request.place or _town(home, day)
    case = _row(request, apply, place, home, user, at)
    if apart:  # whoever happened to take it in is not the one who answers for it
        case.owner = None
    version = version_of(request.item, at)
    case.version = version
    case.number, case.running = _number(place, case.year)
    admission.check_click(request, case.answers, at)
    case.save(force_insert=True)
    _parties(case, request, apply, day)
    appointments.book(case, apply, day)
    running = clocks.move(case, apply.process, apply.process.stages[case.stage], at)
    case.due_on = clocks.earliest(running.values()) or FOREVER
    case.promised_on = clocks.promised(running.values())
    case.save(update_fields=["due_on", "promised_on"])
    _first_step(case, user, at)
    events.publish(CaseOpened(case.pk, case.item))
    actor = audit.Actor.of(user) if user else audit.SYSTEM
    audit.record(actor, "case.intake", case, {"number": case.number, "item": request.item.name})
    return case


def _own(request: Request) -> int | None:
    """Who agrees by handing it in."""
    return request.applicant.pk if request.applicant is not None else None


def _row(
    request: Request, apply: Apply, place: Division, home: Division, user: User | None, at: datetime
) -> Case:
    stage = apply.process.stages[apply.process.start]
    is_staff = user is not None and user.kind == User.Kind.STAFF
    day = clock.day_of(at)
    return Case(
        place=place,
        year=day.year,
        item=request.item.code,
        applicant=request.applicant,
        organisation=request.organisation,
        home=home,
        desk_id=desk_id(stage.by, place.pk, home.pk, day),
        channel=request.channel,
        stage=stage.key,
        by=stage.by,
        task=apply.process.task_at(stage.key),
        answers=whom.with_asker(
            consent.signed_by(request.answers, _own(request)), request.applicant, day
        ),
        owner=user if is_staff else None,
        steps_taken=1,
        received_at=at,
        stage_since=at,
        previous=None if request.keeps_apart else request.previous,
        reason=request.reason,
        only_one=request.only_one,
        is_urgent=is_urgent(apply, request.answers),
    )


def _number(place: Division, year: int) -> tuple[str, int]:
    """The next number of this counter; its row stays locked until the case is written."""
    NumberSeries.objects.get_or_create(place=place, year=year)
    series = NumberSeries.objects.select_for_update().get(place=place, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{year}-{place.code[:9]}-{series.last:06d}", series.last


def _parties(case: Case, request: Request, apply: Apply, day: date) -> None:
    """Whom it is about: the household, and who acts for the applicant."""
    found: dict[int, str] = {}
    if apply.subject == "household" and case.applicant_id:
        found |= dict.fromkeys(household_of(case.applicant_id, day), Party.Role.MEMBER)
    for member in request.answers.get("members", ()):
        if member.get("person"):
            found[member["person"]] = Party.Role.MEMBER
    found.pop(case.applicant_id or 0, None)
    if request.agent is not None and request.agent.pk != case.applicant_id:
        found[request.agent.pk] = Party.Role.AGENT
    rows = [Party(case=case, person_id=pk, role=role) for pk, role in found.items()]
    Party.objects.bulk_create(rows)


def _home(request: Request, apply: Apply, day: date) -> Division | None:
    """Whose matter it is: of the village that the form names (a child somebody is worried about
    does not live where the neighbour does; unknown, it is the district's), else of the
    applicant's."""
    if request.home is not None or not apply.home:
        return request.home or home_of(request.applicant, request.organisation, day)
    found = named(str(request.answers.get("values", {}).get(apply.home) or ""), day)
    return Division.objects.get(pk=found[0].id) if len(found) == 1 else _district(day)


def _town(home: Division, day: date) -> Division:
    return Division.objects.get(pk=town_of(tree_on(day), home.pk).id)


def _district(day: date) -> Division:
    return Division.objects.get(pk=tree_on(day).root.id)


def home_of(person: Person | None, organisation: Organisation | None, day: date) -> Division | None:
    """Where it belongs: the registered place first, then where the person lives."""
    if person is not None:
        rows = Residence.objects.on(day).filter(person=person).order_by("kind")
        found = rows.select_related("division").first()
        return found.division if found else None
    return organisation.division if organisation else None


def _first_step(case: Case, user: User | None, at: datetime) -> None:
    Step.objects.create(
        case=case,
        seq=1,
        transition=INTAKE,
        name="收件",
        target=case.stage,
        at=at,
        user=user,
        actor_name=str(user) if user else "系统",
    )
