from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0007_dossiers_announced"),
    ]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="questions",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="intake",
            name="facts",
            field=models.JSONField(default=list),
        ),
    ]
