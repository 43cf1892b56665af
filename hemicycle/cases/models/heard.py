"""What we heard about a bill, and what the committee did with it: one page, released by the committee."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from hemicycle.cases.models.announced import Announced, AnnouncedQuerySet, agreement_says_to_what
from hemicycle.desk import workflow as desk
from hemicycle.listening.models import Inquiry
from hemicycle.record.models import Document
from hemicycle.rules.classification import Classification


class Side(models.TextChoices):
    """On which side of the question staff put a quotation."""

    FOR = "for", pgettext_lazy("side of a quotation", "For it")
    AGAINST = "against", pgettext_lazy("side of a quotation", "Against it")
    OTHER = "other", pgettext_lazy("side of a quotation", "On neither side")


class HeardQuerySet(AnnouncedQuerySet):
    def in_force(self) -> Self:
        """Released: of a bill the last version of each office counts."""
        return self.public().order_by("-announcement__released_at", "-pk")

    def about(self, bill: Document) -> Heard | None:
        """What everybody may read: the last version that was released, be it withdrawn since."""
        rows = self.in_force().filter(bill=bill)
        found: Heard | None = rows.select_related("office", "bill", "inquiry", "announcement").first()
        return found

    def unreleased(self) -> Self:
        """Being written, or at the desk: of a bill one at a time for each office."""
        return self.exclude(pk__in=self.public().values("pk"))


class Heard(Announced):
    """One version of the page. It holds no words of anybody who wrote: numbers and quotations are read from the
    released dossiers of `inquiry` whenever it is shown, so that what vanishes there has vanished here.

    `introductions`: by language. `responses`: what the committee did, by eId ("" for the bill as a whole) and
    language. `sides`: for or against, by eId and the digest of a quotation, whose words may speak for one clause and
    against another.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    introductions = models.JSONField(default=dict, blank=True)
    responses = models.JSONField(default=dict, blank=True)
    sides = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = HeardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "bill", "number"], name="cases_heard_version_once"),
            agreement_says_to_what("cases_heard_agreement_says_to_what"),
        ]
        indexes = [models.Index(fields=["bill", "announcement"], name="cases_heard_bill")]

    def __str__(self) -> str:
        return f"{self.bill} {self.number}"

    @property
    def classification(self) -> str:
        """What the gate asks: public with its announcement."""
        return Classification.PUBLIC if self.is_public else Classification.INTERNAL

    @property
    def words_of_the_committee(self) -> dict[str, Any]:
        return {"introduction": self.introductions, "responses": self.responses}

    @property
    def is_withdrawn(self) -> bool:
        return self.announcement is not None and self.announcement.state == desk.WITHDRAWN
