"""What keeps an announcement from being submitted, and the field of the composer where each is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemicycle.checks import RIGHTS
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement, Target
from hemicycle.desk.presenters.remarks import BODY, TITLE, WARNING, Note
from hemicycle.desk.words import TIMES, language_name, missing

LANGUAGE_FIELD, ACCOUNTS_FIELD = "id_lang", "accounts"
_PASSED = {"time-passed": "release_at", "deadline-passed": "not_after"}


@dataclass(frozen=True, slots=True)
class Unresolved:
    """`place` is the id of a field of the composer; `note` that of the remark whose words it marks, "" for none."""

    place: str
    label: str
    reason: str
    words: str = ""
    note: str = ""


def unresolved(announcement: Announcement, notes: Mapping[str, Sequence[Note]]) -> list[Unresolved]:
    """What is missing first, then the remarks, language by language."""
    found = [_of_note(announcement, note) for of_lang in notes.values() for note in of_lang if note.blocks]
    return [*_missing(announcement, {one.place for one in found}), *found]


def _missing(announcement: Announcement, known: set[str]) -> Iterable[Unresolved]:
    for reason in actions.missing(announcement):
        if reason == "no-text":
            yield Unresolved(LANGUAGE_FIELD, _("Languages"), _("Add a language."))
        elif reason == "no-channel":
            yield Unresolved(ACCOUNTS_FIELD, _("Channels"), _("Choose at least one channel."))
        elif reason in _PASSED:
            yield Unresolved(f"id_{_PASSED[reason]}", str(TIMES[_PASSED[reason]]), " ".join(missing([reason])))
        elif reason == "empty-text":
            yield from _empty(announcement, known)
        else:
            yield Unresolved("", "", " ".join(missing([reason])))


def _empty(announcement: Announcement, known: set[str]) -> Iterable[Unresolved]:
    for lang, text in announcement.by_language.items():
        empty = {"title": (text.title, _("Enter a title.")), "body": (text.body, _("Enter a text."))}
        for part, (written, reason) in empty.items():
            if not written and f"id_{lang}-{part}" not in known:
                yield Unresolved(f"id_{lang}-{part}", language_name(lang), reason)


def _of_note(announcement: Announcement, note: Note) -> Unresolved:
    lang = note.remark.lang
    if note.remark.check in RIGHTS:
        # The picture is at fault, whatever the language; its credit is the first thing said of its rights.
        key = note.part.partition(":")[2]
        name = next((one.name for one in announcement.media.all() if str(one.pk) == key), "")
        return Unresolved(f"id_picture-{key}-credit", name, f"{note.remark.reason} {note.remark.suggestion}")
    place = _place(announcement, note) if lang in announcement.by_language else LANGUAGE_FIELD
    target = _target(announcement, note)
    channels = note.channels or (target.account.name if target else "")
    label = " · ".join(filter(None, (channels, language_name(lang))))
    return Unresolved(place, label, note.remark.reason, note.quoted, f"remark-{note.id}")


def _target(announcement: Announcement, note: Note) -> Target | None:
    """The channel whose own text is remarked on."""
    of_kind = (one for one in announcement.targets.all() if note.is_of_channel(one.account.kind))
    return next(iter(note.targets), None) or next(of_kind, None)


def _place(announcement: Announcement, note: Note) -> str:
    lang, (part, _colon, key) = note.remark.lang, note.part.partition(":")
    if part in (TITLE, BODY):
        return f"id_{lang}-{part}"
    if part == WARNING:
        return f"id_warnings-{lang}"
    if part == "media":
        return f"id_picture-{key}-alternative-{lang}"
    target = _target(announcement, note)
    return f"own-{target.pk if target else 0}-{lang}"
