from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0027_questions_and_facts"),
    ]

    operations = [
        migrations.AddField(
            model_name="content",
            name="freezable",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddIndex(
            model_name="outbound",
            index=models.Index(
                condition=models.Q(("code", "held-in-period"), ("state", "cancelled")),
                fields=["account"],
                name="channels_outbound_held",
            ),
        ),
    ]
