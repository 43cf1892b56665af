from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_threats_against_others"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="due_noted_for",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="overdue_noted_for",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
