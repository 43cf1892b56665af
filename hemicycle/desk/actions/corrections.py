"""Corrections and withdrawals. The first text stays on the register, with its state and the reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import addresses
from hemicycle.desk.actions import notices
from hemicycle.desk.actions.copying import copy_of
from hemicycle.desk.actions.locking import given, lock, log_action
from hemicycle.desk.actions.releases import deliver, resume, stop_sending
from hemicycle.desk.actions.separation import approving_office, counts_as_one, office_facts
from hemicycle.desk.corrected import earlier
from hemicycle.desk.errors import MayNotApprove, NotIndependent, NotReady, OwnWork
from hemicycle.desk.models import Announcement, Withdrawal
from hemicycle.desk.snapshot import OF_WITHDRAWAL, Message, languages_of, message_of, source_of, withdrawal_text
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW, DISCARDED, RELEASED
from hemicycle.follow.messages import with_footer
from hemicycle.rules.site_address import absolute


@transaction.atomic
def correct(announcement: Announcement, *, reasons: Mapping[str, str], by: User) -> Announcement:
    """Begin a correction: a draft with the same text, reviewed like any other. On its release, the first is marked
    as corrected and leads to it. There is one open correction at a time; asked again, it is that."""
    row = lock(announcement)
    ANNOUNCEMENT_WORKFLOW.after(row.state, "correct")
    if (begun := open_correction(row)) is not None:
        return begun
    # Whoever was told of the first is told of what corrects it: the topics are copied too.
    copy = copy_of(
        row, by=by, expires_at=row.expires_at, for_safety=row.for_safety, corrects=row, reasons=_cleaned(reasons)
    )
    log_action(copy, "correct", by=by, corrects=row.pk, **given(copy.reasons))
    return copy


def open_correction(row: Announcement) -> Announcement | None:
    """The correction that was begun and not discarded."""
    begun: Announcement | None = row.corrections.exclude(state=DISCARDED).select_related("office").first()
    return begun


@transaction.atomic
def ask_withdrawal(
    announcement: Announcement, *, reasons: Mapping[str, str], notifies: bool = False, by: User
) -> Withdrawal:
    """One asks, another confirms; what waits to be sent is cancelled at once. Raises NotReady without a reason."""
    row = lock(announcement)
    ANNOUNCEMENT_WORKFLOW.after(row.state, "withdraw")
    if not (cleaned := _cleaned(reasons)):
        raise NotReady(["no-reason"])
    withdrawal, _ = Withdrawal.objects.update_or_create(
        announcement=row,
        defaults={"reasons": cleaned, "notifies": notifies, "asked_by": by, "asked_at": timezone.now()},
    )
    stop_sending(row, by=by)
    log_action(row, "ask_withdrawal", by=by, **given(cleaned))
    notices.ask_for_confirmation(withdrawal, by=by)
    return withdrawal


@transaction.atomic
def confirm_withdrawal(announcement: Announcement, *, by: User) -> Announcement:
    """Withdrawn: the register says so with the reason, and so does every channel on which everybody can read it. Who
    received it as a message gets a notice where that was asked for. Raises OwnWork, NotIndependent, MayNotApprove.
    """
    row = lock(announcement)
    target, withdrawal = ANNOUNCEMENT_WORKFLOW.after(row.state, "withdraw"), row.withdrawal
    if withdrawal.asked_by_id == by.pk:
        raise OwnWork(str(row.pk))
    if approving_office(row, by) is None:
        raise MayNotApprove(str(row.pk))
    if counts_as_one(withdrawal.asked_by, by):
        raise NotIndependent(str(row.pk))
    withdrawal.confirmed_by, withdrawal.confirmed_at = by, timezone.now()
    withdrawal.save(update_fields=["confirmed_by", "confirmed_at"])
    row.state = target
    row.save(update_fields=["state"])
    _withdraw_earlier(row, by=by)
    for message in withdrawal_messages(row, withdrawal.reasons, notifies=withdrawal.notifies):
        deliver(row, message, part=OF_WITHDRAWAL)
    notice = absolute(row.get_absolute_url())
    channels.lead_elsewhere(source_of(row), to=notice, about=row, office=row.office, by=by)
    channels.publish_topics(addresses.feeds(), by=by)
    facts = office_facts(row, by) | given(withdrawal.reasons)
    log_action(row, "withdraw", by=by, notifies=withdrawal.notifies, **facts)
    notices.note_move(row)
    notices.note_confirmed(withdrawal, by=by)
    announcement.state = row.state
    return announcement


def _withdraw_earlier(row: Announcement, *, by: User) -> None:
    """With a correction, everything that it corrected."""
    for first in earlier(row):
        if Announcement.objects.filter(pk=first.pk).move("withdraw_with"):
            log_action(first, "withdraw", by=by, corrected_by=row.pk, **given(row.withdrawal.reasons))


def withdrawal_messages(row: Announcement, reasons: Mapping[str, str], *, notifies: bool) -> list[Message]:
    """The notices that go out when it is withdrawn: none where nobody has what they would be about."""
    posts = Outbound.objects.filter(content__source__in=_sources(row)).left()
    left = set(posts.order_by().values_list("account", "content__lang").distinct())
    found = []
    for target in row.targets.all():
        addressed = adapter_of(target.account.kind).addressed
        if not target.account.is_open or (addressed and not notifies):
            continue
        for lang in languages_of(row, target):
            if (target.account_id, lang) in left:
                text = withdrawal_text(row, lang, dict(reasons))
                found.append(message_of(target, lang, with_footer(text, target.account) if addressed else text))
    return found


def _sources(row: Announcement) -> list[str]:
    """Its key in channels, and those of what it corrects: on a network, that may be what still stands there."""
    return [source_of(one) for one in (row, *earlier(row))]


@transaction.atomic
def drop_withdrawal(announcement: Announcement, *, reason: str = "", by: User) -> None:
    """Refuse the request, with a `reason` where one is given, or take back one's own. What was out already goes on;
    what it stopped is sent only if somebody sends it."""
    row = lock(announcement)
    withdrawal = Withdrawal.objects.filter(announcement=row, confirmed_at=None).first()
    if withdrawal is None:
        return
    notices.note_refused(withdrawal, by=by)
    withdrawal.delete()
    if row.state == RELEASED:
        resume(row, stopped_at=withdrawal.asked_at)
    if withdrawal.asked_by_id == by.pk:
        log_action(row, "take_back_withdrawal", by=by)
    else:
        log_action(row, "drop_withdrawal", by=by, **given(_cleaned({"": reason})))


def _cleaned(reasons: Mapping[str, str]) -> dict[str, str]:
    return {lang: " ".join(text.split()) for lang, text in sorted(reasons.items()) if text.strip()}
