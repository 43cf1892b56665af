"""Pictures and recordings of an announcement: added, chosen from the library, replaced, described, removed.

A picture is known by its content and written anew: nothing is left of where, when and by whom it was taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from hemicycle.accounts.models import Office, User
from hemicycle.channels.files.pictures import ENDINGS, Shaped, Unreadable, anew
from hemicycle.desk.actions.library import add_to_library, learn, said_of
from hemicycle.desk.actions.locking import editing
from hemicycle.desk.errors import BadPicture
from hemicycle.desk.models import Announcement, Kind, LibraryItem, MediaFile

MOST_MEDIA = 10
"""More than any network takes with one post (four to ten), and than anybody describes."""


LARGEST = 10 * 1024 * 1024
"""Bytes: what channels take of a message (channels/attachments.py)."""

MOST_SIDES = 10
"""How many times as long as wide: a strip of one pixel would be shown far too high."""

_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")


@transaction.atomic
def add_media_file(
    announcement: Announcement, *, name: str, kind: str, content: bytes, content_type: str = "", by: User
) -> MediaFile:
    """Add a picture or a recording; idempotent for the same file. One that the library has comes with its words."""
    item = add_to_library(
        office=announcement.office, name=name, kind=kind, content=content, content_type=content_type, by=by
    )
    return use_item(announcement, item, by=by)


@transaction.atomic
def use_item(announcement: Announcement, item: LibraryItem, *, by: User) -> MediaFile:
    """Put a file of the library into an announcement, with its descriptions and credit; idempotent.

    Raises BadPicture where it has as many as there may be, PermissionError for the file of another office.
    """
    if item.office_id != announcement.office_id:
        raise PermissionError("an announcement uses what the library of its own office holds")
    if (existing := announcement.media.filter(item=item).first()) is not None:
        return existing
    if announcement.media.count() >= MOST_MEDIA:
        raise BadPicture("number")
    with editing(announcement, by=by) as row:
        return MediaFile.objects.create(announcement=row, item=item, order=row.media.count(), **said_of(item))


def add_picture(announcement: Announcement, *, name: str, content: bytes, by: User) -> MediaFile:
    """Add an uploaded picture: checked, and without its metadata. Raises BadPicture."""
    picture = fit(content)
    return add_media_file(
        announcement, name=_shown(name, picture), kind=Kind.IMAGE, content=picture.content, content_type=picture.kind,
        by=by,
    )  # fmt: skip


def upload_picture(*, office: Office, name: str, content: bytes, by: User) -> LibraryItem:
    """Add a picture to the library alone: checked, and without its metadata. Raises BadPicture, PermissionError."""
    picture = fit(content)
    return add_to_library(
        office=office, name=_shown(name, picture), kind=Kind.IMAGE, content=picture.content,
        content_type=picture.kind, by=by,
    )  # fmt: skip


@transaction.atomic
def replace_picture(medium: MediaFile, *, name: str, content: bytes, by: User) -> MediaFile:
    """Another file in its place; its descriptions are kept. Raises BadPicture."""
    picture = fit(content)
    item = add_to_library(
        office=medium.announcement.office, name=_shown(name, picture), kind=Kind.IMAGE, content=picture.content,
        content_type=picture.kind, by=by,
    )  # fmt: skip
    if medium.announcement.media.filter(item=item).exists():
        return medium
    with editing(medium.announcement, by=by):
        # Whoever took the new one is not who took the old one.
        medium.item, medium.credit = item, item.credit
        medium.save()
    return medium


@transaction.atomic
def describe_media_file(
    medium: MediaFile, *, alternatives: Mapping[str, str], captions: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None, decorative: bool = False, credit: str | None = None, by: User,
) -> MediaFile:  # fmt: skip
    """Its alternatives, captions and the text in it, by language, and its credit."""
    before = {name: getattr(medium, name) for name in _SAID}
    now = {
        "alternatives": _by_language(alternatives),
        "captions": medium.captions if captions is None else _by_language(captions),
        "words": medium.words if words is None else _by_language(words),
        "decorative": decorative,
        "credit": medium.credit if credit is None else " ".join(credit.split()),
    }
    if before == now:
        return medium
    with editing(medium.announcement, by=by):
        for name, value in now.items():
            setattr(medium, name, value)
        medium.save(update_fields=_SAID)
        learn(medium, before)
    return medium


_SAID = ("alternatives", "captions", "words", "decorative", "credit")


@transaction.atomic
def remove_media_file(medium: MediaFile, *, by: User) -> None:
    """The file stays in the library."""
    with editing(medium.announcement, by=by) as row:
        row.media.filter(pk=medium.pk).delete()


def _by_language(texts: Mapping[str, str]) -> dict[str, str]:
    return {lang: words.strip() for lang, words in sorted(texts.items()) if words.strip()}


def _shown(name: str, picture: Shaped) -> str:
    """The name of the file as people see it, with the ending that its content has."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    bare = "".join(letter for letter in stem if letter.isprintable())[:100].strip()
    return f"{bare or 'picture'}{ENDINGS[picture.kind]}"


def fit(content: bytes) -> Shaped:
    """The picture and nothing else. Raises BadPicture."""
    if len(content) > LARGEST:
        raise BadPicture("size")
    if not content.startswith(_BEGINNINGS):
        raise BadPicture("kind")
    try:
        picture = anew(content)
    except Unreadable as error:
        raise BadPicture(error.why) from error
    # What was saved very coarsely grows when it is written anew.
    if len(picture.content) > LARGEST:
        raise BadPicture("size")
    if max(picture.width, picture.height) > MOST_SIDES * min(picture.width, picture.height):
        raise BadPicture("shape")
    return picture
