import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rules", "0002_retention_runs_and_legal_holds")]

    operations = [
        migrations.CreateModel(
            name="SiteAddress",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                ("address", models.CharField(max_length=300)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="rules_siteaddress_is_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="HealthProbe",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="rules_healthprobe_is_one_row")
                ],
            },
        ),
    ]
