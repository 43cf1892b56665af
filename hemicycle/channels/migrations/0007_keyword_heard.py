from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_quick_states"),
    ]

    operations = [
        migrations.AddField(model_name="inbound", name="keyword", field=models.CharField(blank=True, max_length=40)),
    ]
