"""Followers, likes and boosts as networks count them: the last count replaces the one before. Nobody acts, and no
person is in it, so nothing is audited."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.contract import Metrics
from hemicycle.channels.models import Account, FollowerCount, Tally

_LARGEST = 2**31 - 1


@transaction.atomic
def store_metrics(account: Account, metrics: Iterable[Metrics]) -> None:
    """Of the account itself a row is stored even without numbers: it says when the network was asked."""
    now = timezone.now()
    by_post = {one.post: one for one in (Metrics(), *metrics) if len(one.post) <= 500}
    rows = [
        Tally(
            account=account, post=post, followers=_number(one.followers), likes=_number(one.likes),
            boosts=_number(one.boosts), counted_at=now,
        )
        for post, one in by_post.items()
    ]  # fmt: skip
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account", "post"],
        update_fields=["followers", "likes", "boosts", "counted_at"],
    )  # fmt: skip
    if (followers := next(row.followers for row in rows if not row.post)) is not None:
        store_followers(account, followers)


def store_followers(account: Account, followers: int) -> None:
    """How many follow it today; the last count of a day stays, so that growth can be told."""
    FollowerCount.objects.update_or_create(
        account=account, day=timezone.localdate(), defaults={"followers": min(followers, _LARGEST)}
    )


def _number(value: object) -> int | None:
    """Whatever a server may say."""
    return min(value, _LARGEST) if isinstance(value, int) and value >= 0 else None
