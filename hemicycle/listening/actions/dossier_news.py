"""Telling those who follow a bill that a dossier about it was released."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels.actions import publish_topics
from hemicycle.channels.models import Account
from hemicycle.follow import actions as follow
from hemicycle.follow.follow_accounts import offered
from hemicycle.follow.numbers import following, medium_of
from hemicycle.record.feeds import topics
from hemicycle.rules import audit, gate
from hemicycle.rules.egress import EgressPoint

from ..dossier.news import outgoing_texts, source_of
from ..models import Dossier


def announce(dossier: Dossier, *, by: Any) -> int:
    """Notify the followers of its bill, once, and the programs that subscribed to the bill's feeds. How many messages
    were queued.

    Run again after it was cut off, nobody is notified twice; of the same version in another language nobody is.
    """
    bill, queued = dossier.inquiry.bill, 0
    is_news = bill is not None and not was_announced(dossier)
    if is_news and gate.allowed(dossier, via=EgressPoint.NOTICE, to=None):
        queued = sum(_notify(dossier, account, by=by) for account in speaking_for(dossier))
    with transaction.atomic():
        if bill is not None:
            publish_topics(topics.all_of(bill, "bills"), by=by)
        Dossier.objects.filter(pk=dossier.pk).update(notified_at=timezone.now())
        audit.record(
            "listening.dossier_notify", by=by, about=dossier, office=dossier.inquiry.office,
            inquiry=dossier.inquiry.address, version=dossier.version, messages=queued,
        )  # fmt: skip
    return queued


def speaking_for(dossier: Dossier) -> list[Account]:
    """The accounts of the House that write to followers. A member's office speaks for itself: of its dossier the House
    notifies nobody."""
    bill = dossier.inquiry.bill
    if bill is None or dossier.inquiry.office.kind != Office.Kind.INSTITUTION:
        return []
    return [account for _medium, account in sorted(offered().items())] if _is_public(bill) else []


def followers_of(dossier: Dossier) -> dict[str, int]:
    """How many are written to on its release, at once or in a digest, by medium."""
    accounts = speaking_for(dossier)
    return {
        medium: sum(count for _often, _lang, count in rows)
        for account in accounts
        for medium, rows in following([dossier.inquiry.bill], [account]).items()
    }


def was_announced(dossier: Dossier) -> bool:
    """Whether followers were notified of this version, in another language."""
    same = Dossier.objects.filter(inquiry=dossier.inquiry, version=dossier.version, notified_at__isnull=False)
    return same.exclude(pk=dossier.pk).exists()


def _is_public(bill: Any) -> bool:
    return gate.allowed(bill, via=EgressPoint.NOTICE, to=None)


def _notify(dossier: Dossier, account: Account, *, by: Any) -> int:
    # An item of news belongs to one office, and the accounts may be of several.
    source = f"{source_of(dossier)}:{account.office_id}"
    texts = outgoing_texts(dossier, medium_of(account))
    return follow.notify_followers(
        source=source, about=[dossier.inquiry.bill], account=account, outgoing_texts=texts, by=by
    )
