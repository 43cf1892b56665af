import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_inform"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="passingon",
            name="came_by",
            field=models.CharField(
                blank=True, choices=[("post", "By post"), ("telephone", "By telephone")], default="", max_length=9
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="passingon",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="passingon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("came_by", ""), ("recorded_by", None)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("recorded_by__isnull", False),
                        models.Q(("came_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cases_passingon_recorded_says_how",
            ),
        ),
    ]
