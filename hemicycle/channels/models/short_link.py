"""Short links of our own, and how often they were opened. No person is in either: no address, browser or cookie."""

from __future__ import annotations

from django.db import models
from django.db.models import Sum
from django.utils import timezone

from hemicycle.channels.models.account import Account


class ShortLink(models.Model):
    """What a code leads to: a link that stood in what `source` sent through an account in one language. `instead`:
    where it leads since that was withdrawn."""

    code = models.CharField(max_length=12, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80, db_index=True)
    lang = models.CharField(max_length=20, blank=True)
    target = models.TextField()
    instead = models.TextField(blank=True)
    minted_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.code

    @property
    def leads_to(self) -> str:
        return self.instead or self.target


class ClickCountQuerySet(models.QuerySet["ClickCount"]):
    def by_source_and_account(self) -> dict[tuple[str, int], int]:
        rows = self.order_by().values_list("source", "account").annotate(n=Sum("clicks"))
        return {(source, account): clicks for source, account, clicks in rows}


class ClickCount(models.Model):
    """How often the short links of a source in an account were opened on one day of the House; neither which of them,
    nor when, nor by whom."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80)
    day = models.DateField()
    clicks = models.PositiveIntegerField(default=0)

    objects = ClickCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "account", "day"], name="channels_clickcount_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.day}"
