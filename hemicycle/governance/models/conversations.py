"""Business of the House that was done in private messaging, forwarded into the record."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.rules.classification import Classification


class ForwardedConversation(models.Model):
    """`with_whom`: in which function, not under which number. `text`: as conversations.py reads it."""

    class App(models.TextChoices):
        WHATSAPP = "whatsapp", "WhatsApp"
        SIGNAL = "signal", "Signal"
        TELEGRAM = "telegram", "Telegram"
        SMS = "sms", _("Text messages")
        OTHER = "other", pgettext_lazy("app", "Another one")

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    app = models.CharField(max_length=10, choices=App.choices)
    subject = models.CharField(max_length=200)
    with_whom = models.CharField(max_length=200)
    began_on = models.DateField()
    ended_on = models.DateField()
    text = models.TextField(blank=True)
    classification = models.CharField(
        max_length=12, choices=Classification.choices, default=Classification.INTERNAL, editable=False
    )
    forwarded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    forwarded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfficeScoped.as_manager()

    class Meta:
        ordering = ["-ended_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("began_on")), name="governance_forwardedconversation_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(classification=Classification.INTERNAL),
                name="governance_forwardedconversation_is_internal",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class ForwardedFile(models.Model):
    """A screenshot, or a file that was sent in the conversation."""

    conversation = models.ForeignKey(ForwardedConversation, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
