from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0021_cannot_wait")]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="begun_with",
            field=models.JSONField(blank=True, default=dict, editable=False),
        )
    ]
