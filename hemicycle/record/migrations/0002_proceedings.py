import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_the_record"),
    ]

    # Before the first release: speeches are entered anew by their source, with the sitting they belong to.
    operations = [
        migrations.DeleteModel("Contribution"),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("address", models.CharField(editable=False, max_length=12, unique=True)),
                ("order", models.PositiveIntegerField()),
                ("native_id", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("speech", "Speech"),
                            ("question", "Question"),
                            ("answer", "Answer"),
                            ("chair", "From the chair"),
                            ("interjection", "Interjection"),
                            ("procedural", "Procedure"),
                            ("note", "Note"),
                        ],
                        default="speech",
                        max_length=12,
                    ),
                ),
                ("labels", models.JSONField(blank=True, default=dict)),
                ("roles", models.JSONField(blank=True, default=dict)),
                ("started_at", models.TimeField(blank=True, null=True)),
                ("ended_at", models.TimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["sitting", "order"],
            },
        ),
        migrations.CreateModel(
            name="MediaSpan",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("start", models.PositiveBigIntegerField()),
                ("end", models.PositiveBigIntegerField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("native", "From the source"),
                            ("official", "From the official times"),
                            ("aligned", "Aligned by machine"),
                            ("manual", "Set by hand"),
                        ],
                        max_length=8,
                    ),
                ),
                ("certainty", models.FloatField(blank=True, null=True)),
                ("checked_by", models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("address", models.CharField(editable=False, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("term", "Term"), ("session", "Session"), ("part", "Part of a session")], max_length=8
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20)),
                ("labels", models.JSONField(blank=True, default=dict)),
                ("since", models.CharField(blank=True, max_length=10)),
                ("until", models.CharField(blank=True, max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "classification",
                    models.CharField(
                        choices=[("public", "Public"), ("internal", "Internal"), ("confidential", "Confidential")],
                        db_index=True,
                        default="public",
                        max_length=12,
                    ),
                ),
                ("native_id", models.CharField(blank=True, max_length=200)),
                ("kind", models.CharField(choices=[("video", "Video"), ("audio", "Sound")], max_length=8)),
                (
                    "track",
                    models.CharField(
                        choices=[("floor", "Floor"), ("interpretation", "Interpretation"), ("sign", "Sign language")],
                        default="floor",
                        max_length=14,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=20)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("milliseconds", models.PositiveBigIntegerField(blank=True, null=True)),
                ("files", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("order", models.PositiveIntegerField()),
                ("native_id", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("paragraph", "Paragraph"), ("quotation", "Quotation"), ("note", "Note")],
                        default="paragraph",
                        max_length=10,
                    ),
                ),
                ("spoken_in", models.CharField(blank=True, max_length=20)),
                ("text", models.TextField()),
            ],
            options={
                "ordering": ["text_version", "order"],
            },
        ),
        migrations.CreateModel(
            name="SpeechText",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "classification",
                    models.CharField(
                        choices=[("public", "Public"), ("internal", "Internal"), ("confidential", "Confidential")],
                        db_index=True,
                        default="public",
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("verbatim", "As spoken"),
                            ("official", "Official report"),
                            ("translation", "Translation"),
                            ("recognised", "Recognised by machine"),
                        ],
                        default="official",
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("provisional", "Provisional"), ("final", "Final")], default="final", max_length=12
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_to", models.DateTimeField(blank=True, null=True)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("order", models.PositiveIntegerField()),
                ("label", models.CharField(blank=True, max_length=200)),
                (
                    "option",
                    models.CharField(
                        choices=[
                            ("yes", "For"),
                            ("no", "Against"),
                            ("abstain", "Abstained"),
                            ("absent", "Absent"),
                            ("not voting", "Did not vote"),
                            ("paired", "Paired"),
                        ],
                        max_length=10,
                    ),
                ),
                ("teller", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["event", "order"],
            },
        ),
        migrations.CreateModel(
            name="VoteCount",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "option",
                    models.CharField(
                        choices=[
                            ("yes", "For"),
                            ("no", "Against"),
                            ("abstain", "Abstained"),
                            ("absent", "Absent"),
                            ("not voting", "Did not vote"),
                            ("paired", "Paired"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="VoteEvent",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "classification",
                    models.CharField(
                        choices=[("public", "Public"), ("internal", "Internal"), ("confidential", "Confidential")],
                        db_index=True,
                        default="public",
                        max_length=12,
                    ),
                ),
                ("address", models.CharField(editable=False, max_length=12, unique=True)),
                ("order", models.PositiveIntegerField()),
                ("native_id", models.CharField(blank=True, max_length=200)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("motions", models.JSONField(blank=True, default=dict)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("passed", "Agreed to"), ("failed", "Rejected"), ("tied", "Tied")],
                        max_length=8,
                    ),
                ),
                ("held_at", models.TimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["sitting", "order"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="agendaitem",
            name="record_agendaitem_place",
        ),
        migrations.RemoveConstraint(
            model_name="agendaitem",
            name="record_agendaitem_kind",
        ),
        migrations.RemoveConstraint(
            model_name="identifier",
            name="record_identifier_has_one_owner",
        ),
        migrations.RemoveConstraint(
            model_name="organization",
            name="record_organization_kind",
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="native_id",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="record.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="on_behalf_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mandates",
                to="record.organization",
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="links",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="organization",
            name="since",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="organization",
            name="until",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="person",
            name="born",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="person",
            name="contacts",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="person",
            name="image",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="person",
            name="links",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="person",
            name="other_names",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="sitting",
            name="status",
            field=models.CharField(
                choices=[
                    ("scheduled", "Scheduled"),
                    ("live", "Sitting now"),
                    ("provisional", "Provisional record"),
                    ("final", "Final record"),
                ],
                default="final",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="agendaitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("statement", "Statement"),
                    ("questions", "Questions"),
                    ("debate", "Debate"),
                    ("vote", "Vote"),
                    ("motion", "Motion"),
                    ("other", "Other business"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="organization",
            name="kind",
            field=models.CharField(
                choices=[
                    ("legislature", "Legislature"),
                    ("chamber", "Chamber"),
                    ("party", "Party"),
                    ("group", "Parliamentary group"),
                    ("committee", "Committee"),
                    ("government", "Government"),
                    ("other", "Other body"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="sitting",
            name="date",
            field=models.DateField(db_index=True),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=models.Index(fields=["sitting", "order"], name="record_agendaitem_order"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("native_id", ""), _negated=True),
                fields=("sitting", "native_id"),
                name="record_agendaitem_native_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["statement", "questions", "debate", "vote", "motion", "other"])),
                name="record_agendaitem_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["legislature", "chamber", "party", "group", "committee", "government", "other"])
                ),
                name="record_organization_kind",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contributions",
                to="record.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="contributions",
                to="record.person",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="reply_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replies",
                to="record.contribution",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="contributions", to="record.sitting"
            ),
        ),
        migrations.AddField(
            model_name="mediaspan",
            name="contribution",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spans",
                to="record.contribution",
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="record.organization"
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="record.period",
            ),
        ),
        migrations.AddField(
            model_name="period",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.source",
            ),
        ),
        migrations.AddField(
            model_name="identifier",
            name="period",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="identifiers",
                to="record.period",
            ),
        ),
        migrations.AddField(
            model_name="sitting",
            name="period",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sittings",
                to="record.period",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("area__isnull", True),
                        ("document__isnull", True),
                        ("organization__isnull", True),
                        ("period__isnull", True),
                        ("person__isnull", False),
                        ("sitting__isnull", True),
                        ("version__isnull", True),
                    ),
                    models.Q(
                        ("area__isnull", True),
                        ("document__isnull", True),
                        ("organization__isnull", False),
                        ("period__isnull", True),
                        ("person__isnull", True),
                        ("sitting__isnull", True),
                        ("version__isnull", True),
                    ),
                    models.Q(
                        ("area__isnull", False),
                        ("document__isnull", True),
                        ("organization__isnull", True),
                        ("period__isnull", True),
                        ("person__isnull", True),
                        ("sitting__isnull", True),
                        ("version__isnull", True),
                    ),
                    models.Q(
                        ("area__isnull", True),
                        ("document__isnull", True),
                        ("organization__isnull", True),
                        ("period__isnull", False),
                        ("person__isnull", True),
                        ("sitting__isnull", True),
                        ("version__isnull", True),
                    ),
                    models.Q(
                        ("area__isnull", True),
                        ("document__isnull", True),
                        ("organization__isnull", True),
                        ("period__isnull", True),
                        ("person__isnull", True),
                        ("sitting__isnull", False),
                        ("version__isnull", True),
                    ),
                    models.Q(
                        ("area__isnull", True),
                        ("document__isnull", False),
                        ("organization__isnull", True),
                        ("period__isnull", True),
                        ("person__isnull", True),
                        ("sitting__isnull", True),
                        ("version__isnull", True),
                    ),
                    models.Q(
                        ("area__isnull", True),
                        ("document__isnull", True),
                        ("organization__isnull", True),
                        ("period__isnull", True),
                        ("person__isnull", True),
                        ("sitting__isnull", True),
                        ("version__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="record_identifier_has_one_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["scheduled", "live", "provisional", "final"])),
                name="record_sitting_status",
            ),
        ),
        migrations.AddField(
            model_name="recording",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="recordings", to="record.sitting"
            ),
        ),
        migrations.AddField(
            model_name="recording",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.source",
            ),
        ),
        migrations.AddField(
            model_name="mediaspan",
            name="recording",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="spans", to="record.recording"
            ),
        ),
        migrations.AddField(
            model_name="mediaspan",
            name="segment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spans",
                to="record.segment",
            ),
        ),
        migrations.AddField(
            model_name="speechtext",
            name="contribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="record.contribution"
            ),
        ),
        migrations.AddField(
            model_name="speechtext",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.source",
            ),
        ),
        migrations.AddField(
            model_name="segment",
            name="text_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="segments", to="record.speechtext"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="record.organization",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="votes",
                to="record.person",
            ),
        ),
        migrations.AddField(
            model_name="voteevent",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="vote_events",
                to="record.document",
            ),
        ),
        migrations.AddField(
            model_name="voteevent",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="vote_events",
                to="record.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="voteevent",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="vote_events", to="record.sitting"
            ),
        ),
        migrations.AddField(
            model_name="voteevent",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.source",
            ),
        ),
        migrations.AddField(
            model_name="votecount",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="record.voteevent"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="record.voteevent"
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["sitting", "order"], name="record_contribution_order"),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["person", "sitting"], name="record_contribution_person"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("native_id", ""), _negated=True),
                fields=("sitting", "native_id"),
                name="record_contribution_native_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False),
                    models.Q(("labels", {}), _negated=True),
                    ("kind__in", ["procedural", "note"]),
                    _connector="OR",
                ),
                name="record_contribution_has_a_speaker",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["speech", "question", "answer", "chair", "interjection", "procedural", "note"])
                ),
                name="record_contribution_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["term", "session", "part"])), name="record_period_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", ""), _negated=True), models.Q(("labels", {}), _negated=True), _connector="OR"
                ),
                name="record_period_has_a_number_or_a_label",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="record_period_not_within_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.UniqueConstraint(
                condition=models.Q(("native_id", ""), _negated=True),
                fields=("sitting", "native_id"),
                name="record_recording_native_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["video", "audio"])), name="record_recording_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.CheckConstraint(
                condition=models.Q(("track__in", ["floor", "interpretation", "sign"])), name="record_recording_track"
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaspan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contribution__isnull", True), ("segment__isnull", False)),
                    models.Q(("contribution__isnull", False), ("segment__isnull", True)),
                    _connector="OR",
                ),
                name="record_mediaspan_has_one_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaspan",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))), name="record_mediaspan_ends_after_it_began"
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaspan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contribution__isnull", False)),
                fields=("recording", "contribution"),
                name="record_mediaspan_one_a_contribution",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaspan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("segment__isnull", False)),
                fields=("recording", "segment"),
                name="record_mediaspan_one_a_segment",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaspan",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["native", "official", "aligned", "manual"])),
                name="record_mediaspan_method",
            ),
        ),
        migrations.AddConstraint(
            model_name="speechtext",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("contribution", "language", "kind"),
                name="record_speechtext_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="speechtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["verbatim", "official", "translation", "recognised"])),
                name="record_speechtext_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="speechtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["provisional", "final"])), name="record_speechtext_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.UniqueConstraint(fields=("text_version", "order"), name="record_segment_place"),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="record_segment_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["paragraph", "quotation", "note"])), name="record_segment_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="voteevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("native_id", ""), _negated=True),
                fields=("sitting", "native_id"),
                name="record_voteevent_native_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="voteevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["", "passed", "failed", "tied"])), name="record_voteevent_result"
            ),
        ),
        migrations.AddConstraint(
            model_name="votecount",
            constraint=models.UniqueConstraint(fields=("event", "option"), name="record_votecount_once"),
        ),
        migrations.AddConstraint(
            model_name="votecount",
            constraint=models.CheckConstraint(
                condition=models.Q(("option__in", ["yes", "no", "abstain", "absent", "not voting", "paired"])),
                name="record_votecount_option",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("event", "order"), name="record_vote_place"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("event", "person"),
                name="record_vote_one_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False), models.Q(("label", ""), _negated=True), _connector="OR"),
                name="record_vote_has_a_voter",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("option__in", ["yes", "no", "abstain", "absent", "not voting", "paired"])),
                name="record_vote_option",
            ),
        ),
    ]
