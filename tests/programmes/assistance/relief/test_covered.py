"""Who is covered follows from the registers and the rule, for any day; and the pages of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests import factories
from tests.programmes.assistance.relief.conftest import at
from yingzhou.insight import reconcile
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.people.models import Person
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Evaluation
from yingzhou.policy.scalar.instances import build
from yingzhou.programmes.assistance.relief.models import Claim
from yingzhou.programmes.assistance.relief.selectors import covered

TODAY = date(2026, 11, 23)
BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"
BIRTHDAYS = [
    date(1966, 11, 22), date(1966, 11, 23), date(1966, 11, 24), date(2008, 11, 22),
    date(2008, 11, 23), date(2008, 11, 24), date(1990, 1, 1), date(2026, 11, 23),
    date(1956, 2, 29), date(2008, 2, 29),
]  # fmt: skip


@pytest.fixture
def places(db, stop_clock):
    stop_clock(at(TODAY))
    town = factories.town("庙镇")
    return town, factories.village("启瀛村", town), factories.village("合中村", town)


def by_rule(person: Person, day: date) -> bool:
    """What ``items/ecological_insurance`` itself says of one person."""
    moment = Moment(day.year, day.month, day.day)
    born = int(f"{person.birth_date:%Y%m%d}")
    case = build({}, [("本人", {"出生日期": born, "本区户籍": 1}, [], "")])
    evaluation = Evaluation(law(book(), moment.law_day), moment, case)
    return bool(evaluation.value(covered.RULE, case.members[0]))


def test_the_roll_is_the_rule_for_everybody_on_every_day(places):
    people = [factories.person(born=born, home=places[1]) for born in BIRTHDAYS]
    days = [TODAY, date(2026, 2, 28), date(2026, 3, 1), date(2016, 2, 28), date(2016, 1, 1)]
    for day in [*days, date(2015, 12, 31)]:
        registered = [one for one in people if one.birth_date <= day]
        wanted = {one.pk for one in registered if by_rule(one, day)}
        found = {one.pk for one in registered if covered.is_covered(one, day)}
        assert found == wanted, day
        total = sum(one.all for one in covered.by_place(day))
        assert total == len(wanted), day


def test_towns_and_villages_add_up(places):
    _, one, other = places
    for home, number in ((one, 3), (other, 2)):
        for _ in range(number):
            factories.person(born=date(1950, 1, 1), home=home)
    factories.person(born=date(2015, 1, 1), home=one)
    row = covered.by_place(TODAY)[0]
    assert (row.node.name, row.old, row.young, row.all) == ("庙镇", 5, 1, 6)
    villages = covered.by_place(TODAY, row.node)
    assert [(each.node.name, each.all) for each in villages] == [("启瀛村", 4), ("合中村", 2)]
    assert covered.by_place(date(2014, 1, 1)) == [], "no rule yet"


def claim(home, person, **more) -> Claim:
    told = {
        "number": f"LP-{Claim.objects.count()}", "kind": "injury", "filed_on": date(2019, 5, 1),
        "happened_on": date(2019, 4, 1), "state": "settled", "amount": 10_000,
        "settled_on": date(2019, 6, 1),
    } | more  # fmt: skip
    return Claim.objects.create(person=person, division=home, **told)


def test_the_plans_figures_are_counted_from_the_claims(places):
    person = factories.person(born=date(1950, 1, 1), home=places[1])
    claim(places[1], person)
    claim(places[1], person, settled_on=date(2020, 12, 31), amount=123_456)
    claim(places[1], person, settled_on=date(2021, 1, 1))
    claim(places[1], person, state="refused", amount=0, reason="不在范围")
    lines = {line.id: line for line in reconcile.reconcile()}
    assert (lines["G24"].computed, lines["G25"].computed) == ("2", "1335")
    assert lines["G24"].status == "off"


@pytest.fixture
def officer(places):
    client = Client()
    client.force_login(factories.user_with("bureau", factories.district()), backend=BACKEND)
    return client


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pages_tell_how_it_stands(officer, places, settings):
    settings.INSURER = {"url": "", "token": "", "timeout": 1}
    assert "还没有结案的理赔" in text(officer.get("/desk/insurance/"))
    person = factories.person("黄福根", date(1950, 1, 1), home=places[1])
    done = claim(places[1], person)
    late = claim(
        places[1], person, state="sent", amount=0, settled_on=None, sent_at=at(TODAY),
        due_on=TODAY - timedelta(days=1), filed_on=TODAY,
    )  # fmt: skip
    asked = claim(
        places[1], person, state="asked", amount=0, settled_on=None, papers="出院小结",
        filed_on=TODAY,
    )  # fmt: skip
    page = text(officer.get("/desk/insurance/"))
    assert "还没有配置保险公司" in page
    assert "2019" in page
    assert "意外受伤" in text(officer.get("/desk/insurance/?year=2019"))
    assert "庙镇" in text(officer.get("/desk/insurance/covered/"))
    town = text(officer.get(f"/desk/insurance/covered/?day=2020-12-31&town={places[0].code}"))
    assert "启瀛村" in town
    listed = text(officer.get("/desk/insurance/claims/?state=late"))
    assert late.number in listed
    assert "已超期" in listed
    assert done.number not in listed
    assert "黄*根" in text(officer.get("/desk/insurance/claims/?q=黄福根"))
    assert "100.00 元" in text(officer.get(f"/desk/insurance/claims/{done.pk}/"))
    path = f"/desk/insurance/claims/{asked.pk}/"
    assert "材料已齐" in text(officer.get(path))
    assert "没有送到" in text(officer.post(f"{path}supplied/", follow=True))
    assert "没有这样的理赔" in text(officer.get("/desk/insurance/claims/?state=stuck&q=x"))


def test_no_page_of_it_asks_more_than_a_dozen_questions(
    officer, places, django_assert_max_num_queries
):
    person = factories.person("黄福根", date(1950, 1, 1), home=places[1])
    rows = [claim(places[1], person) for _ in range(3)]
    pages = ("", "?year=2019", "covered/", "claims/", f"claims/{rows[0].pk}/")
    for page in pages:
        officer.get(f"/desk/insurance/{page}")
        with django_assert_max_num_queries(12):
            assert officer.get(f"/desk/insurance/{page}").status_code == 200, page
