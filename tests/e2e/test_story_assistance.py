"""陆桂英's family on 低保: asked for at a counter of another town, verified, visited, published,
approved, paid the month after; she finds work, says so, and it fades out; the grandmother dies,
everything follows; it was the neighbour, and everything is back. One browser, four months."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support import poor_family
from tests.support.casework import agree, do, fill_in, head, take
from tests.support.story import press, reads_well
from yingzhou.core import clock
from yingzhou.core.workdays import add_months, add_workdays
from yingzhou.kernel.payments import formats

pytestmark = pytest.mark.browser
DIBAO, PHASEOUT = "最低生活保障", "低保渐退"


class Story:
    """``day`` moves on; whoever enters does so on that day."""

    def __init__(self, page: Page, login: Callable[..., None], site) -> None:
        self.page, self._login, self.site = page, login, site
        self.day = add_workdays(clock.today(), 1)

    def moment(self) -> datetime:
        return datetime.combine(self.day, time(10), clock.ZONE)

    def enter(self, who: str) -> None:
        self.page.wait_for_load_state("networkidle")  # parts of a page come after it
        self.site.clock.write_text(self.moment().isoformat())
        self.page.context.clear_cookies()
        self._login(self.page, who)

    def later(self, days: int) -> None:
        self.day = add_workdays(self.day, days)

    def in_the_month_after(self) -> date:
        """The fifth of the month after ``day``, or the first workday behind it; that month."""
        month = add_months(self.day.replace(day=1), 1)
        self.day = add_workdays(month + timedelta(days=4), 1)
        return month

    def work(self) -> None:
        self.site.work(self.moment())


@pytest.fixture
def story(page, login, site) -> Iterator[Story]:
    yield Story(page, login, site)
    site.clock.unlink(missing_ok=True)


def test_a_family_through_a_winter(story, axe):
    family = poor_family.settle_in(story.site.environment)
    number = _asks_in_another_town(story, family, axe)
    _is_looked_into(story, number)
    _is_published_and_confirmed(story, number)
    first = _is_paid(story, family)
    assert first > 0
    _finds_work_and_says_so(story, family, first)
    assert _is_paid(story, family) == first  # it fades out, it does not stop
    event = _the_grandmother_dies(story, family)
    _it_was_the_neighbour(story, family, event, axe)


def _asks_in_another_town(story: Story, family: poor_family.Family, axe) -> str:
    page = story.page
    story.enter(family.clerk)
    page.goto("/desk/counter/")
    page.fill("#q", family.number)
    page.press("#q", "Enter")
    expect(page.locator(".who")).to_contain_text("陆桂英")
    page.fill("#q", "低保")
    page.press("#q", "Enter")
    page.get_by_role("link", name=DIBAO, exact=True).click()
    agree(page)
    fill_in(page, account="6222000011112222", phone="13900000000")
    page.click("text=收件并受理")
    found = re.search(r"\d{4}-\d{9}-\d{6}", page.locator("main").inner_text())
    assert found is not None
    page.goto(f"/desk/cases/{found[0]}/")
    head(page, "启动调查")
    axe(page)
    return found[0]


def _is_looked_into(story: Story, number: str) -> None:
    """The town of the family's own register checks, and two of its people go there."""
    page = story.page
    story.later(1)
    story.enter("town")
    page.goto(f"/desk/cases/{number}/")
    do(page, "启动核对")
    head(page, "核对与入户")
    story.work()
    story.later(3)
    story.enter("town")
    page.goto(f"/desk/cases/{number}/")
    page.click("#way-visit > summary")
    page.fill("[name=s-visited_on]", story.day.isoformat())
    page.fill("[name=s-visitors]", "张三、李四")
    page.fill("[name=s-living]", "祖孙三代, 租房, 没有收入")
    page.locator("[name=s-matches][value='1']").check()
    do(page, "登记入户结果")
    head(page, "公示")


def _is_published_and_confirmed(story: Story, number: str) -> None:
    page = story.page
    page.goto("/open/notices/")
    expect(page.locator("main")).to_contain_text("最低生活保障拟确认公示")
    story.day = add_workdays(story.day + timedelta(days=9), 1)
    story.work()
    story.enter("approver")
    page.goto(f"/desk/cases/{number}/")
    do(page, "确认同意")
    head(page, "同意")


def _is_paid(story: Story, family: poor_family.Family) -> int:
    """Computed, approved by another person, sent, answered; what she reads of it, in fen."""
    page, month = story.page, story.in_the_month_after()
    story.enter("finance")
    page.goto("/desk/payments/")
    page.fill("#month", f"{month:%Y-%m}")
    page.locator("form button", has_text="计算").first.click()
    page.wait_for_load_state("networkidle")
    address = page.url
    story.work()
    page.goto(address)
    expect(page.locator("main")).to_contain_text("待审批")
    story.enter("treasurer")
    page.goto(address)
    press(page, "同意发放")
    story.work()  # whoever is to be heard is written to
    story.enter("finance")
    page.goto(address)
    press(page, "生成报盘文件")
    page.set_input_files("#file", [_from_the_bank(page, address)])
    press(page, "导入回盘")
    expect(page.locator("main")).to_contain_text("已回盘")
    return _reads_at_home(story, family, month)


def _from_the_bank(page: Page, address: str) -> dict:
    """Everything arrived."""
    href = page.get_by_role("link", name="下载报盘文件").first.get_attribute("href") or ""
    lines = page.request.get(href).text().strip().split("\n")
    number = lines[0].split("|")[1]
    rows = [line.split("|") for line in lines if line.startswith("D|")]
    answers = [formats.Answer(int(row[1]), int(row[5]), True, "") for row in rows]
    text = formats.from_bank(number, answers)
    return {"name": "back.txt", "mimeType": "text/plain", "buffer": text.encode()}


def _reads_at_home(story: Story, family: poor_family.Family, month: date) -> int:
    page = story.page
    _at_home(story, family)
    page.goto("/my/household/")
    told = page.locator("main").inner_text()
    found = re.findall(rf"{month.year}年{month.month}月 ([\d,.]+) 元", told)
    assert len(found) == 1, told
    return round(float(found[0].replace(",", "")) * 100)


def _at_home(story: Story, family: poor_family.Family) -> None:
    """With a slip of the counter."""
    page = story.page
    story.enter("counter")
    page.goto(f"/desk/people/{family.mother}/access/")
    press(page, "发一个新登录码")
    code = page.locator(".slip-code code").inner_text()
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    page.goto("/my/login/")
    page.fill("input[name=name]", "陆桂英")
    page.fill("input[name=code]", code)
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/my/")


def _finds_work_and_says_so(story: Story, family: poor_family.Family, before: int) -> None:
    """At the counter; the town checks, another person of the town grants."""
    page = story.page
    story.later(3)
    story.enter("counter")
    page.goto("/desk/counter/")
    page.fill("#q", family.number)
    page.press("#q", "Enter")
    expect(page.locator(".who")).to_contain_text("陆桂英")
    page.fill("#q", PHASEOUT)
    page.press("#q", "Enter")
    page.get_by_role("link", name=PHASEOUT, exact=True).click()
    agree(page)
    _says_how_much(page, story.day, before)
    page.click("text=收件并受理")
    found = re.search(r"\d{4}-\d{9}-\d{6}", page.locator("main").inner_text())
    assert found is not None, page.locator("main").inner_text()
    story.later(1)
    story.enter("town")
    page.goto(f"/desk/cases/{found[0]}/")
    _counts_what_she_says(page)
    take(page, "propose", "核对完了, 建议同意")
    head(page, "待决定")
    story.enter("approver")
    page.goto(f"/desk/cases/{found[0]}/")
    take(page, "grant", "同意")
    head(page, "同意")


def _counts_what_she_says(page: Page) -> None:
    """The register does not know of her work yet; the town has seen the wage slip."""
    settles = page.locator("form.settles")
    expect(settles).to_be_visible()  # it comes after the page
    for one in settles.locator(".settle.differs-note").all():
        one.locator("input[value=declared]").check()
        one.locator("input[name$='.why']").fill("看过工资条")
    settles.locator("button", has_text="登记核实结果").click()
    expect(page.locator("form.settles .settle.differs-note")).to_have_count(0)


def _says_how_much(page: Page, day: date, before: int) -> None:
    """The mother works since last week; everything else is as it was."""
    page.check("input[name=m0-employed][value='1']")
    page.fill("input[name=m0-wage]", "20000")
    page.check("input[name=m0-new_job][value='1']")
    page.fill("input[name=m0-since]", (day - timedelta(days=6)).isoformat())
    page.fill("input[name=f-before]", f"{before / 100:.2f}")
    fill_in(page)


def _the_grandmother_dies(story: Story, family: poor_family.Family) -> str:
    """The address of the page that shows everything it did."""
    page = story.page
    story.later(2)
    story.enter("bureau")
    page.goto(f"/desk/people/{family.old}/death/")
    page.fill("#id_on", story.day.isoformat())
    page.fill("#id_source", "村委会报告")
    press(page, "下一步")
    press(page, "确认登记死亡")
    page.locator("main").get_by_role("link", name="死亡", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("户籍户成员关系到")
    expect(page.locator("main")).to_contain_text("重新计算的待遇")
    return page.url


def _it_was_the_neighbour(story: Story, family: poor_family.Family, event: str, axe) -> None:
    page = story.page
    assert _is_paid(story, family) > 0
    story.later(1)
    story.enter("bureau")
    page.goto(event)
    expect(page.locator("main")).to_contain_text("人)")
    reads_well(page, axe)
    press(page, "撤回这一条")
    page.fill("#id_reason", "同名同姓, 去世的是邻居")
    press(page, "下一步")
    press(page, "确认撤回")
    page.goto(event)
    expect(page.locator("main")).to_contain_text("已恢复")
    page.goto(f"/desk/people/{family.old}/")
    expect(page.locator("main")).to_contain_text("在世")
