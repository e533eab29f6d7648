"""Who sees which findings, what the pages cost, and what a resident reads and says."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests import factories
from tests.architecture.test_query_budget import MARKS, MOST
from tests.programmes.assistance.relief.discovery.conftest import (
    APRIL,
    MONDAY,
    named,
    poor,
    round_on,
)
from tests.support.residents import signed_in
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases.models import DataUse
from yingzhou.kernel.people.models import Kinship
from yingzhou.programmes.assistance.relief.discovery.models import Finding, Round
from yingzhou.programmes.assistance.relief.discovery.selectors import rates
from yingzhou.programmes.assistance.relief.discovery.selectors.lists import Asked
from yingzhou.programmes.assistance.relief.discovery.services import looks

pytestmark = pytest.mark.django_db(transaction=True)


def opened(world, user, name: str, *args, **query) -> str:
    """The page, for no more than a dozen questions."""
    client = world.client(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse(f"discovery:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    found = [one["sql"] for one in asked if not one["sql"].startswith(MARKS)]
    assert len(found) <= MOST, "\n".join(found)
    return answer.content.decode()


def test_the_bureau_asks_for_the_month_and_watches_it(world):
    client = world.client(world.bureau)
    assert "还没有找过" in opened(world, world.bureau, "home")
    answer = client.post(reverse("discovery:ask"))
    row = Round.objects.get()
    assert answer.url == reverse("discovery:round", args=[row.pk])
    page = opened(world, world.bureau, "round", row.pk)
    assert "every 2s" in page
    assert "排队" in page
    round_on(MONDAY)
    page = opened(world, world.bureau, "round", row.pk)
    assert "最低生活保障" in page
    assert "echarts" in page or "chart" in page
    assert AuditEntry.objects.filter(action="discovery.ask").exists()
    assert world.client(world.officer).post(reverse("discovery:ask")).status_code == 403


@pytest.mark.parametrize("who", ["bureau", "clerk", "officer"])
def test_the_pages_cost_a_dozen_questions_at_most(world, who):
    poor(world.village, "李邻居", "NEXT")
    round_on(MONDAY)
    user, finding = getattr(world, who), world.finding()
    opened(world, user, "home")
    opened(world, user, "findings")
    opened(world, user, "rates")
    opened(world, user, "round", finding.round_id)


def test_why_is_told_in_the_rules_own_words_to_whom_it_may(world):
    round_on(MONDAY)
    finding = world.finding()
    assert "600.00" in opened(world, world.clerk, "finding", finding.pk)
    page = opened(world, world.clerk, "reason", finding.pk)
    assert "收入低于低保标准" in page
    assert "600.00" in page
    assert "没有核实过的数" in page
    reason = reverse("discovery:reason", args=[finding.pk])
    assert world.client(world.officer).get(reason).status_code == 404
    page = opened(world, world.officer, "finding", finding.pk)
    assert "张秀英户" in page
    assert "最低生活保障" in page
    assert "600.00" not in page
    assert "只给乡镇和区里看" in page


def test_a_village_sees_its_own_and_a_town_its_own(world):
    far = factories.village("远村", factories.town("堡镇"))
    poor(far, "陈远方", "FAR")
    round_on(MONDAY)
    theirs = Finding.objects.exclude(household=world.home).get(what__endswith="relief/dibao")
    for user in (world.officer, world.clerk):
        assert "陈" not in opened(world, user, "findings").split("<main")[-1].split("<tbody>")[-1]
        assert (
            world.client(user).get(reverse("discovery:finding", args=[theirs.pk])).status_code
            == 404
        )
    assert "陈*" in opened(world, world.bureau, "findings")


def test_nobody_reads_of_their_own_relatives(world):
    cousin = factories.person("丁阿姨", home=world.village)
    Kinship.objects.create(person=world.child, relative=cousin, kind=1)
    Kinship.objects.create(person=world.mother, relative=cousin, kind=1)
    world.officer.person = cousin
    world.officer.save()
    round_on(MONDAY)
    finding = world.finding()
    answer = world.client(world.officer).get(reverse("discovery:finding", args=[finding.pk]))
    assert answer.status_code == 404


def test_who_opened_it_can_be_read_by_whom_it_is_about(world):
    round_on(MONDAY)
    finding = world.finding()
    for _ in range(2):
        opened(world, world.clerk, "finding", finding.pk)
    uses = DataUse.objects.filter(purpose=looks.PURPOSE)
    assert {one.person_id for one in uses} == {world.mother.pk, world.child.pk}
    assert uses.count() == 2
    assert {one.user_name for one in uses} == {str(world.clerk)}


def test_the_hit_rate_is_granted_of_visited_and_leads_to_the_findings(world):
    for number, name in enumerate("甲乙丙"):
        poor(world.village, f"刘{name}", f"MORE{number}")
    round_on(MONDAY)
    found = list(Finding.objects.filter(state="visiting", what__endswith="relief/dibao"))
    assert len(found) == 3
    world.report(found[0], "愿意申请")
    world.report(found[1], "不符合")
    Finding.objects.filter(pk=found[0].pk).update(state="granted", closed_on=MONDAY)
    sums = rates.rates(world.bureau, Asked(), MONDAY)
    assert (sums.total.visited, sums.total.willing, sums.total.granted) == (2, 1, 1)
    assert sums.total.rate == "50%"
    assert sums.total.found == Finding.objects.count()
    for line in (*sums.by_what, *sums.by_place, *sums.by_month):
        parts = line.sums
        ended = parts.granted + parts.declined + parts.missed + parts.gone
        assert parts.found == parts.pending + ended
    page = opened(world, world.bureau, "rates")
    assert "group=visited" in page
    listed = opened(world, world.bureau, "findings", group="visited")
    assert listed.count("data-row") == 2
    assert opened(world, world.bureau, "findings", group="granted").count("data-row") == 1


def test_the_figures_go_into_a_spreadsheet(world):
    round_on(MONDAY)
    answer = world.client(world.clerk).get(reverse("discovery:rates-excel"))
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    head, *rows = sheet.to_python()
    assert head[:5] == ["月份", "类别", "找到什么", "乡镇", "村居"]
    place = head.index("找到")
    assert sum(row[place] for row in rows) == Finding.objects.count()


def test_nonsense_in_the_address_asks_for_nothing(world):
    round_on(MONDAY)
    page = opened(world, world.clerk, "findings", month="x", what="y", group="z", division="٣")
    assert page.count("data-row") == Finding.objects.count()


def test_a_resident_reads_it_says_no_and_changes_their_mind(world):
    client = signed_in(world.mother)
    own = reverse("discovery:own")
    assert "没有找您的事" in client.get(own).content.decode()
    round_on(MONDAY)
    finding = world.finding()
    page = client.get(own).content.decode()
    assert "您家可能可以享受" in page
    assert "600" not in page
    no = reverse("discovery:own-act", args=[finding.pk, "decline"])
    client.post(no, {"why": "随便写"})
    finding.refresh_from_db()
    assert finding.state == "visiting"  # without a reason nothing is kept
    client.post(no, {"why": "现在不需要"})
    finding.refresh_from_db()
    finding.visit.refresh_from_db()
    assert (finding.state, finding.visit.state) == ("declined", "called_off")
    assert "不再为这类事上门" in client.get(own).content.decode()
    client.post(reverse("discovery:own-act", args=[finding.pk, "welcome"]))
    finding.refresh_from_db()
    assert finding.state == "waiting"
    assert "discovery" in [one.action.split(".")[0] for one in AuditEntry.objects.all()]


def test_nobody_says_no_for_the_neighbours(world):
    round_on(MONDAY)
    finding = world.finding()
    client = signed_in(world.widow)
    assert "低保" not in client.get(reverse("discovery:own")).content.decode()
    answer = client.post(
        reverse("discovery:own-act", args=[finding.pk, "decline"]), {"why": "现在不需要"}
    )
    assert answer.status_code == 404
    child = signed_in(world.child)  # a child does not speak for the family
    assert "最低生活保障" not in child.get(reverse("discovery:own")).content.decode()


def test_an_officer_takes_down_that_they_changed_their_mind(world):
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, "不愿意")
    page = opened(world, world.clerk, "finding", finding.pk)
    assert "他们改了主意" in page
    world.client(world.clerk).post(reverse("discovery:act", args=[finding.pk, "welcome"]))
    finding.refresh_from_db()
    assert finding.state == "waiting"
    stranger = named("village", factories.village("远村"), "村干部远")
    answer = world.client(stranger).post(reverse("discovery:act", args=[finding.pk, "open"]))
    assert answer.status_code == 404
    answer = world.client(world.clerk).post(
        reverse("discovery:act", args=[finding.pk, "open"]), follow=True
    )
    assert "只有愿意申请" in answer.content.decode()


def test_a_finding_that_is_over_stays_readable_in_the_next_month(world):
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, "不符合")
    round_on(APRIL)
    page = opened(world, world.bureau, "finding", finding.pk)
    assert "上门看过, 不符合" in page
    assert "怕麻烦" in page
