import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

RIGHTS = ["own", "permission", "agency", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-4.0"]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_granted_by"),
        ("desk", "0012_kept_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LibraryItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("image", "Picture"), ("video", "Video"), ("audio", "Sound")], max_length=10
                    ),
                ),
                ("file", models.FileField(upload_to="desk")),
                ("content_type", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(max_length=200, verbose_name="File name")),
                ("digest", models.CharField(max_length=64)),
                ("alternatives", models.JSONField(blank=True, default=dict)),
                ("captions", models.JSONField(blank=True, default=dict)),
                ("words", models.JSONField(blank=True, default=dict)),
                ("decorative", models.BooleanField(default=False)),
                ("credit", models.CharField(blank=True, max_length=200, verbose_name="Credit")),
                ("owner", models.CharField(blank=True, max_length=200, verbose_name="Rights holder")),
                (
                    "rights",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "Our own"),
                            ("permission", "Permission given"),
                            ("agency", "Press agency"),
                            ("CC0-1.0", "CC0 1.0"),
                            ("CC-BY-4.0", "CC BY 4.0"),
                            ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
                            ("CC-BY-ND-4.0", "CC BY-ND 4.0"),
                            ("CC-BY-NC-4.0", "CC BY-NC 4.0"),
                        ],
                        max_length=20,
                        verbose_name="Rights",
                    ),
                ),
                ("usable_until", models.DateField(blank=True, null=True, verbose_name="Usable until")),
                ("not_for_networks", models.BooleanField(default=False, verbose_name="Not for social networks")),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "Nobody can be recognised"),
                            ("public", "In public office, or at a public sitting"),
                            ("given", "They gave consent, which is on file"),
                            ("guardians", "Parents or guardians gave consent, which is on file"),
                        ],
                        max_length=10,
                        verbose_name="People shown",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("edit", models.PositiveIntegerField(default=1)),
                ("searched", models.TextField(blank=True, default="", editable=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
                    ),
                ),
            ],
            options={
                "ordering": ["-added_at", "-pk"],
                "indexes": [
                    models.Index(fields=["office", "archived_at", "-added_at"], name="desk_libraryitem_newest"),
                    models.Index(fields=["usable_until"], name="desk_libraryitem_rights_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "digest"), name="desk_libraryitem_once_an_office"),
                    models.CheckConstraint(
                        condition=models.Q(("rights__in", ["", *RIGHTS])), name="desk_libraryitem_rights_are_known"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="mediafile",
            name="credit",
            field=models.CharField(blank=True, max_length=200, verbose_name="Credit"),
        ),
        migrations.AddField(
            model_name="mediafile",
            name="item",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="desk.libraryitem"
            ),
        ),
        # They go with the migration after next, and have to be there empty on the way back.
        *(
            migrations.AlterField(model_name="mediafile", name=name, field=field)
            for name, field in (
                ("content_type", models.CharField(max_length=60, blank=True, null=True)),
                ("digest", models.CharField(max_length=64, null=True)),
                ("file", models.FileField(upload_to="desk", null=True)),
                ("kind", models.CharField(max_length=10, null=True)),
                ("name", models.CharField(max_length=200, null=True)),
            )
        ),
    ]
