from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_archive")]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="evidence",
            field=models.CharField(blank=True, max_length=600),
        ),
    ]
