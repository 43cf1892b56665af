"""Who subscribed to a feed of ours."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def active(self) -> Self:
        return self.filter(Q(is_hub=True) | Q(until__gte=timezone.now()))

    def of_topics(self, topics: list[str]) -> Self:
        return self.filter(topic__in=topics)

    def of_topics_below(self, address: str) -> Self:
        return self.filter(topic__startswith=address)

    def of_host(self, host: str) -> Self:
        """At one server, by whatever port."""
        begins = (f"{scheme}://{host}{behind}" for scheme in ("http", "https") for behind in ("/", ":", "?"))
        whole = Q(callback__iexact=f"http://{host}") | Q(callback__iexact=f"https://{host}")
        return self.filter(reduce(or_, (Q(callback__istartswith=one) for one in begins), whole))

    def idle(self) -> Self:
        """Nothing is due, as far as is known."""
        return self.filter(due_at=None)

    def not_looked_at_since(self, moment: datetime) -> Self:
        return self.filter(looked_at__lt=moment)

    def due(self) -> Self:
        """The content of the topic is to be delivered now."""
        return self.active().filter(due_at__lte=timezone.now())

    def to_ask(self) -> Self:
        """To be verified: did the callback itself ask for it?"""
        return self.filter(check_at__lte=timezone.now()).exclude(wanted="")

    def over_before(self, moment: datetime) -> Self:
        """The lease had run out, or nobody had confirmed it, and nothing is asked any more."""
        unconfirmed = Q(until=None, made_at__lt=moment)
        return self.filter(is_hub=False, wanted="").filter(unconfirmed | Q(until__lt=moment))


class Subscriber(models.Model):
    """A subscription of one callback to one topic, until a moment (`until`; none while nobody has confirmed it).

    What was asked for (`wanted`, for so many seconds, with a secret) holds once the callback itself has confirmed it.
    `due_at`: when the content is delivered next, None while it is up to date; a worker that claims the row sets it to
    the end of its lease, so that another worker delivers where that one died. `delivered_digest`: the SHA-256 of the
    content that was delivered last; `looked_at`: when that was last compared with the topic, for topics whose changes
    nobody announces. `is_hub`: not a subscriber but an outside hub, which is notified that the topic changed.
    """

    topic = models.CharField(max_length=300)
    callback = models.CharField(max_length=500)
    sealed = models.TextField(blank=True, editable=False)
    until = models.DateTimeField(null=True, blank=True)
    is_hub = models.BooleanField(default=False)

    wanted = models.CharField(max_length=11, blank=True)
    wanted_seconds = models.PositiveIntegerField(default=0)
    wanted_sealed = models.TextField(blank=True, editable=False)
    check_at = models.DateTimeField(null=True, blank=True)
    checks = models.PositiveSmallIntegerField(default=0)

    due_at = models.DateTimeField(null=True, blank=True)
    delivered_digest = models.CharField(max_length=64, blank=True)
    looked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "callback"], name="channels_subscriber_once"),
            models.CheckConstraint(
                condition=Q(wanted__in=["", "subscribe", "unsubscribe"]), name="channels_subscriber_wanted"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="channels_subscriber_due"),
            models.Index(fields=["check_at"], condition=Q(check_at__isnull=False), name="channels_subscriber_check"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}:{self.pk}"
