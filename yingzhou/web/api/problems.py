"""What went wrong, as problem details (RFC 9457): a type that programs read, words for people.

Nothing that was sent is repeated in an answer: it may hold an identity number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from yingzhou.core.paging import Page
from yingzhou.core.redaction import redact

MEDIA_TYPE = "application/problem+json"
KINDS: dict[str, tuple[int, str]] = {
    "malformed": (400, "请求读不懂"),
    "key-missing": (400, "缺少 Idempotency-Key, 或写得不对"),
    "number-in-address": (400, "地址里不能有身份证号"),
    "unauthorized": (401, "没有令牌, 或令牌无效"),
    "forbidden": (403, "这个令牌不能做这件事"),
    "not-found": (404, "没有这个内容"),
    "method-not-allowed": (405, "这个地址不能这样用"),
    "in-progress": (409, "同一个请求正在办"),
    "duplicate": (409, "这件事已经在办"),
    "not-now": (409, "现在不能这样办"),
    "bill-differs": (409, "这个单号结算过, 内容不同"),
    "too-large": (413, "内容太大"),
    "unsupported-media-type": (415, "内容的格式不对"),
    "invalid": (422, "填写的内容有错"),
    "not-settled": (422, "这张单据不能结算"),
    "key-reused": (422, "这个 Idempotency-Key 用过, 内容不同"),
    "too-many-requests": (429, "请求太多"),
    "server-error": (500, "系统出错了"),
}
"""By type: the status and what it is called."""


class Problem(Exception):
    """``errors``: (field, what is wrong with it); ``number``: of the case that is meant."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        errors: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        number: str = "",
    ) -> None:
        self.kind, self.detail = kind, detail
        self.status, self.title = KINDS[kind]
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.number = number
        super().__init__(detail)

    def body(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "type": f"{reverse('api:docs')}#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.number:
            made["number"] = self.number
        if self.errors:
            made["errors"] = [
                {"field": redact(field), "detail": words} for field, words in self.errors
            ]
        return made

    def response(self) -> HttpResponse:
        return answered(self.body(), self.status, self.headers)


def answered(
    body: Mapping[str, Any], status: int, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """JSON; as a problem where the status says that something is wrong."""
    kind = MEDIA_TYPE if status >= 400 else "application/json; charset=utf-8"
    options = {"ensure_ascii": False}
    response = JsonResponse(body, status=status, content_type=kind, json_dumps_params=options)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


WORDS = {
    "missing": "没有填",
    "string_type": "应为文字",
    "string_unicode": "含有不能识别的字符",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "string_pattern_mismatch": "写法不对",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "date_from_datetime_parsing": "日期请写成 2026-03-01 的样子",
    "date_parsing": "日期请写成 2026-03-01 的样子",
    "date_type": "日期请写成 2026-03-01 的样子",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "extra_forbidden": "没有这一项",
    "too_long": "太多",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "model_type": "应为对象",
    "literal_error": "没有这个选项",
    "enum": "没有这个选项",
}
"""By pydantic's type of error."""


def of_validation(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """What pydantic found, in words, by the place in the request."""
    found: dict[str, str] = {}
    is_key = False
    for one in errors:
        source, *place = (str(part) for part in one["loc"])
        is_key |= source == "header"
        named = [part for part in place if "[" not in part and part not in _OF_UNIONS]
        words = WORDS.get(str(one["type"]), "不合要求")
        if source == "body" and named and named[0] in ("asked", "data"):
            named = named[1:]  # our own word for the whole of it
            words = words if named else WHOLE
        found.setdefault(".".join(named) or source, words)
    if is_key:
        return Problem("key-missing", "请在 Idempotency-Key 里写 1 至 100 个可见的英文字符。")
    return Problem("invalid", "有几处要改, 没有做任何事。", errors=found.items())


def of_list(page: Page, after: str) -> Page:
    """A page of a list. Programs go on page by page: what is no cursor is said to be none, or they
    would begin again without knowing it."""
    if after and page.is_first:
        raise no_cursor()
    return page


def no_cursor() -> Problem:
    errors = [("after", "原样写上一页的 next, 第一页不写")]
    return Problem("malformed", "after 不是上一页的 next, 没有查。", errors=errors)


WHOLE = "正文应是一个 JSON 对象, 写在 { } 里, 不是列表、文字或空的"
_OF_UNIONS = {"str", "int", "bool", "list"}
"""Branches of a union: no place in the request."""
