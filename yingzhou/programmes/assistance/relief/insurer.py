"""One request to the insurer over HTTP, and one answer that was checked. No database in here.

    POST <url>/claims                       {"number", "id_number", "name", "kind", …}
    GET  <url>/claims/<reference>           → {"reference", "state", "amount", "papers", "reason"}
    POST <url>/claims/<reference>/papers    what was asked for is there
    POST <url>/claims/<reference>/remind    the time is over

``settings.INSURER``: ``url``, ``token`` (sent as bearer), ``timeout``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

import urllib3
from django.conf import settings

STATES = ("reviewing", "papers", "settled", "refused")
CONNECT = 3.0
LONGEST = 64 * 1024
MOST = 100_000_000
"""No claim comes to a million yuan: such an answer is a mistake."""


class NotThere(Exception):
    """No answer, or none that can be used: later. The words go on the page."""


class Forgotten(Exception):
    """The insurer does not know this reference."""


class Declined(Exception):
    """It will never take this request as it is."""


@dataclass(frozen=True)
class Said:
    """``amount`` in fen, where it is settled."""

    reference: str
    state: str
    amount: int
    papers: str
    reason: str


def is_configured() -> bool:
    return bool(settings.INSURER["url"])


def file(claim: Mapping[str, Any], key: str) -> Said:
    return _read(_call("POST", "/claims", key, claim))


def look(reference: str) -> Said:
    return _read(_call("GET", f"/claims/{quote(reference, safe='')}"), reference)


def supply(reference: str, key: str) -> Said:
    return _read(_call("POST", f"/claims/{quote(reference, safe='')}/papers", key, {}), reference)


def remind(reference: str, key: str) -> None:
    _call("POST", f"/claims/{quote(reference, safe='')}/remind", key, {})


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=4, maxsize=2, block=False, retries=False)


def _call(method: str, path: str, key: str = "", body: Mapping[str, Any] | None = None) -> bytes:
    if not is_configured():
        raise NotThere("还没有配置保险公司的接口地址")
    config: dict[str, Any] = settings.INSURER
    headers = {"Authorization": f"Bearer {config['token']}", "Idempotency-Key": key}
    content = None
    if body is not None:
        headers["Content-Type"] = "application/json; charset=utf-8"
        content = json.dumps(body, ensure_ascii=False).encode()
    try:
        answer = _pool().request(
            method,
            config["url"] + path,
            body=content,
            headers=headers,
            timeout=urllib3.Timeout(connect=CONNECT, read=float(config["timeout"])),
            redirect=False,  # neither the number nor the token goes to another address
        )
    except urllib3.exceptions.HTTPError:  # its words name the address
        raise NotThere("保险公司的系统没有答复") from None
    if answer.status == 404:
        raise Forgotten
    if answer.status in (400, 409, 422):
        raise Declined(f"保险公司不收这个请求({answer.status})")
    if not 200 <= answer.status < 300 or len(answer.data) > LONGEST:
        raise NotThere(f"保险公司的系统暂时不能答复({answer.status})")
    return answer.data


def _read(raw: bytes, reference: str = "") -> Said:
    try:
        found = json.loads(raw)
        said = Said(
            reference=str(found["reference"])[:40],
            state=str(found["state"]),
            amount=_amount(found.get("amount", 0)),
            papers="、".join(str(one) for one in found.get("papers", ()))[:300],
            reason=str(found.get("reason", ""))[:300],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotThere("保险公司的答复读不懂") from None
    if said.state not in STATES or not said.reference:
        raise NotThere("保险公司的答复读不懂")
    if reference and said.reference != reference:
        raise NotThere("保险公司答的是另一件理赔")
    _require_whole(said)
    return said


def _amount(raw: Any) -> int:
    if type(raw) is not int:
        raise ValueError
    return raw


def _require_whole(said: Said) -> None:
    """A state with what belongs to it, and nothing impossible."""
    is_paid = said.state == "settled"
    if not 0 <= said.amount <= MOST or is_paid != (said.amount > 0):
        raise NotThere("保险公司答的金额不合理")
    if said.state == "refused" and not said.reason:
        raise NotThere("保险公司不赔, 没有说原因")
    if said.state == "papers" and not said.papers:
        raise NotThere("保险公司要材料, 没有说要什么")
