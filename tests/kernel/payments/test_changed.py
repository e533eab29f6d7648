"""The preview of a month says of every line that is not what it was, why it is not."""

from __future__ import annotations

from datetime import date

from tests import factories
from tests.kernel.payments.conftest import APRIL, BOSS, CLERK, DIBAO, MARCH, at, computed
from tests.web.desk.test_queries import within
from yingzhou.kernel.payments.models import Run, RunLine
from yingzhou.kernel.payments.selectors import changed
from yingzhou.kernel.payments.services import approving
from yingzhou.kernel.people import services as people

MANY_PEOPLE = "上次按 1 人算, 这次按 2 人"


def approved(month: date) -> Run:
    run = computed(month)
    return approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(month, 15))


def earns_less(village, since: date = date(2026, 3, 10)) -> None:
    people.set_income(
        person=village.mother, since=since, figures={"wage": 30_000}, source="税务比对",
        actor=CLERK, at=at(since),
    )  # fmt: skip


def line(run: Run) -> RunLine:
    return run.lines.get(benefit=DIBAO)


def told(run: Run) -> list[str]:
    return changed.reasons(run, [line(run)]).get(line(run).pk, [])


def test_who_earns_less_gets_more_and_the_line_says_what_was_recorded(village, accounts):
    approved(MARCH)
    earns_less(village)
    run = computed(APRIL)
    assert line(run).why == RunLine.Why.RAISED
    assert [one for one in told(run) if "收入" in one and "2026年3月10日起" in one]
    assert MANY_PEOPLE not in told(run)


def test_what_was_known_before_and_counts_only_from_now_on_is_a_reason_too(village, accounts):
    earns_less(village, date(2026, 3, 3))
    run = approved(MARCH)
    assert "2026年3月3日起" not in str(told(run)), "a month is computed from its first day"
    assert "2026年3月3日起" in str(told(computed(APRIL)))


def test_a_child_is_counted_and_the_line_says_how_many_were_before(village, accounts):
    approved(MARCH)
    home = village.mother.residences.first().division
    child = factories.person("张小宝", date(2026, 3, 20), home=home, household="POOR")
    factories.income(child, since=date(2026, 3, 20))
    assert MANY_PEOPLE in told(computed(APRIL))


def test_nothing_is_told_of_what_is_as_before(village, accounts):
    approved(MARCH)
    run = computed(APRIL)
    assert line(run).why == RunLine.Why.SAME
    assert changed.reasons(run, [line(run)]) == {}


def test_who_approves_reads_it_behind_the_figure(office, village, stop_clock):
    approved(MARCH)
    stop_clock(at(date(2026, 3, 10)))
    earns_less(village)
    run = computed(APRIL)
    stop_clock(at(APRIL.replace(day=6)))
    office.comes_back()
    address = f"/desk/payments/{run.pk}/lines/?benefit={DIBAO}&why=raised"
    assert "收入" in office("treasurer").get(address).content.decode()
    within(office("treasurer"), address)
