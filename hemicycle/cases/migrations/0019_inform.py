from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_passing_on_withdrawn"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="triage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("answer", "Answer"),
                    ("inform", "Inform"),
                    ("escalate", "Escalate"),
                    ("leave", "Leave without an answer"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="guidancetext",
            name="topic",
            field=models.CharField(
                choices=[
                    ("care", "For staff who read threats: where to get help"),
                    ("help_line", "Help line for people who may harm themselves"),
                    ("answer", "Answer"),
                    ("inform", "Inform"),
                    ("escalate", "Escalate"),
                    ("leave", "Leave without an answer"),
                ],
                max_length=10,
            ),
        ),
    ]
