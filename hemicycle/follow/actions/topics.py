"""What staff keep: the topics, and which account speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hemicycle.channels.models import Account
from hemicycle.follow.models import FollowAccount, Topic
from hemicycle.rules import audit


@transaction.atomic
def save_topic(
    topic: Topic | None = None, *, address: str = "", names: Mapping[str, str], descriptions: Mapping[str, str],
    is_open: bool = True, by: Any,
) -> Topic:  # fmt: skip
    """A new topic, or what is said of one that is there; its word never changes, because people know it."""
    kept = topic or Topic(address=address)
    kept.names, kept.descriptions, kept.is_open = names, descriptions, is_open
    kept.save()
    audit.record("follow.put_topic", by=by, about=kept, word=kept.address, open=is_open)
    return kept


@transaction.atomic
def choose_follow_account(channel: str, *, account: Account | None, by: Any) -> None:
    """The account through which people follow on this channel; None: the first that was opened."""
    if account is None:
        FollowAccount.objects.filter(channel=channel).delete()
    else:
        FollowAccount.objects.update_or_create(channel=channel, defaults={"account": account})
    office = account.office if account else None
    audit.record(
        "follow.choose_entrance", by=by, about=account or "follow.followaccount", office=office, channel=channel
    )
