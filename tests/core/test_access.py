"""Closed unless declared: the declarations, who may enter, and where the others are sent."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views import View

from yingzhou.core import access


class Holder:
    """An account with these permissions."""

    is_authenticated = True

    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def may(self, permission: str) -> bool:
        return permission in self.permissions


NOBODY = AnonymousUser()


def plain(request):
    return HttpResponse("ok")


@access.public
def open_to_all(request):
    return HttpResponse("ok")


@access.signed_in
def for_members(request):
    return HttpResponse("ok")


@access.requires("people.search")
def for_searchers(request):
    return HttpResponse("ok")


def test_a_view_that_declares_nothing_is_shut_for_everybody():
    assert access.declared(plain) is None
    assert not access.may_enter(NOBODY, None)
    assert not access.may_enter(Holder("people.search"), None)


@pytest.mark.parametrize(
    ("view", "who", "may"),
    [
        (open_to_all, NOBODY, True),
        (for_members, NOBODY, False),
        (for_members, Holder(), True),
        (for_searchers, NOBODY, False),
        (for_searchers, Holder("board.view"), False),
        (for_searchers, Holder("people.search"), True),
    ],
)
def test_who_may_enter(view, who, may):
    assert access.may_enter(who, access.declared(view)) is may


def enter(rf, view, who, method="get", **headers):
    request = getattr(rf, method)("/desk/people/?q=1", **headers)
    request.user = who
    return access.AccessMiddleware(plain).process_view(request, view, (), {})


def test_who_may_enter_is_let_through(rf):
    assert enter(rf, for_searchers, Holder("people.search")) is None


def test_visitors_are_sent_to_the_login_and_back(rf):
    answer = enter(rf, for_members, NOBODY)
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/desk/people/%3Fq%3D1"


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_a_number_in_the_address_is_not_carried_through_the_login(rf, headers):
    """The way back is kept with the failures of the login."""
    address = "/desk/people/?q=110105%2019491231%20002X"
    request = rf.get(address, HTTP_HX_CURRENT_URL=f"https://here{address}", **headers)
    answer = access.to_login(request)
    sent = answer.headers.get("HX-Redirect") or answer.url
    assert sent == "/accounts/login/?next=/desk/people/"


def test_a_posted_form_is_not_repeated_after_the_login(rf):
    assert enter(rf, for_members, NOBODY, "post").url == "/accounts/login/?next=/accounts/home/"


def test_a_part_of_a_page_sends_the_whole_page_and_only_to_our_own_site(rf):
    answer = enter(
        rf,
        for_members,
        NOBODY,
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="https://evil.example/desk/?a=1",
    )
    assert answer["HX-Redirect"] == "/accounts/login/?next=/desk/%3Fa%3D1"


def test_who_lacks_the_permission_is_refused(rf):
    with pytest.raises(PermissionDenied):
        enter(rf, for_searchers, Holder())


def test_an_undeclared_view_is_refused_and_named_in_the_log(rf, caplog):
    with pytest.raises(PermissionDenied):
        enter(rf, plain, Holder("people.search"))
    assert "/desk/people/" in caplog.text


def test_pages_of_libraries_are_declared_one_by_one_and_the_narrowest_counts():
    from allauth.account import views as account
    from allauth.mfa.base import views as second
    from allauth.mfa.totp import views as totp

    assert access.declared(second.authenticate) == access.PUBLIC
    assert access.declared(second.index) == access.SIGNED_IN
    assert access.declared(totp.activate_totp) == access.SIGNED_IN
    assert access.declared(account.password_change) == access.SIGNED_IN
    assert access.declared(account.signup) is None
    assert access.declared(account.password_reset) is None


def test_a_class_with_a_similar_name_does_not_inherit_a_declaration():
    class LogoutViewOfSomebodyElse(View):
        pass

    LogoutViewOfSomebodyElse.__module__ = "allauth.account.views"
    LogoutViewOfSomebodyElse.__qualname__ = "LogoutViewOfSomebodyElse"
    assert access.declared(LogoutViewOfSomebodyElse.as_view()) is None


@pytest.mark.parametrize(
    ("came_from", "back"),
    [("http://testserver/desk/form/", "/desk/form/"), ("https://there/x/", "/accounts/home/"),
     ("", "/accounts/home/")],
)  # fmt: skip
def test_a_form_that_the_browser_keeps_is_come_back_to(rf, came_from, back):
    request = rf.post("/desk/form/", HTTP_REFERER=came_from)
    request.resolver_match = SimpleNamespace(func=access.comes_back(lambda _: None))
    assert access.to_login(request).url == f"/accounts/login/?next={back}"
