"""The record is kept as long as the House stands: it is the House's memory, and public."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED

_TABLES = {
    "AgendaItem": _("Items of agendas"),
    "Area": _("Constituencies"),
    "Attribution": _("Decisions on who spoke"),
    "Clause": _("Clauses of bills"),
    "Contribution": _("Speeches"),
    "Document": _("Bills and papers"),
    "DocumentVersion": _("Versions of bills and papers"),
    "Identifier": _("Identifiers in official sources"),
    "Match": _("Decisions on entries that may be one"),
    "MediaSpan": _("Passages of recordings"),
    "Membership": _("Memberships of people"),
    "Organization": _("Bodies and parties"),
    "Period": _("Terms and sessions"),
    "Person": _("People of the record"),
    "ProcedureStep": _("Steps of bills"),
    "Recording": _("Recordings of sittings"),
    "Segment": _("Sentences of speeches"),
    "Sitting": _("Sittings"),
    "Source": _("Sources of the record"),
    "SpeechText": _("Texts of speeches"),
    "Vote": _("How each member voted"),
    "VoteCount": _("Counts of votes"),
    "VoteEvent": _("Votes"),
}

for _table, _name in _TABLES.items():
    retention.register(f"record.{_table}", name=_name, keeps=FOR_GOOD, why=_("The public record of the House."))

retention.register(
    "record.Locality",
    name=_("Postcodes and places"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.record.actions.localities.load_localities",
    why=_("By it people find who represents them; the next table that the House loads replaces it."),
)
retention.register(
    "record.Watched",
    name=_("Watched files of publishers"),
    keeps=FOR_GOOD,
    why=_("What a publisher last said about its file, so that we ask no more than needed."),
)
retention.register(
    "record.MemberOffice",
    name=_("Members’ offices and their members"),
    keeps=FOR_GOOD,
    why=_("Which member an office works for, as long as the office exists."),
)
retention.register(
    "record.Unindexed",
    name=_("What the search index has yet to take in"),
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
    name=_("File of the whole record"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.record.actions.packing.pack",
    why=_(
        "The file of the whole record offered for download; the job that makes the next one deletes the earlier ones."
    ),
)
retention.register(
    "admin.LogEntry",
    name=_("Django’s own log of changes"),
    keeps=FOR_GOOD,
    why=_("Stays empty: changes to reference data are recorded in the audit log only."),
)
