"""Bearer tokens (RFC 6750): whose they are the door has found out; here it is asked what for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from yingzhou.kernel.accounts.models import ApiClient

from .problems import Problem

REALM = 'Bearer realm="yingzhou"'


class Token(HttpBearer):
    """Whoever holds a token that may do ``scope``."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiClient:
        client = client_of(request)
        if client is None:
            said = ', error="invalid_token"' if "Authorization" in request.headers else ""
            raise Problem(
                "unauthorized",
                "请在 Authorization 里写“Bearer 令牌”。令牌由区民政局的系统管理员开通。",
                headers={"WWW-Authenticate": REALM + said},
            )
        if self.scope not in client.scopes:
            wanted = f'{REALM}, error="insufficient_scope", scope="{self.scope}"'
            raise Problem(
                "forbidden",
                f"要做这件事, 令牌须开通“{ApiClient.SCOPES[self.scope]}”({self.scope})。",
                headers={"WWW-Authenticate": wanted},
            )
        return client

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never asked: the door has read the token already."""
        raise NotImplementedError


def client_of(request: HttpRequest) -> ApiClient | None:
    return getattr(request, "api_client", None)


def must_be(request: HttpRequest) -> ApiClient:
    """The client of a route that asks for a token."""
    client = client_of(request)
    assert client is not None  # noqa: S101 - Token let it in
    return client


def token_in(request: HttpRequest) -> str:
    """What follows ``Bearer``; empty where there is none."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def secured(scope: str) -> dict[str, Any]:
    """Options of a route for holders of a token."""
    return {"auth": Token(scope), "openapi_extra": {"x-scope": scope}}
