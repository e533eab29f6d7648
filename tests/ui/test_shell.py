"""The rooms: which menu, which ribbon, which address is the current one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from tests import factories
from yingzhou.core import modules
from yingzhou.ui.context import shell, shell_of

pytestmark = pytest.mark.django_db


def _shell(path: str, user=None, **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = user or AnonymousUser()
    return shell(request)


@pytest.mark.parametrize(
    ("path", "room"),
    [("/board/x", "board"), ("/desk/", "desk"), ("/", "portal"), ("/a/", "portal")],
)
def test_the_address_tells_the_room(path, room):
    assert shell_of(path) == room


def test_every_entry_of_every_menu_leads_somewhere():
    for module in modules.installed():
        for entry in module.menu:
            assert reverse(entry.url_name), entry


def test_one_entry_is_current_and_it_is_the_nearest():
    items = _shell("/desk/people/", factories.user_with("bureau"))["shell_menu"]
    assert [item.label for item in items if item.is_current] == ["人员查询"]


def test_what_the_viewer_may_not_do_is_not_in_the_menu():
    labels = [item.label for item in _shell("/desk/", factories.user_with("village"))["shell_menu"]]
    assert "账号管理" not in labels
    assert [item.label for item in _shell("/desk/")["shell_menu"]] == []


def test_elder_mode_is_for_the_portal_only():
    assert _shell("/", elder="1")["is_elder"] is True
    assert _shell("/desk/", elder="1")["is_elder"] is False


def test_a_wrong_menu_entry_takes_no_page_down(monkeypatch, caplog):
    broken = modules.Module("坏", menu=(modules.MenuEntry("portal", "坏", "no:such", "ti-x"),))
    monkeypatch.setattr(modules, "installed", lambda: (broken,))
    assert list(_shell("/")["shell_menu"]) == []
    assert "no:such" in caplog.text
