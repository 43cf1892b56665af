from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0010_templates"),
    ]

    operations = [
        migrations.AddField(
            model_name="withdrawal",
            name="notifies",
            field=models.BooleanField(default=False),
        ),
    ]
