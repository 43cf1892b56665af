import django.utils.timezone
from django.db import migrations, models

KINDS = ("election", "dissolution", "mourning")
# Two of a kind never overlap; of one without an end GREATEST would make an empty range. PostgreSQL excludes
# overlapping ranges, one constraint a kind: an exclusion by kind and
# range in one would need an extension. SQLite knows no such constraint, and refuses in triggers what it would exclude.
EXCLUDE = """
    ALTER TABLE rules_sensitiveperiod ADD CONSTRAINT rules_sensitiveperiod_one_{kind} EXCLUDE USING gist (
        tstzrange(starts_at, CASE WHEN COALESCE(ended_at, ends_at) IS NULL THEN NULL
            ELSE GREATEST(starts_at, COALESCE(ended_at, ends_at)) END) WITH &&
    ) WHERE (kind = '{kind}' AND NOT (ended_at IS NOT NULL AND ended_at <= starts_at))
"""
REFUSE = """
    CREATE TRIGGER rules_sensitiveperiod_one_{verb} BEFORE {verb} ON rules_sensitiveperiod
    WHEN NEW.ended_at IS NULL OR NEW.ended_at > NEW.starts_at
    BEGIN
        SELECT RAISE(ABORT, 'rules_sensitiveperiod overlaps another of its kind') WHERE EXISTS (
            SELECT 1 FROM rules_sensitiveperiod AS other
            WHERE other.id IS NOT NEW.id AND other.kind = NEW.kind
            AND (other.ended_at IS NULL OR other.ended_at > other.starts_at)
            AND NEW.starts_at < COALESCE(other.ended_at, other.ends_at, '9999-12-31')
            AND other.starts_at < COALESCE(NEW.ended_at, NEW.ends_at, '9999-12-31')
        );
    END
"""


def refuse_overlaps(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for kind in KINDS:
            schema_editor.execute(EXCLUDE.format(kind=kind), params=None)
    else:
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(REFUSE.format(verb=verb), params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("rules", "0006_overrides"),
    ]

    operations = [
        migrations.CreateModel(
            name="SensitivePeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("election", "Election period"),
                            ("dissolution", "Dissolution"),
                            ("mourning", "Mourning"),
                        ],
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="From")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="Until")),
                ("notices", models.JSONField(default=dict, verbose_name="Notice")),
                ("planned_by", models.CharField(editable=False, max_length=100)),
                ("planned_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("end_asked_by", models.CharField(blank=True, editable=False, max_length=100)),
                ("ended_by", models.CharField(blank=True, editable=False, max_length=100)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ["-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                        name="rules_sensitiveperiod_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", "")),
                            models.Q(models.Q(("ended_by", ""), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="rules_sensitiveperiod_ended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            ("kind", "mourning"),
                            models.Q(
                                models.Q(("end_asked_by", ""), _negated=True),
                                models.Q(("ended_by", models.F("end_asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rules_sensitiveperiod_ended_by_two",
                    ),
                ],
            },
        ),
        migrations.RunPython(refuse_overlaps, migrations.RunPython.noop),
    ]
