import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0014_files_into_library"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="mediafile", name="desk_mediafile_once"),
        migrations.AlterField(
            model_name="mediafile",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="desk.libraryitem"
            ),
        ),
        *(
            migrations.RemoveField(model_name="mediafile", name=name)
            for name in ("content_type", "digest", "file", "kind", "name")
        ),
        migrations.AddConstraint(
            model_name="mediafile",
            constraint=models.UniqueConstraint(fields=("announcement", "item"), name="desk_mediafile_once"),
        ),
    ]
