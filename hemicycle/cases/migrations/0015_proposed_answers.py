import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_office_names"),
        ("channels", "0033_own_words"),
        ("cases", "0014_outcomes_of_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("text", models.TextField()),
                ("lang", models.CharField(max_length=20)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("returned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("why", models.CharField(blank=True, max_length=600)),
                (
                    "inbound",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.inbound"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="cases_proposedanswer_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at", None), models.Q(("why", ""), _negated=True), _connector="OR"
                        ),
                        name="cases_proposedanswer_returned_says_why",
                    ),
                ],
            },
        ),
    ]
