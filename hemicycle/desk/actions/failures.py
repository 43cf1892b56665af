"""What a channel did not send: those who answer for it are notified once, and what certainly did not arrive is sent
again once, however often it is asked for. So is what a withdrawal stopped that was refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.channels import actions as channels
from hemicycle.channels.contract.capabilities import StatusLookup
from hemicycle.channels.models import Account, Outbound, OutboundQuerySet
from hemicycle.channels.models import State as Sent
from hemicycle.channels.registry import adapter_of
from hemicycle.desk.actions import notices
from hemicycle.desk.actions.locking import lock, log_action
from hemicycle.desk.actions.releases import STOPPED, about_of
from hemicycle.desk.models import Announcement, Delivery, Withdrawal
from hemicycle.desk.snapshot import SOURCE, key_of, source_in_force, source_of
from hemicycle.follow.followables import keys_about
from hemicycle.follow.models import Follower
from hemicycle.rules.errors import IllegalMove

# A week later a failed post is no news any more; the status on each channel still shows it.
SHOWN_FOR = timedelta(days=7)


@transaction.atomic
def try_again(announcement: Announcement, *, by: User) -> int:
    """How many messages wait to be sent again; none where somebody was first. Raises IllegalMove where nothing of it
    is to be sent any more."""
    row = lock(announcement)
    if not (source := _source_in_force(row)):
        raise IllegalMove(f"nothing of {row.pk} is to be sent")
    failed, resent = Outbound.objects.of_source(source), 0
    for account in Account.objects.filter(pk__in=failed.resendable().values("account")).order_by("pk"):
        count = channels.resend(failed.filter(account=account), about=row, office=row.office, by=by)
        row.deliveries.filter(account=account).update(failure_noted_at=None)
        log_action(row, "try_again", by=by, kind=account.kind, recipients=count)
        resent += count
    if resent:
        notices.end_failure(row)
    return resent


def stopped_messages(row: Announcement) -> OutboundQuerySet:
    """What a withdrawal stopped that was refused since, and that can still be sent."""
    return still_wanted(row, _source_in_force(row), why=STOPPED)


def still_wanted(row: Announcement, source: str, *, why: str) -> OutboundQuerySet:
    """Of what was cancelled for a reason before anybody had it: posts, and messages to whoever still follows what it
    is about; none where another text stands in its place."""
    stopped = Outbound.objects.of_source(source).requeuable(why)
    if source != source_of(row):
        return stopped.none()
    words, wanted = keys_about(*about_of(row)), Q(pk__in=())
    for target in row.targets.select_related("account__office"):
        account, adapter = target.account, adapter_of(target.account.kind)
        followers = Follower.objects.of_office(account.office, adapter.medium).reachable().following(words)
        to = Q(contact__in=followers.values("contact")) if adapter.addressed else Q(contact=None)
        wanted |= Q(account=account) & to
    return stopped.filter(wanted)


def too_late(row: Announcement) -> OutboundQuerySet:
    """What it stopped, and whose deadline has passed since."""
    return Outbound.objects.of_source(source_of(row)).stopped(STOPPED).stale(Sent.CANCELLED)


@transaction.atomic
def send_stopped(announcement: Announcement, *, by: User) -> int:
    """How many messages wait to be sent after all; none where somebody was first. Raises IllegalMove where nothing of
    it is to be sent any more."""
    row = lock(announcement)
    if _source_in_force(row) != source_of(row):
        raise IllegalMove(f"nothing of {row.pk} is to be sent")
    stopped, requeued = stopped_messages(row), 0
    for account in Account.objects.filter(pk__in=stopped.values("account")).order_by("pk"):
        rows = stopped.filter(account=account)
        count = channels.requeue(rows, why=STOPPED, about=row, office=row.office, by=by)
        log_action(row, "send_stopped", by=by, kind=account.kind, recipients=count)
        requeued += count
    if requeued:
        notices.end_refused(row)
    return requeued


def unnoted_failures() -> dict[Announcement, list[Delivery]]:
    """What an account failed to send lately, of which nobody was notified: a post for everybody, or all its messages
    to people; nearly always none, by indexes alone. What is unknown and can be asked for settles itself."""
    failed = _failed_since(timezone.now() - SHOWN_FOR)
    if not failed:
        return {}
    places = Q(announcement__in={key_of(source) for source, _account, _lang in failed})
    deliveries = Delivery.objects.filter(places, failure_noted_at=None).exclude(lang="", enqueued_at=None)
    found: dict[Announcement, list[Delivery]] = defaultdict(list)
    for one in deliveries.select_related("announcement__office").order_by("pk"):
        if (one.source, one.account_id, one.lang) in failed:
            found[one.announcement].append(one)
    return found


Place = tuple[str, int, str]
"""Source, account and language; "" where each recipient gets theirs."""


def _failed_since(since: datetime) -> set[Place]:
    ours = Outbound.objects.filter(content__source__startswith=SOURCE).in_trouble(since).order_by()
    to_all = ExpressionWrapper(Q(contact=None), BooleanField())
    by = ours.annotate(to_all=to_all).values_list(
        "content__source", "account", "content__lang", "account__kind", "state", "to_all"
    )
    found: set[Place] = set()
    for source, account, lang, kind, state, is_to_all in by.distinct():
        adapter = adapter_of(kind)
        if is_to_all is not adapter.addressed and (state != Sent.UNKNOWN or not isinstance(adapter, StatusLookup)):
            found.add((source, account, "" if adapter.addressed else lang))
    return found - _reached({place for place in found if not place[2]})


def _reached(places: set[Place]) -> set[Place]:
    """Of these, where somebody has it, may have it, or will: what single addresses refused stays in the numbers."""
    if not places:
        return set()
    rows = Outbound.objects.filter(content__source__in={one[0] for one in places}, contact__isnull=False)
    rows = rows.filter(account__in={one[1] for one in places}).order_by()
    rest = rows.exclude(state__in=(Sent.FAILED, Sent.EXPIRED, Sent.CANCELLED)).distinct()
    return {
        (source, account, "")
        for source, account, kind, state in rest.values_list("content__source", "account", "account__kind", "state")
        if state != Sent.UNKNOWN or isinstance(adapter_of(kind), StatusLookup)
    }


@transaction.atomic
def note_failure(announcement: Announcement, deliveries: Sequence[Delivery], *, by: Any) -> bool:
    """Notify author and approvers, once for a failure whichever worker finds it; of what is in force alone. Whether
    this call did."""
    row = lock(announcement)
    held = Delivery.objects.filter(pk__in=[one.pk for one in deliveries], failure_noted_at=None)
    if not held.update(failure_noted_at=timezone.now()):
        return False
    if _source_in_force(row) not in {one.source for one in deliveries}:
        return False
    notices.note_failure(row, approved_by=row.approvals.current().values("by"), by=by)
    return True


def _source_in_force(row: Announcement) -> str:
    return source_in_force(row, asked_to_withdraw=Withdrawal.objects.filter(announcement=row).exists())
