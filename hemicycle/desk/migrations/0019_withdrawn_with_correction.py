from django.db import migrations


def withdraw(apps, schema_editor):
    """What was corrected, and whose correction was withdrawn: step by step, since a correction can be corrected."""
    rows = apps.get_model("desk", "Announcement").objects
    while rows.filter(pk__in=rows.filter(state="withdrawn").values("corrects"), state="corrected").update(
        state="withdrawn"
    ):
        pass


class Migration(migrations.Migration):
    dependencies = [("desk", "0018_template_contents")]

    operations = [migrations.RunPython(withdraw, migrations.RunPython.noop)]
