"""Addresses of the API. Every one goes through the door, those that do not exist among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path

from yingzhou.web.api import views
from yingzhou.web.api.door import door
from yingzhou.web.api.schema import document
from yingzhou.web.api.site import site

app_name = "api"


def _routes() -> Iterator[URLPattern]:
    for pattern in site.urls[0]:
        assert isinstance(pattern, URLPattern)  # noqa: S101 - ninja nests none here
        if pattern.name == "api-root":
            continue
        said = _said(str(pattern.pattern))
        pattern.callback = door(pattern.callback, _takes(said), _asks(said))
        yield pattern


def _said(route: str) -> dict[str, Any]:
    """What the document says of this address, by method."""
    return document()["paths"]["/api/" + route.replace("<", "{").replace(">", "}")]


def _takes(said: dict[str, Any]) -> str:
    """The media type of what is posted there; empty where nothing is."""
    posted = said.get("post", {})
    return next(iter(posted.get("requestBody", {}).get("content", ())), "")


def _asks(said: dict[str, Any]) -> list[str]:
    """What may stand behind the question mark."""
    asked = said.get("get", {}).get("parameters", ())
    return [one["name"] for one in asked if one["in"] == "query"]


urlpatterns = [
    path("", views.root, name="root"),
    path("docs", views.docs, name="docs"),
    path("docs/", views.root),
    path("openapi.json", door(views.openapi), name="openapi"),
    *_routes(),
    path("<path:rest>", door(views.unknown), name="unknown"),
]
