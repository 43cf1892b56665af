from django.db import migrations, models
from django.db.models import F


def announced_already(apps, schema_editor):
    """What was released before is no news any more."""
    released = apps.get_model("listening", "Dossier").objects.filter(released_at__isnull=False)
    released.update(notified_at=F("released_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0006_unread_dates"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="notified_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(announced_already, migrations.RunPython.noop),
    ]
