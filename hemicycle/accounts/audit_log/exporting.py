"""The entries that the page shows, as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from hemicycle.rules.models import AuditEntry, AuditEntryQuerySet
from hemicycle.rules.spreadsheets import as_csv

from ..models import User
from .presenting import Line, lines

COLUMNS = (_("Entry"), _("When"), _("By"), _("Office"), _("Action"), _("About"), _("Reason"))
Describe = Callable[[list[AuditEntry]], list[Line]]
# Described together, with a few queries.
AT_ONCE = 500


def exported(rows: AuditEntryQuerySet, *, reader: User, offices: Mapping[str, str]) -> Iterator[str]:
    """In the language of whoever asks, which is another's when the file leaves: it is made while it is sent."""
    language = get_language() or ""
    with override(language):
        columns = [str(name) for name in COLUMNS]
    return as_csv(columns, _cells(rows, language, lambda some: lines(some, reader=reader, offices=offices)))


def _cells(rows: AuditEntryQuerySet, language: str, described: Describe) -> Iterator[list[object]]:
    entries = rows.order_by("-at", "-sequence").iterator(chunk_size=AT_ONCE)
    while some := list(islice(entries, AT_ONCE)):
        with override(language):
            written = [_row(line) for line in described(some)]
        yield from written


def _row(line: Line) -> list[object]:
    at = timezone.localtime(line.entry.at).isoformat(timespec="seconds")
    return [line.entry.sequence, at, line.who, line.office, line.what, str(line.subject), line.why]
