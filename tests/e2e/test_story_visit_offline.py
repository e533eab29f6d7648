"""A village officer at a door without a connection: what was filled in is kept, sent once the phone
has a connection again, and never written over what somebody else did meanwhile."""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest

from tests.support.source import ROOT

pytestmark = pytest.mark.browser
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PHONE = "/desk/visits/phone/"


def _fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def _take_along(phone) -> None:
    phone.goto(PHONE)
    phone.locator("#list li").first.wait_for()
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.wait_for_function("caches.keys().then((names) => names.length > 0)")


def _choose(phone, question: str, answer: str) -> None:
    asked = phone.locator("#form fieldset", has_text=question)
    asked.locator("label", has_text=answer).first.click()


def _fill_in(phone, health: str = "和上次差不多") -> int:
    """The first visit of the list that nothing was written about; its number."""
    row = phone.locator("#list li", has=phone.locator("button")).first
    number = int(row.get_attribute("id").removeprefix("row-"))
    row.locator("button").click()
    _choose(phone, "见到的是谁", "本人")
    _choose(phone, "身体和精神怎样", health)
    _choose(phone, "吃住", "都好")
    _choose(phone, "总的看怎样", "平安")
    return number


@pytest.fixture(scope="module")
def something_to_do(site) -> None:
    """Visits of the demo's logins: of the village's old people, each within some days, and of one
    of whom the registers say that they could ask for something."""
    script = (
        "import django; django.setup()\n"
        "from yingzhou.core import clock\n"
        "from yingzhou.demo.visits import for_the_logins\n"
        "for_the_logins(clock.now())\n"
        "from yingzhou.demo.found import _findings, _round\n"
        "from yingzhou.kernel.accounts.models import User\n"
        "from yingzhou.kernel.visits.models import Visit\n"
        "from yingzhou.programmes.assistance.relief.discovery.services import visiting\n"
        "village = User.objects.get(username='village')\n"
        "place = village.assignments_now()[0].division_id\n"
        "month = _round(clock.today().replace(day=1), 1)\n"
        "found = _findings(month, place, 1, clock.now())\n"
        "visiting.send(findings=[one.pk for one in found], at=clock.now())\n"
        "asked = [f'{visiting.PREFIX}{one.pk}' for one in found]\n"
        "Visit.objects.filter(asked_by__in=asked).update(user=village, state='assigned')\n"
    )
    subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=site.environment, check=True, timeout=120
    )


@pytest.fixture
def officer(something_to_do, phone, login):
    login(phone, "village")
    _take_along(phone)
    return phone


def test_a_visit_is_filled_in_without_a_connection_and_there_once_it_is_back(officer, axe):
    axe(officer)
    officer.context.set_offline(True)
    officer.reload()
    officer.locator("#net", has_text="没有网").wait_for()
    number = _fill_in(officer)
    photos = officer.locator("input[name=photos]")
    photos.set_input_files({"name": "门口.png", "mimeType": "image/png", "buffer": DOT})
    officer.locator(".phone-photos img").wait_for()
    assert _fits(officer)
    axe(officer)
    officer.click("text=存下并送出")
    officer.locator("#unsent", has_text="还没有送出").wait_for()
    officer.reload()  # the phone was put away and taken out again
    officer.locator("#unsent", has_text="还没有送出").wait_for()
    axe(officer)
    officer.context.set_offline(False)
    officer.locator("#note", has_text="已送出 1 份").wait_for()
    officer.locator("#unsent").wait_for(state="hidden")
    officer.goto(f"/desk/visits/{number}/")
    told = officer.inner_text("main")
    assert "和上次差不多" in told
    assert "没有网时填写" in told
    shown = officer.locator(".visit-photos img").first
    shown.wait_for()
    assert shown.evaluate("(image) => image.complete || image.decode().then(() => true)")
    assert _fits(officer)
    axe(officer)


def test_what_somebody_changed_meanwhile_is_shown_beside_it(officer, page, login, axe):
    officer.context.set_offline(True)
    officer.reload()
    number = _fill_in(officer, "比上次差")
    officer.click("text=存下并送出")
    officer.locator("#unsent", has_text="还没有送出").wait_for()
    login(page, "town")  # the town sends somebody else, and does not know
    page.goto(f"/desk/visits/{number}/")
    page.locator("#goer option", has_text="城桥镇经办(演示)").first.wait_for(state="attached")
    page.select_option("#goer", label="城桥镇经办(演示)")
    page.click("button:has-text('安排')")
    page.locator("text=已安排城桥镇经办").wait_for()
    officer.context.set_offline(False)
    officer.locator("#note a", has_text="去看看用哪一份").click()
    officer.locator("h2", has_text="有不一致的记录").wait_for()
    assert "比上次差" in officer.inner_text("main")
    assert _fits(officer)
    axe(officer)
    officer.locator("label", has_text="用这一份").click()
    officer.fill("input[name=words]", "我当天去的, 镇里没有再去")
    officer.click("text=就用选的这一份")
    officer.locator("text=已选定").wait_for()
    assert "已走访" in officer.inner_text("main")


def test_a_session_that_is_over_loses_nothing(officer, login):
    officer.context.set_offline(True)
    officer.reload()
    _fill_in(officer)
    officer.click("text=存下并送出")
    officer.locator("#unsent", has_text="还没有送出").wait_for()
    officer.context.clear_cookies()
    officer.context.set_offline(False)
    officer.locator("#note", has_text="登录已过期").wait_for()
    assert "还没有送出" in officer.inner_text("#unsent")
    login(officer, "village")
    officer.goto(PHONE)
    officer.locator("#note", has_text="已送出 1 份").wait_for()


def test_nothing_of_anybody_stays_on_the_phone_after_the_logout(officer):
    officer.goto("/desk/visits/")
    officer.locator(".user-menu summary").click()
    officer.click(".user-menu button:has-text('退出')")
    officer.wait_for_url(lambda address: "/desk/" not in address)
    left = officer.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert "kept:visits" not in left


def test_what_was_taken_along_goes_by_itself_after_some_days(officer):
    officer.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("kept:visits", 1);
          asked.onsuccess = () => {
            const parts = asked.result.transaction("parts", "readwrite").objectStore("parts");
            parts.get("me").onsuccess = (event) => {
              const me = { ...event.target.result, at: Date.now() - 8 * 24 * 3600 * 1000 };
              parts.put(me, "me").onsuccess = () => { asked.result.close(); done(); };
            };
          };
        })"""
    )
    officer.context.set_offline(True)
    officer.reload()
    officer.locator("#net", has_text="手机上也没有资料").wait_for()
    assert officer.locator("#list li").count() == 0


def test_another_officer_on_the_same_phone_sees_nothing_of_the_first(officer, login, page):
    """What they see there is what they see on a screen of their own."""
    who = officer.locator("#list li strong").first.inner_text()
    officer.context.set_offline(True)
    officer.reload()
    _fill_in(officer)
    officer.click("text=存下并送出")
    officer.locator("#unsent", has_text="还没有送出").wait_for()
    officer.context.clear_cookies()
    officer.context.set_offline(False)
    login(officer, "town")
    officer.goto(PHONE)
    officer.locator("#note", has_text="另一位同事有 1 份").wait_for()
    assert who not in officer.inner_text("#unsent")
    login(page, "town")
    page.goto(PHONE)
    page.locator("#list li").first.wait_for()
    assert officer.inner_text("#list") == page.inner_text("#list")
    officer.context.clear_cookies()
    login(officer, "village")  # what the first wrote is still theirs to send
    officer.goto(PHONE)
    officer.locator("#note", has_text="已送出 1 份").wait_for()


def test_a_visit_that_opened_a_matter_names_its_number_when_it_is_sent_and_later(officer, axe):
    officer.context.set_offline(True)
    officer.reload()
    officer.locator("#list li", has_text="主动发现上门").first.locator("button").click()
    _choose(officer, "说清楚了吗", "是")
    _choose(officer, "上门的结果", "愿意申请")
    officer.click("text=存下并送出")
    officer.locator("#unsent", has_text="还没有送出").wait_for()
    officer.context.set_offline(False)
    note = officer.locator("#note", has_text="已开办件")
    note.wait_for()
    number = note.locator("strong").inner_text()
    assert _fits(officer)
    axe(officer)
    officer.reload()
    officer.locator("#opened", has_text=number).wait_for()
    assert _fits(officer)
    axe(officer)
