from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0026_waiting_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="inbound",
            name="question",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="inbound",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
