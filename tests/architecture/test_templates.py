"""No template lies about unused."""

from __future__ import annotations

from pathlib import Path

import allauth
import django_cotton

from tests.support import source

LIBRARIES = [Path(package.__file__).parent / "templates" for package in (allauth, django_cotton)]


def _name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def _replaces_a_library_template(name: str) -> bool:
    return any((folder / name).is_file() for folder in LIBRARIES)


def _mentions(name: str) -> list[str]:
    """The ways in which a template is asked for: by name, or as a cotton component."""
    if not name.startswith("cotton/"):
        return [name]
    component = name.removeprefix("cotton/").removesuffix(".html").removesuffix("/index")
    dotted = component.replace("/", ".")
    return [name, f"<c-{dotted}", f"<c-{dotted.replace('_', '-')}", f'is="{dotted}']


def test_every_template_is_used():
    sources = {
        path: source.text(path) for path in [*source.written_by_hand(".py"), *source.templates()]
    }
    unused = []
    for path in source.templates():
        name = _name(path)
        if _replaces_a_library_template(name) or name in (
            "404.html",
            "403.html",
            "429.html",
            "500.html",
        ):
            continue
        others = (content for other, content in sources.items() if other != path)
        if not any(mention in content for content in others for mention in _mentions(name)):
            unused.append(source.short(path))
    assert not unused, "nobody renders or includes:\n" + "\n".join(unused)
