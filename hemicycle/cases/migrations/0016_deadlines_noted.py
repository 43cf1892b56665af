from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_proposed_answers"),
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
