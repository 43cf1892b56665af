from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rules", "0005_log_checks"),
    ]

    operations = [
        migrations.AddField(
            model_name="parameterinforce",
            name="override",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="parameterinforce",
            name="override_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="parameterinforce",
            name="value",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="parameterinforce",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("override__isnull", True), ("override_until", None)),
                    models.Q(("override__isnull", False), ("override_until__isnull", False)),
                    _connector="OR",
                ),
                name="rules_parameterinforce_override_ends",
            ),
        ),
    ]
