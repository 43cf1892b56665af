import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0004_files_are_opened_by_the_worker"),
    ]

    operations = [
        migrations.RenameField(model_name="upload", old_name="brought_at", new_name="uploaded_at"),
        migrations.RenameField(model_name="upload", old_name="brought_by", new_name="uploaded_by"),
        migrations.RenameField(model_name="upload", old_name="brought_by_name", new_name="uploaded_by_name"),
        migrations.AlterField(
            model_name="correction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirm", "Confirmed as a campaign"),
                    ("rename", "Renamed"),
                    ("split", "Split off"),
                    ("merge", "Merged"),
                    ("move_out", "Counted as individual voices"),
                    ("move_in", "Moved into a campaign"),
                    ("theme_confirm", "Confirmed as a theme"),
                    ("theme_rename", "Theme renamed"),
                    ("theme_merge", "Themes merged"),
                    ("theme_split", "Theme split off"),
                    ("theme_in", "Counted in a theme"),
                    ("theme_out", "Removed from a theme"),
                    ("link_confirm", "Link confirmed"),
                    ("link_reject", "Link rejected"),
                    ("link_set", "Link set"),
                    ("language", "Language set"),
                    ("redact", "Words redacted"),
                    ("unredact", "Words restored"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="analysis",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="listening.analysis"
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="analysis",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="listening.analysis"
            ),
        ),
    ]
