"""Drafts prepared from the record: what happened in neutral words, with where it stands in procedure and the link to
the official record. Nobody's reasons, no adjectives; somebody still writes, checks and approves it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.accounts.models import Office
from hemicycle.desk.models import Announcement
from hemicycle.desk.workflow import DISCARDED
from hemicycle.record.models import Document, Sitting, VoteEvent, VoteOption
from hemicycle.rules.site_address import absolute

# What was on a desk for longer was left unsaid on purpose.
DAYS_BACK = 7
# The day after next is soon enough for the next working day.
DAYS_AHEAD = 3
MOST_ITEMS = 12


@dataclass(frozen=True)
class Suggestion:
    """Something of the record that nobody has announced yet."""

    row: Sitting | Document | VoteEvent
    name: str
    on: date


def suggestions(office: Office, today: date | None = None) -> list[Suggestion]:
    """Sittings of the next days, bills and votes of the last ones, public and not yet written about by this office."""
    today = today or timezone.localdate()
    since, until = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    written = Announcement.objects.filter(office=office).exclude(state=DISCARDED)
    sittings = Sitting.objects.readable_by(None).filter(date__gte=today, date__lte=until)
    bills = Document.objects.readable_by(None).bills().filter(introduced_on__gte=since, introduced_on__lte=today)
    votes = VoteEvent.objects.readable_by(None).filter(sitting__date__gte=since, sitting__date__lte=today)
    sittings, votes = sittings.select_related("organization"), votes.select_related("sitting", "item", "document")
    found = [Suggestion(row, "sitting", row.date) for row in _unsaid(sittings, written, "sitting")]
    found += [Suggestion(row, "document", row.introduced_on) for row in _unsaid(bills, written, "document")]
    found += [Suggestion(row, "vote", row.sitting.date) for row in _unsaid(votes, written, "vote")]
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.name, str(one.row.pk)))


def _unsaid(rows: Any, written: Any, name: str) -> Any:
    return rows.exclude(pk__in=written.exclude(**{name: None}).values(name))


def texts(row: Sitting | Document | VoteEvent) -> dict[str, tuple[str, str]]:
    """(title, text) in every language of the House; dates, numbers and names as each language writes them."""
    found = {}
    for lang, _name in settings.LANGUAGES:
        with override(lang):
            found[lang] = _TEMPLATES[type(row)](row)
    return found


def _sitting(row: Sitting) -> tuple[str, str]:
    body, day = row.organization.names.here, formats.date_format(row.date, "DATE_FORMAT")
    when = day if row.opened_at is None else f"{day}, {formats.time_format(row.opened_at, 'TIME_FORMAT')}"
    lines = [_("Next sitting: %(body)s, %(when)s.") % {"body": body, "when": when}]
    items = [item.titles.here for item in row.items.filter(parent=None).order_by("order")[: MOST_ITEMS + 1]]
    if items:
        shown = [f"– {item}" for item in items[:MOST_ITEMS]] + ["– …"] * (len(items) > MOST_ITEMS)
        lines.append("\n".join([_("On the agenda:"), *shown]))
    lines.append(_("The full agenda: %(link)s") % {"link": absolute(row.get_absolute_url())})
    return _("Sitting of %(day)s: %(body)s") % {"body": body, "day": day}, "\n\n".join(lines)


def _bill(row: Document) -> tuple[str, str]:
    named = {"bill": row.name, "title": row.titles.here}
    lines = [_("%(bill)s, “%(title)s”, is before the House.") % named]
    if row.introduced_on:
        day = formats.date_format(row.introduced_on, "DATE_FORMAT")
        lines = [_("%(bill)s, “%(title)s”, was introduced on %(day)s.") % {**named, "day": day}]
    if row.sponsor:
        lines[0] += " " + _("Introduced by: %(name)s.") % {"name": row.sponsor.name}
    if row.long_titles:
        lines.append(_("Its purpose, in the words of the bill: “%(words)s”") % {"words": row.long_titles.here})
    lines += _stage(row)
    lines.append(_("The text and its way through the House: %(link)s") % {"link": absolute(row.get_absolute_url())})
    return _("%(bill)s: %(title)s") % named, "\n\n".join(lines)


def _vote(row: VoteEvent) -> tuple[str, str]:
    what, day = row.titles.here or row.number, formats.date_format(row.sitting.date, "DATE_FORMAT")
    lines = [_("On %(day)s the House voted on this question: “%(what)s”") % {"day": day, "what": what}]
    counted = {one.option: one.value for one in row.counts.all()}
    counts = [f"{option.label} {formats.number_format(counted[option])}" for option in VoteOption if option in counted]
    if row.result:
        result = {"result": row.get_result_display(), "counts": ", ".join(counts)}
        lines.append((_("Result: %(result)s. %(counts)s.") if counts else _("Result: %(result)s.")) % result)
    if row.document:
        named = {"bill": row.document.name, "title": row.document.titles.here}
        lines += [_("The vote was about %(bill)s, “%(title)s”.") % named, *_stage(row.document)]
    lines.append(_("How each member voted: %(link)s") % {"link": absolute(row.get_absolute_url())})
    heading = row.document.name if row.document else what
    return _("Vote of %(day)s: %(what)s") % {"day": day, "what": heading}, "\n\n".join(lines)


def _stage(row: Document) -> list[str]:
    """Where the bill stands in procedure, as far as the record says so."""
    if row.stage is None:
        return []
    sentence = _("Stage of the bill: %(stage)s.") % {"stage": row.stage.label}
    if row.committee is not None:
        sentence += " " + _("Committee: %(name)s.") % {"name": row.committee.names.here}
    return [sentence]


_TEMPLATES: dict[type, Callable[[Any], tuple[str, str]]] = {Sitting: _sitting, Document: _bill, VoteEvent: _vote}
