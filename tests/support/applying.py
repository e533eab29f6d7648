"""Somebody who fills in an application in a browser, one question a page."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from yingzhou.kernel.people.models import Person


def photo(name: str = "材料.png") -> dict[str, Any]:
    """A picture of one point, as a phone hands it over."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    body = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body += chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff")) + chunk(b"IEND", b"")
    return {"name": name, "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + body}


def residents_of(town: str, day: date, most: int = 40) -> list[Person]:
    """Grown-ups who are registered and live in the town of this code, nobody's agent."""
    from yingzhou.kernel.divisions.models import Division
    from yingzhou.kernel.divisions.tree import tree_on
    from yingzhou.kernel.people.models import Residence

    within = list(tree_on(day).within(Division.objects.get(code=town).pk))
    homes = Residence.objects.on(day).filter(
        kind=Residence.Kind.REGISTERED, division__in=within, person__death_date=None,
        person__birth_date__range=(date(1940, 1, 1), date(1990, 1, 1)),
        person__accounts=None, person__mandates=None,
    )  # fmt: skip
    rows = homes.select_related("person").order_by("pk")[:most]
    return [home.person for home in rows]


def answer(page: Page, answers: Mapping[str, str]) -> None:
    """The question that is open: as told by its place, else yes, the first choice, or nought."""
    place = page.url.rstrip("/").rpartition("/")[2]
    told = answers.get(place.rpartition("-")[2], "")
    if page.locator(f"input[name='{place}.y']").count():
        for part, value in zip("ymd", (told or "2020-01-01").split("-"), strict=False):
            box = page.locator(f"input[name='{place}.{part}']")
            if box.count():
                box.fill(value)
    elif page.locator(f"input[type=radio][name='{place}']").count():
        chosen = f"input[name='{place}'][value='{told}']" if told else f"input[name='{place}']"
        page.locator(chosen).first.check()
    elif page.locator(f"[name='{place}']:not([type=checkbox])").count():
        page.fill(f"[name='{place}']", told or "0")
    press(page, ".btn-next")


def press(page: Page, button: str) -> None:
    page.locator(f"main {button}").first.click()
    page.wait_for_load_state()


def begin(page: Page, item: str) -> None:
    page.goto(f"/services/{item}/apply/")
    press(page, ".btn-next")


def agree(page: Page) -> None:
    """Everybody lets their income be looked up; what the registers know comes after it."""
    while "-consent/" in page.url:
        answer(page, {})


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """From what is known to the papers, or to the last page where there are none."""
    for _ in range(80):
        if "/known/" in page.url:
            press(page, ".btn-next")
        elif "/ask/" in page.url:
            answer(page, answers)
            assert not page.locator(".fault").count(), page.locator(".fault").inner_text()
        else:
            return
    raise AssertionError("the questions never end")


def send(page: Page) -> str:
    """From the papers or the last page; the number."""
    if "/papers/" in page.url:
        press(page, ".btn-next")
    page.check("input[name=truth]")
    press(page, ".btn-next")
    page.wait_for_url("**/received/")
    return page.locator(".number").inner_text()


def asks_once(page: Page, number: str, line: str) -> None:
    """The counter finds that something is missing, and says so once."""
    page.goto(f"/desk/cases/{number}/")
    told = page.locator("#way-ask")
    if told.evaluate("one => one.matches('details:not([open])')"):
        told.locator("summary").click()
    told.locator("[name=lines]").fill(line)
    told.locator("button", has_text="一次告知补正").click()
    page.wait_for_load_state()
