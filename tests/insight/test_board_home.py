"""The first page: seventeen indicators at a glance, for the day and the division asked."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.insight.plan_files import default_plan
from yingzhou.kernel.organisations.models import Facility

pytestmark = pytest.mark.django_db
DAY = "2023-06-30"


@pytest.fixture
def towns():
    """Two towns; the first has a rental point for aids."""
    first, second = factories.town("庙镇"), factories.town("堡镇")
    factories.facility("庙镇辅具点", Facility.Kind.AID_RENTAL, factories.village("启瀛村", first))
    factories.village("堡北村", second)
    return first, second


def _open(client, **query):
    answer = client.get("/board/", {"date": DAY, **query})
    assert answer.status_code == 200
    return answer


def test_a_leader_sees_all_indicators_with_the_day_and_how_many_stand_how(client_as, towns):
    answer = _open(client_as("leader"))
    page = answer.content.decode()
    assert len(answer.context["rows"]) == len(default_plan().indicators) == 17
    assert DAY in page
    assert "崇明区民政“十四五”规划" in page
    summary = answer.context["summary"]
    assert sum(count for _, _, count in summary.states) + summary.unjudged == 17


def test_binding_indicators_come_first_and_then_what_needs_attention(client_as, towns):
    rows = _open(client_as("leader")).context["rows"]
    binding = [row.is_binding for row in rows]
    assert binding == sorted(binding, reverse=True)
    others = [row.state for row in rows if not row.is_binding]
    order = ["behind", "unknown", "on_pace", "met"]
    assert others == sorted(others, key=order.index)


def test_the_figure_is_the_quotient_of_the_records(client_as, towns):
    answer = _open(client_as("leader"), indicator=8)
    assert answer.context["row"].value == "50.0"
    assert [part.number for part in answer.context["parts"]] == ["1", "2"]
    assert [(place.node.name, place.value) for place, _ in answer.context["places"]] == [
        ("庙镇", "100.0"),
        ("堡镇", "0.0"),
    ]


def test_a_system_of_the_plan_filters_the_table_and_the_summary(client_as, towns):
    answer = _open(client_as("leader"), system="社会救助")
    assert {row.number for row in answer.context["rows"]} == {1, 2}
    assert answer.context["summary"].total == 2


def test_a_figure_from_unverified_sources_says_so(client_as, towns):
    rows = {row.number: row for row in _open(client_as("leader")).context["rows"]}
    assert "未核实" in rows[1].uncertain
    assert "待核" in _open(client_as("leader")).content.decode()


def test_a_number_of_things_has_no_target_below_the_district(client_as, towns):
    rows = {
        row.number: row
        for row in _open(client_as("leader"), division=towns[0].code).context["rows"]
    }
    assert rows[3].state == ""
    assert rows[8].state == "met"
    assert rows[10].missing  # no agency in this town: nothing to divide by, and nobody's fault
    assert rows[10].state == ""


def test_a_town_sees_its_own_figures_and_no_others(client_as, towns):
    client = client_as("town", towns[0])
    assert _open(client).context["asked"].node.name == "庙镇"
    refused = _open(client, division=towns[1].code)
    assert refused.context["asked"].node.name == "庙镇"
    assert "不在您负责的范围内" in refused.content.decode()
    assert "堡镇" not in refused.content.decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [("2999-01-01", "还没有到"), ("2023-13-45", "日期写成"), ("1999-01-01", "还没有行政区划记录")],
)
def test_a_day_that_cannot_be_asked_is_replaced_and_the_page_says_so(client_as, towns, text, says):
    answer = _open(client_as("leader"), date=text)
    assert says in answer.content.decode()
    assert answer.context["asked"].day == default_plan().last_day


def test_without_a_date_the_plans_last_day_is_shown_or_today_before_it(
    client_as, towns, stop_clock
):
    client = client_as("leader")
    stop_clock(date(2024, 5, 17))
    client.force_login(
        factories.user_with("leader"), "yingzhou.kernel.accounts.backend.StaffBackend"
    )
    assert client.get("/board/").context["asked"].day == date(2024, 5, 17)


def test_a_second_look_costs_few_queries(client_as, towns, django_assert_max_num_queries):
    client = client_as("leader")
    _open(client)
    with django_assert_max_num_queries(12):
        _open(client)


def test_who_has_no_business_with_the_board_stays_out(client_as, client):
    factories.district()
    assert client_as("administrator").get("/board/").status_code == 403
    assert client.get("/board/").status_code == 302
