"""What came in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped
from hemicycle.channels.contract import BY_NOTICE
from hemicycle.channels.models.account import Account
from hemicycle.channels.models.contact import OBJECTED, Contact, Suppression
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.channels.models.outbound import Content, Outbound
from hemicycle.rules.classification import Classification


class Medium(models.TextChoices):
    """The medium a message came by; several adapters may share one."""

    LETTER = "letter", _("Letter")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    SOCIAL = "social", _("Social network")
    WEB = "web", _("Web form")
    UPLOAD = "upload", _("Uploaded file")


REDIRECTED = "redirected"
"""The `keyword` of a private message whose author was sent to the ways by which the House is reached."""
ON_PAPER = "post"
"""In `Inbound.batch`, of a letter that came by post and that staff entered; its answer is posted by hand."""
PASSED_ON = "passed-on:"
"""What `Inbound.batch` begins with, of what another office passed on."""
FROM_PEOPLE = Q(automatic=False, keyword="")
"""What somebody may have to answer: neither written by a machine, nor answered by ours."""


class InboundQuerySet(OfficeScoped):
    def of_batch(self, office: Office, batch: str) -> Self:
        """What one delivery brought to one office."""
        return self.filter(office=office, batch=batch)

    def of_office(self, office: Office) -> Self:
        """What came to one office; a member's office and the House never see each other's."""
        return self.filter(office=office)

    def saying_any(self, phrases: Iterable[str]) -> Self:
        """With at least one of the phrases in the text; all of them where there is none to look for."""
        said = Q()
        for phrase in phrases:
            said |= Q(text__icontains=phrase)
        return self.filter(said)

    def sent_between(self, since: date | None, until: date | None) -> Self:
        """By the day of sending, or of arrival where that is not known; both days included."""
        rows = self.annotate(day=TruncDate(Coalesce("sent_at", "received_at")))
        if since:
            rows = rows.filter(day__gte=since)
        return rows.filter(day__lte=until) if until else rows

    def saying_something(self) -> Self:
        """Not those that only ask our machine for something."""
        return self.filter(keyword="")

    def for_everybody(self) -> Self:
        """Not what was written to us alone on a network where others write in public."""
        return self.filter(direct=False)

    def for_inquiries(self) -> Self:
        """Nor that; a letter from the form on the web is one like those that come by mail, once it is confirmed."""
        return self.filter(Q(direct=False) | Q(channel=Medium.WEB, is_authenticated=True))

    def from_sender(self, office: Office, address: str) -> Self:
        """What one address sent to one office: for a person who asks what is held about them."""
        return self.filter(office=office, sender=Pseudonyms(office).of(address)).exclude(sender="")

    def not_objected(self) -> Self:
        """Without what those wrote who object to any further use of it."""
        objected = Suppression.objects.filter(office=OuterRef("office"), digest=OuterRef("sender"), why=OBJECTED)
        return self.exclude(Exists(objected))

    def through_accounts(self) -> Self:
        """What came through an account of ours, and not as a file that somebody uploaded."""
        return self.filter(account__isnull=False)

    def answering(self, content: Content) -> Self:
        """What people answered to one text that went out through one account."""
        return self.filter(answers__content=content)

    def in_order_of_arrival(self) -> Self:
        return self.order_by("pk")


class Inbound(models.Model):
    """One message to one office, as it came. Read through `.visible_to(person)` only.

    `sender` is a keyed hash (encryption.py), so that different senders can be counted and no address is kept; without
    one the message is its own sender. `batch` is whatever the app that brought it calls the delivery; of what came
    through an account of ours it is the account. `contact` is there where its sender can be answered; `answers` is the
    message of ours that it replies to. `automatic`: written by a machine, never to be answered. `direct`: on a
    network where most is public, this was not: never said, counted or handed on as if it were. `keyword`: the word
    of actions/keywords.py with which it asked our machine for something; it says nothing about anything then. Or
    REDIRECTED.
    `question`: what it answers, where a consultation put several; `facts`: what the source says of its sender or its
    stand in a few fixed words (a region, for or against). Both are of the message and go with it.
    `recipient`: what our address that it was sent to says it is about ("bill-12"). `is_authenticated`: its network,
    its gateway or the mail server vouches for its sender; of all else anybody could have written it. What an
    office does about it is kept by the app of cases.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20, choices=Medium.choices)
    batch = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=200)
    text = models.TextField()
    lang = models.CharField(max_length=20, blank=True)
    sender = models.CharField(max_length=32, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answers = models.ForeignKey(Outbound, on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    subject = models.CharField(max_length=300, blank=True)
    question = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    automatic = models.BooleanField(default=False)
    direct = models.BooleanField(default=False)
    recipient = models.CharField(max_length=120, blank=True)
    is_authenticated = models.BooleanField(default=False)
    keyword = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    classification = models.CharField(
        max_length=12, choices=Classification.choices, default=Classification.INTERNAL, editable=False
    )

    objects = InboundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "channel", "batch", "external_id"], name="channels_inbound_once_a_batch"
            ),
            models.CheckConstraint(condition=~Q(external_id=""), name="channels_inbound_has_an_id"),
            models.CheckConstraint(
                condition=~Q(classification=Classification.PUBLIC), name="channels_inbound_is_never_public"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=list(Medium.values)), name="channels_inbound_channel_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "batch"], name="channels_inbound_batch"),
            models.Index(fields=["office", "sender"], name="channels_inbound_sender"),
            models.Index(fields=["received_at"], name="channels_inbound_age"),
            models.Index(
                fields=["office", "-id"], condition=Q(account__isnull=False), name="channels_inbound_through"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}:{self.external_id}"

    @property
    def is_on_paper(self) -> bool:
        return self.channel == Medium.LETTER and (self.batch == ON_PAPER or self.batch.startswith(PASSED_ON))

    @property
    def is_by_notice(self) -> bool:
        """Known from a notification mail only, which anybody could have written."""
        return self.external_id.startswith(BY_NOTICE)


class InboundPart(models.Model):
    """A segment of a long message whose other segments have not come yet; together they become one `Inbound`."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    whole = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    automatic = models.BooleanField(default=False)
    is_authenticated = models.BooleanField(default=False)
    came_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "contact", "whole", "number"], name="channels_inboundpart_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.number}"


class Original(models.Model):
    """A message byte for byte as it came, for whoever doubts what was made of it."""

    inbound = models.OneToOneField(Inbound, on_delete=models.CASCADE, related_name="original")
    raw = models.BinaryField()

    def __str__(self) -> str:
        return str(self.inbound_id)


class Attachment(models.Model):
    """A file that came with a message. `refused` says why its content was not kept."""

    inbound = models.ForeignKey(Inbound, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField(null=True)
    refused = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refused="", content__isnull=False) | Q(~Q(refused=""), content=None),
                name="channels_attachment_kept_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.name
