"""The record is kept as long as the House stands: it is the House's memory, and public."""

from hemicycle.record.models.indexing import KEPT
from hemicycle.rules import retention

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
    retention.register(f"record.{_table}", keeps=None, why="the public record of the House")

retention.register(
    "record.Watched", keeps=None, why="what a publisher said of its file last, to ask no more than needed"
)
retention.register("record.MemberOffice", keeps=None, why="which office is whose, as long as the office is there")
retention.register("record.Unindexed", keeps=None, why="Until the search has taken it up, and no longer.")
retention.register(
    "record.Indexing",
    keeps=KEPT,
    counted_from="finished_at",
    why="Tells whether the search is being brought up to date; of a run that ended nobody asks after a day.",
)
retention.register(
    "record.Packing",
    keeps=None,
    why="the file of the whole record that is offered; the job that makes the next removes those before it",
)
retention.register(
    "admin.LogEntry",
    keeps=None,
    why="Stays empty: what is done to reference data is in the audit log, and only there.",
)
