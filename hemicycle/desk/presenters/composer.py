"""What the composer shows: texts with their remarks, channels with their previews, who else is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.sensitive_periods import waits_for
from hemicycle.channels.models import Account
from hemicycle.desk import actions
from hemicycle.desk.forms import (
    DetailsForm,
    LanguageForm,
    PictureForm,
    PicturesForm,
    TextForm,
    TimesForm,
    by_language,
)
from hemicycle.desk.leaving import leaving_in_words
from hemicycle.desk.link_previews import LinkPreview
from hemicycle.desk.models import Announcement, AnnouncementText
from hemicycle.desk.periods import stopping_if_scheduled
from hemicycle.desk.presenters import cards, remarks
from hemicycle.desk.presenters.about import about_of
from hemicycle.desk.presenters.reach import Reached, reached
from hemicycle.desk.presenters.unresolved import Unresolved, unresolved
from hemicycle.desk.remarks import link_previews_of
from hemicycle.desk.snapshot import Snapshot, languages_of, own_version, take_snapshot
from hemicycle.desk.timestamps import describe_ambiguous
from hemicycle.desk.words import TIMES
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW

SUBMITTED = "submitted"
NO_TEXTS: Mapping[str, TextForm] = MappingProxyType({})
# Two signs of life and some patience: one is given every twenty seconds.
PRESENT = timedelta(seconds=50)


@dataclass(frozen=True, slots=True)
class LanguageSection:
    """One language: its text, form, remarks and previews."""

    text: AnnouncementText
    form: TextForm
    notes: Sequence[remarks.Note]
    cards: Sequence[cards.Card]
    link_previews: Sequence[LinkPreview] = ()

    @property
    def lang(self) -> str:
        return self.text.lang

    @property
    def warning_name(self) -> str:
        """The name of the field of its content warning."""
        return by_language("warnings", [self.lang])[self.lang]

    @property
    def warning_notes(self) -> list[remarks.Note]:
        """Remarks on its content warning, whose field is further down."""
        return [note for note in self.notes if note.is_of_warning]

    @property
    def blocking(self) -> int:
        return sum(note.blocks for note in self.notes)


@dataclass(frozen=True, slots=True)
class ChosenTime:
    """A time written out, whatever the field of the browser makes of it. `ambiguity`: that its hour comes twice."""

    name: str
    label: str | Promise
    at: datetime
    ambiguity: str
    has_passed: bool


def _linked_in(
    announcement: Announcement, text: AnnouncementText, previews: Sequence[LinkPreview]
) -> list[LinkPreview]:
    """Links may be written without https://."""
    written = f"{text.title} {text.body} {announcement.warnings.get(text.lang, '')}"
    return [one for one in previews if one.address.removeprefix("https://") in written]


def may_change(announcement: Announcement) -> bool:
    return announcement.state in ANNOUNCEMENT_WORKFLOW.sources("edit")


def context(
    announcement: Announcement, user: User, address: Mapping[str, str], *, refusals: Mapping[str, str] | None = None,
    texts: Mapping[str, TextForm] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Everything on the page; `refusals` say by id of a field why it was not taken, `texts` by language what was."""
    found = beside(take_snapshot(announcement), user, texts or {})
    return found | {
        "refusals": refusals or {},
        "besides": leaving_in_words(announcement),
        "first": _shown_first(found["sections"]),
        "submitted": bool(address.get(SUBMITTED)) and bool(found["unresolved"]),
        "language_form": LanguageForm(announcement=announcement),
        "details_form": DetailsForm(announcement=announcement),
        "times_form": TimesForm(announcement=announcement),
        "proposals": announcement.proposals.filter(state="open").select_related("by", "edition"),
        "others": others_at(announcement, user),
        "reopen": address.get("reopen", ""),
    }  # fmt: skip


def beside(snapshot: Snapshot, user: User, texts: Mapping[str, TextForm] = NO_TEXTS) -> dict[str, Any]:
    """What is rendered again whenever something was saved."""
    announcement = snapshot.announcement
    notes, shown = remarks.notes_on(announcement), cards.by_language(cards.cards(snapshot))
    previews = link_previews_of(announcement)
    found, reach = unresolved(announcement, notes), reached(snapshot, _accounts(announcement), to=user)
    sections = [
        LanguageSection(
            one,
            texts.get(one.lang) or _form(one),
            notes.get(one.lang, []),
            sorted(shown.get(one.lang, []), key=lambda card: cards.order_of(card.target.account)),
            _linked_in(announcement, one, previews),
        )
        for one in _in_order(announcement)
    ]
    return {
        "announcement": announcement,
        "sections": sections,
        "other_remarks": [
            note
            for lang, of_lang in notes.items()
            if lang not in announcement.by_language
            for note in of_lang
            if not note.blocks
        ],
        "unresolved": found,
        "blocking": len(found),
        "reach": reach,
        "values": _values(announcement, reach),
        "pictures": [PictureForm(medium=one, langs=announcement.by_language) for one in announcement.media.all()],
        "pictures_form": PicturesForm(),
        "needed": actions.approvals_needed(announcement),
        "about": about_of(announcement),
        "chosen_times": _chosen_times(announcement, found),
        "would_wait": _would_wait(announcement),
        "user": user,
    }


def _would_wait(announcement: Announcement) -> str:
    """For the end of which period, while it can still be written otherwise; "" where nothing would stop it."""
    period = stopping_if_scheduled(announcement)
    return waits_for(period) if period is not None else ""


def _chosen_times(announcement: Announcement, blocking: Iterable[Unresolved]) -> list[ChosenTime]:
    places = {one.place for one in blocking}
    return [
        ChosenTime(name, TIMES[name], at, describe_ambiguous(at), f"id_{name}" in places)
        for name in TIMES
        if (at := getattr(announcement, name)) is not None
    ]


def _values(announcement: Announcement, reach: Sequence[Reached]) -> dict[str, str]:
    """What each part of the rail holds, in a word: read while it is folded."""
    at, about = announcement.release_at, about_of(announcement)
    chosen, all_of = sum(one.chosen for one in reach), len(reach)
    return {
        "times": date_format(localtime(at), "DATETIME_FORMAT") if at else _("No time set"),
        "channels": _("%(n)d of %(all)d") % {"n": chosen, "all": all_of},
        "pictures": str(len(announcement.media.all())),
        "about": about.kind if about else _("Not linked"),
        "details": announcement.get_purpose_display(),
    }


def _accounts(announcement: Announcement) -> list[Account]:
    """Those that may be chosen, and those that were and have been closed since."""
    chosen = [target.account_id for target in announcement.targets.all()]
    known = Account.objects.filter(Q(is_open=True) | Q(pk__in=chosen), office=announcement.office_id)
    return sorted(known.select_related("office"), key=cards.order_of)


def _shown_first(sections: Sequence[LanguageSection]) -> str:
    """The language of the page where it is written in it, else the one it was begun in."""
    langs = [section.lang for section in sections]
    here = get_language() or ""
    return here if here in langs else next(iter(langs), "")


def others_at(announcement: Announcement, user: User) -> list[User]:
    """Who else has it open for writing now."""
    since = timezone.now() - PRESENT
    present = announcement.presences.filter(seen_at__gte=since).exclude(user=user).select_related("user")
    return [one.user for one in present.order_by("user__name", "pk")]


def own_versions(announcement: Announcement) -> dict[str, str]:
    """Of each text of a channel, by key of its card, the version that is there now."""
    targets = announcement.targets.all()
    return {f"{one.pk}-{lang}": own_version(one, lang) for one in targets for lang in languages_of(announcement, one)}


def _in_order(announcement: Announcement) -> list[AnnouncementText]:
    """As they were added: whoever opened it, first."""
    return list(announcement.texts.all())


def _form(text: AnnouncementText) -> TextForm:
    initial = {"title": text.title, "body": text.body, "edit": text.edit}
    return TextForm(initial=initial, lang=text.lang)
