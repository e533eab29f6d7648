"""Entries and their lines refuse changes in the database itself, on both engines.

Deletion is refused by PostgreSQL; on SQLite (one machine, whose owner holds the file anyway) the
chain of digests shows it, and test runners can still empty the tables.
"""

from django.db import migrations

TABLES = ("ledger_entry", "ledger_entryline", "ledger_period")


def forwards(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        if is_postgres:
            cursor.execute(
                "CREATE FUNCTION ledger_refuse() RETURNS trigger AS $$"
                " BEGIN RAISE EXCEPTION 'the books are append-only'; END; $$ LANGUAGE plpgsql"
            )
        for table in TABLES:
            if is_postgres:
                cursor.execute(
                    f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table}"
                    " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}"
                    " BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END"
                )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
