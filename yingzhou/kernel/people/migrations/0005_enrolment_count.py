"""Who is on a roll on a day is read from this index alone; without it SQLite walks all households."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_household_count")]

    operations = [
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                fields=["roll", "valid_from", "valid_to", "person", "household"],
                name="enrolment_count",
            ),
        ),
    ]
