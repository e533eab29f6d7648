"""One page shows everything that an event of life did to a family, and what was given back."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.payments.conftest import APRIL, BOSS, CLERK, DIBAO, MARCH, at, computed
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.payments.services import approving
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import LifeEvent

pytestmark = pytest.mark.django_db(transaction=True)
DIED = date(2026, 3, 10)


@pytest.fixture
def sister(village):
    place = village.mother.residences.first().division
    found = factories.person("张秀兰", date(1985, 5, 1), home=place, household="POOR")
    factories.income(found, since=date(2025, 7, 1))
    return found


def paid(month: date):
    run = computed(month)
    return approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(month, 15))


def page_of(client, person, event) -> str:
    """With what it fetches once it stands."""
    url = f"/desk/people/{person.pk}/events/{event.pk}/"
    return "".join(client.get(one).content.decode() for one in (url, f"{url}parts/"))


def test_the_page_of_a_death_tells_of_register_money_and_what_was_given_back(
    village, sister, client, django_assert_max_num_queries
):
    paid(MARCH)
    event = people.record_life_event(
        person=village.mother, kind=LifeEvent.Kind.DEATH, on=DIED, source="村委会报告",
        actor=CLERK, at=at(DIED),
    )  # fmt: skip
    district.forget(APRIL)
    paid(APRIL)
    client.force_login(factories.user_with("bureau"))
    url = f"/desk/people/{village.mother.pk}/events/{event.pk}/"
    client.get(url)
    for one in (url, f"{url}parts/"):
        with django_assert_max_num_queries(12):
            client.get(one)
    page = page_of(client, village.mother, event)
    assert "户籍户成员关系到 2026年3月10日 为止" in page
    assert "改发给张秀兰" in page
    assert "元(2人) → 4月" in page
    assert "元(1人)" in page
    people.reverse_life_event(event=event, reason="是邻居", actor=CLERK, at=at(APRIL))
    page = page_of(client, village.mother, event)
    assert "撤回, 下面的变化都已恢复或停办" in page
    assert page.count("已恢复") >= 4


def test_who_is_sentenced_is_not_handed_the_familys_money(village, sister, client):
    event = people.take_away(
        person=village.mother, kind="sentence", on=DIED, source="判决书", actor=CLERK, at=at(DIED)
    )
    village.award.refresh_from_db()
    assert village.award.payee == sister
    district.forget(APRIL)
    line = computed(APRIL).lines.get(benefit=DIBAO)
    assert (line.payee, line.persons) == (sister, 1)
    people.reverse_life_event(event=event, reason="同名同姓", actor=CLERK, at=at(APRIL))
    village.award.refresh_from_db()
    assert village.award.payee == village.mother


def test_what_is_private_is_not_read_by_who_may_not(village, client):
    place = village.mother.residences.first().division
    event = people.take_away(
        person=village.mother, kind="rehab", on=DIED, source="决定书", actor=CLERK, at=at(DIED)
    )
    client.force_login(factories.user_with("village", place))
    assert client.get(f"/desk/people/{village.mother.pk}/events/{event.pk}/").status_code == 403
    assert "强制戒毒" not in client.get(f"/desk/people/{village.mother.pk}/").content.decode()


def test_the_page_that_registers_a_sentence_says_what_will_follow(village, client):
    client.force_login(factories.user_with("bureau"))
    url = f"/desk/people/{village.mother.pk}/custody/"
    form = {"kind": "sentence", "on": DIED.isoformat(), "source": "判决书"}
    assert "不算共同生活的家里人" in client.post(url, form).content.decode()
    client.post(url, form | {"confirmed": "1"})
    assert village.mother.custodies.count() == 1
    assert "登记释放或解除" in client.get(url).content.decode()


def test_the_page_of_a_disability_tells_of_what_the_registers_pay_to_the_person(
    village, accounts, client, stop_clock
):
    """Her allowance for care comes straight from the certificate that ends."""
    who = {"actor": CLERK, "at": at(MARCH)}
    people.change_disability(
        person=village.old, category=4, grade=1, on=date(2026, 1, 5), source="残疾人证", **who
    )
    paid(MARCH)
    stop_clock(at(MARCH.replace(day=25)))
    event = people.change_disability(
        person=village.old, category=4, grade=0, on=DIED, source="区残联通知", **who
    )
    client.force_login(factories.user_with("bureau"))
    told = page_of(client, village.old, event)
    assert "重新计算的待遇" in told
    assert "之后的从下次计算起按新的登记算" in told


def test_a_month_that_was_paid_before_the_death_was_known_is_not_told_as_computed_anew(
    village, sister, client
):
    paid(MARCH)
    paid(APRIL)
    event = people.record_life_event(
        person=village.mother, kind=LifeEvent.Kind.DEATH, on=DIED, source="村委会报告",
        actor=CLERK, at=at(APRIL.replace(day=20)),
    )  # fmt: skip
    client.force_login(factories.user_with("bureau"))
    page = page_of(client, village.mother, event)
    assert "元(2人)是登记以前算的, 差的由以后月份的发放更正" in page
    assert "→ 4月" not in page
    assert "还没有算" not in page
