"""A search of the record can be followed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("follow", "0003_plain_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=24, unique=True)),
                ("sealed", models.TextField(editable=False)),
            ],
        ),
    ]
