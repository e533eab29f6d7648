"""Whom an award of 低保 counts: who was named when it was decided, and else the household."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from yingzhou.core import clock
from yingzhou.kernel.cases.models import Decision
from yingzhou.kernel.cases.reckoning import evaluated
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Custody, Membership

OF_ROLL = ("relief/dibao", "relief/dibao_single")
"""While one of these is in force its people are on the roll, 渐退 included: it gives way to that,
and does not end."""


COUNTED = "人.计入核算"
"""The rule that says who is counted: 特困 are not, nor who is in prison."""


def counted(award: Award, day: date) -> list[int]:
    """Persons, by key; of an award without a decision here, the household as it was on ``day``."""
    if award.person_id is not None:
        return [award.person_id]
    made = Decision.objects.filter(
        case=award.case_id, result=Decision.Result.GRANT, revoked_at=None
    ).first()
    if made is not None and made.inputs:
        return _named(made)
    home = Membership.objects.on(day).filter(household=award.household_id)
    return list(home.values_list("person", flat=True))


def _named(made: Decision) -> list[int]:
    inputs = made.inputs or {}
    evaluation, _ = evaluated(inputs, made.effective_from or clock.day_of(made.made_at))
    key = book().find(COUNTED)
    return [
        one["person"]
        for one, member in zip(inputs["members"], evaluation.case.members, strict=True)
        if one["person"] and evaluation.value(key, member)
    ]


def covered(people: Collection[int], day: date) -> set[int]:
    """Who of ``people`` has an award in force on ``day``, of their own or of their household, and
    is not in custody; who was the last of a household keeps its award until that was heard about
    and ended."""
    homes = {one: home for one in people if (home := home_of(one, day)) is not None}
    rows = Award.objects.filter(benefit__in=OF_ROLL, valid_to__gt=day).filter(
        Q(person__in=people) | Q(household__in=homes.values())
    )
    found = list(rows.values_list("person", "household"))
    persons, households = {one for one, _ in found}, {home for _, home in found}
    away = Custody.objects.on(day).filter(person__in=people).values_list("person", flat=True)
    return {one for one in people if one in persons or homes.get(one) in households} - set(away)


def home_of(person: int, day: date) -> int | None:
    """Their household on ``day``, or the one that ended when they left it."""
    last = Membership.objects.filter(person=person, valid_from__lte=day).order_by("-valid_from")
    row = last.select_related("household").first()
    if row is None or (row.valid_to <= day < row.household.valid_to):
        return None
    return row.household_id
