"""What must hold of the roll of 低保 (``yingzhou check``): it is whoever an award counts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from yingzhou.core import clock
from yingzhou.core.invariants import invariant
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Custody, Enrolment, Membership
from yingzhou.programmes.assistance.relief.selectors.counted import OF_ROLL

ROLL = Enrolment.Roll.DIBAO


@invariant("低保名册上的人都有低保待遇")
def nobody_is_on_the_roll_without_an_award() -> Iterator[str]:
    """Of their own or of their household; whose award ended today leaves it within hours."""
    today = clock.today()
    awards = Award.objects.filter(benefit__in=OF_ROLL, valid_to__gte=today)
    homes = Membership.objects.filter(
        Q(valid_to__gt=today) | Q(household__valid_to__lte=F("valid_to")), person=OuterRef("person")
    ).filter(Exists(awards.filter(household=OuterRef("household"))))
    on = Enrolment.objects.on(today).filter(roll=ROLL, person__death_date=None)
    alone = on.exclude(Exists(awards.filter(person=OuterRef("person")))).exclude(Exists(homes))
    for person, since in alone.order_by("pk").values_list("person", "valid_from"):
        yield f"人员 {person}: 自 {since} 起在低保名册上, 没有在发的低保"


@invariant("在发低保的家庭都有人在低保名册上")
def whoever_gets_it_is_on_the_roll() -> Iterator[str]:
    """Who is in custody is not counted, so that their own award may stand until it was heard."""
    today = clock.today()
    awards = Award.objects.on(today).filter(benefit__in=OF_ROLL)
    on = Enrolment.objects.on(today).filter(roll=ROLL, person=OuterRef("person"))
    members = Membership.objects.filter(household=OuterRef("household"))
    away = Custody.objects.on(today).filter(person=OuterRef("person"))
    of_homes = awards.exclude(household=None).exclude(Exists(members.filter(Exists(on))))
    of_homes = of_homes.filter(Exists(members.filter(~Exists(away), person__death_date=None)))
    of_persons = awards.exclude(person=None).exclude(Exists(on)).exclude(Exists(away))
    for award in of_homes.order_by("pk"):
        yield f"家庭 {award.household_id}: 自 {award.valid_from} 起发低保, 没有人在名册上"
    for award in of_persons.filter(person__death_date=None).order_by("pk"):
        yield f"人员 {award.person_id}: 自 {award.valid_from} 起发低保, 不在名册上"
