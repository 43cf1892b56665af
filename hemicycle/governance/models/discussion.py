"""What participants say about an article: comments, and amendments that they propose."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import workflow
from .policy import Participant, Version


class Comment(models.Model):
    """What a participant says about an article, or about the whole text, in their language; `answers` another one.

    `article` is a key, not a link, "" for the whole: what was said of an article that was removed stays.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="comments")
    article = models.SlugField(max_length=60, blank=True)
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    by = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    is_settled = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def undecided(self) -> Self:
        return self.filter(state=workflow.PROPOSED)

    def decided(self) -> Self:
        return self.exclude(state__in=(workflow.PROPOSED, workflow.WITHDRAWN))


class Amendment(models.Model):
    """A change that a participant proposes to one article in one language, a new article, or its removal.

    `read`: heading, text, why, parameters and edit of the article as the proposer read it, so that what both changed
    is known. `proposed`: the same as they want it. `number` counts through all versions of
    a text, so that an address leads to one amendment for ever.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", _("Change of an article")
        ADD = "add", _("New article")
        REMOVE = "remove", _("Removal of an article")

    class State(models.TextChoices):
        PROPOSED = workflow.PROPOSED, pgettext_lazy("amendment", "Proposed")
        ACCEPTED = workflow.ACCEPTED, pgettext_lazy("amendment", "Accepted")
        MERGED = workflow.MERGED, pgettext_lazy("amendment", "Merged")
        DECLINED = workflow.DECLINED, pgettext_lazy("amendment", "Not accepted")
        WITHDRAWN = workflow.WITHDRAWN, pgettext_lazy("amendment", "Withdrawn")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CHANGE)
    # The article's key, not a link: the record of amendments outlives an article that was removed.
    article = models.SlugField(max_length=60)
    language = models.CharField(max_length=10)
    read = models.JSONField(default=dict)
    proposed = models.JSONField(default=dict)
    reason = models.TextField()
    by = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="governance_amendment_number_once"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None) | Q(~Q(state="proposed"), decided_at__isnull=False),
                name="governance_amendment_decided_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["merged", "declined"]) | ~Q(decision=""),
                name="governance_amendment_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Amendment %(n)s") % {"n": self.number})

    @property
    def shape(self) -> str:
        """The state's shape on a page."""
        return SHAPES[self.state]


SHAPES = {
    workflow.PROPOSED: "waiting",
    workflow.ACCEPTED: "done",
    workflow.MERGED: "confirmed",
    workflow.DECLINED: "cancelled",
    workflow.WITHDRAWN: "set-aside",
}
