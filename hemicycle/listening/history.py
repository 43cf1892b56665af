"""Corrections as a timeline: who said what, when, and whether it still holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Correction, Inquiry
from .words import grouped

Kind = Correction.Kind


@dataclass(frozen=True)
class Event:
    """What the timeline pattern shows, and the address that takes it back, "" where it was taken back."""

    at: datetime
    who: str
    what: str | Promise
    why: str
    url: str
    state: str
    state_label: str
    undo_url: str


def events_of(inquiry: Inquiry, *, key: str = "") -> list[Event]:
    """What staff said about the inquiry, or about one campaign of it, newest first."""
    corrections = inquiry.corrections.newest_first()
    if key:
        corrections = corrections.of_campaign(key)
    names = _names(inquiry, corrections)
    return [_event(inquiry, correction, names) for correction in corrections]


def _names(inquiry: Inquiry, corrections: Iterable[Correction]) -> dict[str, str]:
    """What the campaigns that are spoken of are called now."""
    if inquiry.shown is None:
        return {}
    keys = {key for c in corrections for key in (c.campaign, c.into)} - {""}
    found = inquiry.shown.campaigns.filter(key__in=keys).only("analysis", "key", "name", "opening")
    return {campaign.key: str(campaign) for campaign in found}


def _event(inquiry: Inquiry, correction: Correction, names: dict[str, str]) -> Event:
    about = correction.into or correction.campaign
    undone = correction.undone_at is not None
    who = correction.by_name
    if undone:
        who = _("%(by)s; undone by %(undone_by)s") % {"by": who, "undone_by": correction.undone_by_name}
    return Event(
        at=correction.at,
        who=who,
        what=sentence(correction, names),
        why=correction.why,
        url=reverse("listening:campaign", args=[inquiry.address, about]) if about in names else "",
        state="cancelled" if undone else "",
        state_label=_("Undone") if undone else "",
        undo_url="" if undone else reverse("listening:undo", args=[inquiry.address, correction.pk]),
    )


def sentence(correction: Correction, names: dict[str, str]) -> str:
    """One correction in words."""
    facts = {
        "n": grouped(len(correction.messages)),
        "campaign": names.get(correction.campaign, _("a campaign that is not in this analysis")),
        "into": names.get(correction.into, _("a campaign that is not in this analysis")),
        "name": correction.name,
    }
    count = len(correction.messages)
    sentences = {
        Kind.CONFIRM: _("Confirmed as a campaign"),
        Kind.RENAME: _("Renamed to “%(name)s”"),
        Kind.MERGE: _("“%(campaign)s” became part of “%(into)s”"),
        Kind.SPLIT: ngettext("Split off %(n)s message as “%(into)s”", "Split off %(n)s messages as “%(into)s”", count),
        Kind.MOVE_OUT: ngettext(
            "Counted %(n)s message as an individual voice", "Counted %(n)s messages as individual voices", count
        ),
        Kind.MOVE_IN: ngettext("Moved %(n)s message into “%(into)s”", "Moved %(n)s messages into “%(into)s”", count),
    }
    return sentences[Kind(correction.kind)] % facts
