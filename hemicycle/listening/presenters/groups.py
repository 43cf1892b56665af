"""The pages of campaigns and of themes: what they have in common, and the words and rows in which they differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import date as date_words
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..models import Finding, Group
from ..models.group_kinds import CAMPAIGN, THEME, GroupKind
from ..text.quoting import mention_quotes

# As many as one scrolls through; a group beyond them is merged or moved from its own page.
MOST_OTHERS = 200
QUOTES_BESIDE = 3


@dataclass(frozen=True)
class Words:
    """In French and Spanish a campaign is feminine and a theme masculine."""

    one: str | Promise
    many: str | Promise
    no_match: str | Promise
    confirmed: str | Promise
    confirmed_by: str | Promise
    made_by_staff: str | Promise
    found: str | Promise
    named: str | Promise
    not_looked_at: str | Promise
    rename: str | Promise
    renamed: str | Promise
    merge: str | Promise
    merged: str | Promise
    choose: str | Promise
    no_other: str | Promise
    members: str | Promise
    members_lead: str | Promise
    of_their_own: str | Promise
    split: str | Promise
    take_out: str | Promise
    another: str | Promise


OF_CAMPAIGNS = Words(
    one=_("Campaign"),
    many=_("Campaigns"),
    no_match=_("No campaign matches"),
    confirmed=_("Confirmed"),
    confirmed_by=_("Confirmed by %(by)s on %(on)s"),
    made_by_staff=_("Made by staff"),
    found=_("Found by the software, not yet reviewed"),
    named=_("Named by staff, not yet confirmed"),
    not_looked_at=_("Not yet looked at"),
    rename=_("Name the campaign"),
    renamed=_("The campaign has a new name."),
    merge=_("Merge two campaigns"),
    merged=_("Two campaigns are now one."),
    choose=_("Choose the campaign that this one is part of. You see both side by side before anything changes."),
    no_other=_("There is no other campaign in this inquiry."),
    members=_("Split or move messages"),
    members_lead=_(
        "Choose messages; then make them a campaign of their own, move them, or count them as individual voices."
    ),
    of_their_own=_("A campaign of their own"),
    split=_("Split off the messages"),
    take_out=_("Count as individual voices"),
    another=_("Another campaign"),
)
OF_THEMES = Words(
    one=_("Theme"),
    many=_("Themes"),
    no_match=_("No theme matches"),
    confirmed=pgettext_lazy("theme", "Confirmed"),
    confirmed_by=pgettext_lazy("theme", "Confirmed by %(by)s on %(on)s"),
    made_by_staff=pgettext_lazy("theme", "Made by staff"),
    found=pgettext_lazy("theme", "Found by the software, not yet reviewed"),
    named=pgettext_lazy("theme", "Named by staff, not yet confirmed"),
    not_looked_at=pgettext_lazy("theme", "Not yet looked at"),
    rename=_("Name the theme"),
    renamed=_("The theme has a new name."),
    merge=_("Merge two themes"),
    merged=_("Two themes are now one."),
    choose=_("Choose the theme that this one is part of. You see both side by side before anything changes."),
    no_other=_("There is no other theme in this inquiry."),
    members=_("Split or move what is said"),
    members_lead=_(
        "Choose messages; then make what they say a theme of its own, count it in another, or remove them."
    ),
    of_their_own=_("A theme of its own"),
    split=_("Split off as a theme"),
    take_out=_("They do not speak of it"),
    another=_("Another theme"),
)
# Names of addresses (urls.py).
URLS: Mapping[str, Mapping[str, str]] = {
    CAMPAIGN.name: {
        "page": "listening:campaign",
        "confirm": "listening:confirm",
        "rename": "listening:rename",
        "merge": "listening:merge",
        "members": "listening:members",
    },
    THEME.name: {
        "page": "listening:theme",
        "confirm": "listening:theme_confirm",
        "rename": "listening:theme_rename",
        "merge": "listening:theme_merge",
        "members": "listening:theme_members",
    },
}
WORDS: Mapping[str, Words] = {CAMPAIGN.name: OF_CAMPAIGNS, THEME.name: OF_THEMES}


@dataclass(frozen=True)
class Member:
    """One message of a group as a page lists it: its words, and a note about them."""

    finding: Finding
    text: str
    note: str


@dataclass(frozen=True)
class Side:
    """One of two groups that are compared; a campaign shows its letter instead of quotes."""

    group: Group
    quotes: list[Any]


def state_of(kind: GroupKind, group: Group) -> tuple[str, str]:
    """The state of the pattern, and what it says."""
    words = WORDS[kind.name]
    if group.confirmed is not None:
        on = date_words(group.confirmed.at, "DATE_FORMAT")
        return "confirmed", str(words.confirmed_by) % {"by": group.confirmed.by_name, "on": on}
    if group.origin == Group.Origin.STAFF:
        return "confirmed", str(words.made_by_staff)
    return "suggested", str(words.named if group.name else words.found)


def others_of(kind: GroupKind, group: Group) -> list[Group]:
    """The groups that this one could be merged with, or its messages moved into, the largest first."""
    rows = kind.groups_of(group.analysis).shown().exclude(pk=group.pk).largest_first()
    return list(rows.for_labels()[:MOST_OTHERS])


def rows_of(kind: GroupKind, group: Any, query: str = "") -> Any:
    """The rows of its members that have these words: those that say most, or say it most surely, first."""
    return _findings(group, query) if kind is CAMPAIGN else _mentions(group, query)


def _findings(group: Any, query: str) -> Any:
    rows = group.findings.defer("evidence").order_by("-personal_length", "-pk")
    return rows.filter(shown_text__icontains=query) if query else rows


def _mentions(group: Any, query: str) -> Any:
    rows = group.mentions.select_related("finding__inbound", "finding__campaign").surest_first()
    return rows.filter(finding__shown_text__icontains=query) if query else rows


def members_of(kind: GroupKind, rows: Iterable[Any]) -> list[Member]:
    if kind is CAMPAIGN:
        return [
            Member(
                one, one.personal_text or one.shown_text, "" if one.personal_text else gettext("no words of its own")
            )
            for one in rows
        ]
    listed = list(rows)
    return [
        Member(one.finding, quote.text, gettext("represents its campaign") if one.campaign_id else "")
        for one, quote in zip(listed, mention_quotes(listed), strict=True)
    ]


def sides_of(kind: GroupKind, *groups: Any) -> list[Side]:
    return [Side(one, mention_quotes(rows_of(kind, one)[:QUOTES_BESIDE]) if kind is THEME else []) for one in groups]
