"""Copies: a correction begins as one, and so does an announcement like another. Times and approvals are not copied."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.desk.actions.locking import lock, log_action
from hemicycle.desk.actions.separation import record_edit
from hemicycle.desk.models import ABOUT, Announcement, AnnouncementText, MediaFile, Target
from hemicycle.desk.snapshot import take_snapshot


@transaction.atomic
def duplicate(announcement: Announcement, *, by: User) -> Announcement:
    """A draft that says the same: texts, own texts of channels, pictures, topics, channels that are open."""
    row = lock(announcement)
    copy = copy_of(row, by=by)
    log_action(copy, "duplicate", by=by, of=row.pk)
    return copy


def copy_of(row: Announcement, *, by: User, **more: Any) -> Announcement:
    """`row` is locked; `more` are further fields of the copy."""
    copy = Announcement(
        office=row.office, author=by, last_editor=by, purpose=row.purpose, sensitivity=row.sensitivity,
        hashtags=row.hashtags, warnings=row.warnings,
        **{f"{name}_id": getattr(row, f"{name}_id") for name in ABOUT}, **more,
    )  # fmt: skip
    copy.save(force_insert=True)
    copy.topics.set(row.topics.all())
    for one in row.texts.all():
        AnnouncementText.objects.create(announcement=copy, lang=one.lang, title=one.title, body=one.body)
    for medium in row.media.all():
        copy_medium(medium, to=copy, order=medium.order)
    for target in row.targets.filter(account__is_open=True):
        Target.objects.create(announcement=copy, account=target.account, own_texts=target.own_texts)
    copy.digest = take_snapshot(copy).digest
    copy.save(update_fields=["digest"])
    record_edit(copy, by=by)
    return copy


def copy_medium(medium: MediaFile, *, to: Announcement, order: int) -> MediaFile:
    """The same file and what is said of it; the file is kept once."""
    return MediaFile.objects.create(
        announcement=to, item=medium.item, order=order, alternatives=medium.alternatives, captions=medium.captions,
        words=medium.words, decorative=medium.decorative, credit=medium.credit,
    )  # fmt: skip
