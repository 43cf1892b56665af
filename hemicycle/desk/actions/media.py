"""Pictures and recordings: added, replaced, described, removed.

A picture is known by its content and written anew: nothing is left of where, when and by whom it was taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.channels.files.pictures import ENDINGS, Shaped, Unreadable, anew
from hemicycle.desk.actions.locking import editing
from hemicycle.desk.errors import BadPicture
from hemicycle.desk.models import Announcement, MediaFile

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
    """Add a picture or a recording; idempotent for the same file."""
    digest = hashlib.sha256(content).hexdigest()
    if (existing := announcement.media.filter(digest=digest).first()) is not None:
        return existing
    with editing(announcement, by=by) as row:
        medium = MediaFile(
            announcement=row,
            kind=kind,
            name=name[:200],
            digest=digest,
            order=row.media.count(),
            content_type=content_type,
        )
        medium.file.save(f"{digest[:16]}{_ending(name)}", ContentFile(content), save=False)
        medium.save(force_insert=True)
    return medium


def add_picture(announcement: Announcement, *, name: str, content: bytes, by: User) -> MediaFile:
    """Add an uploaded picture: checked, and without its metadata. Raises BadPicture."""
    picture = fit(content)
    if announcement.media.count() >= MOST_MEDIA:
        raise BadPicture("number")
    return add_media_file(
        announcement, name=_shown(name, picture), kind=MediaFile.Kind.IMAGE, content=picture.content,
        content_type=picture.kind, by=by,
    )  # fmt: skip


@transaction.atomic
def replace_picture(medium: MediaFile, *, name: str, content: bytes, by: User) -> MediaFile:
    """Another file in its place; its descriptions are kept. Raises BadPicture."""
    picture = fit(content)
    digest = hashlib.sha256(picture.content).hexdigest()
    if medium.announcement.media.filter(digest=digest).exists():
        return medium
    with editing(medium.announcement, by=by):
        medium.name, medium.digest, medium.content_type = _shown(name, picture), digest, picture.kind
        medium.file.save(f"{digest[:16]}{ENDINGS[picture.kind]}", ContentFile(picture.content), save=False)
        medium.save()
    return medium


@transaction.atomic
def describe_media_file(
    medium: MediaFile, *, alternatives: Mapping[str, str], captions: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None, decorative: bool = False, by: User,
) -> MediaFile:  # fmt: skip
    """Its alternatives, captions and the text in it, by language."""
    before = (medium.alternatives, medium.captions, medium.words, medium.decorative)
    alternatives = _by_language(alternatives)
    captions = medium.captions if captions is None else _by_language(captions)
    words = medium.words if words is None else _by_language(words)
    if before == (alternatives, captions, words, decorative):
        return medium
    with editing(medium.announcement, by=by):
        medium.alternatives, medium.captions, medium.words, medium.decorative = (
            alternatives,
            captions,
            words,
            decorative,
        )
        medium.save(update_fields=["alternatives", "captions", "words", "decorative"])
    return medium


@transaction.atomic
def remove_media_file(medium: MediaFile, *, by: User) -> None:
    """The file itself stays as long as an edition shows it."""
    with editing(medium.announcement, by=by) as row:
        row.media.filter(pk=medium.pk).delete()


def _by_language(texts: Mapping[str, str]) -> dict[str, str]:
    return {lang: words.strip() for lang, words in sorted(texts.items()) if words.strip()}


def _shown(name: str, picture: Shaped) -> str:
    """The name of the file as people see it, with the ending that its content has."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    bare = "".join(letter for letter in stem if letter.isprintable())[:100].strip()
    return f"{bare or 'picture'}{ENDINGS[picture.kind]}"


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending.isalnum() and len(ending) <= 5 else ""


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
