"""Corrections as a timeline: who said what, when, and whether it is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts import patterns

from ..models import Correction, Inquiry
from ..models.group_kinds import CAMPAIGN, THEME, kind_of
from ..text.words import REDACTED, grouped, language_name, word

Kind = Correction.Kind
# Without their group these change nothing; messages are counted elsewhere wherever they are now.
NEED_THEIR_GROUP = frozenset(
    [kind.corrections[verb] for kind in (CAMPAIGN, THEME) for verb in ("confirm", "rename", "merge")]
    + [Kind.THEME_SPLIT, Kind.THEME_OUT]
)


@dataclass(frozen=True, slots=True)
class Event(patterns.Event):
    """With the address that takes it back, "" where it was taken back."""

    undo_url: str = ""


@dataclass(frozen=True)
class Label:
    """What a group is called now, and the address of its page."""

    text: str
    url: str


Labels = Mapping[str, Label]


def events_of(inquiry: Inquiry, *, key: str = "") -> list[Event]:
    """What staff said about the inquiry, or about one campaign or theme of it, newest first."""
    corrections = inquiry.corrections.newest_first()
    if key:
        corrections = corrections.of_group(key)
    labels = _labels(inquiry, corrections)
    return [_event(inquiry, correction, labels) for correction in corrections]


def _labels(inquiry: Inquiry, corrections: Iterable[Correction]) -> Labels:
    """The campaigns and themes that are spoken of and that the shown analysis has."""
    keys: dict[str, set[str]] = {CAMPAIGN.name: set(), THEME.name: set()}
    for correction in corrections:
        keys[kind_of(correction).name] |= {correction.group, correction.into} - {""}
    labels: dict[str, Label] = {}
    for kind in (CAMPAIGN, THEME):
        if inquiry.shown is not None and keys[kind.name]:
            for group in kind.groups_of(inquiry.shown).filter(key__in=keys[kind.name]).for_labels():
                url = reverse(f"listening:{kind.name}", args=[inquiry.address, group.key])
                labels[group.key] = Label(group.label, url)
    return labels


def _event(inquiry: Inquiry, correction: Correction, labels: Labels) -> Event:
    undone = correction.undone_at is not None
    who = correction.by_name
    if undone:
        who = _("%(by)s; undone by %(undone_by)s") % {"by": who, "undone_by": correction.undone_by_name}
    state, state_label = _state(correction, labels)
    return Event(
        at=correction.at,
        who=who,
        what=sentence(correction, labels),
        why=correction.why,
        url=_url(inquiry, correction, labels),
        state=state,
        state_label=state_label,
        undo_url="" if undone else reverse("listening:undo", args=[inquiry.address, correction.pk]),
    )


def _state(correction: Correction, labels: Labels) -> tuple[str, str]:
    if correction.undone_at is not None:
        return "cancelled", _("Undone")
    needed = {correction.into, correction.group if correction.kind in NEED_THEIR_GROUP else ""} - {""}
    if needed <= labels.keys():
        return "", ""
    return "waiting", _("Kept, and without effect in this analysis")


def _url(inquiry: Inquiry, correction: Correction, labels: Labels) -> str:
    """What it is about now: a campaign, a theme, or the one message."""
    about = correction.into or correction.group
    if about in labels:
        return labels[about].url
    if not about and len(correction.messages) == 1:
        return reverse("listening:message", args=[inquiry.address, correction.messages[0]])
    return ""


def sentence(correction: Correction, labels: Labels) -> str:
    """One correction in words."""
    gone = (
        _("a theme that is not in this analysis")
        if kind_of(correction) is THEME
        else _("a campaign that is not in this analysis")
    )
    label, into = labels.get(correction.group), labels.get(correction.into)
    facts = {
        "n": grouped(len(correction.messages)),
        "group": label.text if label else gone,
        "into": into.text if into else gone,
        "name": correction.name,
        "language": language_name(correction.name),
        "what": word(REDACTED, correction.span[2]) if correction.span else "",
    }
    count, kind = len(correction.messages), Kind(correction.kind)
    sentences = _about_campaigns(count) | _about_themes(count) | _about_messages()
    return sentences[kind] % facts


def _about_campaigns(count: int) -> dict[str, str]:
    return {
        Kind.CONFIRM: _("Confirmed as a campaign"),
        Kind.RENAME: _("Renamed to “%(name)s”"),
        Kind.MERGE: _("“%(group)s” became part of “%(into)s”"),
        Kind.SPLIT: ngettext("Split off %(n)s message as “%(into)s”", "Split off %(n)s messages as “%(into)s”", count),
        Kind.MOVE_OUT: ngettext(
            "Counted %(n)s message as an individual voice", "Counted %(n)s messages as individual voices", count
        ),
        Kind.MOVE_IN: ngettext("Moved %(n)s message into “%(into)s”", "Moved %(n)s messages into “%(into)s”", count),
    }


def _about_themes(count: int) -> dict[str, str]:
    return {
        Kind.THEME_CONFIRM: _("Confirmed as a theme: “%(group)s”"),
        Kind.THEME_RENAME: _("Theme renamed to “%(name)s”"),
        Kind.THEME_MERGE: _("Theme “%(group)s” became part of “%(into)s”"),
        Kind.THEME_SPLIT: ngettext(
            "Split off what %(n)s message says as the theme “%(into)s”",
            "Split off what %(n)s messages say as the theme “%(into)s”",
            count,
        ),
        Kind.THEME_IN: ngettext(
            "Counted %(n)s message in the theme “%(into)s”", "Counted %(n)s messages in the theme “%(into)s”", count
        ),
        Kind.THEME_OUT: ngettext(
            "Removed %(n)s message from the theme “%(group)s”",
            "Removed %(n)s messages from the theme “%(group)s”",
            count,
        ),
    }


def _about_messages() -> dict[str, str]:
    return {
        Kind.LINK_CONFIRM: _("Confirmed what a message speaks of"),
        Kind.LINK_REJECT: _("Rejected what a message was linked to"),
        Kind.LINK_SET: _("Linked a message"),
        Kind.LANGUAGE: _("Set the language of a message: %(language)s"),
        Kind.REDACT: _("Redacted words of a message: %(what)s"),
        Kind.UNREDACT: _("Restored redacted words of a message: %(what)s"),
    }
