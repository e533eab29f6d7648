"""OpenID Connect Core 1.0, the code flow with PKCE (RFC 7636), for one client.

Codes live a minute and work once; access tokens live five minutes. All state is in memory.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from yingzhou.core import clock
from yingzhou.core.addresses import OWN

CODE_SECONDS, TOKEN_SECONDS = 60, 300
BACK = "/my/login/city/back/"
"""The one path at the client to which codes are sent; RFC 8252 leaves the loopback port open."""


class Fault(ValueError):
    """The request breaks the protocol; ``code`` is the error of RFC 6749."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """A checked request for authorisation."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str


@dataclass(frozen=True)
class Person:
    """What the service says of somebody."""

    sub: str
    name: str
    number: str


@dataclass
class Provider:
    """``issuer``: the address it answers on; ``client`` and ``secret``: the one that may ask."""

    issuer: str
    client: str
    secret: str
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    codes: dict[str, tuple[float, Asked, Person]] = field(default_factory=dict)
    tokens: dict[str, tuple[float, Person]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "scopes_supported": ["openid", "profile"],
            "claims_supported": ["sub", "name", "id_number"],
        }

    def jwks(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())
        return {"keys": [json.loads(public) | {"kid": "demo", "use": "sig", "alg": "RS256"}]}

    def asked(self, query: Mapping[str, str]) -> Asked:
        """The request for authorisation; :class:`Fault` before anybody is sent anywhere."""
        address = query.get("redirect_uri", "")
        parts = urlsplit(address)
        known = parts.scheme == "http" and parts.hostname in OWN and parts.path == BACK
        if query.get("client_id") != self.client or not known or parts.query or parts.fragment:
            raise Fault("invalid_request", "来处不对: 只认本机演示平台的登录。")
        if query.get("response_type") != "code" or "openid" not in query.get("scope", "").split():
            raise Fault("unsupported_response_type", "请求不是 OpenID Connect 的授权码方式。")
        if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
            raise Fault("invalid_request", "请求没有带 PKCE (S256)。")
        return Asked(
            address, query.get("state", ""), query.get("nonce", ""), query["code_challenge"]
        )

    def code_for(self, asked: Asked, person: Person) -> str:
        self._forget()
        code = secrets.token_urlsafe(24)
        self.codes[code] = (_now() + CODE_SECONDS, asked, person)
        return code

    def exchange(self, form: Mapping[str, str], basic: str) -> dict[str, Any]:
        """Tokens for a code; the code is gone whatever comes of it."""
        self._check_client(form, basic)
        until, asked, person = self.codes.pop(form.get("code", ""), (0.0, None, None))
        if asked is None or person is None or until < _now():
            raise Fault("invalid_grant")
        if form.get("redirect_uri") != asked.redirect_uri:
            raise Fault("invalid_grant")
        made = base64.urlsafe_b64encode(
            hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        )
        if not hmac.compare_digest(made.rstrip(b"=").decode(), asked.challenge):
            raise Fault("invalid_grant")
        token = secrets.token_urlsafe(32)
        self.tokens[token] = (_now() + TOKEN_SECONDS, person)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self._id_token(asked, person),
        }

    def claims(self, authorization: str) -> dict[str, str]:
        """What the bearer of an access token may know."""
        self._forget()
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or token not in self.tokens:
            raise Fault("invalid_token")
        person = self.tokens[token][1]
        return {"sub": person.sub, "name": person.name, "id_number": person.number}

    def _check_client(self, form: Mapping[str, str], basic: str) -> None:
        given = f"{form.get('client_id', '')}:{form.get('client_secret', '')}"
        if basic.lower().startswith("basic "):
            try:
                given = base64.b64decode(basic[6:], validate=True).decode()
            except ValueError:
                raise Fault("invalid_client") from None
        if not hmac.compare_digest(given.encode(), f"{self.client}:{self.secret}".encode()):
            raise Fault("invalid_client")
        if form.get("grant_type") != "authorization_code":
            raise Fault("unsupported_grant_type")

    def _id_token(self, asked: Asked, person: Person) -> str:
        now = int(_now())
        claims = {"iss": self.issuer, "sub": person.sub, "aud": self.client, "iat": now}
        claims |= {"exp": now + TOKEN_SECONDS, "jti": secrets.token_urlsafe(12)}
        if asked.nonce:
            claims["nonce"] = asked.nonce
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "demo"})

    def _forget(self) -> None:
        now = _now()
        self.codes = {code: kept for code, kept in self.codes.items() if kept[0] >= now}
        self.tokens = {token: kept for token, kept in self.tokens.items() if kept[0] >= now}


def _now() -> float:
    return clock.now().timestamp()
