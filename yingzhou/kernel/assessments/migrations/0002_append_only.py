"""What was found about somebody refuses changes in the database itself, on both engines. Only what
became of it is written on it later.
"""

from django.db import migrations

FIXED = (
    "uuid, task_id, instrument, version, person_id, household_id, division_id, assessed_on,"
    " valid_until, content, result, rules, digest, first_id, second_id, made_at"
)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        does = "EXECUTE FUNCTION assessments_refuse()"
    else:
        does = "BEGIN SELECT RAISE(ABORT, 'an assessment is append-only'); END"
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION assessments_refuse() RETURNS trigger AS $$"
                " BEGIN RAISE EXCEPTION 'an assessment is append-only'; END; $$ LANGUAGE plpgsql"
            )
        cursor.execute(
            "CREATE TRIGGER assessments_fixed BEFORE UPDATE OF"
            f" {_columns()} ON assessments_assessment FOR EACH ROW {does}"
        )


def _columns():
    return ", ".join(f'"{name}"' for name in FIXED.replace(" ", "").split(","))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
