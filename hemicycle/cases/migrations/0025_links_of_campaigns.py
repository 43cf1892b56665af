from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_closed_before_judged"),
    ]

    operations = [
        migrations.AlterField(
            model_name="subject",
            name="origin",
            field=models.CharField(
                choices=[
                    ("staff", "Set by staff"),
                    ("sender", "Chosen by whoever wrote"),
                    ("named", "Named in the text"),
                    ("campaign", "By its campaign"),
                    ("software", "Suggested by the software"),
                ],
                max_length=10,
            ),
        ),
    ]
