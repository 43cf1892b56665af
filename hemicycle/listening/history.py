"""Corrections as a timeline: who said what, when, and whether it still holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Correction, Inquiry
from .words import COVERED, grouped, language_name, word

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


def events_of(inquiry: Inquiry, *, key: str = "", theme: str = "") -> list[Event]:
    """What staff said about the inquiry, or about one campaign or theme of it, newest first."""
    corrections = inquiry.corrections.newest_first()
    if key:
        corrections = corrections.of_campaign(key)
    if theme:
        corrections = corrections.of_theme(theme)
    names = _names(inquiry, corrections)
    return [_event(inquiry, correction, names) for correction in corrections]


def _names(inquiry: Inquiry, corrections: Iterable[Correction]) -> dict[str, tuple[str, str]]:
    """What the campaigns and themes that are spoken of are called now, and where they are."""
    if inquiry.shown is None:
        return {}
    keys: dict[bool, set[str]] = {True: set(), False: set()}
    for correction in corrections:
        keys[correction.kind.startswith("theme_")] |= {correction.campaign, correction.theme, correction.into} - {""}
    here, names = inquiry.address, dict[str, tuple[str, str]]()
    if keys[False]:
        found = inquiry.shown.campaigns.filter(key__in=keys[False]).only("analysis", "key", "name", "opening")
        names |= {one.key: (str(one), reverse("listening:campaign", args=[here, one.key])) for one in found}
    if keys[True]:
        themes = inquiry.shown.themes.filter(key__in=keys[True]).only("analysis", "key", "name", "labels")
        names |= {one.key: (str(one), reverse("listening:theme", args=[here, one.key])) for one in themes}
    return names


def _event(inquiry: Inquiry, correction: Correction, names: dict[str, tuple[str, str]]) -> Event:
    undone = correction.undone_at is not None
    who = correction.by_name
    if undone:
        who = _("%(by)s; undone by %(undone_by)s") % {"by": who, "undone_by": correction.undone_by_name}
    return Event(
        at=correction.at,
        who=who,
        what=sentence(correction, {key: name for key, (name, _url) in names.items()}),
        why=correction.why,
        url=_url(inquiry, correction, names),
        state="cancelled" if undone else "",
        state_label=_("Undone") if undone else "",
        undo_url="" if undone else reverse("listening:undo", args=[inquiry.address, correction.pk]),
    )


def _url(inquiry: Inquiry, correction: Correction, names: dict[str, tuple[str, str]]) -> str:
    """What it is about now: a campaign, a theme, or the one message."""
    about = correction.into or correction.campaign or correction.theme
    if about in names:
        return names[about][1]
    if not about and len(correction.messages) == 1:
        return reverse("listening:message", args=[inquiry.address, correction.messages[0]])
    return ""


def sentence(correction: Correction, names: dict[str, str]) -> str:
    """One correction in words."""
    facts = {
        "n": grouped(len(correction.messages)),
        "campaign": names.get(correction.campaign, _("a campaign that is not in this analysis")),
        "theme": names.get(correction.theme, _("a theme that is not in this analysis")),
        "into": names.get(correction.into, _something_else(correction)),
        "name": correction.name,
        "language": language_name(correction.name),
        "what": word(COVERED, correction.span[2]) if correction.span else "",
    }
    count, kind = len(correction.messages), Kind(correction.kind)
    sentences = _about_campaigns(count) | _about_themes(count) | _about_messages()
    return sentences[kind] % facts


def _something_else(correction: Correction) -> str:
    if correction.kind.startswith("theme_"):
        return _("a theme that is not in this analysis")
    return _("a campaign that is not in this analysis")


def _about_campaigns(count: int) -> dict[str, str]:
    return {
        Kind.CONFIRM: _("Confirmed as a campaign"),
        Kind.RENAME: _("Renamed to “%(name)s”"),
        Kind.MERGE: _("“%(campaign)s” became part of “%(into)s”"),
        Kind.SPLIT: ngettext("Split off %(n)s message as “%(into)s”", "Split off %(n)s messages as “%(into)s”", count),
        Kind.MOVE_OUT: ngettext(
            "Counted %(n)s message as an individual voice", "Counted %(n)s messages as individual voices", count
        ),
        Kind.MOVE_IN: ngettext("Moved %(n)s message into “%(into)s”", "Moved %(n)s messages into “%(into)s”", count),
    }


def _about_themes(count: int) -> dict[str, str]:
    return {
        Kind.THEME_CONFIRM: _("Confirmed as a theme: “%(theme)s”"),
        Kind.THEME_RENAME: _("Theme renamed to “%(name)s”"),
        Kind.THEME_MERGE: _("Theme “%(theme)s” became part of “%(into)s”"),
        Kind.THEME_SPLIT: ngettext(
            "Split off what %(n)s message says as the theme “%(into)s”",
            "Split off what %(n)s messages say as the theme “%(into)s”",
            count,
        ),
        Kind.THEME_IN: ngettext(
            "Counted %(n)s message in the theme “%(into)s”", "Counted %(n)s messages in the theme “%(into)s”", count
        ),
        Kind.THEME_OUT: ngettext(
            "Took %(n)s message out of the theme “%(theme)s”",
            "Took %(n)s messages out of the theme “%(theme)s”",
            count,
        ),
    }


def _about_messages() -> dict[str, str]:
    return {
        Kind.LINK_CONFIRM: _("Confirmed what a message speaks of"),
        Kind.LINK_REJECT: _("Rejected what a message was linked to"),
        Kind.LINK_SET: _("Said what a message speaks of"),
        Kind.LANGUAGE: _("Set the language of a message: %(language)s"),
        Kind.REDACT: _("Covered words of a message: %(what)s"),
        Kind.UNREDACT: _("Uncovered words of a message: %(what)s"),
    }
