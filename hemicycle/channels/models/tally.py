"""How many follow us on networks that count for themselves, and what people did with our posts there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Sum
from django.utils import timezone

from hemicycle.channels.models.account import Account

# Nobody decides anything by the minute, and networks limit how often one may ask.
COUNTED_EVERY = timedelta(hours=1)


class TallyQuerySet(models.QuerySet["Tally"]):
    def visible_to(self, person: object) -> Self:
        return self.filter(account__in=Account.objects.visible_to(person))

    def of_accounts(self) -> Self:
        """Followers, where the network says how many."""
        return self.filter(post="", account__is_open=True).exclude(followers=None)

    def of_posts(self, account: Account, posts: Collection[str]) -> dict[str, int]:
        """`likes` and `boosts` of these together."""
        sums = self.filter(account=account, post__in=posts).aggregate(likes=Sum("likes"), boosts=Sum("boosts"))
        return {name: number or 0 for name, number in sums.items()}

    def is_fresh(self, account: Account) -> bool:
        return self.filter(account=account, post="", counted_at__gt=timezone.now() - COUNTED_EVERY).exists()


class Tally(models.Model):
    """One count as the network gave it. `post` "": of the account. No person is in it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tallies")
    post = models.CharField(max_length=500, blank=True)
    followers = models.PositiveIntegerField(null=True, blank=True)
    likes = models.PositiveIntegerField(null=True, blank=True)
    boosts = models.PositiveIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "post"], name="channels_tally_once")]

    def __str__(self) -> str:
        return f"{self.account}:{self.post}"


class FollowerCountQuerySet(models.QuerySet["FollowerCount"]):
    def visible_to(self, person: object) -> Self:
        return self.filter(account__in=Account.objects.visible_to(person))


class FollowerCount(models.Model):
    """How many followed an account at the last count of a day: what its network says, or our own list."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="follower_counts")
    day = models.DateField()
    followers = models.PositiveIntegerField()

    objects = FollowerCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "day"], name="channels_followercount_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.day}"
