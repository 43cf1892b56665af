"""What became of a bill about which people wrote to an office, and whom of them that office notified."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, OfficeScoped
from hemicycle.cases import workflow
from hemicycle.cases.models.announced import Announced, AnnouncedQuerySet, agreement_says_to_what
from hemicycle.cases.models.case import Case
from hemicycle.channels.models import LEFT, Outbound
from hemicycle.channels.models import State as Delivery
from hemicycle.desk.corrected import as_corrected
from hemicycle.desk.models import Announcement
from hemicycle.desk.workflow import PUBLIC, WITHDRAWN
from hemicycle.record.models import Document, Stage

UNDO = timedelta(seconds=60)
"""For as long nothing leaves of what a member's office sends, so that it can be taken back whole."""


class OutcomeKind(models.TextChoices):
    AMENDED = "amended", pgettext_lazy("outcome", "Amended")
    PASSED = "passed", pgettext_lazy("outcome", "Passed")
    REJECTED = "rejected", pgettext_lazy("outcome", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn")
    OTHER = "other", pgettext_lazy("outcome", "Moved to its next stage")


class OutcomeState(models.TextChoices):
    DRAFTED = workflow.DRAFTED, pgettext_lazy("outcome", "To announce")
    RELEASED = workflow.RELEASED, pgettext_lazy("outcome", "Being sent")
    SENT = workflow.SENT, pgettext_lazy("outcome", "Sent")


class OutcomeQuerySet(AnnouncedQuerySet):
    def public(self) -> Self:
        """What people were notified of: announced by the House, or sent by a member's office."""
        return self.filter(Q(announcement__state__in=sorted(PUBLIC)) | ~Q(sent_by=""))

    def unfinished(self) -> Self:
        return super().unfinished().filter(sent_by="")

    def to_release(self) -> Self:
        """Drafted here, and out at the desk."""
        return self.filter(state=OutcomeState.DRAFTED).public()

    def being_sent(self) -> Self:
        """Released, and not to be taken back any more."""
        may_be_taken_back = Q(released_at__gt=timezone.now() - UNDO) & ~Q(sent_by="")
        return self.filter(state=OutcomeState.RELEASED).exclude(may_be_taken_back)

    def newest_first(self) -> Self:
        return self.order_by("-on", "-pk")


class Outcome(Announced):
    """One step of a bill, as the record had it on the day. `clauses`: [eId before, eId after] of each provision that
    changed with it, "" where it was added or left out; None where the record has no two texts to compare. `reasons`:
    the committee's, by eId ("" for the bill as a whole) and language. A member's office announces nothing: it sends
    its own, with what it says itself, `words` by language; `sent_by` is who sent it."""

    stage = models.CharField(max_length=16, choices=Stage.choices)
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=OutcomeKind.choices)
    clauses = models.JSONField(null=True, blank=True)
    reasons = models.JSONField(default=dict, blank=True)
    words = models.JSONField(default=dict, blank=True)
    sent_by = models.CharField(max_length=100, blank=True, editable=False)
    state = models.CharField(max_length=10, choices=OutcomeState.choices, default=OutcomeState.DRAFTED)
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "bill", "stage", "on"], name="cases_outcome_once_a_step"),
            models.CheckConstraint(
                condition=Q(state__in=list(OutcomeState.values)), name="cases_outcome_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=OutcomeState.DRAFTED, released_at=None)
                | (~Q(state=OutcomeState.DRAFTED) & Q(released_at__isnull=False)),
                name="cases_outcome_released_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state=OutcomeState.DRAFTED) | Q(announcement__isnull=False) | ~Q(sent_by=""),
                name="cases_outcome_released_was_announced_or_sent",
            ),
            agreement_says_to_what("cases_outcome_agreement_says_to_what"),
        ]
        indexes = [models.Index(fields=["state", "released_at"], name="cases_outcome_state")]

    def __str__(self) -> str:
        return f"{self.bill} · {self.get_stage_display()}"

    @property
    def is_of_a_member(self) -> bool:
        return self.office.kind != Office.Kind.INSTITUTION

    @property
    def words_of_the_committee(self) -> dict[str, Any]:
        return dict(self.reasons)

    @property
    def needs_agreement(self) -> bool:
        """What the record says alone is in nobody's name."""
        return bool(self.reasons) and self.speaks_for_a_committee

    @property
    def is_fixed(self) -> bool:
        return super().is_fixed or bool(self.sent_by)

    @property
    def is_public(self) -> bool:
        return super().is_public or bool(self.sent_by)

    @cached_property
    def days_in_record(self) -> list[date]:
        """On which its bill had this step, as the record says now: other days once it was corrected."""
        return list(self.bill.steps.filter(stage=self.stage).order_by("date").values_list("date", flat=True))

    @property
    def is_in_record(self) -> bool:
        return self.on in self.days_in_record

    @cached_property
    def of_the_house(self) -> Outcome | None:
        """The same step as the House announced it; None before it did, and once it withdrew that."""
        if not self.is_of_a_member:
            return self if self.announcement is not None else None
        rows = Outcome.objects.filter(bill=self.bill_id, stage=self.stage, on=self.on, announcement__state__in=PUBLIC)
        return rows.exclude(announcement__state=WITHDRAWN).select_related("announcement").order_by("pk").first()

    @cached_property
    def correction(self) -> Announcement | None:
        """What corrects the announcement of the House; None while that stands as it was."""
        of_the_house = self.of_the_house
        announced = None if of_the_house is None else of_the_house.announcement
        now = as_corrected(announced) if announced is not None else None
        return None if now == announced else now

    def get_absolute_url(self) -> str:
        """Where everybody reads of it: what the House announced, else the bill."""
        of_the_house = self.of_the_house
        announcement = None if of_the_house is None else self.correction or of_the_house.announcement
        return (announcement or self.bill).get_absolute_url()

    def named(self, eid: str) -> tuple[str, str] | None:
        """The change of a provision by its eId in the text before, else by that in the text after; None where it did
        not change."""
        changes = [(old, new) for old, new in self.clauses or ()] if eid else []
        by_old = (change for change in changes if change[0] == eid)
        return next(by_old, next((change for change in changes if change[1] == eid), None))


class HearingReminder(models.Model):
    """That those who answer were reminded of a sitting that deals with a bill: once a day of sitting."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    bill = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfficeScoped.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "bill", "on"], name="cases_hearingreminder_once_a_sitting"),
        ]

    def __str__(self) -> str:
        return f"{self.bill} {self.on}"


class Obstacle(models.TextChoices):
    """Why somebody who wrote could not be notified."""

    STOPPED = "stopped", pgettext_lazy("outcome", "Asked for no more messages")
    NOBODY = "nobody", pgettext_lazy("outcome", "Left no address that can be written to")
    POST = "post", pgettext_lazy("outcome", "Wrote by post: to be written to on paper")
    CLOSED = "closed", pgettext_lazy("outcome", "Wrote through an account that is closed")
    NETWORK = "network", pgettext_lazy("outcome", "Wrote on a network that takes no answer now")


class OutcomeNoticeQuerySet(models.QuerySet["OutcomeNotice"]):
    def notified(self) -> Self:
        """Whose message has left, be it that it was erased since; or who was written to on paper."""
        return self.filter(Q(outbound=None) | Q(outbound__state__in=LEFT), obstacle="")

    def waiting(self) -> Self:
        """Whose message has not left yet."""
        return self.filter(outbound__state__in=(Delivery.WAITING, Delivery.BY_HAND))


class OutcomeNotice(models.Model):
    """That whoever wrote a case was notified of an outcome, or why not: once for each case, whatever happens. One
    message to a person with several cases is the notice of all."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="outcomes")
    outbound = models.ForeignKey(Outbound, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    obstacle = models.CharField(max_length=10, choices=Obstacle.choices, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OutcomeNoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "case"], name="cases_outcomenotice_once")]

    def __str__(self) -> str:
        return f"{self.outcome_id}:{self.case_id}"
