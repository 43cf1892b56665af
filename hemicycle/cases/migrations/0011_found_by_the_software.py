"""What a search for campaigns found in a letter was found by the software; pages took it for looked at by staff."""

from django.db import migrations


def name_the_software(apps, schema_editor):
    model = apps.get_model("cases", "Case")
    for case in model.objects.filter(evidence__by="campaign search").iterator():
        model.objects.filter(pk=case.pk).update(evidence=case.evidence | {"by": "software"})


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_urgent_first")]

    operations = [migrations.RunPython(name_the_software, migrations.RunPython.noop)]
