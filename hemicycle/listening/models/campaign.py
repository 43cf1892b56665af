"""Messages that share their wording."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .group import Group, GroupQuerySet


class CampaignQuerySet(GroupQuerySet):
    def heads(self) -> Self:
        """Those without a family, and of each family the largest."""
        return self.filter(Q(family="") | Q(family=F("key")))

    def for_labels(self) -> Self:
        return self.only("analysis", "key", "name", "opening", "lang")

    def siblings_of(self, campaigns: Iterable["Campaign"]) -> Self:
        """The other members of their families."""
        families = {campaign.family for campaign in campaigns} - {""}
        return self.filter(family__in=families).exclude(pk__in=[campaign.pk for campaign in campaigns])


class Campaign(Group):
    """Messages with shared wording.

    `family` is the key of the largest campaign that says the same in another language or other words. `letter` is the
    message that stands for it (`text.letters`); `opening` is its title, or how the template begins where it has none.
    """

    class Kind(models.TextChoices):
        EXACT = "exact", _("Exact copies")
        TEMPLATE = "template", _("Template with edits")
        MADLIB = "madlib", _("Rotating words")
        SHORT = "short", _("Short texts")
        STAFF = "staff", _("Chosen by staff")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    lang = models.CharField(max_length=20, blank=True)
    engine_family = models.CharField(max_length=80, blank=True)
    template = models.JSONField(default=list)
    letter = models.JSONField(default=dict)
    opening = models.CharField(max_length=160, blank=True)
    wording = models.TextField(blank=True)
    links = models.JSONField(default=list)

    family = models.CharField(max_length=12, blank=True)
    own_words = models.PositiveIntegerField(default=0)
    recent = models.PositiveIntegerField(default=0)
    first_seen = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    days = models.JSONField(default=list)

    objects = CampaignQuerySet.as_manager()

    class Meta(Group.Meta):
        indexes = [
            *Group.Meta.indexes,
            models.Index(fields=["analysis", "-recent"], name="listening_campaign_growth"),
            models.Index(fields=["analysis", "first_seen"], name="listening_campaign_first"),
        ]

    @property
    def label(self) -> str:
        return self.name or self.opening

    @property
    def label_language(self) -> str:
        return "" if self.name else self.lang

    def members(self, messages: Iterable[Any] | None = None) -> Any:
        return self.findings.all() if messages is None else self.findings.filter(inbound__in=messages)

    def outsiders(self, messages: Iterable[Any]) -> Any:
        return self.analysis.findings.filter(inbound__in=messages).exclude(campaign=self)
