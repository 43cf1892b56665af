import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0004_files_are_opened_by_the_worker"),
    ]

    operations = [
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
