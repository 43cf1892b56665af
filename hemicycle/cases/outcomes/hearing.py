"""The calendar of committees and the House as far as it is about bills."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.record.models import AgendaItem, Document


def next_hearing(bill: Document, *, since: date | None = None) -> AgendaItem | None:
    """The next public sitting that has the bill on its agenda, today's too."""
    return next_hearings([bill.pk], since=since).get(bill.pk)


def next_hearings(bills: Collection[object], *, since: date | None = None) -> dict[object, AgendaItem]:
    """The same of many, by the key of the bill."""
    rows = AgendaItem.objects.coming_up(since or timezone.localdate(), to=None).filter(document__in=list(bills))
    found: dict[object, AgendaItem] = {}
    for item in rows:
        found.setdefault(item.document_id, item)
    return found


def hearing_in_words(bill: Document, lang: str) -> str:
    """What somebody who writes about a bill now is told: when it is dealt with next; that the House has dealt with it
    already, where no day is to come and one has been; "" where neither is known."""
    coming = next_hearing(bill)
    with override(lang):
        if coming is not None:
            facts = {"bill": bill.name, "day": formats.date_format(coming.sitting.date, "DATE_FORMAT")}
            body = {"body": coming.sitting.organization.names.here}
            return _("%(bill)s is next on the agenda of %(body)s on %(day)s.") % {**facts, **body}
        if bill.agenda_items.filter(sitting__date__lt=timezone.localdate()).exists():
            text = _("No sitting that deals with %(bill)s is planned any more. What you write is read all the same.")
            return text % {"bill": bill.name}
    return ""
