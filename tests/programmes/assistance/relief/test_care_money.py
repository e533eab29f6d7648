"""特困: the care money is a line of its own each month, by what the person can do now."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from tests.kernel.assessments.test_cases import (  # noqa: F401 - fixtures
    DEGREE,
    TUESDAY,
    assessed,
    at,
    case,
    old,
    pair,
    world,
)
from tests.kernel.payments.conftest import computed
from yingzhou.kernel.assessments.models import Task
from yingzhou.kernel.assessments.services import ask_for_assessment, assessing
from yingzhou.kernel.payments.models import Award, AwardFact

pytestmark = pytest.mark.django_db(transaction=True)
BASIC, CARE = "relief/tekun", "relief/tekun_care"
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def granted(world, case, pair, settings, tmp_path):  # noqa: F811
    settings.VAR_DIR = tmp_path
    settings.SEALED_ROOT = tmp_path / "sealed"
    assessed(Task.objects.get(), pair[0], pair[1], bathes="不能")
    case.refresh_from_db()
    world.visited(case, world.clerk, TUESDAY)
    world.step(case, "publicity_over", None, date(2026, 3, 11))
    world.step(case, "grant", world.approver, date(2026, 3, 12))
    return case


def paid(month):
    lines = computed(month).lines.filter(benefit__in=[BASIC, CARE])
    return dict(lines.values_list("benefit", "amount"))


def assessed_anew(person, pair, day, **not_alone):  # noqa: F811
    """As :func:`assessed`, on another day."""
    task = ask_for_assessment(
        kind="self_care", subject=person, asked_by=f"again:{day}", reason="摔了一跤", at=at(day, 8)
    )
    values = dict.fromkeys(DEGREE, "能") | not_alone
    sheet = assessing.Sheet(uuid.uuid4(), day, values, "家里", second=pair[1])
    made = assessing.assess(task=task.pk, sheet=sheet, user=pair[0], at=at(day, 11))
    return assessing.confirm(
        assessment=made.pk, user=pair[1], agrees=True, words="", at=at(day, 12)
    )


def test_one_decision_begins_both(granted, old):  # noqa: F811
    awards = Award.objects.filter(person=old, case=granted)
    assert set(awards.values_list("benefit", flat=True)) == {BASIC, CARE}
    found = paid(APRIL)
    assert found[CARE] == 685_00
    assert found[BASIC] > found[CARE]


def test_another_degree_counts_from_the_month_after(granted, old, pair, stop_clock):  # noqa: F811
    before = paid(APRIL)
    day = date(2026, 4, 8)
    stop_clock(at(day, 13))
    assessed_anew(old, pair, day, **dict.fromkeys(DEGREE, "不能"))
    assert paid(APRIL) == before
    assert paid(MAY)[CARE] == 1370_00
    facts = AwardFact.objects.filter(award__benefit=CARE, name="自主吃饭", replaced_at=None)
    assert list(facts.order_by("since").values_list("since", "value")) == [
        (APRIL, 1), (MAY, 0),
    ]  # fmt: skip
    assert "完全丧失" in facts.get(since=MAY).source


def test_found_twice_in_a_month_the_last_counts(granted, old, pair, stop_clock):  # noqa: F811
    for number, not_alone in ((8, DEGREE), (9, ["bathes", "toilet"])):
        day = date(2026, 4, number)
        stop_clock(at(day, 13))
        assessed_anew(old, pair, day, **dict.fromkeys(not_alone, "不能"))
    assert paid(MAY)[CARE] == 685_00


def test_who_is_not_paid_has_nothing_set(world, old, pair, stop_clock):  # noqa: F811
    stop_clock(at(TUESDAY, 13))
    assessed_anew(old, pair, TUESDAY, bathes="不能")
    assert not AwardFact.objects.exists()
