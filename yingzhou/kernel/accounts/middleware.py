"""Rules of a running session: idle time, age of the password, second factor, closed accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from yingzhou.core import access, clock

LAST_SEEN = "last_seen"
WRITE_EVERY = 60
"""Seconds between two notes of activity, so that reading does not write the session each time."""

SELF_CARE = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_change_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_authenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    }
)
"""The pages on which somebody puts right what keeps them out of all others."""


class SessionRulesMiddleware:
    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> Any:  # noqa: ARG002
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated:
            if SESSION_KEY in request.session:  # a session of an account that was closed since
                return _ended(request, view, "您的账号已停用或密码已被重置, 已自动退出。")
            return None
        if _is_idle(request):
            return _ended(request, view, _idle_message(request))
        here = request.resolver_match.view_name if request.resolver_match else ""
        return None if here in SELF_CARE else _put_right(request)


def _is_idle(request: HttpRequest) -> bool:
    now = int(clock.now().timestamp())
    seen = request.session.get(LAST_SEEN)
    if seen is not None and now - seen > settings.IDLE_TIMEOUT.total_seconds():
        return True
    if seen is None or now - seen >= WRITE_EVERY:
        request.session[LAST_SEEN] = now
    return False


def _idle_message(request: HttpRequest) -> str:
    minutes = int(settings.IDLE_TIMEOUT.total_seconds() // 60)
    then = "会回到刚才的页面。"
    if request.method != "GET":
        then = "刚才提交的内容没有保存, 登录以后请再看一遍、再交一次。"
    return f"您已 {minutes} 分钟没有操作, 为安全起见已自动退出。请重新登录, {then}"


def _ended(request: HttpRequest, view: Callable, message: str) -> HttpResponse | None:
    """End the session; a page that anyone may read is shown all the same."""
    logout(request)
    entry = access.declared(view)
    if entry == access.PUBLIC:
        return None
    messages.warning(request, message)
    return access.to_login(request, entry)


def _put_right(request: HttpRequest) -> HttpResponse | None:
    """Send to the page where a due password is changed or a missing second factor set up."""
    user = request.user
    assert user.is_authenticated  # noqa: S101 - asked before
    if access.is_resident(user):
        return None  # no password of ours, no role
    too_old = clock.now() - user.password_changed_at > settings.PASSWORD_MAX_AGE
    if user.must_change_password or (too_old and not user.is_demo):
        days = settings.PASSWORD_MAX_AGE.days
        why = "这是一次性密码" if user.must_change_password else f"密码已用满 {days} 天"
        messages.warning(request, f"{why}, 请先换一个只有您自己知道的新密码。")
        return _go(request, "account_change_password")
    if user.needs_second_factor() and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        messages.warning(request, "您的角色必须使用两步验证, 请先用手机设置好。")
        return _go(request, "mfa_activate_totp")
    return None


def _go(request: HttpRequest, url_name: str) -> HttpResponse:
    response = redirect(url_name)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(response.url)
    return response
