"""The field's words: the texts of an announcement, its media files, and the hour at which a delivery was enqueued."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_who_edited")]

    operations = [
        migrations.RemoveConstraint("wording", "desk_wording_once_a_language"),
        migrations.RenameModel("Wording", "AnnouncementText"),
        migrations.AlterField(
            "announcementtext",
            "announcement",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="desk.announcement"
            ),
        ),
        migrations.AddConstraint(
            "announcementtext",
            models.UniqueConstraint(fields=["announcement", "lang"], name="desk_text_once_a_language"),
        ),
        migrations.RemoveConstraint("medium", "desk_medium_once"),
        migrations.RenameModel("Medium", "MediaFile"),
        migrations.AddConstraint(
            "mediafile", models.UniqueConstraint(fields=["announcement", "digest"], name="desk_mediafile_once")
        ),
        migrations.RenameField("target", "texts", "own_texts"),
        migrations.RenameField("proposal", "wordings", "texts"),
        migrations.RemoveIndex("delivery", "desk_delivery_waiting"),
        migrations.RenameField("delivery", "put_out_at", "enqueued_at"),
        migrations.AddIndex(
            "delivery", models.Index(fields=["id"], condition=Q(enqueued_at=None), name="desk_delivery_waiting")
        ),
        migrations.AlterField(
            model_name="announcement",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Expires"),
        ),
        migrations.AlterField(
            model_name="announcement",
            name="not_after",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Do not send after"),
        ),
        migrations.AlterField(
            model_name="announcement",
            name="release_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Release at"),
        ),
        migrations.AlterField(
            model_name="dutylink",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Waiting for an answer"),
                    ("approved", "Approved"),
                    ("sent_back", "Sent back"),
                    ("taken_back", "Revoked"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="state",
            field=models.CharField(
                choices=[("open", "Open"), ("taken", "Accepted"), ("declined", "Declined")],
                default="open",
                max_length=8,
            ),
        ),
    ]
