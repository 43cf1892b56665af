"""What is done about messages that break a house rule where everybody reads them, and what people say against it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.channels.models.answer import TAKEN_BACK, Answer, AnswerQuerySet
from hemicycle.channels.models.inbound import Inbound, InboundQuerySet, Medium
from hemicycle.channels.moderation.house_rules import HOUSE_RULES, title_of
from hemicycle.rules.attended_hours import attended_hours
from hemicycle.rules.parameters import in_force

NOTICE_KEY = "notice-"
"""What the key of an answer begins with that is the notice of a measure; the measure and a number follow."""

# Where everybody reads what is written; elsewhere nothing is hidden.
PUBLIC_CHANNELS = frozenset({Medium.SOCIAL, Medium.WEB})


READ_BY_EVERYBODY = Q(channel__in=PUBLIC_CHANNELS, direct=False)


def is_public(message: Inbound) -> bool:
    """Whether everybody reads it where it was written."""
    return message.channel in PUBLIC_CHANNELS and not message.direct


class Step(models.TextChoices):
    """From the mildest: one message; all that its sender writes; nothing more is taken from them."""

    HIDE = "hide", _("Hide this message")
    LIMIT = "limit", _("Hide its sender’s messages for a time")
    BLOCK = "block", _("Block its sender for a time")


class There(models.TextChoices):
    """What becomes of a step on the network itself."""

    NOTHING = "", pgettext_lazy("on the network", "Nothing is done there")
    HIDING = "hiding", pgettext_lazy("on the network", "Is being hidden there")
    HIDDEN = "hidden", pgettext_lazy("on the network", "Hidden there")
    SHOWING = "showing", pgettext_lazy("on the network", "Is being shown there again")
    SHOWN = "shown", pgettext_lazy("on the network", "Shown there again")
    FAILED = "failed", pgettext_lazy("on the network", "Could not be done there")


def _sent_notices() -> AnswerQuerySet:
    """Of each measure in a query; one that was taken back was not sent."""
    begins = Concat(Value(NOTICE_KEY), Cast(OuterRef("pk"), CharField()), Value("-"))
    rows = Answer.objects.filter(inbound=OuterRef("inbound"), key__startswith=begins)
    found: AnswerQuerySet = rows.exclude(outbound__code=TAKEN_BACK)
    return found


class MeasureQuerySet(OfficeScoped):
    def awaiting(self) -> Self:
        """Asked for by one; another has to confirm."""
        return self.filter(confirmed_at=None, ended_at=None)

    def in_force(self) -> Self:
        unended = self.filter(confirmed_at__isnull=False, ended_at=None)
        return unended.filter(Q(until=None) | Q(until__gt=timezone.now()))

    def over(self) -> Self:
        return self.filter(Q(ended_at__isnull=False) | Q(confirmed_at__isnull=False, until__lte=timezone.now()))

    def against(self, office: Office, sender: str) -> Self:
        """Of one office against one sender; nobody is without a name."""
        return self.filter(office=office, sender=sender).exclude(sender="")

    def due_there(self) -> Self:
        """To be hidden or shown on the network now."""
        return self.filter(there__in=(There.HIDING, There.SHOWING), there_due_at__lte=timezone.now()).order_by("pk")

    def run_out_there(self) -> Self:
        """Over by themselves, and still hidden on the network."""
        return self.filter(there__in=(There.HIDING, There.HIDDEN), ended_at=None, until__lte=timezone.now())

    def notice_not_sent(self) -> Self:
        """In force, and whoever they are about got no message that names the rule."""
        return self.in_force().exclude(Exists(_sent_notices()))

    def appealed(self) -> Self:
        return self.filter(appeals__decided_at=None, appeals__isnull=False)

    def appeal_overdue(self) -> Self:
        """The House should have decided by now on what was said against them."""
        before = attended_hours().overdue_before(timezone.now(), in_force("appeal_within_days"))
        ours = self.filter(office__kind=Office.Kind.INSTITUTION)
        return ours.filter(appeals__decided_at=None, appeals__came_at__lt=before)


class Measure(models.Model):
    """One step about one message, or about whoever wrote it, for a rule that its `words` break, by one person; a block
    is in force once another confirms it. `criticism`: the words by which the message criticises the House, where that
    is why another has to. `key` leads whom it is about to the page on which they appeal. `there`: what is done, or
    was, on the network itself."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    inbound = models.ForeignKey(Inbound, on_delete=models.CASCADE, related_name="measures")
    sender = models.CharField(max_length=32, blank=True)
    step = models.CharField(_("Measure"), max_length=10, choices=Step.choices)
    rule = models.CharField(_("Rule"), max_length=10)
    words = models.CharField(_("Words that break it"), max_length=300)
    criticism = models.CharField(max_length=200, blank=True, editable=False)
    key = models.CharField(max_length=32, unique=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    kept_out = models.PositiveIntegerField(default=0, editable=False)
    there = models.CharField(max_length=10, choices=There.choices, blank=True, editable=False)
    there_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    there_at = models.DateTimeField(null=True, blank=True, editable=False)
    there_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    there_code = models.CharField(max_length=60, blank=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__in=list(Step.values)), name="channels_measure_step_is_known"),
            models.CheckConstraint(condition=Q(rule__in=list(HOUSE_RULES)), name="channels_measure_rule_is_known"),
            models.CheckConstraint(
                condition=Q(step=Step.HIDE) | Q(until__isnull=False), name="channels_measure_about_people_expires"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="channels_measure_by_two"
            ),
            models.UniqueConstraint(
                fields=["inbound", "step"], condition=Q(ended_at=None), name="channels_measure_once"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "sender"], condition=Q(ended_at=None), name="channels_measure_sender"),
            models.Index(
                fields=["there_due_at"], condition=Q(there_due_at__isnull=False), name="channels_measure_there"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.inbound_id} {self.rule}"

    @property
    def rule_title(self) -> str:
        return title_of(self.rule)

    @property
    def is_in_force(self) -> bool:
        unended = self.confirmed_at is not None and self.ended_at is None
        return unended and (self.until is None or self.until > timezone.now())

    @property
    def is_awaiting(self) -> bool:
        return self.confirmed_at is None and self.ended_at is None

    def is_hidden_by_another(self) -> bool:
        """Whether another step in force keeps it hidden on the network; a block does that for all of its sender's."""
        about = Q(inbound=self.inbound_id)
        if self.step == Step.BLOCK and self.sender:
            about |= Q(office=self.office_id, sender=self.sender, step=Step.BLOCK)
        others = Measure.objects.in_force().exclude(pk=self.pk).filter(about)
        return others.filter(there__in=(There.HIDING, There.HIDDEN)).exists()

    def count(self) -> None:
        """One more message was kept out."""
        Measure.objects.filter(pk=self.pk).update(kept_out=F("kept_out") + 1)


def in_the_open(rows: InboundQuerySet) -> InboundQuerySet:
    """Of these, what is not hidden, nor written by somebody whose messages are hidden or not taken for a while."""
    in_force = Measure.objects.in_force()
    of_it = in_force.filter(inbound=OuterRef("pk"), step=Step.HIDE)
    of_its_sender = in_force.filter(office=OuterRef("office"), sender=OuterRef("sender")).exclude(step=Step.HIDE)
    public = ~Q(sender="") & Q(channel__in=PUBLIC_CHANNELS, direct=False)
    return rows.exclude(Exists(of_it)).exclude(public & Exists(of_its_sender))


def naming(names: Iterable[str], *, since: datetime) -> dict[str, int]:
    """How many comments that everybody reads under what the House posted name somebody, by the source of the post; ""
    where they answer none. No words, and nothing of a member's office."""
    public = Q(channel__in=PUBLIC_CHANNELS, direct=False, office__kind=Office.Kind.INSTITUTION)
    rows = Inbound.objects.filter(public, account__isnull=False, automatic=False, received_at__gte=since)
    rows = in_the_open(rows.saying_something().saying_any(name for name in names if name))
    counted = rows.order_by().values_list("answers__content__source").annotate(n=Count("pk"))
    return {source or "": number for source, number in counted}


class Outcome(models.TextChoices):
    UPHELD = "upheld", pgettext_lazy("appeals", "Granted: it is lifted")
    REJECTED = "rejected", pgettext_lazy("appeals", "Not granted: it stays")


class Appeal(models.Model):
    """What somebody says against a measure; decided by a person who had no part in it, with an answer."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="appeals")
    text = models.TextField(max_length=2000)
    came_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=Q(decided_at=None), name="channels_appeal_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="channels_appeal_decided_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.outcome}"

    @property
    def due_at(self) -> datetime | None:
        """When the House should have decided on it; None where it has, or of a member's office."""
        if self.decided_at is not None or self.measure.office.kind != Office.Kind.INSTITUTION:
            return None
        return attended_hours().due(self.came_at, in_force("appeal_within_days"))

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at <= timezone.now()
