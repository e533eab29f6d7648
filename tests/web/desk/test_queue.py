"""The queue: what is due first and why, filters that stand in the address, several at once."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from yingzhou.kernel.cases.models import Case, Step
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items


def text(answer) -> str:
    return answer.content.decode()


def another(world, name: str = "陈阿婆") -> Case:
    """The same item for somebody else of the village, nothing missing but what nobody knows."""
    person = factories.person(name, date(1948, 3, 3), home=world.village)
    told = world.answers()
    told["members"] = [{**told["members"][0], "person": person.pk, "name": name}]
    request = Request(items()[DIBAO], person, "counter", told, place=world.town)
    return intake(request=request, user=world.counter, at=at(MONDAY))


def test_each_row_says_why_it_is_here_what_is_next_and_how_long(world, desk):
    case = world.apply()
    page = text(desk("counter").get("/desk/"))
    assert case.number in page
    assert "王*英" in page
    assert "王秀英" not in page
    assert "还没有人接手" in page
    assert "5 工作日" in page
    assert "受理" in page
    assert 'aria-current="page">我的待办' in page


def test_what_is_late_says_so_in_words(world, desk, stop_clock):
    world.apply()
    stop_clock(at(date(2026, 3, 11)))
    page = text(desk("counter").get("/desk/"))
    assert "超 2 工作日" in page
    assert "已超期" in page


def test_filters_stand_in_the_address_and_an_empty_page_says_what_to_do(world, desk):
    case = world.apply()
    client = desk("counter")
    assert case.number in text(client.get(f"/desk/?item={DIBAO}&stage=received"))
    assert "这样筛选没有办件" in text(client.get(f"/desk/?item={DIBAO}&stage=confirm"))
    assert "这样筛选没有办件" in text(client.get("/desk/?soon=1"))
    assert "没有等您办的事" in text(desk("approver").get("/desk/"))


def test_the_queue_of_a_relative_does_not_show_their_cases(world, desk):
    case = world.apply()
    world.counter.person = world.son
    world.counter.save()
    assert queue.counts(world.counter).todo == 0
    assert case.number not in text(desk("counter").get("/desk/"))


def test_whoever_has_no_cases_keeps_the_rooms(client_as):
    assert "您可以做的事" in text(client_as("auditor").get("/desk/"))


def test_the_queue_asks_at_most_twelve_questions(world, desk):
    for name in ("陈阿婆", "李阿公", "沈小妹"):
        another(world, name)
    client = desk("counter")
    client.get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/")
    assert len(asked) <= 12, "\n".join(query["sql"][:120] for query in asked)


def test_several_are_done_at_once_and_each_says_what_became_of_it(world, desk):
    first, second = world.apply(), another(world)
    second.answers = second.answers | {"values": {**second.answers["values"], "phone": None}}
    second.save()
    client = desk("counter")
    page = text(client.get(f"/desk/?item={DIBAO}&stage=received"))
    assert "一起办选中的" in page
    chosen = {"case": [first.number, second.number]}
    assert "一次告知补正" in text(client.post("/desk/batch/", chosen))
    page = text(client.post("/desk/batch/", chosen | {"transition": "accept"}))
    assert "受理, 共 2 件" in page
    steps = {f"steps-{case.number}": case.steps_taken for case in (first, second)}
    report = text(client.post("/desk/batch/", chosen | steps | {"transition": "accept", "go": "1"}))
    assert "办成 1 件, 没办成 1 件" in report
    assert "还没有填: 联系电话" in report
    assert list(Step.objects.filter(transition="accept").values_list("case", flat=True)) == [
        first.pk
    ]


def test_no_more_than_fifty_and_only_of_one_kind(world, desk):
    client = desk("counter")
    many = {"case": [f"2026-310151101-{n:06d}" for n in range(51)]}
    assert "一次最多 50 件" in text(client.post("/desk/batch/", many, follow=True))
    first, second = world.apply(), another(world)
    world.step(second, "accept", world.counter, MONDAY)
    mixed = {"case": [first.number, second.number]}
    assert "同一环节" in text(client.post("/desk/batch/", mixed, follow=True))
    assert "还没有选" in text(client.post("/desk/batch/", follow=True))
    kept = client.post("/desk/batch/", {"item": "relief/dibao", "stage": "visit"})
    assert kept.headers["Location"] == "/desk/?item=relief%2Fdibao&stage=visit"


def test_cases_are_found_by_number_name_and_item_within_ones_own_scope(world, desk):
    case = world.apply()
    client = desk("clerk")
    found = client.post("/desk/search/", {"q": case.number}, follow=True)
    assert found.redirect_chain[-1][0] == f"/desk/cases/{case.number}/"
    for typed in ("王秀英", "wangxiuying", "低保", case.number[:9]):
        assert case.number in text(client.post("/desk/search/", {"q": typed}, follow=True)), typed
    stranger = desk(factories.user_with("town", factories.town("堡镇")))
    for typed in ("王秀英", "低保", case.number):
        page = text(stranger.post("/desk/search/", {"q": typed}, follow=True))
        assert "没有找到" in page, typed


def test_an_identity_number_never_stands_in_the_address(world, desk):
    case = world.apply()
    client = desk("clerk")
    number = str(world.mother.id_number)
    answer = client.post("/desk/search/", {"q": number})
    assert answer.status_code == 200
    assert case.number in text(answer)
    assert number not in text(answer)
    refused = client.get("/desk/search/", {"q": number}, follow=True)
    assert "不要放在地址里" in text(refused)
