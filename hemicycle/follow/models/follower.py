"""Who follows what, and how often they are written to. Read through `.visible_to(person)`, shown as numbers only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Contact, Medium, Outbound, Suppression


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, gathered")
    WEEKLY = "weekly", _("Once a week, gathered")


class FollowerQuerySet(models.QuerySet["Follower"]):
    def visible_to(self, person: object) -> Self:
        """Those of the offices a person works in."""
        return self.filter(contact__office__in=Office.objects.of(person))

    def of_office(self, office: Office, channel: str) -> Self:
        return self.filter(contact__office=office, contact__channel=channel)

    def to_be_gathered_for(self, frequencies: Iterable[str], until: datetime) -> Self:
        """Those who have not been told of everything up to this moment."""
        rows = self.filter(frequency__in=list(frequencies), told_until__lt=until)
        return rows.reachable().order_by("pk")

    def reachable(self) -> Self:
        """Without those who said STOP."""
        stopped = Suppression.objects.filter(office=OuterRef("contact__office"), digest=OuterRef("contact__digest"))
        return self.filter(~Exists(stopped))

    def confirmed(self) -> Self:
        """Who follows anything."""
        return self.filter(Exists(Subscription.objects.confirmed().filter(follower=OuterRef("pk"))))

    def following(self, words: Iterable[str]) -> Self:
        """With a confirmed subscription to one of these (things.py)."""
        held = Subscription.objects.confirmed().filter(follower=OuterRef("pk"), thing__in=list(words))
        return self.filter(Exists(held))

    def not_told(self, source: str) -> Self:
        """Without those for whom a message of this source was ever put out, in whatever language or account."""
        told = Outbound.objects.filter(content__source=source, contact=OuterRef("contact"))
        return self.filter(~Exists(told))

    def to_be_told(self, words: Iterable[str], *, office: Office, channel: str, source: str) -> Self:
        """Who is written to at once about something that was just said."""
        rows = self.of_office(office, channel).filter(frequency=Frequency.AT_ONCE).following(words)
        return rows.reachable().not_told(source).order_by("contact")

    def speaking(self, lang: str) -> Self:
        return self.filter(contact__lang=lang)

    def languages(self) -> list[str]:
        return sorted(self.order_by().values_list("contact__lang", flat=True).distinct())

    def contacts(self) -> models.QuerySet[Follower, int]:
        """Their keys, as `channels.actions.queue_many` takes them."""
        return self.values_list("contact", flat=True)


class Follower(models.Model):
    """A contact that follows something. `told_until`: everything gathered up to then has been told, or need not be;
    `frequency_since`: what was announced before that was not told at once."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="+")
    frequency = models.CharField(_("How often"), max_length=10, choices=Frequency.choices, default=Frequency.AT_ONCE)
    frequency_since = models.DateTimeField(default=timezone.now)
    told_until = models.DateTimeField(default=timezone.now)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency__in=list(Frequency.values)), name="follow_follower_frequency_is_known"
            ),
        ]
        indexes = [models.Index(fields=["frequency", "told_until"], name="follow_follower_digest")]

    def __str__(self) -> str:
        return str(self.contact)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, person: object) -> Self:
        return self.filter(follower__contact__office__in=Office.objects.of(person))

    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def pending(self) -> Self:
        """Asked for, and not confirmed by the owner of the address."""
        return self.filter(confirmed_at=None)

    def asked_before(self, moment: datetime) -> Self:
        return self.pending().filter(asked_at__lt=moment)

    def by_mail(self) -> Self:
        return self.filter(follower__contact__channel=Medium.EMAIL)

    def things(self) -> list[str]:
        """What anybody in here follows, each once."""
        return sorted(set(self.order_by().values_list("thing", flat=True).distinct()))

    def of(self, contact: Contact) -> Self:
        return self.filter(follower__contact=contact).order_by("asked_at", "pk")


class Subscription(models.Model):
    """One follower, one thing. One that ends is deleted: the ledger of consents (channels) tells that it was there."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="subscriptions", db_index=False)
    thing = models.CharField(max_length=40)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "thing"], name="follow_subscription_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("asked_at")),
                name="follow_subscription_confirmed_after_asking",
            ),
        ]
        indexes = [
            models.Index(
                fields=["thing", "follower"], condition=Q(confirmed_at__isnull=False), name="follow_subscription_told"
            ),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="follow_subscription_pending"),
        ]

    def __str__(self) -> str:
        return self.thing
