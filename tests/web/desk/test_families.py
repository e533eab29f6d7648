"""A family that has 低保 already: the clerk is told before anything is taken in, the town on the
page of the case."""

from __future__ import annotations

from datetime import date

from tests.web.desk.test_counter import arrive, filled, text
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Enrolment

HAS_IT = "您家已经在享受低保"


def _on_roll(person) -> None:
    Enrolment.objects.create(
        roll="dibao", person=person, valid_from=date(2025, 7, 1), valid_to=FOREVER
    )


def test_the_clerk_hears_it_once_and_may_take_it_in_all_the_same(world, desk):
    _on_roll(world.son)
    client = desk("counter")
    address = f"{arrive(client, world.mother)}relief/dibao/"
    told = client.post(address, filled())
    assert HAS_IT in text(told)
    assert not Case.objects.exists()
    client.post(address, filled(told="1"))
    case = Case.objects.get()
    part = text(desk(world.clerk).get(f"/desk/cases/{case.number}/rules/"))
    assert HAS_IT.replace("您", "申请人") in part, "said of them to an officer"
    assert "重复申请" in part


def test_nobody_is_told_of_what_is_not_so(world, desk):
    client = desk("counter")
    client.post(f"{arrive(client, world.mother)}relief/dibao/", filled())
    case = Case.objects.get()
    assert "已经在享受低保" not in text(desk(world.clerk).get(f"/desk/cases/{case.number}/rules/"))


def test_the_second_of_a_family_is_shown_the_number_of_the_first(world, desk):
    client = desk("counter")
    client.post(f"{arrive(client, world.mother)}relief/dibao/", filled())
    first = Case.objects.get()
    again = filled(**{"signed-0": "1"})
    again = text(client.post(f"{arrive(client, world.son)}relief/dibao/", again))
    assert "由家里另一位提出" in again
    assert first.number in again
