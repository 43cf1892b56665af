"""What the composer shows: texts with their remarks, channels with their previews, who else is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.channels.models import Account
from hemicycle.desk.actions import approvals_needed
from hemicycle.desk.forms import (
    ChannelsForm,
    DetailsForm,
    LanguageForm,
    PictureForm,
    PicturesForm,
    TimesForm,
    WordingForm,
    by_language,
)
from hemicycle.desk.linked import Linked
from hemicycle.desk.models import Announcement, Wording
from hemicycle.desk.moments import said
from hemicycle.desk.remarks import linked_of
from hemicycle.desk.showing import cards, margin
from hemicycle.desk.showing.about import about_of
from hemicycle.desk.showing.reach import reached
from hemicycle.desk.snapshot import Snapshot, take_snapshot
from hemicycle.desk.words import TIMES
from hemicycle.desk.workflow import ANNOUNCEMENT_LIFE

# Two signs of life and some patience: one is given every twenty seconds.
PRESENT = timedelta(seconds=50)


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its wording, the form it is written in, what is remarked, and how it will look."""

    wording: Wording
    form: WordingForm
    notes: Sequence[margin.Note]
    cards: Sequence[cards.Card]
    linked: Sequence[Linked] = ()

    @property
    def lang(self) -> str:
        return self.wording.lang

    @property
    def warning_name(self) -> str:
        """Of the field in which it is warned of."""
        return by_language("warnings", [self.lang])[self.lang]

    @property
    def warned(self) -> list[margin.Note]:
        """What is remarked on its content warning, which is written further down."""
        return [note for note in self.notes if note.is_of_warning]

    @property
    def blocking(self) -> int:
        return sum(note.blocks for note in self.notes)


def _linked_in(announcement: Announcement, wording: Wording, linked: Sequence[Linked]) -> list[Linked]:
    """Links may be written without https://."""
    said = f"{wording.title} {wording.body} {announcement.warnings.get(wording.lang, '')}"
    return [one for one in linked if one.address.removeprefix("https://") in said]


def may_change(announcement: Announcement) -> bool:
    return announcement.state in ANNOUNCEMENT_LIFE.sources("edit")


def what_falls(announcement: Announcement) -> dict[str, Any]:
    """What a change of it would undo."""
    return {"approvals": announcement.approvals.standing().count(), "scheduled": announcement.state == "scheduled"}


def context(announcement: Announcement, user: User, address: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the page."""
    chosen = [target.account_id for target in announcement.targets.all()]
    known = Account.objects.filter(Q(is_open=True) | Q(pk__in=chosen), office=announcement.office_id)
    accounts = list(known.select_related("office"))
    snapshot = take_snapshot(announcement)
    return beside(snapshot, user) | {
        "language_form": LanguageForm(announcement=announcement),
        "details_form": DetailsForm(announcement=announcement),
        "times_form": TimesForm(announcement=announcement),
        "channels_form": ChannelsForm(announcement=announcement),
        "reach": reached(snapshot, accounts, to=user),
        "proposals": announcement.proposals.filter(state="open").select_related("by", "edition"),
        "others": others_at(announcement, user),
        "reopen": address.get("reopen", ""),
    }  # fmt: skip


def beside(snapshot: Snapshot, user: User) -> dict[str, Any]:
    """What is drawn anew whenever something was saved."""
    announcement = snapshot.announcement
    notes, shown = margin.notes_on(announcement), cards.by_language(cards.cards(snapshot))
    linked = linked_of(announcement)
    tongues = [
        Tongue(
            one, _form(one), notes.get(one.lang, []), shown.get(one.lang, []), _linked_in(announcement, one, linked)
        )
        for one in _in_order(announcement)
    ]
    return {
        "announcement": announcement,
        "tongues": tongues,
        "elsewhere": [note for lang, found in notes.items() if lang not in announcement.by_language for note in found],
        "blocking": margin.count_blocking(notes),
        "pictures": [PictureForm(medium=one, langs=announcement.by_language) for one in announcement.media.all()],
        "pictures_form": PicturesForm(),
        "needed": approvals_needed(announcement),
        "about": about_of(announcement),
        "twice": [(TIMES[name], words) for name in TIMES if (words := said(getattr(announcement, name)))],
        "user": user,
    }


def others_at(announcement: Announcement, user: User) -> list[User]:
    """Who else has it open for writing now."""
    since = timezone.now() - PRESENT
    there = announcement.presences.filter(seen_at__gte=since).exclude(user=user).select_related("user")
    return [one.user for one in there.order_by("user__name", "pk")]


def _in_order(announcement: Announcement) -> list[Wording]:
    """As they were added: whoever opened it, first."""
    return list(announcement.wordings.all())


def _form(wording: Wording) -> WordingForm:
    initial = {"title": wording.title, "body": wording.body, "edit": wording.edit}
    return WordingForm(initial=initial, lang=wording.lang)
