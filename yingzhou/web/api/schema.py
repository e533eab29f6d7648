"""The OpenAPI 3.1 document: what ninja knows of the routes, and what the door adds to each."""

from __future__ import annotations

from functools import cache
from typing import Any

from .problems import KINDS, MEDIA_TYPE
from .shapes import ProblemDetails
from .site import site

SECURITY = "token"
NAMES = {
    "programme": "事项编码的前一半, 例如 relief",
    "name": "事项编码的后一半, 例如 dibao",
    "id": "编号",
    "number": "办件编号, 例如 2026-310151101-000123",
    "receipt": "回执号, 例如 YJ-2026-0000123",
    "month": "月份, 例如 2026-11",
    "code": "信函上的验证码",
    "page": "第几页",
    "per_page": "一页多少",
    "size": "一页多少",
}
"""Parameters that mean the same wherever they stand."""
OF_WRITES = {
    "cases.write": ("key-missing", "in-progress", "duplicate", "not-now", "key-reused"),
    "deaths.report": ("key-missing", "in-progress", "not-now", "key-reused"),
    "medical.settle": ("bill-differs", "not-settled"),
}
"""What may go wrong with a write, by the scope that it asks for."""
EVERYWHERE = ("number-in-address", "too-many-requests", "server-error")


@cache
def document() -> dict[str, Any]:
    made = dict(site.get_openapi_schema(path_prefix="/api/"))
    components = made["components"]
    components["schemas"]["Problem"] = ProblemDetails.model_json_schema()
    components["securitySchemes"] = {
        SECURITY: {"type": "http", "scheme": "bearer", "description": "由系统管理员开通的令牌"}
    }
    made["info"]["license"] = {"name": "MIT", "identifier": "MIT"}
    made["servers"] = [{"url": "/"}]
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    return made


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Names what may go wrong, and the headers of every answer."""
    kinds = [*EVERYWHERE]
    if operation.get("parameters") or operation.get("requestBody"):
        kinds += ["invalid"]
    if "{" in path:
        kinds += ["not-found"]
    if any(said["name"] == "after" for said in operation.get("parameters", ())):
        kinds += ["malformed"]
    for said in operation.get("parameters", ()):
        if said["name"] in NAMES:
            said["description"] = said["schema"]["description"] = NAMES[said["name"]]
    scope = operation.pop("x-scope", "")
    if scope:
        operation["security"] = [{SECURITY: [scope]}]
        kinds += ["unauthorized", "forbidden"]
    if method == "post":
        kinds += ["malformed", "too-large", "unsupported-media-type", *OF_WRITES[scope]]
    operation["operationId"] = operation["operationId"].rpartition("_routes_")[2]
    responses = operation["responses"] = {str(k): v for k, v in operation["responses"].items()}
    for kind in kinds:
        status, title = KINDS[kind]
        known = responses.setdefault(str(status), {"description": "", "content": _content()})
        known["description"] = "; ".join(filter(None, [known["description"], title]))
    operation["responses"] = dict(sorted(responses.items()))
    for one in responses.values():
        one["headers"] = {name: _counter(words) for name, words in _COUNTERS.items()}


def _content() -> dict[str, Any]:
    return {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


_COUNTERS = {
    "RateLimit-Limit": "每分钟最多几次",
    "RateLimit-Remaining": "这一分钟还剩几次",
    "RateLimit-Reset": "几秒后重新计数",
}


def _counter(words: str) -> dict[str, Any]:
    return {"description": words, "schema": {"type": "integer", "minimum": 0}}
