from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_split_from"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="passingon",
            name="cases_passingon_once",
        ),
        migrations.AddField(
            model_name="passingon",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="passingon",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("case", "to"), name="cases_passingon_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="passingon",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at", None), ("answered_at", None), _connector="OR"),
                name="cases_passingon_answered_or_withdrawn",
            ),
        ),
    ]
