"""The description of the API for programs and for people, and what answers every other address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yingzhou.core.access import public

from .door import OPEN_A_MINUTE
from .problems import KINDS, Problem, answered
from .schema import document


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return answered(document(), 200)


@public
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    return redirect("api:docs")


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """A page of our own: nothing from another host, no script."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document()["paths"].items():
        for method, one in methods.items():
            groups.setdefault(one["tags"][0], []).append(_operation(path, method, one))
    context = {
        "groups": list(groups.items()),
        "problems": [(kind, *said) for kind, said in KINDS.items()],
        "description": document()["info"]["description"].splitlines(),
        "open_a_minute": OPEN_A_MINUTE,
    }
    return render(request, "web/api/docs.html", context)


def _operation(path: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        (said["name"], said["schema"].get("description", ""), said["required"])
        for said in one["parameters"]
    ]
    return {
        "method": method.upper(),
        "path": path,
        "id": one["operationId"],
        "summary": one["summary"],
        "description": one.get("description", ""),
        "scope": one["security"][0]["token"][0] if "security" in one else "",
        "parameters": parameters + _body(one),
        "statuses": "、".join(one["responses"]),
    }


def _body(one: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """The fields of what is posted."""
    for said in one.get("requestBody", {}).get("content", {}).values():
        schema = said["schema"]
        name = schema.get("$ref", "").rpartition("/")[2]
        schema = document()["components"]["schemas"][name] if name else schema
        needed = schema.get("required", ())
        return [
            (key, part.get("description", ""), key in needed)
            for key, part in schema.get("properties", {}).items()
        ]
    return []


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    raise Problem("not-found", "没有这个地址, 请看 /api/docs。")
