"""Copies: a correction begins as one, and so does an announcement like another, or one from a template. Times and
approvals are not copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.desk.actions.library import said_of
from hemicycle.desk.actions.locking import lock, log_action
from hemicycle.desk.actions.separation import record_edit
from hemicycle.desk.models import ABOUT, Announcement, AnnouncementText, LibraryItem, MediaFile, Target
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.follow.models import Topic

KIND = ("purpose", "sensitivity", "hashtags", "warnings")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an announcement begins with. `fields` of its row; title and text by language; channels with the own texts
    of each; files with what is said of them. `left_out`: channels and files that it cannot have any more."""

    office: Office
    fields: Mapping[str, Any]
    texts: Mapping[str, tuple[str, str]]
    topics: Iterable[Topic]
    own_texts: Mapping[Account, Mapping[str, str]]
    media: Sequence[tuple[LibraryItem, Mapping[str, Any]]]
    left_out: Sequence[Account | LibraryItem] = ()


@transaction.atomic
def duplicate(announcement: Announcement, *, by: User) -> Announcement:
    """A draft that says the same: texts, own texts of channels, pictures, topics, channels that are open."""
    row = lock(announcement)
    copy = copy_of(row, by=by)
    log_action(copy, "duplicate", by=by, of=row.pk)
    return copy


def copy_of(row: Announcement, *, by: User, **more: Any) -> Announcement:
    """`row` is locked; `more` are further fields of the copy."""
    return begin(beginning_of(row), by=by, **more)


def beginning_of(row: Announcement) -> Beginning:
    targets = list(row.targets.select_related("account"))
    return Beginning(
        office=row.office,
        fields={name: getattr(row, name) for name in KIND}
        | {f"{name}_id": getattr(row, f"{name}_id") for name in ABOUT},
        texts={one.lang: (one.title, one.body) for one in row.texts.all()},
        topics=row.topics.all(),
        own_texts={one.account: one.own_texts for one in targets if one.account.is_open},
        media=[(one.item, said_of(one)) for one in row.media.all()],
        left_out=[one.account for one in targets if not one.account.is_open],
    )


def begin(first: Beginning, *, by: User, **more: Any) -> Announcement:
    copy = Announcement(office=first.office, author=by, last_editor=by, **first.fields, **more)
    copy.save(force_insert=True)
    copy.topics.set(first.topics)
    for lang, (title, body) in first.texts.items():
        AnnouncementText.objects.create(announcement=copy, lang=lang, title=title, body=body)
    for order, (item, said) in enumerate(first.media):
        MediaFile.objects.create(announcement=copy, item=item, order=order, **said)
    for account, own_texts in first.own_texts.items():
        Target.objects.create(announcement=copy, account=account, own_texts=own_texts)
    copy.digest = take_snapshot(copy).digest
    copy.save(update_fields=["digest"])
    record_edit(copy, by=by)
    return copy
