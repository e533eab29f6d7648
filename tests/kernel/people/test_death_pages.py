"""Village, counter, police and health each have a door; the town settles what differs."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.people import services
from yingzhou.kernel.people.models import DeathReport, Person
from yingzhou.kernel.people.services import Post

pytestmark = pytest.mark.django_db
TODAY, DAY, OTHER = date(2025, 6, 30), date(2025, 3, 1), date(2025, 4, 2)
NEW, LIST = "/desk/people/deaths/new/", "/desk/people/deaths/"
State = DeathReport.State


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(TODAY)


@pytest.fixture
def old() -> Person:
    home = factories.village("启瀛村")
    person = factories.person("李秀珍", date(1940, 1, 1), home=home, household="H1", relation=1)
    who = {"actor": SYSTEM, "at": clock.now()}
    services.enrol(roll="dibao", holder=person, since=date(2022, 1, 1), **who)
    return person


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def typed(person: Person, on: date = DAY, **more) -> dict:
    number = str(person.id_number)
    return {"name": person.name, "number": number, "on": on, "source": "医学证明"} | more


def died(person: Person) -> date | None:
    return Person.objects.get(pk=person.pk).death_date


def say(person: Person, post: Post, on: date = DAY) -> DeathReport:
    return services.report_death(
        person=person, on=on, evidence="医学证明", post=post, actor=SYSTEM, at=clock.now()
    )


@pytest.mark.parametrize("role", ["village", "counter", "town"])
def test_who_may_open_the_record_reports_there(client_as, old, role):
    here = old.residences.first().division
    client = client_as(role, here if role == "village" else factories.district())
    path = f"/desk/people/{old.pk}/death/"
    assert "登记死亡" in page(client.get(f"/desk/people/{old.pk}/"))
    before = page(client.post(path, {"on": DAY, "source": "家属来说"}))
    assert ("退出名册" in before) == (role != "village"), "a village reads no roll"
    assert "从去世的次月起停" in before
    done = client.post(path, {"on": DAY, "source": "家属来说", "confirmed": "1"}, follow=True)
    assert "死亡已登记" in page(done)
    assert died(old) == DAY
    assert DeathReport.objects.get().origin == role


@pytest.mark.parametrize(
    ("unit", "origin"),
    [("市公安局崇明分局", "police"), ("区卫生健康委员会", "health"), ("区大数据中心", "data")],
)
def test_an_office_reports_by_name_and_number_and_reads_nothing(client_as, old, unit, origin):
    client = client_as("notifier", unit=unit)
    before = page(client.post(NEW, typed(old)))
    assert "从去世的次月起停" in before
    assert "城乡低保" not in before
    assert "启瀛村" not in before
    assert "死亡已登记" in page(client.post(NEW, typed(old, confirmed="1"), follow=True))
    made = DeathReport.objects.get()
    assert (made.origin, made.office, died(old)) == (origin, unit, DAY)
    assert client.get(f"/desk/people/{old.pk}/").status_code == 403


def test_a_name_that_does_not_fit_and_a_number_that_nobody_has_are_answered_alike(client_as, old):
    client = client_as("notifier", unit="区卫生健康委员会")
    wrong = page(client.post(NEW, typed(old, name="李秀贞")))
    nobody = page(client.post(NEW, typed(old, number=factories.id_number(date(1941, 1, 1)))))
    for answer in (wrong, nobody):
        assert "登记里没有这个姓名和身份证号的人" in answer
    assert died(old) is None


def test_a_day_to_come_is_refused_before_anything_is_confirmed(client_as, old):
    client = client_as("notifier", unit="区卫生健康委员会")
    assert "晚于今天" in page(client.post(NEW, typed(old, date(2025, 7, 1))))
    clerk = client_as("town", factories.district())
    path = f"/desk/people/{old.pk}/death/"
    assert "早于出生日期" in page(clerk.post(path, {"on": "1939-01-01", "source": "家属来说"}))


def test_a_village_reports_its_own_people_only(client_as, old):
    client = client_as("village", factories.village("鳌山村"))
    assert "不在您负责的范围里" in page(client.post(NEW, typed(old, confirmed="1")))
    assert client.get(f"/desk/people/{old.pk}/death/").status_code == 403
    assert died(old) is None


def test_a_second_source_is_kept_and_stands_on_the_events_page(client_as, old):
    first = say(old, Post("village", "启瀛村"))
    client = client_as("notifier", unit="市公安局崇明分局")
    said = page(client.post(NEW, typed(old, OTHER, confirmed="1"), follow=True))
    assert "由乡镇在 2025-07-03 前核实" in said
    shown = page(client_as("bureau").get(f"/desk/people/{old.pk}/events/{first.event_id}/"))
    for words in ("启瀛村", "市公安局崇明分局", "2025-03-01", "2025-04-02", "核实(7月3日以前)"):
        assert words in shown, words


def test_the_town_settles_which_day_is_true(client_as, old, stop_clock):
    say(old, Post("village", "启瀛村"))
    other = say(old, Post("police", "市公安局崇明分局"), OTHER)
    clerk = client_as("town", factories.district())
    assert "李秀珍" in page(clerk.get(LIST))
    stop_clock(date(2025, 7, 4))
    clerk = client_as("town", factories.district())
    assert "已过期" in page(clerk.get(LIST))
    path = f"{LIST}{other.pk}/"
    assert "钱差 1 个月" in page(clerk.get(path))
    before = page(clerk.post(path, {"is_true": "1", "reason": "看了证明"}))
    assert "多停的月份补发" in before
    clerk.post(path, {"is_true": "1", "reason": "看了证明", "confirmed": "1"})
    assert died(old) == OTHER
    assert "没有要核实的" in page(clerk.get(LIST))
    assert "核实后按这一条登记" in page(clerk.get(LIST, {"state": "all"}))
    assert "已经有结果" in page(clerk.get(path, follow=True))


def test_an_office_takes_its_word_back_and_the_town_undoes_the_death(client_as, old):
    police = client_as("notifier", unit="市公安局崇明分局")
    police.post(NEW, typed(old, confirmed="1"))
    made = DeathReport.objects.get()
    assert "撤回" in page(police.get(LIST))
    assert "没有填写" in page(police.post(f"{LIST}{made.pk}/withdraw/", {"reason": ""}))
    done = police.post(f"{LIST}{made.pk}/withdraw/", {"reason": "同名同姓"}, follow=True)
    assert "已撤回" in page(done)
    clerk = client_as("town", factories.district())
    path = f"{LIST}{made.pk}/"
    answer = {"is_true": "0", "reason": "本人还在", "confirmed": "1"}
    clerk.post(path, answer)
    assert died(old) is None


def test_nobody_takes_back_the_word_of_another_office(client_as, old):
    made = say(old, Post("village", "启瀛村"))
    health = client_as("notifier", unit="区卫生健康委员会")
    assert health.get(f"{LIST}{made.pk}/withdraw/").status_code == 404
    assert health.get(f"{LIST}{made.pk}/").status_code == 403


def test_the_list_takes_few_queries(client_as, django_assert_max_num_queries):
    home = factories.village("启瀛村")
    for number in range(6):
        person = factories.person(f"李秀{'甲乙丙丁戊己'[number]}", date(1940, 1, 1), home=home)
        say(person, Post("village", "启瀛村"))
        say(person, Post("police", "市公安局崇明分局"), OTHER)
    clerk = client_as("town", factories.district())
    clerk.get(LIST)
    with django_assert_max_num_queries(12):
        assert page(clerk.get(LIST)).count("data-row") == 6


def test_the_pages_of_one_report_take_few_queries(client_as, old, django_assert_max_num_queries):
    say(old, Post("village", "启瀛村"))
    other = say(old, Post("police", "市公安局崇明分局"), OTHER)
    clerk = client_as("town", factories.district())
    police = client_as("notifier", unit="市公安局崇明分局")
    for client, path in ((clerk, f"{LIST}{other.pk}/"), (police, f"{LIST}{other.pk}/withdraw/")):
        client.get(path)
        with django_assert_max_num_queries(12):
            page(client.get(path))
