"""Writes under an ``Idempotency-Key``: done once, answered again as often as it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Header

from yingzhou.core import clock
from yingzhou.kernel.accounts.services import Answer, OtherContent, Running, once

from .problems import Problem, answered
from .tokens import must_be

KEY = Header(
    alias="Idempotency-Key",
    min_length=1,
    max_length=100,
    pattern=r"^[!-~]+$",
    description="每件要做的事一个。同一个 Key 再发一次, 得到同样的回答, 不会办两次(24 小时内)",
)


def keyed(request: HttpRequest, key: str, content: Any, work: Callable[[], Answer]) -> HttpResponse:
    """Does it, or answers again what it answered before; what was refused is an answer too."""
    asked = {"to": f"{request.method} {request.path}", "content": content}
    client, now = must_be(request), clock.now()
    try:
        done = once(client=client, key=key, content=asked, work=work, at=now)
    except Running as error:
        words = "同一个 Idempotency-Key 的请求正在办, 请过一秒再问。"
        raise Problem("in-progress", words, headers={"Retry-After": "1"}) from error
    except OtherContent as error:
        raise Problem("key-reused", "内容变了就换一个 Idempotency-Key。") from error
    headers = {"Idempotency-Replayed": "true"} if done.replayed else {}
    return answered(done.body, done.status, headers)
