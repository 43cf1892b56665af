from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("record", "0011_languages_of_the_web")]

    operations = [
        migrations.RenameField(model_name="watched", old_name="looked_at", new_name="polled_at"),
        migrations.RenameField(model_name="packing", old_name="told", new_name="summary"),
    ]
