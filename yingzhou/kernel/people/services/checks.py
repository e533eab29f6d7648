"""Checks that several services share. Every refusal is a :class:`Refused` with a Chinese reason."""

from __future__ import annotations

from datetime import date

from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused, require_free, require_past_or_today
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Household, Membership, Person


def lock(person: Person) -> Person:
    """The person's row as it is now, held until the transaction ends; one writer at a time."""
    return Person.objects.select_for_update().get(pk=person.pk)


def require_alive(person: Person) -> None:
    if person.death_date is not None:
        raise Refused(f"此人已于 {person.death_date} 登记死亡; 如登记有误, 请先撤回死亡登记")


def require_day(person: Person, on: date, what: str) -> None:
    """A day on which something can have happened to this person."""
    require_past_or_today(on, what)
    if on < person.birth_date:
        raise Refused(f"{what} {on} 早于出生日期 {person.birth_date}, 请核对")


def require_correctable(*, holder: Person | Household, since: date, until: date) -> None:
    """That something can be entered of them for this time."""
    if until <= since:
        raise Refused("止日应晚于起日")
    if isinstance(holder, Person):
        require_alive(holder)
        require_day(holder, since, "起始日期")
        return
    require_past_or_today(since, "起始日期")
    if since < holder.valid_from:
        raise Refused(f"起始日期 {since} 早于此户设立 {holder.valid_from}, 请核对")


def require_division(division: Division, on: date) -> None:
    if division.level != Division.Level.VILLAGE:
        raise Refused(f"区划 {division.code} 不是村居, 请选到村或居委会")
    if not division.holds_on(on):
        raise Refused(f"村居 {division.code} 在 {on} 不存在(已撤并或尚未设立), 请核对日期或村居")


def join_household(
    person: Person, number: str, relation: int, division: Division, address: str, on: date
) -> Membership:
    """Put ``person`` into the household of that number from ``on``, founding it where it is new."""
    if not number.strip():
        raise Refused("户号没有填写, 请照户口簿填写")
    household, is_new = Household.objects.select_for_update().get_or_create(
        number=number.strip(),
        defaults={"division": division, "address": address, "valid_from": on},
    )
    if not is_new:
        _require_same(household, division, on)
    if relation == Membership.Relation.HEAD:
        heads = household.memberships.filter(relation=Membership.Relation.HEAD)
        require_free(heads, on, FOREVER, what="户主")
    require_free(person.memberships.all(), on, FOREVER, what="户籍户成员")
    return Membership.objects.create(
        household=household, person=person, relation=relation, valid_from=on
    )


def _require_same(household: Household, division: Division, on: date) -> None:
    home = tree_on(on).home  # a household of a village merged since belongs to its successor
    if home.get(household.division_id) != home.get(division.pk):
        raise Refused(f"户号 {household.number} 登记在另一个村居, 请核对户号")
    if not household.holds_on(on):
        raise Refused(f"户号 {household.number} 在 {on} 不是有效的户, 请核对户号或日期")
