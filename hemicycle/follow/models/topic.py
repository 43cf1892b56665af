"""What can be followed besides the record: a newsletter, a subject."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemicycle.follow import addresses
from hemicycle.record.phrases import PhraseField
from hemicycle.rules.classification import Classification


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
        _("Word"), max_length=24, unique=True, help_text=_("In addresses, and in text messages: FOLLOW word.")
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
        return addresses.thing("topic", self.address)
