"""The record is kept as long as the House stands: it is the House's memory, and public."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED

_TABLES = (
    "AgendaItem",
    "Area",
    "Attribution",
    "Clause",
    "Contribution",
    "Document",
    "DocumentVersion",
    "Identifier",
    "Match",
    "MediaSpan",
    "Membership",
    "Organization",
    "Period",
    "Person",
    "ProcedureStep",
    "Recording",
    "Segment",
    "Sitting",
    "Source",
    "SpeechText",
    "Vote",
    "VoteCount",
    "VoteEvent",
)

for _table in _TABLES:
    retention.register(f"record.{_table}", keeps=FOR_GOOD, why=_("The public record of the House."))

retention.register(
    "record.Locality",
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.record.actions.localities.load_localities",
    why=_("By it people find who represents them; the next table that the House loads replaces it."),
)
retention.register(
    "record.Watched",
    keeps=FOR_GOOD,
    why=_("What a publisher last said about its file, so that we ask no more than needed."),
)
retention.register(
    "record.MemberOffice", keeps=FOR_GOOD, why=_("Which member an office works for, as long as the office exists.")
)
retention.register(
    "record.Unindexed",
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.record.search.writing.bring_up_to_date",
    why=_("Until the search index is updated, and no longer."),
)
retention.register(
    "record.Indexing",
    name=_("Runs of the search index"),
    keeps=timedelta(days=1),
    counted_from="finished_at",
    why=_("Shows whether the search index is being updated; not needed a day after a run has ended."),
)
retention.register(
    "record.Packing",
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.record.actions.packing.pack",
    why=_(
        "The file of the whole record offered for download; the job that makes the next one deletes the earlier ones."
    ),
)
retention.register(
    "admin.LogEntry",
    keeps=FOR_GOOD,
    why=_("Stays empty: changes to reference data are recorded in the audit log only."),
)
