"""What tables there are. ``python -m tests.support.tables`` makes those of a demo and tells it."""

from __future__ import annotations

import json
import os
from typing import Any


def described() -> dict[str, Any]:
    """Of each of the house's tables: columns with type and collation, constraints and indexes."""
    from django.db import connection

    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            columns = connection.introspection.get_table_description(cursor, table)
            rules = connection.introspection.get_constraints(cursor, table)
            found[table] = {
                "columns": sorted(
                    [one.name, str(one.type_code), bool(one.null_ok), one.collation or ""]
                    for one in columns
                ),
                "rules": sorted(
                    [
                        list(rule["columns"] or []),
                        bool(rule["unique"]),
                        bool(rule["check"]),
                        bool(rule["index"]),
                        list(rule["foreign_key"] or []),
                    ]
                    for rule in rules.values()
                ),
            }
    return found


def triggers() -> list[str]:
    """Names of what refuses changes to the audit table."""
    from django.db import connection

    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgres = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(postgres if connection.vendor == "postgresql" else sqlite)
        return sorted(row[0] for row in cursor.fetchall())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from yingzhou.demo.tables import make_tables

    make_tables()
    print(json.dumps([described(), triggers()]))
