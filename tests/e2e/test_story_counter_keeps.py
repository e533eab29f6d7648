"""A clerk is called away from the counter: the session ends, what was typed does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings

from tests import factories
from yingzhou.core import clock
from yingzhou.kernel.accounts.demo_accounts import DEMO_PASSWORD
from yingzhou.kernel.people.models import Membership, Residence

pytestmark = pytest.mark.browser

STORY = "老伴上个月摔断了腿, 住院花了两万多"
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('typed:counter-')).length"


def _somebody() -> str:
    """The number of an old person who lives with others and is registered here."""
    together = Membership.objects.on(clock.today()).filter(relation=Membership.Relation.SPOUSE)
    home = Residence.objects.on(clock.today()).filter(
        kind=Residence.Kind.REGISTERED,
        person__in=together.values("person"),
        person__death_date=None,
    )
    return str(home.select_related("person").order_by("person__birth_date")[3].person.id_number)


def _form(page, login) -> None:
    login(page, "bureau")
    page.goto("/desk/counter/")
    page.fill("#q", _somebody())
    page.press("#q", "Enter")
    page.wait_for_url("**/counter/p/**")
    page.goto(f"{page.url}relief/temporary/")


@pytest.fixture
def later(site):
    """The clerk comes back after the session has ended."""
    gone = settings.IDLE_TIMEOUT + timedelta(minutes=1)
    yield lambda: site.clock.write_text((clock.now() + gone).isoformat())
    site.clock.unlink(missing_ok=True)


def test_the_form_outlives_the_session_and_is_gone_once_taken_in(page, login, later):
    _form(page, login)
    form = page.url
    page.fill("#in-f-story", STORY)
    page.select_option("#in-f-event", "意外")
    page.fill("#agent", factories.id_number(date(1980, 5, 1)))
    later()
    page.locator(".form-actions .btn-primary").click()
    page.wait_for_url("**/accounts/login/**")
    assert "没有操作" in page.content()
    page.fill("input[name=login]", "bureau")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(form)
    assert page.input_value("#in-f-story") == STORY
    assert page.input_value("#in-f-event") == "意外"
    assert page.input_value("#agent") == "", "no identity number is kept"
    page.locator(".form-actions .btn-primary").click()
    page.locator("button[name=anyway], button[name=told]").first.click()
    page.wait_for_url("**/done/**")
    assert page.evaluate(KEPT) == 0
    page.goto(form)
    assert page.input_value("#in-f-story") == ""


def test_who_is_added_stays_in_and_what_is_not_wanted_is_forgotten(page, login):
    _form(page, login)
    form = page.url
    page.fill("#in-f-story", STORY)
    page.locator("summary", has_text="还有别人").click()
    page.fill("#new-number", factories.id_number(date(1999, 5, 1)))
    page.fill("#new-name", "远方来")
    page.fill("#new-relation", "外甥")
    page.locator("button[name=add]").click()
    page.wait_for_load_state()
    box = page.locator("legend label", has_text="远方来").locator("input")
    assert box.is_checked()
    assert page.input_value("#in-f-story") == STORY
    page.locator("a", has_text="不办了").click()
    page.wait_for_url("**/counter/p/*/")
    assert page.evaluate(KEPT) == 0
    page.goto(form)
    assert page.input_value("#in-f-story") == ""
