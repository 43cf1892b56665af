"""Pictures and recordings: added, replaced, described, taken away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.channels.files.pictures import ENDINGS, Shaped
from hemicycle.desk import pictures
from hemicycle.desk.actions.holding import editing
from hemicycle.desk.models import Announcement, Medium

MOST_MEDIA = 10
"""More than any network takes with one post (four to ten), and than anybody describes."""


@transaction.atomic
def add_medium(
    announcement: Announcement, *, name: str, kind: str, content: bytes, content_type: str = "", by: User
) -> Medium:
    """Add a picture or a recording; the same file twice is there once."""
    digest = hashlib.sha256(content).hexdigest()
    if (there := announcement.media.filter(digest=digest).first()) is not None:
        return there
    with editing(announcement, by=by) as row:
        medium = Medium(
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


def add_picture(announcement: Announcement, *, name: str, content: bytes, by: User) -> Medium:
    """Add what somebody uploads: looked at, and bare of where and by whom it was taken. Raises BadPicture."""
    picture = pictures.fit(content)
    if announcement.media.count() >= MOST_MEDIA:
        raise pictures.BadPicture("number")
    return add_medium(
        announcement, name=_shown(name, picture), kind=Medium.Kind.IMAGE, content=picture.content,
        content_type=picture.kind, by=by,
    )  # fmt: skip


@transaction.atomic
def replace_picture(medium: Medium, *, name: str, content: bytes, by: User) -> Medium:
    """Another file in its place; what was said of the one before is kept, to be read again. Raises BadPicture."""
    picture = pictures.fit(content)
    digest = hashlib.sha256(picture.content).hexdigest()
    if medium.announcement.media.filter(digest=digest).exists():
        return medium
    with editing(medium.announcement, by=by):
        medium.name, medium.digest, medium.content_type = _shown(name, picture), digest, picture.kind
        medium.file.save(f"{digest[:16]}{ENDINGS[picture.kind]}", ContentFile(picture.content), save=False)
        medium.save()
    return medium


@transaction.atomic
def describe_medium(
    medium: Medium, *, alternatives: Mapping[str, str], captions: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None, decorative: bool = False, by: User,
) -> Medium:  # fmt: skip
    """What it says to whoever does not see or hear it, by language, and which words stand in it."""
    before = (medium.alternatives, medium.captions, medium.words, medium.decorative)
    said = _by_language(alternatives)
    captions = medium.captions if captions is None else _by_language(captions)
    words = medium.words if words is None else _by_language(words)
    if before == (said, captions, words, decorative):
        return medium
    with editing(medium.announcement, by=by):
        medium.alternatives, medium.captions, medium.words, medium.decorative = said, captions, words, decorative
        medium.save(update_fields=["alternatives", "captions", "words", "decorative"])
    return medium


@transaction.atomic
def remove_medium(medium: Medium, *, by: User) -> None:
    """The file itself stays as long as an edition shows it."""
    with editing(medium.announcement, by=by) as row:
        row.media.filter(pk=medium.pk).delete()


def _by_language(said: Mapping[str, str]) -> dict[str, str]:
    return {lang: words.strip() for lang, words in sorted(said.items()) if words.strip()}


def _shown(name: str, picture: Shaped) -> str:
    """The name of the file as people see it, with the ending that its content has."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    bare = "".join(letter for letter in stem if letter.isprintable())[:100].strip()
    return f"{bare or 'picture'}{ENDINGS[picture.kind]}"


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending.isalnum() and len(ending) <= 5 else ""
