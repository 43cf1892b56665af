from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0009_attributions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="contribution",
            name="record_contribution_has_a_speaker",
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False),
                    models.Q(("labels", {}), _negated=True),
                    ("kind__in", ["procedural", "note", "chair"]),
                    _connector="OR",
                ),
                name="record_contribution_has_a_speaker",
            ),
        ),
    ]
