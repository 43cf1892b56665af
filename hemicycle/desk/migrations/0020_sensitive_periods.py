from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0019_withdrawn_with_correction"),
    ]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="for_safety",
            field=models.BooleanField(default=False, verbose_name="Warning for the safety of life"),
        ),
        migrations.AddField(
            model_name="announcement",
            name="scheduled_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
