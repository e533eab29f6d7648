"""Every address that residents open, in large type, on a phone: no barrier, nothing cut off."""

from __future__ import annotations

import re

import pytest

from tests.architecture.test_access_matrix import addresses
from tests.support.applying import (
    agree,
    answer,
    asks_once,
    begin,
    fill,
    photo,
    press,
    residents_of,
    send,
)
from tests.support.browser import PHONE
from yingzhou.core import clock
from yingzhou.core.access import declared
from yingzhou.ui.context import shell_of

pytestmark = pytest.mark.browser
DIBAO = "relief/dibao"
TOLD = {"support": "1", "staff_kin": "0", "account": "6222000011112222", "phone": "13900000000"}
ASIDE = {
    "/my/login/<slug:provider_id>/": "takes no GET",
    "/my/login/<slug:provider_id>/back/": "for the identity service",
    "/my/login/code/": "takes no GET",
    "/my/acting/": "takes no GET",
    "/my/found/<int:pk>/<slug:act>/": "takes no GET",
    "/my/consents/<int:pk>/again/": "takes no GET",
    "/my/consents/<int:pk>/withdraw/": "takes no GET",
    "/my/help/<int:pk>/answer/": "takes no GET",
    "/my/assessments/<int:pk>/dispute/": "takes no GET",
    "/my/money/came/<int:pk>/": "takes no GET",
    "/my/money/say/<int:pk>/": "takes no GET",
    "/my/cases/<slug:number>/papers/": "takes no GET",
    "/my/cases/<slug:number>/papers/<int:pk>/": "the file itself",
    "/my/cases/<slug:number>/papers/<int:pk>/remove/": "takes no GET",
    "/services/<slug:programme>/<slug:name>/apply/papers/<int:pk>/": "the file itself",
    "/my/letters/<int:pk>/": "the file itself",
    "/elder/": "takes no GET",
    "/healthz": "no page",
    "/open/notices/<int:pk>/": "needs a notice: tests/e2e of 公示",
    "/open/notices/<int:pk>/thanks/": "needs a notice: tests/e2e of 公示",
    "/my/cases/<slug:number>/rate/": "needs a matter that is over: the story of 低保",
}
OURS = ("/services/", "/my/", "/progress/", "/open/", "/verify/")


def patterns() -> list[str]:
    found = [path for path, view in addresses() if declared(view)]
    return [path for path in found if shell_of(path) == "portal" and path.startswith(OURS)]


def walk(page, axe, address: str) -> None:
    page.goto(address)
    axe(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{address} is {width} wide"


@pytest.fixture
def elder(phone):
    phone.goto("/")
    phone.locator(".elder-switch button").click()
    phone.wait_for_load_state()
    assert phone.evaluate("document.documentElement.classList.contains('elder')")
    return phone


def test_all_pages_of_the_portal_in_large_type(elder, page, login, resident_login, axe):
    person = residents_of("310151101000", clock.today())[8]
    for address in ("/", "/my/login/"):
        walk(elder, axe, address)
    resident_login(elder, person)
    for address in ("/my/", "/my/letters/", "/my/uses/", "/my/found/"):
        walk(elder, axe, address)  # while there is nothing on them
    start = f"/services/{DIBAO}/apply/"
    walk(elder, axe, start)
    begin(elder, DIBAO)
    walk(elder, axe, f"{start}ask/m0-consent/")
    agree(elder)
    here = ("known/", "ask/members/", "ask/savings/", "ask/m0-birth_date/", "ask/vehicle/")
    for part in (*here, "discard/"):
        walk(elder, axe, start + part)
    elder.goto(f"{start}known/")
    fill(elder, TOLD)
    elder.set_input_files("input[name=support]", photo())
    press(elder, "button[value=keep]")
    for part in ("papers/", "check/"):
        walk(elder, axe, start + part)
    number = send(elder)
    login(page, "counter")
    asks_once(page, number, "收款账号\n法院的调解书")
    case = f"/my/cases/{number}/"
    for part in ("", "received/", "do/withdraw/", "fill/account/"):
        walk(elder, axe, case + part)
    elder.goto("/my/uses/")
    use = elder.locator("a[href^='/my/uses/']").first.get_attribute("href") or ""
    rest = ("/my/", "/my/letters/", "/my/uses/", use, "/progress/", "/open/", "/open/notices/")
    money = ("/my/money/", "/my/household/", "/my/help/")
    more = ("/services/?q=轮椅", "/services/?topic=养老", "/services/relief/dibao/", "/verify/")
    for address in (*rest, *money, *more, "/verify/ABCDEFGHJKMN/", "/services/what-can-i-get/"):
        walk(elder, axe, address)


def test_who_gave_a_mandate_ends_it_in_large_type(elder, resident_login, axe):
    from yingzhou.kernel.accounts.models import Mandate

    given = Mandate.objects.filter(revoked_at=None).select_related("principal").order_by("-pk")[0]
    resident_login(elder, given.principal)
    walk(elder, axe, "/my/")
    walk(elder, axe, f"/my/mandates/{given.pk}/end/")


def test_no_name_of_a_bank_is_broken_to_fit_half_a_phone(elder, resident_login):
    resident_login(elder, residents_of("310151101000", clock.today())[9])
    begin(elder, "eldercare/senior_allowance")
    elder.goto("/services/eldercare/senior_allowance/apply/known/")
    press(elder, ".btn-next")
    while "/ask/bank/" not in elder.url:
        answer(elder, {"birth_date": "1950-05-01", "what": "第一次领"})
    lines = elder.locator(".pick span").evaluate_all(
        "all => all.map((one) => Math.round("
        "one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)))"
    )
    assert len(lines) == 9
    assert set(lines) == {1}


VISITED = (
    "/my/", "/my/login/", "/my/money/", "/my/household/", "/my/help/", "/my/letters/",
    "/my/uses/", "/my/uses/1/", "/my/cases/x/",
    "/my/mandates/1/end/", "/my/found/",
    "/my/cases/x/received/", "/my/cases/x/do/x/", "/my/cases/x/fill/x/", "/progress/", "/open/",
    "/open/notices/", "/services/", "/services/x/x/", "/services/x/x/apply/",
    "/services/x/x/apply/known/", "/services/x/x/apply/ask/x/", "/services/x/x/apply/papers/",
    "/services/x/x/apply/check/", "/services/x/x/apply/discard/", "/services/what-can-i-get/",
    "/verify/", "/verify/x/",
)  # fmt: skip


def test_the_walk_leaves_no_address_out():
    """A new page of the portal is walked, or stands aside with a reason."""
    left = []
    for pattern in patterns():
        plain = re.sub(r"<int:\w+>", "1", re.sub(r"<(slug|str):\w+>", "x", pattern))
        if pattern not in ASIDE and plain not in VISITED:
            left.append(pattern)
    assert not left, "\n".join(left)


def test_on_a_wide_screen_the_head_of_a_page_is_one_row(page):
    page.goto("/")
    page.locator(".elder-switch button").click()
    page.wait_for_load_state()
    bar = page.locator(".portal-bar .portal-width").bounding_box()
    assert bar["height"] < 90
    names = page.locator(".portal-nav a").all()
    assert len({round(one.bounding_box()["y"]) for one in names}) == 1
    page.set_viewport_size({"width": 1100, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1100


def test_people_named_in_large_type_stand_close_together(page, resident_login):
    person = residents_of("310151101000", clock.today())[9]
    page.goto("/")
    page.locator(".elder-switch button").click()
    page.wait_for_load_state()
    resident_login(page, person)
    begin(page, DIBAO)
    page.goto(f"/services/{DIBAO}/apply/ask/members/")
    rows = [one.bounding_box() for one in page.locator(".new-member input").all()]
    assert rows[2]["y"] - rows[0]["y"] < 320
