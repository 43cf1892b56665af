"""Releases: scheduled by a person, released once by the clock, enqueued for each account and follower."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.accounts.training import lacks_training
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.errors import CodeTaken
from hemicycle.channels.models import Content, Outbound, Pause
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import addresses
from hemicycle.desk import periods as of_desk
from hemicycle.desk.actions import notices
from hemicycle.desk.actions.locking import editing, lock, log_action, move, save_edition
from hemicycle.desk.actions.reviews import approvals_needed, submit
from hemicycle.desk.errors import DigestMismatch, InvalidTime, NotReady, NotTrained, RightsRefused
from hemicycle.desk.models import Announcement, Delivery, Target, Withdrawal
from hemicycle.desk.remarks import named_in, refused_for_rights
from hemicycle.desk.snapshot import Message, languages_of, outgoing_text, source_of, take_snapshot
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW, APPROVED, IN_REVIEW, PERIOD, RELEASED, RETIMED
from hemicycle.follow import actions as follow
from hemicycle.rules import periods
from hemicycle.rules.classification import Classification
from hemicycle.rules.errors import IllegalMove

STOPPED = "withdrawn"
"""The code of what is cancelled because somebody asked for a withdrawal."""


@transaction.atomic
def schedule(announcement: Announcement, *, by: User) -> Announcement:
    """Release it at its time, or now where it has none. Raises InvalidTime where it may not be sent any more, NotReady
    where a picture may not be shown then, NotTrained."""
    if lacks_training(by.pk):
        raise NotTrained(str(by.pk))
    row = lock(announcement)
    ANNOUNCEMENT_WORKFLOW.after(row.state, "schedule")
    if row.is_past_its_last_time:
        raise InvalidTime("not_after")
    if refused_for_rights(row):
        raise NotReady(["picture-rights"])
    row = move(announcement, "schedule")
    notices.note_move(row)
    log_action(row, "schedule", by=by, at=row.release_at.isoformat(timespec="minutes") if row.release_at else "now")
    return announcement


@transaction.atomic
def unschedule(announcement: Announcement, *, by: User) -> Announcement:
    """Put it on hold; its approvals remain valid. Author and approvers are notified."""
    row = move(announcement, "unschedule")
    log_action(row, "unschedule", by=by)
    notices.note_on_hold(row, approved_by=row.approvals.current().values("by"), by=by)
    return announcement


@transaction.atomic
def release(announcement: Announcement, *, by: Any) -> bool:
    """Make it public and freeze its messages, once: whether this call did it. Past its last time nothing is done: the
    machine may have stood still since the worker found it due. What a sensitive period stops waits; what waited until
    a period was over is missed, and comes back to those who wrote it.

    Its digest must be the one that was approved, by as many as the House asks for; raises DigestMismatch. Its pictures
    must be free to be shown; raises RightsRefused.
    """
    row = lock(announcement)
    if row.state == RELEASED or row.is_past_its_last_time or Pause.objects.in_force().exists():
        return False
    target = ANNOUNCEMENT_WORKFLOW.after(row.state, "release")
    if periods.stops(of_desk.of_release(row)):
        return False
    if of_desk.has_waited(row, timezone.now()):
        miss(announcement, by=by)
        return False
    if refused_for_rights(row):
        raise RightsRefused(str(row.pk))
    snapshot = take_snapshot(row)
    approvals = row.approvals.current().filter(digest=snapshot.digest)
    if snapshot.digest != row.digest or approvals.count() < approvals_needed(row):
        raise DigestMismatch(str(row.pk))
    edition = save_edition(row, snapshot)
    row.state, row.released_at, row.classification = target, timezone.now(), Classification.PUBLIC
    row.named = named_in(row)
    row.save(update_fields=["state", "released_at", "classification", "named"])
    for message in snapshot.messages:
        deliver(row, message)
    if row.corrects is not None:
        Announcement.objects.filter(pk=row.corrects.pk).move("correct")
    channels.publish_topics(addresses.feeds(), by=by)
    exception = {"exception": used} if (used := of_desk.exception_used(row)) else {}
    log_action(row, "release", by=by, edition=edition.number, channels=row.targets.count(), **exception)
    notices.note_released(row, by=by)
    notices.note_languages_to_follow(row)
    return True


def deliver(row: Announcement, message: Message, *, part: str = "") -> Delivery:
    """Freeze one message, and mint its short links; its recipients are enqueued afterwards."""
    account, changed = message.target.account, row if part else row.corrects
    changes = source_of(changed) if changed is not None else ""
    addressed = adapter_of(account.kind).addressed
    channels.prepare(
        account, source=f"{source_of(row)}{part}", lang=message.lang, rendered=message.rendered, changes=changes,
        freezable=of_desk.of_messages(row, addressed=addressed, withdraws=bool(part)),
    )  # fmt: skip
    try:
        channels.mint_short_links(account, message.links, source=source_of(row), lang=message.lang)
    except CodeTaken as error:
        # By a chance of one in thousands it would send readers to another text.
        raise DigestMismatch(str(row.pk)) from error
    lang = "" if addressed else message.lang
    delivery, _ = Delivery.objects.get_or_create(announcement=row, account=account, lang=lang, part=part)
    return delivery


def enqueue(delivery: Delivery, *, by: Any) -> int:
    """A row for each recipient, cancelled at once where it is being withdrawn; idempotent. How many there are."""
    row, account = delivery.announcement, delivery.account
    # No row may be seen waiting before it is cancelled; and a withdrawal may come while the rows are written.
    with transaction.atomic() if _being_withdrawn(delivery) else nullcontext():
        _queue(delivery, by=by)
        if _being_withdrawn(delivery):
            stop_sending(row, by=by)
    queued = Outbound.objects.of_source(delivery.source).filter(account=account)
    count = (queued.filter(content__lang=delivery.lang) if delivery.lang else queued).count()
    Delivery.objects.filter(pk=delivery.pk).update(enqueued_at=timezone.now(), recipients=count)
    log_action(row, "put_out", by=by, kind=account.kind, recipients=count)
    return count


def stop_sending(row: Announcement, *, by: Any) -> None:
    """Cancel what of it waits to be sent, to servers of the fediverse too, and leave it out of digests."""
    waiting = Outbound.objects.of_source(source_of(row)).not_left()
    channels.cancel(waiting, why=STOPPED, about=row, office=row.office, by=by)
    channels.withhold(source_of(row), why=STOPPED)
    follow.remove_news(source=source_of(row), about=row, office=row.office, by=by)


def resume(row: Announcement, *, stopped_at: datetime) -> None:
    """What is out already goes on: to the servers of the fediverse that do not have it, and into the digests to come.
    What had not left waits for a person (failures.py)."""
    assert row.released_at is not None
    channels.requeue_withheld(source_of(row), why=STOPPED)
    for target in row.targets.select_related("account__office"):
        if adapter_of(target.account.kind).addressed:
            follow.restore_news(
                source=source_of(row), about=about_of(row), outgoing_texts=_outgoing_texts(row, target),
                account=target.account, announced_at=row.released_at, removed_at=stopped_at,
            )  # fmt: skip


@transaction.atomic
def _being_withdrawn(delivery: Delivery) -> bool:
    """Under the lock under which a withdrawal is asked for. The notice of the withdrawal itself goes out."""
    row = lock(delivery.announcement)
    return not delivery.part and Withdrawal.objects.filter(announcement=row).exists()


def _queue(delivery: Delivery, *, by: Any) -> None:
    row, account = delivery.announcement, delivery.account
    if delivery.part and not delivery.lang:
        # Who ended all they followed since is written to no more, and nobody twice.
        contents = Content.objects.filter(source=delivery.source, account=account).select_related("account__office")
        follow.notify_recipients(earlier=source_of(row), contents=contents, account=account, by=by)
    elif delivery.lang:
        content = Content.objects.get(source=delivery.source, account=account, lang=delivery.lang)
        # The notice of a withdrawal never expires.
        channels.queue(content, not_after=None if delivery.part else row.not_after, by=by)
    else:
        target = row.targets.select_related("account").get(account=account)
        follow.notify_followers(
            source=delivery.source, about=about_of(row), account=account, outgoing_texts=_outgoing_texts(row, target),
            not_after=row.not_after, freezable=of_desk.of_messages(row, addressed=True), by=by,
        )  # fmt: skip


def about_of(row: Announcement) -> list[Any]:
    """What of the record it is about, and its topics."""
    return [*filter(None, (row.about_what, *row.topics.all()))]


def _outgoing_texts(row: Announcement, target: Target) -> dict[str, OutgoingText]:
    return {lang: outgoing_text(row, target, lang) for lang in languages_of(row, target)}


@transaction.atomic
def miss(announcement: Announcement, *, by: Any) -> None:
    """Its last possible time has passed, or a sensitive period that stopped it: it is not released any more. The entry
    says what it still waited for; author and approvers are notified."""
    row = lock(announcement)
    was, waited = row.state, of_desk.has_waited(row, timezone.now()) is not None
    paused = Pause.objects.in_force().exists()
    row = move(announcement, "miss")
    log_action(row, "miss", by=by, was=was, why=_missed_why(was, paused=paused, waited=waited))
    notices.note_not_sent(row, approved_by=row.approvals.current().values("by"), by=by)


@transaction.atomic
def choose_new_time(
    announcement: Announcement, *, release_at: datetime | None, not_after: datetime | None, by: User
) -> Announcement:
    """Give what was submitted a new time and submit it for review again, in one step: a time is a part of what is
    approved. Raises IllegalMove for a draft and for what was released, InvalidTime, NotReady."""
    if lock(announcement).state not in RETIMED:
        raise IllegalMove(f"{announcement.state} gets no new time")
    with editing(announcement, by=by, verb="new_time") as row:
        row.release_at, row.not_after = release_at, not_after
        first = row.earliest_release or timezone.now()
        for name in ("not_after", "expires_at"):
            if (at := getattr(row, name)) is not None and at <= first:
                raise InvalidTime(name)
    return submit(announcement, by=by)


def _missed_why(was: str, *, paused: bool, waited: bool) -> str:
    if was == IN_REVIEW:
        return "not-approved"
    if was == APPROVED:
        return "not-scheduled"
    if waited:
        return PERIOD
    return "paused" if paused else "not-sent"
