"""The demo's identity service keeps the rules of OAuth 2 and PKCE, as the real one will."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

import jwt
import pytest

from yingzhou.core import clock
from yingzhou.demo.identity.protocol import BACK, CODE_SECONDS, Fault, Person, Provider

VERIFIER = "a-verifier-that-only-the-client-knows-0123456789"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
HOME = f"http://127.0.0.1:8000{BACK}"
GRANNY = Person("sub-1", "李秀珍", "not a real one")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=clock.ZONE)
QUERY = {
    "client_id": "demo",
    "redirect_uri": HOME,
    "response_type": "code",
    "scope": "openid profile",
    "state": "s",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def provider():
    return Provider("http://127.0.0.1:1", "demo", "secret")


def form(provider, **change):
    code = provider.code_for(provider.asked(QUERY), GRANNY)
    return {
        "client_id": "demo",
        "client_secret": "secret",
        "grant_type": "authorization_code",
        "redirect_uri": HOME,
        "code": code,
        "code_verifier": VERIFIER,
    } | change


def test_a_code_gives_a_signed_token_and_the_claims(provider):
    told = provider.exchange(form(provider), "")
    key = jwt.PyJWK(provider.jwks()["keys"][0])
    signed = jwt.decode(
        told["id_token"], key, algorithms=["RS256"], audience="demo", issuer=provider.issuer
    )
    assert signed["sub"] == "sub-1"
    assert "id_number" not in signed, "the number goes to the bearer of the token alone"
    assert provider.claims(f"Bearer {told['access_token']}")["id_number"] == GRANNY.number


def test_basic_authentication_works_as_well(provider):
    basic = base64.b64encode(b"demo:secret").decode()
    wanted = form(provider, client_id="", client_secret="")
    assert provider.exchange(wanted, f"Basic {basic}")["token_type"] == "Bearer"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_secret": "guess"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"code": "guess"}, "invalid_grant"),
        ({"code_verifier": "guess"}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:9/my/login/city/back/"}, "invalid_grant"),
    ],
)
def test_whoever_lacks_a_part_gets_nothing(provider, change, error):
    with pytest.raises(Fault) as fault:
        provider.exchange(form(provider, **change), "")
    assert fault.value.code == error


def test_a_code_is_gone_after_one_use_and_after_a_minute(provider):
    wanted = form(provider)
    provider.exchange(wanted, "")
    with pytest.raises(Fault, match="invalid_grant"):
        provider.exchange(wanted, "")
    with clock.stopped_at(NOON):
        wanted = form(provider)
    with clock.stopped_at(NOON + timedelta(seconds=CODE_SECONDS + 1)), pytest.raises(Fault):
        provider.exchange(wanted, "")


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "another"},
        {"redirect_uri": "https://evil.example" + BACK},
        {"redirect_uri": "http://127.0.0.1:8000/elsewhere/"},
        {"redirect_uri": HOME + "?x=1"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
    ],
)
def test_nobody_is_sent_to_where_the_client_does_not_live(provider, change):
    with pytest.raises(Fault):
        provider.asked(QUERY | change)
