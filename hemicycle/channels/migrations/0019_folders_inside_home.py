from pathlib import Path

from django.conf import settings
from django.db import migrations


def name_from_home(apps, schema_editor):
    """Folders inside the home folder were stored with the place where that happened to be."""
    home = Path(settings.HOME).resolve()
    for account in apps.get_model("channels", "Account").objects.filter(settings__has_key="folder"):
        folder = Path(str(account.settings["folder"]))
        if folder.is_absolute() and folder.resolve().is_relative_to(home):
            account.settings["folder"] = str(folder.resolve().relative_to(home))
            account.save(update_fields=["settings"])


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0018_told"),
    ]

    operations = [
        migrations.RunPython(name_from_home, migrations.RunPython.noop),
    ]
