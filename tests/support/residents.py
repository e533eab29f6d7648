"""Residents who are logged in: in the test client, or in a browser by the demo's service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from yingzhou.kernel.people.models import Person


def signed_in(person: Person | None = None) -> Client:
    """A client with the session of a resident (李秀珍 if nobody is named)."""
    from django.test import Client

    from tests import factories
    from yingzhou.core import clock
    from yingzhou.core.audit import ANONYMOUS
    from yingzhou.kernel.accounts import services
    from yingzhou.kernel.accounts.backend import RESIDENT_BACKEND

    account = services.resident_account(
        person=person or factories.person(), actor=ANONYMOUS, at=clock.now()
    )
    client = Client()
    client.force_login(account, backend=RESIDENT_BACKEND)
    return client


def login(page: Page, person: Person) -> None:
    """By the demo's identity service, found there by name."""
    page.goto("/my/login/")
    page.locator("main button", has_text="去随申办登录").click()
    page.locator("input[name=name]").fill(person.name)
    page.locator(".search button").click()
    page.locator(f"button[name=person][value='{person.pk}']").first.click()
    page.wait_for_url("**/my/**")
