"""Every address with every role: the whole matrix is a file that a reviewer reads.

``UPDATE_MATRIX=1 pytest tests/architecture/test_access_matrix.py`` writes it anew after a change
that was meant.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from yingzhou.core.access import Entry, declared, may_enter
from yingzhou.kernel.accounts.roles import ROLES

FILE = Path(__file__).parent / "access_matrix.txt"
HOW = "If the change was meant: UPDATE_MATRIX=1 pytest tests/architecture/test_access_matrix.py"
HEAD = """\
# Who may enter which address. Generated; read the difference as carefully as code.
# address | declaration | roles that may enter
"""


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "/"
) -> Iterator[tuple[str, Callable]]:
    """Every address pattern of the site with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def holder(role: str) -> Any:
    """An account that holds just this role."""
    return SimpleNamespace(
        is_authenticated=True,
        kind="staff",
        may=lambda permission: permission in ROLES[role].permissions,
    )


RESIDENT = SimpleNamespace(is_authenticated=True, kind="resident", may=lambda _: False)


def allowed(entry: Entry | None) -> str:
    if may_enter(AnonymousUser(), entry):
        return "everybody"
    roles = [role for role in ROLES if may_enter(holder(role), entry)]
    if entry and entry.kind == "signed_in" and len(roles) == len(ROLES):
        roles = ["all staff"]
    residents = ["residents"] if may_enter(RESIDENT, entry) else []
    return " ".join(roles + residents) or "NOBODY"


def matrix() -> str:
    rows = sorted((path, declared(view)) for path, view in addresses())
    return HEAD + "".join(f"{path} | {entry} | {allowed(entry)}\n" for path, entry in rows)


def name_of(view: Callable) -> str:
    made_by = getattr(view, "view_class", view)
    return f"{made_by.__module__}.{made_by.__qualname__}"


def test_every_view_declares_who_may_enter():
    silent = [f"{path}  ({name_of(view)})" for path, view in addresses() if not declared(view)]
    assert not silent, "add @public, @signed_in or @requires(...) to:\n" + "\n".join(silent)


def test_the_matrix_is_the_one_that_was_reviewed():
    now = matrix()
    if os.environ.get("UPDATE_MATRIX") == "1":
        FILE.write_text(now, encoding="utf-8")
    reviewed = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    new = [f"+ {line}" for line in now.splitlines() if line not in reviewed]
    gone = [f"- {line}" for line in reviewed if line not in now.splitlines()]
    assert not new + gone, "\n".join([*gone, *new, HOW])


def test_every_permission_asked_for_is_held_by_a_role():
    """A misspelt permission shuts everybody out without a word."""
    held = {permission for role in ROLES.values() for permission in role.permissions}
    entries = [(path, declared(view)) for path, view in addresses()]
    lost = [
        f"{path}: {e}" for path, e in entries if e and e.permission and e.permission not in held
    ]
    assert not lost, "\n".join(lost)


def test_every_menu_entry_asks_for_the_permission_of_its_page():
    from django.urls import NoReverseMatch, resolve, reverse

    from yingzhou.core.modules import installed

    wrong = []
    for entry in (entry for module in installed() for entry in module.menu):
        try:
            page = declared(resolve(reverse(entry.url_name)).func)
        except NoReverseMatch:
            wrong.append(f"{entry.label}: no address {entry.url_name}")
            continue
        for role in ROLES:
            shown = not entry.permission or holder(role).may(entry.permission)
            if shown and not may_enter(holder(role), page):
                wrong.append(f"{entry.label}: shown to {role}, who may not open it")
    assert not wrong, "\n".join(wrong)


def plain_addresses() -> list[tuple[str, Entry]]:
    """Addresses without arguments, for real requests."""
    found = [
        (path, declared(view)) for path, view in addresses() if "<" not in path and "(" not in path
    ]
    return [(path, entry) for path, entry in found if entry is not None]


@pytest.mark.django_db
def test_visitors_are_sent_to_the_login_from_every_closed_page():
    client = Client()
    for path, entry in plain_addresses():
        if entry.kind == "public":
            continue
        answer = client.get(path)
        assert answer.status_code == 302, path
        login = "/my/login/" if entry.kind == "resident" else "/accounts/login/"
        assert answer.url.startswith(f"{login}?next="), path


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_is_refused_with_a_page_where_the_matrix_says_so(client_as, role):
    client = client_as(role)
    shut = [p for p, entry in plain_addresses() if not may_enter(holder(role), entry)]
    for path in shut:
        answer = client.get(path)
        assert answer.status_code == 403, path
    assert shut or role == "nobody"


@pytest.mark.django_db
def test_an_account_without_a_role_gets_into_nothing_that_asks_for_a_permission():
    from tests.factories import user

    client = Client()
    client.force_login(user())
    for path, entry in plain_addresses():
        if entry.kind == "permission":
            assert client.get(path).status_code == 403, path
            assert client.post(path).status_code == 403, path


@pytest.mark.django_db
def test_a_resident_is_refused_with_a_page_wherever_staff_work():
    from tests.support.residents import signed_in

    client = signed_in()
    for path, entry in plain_addresses():
        if not may_enter(RESIDENT, entry):
            answer = client.get(path)
            assert answer.status_code == 403, path
            assert "给工作人员用的" in answer.content.decode(), path
            assert client.post(path).status_code == 403, path


def test_a_view_without_a_declaration_would_be_named():
    def forgotten(request: Any) -> None: ...

    assert declared(forgotten) is None
    assert allowed(None) == "NOBODY"
    assert name_of(forgotten).endswith("forgotten")
