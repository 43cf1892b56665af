"""What happened to an announcement, from the audit log: offices and people, for staff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import Office, User
from hemicycle.desk.models import Announcement, DutyLink, Proposal
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry

_BY_PROPOSALS = ("desk.send_back", "desk.propose")


@dataclass(frozen=True, slots=True)
class Event:
    """What the timeline pattern shows."""

    at: datetime
    who: str
    what: str
    why: str = ""
    url: str = ""


def events_of(announcement: Announcement) -> list[Event]:
    """Newest first."""
    entries = list(AuditEntry.objects.about(announcement))
    names = User.objects.behind({entry.actor for entry in entries})
    slugs = {entry.office for entry in entries} | {str(entry.facts.get("of_office", "")) for entry in entries}
    offices = dict(Office.objects.filter(slug__in=slugs).values_list("slug", "name"))
    # Each of these entries made one proposal, in the same order.
    notes = _notes(announcement)
    reasons = {one.check_name: one.reason for one in announcement.overrides.all()}
    links = {link.pk: link for link in announcement.duty_links.select_related("to")}
    events = []
    for entry, facts in _together(reversed(entries)):
        note = next(notes, "") if entry.action in _BY_PROPOSALS else ""
        office = offices.get(facts.get("of_office") or entry.office, "")
        why = note or reasons.get(facts.get("check", ""), "") or _link(facts, links) or _more(facts)
        events.append(
            Event(
                entry.at,
                " · ".join(filter(None, (_name(entry.actor, names), office))),
                audit.label(entry.action),
                why,
                _edition(announcement, facts),
            )
        )
    return events[::-1]


def _together(entries: Iterable[AuditEntry]) -> Iterator[tuple[AuditEntry, dict[str, Any]]]:
    """Each with its facts; recipients enqueued through several accounts are one event."""
    for (action, _actor), run in groupby(entries, key=lambda entry: (entry.action, entry.actor)):
        same = list(run)
        if action == "desk.put_out":
            yield same[-1], {"recipients": sum(one.facts["recipients"] for one in same)}
        else:
            yield from ((one, one.facts) for one in same)


def _notes(announcement: Announcement) -> Iterator[str]:
    return iter(Proposal.objects.filter(announcement=announcement).order_by("at", "pk").values_list("note", flat=True))


def _name(actor: str, names: dict[str, str]) -> str:
    return _("automatically") if actor == "worker" else names.get(actor, actor)


def _link(facts: dict[str, Any], links: dict[int, DutyLink]) -> str:
    """Whom a link was made for, and why."""
    link = links.get(facts.get("link", 0))
    return f"{link.to}: {link.why}" if link else ""


def _more(facts: dict[str, Any]) -> str:
    """What a line adds to its name."""
    parts = []
    if voided := facts.get("voided"):
        parts.append(ngettext("%(n)d approval became void.", "%(n)d approvals became void.", voided) % {"n": voided})
    if facts.get("through") == "link":
        parts.append(_("By a signed link."))
    if "recipients" in facts:
        n = facts["recipients"]
        parts.append(ngettext("%(n)d recipient.", "%(n)d recipients.", n) % {"n": n})
    return " ".join(parts)


def _edition(announcement: Announcement, facts: dict[str, Any]) -> str:
    number = facts.get("edition")
    return reverse("desk:edition", args=[announcement.address, number]) if number else ""
