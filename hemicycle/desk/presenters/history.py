"""What happened to an announcement, from the audit log: offices and people, for staff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.patterns import Event
from hemicycle.channels.registry import ADAPTERS
from hemicycle.channels.status.labels import kind_of
from hemicycle.desk.models import Announcement, DutyLink
from hemicycle.desk.presenters import trail as trails
from hemicycle.desk.presenters.trail import BY_PROPOSALS, Trail
from hemicycle.desk.timestamps import zone
from hemicycle.desk.words import language_name
from hemicycle.desk.words import people as counted
from hemicycle.follow.numbers import SMALLEST
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry


def events_of(announcement: Announcement, trail: Trail | None = None) -> list[Event]:
    """Newest first; `trail`: where somebody has read it already."""
    trail = trail or trails.read(announcement)
    names, offices = _names(trail), _offices(trail)
    # Each of these entries made one proposal, in the same order.
    notes = iter(one.note for one in trail.proposals)
    overruled = any(entry.action == "desk.overrule" for entry in trail.entries)
    reasons = {one.check_name: one.reason for one in announcement.overrides.all()} if overruled else {}
    links = {link.pk: link for link in trail.links}
    events = []
    for entry, facts in _together(trail.entries):
        note = next(notes, "") if entry.action in BY_PROPOSALS else ""
        office = offices.get(facts.get("of_office") or entry.office, "")
        why = (
            note
            or audit.reason(entry)
            or reasons.get(facts.get("check", ""), "")
            or _link(facts, links)
            or _more(facts)
        )
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


def _names(trail: Trail) -> dict[str, str]:
    known = trail.people
    unknown = {entry.actor for entry in trail.entries if entry.actor.startswith("user:")} - known.keys()
    return known | (User.objects.behind(unknown) if unknown else {})


def _offices(trail: Trail) -> dict[str, str]:
    known = trail.offices
    named = {entry.office for entry in trail.entries} | {
        str(entry.facts.get("of_office", "")) for entry in trail.entries
    }
    unknown = named - known.keys() - {""}
    return known | (dict(Office.objects.filter(slug__in=unknown).values_list("slug", "name")) if unknown else {})


def _together(entries: Iterable[AuditEntry]) -> Iterator[tuple[AuditEntry, dict[str, Any]]]:
    """Each with its facts; recipients enqueued through several accounts are one event."""
    for (action, _actor), run in groupby(entries, key=lambda entry: (entry.action, entry.actor)):
        same = list(run)
        if action in ("desk.put_out", "desk.try_again", "desk.send_stopped"):
            yield same[-1], _queued(one.facts for one in same)
        else:
            yield from ((one, one.facts) for one in same)


def _queued(facts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """People are counted, each once, and a few on a channel in no sum, as in the results; what everybody reads on a
    site or a network is no person."""
    counts, places = list[int](), dict[str, None]()
    for one in facts:
        kind = one.get("kind", "")
        if kind in ADAPTERS and ADAPTERS[kind].addressed:
            counts.append(one["recipients"])
        elif one["recipients"]:
            places[kind_of(kind)] = None
    people = sum(n for n in counts if n >= SMALLEST)
    return {"people": people, "few": any(counts) and not people, "places": list(places)}


def _name(actor: str, names: dict[str, str]) -> str:
    return _("automatically") if actor == "worker" else names.get(actor, actor)


def _link(facts: dict[str, Any], links: dict[int, DutyLink]) -> str:
    """Whom a link was made for, and why."""
    link = links.get(facts.get("link", 0))
    return f"{link.to}: {link.why}" if link else ""


def _new_time(at: str) -> str:
    if not at:
        return _("It has no release time now.")
    return _("For %(moment)s.") % {
        "moment": date_format(localtime(datetime.fromisoformat(at), zone()), "DATETIME_FORMAT")
    }


def _more(facts: dict[str, Any]) -> str:
    """What a line adds to its name."""
    parts = []
    if channel := facts.get("channel"):
        parts.append(f"{channel} · {language_name(facts['lang'])}")
    if voided := facts.get("voided"):
        parts.append(ngettext("%(n)d approval became void.", "%(n)d approvals became void.", voided) % {"n": voided})
    if "was" in facts and "at" in facts:
        parts.append(_new_time(facts["at"]))
    if facts.get("through") == "link":
        parts.append(_("By a signed link."))
    if places := facts.get("places"):
        parts.append(_("To be published: %(channels)s.") % {"channels": ", ".join(places)})
    if people := facts.get("people"):
        parts.append(_("To %(people)s.") % {"people": counted(people)})
    elif facts.get("few"):
        parts.append(_("To fewer than five people on each channel."))
    return " ".join(parts)


def _edition(announcement: Announcement, facts: dict[str, Any]) -> str:
    number = facts.get("edition")
    return reverse("desk:edition", args=[announcement.address, number]) if number else ""
