"""The workbench on a desktop and on a phone: no barrier, nothing wider than the screen; by keys."""

from __future__ import annotations

import pytest

from tests.support.story import reads_well
from yingzhou.core import clock
from yingzhou.kernel.people.models import Membership, Residence

pytestmark = pytest.mark.browser


def _number() -> str:
    """Of somebody old who lives with others."""
    together = Membership.objects.on(clock.today()).filter(relation=Membership.Relation.SPOUSE)
    home = Residence.objects.on(clock.today()).filter(
        kind=Residence.Kind.REGISTERED,
        person__in=together.values("person"),
        person__death_date=None,
    )
    return str(home.select_related("person").order_by("person__birth_date")[0].person.id_number)


def test_every_page_of_the_counter_reads_well_and_a_case_is_opened_by_keys(page, login, axe):
    login(page, "bureau")
    page.goto("/desk/counter/")
    reads_well(page, axe)
    page.fill("#q", _number())
    page.press("#q", "Enter")
    page.wait_for_url("**/counter/p/**")
    reads_well(page, axe)
    page.goto(f"{page.url}eldercare/meals/")
    reads_well(page, axe)
    page.locator(".form-actions .btn-primary").click()
    if page.locator("button[name=anyway]").count():
        page.locator("button[name=anyway]").click()
    number = page.locator(".done-number strong").inner_text()
    page.wait_for_load_state("networkidle")
    reads_well(page, axe)

    page.goto("/desk/?tab=owned")
    reads_well(page, axe)
    page.locator("h1").click()
    shown = page.locator("tr[data-row]").all_inner_texts()
    for _ in range(1 + next(at for at, row in enumerate(shown) if number in row)):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")
    assert number in page.url
    page.wait_for_load_state("networkidle")
    reads_well(page, axe)
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{number}/")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("address", ["load/", "substitutes/", "search/?q=助餐"])
def test_the_other_rooms_read_well(page, login, axe, address):
    login(page, "bureau")
    page.goto(f"/desk/{address}")
    page.wait_for_load_state("networkidle")
    reads_well(page, axe)


def test_a_department_reads_its_opinions(page, login, axe):
    login(page, "department")
    page.goto("/desk/opinions/")
    reads_well(page, axe)
