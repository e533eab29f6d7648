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

from tests.support.casework import agree, do, fill_in, head
from tests.support.story import press
from yingzhou.core import clock
from yingzhou.core.workdays import add_workdays
from yingzhou.kernel.cases import answers
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Person, Residence
from yingzhou.kernel.people.names import mask_name

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


def open_first(page: Page, number: str) -> None:
    """From the queue, as everybody does."""
    page.goto("/desk/")
    page.locator("tr[data-row]", has_text=number).locator("a").first.click()
    expect(page.locator("h1")).to_contain_text("最低生活保障")


def comes_to_the_counter(page: Page, axe: Callable[[Page], None], person: Person) -> str:
    """The registers know nearly all; one thing is missing, and it is told at once, in a letter."""
    page.goto("/desk/counter/")
    page.fill("#q", str(person.id_number))
    page.press("#q", "Enter")
    expect(page.locator(".who")).to_contain_text(person.name)
    page.fill("#q", "低保")
    page.press("#q", "Enter")
    page.get_by_role("link", name="最低生活保障", exact=True).click()
    expect(page.locator("main")).to_contain_text("处已按登记填好")
    axe(page)
    agree(page)
    fill_in(page, account="6222000011112222", phone="")
    page.click("text=收件并受理")
    expect(page.locator("#lacks")).to_contain_text("上门前打哪个电话找您")
    axe(page)
    page.click("button[name=anyway]")
    expect(page.locator("h1")).to_contain_text("已收件, 还差几样")
    letter = page.get_by_role("link", name="打印最低生活保障一次性告知补正通知书")
    answer = page.request.get(letter.get_attribute("href") or "")
    assert answer.body().startswith(b"%PDF")
    return page.locator(".done-number strong").inner_text()


def brings_what_was_missing(page: Page, number: str) -> None:
    """To any counter; the case is accepted, the promise is a date."""
    page.goto(f"/desk/cases/{number}/")
    head(page, "暂停计时")
    fill_in(page, phone="13900000000")
    page.click("text=登记, 齐了就交回办理")
    expect(page.locator(".notes")).to_contain_text("材料齐了")
    do(page, "受理")
    head(page, "启动调查")
    head(page, "承诺答复")


def two_people_go_and_see(page: Page, axe: Callable[[Page], None], number: str, day: date) -> None:
    """One is not enough, and what the clerk wrote is still there."""
    open_first(page, number)
    expect(page.locator(".case-left")).to_contain_text("家里人")
    expect(page.locator(".case-right")).to_contain_text("怎样算的")
    axe(page)
    page.click("#way-visit > summary")
    page.fill("[name=s-visited_on]", day.isoformat())
    page.fill("[name=s-visitors]", "张三")
    page.fill("[name=s-living]", "平房两间, 没有别的收入")
    page.locator("[name=s-matches][value='1']").check()
    page.goto(f"/desk/cases/{number}/")  # whatever takes them away from what they typed
    expect(page.locator("[name=s-living]")).to_have_value("平房两间, 没有别的收入")
    do(page, "登记入户结果")
    expect(page.locator("[role=alert]")).to_contain_text("入户要两人以上")
    page.fill("[name=s-visitors]", "张三、李四")
    do(page, "登记入户结果")
    head(page, "公示")


def neighbours_read_it_masked(page: Page, person: Person) -> None:
    page.goto("/open/notices/")
    expect(page.locator("main")).to_contain_text("最低生活保障拟确认公示")
    expect(page.locator("main")).to_contain_text(mask_name(person.name))
    expect(page.locator("main")).not_to_contain_text(person.name)


def gets_a_slip(page: Page, person: Person) -> str:
    page.goto(f"/desk/people/{person.pk}/access/")
    press(page, "发一个新登录码")
    return page.locator(".slip-code code").inner_text()


def reads_the_letter_and_rates(page: Page, person: Person, code: str, number: str) -> None:
    """At home."""
    page.wait_for_load_state("networkidle")
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
    page.wait_for_url(f"**/my/cases/{number}/")


def test_from_the_counter_to_the_stars(page, login, axe, site, it_is):
    def enter(who: str, on: date) -> None:
        page.wait_for_load_state("networkidle")  # parts of a page come after it
        it_is(on)
        page.context.clear_cookies()
        login(page, who)

    day = add_workdays(clock.today(), 1)
    person = poor(day)
    enter("counter", day)
    number = comes_to_the_counter(page, axe, person)
    day = add_workdays(day, 2)
    enter("counter", day)
    brings_what_was_missing(page, number)

    day = add_workdays(day, 1)
    enter("town", day)
    open_first(page, number)
    do(page, "启动核对")
    head(page, "核对与入户")
    day = add_workdays(day, 3)
    enter("town", day)
    two_people_go_and_see(page, axe, number, day)
    neighbours_read_it_masked(page, person)

    # Time goes on by itself; whoever visited does not confirm, somebody else does.
    day = add_workdays(day + timedelta(days=20), 1)
    site.work(it_is(day))
    enter("town", day)
    page.goto(f"/desk/cases/{number}/")
    head(page, "审核确认")
    expect(page.locator("#now")).not_to_contain_text("确认同意")
    enter("approver", day)
    open_first(page, number)
    do(page, "确认同意")
    head(page, "同意")
    expect(page.locator(".case-left")).to_contain_text("最低生活保障确认决定书")

    enter("counter", day)
    reads_the_letter_and_rates(page, person, gets_a_slip(page, person), number)
    enter("town", day)
    page.goto(f"/desk/cases/{number}/")
    expect(page.locator(".case-left")).to_contain_text("讲得清楚, 没有多跑")
