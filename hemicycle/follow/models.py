"""What can be followed besides the record: a newsletter, a subject, a search."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Self
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Account, Contact, Medium, Outbound, Suppression
from hemicycle.channels.models.encryption import seal, unseal
from hemicycle.follow import addresses
from hemicycle.record.addresses import record
from hemicycle.record.phrases import PhraseField
from hemicycle.record.search.question import Question
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import Work, WorkQuerySet


class TopicQuerySet(models.QuerySet["Topic"]):
    def open(self) -> Self:
        """Those that can be followed now."""
        return self.filter(is_open=True)

    def in_order(self) -> Self:
        return self.order_by("address")


class Topic(models.Model):
    """`address` stands in its public address, and is the word by which it is followed by text message. One that is
    closed takes no new followers; those it has are told if something still is said about it."""

    address = models.SlugField(
        _("Keyword"),
        max_length=24,
        unique=True,
        help_text=_("Used in addresses and in text messages: FOLLOW followed by this keyword."),
    )
    names = PhraseField(_("Names"))
    descriptions = PhraseField(_("Descriptions"), blank=True)
    is_open = models.BooleanField(_("Can be followed"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [models.CheckConstraint(condition=~Q(names={}), name="follow_topic_has_a_name")]

    def __str__(self) -> str:
        return str(self.names.here)

    # What one can follow is no secret.
    classification = Classification.PUBLIC

    def get_absolute_url(self) -> str:
        return addresses.follow_page("topic", self.address)


_SEARCH = "search"
"""What its words are sealed for, and what its subscriptions begin with."""


class FollowedSearchQuerySet(models.QuerySet["FollowedSearch"]):
    def of(self, question: Question) -> FollowedSearch:
        """That question, kept once for all who follow it."""
        asked = replace(question, order="").address
        key = hmac.digest(settings.DIGEST_KEY.encode(), f"follow.search:{asked}".encode(), hashlib.sha256)
        row, _ = self.get_or_create(address=key.hex()[:24], defaults={"sealed": seal(asked, _SEARCH)})
        return row

    def without_followers(self) -> Self:
        named = Concat(Value(f"{_SEARCH}:"), OuterRef("address"))
        return self.filter(~Exists(Subscription.objects.filter(followable=named)))


class FollowedSearch(models.Model):
    """A question to the record that somebody follows. Once followed its words say something of a person: they are
    sealed, shown to who follows it alone, and deleted with its last subscription."""

    address = models.CharField(max_length=24, unique=True)
    sealed = models.TextField(editable=False)

    objects = FollowedSearchQuerySet.as_manager()

    def __str__(self) -> str:
        """What everybody may read of it: messages go to who has not confirmed, and say nothing that was typed."""
        return gettext("a search of the record")

    def get_absolute_url(self) -> str:
        return f"{record('search')}?{self.question.address}"

    @property
    def question(self) -> Question:
        return Question.read(dict(parse_qsl(unseal(self.sealed, _SEARCH))))


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, in one message")
    WEEKLY = "weekly", _("Once a week, in one message")


class FollowerQuerySet(models.QuerySet["Follower"]):
    def visible_to(self, person: object) -> Self:
        """Those of the offices a person works in."""
        return self.filter(contact__office__in=Office.objects.of(person))

    def of_office(self, office: Office, channel: str) -> Self:
        return self.filter(contact__office=office, contact__channel=channel)

    def due_for_digest(self, frequencies: Iterable[str], until: datetime) -> Self:
        """Those who have not been told of everything up to this moment."""
        rows = self.filter(frequency__in=list(frequencies), notified_until__lt=until)
        return rows.reachable().order_by("pk")

    def reachable(self) -> Self:
        """Without those who said STOP."""
        stopped = Suppression.objects.filter(office=OuterRef("contact__office"), digest=OuterRef("contact__digest"))
        return self.filter(~Exists(stopped))

    def confirmed(self) -> Self:
        """Who follows anything."""
        return self.filter(Exists(Subscription.objects.confirmed().filter(follower=OuterRef("pk"))))

    def following(self, words: Iterable[str]) -> Self:
        """With a confirmed subscription to one of these (followables.py)."""
        personal_data = Subscription.objects.confirmed().filter(follower=OuterRef("pk"), followable__in=list(words))
        return self.filter(Exists(personal_data))

    def not_notified(self, source: str) -> Self:
        """Without those for whom a message of this source was ever put out, in whatever language or account."""
        sent = Outbound.objects.filter(content__source=source, contact=OuterRef("contact"))
        return self.filter(~Exists(sent))

    def to_notify(self, words: Iterable[str], *, office: Office, channel: str, source: str) -> Self:
        """Who is written to at once about something that was just said."""
        rows = self.of_office(office, channel).filter(frequency=Frequency.AT_ONCE).following(words)
        return rows.reachable().not_notified(source).order_by("contact")

    def speaking(self, lang: str) -> Self:
        return self.filter(contact__lang=lang)

    def languages(self) -> list[str]:
        return sorted(self.order_by().values_list("contact__lang", flat=True).distinct())

    def contacts(self) -> models.QuerySet[Follower, int]:
        """Their keys, as `channels.actions.queue_many` takes them."""
        return self.values_list("contact", flat=True)


class Follower(models.Model):
    """A contact that follows something. `notified_until`: no digest need say what is older;
    `frequency_since`: what was announced before that was not told at once."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="+")
    frequency = models.CharField(_("How often"), max_length=10, choices=Frequency.choices, default=Frequency.AT_ONCE)
    frequency_since = models.DateTimeField(default=timezone.now)
    notified_until = models.DateTimeField(default=timezone.now)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency__in=list(Frequency.values)), name="follow_follower_frequency_is_known"
            ),
        ]
        indexes = [models.Index(fields=["frequency", "notified_until"], name="follow_follower_digest")]

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

    def news_of_the_record(self) -> Self:
        """Those that are told what the record shows: by e-mail, and of a search, of which there is no other news."""
        return self.filter(Q(follower__contact__channel=Medium.EMAIL) | Q(followable__startswith=f"{_SEARCH}:"))

    def of_searches(self) -> Self:
        return self.filter(followable__startswith=f"{_SEARCH}:")

    def followables(self) -> list[str]:
        """What anybody in here follows, each once."""
        return sorted(set(self.order_by().values_list("followable", flat=True).distinct()))

    def of(self, contact: Contact) -> Self:
        return self.filter(follower__contact=contact).order_by("asked_at", "pk")


class Subscription(models.Model):
    """One follower, one thing. One that ends is deleted: the ledger of consents (channels) keeps that it was there."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="subscriptions", db_index=False)
    followable = models.CharField(max_length=40)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followable"], name="follow_subscription_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("asked_at")),
                name="follow_subscription_confirmed_after_asking",
            ),
        ]
        indexes = [
            models.Index(
                fields=["followable", "follower"],
                condition=Q(confirmed_at__isnull=False),
                name="follow_subscription_notify",
            ),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="follow_subscription_pending"),
        ]

    def __str__(self) -> str:
        return self.followable


class NewsQuerySet(models.QuerySet["News"]):
    def about(self, words: Iterable[str]) -> Self:
        return self.filter(abouts__followable__in=list(words)).distinct()

    def between(self, since: datetime, until: datetime) -> Self:
        """Noted after the first moment, and not after the second."""
        return self.filter(at__gt=since, at__lte=until)

    def announced(self) -> Self:
        return self.exclude(office=None)

    def of_the_record(self) -> Self:
        return self.filter(office=None)

    def oldest_first(self) -> Self:
        return self.order_by("came_at", "source")


class News(models.Model):
    """One item of news. `source` is that of the announcement's messages; what the record shows has no office, and the
    key of its row as source. `words` holds title and address by language. `came_at` is when it came in, `at` when it
    was noted: never before a digest that had been made."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=80, unique=True)
    words = models.JSONField()
    came_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)

    objects = NewsQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="follow_news_at")]

    def __str__(self) -> str:
        return self.source


class NewsAbout(models.Model):
    """What a piece of news is about; it may be several things."""

    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="abouts", db_index=False)
    followable = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["news", "followable"], name="follow_newsabout_once")]
        indexes = [models.Index(fields=["followable"], name="follow_newsabout_what")]

    def __str__(self) -> str:
        return self.followable


class DigestRunQuerySet(WorkQuerySet["DigestRun"]):
    def of(self, frequency: str, until: datetime) -> Self:
        return self.filter(frequency=frequency, until=until)


class DigestRun(Work):
    """One making of the digests of a day or a week: of everything noted up to `until`."""

    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    until = models.DateTimeField()

    objects = DigestRunQuerySet.as_manager()

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["frequency", "until"], name="follow_digestrun_once"),
            models.CheckConstraint(
                condition=Q(frequency__in=["daily", "weekly"]), name="follow_digestrun_frequency_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frequency} {self.until:%Y-%m-%d %H:%M}"


class FollowAccountQuerySet(models.QuerySet["FollowAccount"]):
    def open(self, *channels: str) -> Self:
        return self.filter(channel__in=channels, account__is_open=True).select_related("account__office")


class FollowAccount(models.Model):
    """The account that asks people whether they want to follow, and notifies them; chosen where there are several."""

    MEDIA = (Medium.EMAIL, Medium.SMS)

    channel = models.CharField(_("Channel"), max_length=20, unique=True, choices=Medium.choices)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    objects = FollowAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=["email", "sms"]), name="follow_account_is_one_to_one"
            ),
        ]

    def __str__(self) -> str:
        return self.channel
