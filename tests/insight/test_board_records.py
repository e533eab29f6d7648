"""The records behind a figure: who sees which rows, page by page, and as Excel."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import factories
from yingzhou.core import audit, clock
from yingzhou.core.models import AuditEntry
from yingzhou.insight.relations import RELATIONS
from yingzhou.insight.selectors import record_lists
from yingzhou.kernel.divisions import services as divisions
from yingzhou.kernel.organisations import services as places
from yingzhou.kernel.organisations.models import Certificate, Post
from yingzhou.kernel.organisations.services import certificates
from yingzhou.kernel.people.models import Enrolment
from yingzhou.kernel.people.services import rolls

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 30)
BY = {"actor": audit.SYSTEM}


@pytest.fixture
def villages():
    town = factories.town("庙镇")
    return factories.village("启瀛村", town), factories.village("合中村", town)


def _list(client, relation, **query):
    return client.get(f"/board/records/{relation}/", {"date": DAY, **query})


def _names(answer):
    return [row.cells[0][2] for row in answer.context["rows"]]


def test_the_people_behind_a_number_are_listed_by_place(client_as, villages):
    factories.person("李秀珍", home=villages[0])
    factories.person("王建国", home=villages[1])
    answer = _list(client_as("leader"), "registered_people")
    assert _names(answer) == ["李秀珍", "王建国"]
    assert [row.place for row in answer.context["rows"]] == ["启瀛村", "合中村"]
    assert "取数口径" in answer.content.decode()


def test_only_the_old_are_behind_a_number_of_the_old(client_as, villages):
    factories.person("李秀珍", born=date(1963, 6, 30), home=villages[0])
    factories.person("王建国", born=date(1963, 7, 1), home=villages[0])
    assert _names(_list(client_as("leader"), "registered_aged_60")) == ["李秀珍"]


def test_a_page_leads_to_the_person_for_those_who_may_go_there(client_as, villages):
    who = factories.person(home=villages[0])
    link = f"/desk/people/{who.pk}/"
    assert link in _list(client_as("bureau"), "registered_people").content.decode()
    assert link not in _list(client_as("leader"), "registered_people").content.decode()


def test_names_are_masked_and_lead_nowhere_without_the_class_of_data(villages):
    relation = RELATIONS["registered_people"]
    rights = record_lists.access(factories.user_with("bureau"), relation, frozenset({"public"}))
    assert rights.is_open
    assert rights.is_masked
    assert not rights.may_follow


@pytest.mark.parametrize(
    ("role", "is_open"), [("leader", False), ("village", False), ("bureau", True), ("town", True)]
)
def test_a_sensitive_list_opens_only_to_those_who_hold_that_class(
    client_as, villages, role, is_open
):
    who = factories.person("李秀珍", home=villages[0])
    rolls.enrol(roll=Enrolment.Roll.DIBAO, holder=who, since=date(2022, 1, 1), at=clock.now(), **BY)
    over = {"village": villages[0], "town": None}.get(role)
    page = _list(client_as(role, over), "dibao_people").content.decode()
    assert ("李秀珍" in page) == is_open
    assert ("名单不对您开放" in page) != is_open
    assert "共 " in page  # the count stays visible


def test_nobody_opens_records_outside_their_own_divisions(client_as, villages):
    factories.person("王建国", home=villages[1])
    client = client_as("village", villages[0])
    assert _names(_list(client, "registered_people")) == []
    answer = _list(client, "registered_people", division=villages[1].code)
    assert "王建国" not in answer.content.decode()
    assert answer.context["asked"].node.name == "启瀛村"


def test_a_village_that_belongs_elsewhere_today_is_not_listed_for_an_earlier_day(
    client_as, villages
):
    factories.person("李秀珍", home=villages[0])
    factories.person("王建国", home=villages[1])
    old_town = villages[0].names.get().parent
    divisions.move(
        division_id=villages[1].pk,
        parent_id=factories.town("港西镇").pk,
        on=date(2024, 1, 1),
        document="测〔2024〕1号",
        at=clock.now(),
        **BY,
    )
    then = {"date": date(2023, 12, 31), "division": old_town.code}
    clerk, bureau = client_as("town", old_town), client_as("bureau")
    assert _names(clerk.get("/board/records/registered_people/", then)) == ["李秀珍"]
    assert len(_names(bureau.get("/board/records/registered_people/", then))) == 2


def test_a_village_officer_is_offered_no_village_but_their_own(client_as, villages):
    answer = client_as("village", villages[0]).get("/board/", {"date": DAY})
    assert [node.id for group in answer.context["asked"].choices() for node in group.nodes] == [
        villages[0].pk
    ]


def test_pages_show_every_record_once(client_as, villages, monkeypatch):
    monkeypatch.setattr(record_lists, "SIZE", 3)
    for number in range(8):
        factories.person(f"李{'秀珍珠玉梅兰竹菊'[number]}", home=villages[number % 2])
    client, seen, after = client_as("leader"), [], ""
    for _ in range(4):
        answer = _list(client, "registered_people", after=after)
        seen += _names(answer)
        after = answer.context["page"].after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 8


def test_two_certificates_make_one_record(client_as, villages):
    who = factories.person(home=villages[0])
    places.take_post(
        person=who,
        kind=Post.Kind.CAREGIVER,
        division=villages[0],
        since=date(2022, 1, 1),
        at=clock.now(),
        **BY,
    )
    for number in ("A1", "A2"):
        new = certificates.NewCertificate(Certificate.Kind.CAREGIVER, number, villages[0], who)
        certificates.grant_certificate(
            certificate=new, since=date(2022, 1, 1), at=clock.now(), **BY
        )
    assert len(_names(_list(client_as("leader"), "certified_caregivers"))) == 1


def test_towns_with_something_open_to_the_things_themselves(client_as, villages):
    factories.facility("庙镇辅具点", "aid_rental", villages[0])
    answer = _list(client_as("leader"), "towns_with_aid_rental")
    assert _names(answer) == ["庙镇辅具点"]
    assert "归并而来" in answer.content.decode()


@pytest.mark.parametrize("relation", ["nothing", "dibao_standard", "towns"])
def test_what_has_no_records_is_not_found(client_as, villages, relation):
    assert _list(client_as("leader"), relation).status_code == 404


def test_an_excel_of_the_records_is_capped_noted_and_says_so(client_as, villages, monkeypatch):
    monkeypatch.setattr(record_lists, "CAP", 2)
    for name in ("李秀珍", "王建国", "陈玉兰"):
        factories.person(name, home=villages[0])
    client = client_as("leader")
    assert "前 2 条" in _list(client, "registered_people").content.decode()
    answer = client.get("/board/records/registered_people/excel/", {"date": DAY})
    book = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue()))
    rows = book.get_sheet_by_index(0).to_python()
    assert "只含前 2 条" in rows[1][0]
    assert len(rows) == 3 + 2
    assert AuditEntry.objects.get(action="导出").detail["行数"] == 2


def test_a_closed_list_does_not_leave_as_excel_either(client_as, villages):
    answer = client_as("leader").get("/board/records/dibao_people/excel/", {"date": DAY})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/board/records/")


def test_an_empty_list_says_what_to_do(client_as, villages):
    page = _list(client_as("leader"), "elder_homes").content.decode()
    assert "换一个日期" in page
