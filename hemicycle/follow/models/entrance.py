"""Through which account people follow."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.models import Account, Medium


class EntranceQuerySet(models.QuerySet["Entrance"]):
    def open(self, channel: str) -> Self:
        return self.filter(channel=channel, account__is_open=True).select_related("account__office")


class Entrance(models.Model):
    """The account that asks people whether they want to follow, and tells them; chosen where the House has several."""

    CHANNELS = (Medium.EMAIL, Medium.SMS)

    channel = models.CharField(_("Channel"), max_length=20, unique=True, choices=Medium.choices)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    objects = EntranceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=["email", "sms"]), name="follow_entrance_channel_is_one_to_one"
            ),
        ]

    def __str__(self) -> str:
        return self.channel
