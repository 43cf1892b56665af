"""The media library of an office: files kept once, their facts, and what is put into an announcement from it.

What an announcement says of a picture is its own, and was approved with it: a change in the library changes nothing
there. As long as one announcement alone uses a file, what is written there is learnt here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, TypedDict, Unpack

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels.files.pictures import JPEG, Takes, shape
from hemicycle.desk.errors import EditConflict, InUse
from hemicycle.desk.models import WRITERS, Described, LibraryItem, MediaFile
from hemicycle.rules import audit

SIDE = 480
"""Pixels: twice as wide as the grid shows it, for screens of twice as many."""


class Facts(TypedDict, total=False):
    alternatives: Mapping[str, str]
    words: Mapping[str, str]
    decorative: bool
    credit: str
    owner: str
    rights: str
    usable_until: date | None
    not_for_networks: bool
    consent: str


@transaction.atomic
def add_to_library(
    *, office: Office, name: str, kind: str, content: bytes, content_type: str = "", by: User
) -> LibraryItem:
    """The file, kept once in an office: the same bytes are the item that is there, brought back where it was archived.

    Raises PermissionError for who does not write in the office.
    """
    if not by.holds(WRITERS, office=office.pk):
        raise PermissionError("a file is added to the library of an office in which one writes")
    digest = hashlib.sha256(content).hexdigest()
    known = LibraryItem.objects.select_for_update().filter(office=office, digest=digest).first()
    if known is not None:
        return restore_item(known, by=by)
    item = LibraryItem(
        office=office, kind=kind, name=name[:200], digest=digest, content_type=content_type, added_by=by
    )
    item.file.save(f"{digest[:16]}{_ending(name)}", ContentFile(content), save=False)
    item.searched = item.words_searched()
    item.save(force_insert=True)
    _log(item, "add_media", by=by)
    return item


@transaction.atomic
def change_item(item: LibraryItem, *, edit: int, by: User, **facts: Unpack[Facts]) -> LibraryItem:
    """Change what is known of it; raises EditConflict where somebody else has since."""
    row = LibraryItem.objects.select_for_update().get(pk=item.pk)
    if row.edit != edit:
        raise EditConflict(str(row.edit))
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, facts[name])  # type: ignore[literal-required]
    row.edit, row.searched = row.edit + 1, row.words_searched()
    row.save()
    _log(row, "change_media", by=by, changed=sorted(changed))
    return row


@transaction.atomic
def archive_item(item: LibraryItem, *, by: User) -> None:
    """It is not offered any more; announcements that use it keep it."""
    if LibraryItem.objects.offered().filter(pk=item.pk).update(archived_at=timezone.now()):
        _log(item, "archive_media", by=by)


@transaction.atomic
def restore_item(item: LibraryItem, *, by: User) -> LibraryItem:
    if LibraryItem.objects.archived().filter(pk=item.pk).update(archived_at=None):
        item.archived_at = None
        _log(item, "restore_media", by=by)
    return item


@transaction.atomic
def delete_item(item: LibraryItem, *, by: User) -> None:
    """The file as well. Raises InUse where an announcement uses it, whatever its state, or a template does."""
    row = LibraryItem.objects.select_for_update().get(pk=item.pk)
    if row.is_used:
        raise InUse(str(row.pk))
    _log(row, "delete_media", by=by)
    storage, name, preview = row.file.storage, str(row.file.name), row.preview_name
    alone = not LibraryItem.objects.filter(file=name).exclude(pk=row.pk).exists()
    seen_alone = not LibraryItem.objects.filter(digest=row.digest).exclude(pk=row.pk).exists()
    row.delete()
    for path in [*([name] if alone else []), *([preview] if seen_alone else [])]:
        transaction.on_commit(partial(storage.delete, path))


@transaction.atomic
def in_office(item: LibraryItem, office: Office, *, by: User) -> LibraryItem:
    """The same file in the library of another office, with what is known of it; its bytes are kept once."""
    known = LibraryItem.objects.filter(office=office, digest=item.digest).first()
    if item.office_id == office.pk or known is not None:
        return known or item
    copied = ("kind", "content_type", "name", "digest", "alternatives", "captions", "words", "decorative", "credit",
              "owner", "rights", "usable_until", "not_for_networks", "consent", "searched")  # fmt: skip
    row = LibraryItem(
        office=office, file=item.file.name, added_by=by, **{name: getattr(item, name) for name in copied}
    )
    row.save(force_insert=True)
    _log(row, "add_media", by=by)
    return row


def said_of(item: LibraryItem | Described) -> dict[str, Any]:
    """What an announcement begins with that uses it, as the library or another announcement says it."""
    return {
        "alternatives": item.alternatives,
        "captions": item.captions,
        "words": item.words,
        "decorative": item.decorative,
        "credit": item.credit,
    }


def learn(medium: MediaFile, before: Mapping[str, Any]) -> None:
    """What its only announcement says of a file now, wherever the library said the same `before`."""
    item = LibraryItem.objects.select_for_update().get(pk=medium.item_id)
    if item.uses.exclude(pk=medium.pk).exists():
        return
    for name in ("alternatives", "words"):
        known, was, now = getattr(item, name), before[name], getattr(medium, name)
        learnt = {lang for lang in {*was, *now} if known.get(lang, "") == was.get(lang, "")}
        kept = {lang: text for lang, text in known.items() if lang not in learnt}
        setattr(item, name, kept | {lang: now[lang] for lang in sorted(learnt) if now.get(lang)})
    for name in ("credit", "decorative"):
        if getattr(item, name) == before[name]:
            setattr(item, name, getattr(medium, name))
    item.searched = item.words_searched()
    item.edit += 1
    item.save()


def preview_of(item: LibraryItem) -> str:
    """Where its small picture is stored; made when it is first asked for. Raises Unreadable."""
    storage, name = item.file.storage, item.preview_name
    if not storage.exists(name):
        with item.file.open("rb") as file:
            small = shape(file.read(), Takes(kinds=(JPEG,), largest=((SIDE, SIDE),)))
        storage.save(name, ContentFile(small.content))
    return name


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending.isalnum() and len(ending) <= 5 else ""


def _log(item: LibraryItem, verb: str, *, by: Any, **facts: Any) -> None:
    audit.record(f"desk.{verb}", by=by, about=item, office=item.office, **facts)
