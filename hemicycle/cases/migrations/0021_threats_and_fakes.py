import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0020_passing_on_recorded"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("urgency", "threat")), fields=["office"], name="cases_case_threats"
            ),
        ),
        migrations.CreateModel(
            name="FakeSharing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.office"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="impersonationreport",
            name="kept_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.office",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="impersonationreport",
            name="cases_impersonationreport_once_while_open",
        ),
        migrations.AddConstraint(
            model_name="impersonationreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("kept_by", None)),
                fields=("address",),
                name="cases_impersonationreport_once_while_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="impersonationreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("kept_by", "address"),
                name="cases_impersonationreport_once_in_an_office",
            ),
        ),
    ]
