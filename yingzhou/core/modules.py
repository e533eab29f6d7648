"""How a part hands itself to the floors above: one manifest, ``module.py`` in its folder.

    MODULE = Module(
        name="人口",
        mount="desk/people/",
        urls="yingzhou.kernel.people.urls",
        menu=(MenuEntry("desk", "人员查询", "people:search", "ti-search", "people.search", 10),),
    )

Programmes also set ``claims`` (published figures they compute) and ``demo`` (seeds their cases).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class MenuEntry:
    """``shell``: desk, board or portal. Shown to those who hold ``permission`` (empty: to all).

    ``hint``: what it is good for, in a few words; the first page of the desk shows it.
    """

    shell: str
    label: str
    url_name: str
    icon: str
    permission: str = ""
    order: int = 100
    hint: str = ""


@dataclass(frozen=True)
class Module:
    name: str
    mount: str = ""
    urls: str = ""
    menu: tuple[MenuEntry, ...] = ()
    claims: Mapping[str, Any] = field(default_factory=dict)
    demo: str = ""


@cache
def installed() -> tuple[Module, ...]:
    """The manifests of all installed apps of this project, in their order."""
    found = []
    for app in apps.get_app_configs():
        if app.name.startswith("yingzhou.") and find_spec(f"{app.name}.module"):
            found.append(import_module(f"{app.name}.module").MODULE)
    return tuple(found)


def menu(shell: str, user: Any) -> list[MenuEntry]:
    """The entries of ``shell`` that ``user`` may open."""
    entries = [entry for module in installed() for entry in module.menu if entry.shell == shell]
    allowed = [
        entry
        for entry in entries
        if not entry.permission or (user.is_authenticated and user.may(entry.permission))
    ]
    return sorted(allowed, key=lambda entry: entry.order)
