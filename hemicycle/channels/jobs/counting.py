"""Counts the followers of our own actors; networks count theirs, and say so when they are asked (listening.py)."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db.models import Count

from hemicycle.channels.actions import store_followers
from hemicycle.channels.fediverse.keys import KIND
from hemicycle.channels.models import Account, ActorFollower
from hemicycle.channels.models.tally import COUNTED_EVERY


def count_actor_followers(worker: str, stopping: Callable[[], bool]) -> int:
    """Once an hour, by whichever worker; of how many accounts."""
    if not cache.add("channels.followers", worker, COUNTED_EVERY.total_seconds()):
        return 0
    rows = ActorFollower.objects.reached().order_by().values_list("account").annotate(n=Count("pk"))
    followers = dict(rows)
    accounts = list(Account.objects.open().of_kind(KIND))
    for account in accounts:
        store_followers(account, followers.get(account.pk, 0))
    return len(accounts)
