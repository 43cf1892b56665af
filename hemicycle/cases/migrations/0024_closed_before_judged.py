"""What is closed before the software has looked at it is looked at all the same; what was closed until now is not."""

from django.db import migrations, models
from django.db.models import F


def leave_what_is_closed(apps, schema_editor):  # type: ignore[no-untyped-def]
    rows = apps.get_model("cases", "Case").objects.filter(judged_at=None, state="closed")
    rows.update(judged_at=F("closed_at"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_gravest_first")]

    operations = [
        migrations.RunPython(leave_what_is_closed, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="case", name="cases_case_unjudged"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("judged_at", None),
                    models.Q(("state", "set_aside"), _negated=True),
                    models.Q(("state", "merged"), _negated=True),
                ),
                fields=["id"],
                name="cases_case_unjudged",
            ),
        ),
    ]
