"""The demo's identity service, over real HTTP in a thread: for tests of the login."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from yingzhou.demo.identity.__main__ import Quiet, Server
from yingzhou.demo.identity.pages import Service
from yingzhou.demo.identity.protocol import Person, Provider


class Directory:
    """Whom the service knows; no database, for the thread would not see the test's."""

    STRANGER = "stranger"

    def __init__(self) -> None:
        self.known: dict[str, Person] = {}

    def offered(self) -> list:
        return []

    def by_name(self, _name: str) -> list:
        return []

    def person_of(self, wanted: str) -> Person | None:
        return self.known.get(wanted)


class Running:
    """``settings``: how the client has to be configured for it."""

    def __init__(self, provider: Provider, directory: Directory) -> None:
        self.provider, self.directory = provider, directory
        app = {
            "provider_id": "city",
            "name": "随申办",
            "client_id": provider.client,
            "secret": provider.secret,
            "settings": {"server_url": provider.issuer, "oauth_pkce_enabled": True},
        }
        self.settings: dict[str, Any] = {"openid_connect": {"APPS": [app]}}

    def chosen(self, address: str, person: str) -> str:
        """Whoever came to ``address`` picks ``person``: where the browser is sent."""
        asked = dict(parse_qsl(urlsplit(address).query)) | {"person": person}
        opener = urllib.request.build_opener(_Stay)
        try:
            opener.open(f"{self.provider.issuer}/authorize", urlencode(asked).encode(), timeout=10)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.headers["Location"] or f"{answer.code}"
        raise AssertionError("the service sent nobody anywhere")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@contextmanager
def running() -> Iterator[Running]:
    from wsgiref.simple_server import make_server

    directory = Directory()
    provider = Provider(issuer="", client="yingzhou-test", secret="only-for-the-test")
    server = make_server("127.0.0.1", 0, Service(provider, directory), Server, Quiet)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Running(provider, directory)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
