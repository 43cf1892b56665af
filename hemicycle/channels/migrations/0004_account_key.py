import secrets

from django.db import migrations, models


def draw_keys(apps, schema_editor):
    for account in apps.get_model("channels", "Account").objects.all():
        account.key = secrets.token_urlsafe(16)
        account.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_asked_for"),
    ]

    operations = [
        migrations.AddField(
            model_name="account", name="key", field=models.CharField(max_length=32, default="", editable=False)
        ),
        migrations.RunPython(draw_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="account", name="key", field=models.CharField(max_length=32, unique=True, editable=False)
        ),
        migrations.AddField(
            model_name="account", name="listening_trouble", field=models.CharField(max_length=60, blank=True)
        ),
    ]
