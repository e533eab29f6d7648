"""A provider behind HTTP: one POST of JSON a message, with the key as ``Idempotency-Key``.

    POST <url>          {"channel": "sms", "to": "13812345678", "text": "…"}
    → 2xx               {"receipt": "…"}
    → 400 or 422        the number or text can never be sent
    → anything else     try again later

``settings.NOTICES_HTTP[channel]``: ``url``, ``token`` (sent as bearer), ``timeout`` (seconds).
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from yingzhou.kernel.notices.providers import Failed

NEVER = (400, 422)
LONGEST_ANSWER = 64 * 1024


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A message is not sent on to another address, nor is the token."""

    def redirect_request(self, *_: Any) -> None:
        return None


class HttpProvider:
    def __init__(self, channel: str) -> None:
        self.config: dict[str, Any] = settings.NOTICES_HTTP.get(channel, {})
        self.opener = urllib.request.build_opener(_NoRedirect)

    def send(self, key: str, channel: str, address: str, text: str) -> str:
        body = json.dumps({"channel": channel, "to": address, "text": text}, ensure_ascii=False)
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        if self.config.get("token"):
            headers["Authorization"] = f"Bearer {self.config['token']}"
        request = urllib.request.Request(  # noqa: S310 - check_config looks at the scheme
            self.config["url"], body.encode(), headers, method="POST"
        )
        return self._receipt(self._answer(request))

    def _answer(self, request: urllib.request.Request) -> bytes:
        try:
            with self.opener.open(request, timeout=self.config.get("timeout", 10)) as answer:
                return answer.read(LONGEST_ANSWER)
        except urllib.error.HTTPError as fault:
            with fault:
                never = fault.code in NEVER
                raise Failed(f"通道回答 {fault.code}", is_final=never) from None
        except (OSError, http.client.HTTPException) as fault:
            reason = getattr(fault, "reason", fault)
            raise Failed(f"通道没有回答 ({type(reason).__name__})") from None

    def _receipt(self, answer: bytes) -> str:
        try:
            told = json.loads(answer)
        except ValueError:
            told = None
        if not isinstance(told, dict) or not told.get("receipt"):
            raise Failed("通道的回答里没有回执")
        return str(told["receipt"])

    def check_config(self) -> list[str]:
        address = urlsplit(str(self.config.get("url", "")))
        if address.scheme not in ("http", "https") or not address.hostname:
            return ["通道的地址没有填, 或不是 http(s) 地址"]
        if address.scheme == "http" and address.hostname not in ("127.0.0.1", "localhost"):
            return ["通道的地址应以 https 开头: 消息里有个人信息"]
        return []
