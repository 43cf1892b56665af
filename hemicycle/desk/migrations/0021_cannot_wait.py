from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0020_sensitive_periods")]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="cannot_wait",
            field=models.BooleanField(default=False, verbose_name="Cannot wait for every language"),
        )
    ]
