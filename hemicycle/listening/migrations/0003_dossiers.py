import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0002_themes_and_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(editable=False, max_length=12, unique=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French"), ("es", "Spanish")],
                        max_length=2,
                        verbose_name="Language",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("drafted", "Draft"), ("released", "Released"), ("superseded", "Replaced")],
                        default="drafted",
                        max_length=10,
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        choices=[("public", "Public"), ("internal", "Internal"), ("confidential", "Confidential")],
                        default="internal",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("messages", models.PositiveIntegerField(default=0)),
                ("notice", models.TextField(blank=True)),
                ("drafted_by", models.CharField(max_length=100)),
                ("drafted_by_name", models.CharField(max_length=120)),
                ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("released_by", models.CharField(blank=True, max_length=100)),
                ("released_by_name", models.CharField(blank=True, max_length=120)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dossiers", to="listening.inquiry"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["inquiry", "-drafted_at"], name="listening_dossier_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inquiry", "language", "version"), name="listening_dossier_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "released")),
                        fields=("inquiry", "language"),
                        name="listening_dossier_one_released",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "drafted")),
                        fields=("inquiry", "language"),
                        name="listening_dossier_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at__isnull", True), ("released_by", ""), ("state", "drafted")),
                            models.Q(
                                models.Q(
                                    models.Q(("state", "drafted"), _negated=True),
                                    models.Q(("released_by", ""), _negated=True),
                                ),
                                ("released_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="listening_dossier_released_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "superseded"), ("superseded_at__isnull", False)),
                            models.Q(
                                models.Q(("state", "superseded"), _negated=True), ("superseded_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="listening_dossier_replaced_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "drafted"), models.Q(("classification", "public"), _negated=True)),
                            models.Q(models.Q(("state", "drafted"), _negated=True), ("classification", "public")),
                            _connector="OR",
                        ),
                        name="listening_dossier_public_once_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "superseded"), _negated=True),
                            models.Q(("notice", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="listening_dossier_says_why_replaced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), _negated=True), name="listening_dossier_has_a_digest"
                    ),
                ],
            },
        ),
    ]
