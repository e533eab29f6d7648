"""Search walks the indexes of these columns in order, from a prefix on.

That needs a byte-by-byte collation, which is SQLite's own; PostgreSQL is told so here, whatever the
collation of its database is. Its extra indexes for LIKE are then of no use.
"""

from django.db import migrations

COLUMNS = {"name": 40, "pinyin": 80, "sound": 80, "initials": 16}


def compare_bytes(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for column, length in COLUMNS.items():
        schema_editor.execute(
            f'ALTER TABLE people_person ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"'
        )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'people_person'"
            " AND schemaname = current_schema() AND indexname LIKE '%%\\_like'"
        )
        names = [row[0] for row in cursor.fetchall()]
    for name in names:
        schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunPython(compare_bytes, migrations.RunPython.noop),
    ]
