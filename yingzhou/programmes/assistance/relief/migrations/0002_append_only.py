"""A settlement refuses changes in the database itself, on both engines: what was answered to a
hospital stays what it was. Only that it was reversed is written on it later.
"""

from django.db import migrations

FIXED = (
    "hospital_id, number, bill, reverses_id, person_id, division_id, year, kind, since, until,"
    " total, basic, supplementary, commercial, own, category, paid, before, cap, why, month, made_at"
)


def forwards(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        if is_postgres:
            cursor.execute(
                "CREATE FUNCTION relief_refuse() RETURNS trigger AS $$"
                " BEGIN RAISE EXCEPTION 'a settlement is append-only'; END; $$ LANGUAGE plpgsql"
            )
            does = "EXECUTE FUNCTION relief_refuse()"
        else:
            does = "BEGIN SELECT RAISE(ABORT, 'a settlement is append-only'); END"
        cursor.execute(
            "CREATE TRIGGER relief_settlement_fixed BEFORE UPDATE OF"
            f" {_columns()} ON relief_settlement FOR EACH ROW {does}"
        )


def _columns():
    return ", ".join(f'"{name}"' for name in FIXED.replace(" ", "").split(","))


class Migration(migrations.Migration):
    dependencies = [("relief", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
