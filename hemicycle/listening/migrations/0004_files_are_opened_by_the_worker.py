import django.utils.timezone
from django.db import migrations, models


def say_that_they_were_opened(apps, schema_editor):
    """Until now, a file was opened by the page that took it."""
    uploads = apps.get_model("listening", "Upload").objects.all()
    uploads.update(state="done", created_at=models.F("brought_at"), finished_at=models.F("brought_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0003_dossiers"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="upload",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="upload",
            name="done_steps",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="upload",
            name="error",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="upload",
            name="finished_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="lease_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="message_key",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="upload",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                db_index=True,
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="total_steps",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="upload",
            name="worker",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.RunPython(say_that_they_were_opened, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_until__isnull", False), ("state", "running")),
                    models.Q(
                        models.Q(("state", "running"), _negated=True), ("lease_until__isnull", True), ("worker", "")
                    ),
                    _connector="OR",
                ),
                name="listening_upload_runs_under_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("state__in", ["waiting", "running"])),
                    models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed", "cancelled"])),
                    _connector="OR",
                ),
                name="listening_upload_ends_once",
            ),
        ),
    ]
