"""Releasing: scheduled by a person, released once by the clock, put out to each account and everyone who follows."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Content, Outbound, Pause
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import addresses
from hemicycle.desk.actions.holding import held, keep_edition, told
from hemicycle.desk.actions.reviewing import approvals_needed
from hemicycle.desk.errors import NotWhatWasRead, WrongTime
from hemicycle.desk.models import Announcement, Delivery
from hemicycle.desk.remarks import named_in
from hemicycle.desk.snapshot import Message, languages_of, outgoing_text, take_snapshot
from hemicycle.desk.workflow import ANNOUNCEMENT_LIFE, RELEASED
from hemicycle.follow import actions as follow
from hemicycle.rules.classification import Classification


def source_of(announcement: Announcement) -> str:
    """What channels know it by."""
    return f"desk.announcement:{announcement.pk}"


@transaction.atomic
def schedule(announcement: Announcement, *, by: User) -> Announcement:
    """Let it go out at its hour, or now where it has none. Raises WrongTime where its last moment has passed."""
    row = held(announcement)
    target, now = ANNOUNCEMENT_LIFE.after(row.state, "schedule"), timezone.now()
    if row.not_after is not None and row.not_after <= now:
        raise WrongTime("not_after")
    row.state = target
    row.save(update_fields=["state"])
    told(row, "schedule", by=by, at=row.release_at.isoformat(timespec="minutes") if row.release_at else "now")
    announcement.state = row.state
    return announcement


@transaction.atomic
def unschedule(announcement: Announcement, *, by: User) -> Announcement:
    """Keep it back; its approvals stand."""
    row = held(announcement)
    row.state = ANNOUNCEMENT_LIFE.after(row.state, "unschedule")
    row.save(update_fields=["state"])
    told(row, "unschedule", by=by)
    announcement.state = row.state
    return announcement


@transaction.atomic
def release(announcement: Announcement, *, by: Any) -> bool:
    """Make it public and put it out, once: whether this call did it.

    What stands there now must be what was approved, by as many as the House asks for; raises NotWhatWasRead.
    """
    row = held(announcement)
    if row.state == RELEASED or Pause.objects.in_force().exists():
        return False
    target = ANNOUNCEMENT_LIFE.after(row.state, "release")
    snapshot = take_snapshot(row)
    standing = row.approvals.standing().filter(digest=snapshot.digest)
    if snapshot.digest != row.digest or standing.count() < approvals_needed(row):
        raise NotWhatWasRead(str(row.pk))
    edition = keep_edition(row, snapshot)
    row.state, row.released_at, row.classification = target, timezone.now(), Classification.PUBLIC
    row.named = named_in(row)
    row.save(update_fields=["state", "released_at", "classification", "named"])
    for message in snapshot.messages:
        deliver(row, message)
    if row.corrects is not None:
        Announcement.objects.filter(pk=row.corrects.pk).move("correct")
    channels.tell_topics(addresses.feeds(), by=by)
    told(row, "release", by=by, edition=edition.number, channels=row.targets.count())
    return True


def deliver(row: Announcement, message: Message, *, part: str = "") -> Delivery:
    """Freeze what goes through one account in one language; recipients are put out afterwards, chunk by chunk."""
    account, changed = message.target.account, row if part else row.corrects
    changes = source_of(changed) if changed is not None else ""
    channels.prepare(
        account, source=f"{source_of(row)}{part}", lang=message.lang, rendered=message.rendered, changes=changes
    )
    lang = "" if adapter_of(account.kind).addressed else message.lang
    delivery, _ = Delivery.objects.get_or_create(announcement=row, account=account, lang=lang, part=part)
    return delivery


def put_out(delivery: Delivery, *, by: Any) -> int:
    """A row for each recipient; run again after it was cut off, nobody gets two. Returns how many there are now."""
    row, account = delivery.announcement, delivery.account
    if delivery.lang:
        content = Content.objects.get(source=delivery.source, account=account, lang=delivery.lang)
        # That something was withdrawn is never too old to be said.
        channels.queue(content, not_after=None if delivery.part else row.not_after, by=by)
    else:
        target = row.targets.select_related("account").get(account=account)
        outgoing_texts = {lang: outgoing_text(row, target, lang) for lang in languages_of(row, target)}
        about = (row.about_what, *row.topics.all())
        follow.notify_followers(
            source=delivery.source, about=filter(None, about), account=account, outgoing_texts=outgoing_texts,
            not_after=row.not_after, by=by,
        )  # fmt: skip
    count = Outbound.objects.of_source(delivery.source).filter(account=account).count()
    Delivery.objects.filter(pk=delivery.pk).update(put_out_at=timezone.now(), recipients=count)
    told(row, "put_out", by=by, kind=account.kind, recipients=count)
    return count


@transaction.atomic
def miss(announcement: Announcement, *, by: Any) -> None:
    """Its last moment has passed: it is not released any more, and somebody is told."""
    row = held(announcement)
    row.state = ANNOUNCEMENT_LIFE.after(row.state, "miss")
    row.save(update_fields=["state"])
    told(row, "miss", by=by)
