"""What every page needs: its room, its menu, the day, and whether the data is synthetic."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from yingzhou.core import clock
from yingzhou.core.modules import menu

log = logging.getLogger("yingzhou.ui")

ELDER_COOKIE = "elder"
SHELLS = {
    "/board/": "board",
    "/desk/": "desk",
    "/accounts/manage/": "desk",
    "/accounts/audit/": "desk",
    "/accounts/api/": "desk",
}
HOMES = ("/", "/board/", "/desk/")


@dataclass(frozen=True)
class MenuItem:
    """A line of a menu, its address worked out."""

    label: str
    url: str
    icon: str
    is_current: bool
    hint: str = ""


def shell_of(path: str) -> str:
    """The room an address belongs to: ``board``, ``desk`` or ``portal``."""
    return next((name for prefix, name in SHELLS.items() if path.startswith(prefix)), "portal")


def _menu(shell_name: str, user: Any, path: str) -> list[MenuItem]:
    if user is None:
        return []
    pairs = []
    for entry in menu(shell_name, user):
        try:
            pairs.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:  # one wrong entry must not take every page down
            log.error("menu entry without an address: %s", entry.url_name)
    here = max((url for _, url in pairs if _leads_to(url, path)), key=len, default="")
    return [MenuItem(entry.label, url, entry.icon, url == here, entry.hint) for entry, url in pairs]


def _leads_to(url: str, path: str) -> bool:
    """Whether ``path`` lies under a menu's ``url``; homes match only themselves."""
    return path == url or (url not in HOMES and path.startswith(url))


def _search(shell_name: str, user: Any) -> dict[str, str] | None:
    """The search box of the room, from ``settings.SHELL_SEARCH``; None where there is none."""
    wanted = getattr(settings, "SHELL_SEARCH", {}).get(shell_name)
    if not wanted or user is None or not user.is_authenticated:
        return None
    if not user.may(wanted["permission"]):
        return None
    try:
        return {"url": reverse(wanted["url_name"]), "placeholder": wanted["placeholder"]}
    except NoReverseMatch:
        return None


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. The menu is worked out only if a template asks for it. ``request.shell``:
    another room than the address's (a resident who is refused at the desk)."""
    name = getattr(request, "shell", "") or shell_of(request.path)
    user = getattr(request, "user", None)
    return {
        "shell_name": name,
        "shell_menu": SimpleLazyObject(lambda: _menu(name, user, request.path)),
        "shell_search": SimpleLazyObject(lambda: _search(name, user) or {}),
        "is_demo": settings.DEMO,
        "is_elder": name == "portal" and request.COOKIES.get(ELDER_COOKIE) == "1",
        "site_name": getattr(settings, "SITE_NAME", "瀛洲"),
        "site_owner": getattr(settings, "SITE_OWNER", ""),
        "today": clock.today(),
        "viewer": user,
    }
