"""The city's identity service at our door: who logged in there, and what we keep of it.

The service says the identity number; the register is asked by its digest. We keep a digest of the
service's own name for the person (``sub``) and nothing else: no number, no token, no picture.
"""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect

from yingzhou.core import audit, clock, crypto
from yingzhou.kernel.accounts import selectors, services
from yingzhou.kernel.accounts.backend import RESIDENT_BACKEND
from yingzhou.kernel.accounts.models import User

log = logging.getLogger("yingzhou.accounts")

CANCELLED, FAILED, UNKNOWN, CLOSED = "cancelled", "failed", "unknown", "closed"
"""Why a login by the city's service led to nothing; the login page says it in words."""


def turned_away(why: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{settings.RESIDENT_LOGIN_URL}?why={why}")


def _turn_away(why: str) -> NoReturn:
    raise ImmediateHttpResponse(turned_away(why))


class IdentityAdapter(DefaultSocialAccountAdapter):
    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's signature
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """Services come from the environment alone, never from a table."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:  # noqa: ARG002
        """Takes the number out before anything is stored; it lives until the end of the request."""
        claims = sociallogin.account.extra_data
        told, signed = claims.get("userinfo") or {}, claims.get("id_token") or {}
        if told and signed and told.get("sub") != signed.get("sub"):
            log.warning("the identity service named two persons in one login")
            _turn_away(FAILED)
        sociallogin.number = str((told or signed).get(settings.IDENTITY_CLAIM) or "")
        # Some services use the number itself as their name for a person: keep a digest only.
        sociallogin.account.uid = crypto.digest(f"sub:{sociallogin.account.uid}").hex()
        sociallogin.account.extra_data = {}
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The whole login: allauth would go on to sign somebody up, or to join two accounts."""
        user = _account_of(sociallogin)
        login(request, user, backend=RESIDENT_BACKEND)
        home = sociallogin.state.get("next") or settings.RESIDENT_HOME_URL
        raise ImmediateHttpResponse(HttpResponseRedirect(home))

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002
        provider: Any,  # noqa: ARG002
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:
        if error == AuthError.CANCELLED:
            _turn_away(CANCELLED)
        log.warning("login by the identity service failed: %s", type(exception).__name__)
        _turn_away(FAILED)


@transaction.atomic
def _account_of(sociallogin: SocialLogin) -> User:
    """The account of the person whose number the service told; turns away where there is none."""
    try:
        person = selectors.person_of_number(sociallogin.number)
    except ValueError:
        person = None
    if person is None:
        _turn_away(UNKNOWN)
    try:
        user = services.resident_account(person=person, actor=audit.ANONYMOUS, at=clock.now())
    except services.Refused:
        _turn_away(CLOSED)
    _connect(sociallogin.account, user)
    return user


def _connect(account: SocialAccount, user: User) -> None:
    """Remember by which name the service knows the account; that name never moves to another."""
    if not account.pk:
        account.user = user
        account.save()
    elif account.user_id != user.pk:
        log.warning("the identity service gave one name to two persons: account %s", user.pk)
        _turn_away(CLOSED)
