"""What stands in a database already: a demo, nothing, or something that nobody may overwrite."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

OURS = (
    "people_person",
    "accounts_user",
    "divisions_division",
    "organisations_organisation",
    "organisations_facility",
)
"""Tables in which a bureau's own work would show first."""
Ask = Callable[[str], list[tuple[Any, ...]]]


class Foreign(ValueError):
    """The database holds other data; the message (Chinese) says what to do."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} 里有不是演示的数据, 不会覆盖。请换一个 YINGZHOU_VAR 目录或 DATABASE_URL。"
        )


def in_file(path: Path) -> dict[str, str]:
    """What a SQLite file says of itself; empty where nothing is there yet."""
    if not path.exists() or path.stat().st_size == 0:
        return {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:

        def ask(statement: str) -> list[tuple[Any, ...]]:
            return connection.execute(statement).fetchall()

        try:
            tables = [name for (name,) in ask("SELECT name FROM sqlite_master WHERE type='table'")]
        except sqlite3.DatabaseError as error:
            raise Foreign(path.name) from error
        return _remembered(path.name, tables, ask)


def sealed_in(path: Path) -> set[str]:
    """The files of sealed years that a SQLite file knows."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM payments_sealedyear")}


def on_server() -> dict[str, str]:
    """The same for the configured server."""
    from django.db import connection

    with connection.cursor() as cursor:

        def ask(statement: str) -> list[tuple[Any, ...]]:
            cursor.execute(statement)
            return cursor.fetchall()

        tables = connection.introspection.table_names(cursor)
        return _remembered("这个数据库", tables, ask)


def _remembered(name: str, tables: list[str], ask: Ask) -> dict[str, str]:
    known: dict[str, str] = {}
    if "core_installation" in tables:
        known = dict(ask("SELECT name, value FROM core_installation"))
    if known.get("demo") == "1":
        return known
    if tables and "django_migrations" not in tables:
        raise Foreign(name)
    for table in OURS:
        if table in tables and ask(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 - our own words
            raise Foreign(name)
    return known


@contextmanager
def only_builder(target: Path) -> Iterator[None]:
    """Nobody else builds beside ``target`` meanwhile; ends with the process, however that ends."""
    with target.with_name(target.name + ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ValueError("另一个 yingzhou demo 正在建演示区, 请等它完成后再试。") from None
        yield
