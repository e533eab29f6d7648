"""One request over HTTP, and one answer that was checked.

    POST <url>/query   Idempotency-Key: <key>
                       {"number": "…", "name": "…", "purpose": "…", "fields": ["pension"]}
    → 2xx              {"receipt": "…", "about": "<the number>", "answers": {"pension": 240000}}
    → 400, 404, 422    will never be answered
    → anything else    later

``settings.EXCHANGE``: by provider ``url``, ``token`` (sent as bearer) and ``timeout`` where it is
another than the contract's. No database in here: the
threads that wait for answers do nothing else.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import urllib3
from django.conf import settings

from yingzhou.core import crypto
from yingzhou.kernel.exchange import answers
from yingzhou.kernel.exchange.faults import Failed, Kind
from yingzhou.kernel.exchange.providers import Provider

NEVER = (400, 404, 422)
LONGEST = 256 * 1024
CONNECT = 3.0
LANES, MOST_LINES = 4, 64
"""So many requests are under way with one provider at a time, and with one host at most."""


@dataclass(frozen=True)
class Question:
    """What a thread needs to ask; ``number`` is clear only here and on the (encrypted) line."""

    provider: Provider
    key: str
    number: str
    name: str
    purpose: str


@dataclass(frozen=True)
class Answer:
    receipt: str
    content: dict[str, Any]
    digest: str
    took_ms: int


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=32, maxsize=MOST_LINES, retries=False)


def is_configured(provider: Provider) -> bool:
    return bool(settings.EXCHANGE.get(provider.code, {}).get("url"))


def ask(question: Question) -> Answer:
    """:class:`Failed` where there is no answer, or none that can be used."""
    began = time.monotonic()
    raw = _raw(question, began)
    took = round((time.monotonic() - began) * 1000)
    digest = crypto.digest(raw.decode("utf-8", "replace")).hex()
    receipt, content = answers.read(raw, question.provider, question.number, digest)
    return Answer(receipt, content, digest, took)


def _raw(question: Question, began: float) -> bytes:
    provider = question.provider
    config = settings.EXCHANGE.get(provider.code, {})
    if not config.get("url"):
        raise Failed(Kind.OUTAGE, "还没有配置这家的接口地址", "not_configured")
    patience = float(config.get("timeout") or provider.timeout)
    body = {
        "number": question.number,
        "name": question.name,
        "purpose": question.purpose,
        "fields": [one.field for one in provider.tells],
    }
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": question.key,
        "Authorization": f"Bearer {config.get('token', '')}",
    }
    try:
        answer = _pool().request(
            "POST",
            f"{config['url']}/query",
            body=json.dumps(body, ensure_ascii=False).encode(),
            headers=headers,
            timeout=urllib3.Timeout(connect=CONNECT, read=patience),
            redirect=False,  # neither the number nor the token goes to another address
            preload_content=False,
        )
        return _read(answer, began + CONNECT + patience)
    except urllib3.exceptions.HTTPError as fault:  # its words name the address
        raise Failed(Kind.OUTAGE, _words(fault)) from None


def _read(answer: urllib3.BaseHTTPResponse, until: float) -> bytes:
    """An answer that comes in drops does not hold a thread for longer than one that does not."""
    try:
        if answer.status in NEVER:
            raise Failed(Kind.REFUSED, f"对方不受理这个请求({answer.status})")
        if not 200 <= answer.status < 300:
            raise Failed(Kind.OUTAGE, f"对方暂时不能答复({answer.status})")
        raw = b""
        while part := answer.read1(64 * 1024):
            raw += part
            if len(raw) > LONGEST:
                raise Failed(Kind.WRONG, "答复太长", "malformed")
            if time.monotonic() > until:
                raise Failed(Kind.OUTAGE, "等了太久没有答完")
    except BaseException:
        answer.close()  # what is left in the line would be taken for the next answer
        raise
    answer.release_conn()
    return raw


def _words(fault: Exception) -> str:
    if isinstance(fault, urllib3.exceptions.NewConnectionError):
        return "连不上"
    if isinstance(fault, urllib3.exceptions.TimeoutError):
        return "等了太久没有答复"
    return "线路断了, 没有答复"
