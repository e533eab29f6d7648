"""The door of the API: every address goes through it.

It finds out whose token it is, counts (by client; without a token by address), refuses what is too
large or holds an identity number in its address, and turns whatever goes wrong into problem
details.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import wraps
from math import ceil
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from yingzhou.core import clock
from yingzhou.core.access import public
from yingzhou.core.redaction import holds_number
from yingzhou.core.throttle import Spent, spend
from yingzhou.kernel.accounts.services import client_of

from .problems import Problem
from .tokens import token_in

log = logging.getLogger("yingzhou.api")

MINUTE = timedelta(minutes=1)
OPEN_A_MINUTE = 120
"""From one address without a token; an office may share one."""
LARGEST_JSON = 1024 * 1024
LARGEST_FILE = 11 * 1024 * 1024
"""A file of 10 MB (``cases.services.documents``) with what is around it."""
MULTIPART = "multipart/form-data"


def door(
    view: Callable[..., Any], takes: str = "", asks: Collection[str] = ()
) -> Callable[..., HttpResponse]:
    """``view`` behind the door. ``takes``: the media type of what is posted to it; ``asks``: the
    parameters that it reads, where it reads any."""

    @public
    @csrf_exempt
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = clock.now()
        spent: Spent | None = None
        is_head = request.method == "HEAD"
        try:
            _check_address(request)
            spent, most = _counted(request, now)
            _check_parameters(request, asks)
            _check_body(request, takes)
            if is_head:
                request.method = "GET"
            response = _plain(view(request, *args, **kwargs))
        except Problem as problem:
            response = problem.response()
            # Django would write the address to its log.
            response._has_been_logged = problem.kind == "number-in-address"  # type: ignore[attr-defined]
        except RequestDataTooBig:
            response = _too_large(LARGEST_FILE).response()
        except (MultiPartParserError, SuspiciousOperation):
            response = Problem("malformed", "请求的内容读不懂, 没有做任何事。").response()
        except Exception as fault:
            response = unexpected(request, fault)
        finally:
            if is_head:
                request.method = "HEAD"
        if spent is not None:
            response["RateLimit-Limit"] = str(most)
            response["RateLimit-Remaining"] = str(spent.left)
            response["RateLimit-Reset"] = str(_seconds(spent.until, now))
        response["Cache-Control"] = response.get("Cache-Control", "no-store")
        return response

    return entered


def unexpected(request: HttpRequest, fault: Any) -> HttpResponse:
    """500: the trace goes to the log, not to the client. Addresses hold no identity number."""
    log.error("%s %s failed", request.method, request.path, exc_info=fault)
    words = "这次没有办成, 没有留下一半的结果。请过几分钟用同一个 Idempotency-Key 再试。"
    return Problem("server-error", words).response()


def _check_address(request: HttpRequest) -> None:
    """Addresses are kept in logs on the way."""
    if holds_number(unquote(request.get_full_path())):
        raise Problem("number-in-address", "身份证号只能放在请求的正文里。请改好再发。")


def _counted(request: HttpRequest, now: datetime) -> tuple[Spent, int]:
    """Wrong tokens count against the address: nobody tries many."""
    token = token_in(request)
    client = client_of(token, now) if token else None
    request.api_client = client  # type: ignore[attr-defined]
    if client is not None:
        who, most = f"client {client.pk}", client.per_minute
    else:
        who, most = f"address {request.META.get('REMOTE_ADDR', '')}", OPEN_A_MINUTE
    spent = spend("api", who, most, MINUTE, now)
    if spent.refused:
        wait = _seconds(spent.until, now)
        raise Problem(
            "too-many-requests",
            f"每分钟最多 {most} 次, 请过 {wait} 秒再试。",
            headers={
                "Retry-After": str(wait),
                "RateLimit-Limit": str(most),
                "RateLimit-Remaining": "0",
                "RateLimit-Reset": str(wait),
            },
        )
    return spent, most


def _check_parameters(request: HttpRequest, asks: Collection[str]) -> None:
    """A name that was mistyped would be answered as if it were not there."""
    if asks and request.method in ("GET", "HEAD") and not set(request.GET) <= set(asks):
        words = f"有不认识的参数; 这里可以用: {'、'.join(asks)}"
        raise Problem("invalid", "参数不对, 没有查。", errors=[("query", words)])


def _check_body(request: HttpRequest, takes: str) -> None:
    if request.method != "POST" or not takes:
        return
    kind = (request.content_type or "").lower()
    if kind != takes:
        raise Problem("unsupported-media-type", f"请用 {takes} 发送。", headers={"Accept": takes})
    most = LARGEST_FILE if takes == MULTIPART else LARGEST_JSON
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = 0
    if size > most:
        raise _too_large(most)


def _too_large(most: int) -> Problem:
    return Problem("too-large", f"最多 {most // 1024 // 1024} MB, 没有收下。")


def _plain(response: HttpResponse) -> HttpResponse:
    """Django's and ninja's own refusals as problem details."""
    if response.status_code == 405:
        allowed = response.get("Allow", "")
        words = f"这里可以用: {allowed}。"
        return Problem("method-not-allowed", words, headers={"Allow": allowed}).response()
    return response


def _seconds(until: datetime, now: datetime) -> int:
    return max(1, ceil((until - now).total_seconds()))
