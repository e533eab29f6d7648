"""王阿婆's 低保, from the counter to the stars: the first item's whole life in a real browser.

She comes without her telephone number and brings it two days later; the town checks and visits,
the village reads the notice for a week, another person of the town confirms. With a slip from the
counter she reads the letter at home and says how it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support.story import press
from yingzhou.core import clock
from yingzhou.core.workdays import add_workdays
from yingzhou.kernel.cases import answers
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Person, Residence

pytestmark = pytest.mark.browser
DIBAO = "relief/dibao"


@pytest.fixture
def it_is(site) -> Iterator[Callable[[date], datetime]]:
    """``it_is(day)``: ten o'clock of that day, for the whole site."""

    def move(day: date) -> datetime:
        moment = datetime.combine(day, time(10), clock.ZONE)
        site.clock.write_text(moment.isoformat())
        return moment

    yield move
    site.clock.unlink(missing_ok=True)


def poor(day: date) -> Person:
    """A grown-up of 城桥镇 whose household the rules find poor enough."""
    town = tree_on(day).within(Division.objects.get(code="310151101000").pk)
    homes = Residence.objects.on(day).filter(
        kind=Residence.Kind.REGISTERED,
        division__in=list(town),
        person__birth_date__lt=date(1990, 1, 1),
        person__death_date=None,
    )
    for home in homes.select_related("person").order_by("-person__birth_date", "pk"):
        found = reckon(items()[DIBAO], home.person, answers.empty(), day)
        if found is not None and found.advice == "grant":
            return home.person
    raise AssertionError("nobody in this district is poor")


def fill_in(page: Page, **told: str) -> None:
    """The clerk asks what the registers do not know; nothing, and no, where nothing is told."""
    for group in page.locator(".ask:has(input[type=radio]):visible").all():
        if not group.locator("input:checked").count():
            is_consent = "同意" in group.inner_text()
            group.locator(f"input[value='{int(is_consent)}']").check()
    for entry in page.locator(".ask input:not([type=radio]):not([type=checkbox]):visible").all():
        if entry.input_value():
            continue
        key = (entry.get_attribute("name") or "").partition("-")[2]
        entry.fill(told.get(key, "0"))


def open_first(page: Page, number: str) -> None:
    """From the queue, as everybody does."""
    page.goto("/desk/")
    page.locator("tr[data-row]", has_text=number).locator("a").first.click()
    expect(page.locator("h1")).to_contain_text("最低生活保障")


def test_from_the_counter_to_the_stars(page, login, axe, site, it_is):  # noqa: PLR0915 - one story
    day = add_workdays(clock.today(), 1)
    person = poor(day)

    def enter(who: str) -> None:
        page.context.clear_cookies()
        login(page, who)

    # At the counter. The registers know nearly all; one thing is missing, and it is told at once.
    it_is(day)
    enter("counter")
    page.goto("/desk/counter/")
    page.fill("#q", str(person.id_number))
    page.press("#q", "Enter")
    expect(page.locator(".who")).to_contain_text(person.name)
    page.fill("#q", "低保")
    page.press("#q", "Enter")
    page.get_by_role("link", name="最低生活保障", exact=True).click()
    expect(page.locator("main")).to_contain_text("处已按登记填好")
    fill_in(page, account="6222000011112222", phone="")
    page.click("text=收件并受理")
    expect(page.locator("#lacks")).to_contain_text("联系电话")
    axe(page)
    page.click("button[name=anyway]")
    expect(page.locator("h1")).to_contain_text("已收件, 还差几样")
    number = page.locator(".done-number strong").inner_text()
    address = f"/desk/cases/{number}/"
    letter = page.get_by_role("link", name="打印最低生活保障一次性告知补正通知书")
    answer = page.request.get(letter.get_attribute("href") or "")
    assert answer.body().startswith(b"%PDF")

    # Two days later she brings it, to any counter; the case is accepted, the promise is a date.
    day = add_workdays(day, 2)
    it_is(day)
    enter("counter")
    page.goto(address)
    expect(page.locator(".case-head")).to_contain_text("暂停计时")
    fill_in(page, phone="13900000000")
    page.click("text=登记, 齐了就交回办理")
    expect(page.locator(".notes")).to_contain_text("材料齐了")
    page.click(".way-form button:has-text('受理')")
    expect(page.locator(".case-head")).to_contain_text("启动调查")
    expect(page.locator(".case-head")).to_contain_text("承诺答复")

    # The town looks into it: registers first, then two people go and see.
    day = add_workdays(day, 1)
    it_is(day)
    enter("town")
    open_first(page, number)
    page.click(".way-form button:has-text('启动核对')")
    day = add_workdays(day, 3)
    it_is(day)
    enter("town")
    open_first(page, number)
    expect(page.locator(".case-left")).to_contain_text("家里人")
    expect(page.locator(".case-right")).to_contain_text("怎样算的")
    axe(page)
    page.fill("[name=s-visited_on]", day.isoformat())
    page.fill("[name=s-visitors]", "张三")
    page.fill("[name=s-living]", "平房两间, 没有别的收入")
    page.locator("[name=s-matches][value='1']").check()
    page.click(".way-form button:has-text('登记入户结果')")
    expect(page.locator("[role=alert]")).to_contain_text("入户要两人以上")
    page.fill("[name=s-visitors]", "张三、李四")
    page.click(".way-form button:has-text('登记入户结果')")
    expect(page.locator(".case-head")).to_contain_text("公示")

    # For a week the neighbours may read it, masked; then time goes on by itself.
    page.goto("/open/notices/")
    expect(page.locator("main")).not_to_contain_text(person.name)
    site.work(it_is(day + timedelta(days=20)))
    day = add_workdays(day + timedelta(days=20), 1)

    # Whoever visited does not confirm; somebody else does, and the rules' reckoning stands by it.
    it_is(day)
    enter("town")
    page.goto(address)
    expect(page.locator(".case-head")).to_contain_text("审核确认")
    expect(page.locator("#now")).not_to_contain_text("确认同意")
    enter("approver")
    open_first(page, number)
    page.click(".way-form button:has-text('确认同意')")
    expect(page.locator(".case-head")).to_contain_text("同意")
    expect(page.locator(".case-left")).to_contain_text("最低生活保障确认决定书")

    # A slip from the counter; at home she reads the letter, and says how it was.
    enter("counter")
    page.goto(f"/desk/people/{person.pk}/access/")
    press(page, "发一个新登录码")
    code = page.locator(".slip-code code").inner_text()
    page.context.clear_cookies()
    page.goto("/my/login/")
    page.fill("input[name=name]", person.name)
    page.fill("input[name=code]", code)
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/my/")
    page.goto(f"/my/cases/{number}/")
    expect(page.locator("main")).to_contain_text("确认决定书")
    page.goto(f"/my/cases/{number}/rate/")
    page.get_by_text("非常满意", exact=True).click()
    page.fill("[name=words]", "讲得清楚, 没有多跑")
    press(page, "提交评价")

    # The town reads it beside everything else.
    enter("town")
    page.goto(address)
    expect(page.locator(".case-left")).to_contain_text("讲得清楚, 没有多跑")
