"""Whom we may write to: addresses that people gave us, what they agreed to, and who is never written to again."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped
from hemicycle.channels.models import encryption
from hemicycle.channels.models.encryption import Pseudonyms, plain


class ContactQuerySet(OfficeScoped):
    def known(self, office: Office, channel: str, address: str) -> Self:
        return self.filter(office=office, channel=channel, digest=Pseudonyms(office).of(address))

    def with_key(self, key: str) -> Contact | None:
        """Whose links hold this key, unless they were erased."""
        found: Contact | None = self.filter(key=key).exclude(sealed=FORGOTTEN).select_related("office").first()
        return found


class Contact(models.Model):
    """An address that we may use, sealed; `digest` finds it again and shows nothing (encryption.py). `key` is what its
    owner's links hold; `channel` is that of `Inbound`, whichever adapter stands behind it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    sealed = models.TextField(editable=False)
    digest = models.CharField(max_length=32)
    key = models.CharField(max_length=32, unique=True)
    lang = models.CharField(_("Language"), max_length=20, blank=True)
    since = models.DateTimeField(default=timezone.now, editable=False)

    is_new = False
    """Made for the message at hand: nothing came from them before, and nothing was sent to them."""

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "channel", "digest"], name="channels_contact_once"),
        ]
        indexes = [models.Index(fields=["digest"], name="channels_contact_digest")]

    def __str__(self) -> str:
        return f"{self.channel}:{self.key}"

    @property
    def address(self) -> str:
        """ "" once it was forgotten."""
        return opened_address(self.sealed)

    @property
    def is_suppressed(self) -> bool:
        """Asked to be left alone, or is not there."""
        return self.suppression is not None

    @property
    def suppression(self) -> Suppression | None:
        return Suppression.objects.filter(office=self.office, digest=self.digest).order_by("since").first()


SEALED_FOR = "contact"
FORGOTTEN = ""
"""What is sealed of somebody who asked to be erased."""


def sealed_address(address: str) -> str:
    return encryption.seal(plain(address), SEALED_FOR)


def opened_address(sealed: str) -> str:
    """ "" of whoever was forgotten."""
    return encryption.unseal(sealed, SEALED_FOR) if sealed != FORGOTTEN else ""


class Act(models.TextChoices):
    """What a person did about being written to."""

    ASKED = "asked", _("Asked for it")
    CONFIRMED = "confirmed", _("Confirmed it")
    ENDED = "ended", _("Stopped it")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def of(self, contact: Contact) -> Self:
        return self.filter(contact=contact).order_by("pk")


class Consent(models.Model):
    """A ledger: rows are added and never changed. `to` says what was agreed to, `words` which words were read."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    act = models.CharField(max_length=10, choices=Act.choices)
    to = models.CharField(max_length=120)
    words = models.CharField(max_length=300, blank=True)
    through = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(act__in=list(Act.values)), name="channels_consent_act_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.act} {self.to}"


OBJECTED = "objection"
"""In `Suppression.why`: its owner objects to any further use of what is held; no inquiry collects it either."""
EVERY_CHANNEL = ""
"""In `Suppression.channel`, of an objection."""
OF_THEMSELVES = frozenset({"stop", "asked", OBJECTED})
"""In `Suppression.why`: its owner asked for it. Anything else is the code of what the other side said."""


class Suppression(models.Model):
    """An address that is not written to: its owner said STOP, or it does not exist. Outlives the contact; the keyed
    hash alone is kept, so that who asked to be left alone is not listed anywhere."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    digest = models.CharField(max_length=32)
    why = models.CharField(max_length=40)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "channel", "digest"], name="channels_suppression_once"),
        ]
        indexes = [models.Index(fields=["digest"], name="channels_suppression_digest")]

    def __str__(self) -> str:
        return f"{self.channel}:{self.digest[:6]}"
