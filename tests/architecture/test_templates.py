"""No template lies about unused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django_cotton

from tests.support import source

LIBRARIES = [Path(package.__file__).parent / "templates" for package in (allauth, django_cotton)]
ASKED_FOR_BY_LIBRARIES = {"403.html", "404.html", "429.html", "500.html"}


def _name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def _asked_for_by_a_library(name: str) -> bool:
    replaces = any((folder / name).is_file() for folder in LIBRARIES)
    return replaces or name in ASKED_FOR_BY_LIBRARIES


def _mentions(name: str) -> list[str]:
    """The ways in which a template is asked for: by name, or as a cotton component."""
    if not name.startswith("cotton/"):
        return [name]
    component = name.removeprefix("cotton/").removesuffix(".html").removesuffix("/index")
    dotted = component.replace("/", ".")
    return [name, f"<c-{dotted}", f"<c-{dotted.replace('_', '-')}", f'is="{dotted}']


def _composed_names() -> Iterator[re.Pattern[str]]:
    """Names put together in code: ``f"web/errors/{name}.html"`` asks for all of that folder."""
    for path in source.product():
        for node in ast.walk(source.parsed(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^/]+"
                    for part in node.values
                ]
                if parts[-1].endswith(re.escape(".html")):
                    yield re.compile("".join(parts))


def test_every_template_is_used():
    sources = {path: source.text(path) for path in [*source.product(), *source.templates()]}
    composed = list(_composed_names())
    unused = []
    for path in source.templates():
        name = _name(path)
        if _asked_for_by_a_library(name) or any(p.fullmatch(name) for p in composed):
            continue
        others = [content for other, content in sources.items() if other != path]
        if not any(mention in content for content in others for mention in _mentions(name)):
            unused.append(source.short(path))
    assert not unused, "nobody renders or includes:\n" + "\n".join(unused)
