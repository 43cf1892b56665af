"""What of a document a message speaks of: ranked candidates with their reasons, and what staff made of them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from .analysis import Analysis
from .campaign import Campaign
from .correction import Correction
from .finding import Finding
from .speaking import SpeakingQuerySet

# Reasons in which a person names the thing itself; words and meaning in common only suggest it.
NAMING = frozenset({"number", "title", "popular_name", "hashtag", "quotation"})
# What a list of possible messages ends at: of first candidates just above one in four is right, below it one in five
# and fewer, above .35 half and more (docs/linking-accuracy.md, where as many messages speak of nothing listed).
USEFUL_SCORE = 0.3


class LinkQuerySet(SpeakingQuerySet):
    def not_rejected(self) -> Self:
        return self.exclude(state=Link.State.REJECTED)

    def sure(self) -> Self:
        """Where the message names the thing, or a person said so: what counts are made of."""
        return self.not_rejected().filter(Q(named=True) | Q(state=Link.State.CONFIRMED))

    def unsure(self) -> Self:
        """First candidates by words or meaning in common that are worth a look, which nobody has looked at."""
        return self.filter(named=False, state=Link.State.ENGINE, rank=1, score__gte=USEFUL_SCORE)

    def about(self, document: object, eid: str) -> Self:
        return self.filter(document=document, eid=eid)


class Link(models.Model):
    """One candidate for what a voice, or the message that represents a campaign, speaks of.

    `eid` is the clause in the document, "" for the document as a whole; `reasons` are [{"kind", "text", "start",
    "end", "weight"}], characters of the original text. With `campaign`, it counts for every message the engine
    found in that campaign.
    """

    class Origin(models.TextChoices):
        ENGINE = "engine", pgettext_lazy("link", "Found by the software")
        STAFF = "staff", pgettext_lazy("link", "Set by staff")

    class State(models.TextChoices):
        ENGINE = "engine", pgettext_lazy("link", "Not yet looked at")
        CONFIRMED = "confirmed", pgettext_lazy("link", "Confirmed")
        REJECTED = "rejected", pgettext_lazy("link", "Rejected")

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="links", db_index=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="links", db_index=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="text_links")
    document = models.ForeignKey("record.Document", on_delete=models.CASCADE, related_name="+")
    eid = models.CharField(max_length=220, blank=True)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.ENGINE)
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    named = models.BooleanField(default=False)

    state = models.CharField(max_length=9, choices=State.choices, default=State.ENGINE)
    correction = models.ForeignKey(Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "document", "eid"], name="listening_link_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="listening_link_score_is_a_share"),
            models.CheckConstraint(
                condition=~Q(origin="staff") | Q(state="confirmed"), name="listening_link_set_by_staff_is_confirmed"
            ),
        ]
        indexes = [models.Index(fields=["analysis", "document", "eid", "-score"], name="listening_link_clause")]

    def __str__(self) -> str:
        return f"{self.finding_id}→{self.document_id}#{self.eid}"
