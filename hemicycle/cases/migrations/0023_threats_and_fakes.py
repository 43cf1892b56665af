from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_passing_on_withdrawn"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("urgency", "threat")), fields=["office"], name="cases_case_threats"
            ),
        ),
    ]
