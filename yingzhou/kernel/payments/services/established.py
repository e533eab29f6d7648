"""What a decision rests on is what is paid by: figures of a register go into the register as they
were checked, and what no register holds stays with the award."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.cases.reckoning import HOUSEHOLD_FACTS, PERSON_FACTS
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.payments.models import Award, AwardFact, Heard
from yingzhou.kernel.payments.services.payees import take_account
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import Assets, CareLevel, Household, Income, Person
from yingzhou.kernel.people.selectors.facts import KINDS, end_of
from yingzhou.kernel.people.services.economy import INCOME
from yingzhou.policy.tree import PERSON

Value = Any
INCOMES = {name: key for name, key in PERSON_FACTS.items() if key in INCOME}
OWNED = {
    name: key for name, key in HOUSEHOLD_FACTS.items()
    if key in ("money", "vehicle", "premises", "homes", "floor_area")
}  # fmt: skip


@transaction.atomic
def keep_by_decision(*, case: int, seq: int) -> list[AwardFact]:
    """Of a grant that this very step made, for the awards that it began or set."""
    made = Decision.objects.filter(case=case, step=seq, result="grant", revoked_at=None).first()
    if made is None or not made.inputs:
        return []
    row = Case.objects.select_related("applicant", "version").get(pk=case)
    awards = dict(_awards(row, seq))
    if not awards:
        return []
    actor = audit.Actor.of(made.made_by) if made.made_by else audit.SYSTEM
    day, at = min(clock.day_of(made.made_at), clock.today()), clock.now()
    keep_account(row, day, actor, at)
    for one in made.inputs["members"]:
        if one["person"]:
            _into_the_register(one["person"], one["facts"], row, day, actor, at)
            _assessed(one["person"], one["facts"], row, day, actor, at)
    for award in awards:
        if award.household_id is not None:
            _owned(award.household_id, made.inputs["household"], row, day, actor, at)
    return [fact for award, since in awards.items() for fact in _keep(award, since, row, made, at)]


def keep_account(case: Case, day: date, actor: audit.Actor, at: datetime) -> None:
    """As named in the form, for whoever applied."""
    apply, values = item_of_version(case.version).apply, case.answers.get("values", {})
    keys = [field.key for field in apply.form if field.kind == "account"] if apply else []
    named = next((str(values[key]) for key in keys if values.get(key)), "")
    if named and case.applicant is not None:
        take_account(
            person=case.applicant, number=named, bank=str(values.get("bank") or ""), since=day,
            actor=actor, at=at,
        )  # fmt: skip


def _awards(case: Case, seq: int) -> Iterator[tuple[Award, date]]:
    """Each with the month from which what was established counts for it."""
    for award in Award.objects.filter(case=case):
        yield award, award.valid_from
    for heard in Heard.objects.filter(case=case, step=seq, amount__gt=0).select_related("award"):
        yield heard.award, heard.month


def _into_the_register(
    person: int, facts: Mapping[str, Value], case: Case, day: date, actor: audit.Actor, at: datetime
) -> None:
    """Income as it was established, where the register says something else."""
    told = {key: facts[name] for name, key in INCOMES.items() if isinstance(facts.get(name), int)}
    there = Income.objects.on(day).filter(person=person).first()
    known = {key: getattr(there, key) for key in INCOME} if there else {}
    if not told or all(known.get(key) == value for key, value in told.items()):
        return
    people.set_income(
        person=Person.objects.get(pk=person), since=day, figures={**known, **told},
        source=f"经济状况核对 {case.number}", actor=actor, at=at, reason=f"办件 {case.number}",
    )  # fmt: skip


def _assessed(
    person: int, facts: Mapping[str, Value], case: Case, day: date, actor: audit.Actor, at: datetime
) -> None:
    """The level of care that was gone by, where the register knows of another; on what day it was
    assessed no form asks, so that it counts from the decision."""
    level = facts.get("照护等级")
    there = CareLevel.objects.on(day).filter(person=person).first()
    if not level or (there is not None and there.level == level):
        return
    row = Person.objects.get(pk=person)
    until = end_of(KINDS["care"], row, day, None, CareLevel(level=level))
    people.set_care_level(
        person=row, level=level, since=day, until=until, source=f"办件认定 {case.number}",
        actor=actor, at=at, reason=f"办件 {case.number}",
    )  # fmt: skip


def _owned(
    home: int, facts: Mapping[str, Value], case: Case, day: date, actor: audit.Actor, at: datetime
) -> None:
    told = {key: facts[name] for name, key in OWNED.items() if facts.get(name) is not None}
    there = Assets.objects.on(day).filter(household=home).first()
    known = {key: getattr(there, key) for key in OWNED.values()} if there else {}
    if not told or all(known.get(key) == value for key, value in told.items()):
        return
    people.set_assets(
        household=Household.objects.get(pk=home), since=day, figures={**known, **told},
        source=f"经济状况核对 {case.number}", actor=actor, at=at, reason=f"办件 {case.number}",
    )  # fmt: skip


@transaction.atomic
def establish(
    *,
    award: Award,
    facts: Mapping[str, Value],
    since: date,
    source: str,
    actor: audit.Actor,
    at: datetime,
) -> list[AwardFact]:
    """What was found about the holder between decisions (``人.自主吃饭``), for the months from
    ``since`` (a first day) on; said twice, it is there once."""
    Award.objects.select_for_update().get(pk=award.pk)
    told = {tuple(name.split(".", 1)): value for name, value in facts.items()}
    rows = award.facts.filter(replaced_at=None, since__gte=since)
    rows.filter(name__in=[name for _, name in told]).update(replaced_at=at)
    audit.record(actor, "payments.establish", award, {"since": str(since), "from": source})
    return AwardFact.objects.bulk_create(
        AwardFact(
            award=award, person_id=award.person_id if entity == PERSON else None, entity=entity,
            name=name, value=value, source=source, since=since, made_at=at,
        )
        for (entity, name), value in told.items()
    )  # fmt: skip


def _keep(award: Award, since: date, case: Case, made: Decision, at: datetime) -> list[AwardFact]:
    """What no register holds; in the place of what an earlier decision left for these months."""
    award.facts.filter(replaced_at=None, since__gte=since).update(replaced_at=at)
    inputs = made.inputs or {}
    found = [("户", None, name, value) for name, value in inputs["household"].items()
             if name not in HOUSEHOLD_FACTS]  # fmt: skip
    for one in inputs["members"]:
        found += [("人", one["person"], name, value) for name, value in one["facts"].items()
                  if name not in PERSON_FACTS and one["person"]]  # fmt: skip
    return AwardFact.objects.bulk_create(
        AwardFact(
            award=award, person_id=person, entity=entity, name=name, value=value, case=case,
            since=since, made_at=at,
        )
        for entity, person, name, value in found
        if value is not None
    )  # fmt: skip
