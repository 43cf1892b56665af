"""What listening made of the messages of a person: findings, and the places of dossiers that cite them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hemicycle.channels.personal_data import messages
from hemicycle.rules.personal_data import Subject

from .models import (
    Analysis,
    Collected,
    Dossier,
    Finding,
    Inquiry,
    Intake,
    Link,
    Mention,
    QuoteReview,
    RejectedRow,
    Upload,
)

# What one file may hold, unpacked, while it is looked through: twice what may be uploaded by default.
MOST = 1024 * 1024 * 1024


def inquiries(subject: Subject) -> QuerySet[Inquiry]:
    """Those into which a message of theirs was collected."""
    return Inquiry.objects.filter(
        office__in=subject.offices, pk__in=Collected.objects.filter(inbound__in=messages(subject)).values("inquiry")
    )


def dossiers(subject: Subject) -> QuerySet[Dossier]:
    """Those that cite a message of theirs, in a number or in words."""
    wrote = set(messages(subject).values_list("pk", flat=True))
    rows = Dossier.objects.filter(inquiry__in=inquiries(subject))
    citing = [
        one.pk for one in rows if any(wrote.intersection(note) for note in one.content.get("notes", {}).values())
    ]
    return Dossier.objects.filter(pk__in=citing)


def rejected(subject: Subject) -> QuerySet[RejectedRow]:
    """Rows of files that could not be read and hold one of the addresses."""
    named = Q(pk__in=[])
    for address in subject.addresses:
        named |= Q(raw__icontains=address) | Q(detail__icontains=address)
    return RejectedRow.objects.filter(named, intake__inquiry__office__in=subject.offices)


def rows(subject: Subject) -> list[QuerySet[Any]]:
    findings = Finding.objects.filter(inbound__in=messages(subject).values("pk"))
    of_findings = [one.objects.filter(finding__in=findings.values("pk")) for one in (Mention, Link)]
    of_messages = [one.objects.filter(inbound__in=messages(subject).values("pk")) for one in (Collected, QuoteReview)]
    return [findings, *of_findings, *of_messages, dossiers(subject), rejected(subject)]


def data(subject: Subject) -> list[dict[str, Any]]:
    found = Finding.objects.filter(inbound__in=messages(subject).values("pk")).select_related("analysis__inquiry")
    made = [_finding(one) for one in found.prefetch_related("mentions__theme").order_by("pk")]
    cited = [{"dossier": one.address, "language": one.language, "version": one.version} for one in dossiers(subject)]
    unread = [{"raw": row.raw, "reason": row.reason} for row in rejected(subject)]
    return [*made, *cited, *unread]


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "inquiry": one.analysis.inquiry.title,
        "counted_as": one.place,
        "language": one.lang,
        "text_as_shown": one.shown_text,
        "themes": [mention.theme.label for mention in one.mentions.all() if mention.theme is not None],
    }


def blocked(subject: Subject) -> str:
    """While a worker has the words in its hands, or an uploaded file that was not imported yet holds an address."""
    for model in (Intake, Analysis):
        if model.objects.filter(inquiry__in=inquiries(subject)).unfinished().exists():
            return _("A file or an analysis is under way in an inquiry. Erase when it is done.")
    for upload in Upload.objects.filter(inquiry__office__in=subject.offices).exclude(stored=""):
        if upload.path.exists() and _holds(upload.path, subject.addresses):
            return _("A file that was uploaded and not imported holds the address. Import it or delete it first.")
    return ""


def _holds(path: Path, addresses: frozenset[str]) -> bool:
    """In UTF-8 or UTF-16, packed or not."""
    wanted = [one.lower().encode(code) for one in addresses for code in ("utf-8", "utf-16-le", "utf-16-be")]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            parts = [packed.read(one) for one in packed.infolist() if one.file_size < MOST]
    else:
        parts = [path.read_bytes()]
    return any(one in part.lower() for part in parts for one in wanted)
