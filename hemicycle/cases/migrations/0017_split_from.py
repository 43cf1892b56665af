import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_deadlines_noted"),
    ]

    operations = [
        migrations.AddField(
            model_name="casemessage",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cases.case",
            ),
        ),
        migrations.AddIndex(
            model_name="casemessage",
            index=models.Index(
                fields=["split_from"], condition=models.Q(split_from__isnull=False), name="cases_casemessage_split"
            ),
        ),
    ]
