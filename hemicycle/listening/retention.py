"""How long listening keeps what, and why."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD

from .actions.forgetting import forget_vectors
from .models import Collected, Inquiry, Upload

# Two parliamentary sessions: a bill that fails in one comes back in the next with the same letters.
LETTERS = timedelta(days=2 * 365)
FILES = timedelta(days=30)
BY = "retention"


def collected_before(before: datetime) -> QuerySet[Collected]:
    """Not of an inquiry that a worker is processing: its messages are due when it is done."""
    return Collected.objects.filter(inquiry__opened_at__lt=before).exclude(inquiry__in=Inquiry.objects.under_way())


def end_collected(rows: QuerySet[Any]) -> None:
    """The vectors of messages that leave their inquiries go from the disk, too."""
    inquiries = list(Inquiry.objects.filter(pk__in=rows.order_by().values("inquiry")))
    rows.delete()
    forget_vectors(inquiries)


def never_imported_before(before: datetime) -> QuerySet[Upload]:
    """Of one that is being imported, or was, the name and the hash are part of the evidence."""
    taken = Upload.objects.filter(intakes__state__in=["waiting", "running", "done"])
    return Upload.objects.filter(uploaded_at__lt=before).exclude(pk__in=taken.values("pk"))


def drop_files(rows: QuerySet[Any]) -> None:
    # By name: the actions import the engine, and every process loads these rules at its start.
    drop_file = import_string("hemicycle.listening.actions.uploads.drop_file")
    for upload in rows:
        drop_file(upload, by=BY)


retention.register(
    "listening.Inquiry",
    name=_("Inquiries"),
    keeps=FOR_GOOD,
    why=_("What was asked, and when, is the record of the House."),
)
retention.register(
    "listening.Collected",
    name=_("Which letters belong to an inquiry"),
    keeps=LETTERS,
    why=_("Which messages belong to an inquiry is known for two sessions of the House, as what was found in them."),
    due=collected_before,
    end=end_collected,
)
retention.register(
    "listening.Upload",
    name=_("Uploaded files of letters"),
    keeps=FOR_GOOD,
    why=_("Of a file that was imported only its name and its hash are kept: they are part of the evidence."),
)
retention.register(
    "listening.Upload",
    name=_("Files that were never imported"),
    part="never imported",
    keeps=FILES,
    why=_("A file is deleted as soon as it is imported; one that was never imported, after a month."),
    due=never_imported_before,
    end=drop_files,
)
retention.register(
    "listening.Intake",
    name=_("Imports of letters"),
    keeps=FOR_GOOD,
    why=_("How many rows came in, and by whom, is part of the evidence."),
)
retention.register(
    "listening.RejectedRow",
    name=_("Rows of files that could not be read"),
    keeps=FILES,
    why=_("Rows that could not be read are kept while someone may still repair them."),
    counted_from="intake__finished_at",
)
retention.register(
    "listening.Analysis",
    name=_("Analyses of letters"),
    keeps=FOR_GOOD,
    why=_("The numbers of a run hold no words of anyone."),
)
retention.register(
    "listening.Campaign",
    name=_("Campaigns found in letters"),
    keeps=LETTERS,
    why=_("Campaigns are kept as long as the messages they were found in."),
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Finding",
    name=_("Findings about letters"),
    keeps=LETTERS,
    why=_("Findings are about messages and go with them."),
    counted_from="analysis__created_at",
)
retention.register(
    "listening.QuoteReview",
    name=_("Verdicts on quotes"),
    keeps=LETTERS,
    why=_("Whether a quote may stand is known as long as the message it is from."),
    counted_from="at",
)
retention.register(
    "listening.Stratum",
    name=_("Questions and facts that letters share"),
    keeps=LETTERS,
    why=_("What several messages answer and state alike is kept as long as the messages."),
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Theme",
    name=_("Themes found in letters"),
    keeps=LETTERS,
    why=_("Themes are kept as long as the messages they were found in."),
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Mention",
    name=_("Themes that letters speak of"),
    keeps=LETTERS,
    why=_("Where a message speaks of a theme is about the message and goes with it."),
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Link",
    name=_("Bills and clauses that letters speak of"),
    keeps=LETTERS,
    why=_("What a message speaks of is about the message and goes with it."),
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Collection",
    name=_("Searches that collected letters"),
    keeps=FOR_GOOD,
    why=_("Which messages were collected, by what words, is part of the evidence."),
)
retention.register(
    "listening.Correction",
    name=_("Corrections of findings"),
    keeps=FOR_GOOD,
    why=_("Who decided what, and when, must remain known."),
)
retention.register(
    "listening.Dossier",
    name=_("Dossiers"),
    keeps=FOR_GOOD,
    why=_(
        "What a committee was given is the record of the House; it holds no personal data, and words that were erased "
        "are taken out."
    ),
)
