from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0019_folders_inside_home"),
    ]

    operations = [
        migrations.RenameField(model_name="subscriber", old_name="told", new_name="delivered_digest"),
    ]
