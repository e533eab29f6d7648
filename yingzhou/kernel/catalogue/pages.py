"""The pages about the rules of this installation (docs/policy), by programme."""

from __future__ import annotations

import ast
from pathlib import Path

from django.apps import apps
from django.conf import settings

from yingzhou.policy.documents import Chapter, Item, Pages, pages
from yingzhou.policy.files.lines import read

from .book import SHARED, book, folders

LOCAL = "本地事项"
"""What this installation keeps in folders of its own (``YINGZHOU_ITEMS``), of any programme."""


def policy_pages() -> Pages:
    """Raises PolicyError where a file has faults."""
    return pages(book(), chapters(), Path(settings.BASE_DIR))


def chapters() -> list[Chapter]:
    """Programmes with the folders of their items; what all share comes last."""
    names = {str(Path(app.path) / "items"): str(app.verbose_name) for app in apps.get_app_configs()}
    own = [Chapter(names.get(str(top), LOCAL), _items(top)) for top in folders() if top != SHARED]
    return [*own, Chapter("共用", _items(SHARED))]


def _items(top: Path) -> tuple[Item, ...]:
    found = sorted({path.parent for name in _HELD for path in top.rglob(name)})
    return tuple(Item(_title(folder), folder) for folder in found)


_HELD = ("rules.py", "parameters.yaml")


def _title(folder: Path) -> str:
    """As people know it; a folder that is no service is named by the first line of its rules."""
    service, rules = folder / "service.yaml", folder / "rules.py"
    if service.exists():
        return str(read(service)["name"])
    text = ast.get_docstring(ast.parse(rules.read_text(encoding="utf-8"))) if rules.exists() else ""
    return (text or folder.name).splitlines()[0].split(":")[0].rstrip("。")
