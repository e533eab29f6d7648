from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="lifeevent",
            name="effects",
            field=models.JSONField(null=True, verbose_name="连带变更"),
        ),
    ]
