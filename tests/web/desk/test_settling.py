"""On the case's page an officer decides, difference by difference, what is counted."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.cases.conftest import MONDAY, NOT_AS_DECLARED
from tests.web.desk.test_case_page import address, text


@pytest.fixture
def visiting(world):
    case = world.apply(savings=5_000_000)
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    return case


def test_who_visits_finds_the_inputs_and_others_do_not(visiting, desk):
    page = text(desk("clerk").get(address(visiting, "answers/")))
    assert "1 处还没有写明按哪个算" in page
    assert "按申报: 50,000.00 元" in page
    assert "按登记核对: 10,000.00 元" in page
    assert "1 个和登记不一致, 还没有核实" in text(desk("clerk").get(address(visiting, "rules/")))
    for who in ("approver", "counter"):
        assert "登记核实结果" not in text(desk(who).get(address(visiting, "answers/")))


def test_a_visit_is_refused_until_each_difference_is_decided(visiting, desk):
    client = desk("clerk")
    typed = {"s-visited_on": "2026-03-02", "s-visitors": "张三、李四", "s-living": "平房两间",
             "s-matches": "1", "steps": visiting.steps_taken}  # fmt: skip
    refused = client.post(address(visiting, "take/visit/"), typed)
    assert "货币财产: 申报50,000.00 元, 登记10,000.00 元, 还没有写明按哪个" in text(refused)
    done = client.post(address(visiting, "verify/"), {"v.savings.by": "register"}, follow=True)
    assert "规则按核实的算" in text(done)
    page = text(client.get(address(visiting, "answers/")))
    assert "<strong>10,000.00 元</strong> 按核对" in page
    assert "还没有写明按哪个算" not in page
    assert "50,000.00 元" in page
    rules = text(client.get(address(visiting, "rules/")))
    assert "按核对 1 个数" in rules
    assert "不能填“是”" in text(client.post(address(visiting, "take/visit/"), typed))
    typed |= {"s-matches": "0", "s-differs": "存款和申报的不一样"}
    client.post(address(visiting, "take/visit/"), typed)
    visiting.refresh_from_db()
    assert visiting.stage == "publicity"


def test_what_was_typed_stays_where_it_is_refused(visiting, desk):
    typed = {"v.savings.by": "visit", "v.savings": "8万", "v.savings.why": "存折"}
    refused = desk("clerk").post(address(visiting, "verify/"), typed)
    assert refused.status_code == 422
    assert "货币财产:" in text(refused)
    assert 'value="存折"' in text(refused)
    assert 'value="8万"' in text(refused)


def test_who_may_not_decide_is_refused(visiting, desk):
    assert desk("counter").post(
        address(visiting, "verify/"), {"v.savings.by": "register"}
    ).status_code == 403  # fmt: skip


def test_a_decision_keeps_on_what_its_numbers_rest(world, visiting, desk):
    client = desk("clerk")
    client.post(address(visiting, "verify/"), {"v.savings.by": "register"})
    visiting.refresh_from_db()
    world.visited(visiting, world.clerk, date(2026, 3, 2), **NOT_AS_DECLARED)
    assert "按核对" in text(desk("approver").get(address(visiting, "rules/")))


def test_the_comparison_alone_is_sent_from_the_cases_page(visiting, desk):
    """So that what was typed about the visit beside it stays where it is."""
    client = desk("clerk")
    as_part = {"HTTP_HX_REQUEST": "true"}
    part = text(client.get(address(visiting, "answers/"), **as_part))
    assert f'hx-post="{address(visiting, "verify/")}"' in part
    wrong = client.post(address(visiting, "verify/"), {"v.savings.by": "visit"}, **as_part)
    assert wrong.status_code == 200
    assert "没有登记, 您填的还在" in text(wrong)
    assert "<html" not in text(wrong)
    done = client.post(address(visiting, "verify/"), {"v.savings.by": "register"}, **as_part)
    assert "规则按核实的算" in text(done)
    assert "<html" not in text(done)
    assert "settled" in done["HX-Trigger"]
    assert "<strong>10,000.00 元</strong> 按核对" in text(done)


def test_what_is_typed_about_a_visit_is_kept_while_another_form_is_sent(visiting, desk):
    """By name of case and step: of a step that was taken nothing comes back."""
    client = desk("clerk")
    assert f'data-keep="{visiting.number}:{visiting.steps_taken}:visit:' in text(
        client.get(address(visiting))
    )
    assert f'data-keep="{visiting.number}:all:settles:' in text(
        client.get(address(visiting, "answers/"))
    )
