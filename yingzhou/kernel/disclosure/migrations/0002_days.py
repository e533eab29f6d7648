from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="publicnotice",
            name="days",
            field=models.PositiveSmallIntegerField(default=7, verbose_name="公示天数(自然日)"),
            preserve_default=False,
        ),
    ]
