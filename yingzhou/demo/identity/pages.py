"""The service over HTTP: a WSGI application of six addresses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import connections
from django.template.loader import render_to_string

from yingzhou.core.models import Installation
from yingzhou.demo.identity import people
from yingzhou.demo.identity.protocol import Fault, Provider

LONGEST = 16_384
Answer = tuple[int, dict[str, str], bytes]
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def require_demo() -> None:
    """SystemExit anywhere but in the demo: here anybody may be anybody."""
    if not settings.DEMO or not Installation.objects.filter(name="demo", value="1").exists():
        raise SystemExit("演示身份服务只在演示区启动。")


class Service:
    """One request at a time: the state is in memory and small."""

    def __init__(self, provider: Provider, directory: Any = people) -> None:
        self.provider = provider
        self.people = directory
        self._turn = Lock()

    def __call__(self, environ: Mapping[str, Any], start: Callable) -> Iterable[bytes]:
        try:
            with self._turn:
                status, headers, body = self._answer(environ)
        except Fault as fault:
            status, headers, body = _refused(environ["PATH_INFO"], fault)
        finally:
            connections.close_all()
        phrase = f"{status} {HTTPStatus(status).phrase}"
        start(phrase, [*(HEADERS | headers | {"Content-Length": str(len(body))}).items()])
        return [body]

    def _answer(self, environ: Mapping[str, Any]) -> Answer:
        query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        match environ["REQUEST_METHOD"], environ["PATH_INFO"]:
            case "GET", "/authorize":
                return self._choice(query)
            case "POST", "/authorize":
                return self._chosen(_form(environ))
        told = self._told(environ)
        if told is None:
            return _page("demo/identity/fault.html", {"message": "没有这个地址。"}, 404)
        return _json(told)

    def _told(self, environ: Mapping[str, Any]) -> dict[str, Any] | None:
        """What programs ask for, None where there is nothing at the address."""
        provider, authorization = self.provider, environ.get("HTTP_AUTHORIZATION", "")
        match environ["REQUEST_METHOD"], environ["PATH_INFO"]:
            case "GET", "/.well-known/openid-configuration":
                return provider.discovery()
            case "GET", "/jwks":
                return provider.jwks()
            case "POST", "/token":
                return provider.exchange(_form(environ), authorization)
            case (("GET" | "POST"), "/userinfo"):
                return provider.claims(authorization)
        return None

    def _choice(self, query: dict[str, str]) -> Answer:
        self.provider.asked(query)
        name = query.pop("name", "").strip()[:40]
        context = {
            "asked": query,
            "name": name,
            "found": self.people.by_name(name) if name else [],
            "offered": self.people.offered(),
            "stranger": self.people.STRANGER,
        }
        return _page("demo/identity/choose.html", context)

    def _chosen(self, form: dict[str, str]) -> Answer:
        asked = self.provider.asked(form)
        if form.get("person") == "":
            return _back(asked.redirect_uri, error="access_denied", state=asked.state)
        person = self.people.person_of(form.get("person", ""))
        if person is None:
            raise Fault("invalid_request", "没有这个人, 请回上一页重选。")
        code = self.provider.code_for(asked, person)
        return _back(asked.redirect_uri, code=code, state=asked.state)


def _form(environ: Mapping[str, Any]) -> dict[str, str]:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), LONGEST)
    text = environ["wsgi.input"].read(length).decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True))


def _back(address: str, **told: str) -> Answer:
    return 303, {"Location": f"{address}?{urlencode(told)}"}, b""


def _json(content: Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(content).encode()


def _page(template: str, context: dict[str, Any], status: int = 200) -> Answer:
    text = render_to_string(template, context)
    return status, {"Content-Type": "text/html; charset=utf-8"}, text.encode()


def _refused(path: str, fault: Fault) -> Answer:
    if path == "/authorize":
        return _page("demo/identity/fault.html", {"message": str(fault)}, 400)
    status = 401 if fault.code in ("invalid_client", "invalid_token") else 400
    return _json({"error": fault.code}, status)
