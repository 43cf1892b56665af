"""What networks say of how many follow us, and of what people did with our posts: the last count takes the place of
the one before. Nobody acts and no person is in it, so nothing is audited."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.contract import Metrics
from hemicycle.channels.models import Account, Tally

_LARGEST = 2**31 - 1


@transaction.atomic
def tally(account: Account, metrics: Iterable[Metrics]) -> None:
    """The account's own count is kept even where the network says none: it was asked."""
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


def _number(told: object) -> int | None:
    """Whatever a server may say."""
    return min(told, _LARGEST) if isinstance(told, int) and told >= 0 else None
