from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_threats_and_fakes"),
    ]

    operations = [
        migrations.AddField(
            model_name="heard",
            name="agreed_by",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="heard",
            name="agreed_digest",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="heard",
            name="agreed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="heard",
            name="minutes",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="outcome",
            name="agreed_by",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="outcome",
            name="agreed_digest",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="outcome",
            name="agreed_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="outcome",
            name="minutes",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="heard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_by", None), ("agreed_digest", ""), ("agreed_on", None), ("minutes", "")),
                    models.Q(
                        ("agreed_on__isnull", False),
                        models.Q(("agreed_digest", ""), _negated=True),
                        ("agreed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cases_heard_agreement_says_to_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_by", None), ("agreed_digest", ""), ("agreed_on", None), ("minutes", "")),
                    models.Q(
                        ("agreed_on__isnull", False),
                        models.Q(("agreed_digest", ""), _negated=True),
                        ("agreed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cases_outcome_agreement_says_to_what",
            ),
        ),
    ]
