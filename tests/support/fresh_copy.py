"""A database and its sealed files put aside, to begin from again however spoilt they are."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any


class FreshCopy:
    """SQLite: a file beside the database; PostgreSQL: a database of its own, made as a template."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.db import connection, connections

        self.is_file = connection.vendor == "sqlite"
        self.name = str(connection.settings_dict["NAME"])
        self.parameters = {} if self.is_file else connection.get_connection_params()
        self.kept = f"{self.name}.fresh" if self.is_file else f"{self.name}_fresh"
        self.sealed = Path(settings.SEALED_ROOT)
        self.sealed_kept = self.sealed.with_name(f"{self.sealed.name}.fresh")
        connections.close_all()
        self._copy(self.name, self.kept)
        _replace(self.sealed, self.sealed_kept)

    def restore(self) -> None:
        """Nobody may be connected."""
        from django.db import connections

        connections.close_all()
        self._copy(self.kept, self.name)
        _replace(self.sealed_kept, self.sealed)

    def remove(self) -> None:
        if self.is_file:
            Path(self.kept).unlink(missing_ok=True)
        else:
            self._say(f'DROP DATABASE IF EXISTS "{self.kept}" WITH (FORCE)')
        shutil.rmtree(self.sealed_kept, ignore_errors=True)

    def _copy(self, source: str, target: str) -> None:
        if self.is_file:
            for end in ("", "-wal", "-shm"):
                Path(f"{target}{end}").unlink(missing_ok=True)
            _backup(source, target)
        else:
            self._say(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            self._say(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def _say(self, statement: str) -> None:
        """From a database that is neither of the two."""
        import psycopg

        said: dict[str, Any] = {**self.parameters, "dbname": "template1", "autocommit": True}
        said = {
            key: value for key, value in said.items() if key not in ("cursor_factory", "context")
        }
        with psycopg.connect(**said) as server:
            server.execute(statement)  # type: ignore[call-overload]


def _backup(source: str, target: str) -> None:
    """With whatever lies in the journal still."""
    import sqlite3

    with sqlite3.connect(source) as given, sqlite3.connect(target) as made:
        given.backup(made)
    given.close()
    made.close()


def _replace(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)


def until_nobody_is_left() -> None:
    """What a killed process had sent, PostgreSQL goes on with: until it is done or taken back.

    Without it the next process decides by what it reads before the dead one's COMMIT, as no person
    who starts a program again could.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        cursor.execute(others)
        while cursor.fetchone()[0]:
            time.sleep(0.01)
            cursor.execute(others)
    connection.close()
