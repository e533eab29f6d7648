"""Addresses of the API. Every one goes through the door, those that do not exist among them."""

from __future__ import annotations

from collections.abc import Iterator

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
        pattern.callback = door(pattern.callback, _takes(str(pattern.pattern)))
        yield pattern


def _takes(route: str) -> str:
    """The media type of what is posted there; empty where nothing is."""
    path = "/api/" + route.replace("<", "{").replace(">", "}")
    posted = document()["paths"][path].get("post", {})
    return next(iter(posted.get("requestBody", {}).get("content", ())), "")


urlpatterns = [
    path("", views.root, name="root"),
    path("docs", views.docs, name="docs"),
    path("docs/", views.root),
    path("openapi.json", door(views.openapi), name="openapi"),
    *_routes(),
    path("<path:rest>", door(views.unknown), name="unknown"),
]
