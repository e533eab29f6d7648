"""The district sees which of the eight is silent, and whose matters wait for it."""

from __future__ import annotations

from tests.kernel.exchange.conftest import MATTER, NOON, ask, later, tick
from yingzhou.kernel.exchange.providers import providers


def test_before_anything_was_asked_the_page_says_so(client_as, settings):
    settings.EXCHANGE = {}
    page = client_as("bureau").get("/desk/exchange/").content.decode()
    assert "还没有配置接口地址: 民政、住房保障" in page
    assert page.count("没有配置</td>") == len(providers()) == 8


def test_a_silent_provider_is_named_with_those_who_wait(
    outside, home, stop_clock, client_as, django_assert_max_num_queries
):
    outside.faults("banks", {"kind": "busy"})
    outside.faults("tax", {"kind": "other_person", "times": 1})
    ask(home)
    for hours in (0, 1, 2):
        tick(stop_clock, NOON if not hours else later(hours=hours))
    bureau = client_as("bureau")
    with django_assert_max_num_queries(12):
        page = bureau.get("/desk/exchange/").content.decode()
    assert (
        "<strong>银行</strong> 从 3月2日 12:00 起没有答复(对方暂时不能答复(503)), 2 个请求在等"
        in page
    )
    assert "<strong>没有答复</strong>" in page
    banks = bureau.get("/desk/exchange/banks/").content.decode()
    assert MATTER.about in banks
    assert "时限照走" in banks
    tax = bureau.get("/desk/exchange/tax/").content.decode()
    assert "答的不是这个人" in tax
    assert "没有办件在等它" in tax
    number = str(home.mother.id_number)
    assert not [one for one in (page, banks, tax) if number in one]
    assert bureau.get("/desk/exchange/astrologers/").status_code == 404


def test_it_is_for_the_district(client_as):
    assert client_as("administrator").get("/desk/exchange/").status_code == 200
    assert client_as("village").get("/desk/exchange/").status_code == 403


def test_who_answers_what_cannot_be_used_is_not_called_normal(outside, home, stop_clock, client_as):
    outside.faults("vehicles", {"kind": "out_of_range"})
    ask(home)
    tick(stop_clock, NOON)
    bureau = client_as("bureau")
    page = bureau.get("/desk/exchange/").content.decode()
    assert "<strong>车辆</strong> 有答复, 但不能用: 一天内 2 份, 2 个请求在等" in page
    assert "<strong>答复不能用</strong>" in page
    assert "有答复, 但不能用" in bureau.get("/desk/exchange/vehicles/").content.decode()
    outside.faults("vehicles")
    tick(stop_clock, later(hours=1))
    bureau = client_as("bureau")  # after an hour one signs in anew
    page = bureau.get("/desk/exchange/").content.decode()
    assert "还有 0 个请求在等" in page
    assert "答复不能用" not in page
    assert "没有办件在等它" in bureau.get("/desk/exchange/vehicles/").content.decode()
