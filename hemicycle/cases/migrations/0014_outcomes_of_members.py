from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_threats_against_others"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="outcome",
            name="cases_outcome_released_was_announced",
        ),
        migrations.AddField(
            model_name="outcome",
            name="sent_by",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name="outcome",
            name="words",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "drafted"),
                    ("announcement__isnull", False),
                    models.Q(("sent_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="cases_outcome_released_was_announced_or_sent",
            ),
        ),
    ]
