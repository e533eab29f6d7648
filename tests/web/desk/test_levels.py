"""A level of care that the register refused is no secret: the case says why, what the register says
instead, and who puts it right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.kernel.cases.conftest import at
from tests.programmes.welfare.eldercare.test_levels import FRIDAY, bureau, seen
from yingzhou.core import audit
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import CareLevel

__all__ = ["bureau"]
pytestmark = pytest.mark.django_db(transaction=True)
NOT = "没有登记上"


def page(desk, who, case) -> str:
    return desk(who).get(f"/desk/cases/{case.number}/").content.decode()


def test_who_died_before_the_conclusion_gets_no_level_and_the_case_says_why(world, bureau, desk):
    case = seen(world)
    world.mother.refresh_from_db()
    death = FRIDAY - timedelta(1)
    world.mother.death_date = death
    world.mother.save(update_fields=["death_date"])
    world.step(case, "conclude", bureau, FRIDAY, what="照护三级")
    told = page(desk, bureau, case)
    assert f"“照护三级”{NOT}</strong>" in told
    assert f"此人已于 {death} 登记死亡" in told
    assert "还是“没有达到等级”" in told
    assert f"/desk/people/{world.mother.pk}/care/" in told


def test_who_may_not_correct_it_reads_who_does(world, bureau, desk):
    case = seen(world)
    world.mother.death_date = FRIDAY
    world.mother.save(update_fields=["death_date"])
    world.step(case, "conclude", bureau, FRIDAY, what="照护三级")
    told = page(desk, "approver", case)
    assert NOT in told
    assert "请区民政局业务科核对以后" in told
    assert "/care/" not in told


def test_what_stood_there_already_alarms_nobody(world, bureau, desk):
    people.set_care_level(person=world.mother, level=3, since=FRIDAY, source="医院评估",
                          actor=audit.SYSTEM, at=at(FRIDAY))  # fmt: skip
    case = seen(world)
    world.step(case, "conclude", bureau, FRIDAY, what="照护三级")
    told = page(desk, bureau, case)
    assert NOT not in told


def test_what_the_register_took_says_nothing(world, bureau, desk):
    case = seen(world)
    world.step(case, "conclude", bureau, FRIDAY, what="照护三级")
    assert CareLevel.objects.get().level == 3
    assert 'id="level"' not in page(desk, bureau, case)
