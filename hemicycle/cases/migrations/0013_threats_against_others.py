from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_take_back_asked"),
    ]

    operations = [
        migrations.AlterField(
            model_name="threatreport",
            name="target",
            field=models.CharField(
                choices=[("member", "A member"), ("staff", "Staff"), ("other", "Other people, or a place")],
                max_length=10,
                verbose_name="Against",
            ),
        ),
    ]
