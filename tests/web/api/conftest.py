"""A mother who applies for 低保 through another office's system, and a second such system."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.kernel.cases.conftest import DIBAO, MONDAY, World, at, world
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.models import ApiClient

__all__ = ["DIBAO", "MONDAY", "World", "at", "world"]
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 60
EVERYTHING = tuple(ApiClient.SCOPES)
_keys = count(1)


def photo(name: str = "证明.jpg", content: bytes = JPEG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@dataclass
class Caller:
    """A system with its token; a new key for every write that names none."""

    token: str
    row: ApiClient | None = None

    def __post_init__(self) -> None:
        self.http = Client(raise_request_exception=False)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **query: Any) -> Any:
        return self.http.get(f"/api/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, key: str | None = "", **more: Any) -> Any:
        headers = self._keyed(key)
        text = body if isinstance(body, bytes | str) else json.dumps(body)
        options = {"content_type": "application/json"} | more
        return self.http.post(f"/api/{path}", text, headers=headers, **options)

    def send(self, path: str, key: str | None = "", **fields: Any) -> Any:
        """As a form with a file."""
        return self.http.post(f"/api/{path}", fields, headers=self._keyed(key))

    def _keyed(self, key: str | None) -> dict[str, str]:
        if key is None:
            return self.headers
        return self.headers | {"idempotency-key": key or f"key-{next(_keys)}"}


@pytest.fixture
def caller(db) -> Callable[..., Caller]:
    """``caller("cases.read")``: a system that may do just that; everything if nothing is named."""

    def made(*scopes: str, name: str = "随申办对接", per_minute: int = 6000) -> Caller:
        now = clock.now()
        new = services.create_client(
            name=name,
            organisation="市大数据中心",
            scopes=scopes or EVERYTHING,
            per_minute=per_minute,
            valid_until=now + timedelta(days=30),
            actor=SYSTEM,
            at=now,
        )
        return Caller(new.token, new.client)

    return made


@pytest.fixture
def anybody(db) -> Caller:
    return Caller("")


def application(world: World, **more: Any) -> dict[str, Any]:
    """What the registers do not know of the mother."""
    values = {
        "support": False, "staff_kin": "否", "account": "6222000011112222",
        "phone": "13900000000",
    }  # fmt: skip
    members = [
        {"name": one.name, "relation": "", "values": {"consent": True}}
        for one in (world.mother, world.son)
    ]
    asked = {
        "item": DIBAO,
        "applicant": {"id_number": str(world.mother.id_number), "name": world.mother.name},
        "values": values,
        "members": members,
    }
    return asked | more
