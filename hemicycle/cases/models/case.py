"""A case: what one person wrote to one office about one matter, and what is done about it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.cases import references, workflow
from hemicycle.cases.models.campaign import Campaign, OwnPoint
from hemicycle.channels.models import PUBLIC_CHANNELS, Account, Contact, Inbound, Measure, Medium, Step
from hemicycle.record.models import Area
from hemicycle.rules.attended_hours import attended_hours
from hemicycle.rules.parameters import in_force


class State(models.TextChoices):
    OPEN = workflow.OPEN, pgettext_lazy("case", "To do")
    CLOSED = workflow.CLOSED, pgettext_lazy("case", "Closed")
    SET_ASIDE = workflow.SET_ASIDE, pgettext_lazy("case", "Nothing to do")
    MERGED = workflow.MERGED, pgettext_lazy("case", "Merged")


class Urgency(models.TextChoices):
    """Why a case cannot wait, from what cannot wait at all."""

    THREAT = "threat", _("Threat")
    SELF_HARM = "self_harm", _("May harm themselves")
    DANGER = "danger", _("Somebody is in danger")
    TIME_LIMIT = "time_limit", _("Ends on a date")
    CASEWORK = "casework", _("Asks for help")


class Triage(models.TextChoices):
    """What the policy's guide says of a message (practice LIS-3)."""

    ANSWER = "answer", pgettext_lazy("triage", "Answer")
    INFORM = "inform", pgettext_lazy("triage", "Inform")
    ESCALATE = "escalate", pgettext_lazy("triage", "Escalate")
    LEAVE = "leave", pgettext_lazy("triage", "Leave without an answer")


# The order by urgency. Numbers: SQLite looks for what is not true in no index.
_FIRST, _OTHERS = 0, 1
# How grave, then the day that was found; what has no day stands behind those with one.
_GRAVITY = models.Case(
    *(models.When(urgency=one, then=models.Value(str(place))) for place, one in enumerate(Urgency.values)),
    default=models.Value(""),
)
_DAY = Coalesce(KeyTextTransform("due", "evidence"), models.Value("9"), output_field=models.TextField())
CAN_WAIT = Q(urgency="", urgency_order=_OTHERS, urgency_rank="", urgent_since=None)
# What is open or closed. Said so that SQLite finds the index: of a list of states it does not.
_UNJUDGED = Q(judged_at=None) & ~Q(state=workflow.SET_ASIDE) & ~Q(state=workflow.MERGED)
READ_BY_EVERYBODY = Q(channel__in=PUBLIC_CHANNELS, direct=False)
OF_THE_HOUSE = Q(office__kind=Office.Kind.INSTITUTION)


def open_now() -> Q:
    """To do, and not put off until a later day."""
    return Q(state=State.OPEN) & (Q(snoozed_until=None) | Q(snoozed_until__lte=timezone.now()))


def snoozed_now() -> Q:
    return Q(state=State.OPEN, snoozed_until__gt=timezone.now())


def overdue_before(at: datetime) -> datetime:
    """What waits since before this moment is due to be answered by then (parameter `answer_within_days`)."""
    return attended_hours().overdue_before(at, in_force("answer_within_days"))


def overdue_now() -> Q:
    """What the House should have answered by now, snoozed or not; the policy sets members' offices no deadline."""
    return _due_by(timezone.now())


def due_today() -> Q:
    """The same with what is to be answered by the end of this day."""
    return _due_by(attended_hours().end_of_day(timezone.now()))


def due_this_week() -> Q:
    """The same with what is to be answered by the end of Sunday."""
    now = timezone.localtime()
    return _due_by(attended_hours().end_of_day(now + timedelta(days=6 - now.weekday())))


def overdue_for(days: int) -> Q:
    """The same without what was to be answered less than so many working days ago."""
    return _due_by(attended_hours().end_of_day(timezone.now(), before=days))


def _due_by(at: datetime) -> Q:
    return OF_THE_HOUSE & Q(state=State.OPEN, waiting_since__lt=overdue_before(at))


def urgent_now() -> Q:
    """What cannot wait, of what is open."""
    return Q(state=State.OPEN, urgency_order=_FIRST)


def urgent_unanswered() -> Q:
    """Of it what nobody has answered yet."""
    return urgent_now() & Q(waiting_since__isnull=False)


def own_point_of(offices: Collection[int]) -> Q:
    """In these offices, what makes a point of its own beside the words of a campaign, which nobody has answered."""
    return Q(own_point__in=(OwnPoint.FOUND, OwnPoint.CONFIRMED), office__in=offices)


class CaseQuerySet(OfficeScoped):
    def of_office(self, office: Office) -> Self:
        return self.filter(office=office)

    def unmerged(self) -> Self:
        """Not merged into another."""
        return self.exclude(state=State.MERGED)

    def of_sender(self, office: Office, sender: str) -> Self:
        """What one person wrote to one office; of nobody known there is nothing."""
        return self.filter(office=office, sender=sender).exclude(sender="")

    def holding(self, message: Inbound) -> Self:
        return self.filter(messages__inbound=message)

    def read_by_everybody(self) -> Self:
        return self.filter(READ_BY_EVERYBODY)

    def in_the_open(self) -> Self:
        """Without those whose latest message a house rule hides, or whose sender's messages are hidden for a while;
        what is hidden is found once, and not for each case."""
        in_force = Measure.objects.in_force()
        hidden = in_force.filter(step=Step.HIDE).values("inbound")
        senders = in_force.exclude(step=Step.HIDE).exclude(sender="").values("sender")
        return self.exclude(latest__in=hidden).exclude(READ_BY_EVERYBODY & Q(sender__in=senders))

    def hidden(self) -> Self:
        """The others."""
        in_force = Measure.objects.in_force()
        of_it = in_force.filter(inbound=OuterRef("latest"), step=Step.HIDE)
        of_its_sender = in_force.filter(office=OuterRef("office"), sender=OuterRef("sender")).exclude(step=Step.HIDE)
        return self.filter(Exists(of_it) | (READ_BY_EVERYBODY & ~Q(sender="") & Exists(of_its_sender)))

    def of_campaign(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign).unmerged()

    def not_in_campaigns(self, campaigns: Iterable[Campaign], *, points_of: Collection[int] = ()) -> Self:
        """Without those that are answered with one of these; what cannot wait for that stays, and in the offices
        `points_of`, by their keys, what makes a point of its own that waits."""
        stays = Q(campaign=None) | ~Q(urgency="") | ~Q(campaign__in=campaigns)
        return self.filter(stays | own_point_of(points_of) if points_of else stays)

    def confirmed(self) -> Self:
        """Whose sender's address is known to be theirs, and who has not said that they wrote nothing."""
        return self.filter(confirmed_at__isnull=False, disputed_at=None)

    def unjudged(self) -> Self:
        """Whose messages nothing has looked at yet: also of what was closed before its turn came."""
        return self.filter(_UNJUDGED).order_by("pk")


class Case(models.Model):
    """Read through `.visible_to(person)` only.

    `reference` is what whoever wrote calls it (references.py); `key` opens its page for them alone. `sender` and
    `contact` are those of its messages; `latest` is the last that they wrote. `waiting_since`: since when an answer is
    owed; None once one was given. `answered_at`: the first answer, not what only informs. `confirmed_at`: their
    address is known to be theirs; `disputed_at`: its owner says that they did not write it. `urgency` with the words
    that tell in `evidence` ({"message", "start", "end", "certainty", "due", "by"}) closes and hides nothing; also
    "also": what else was found that is less grave. `urgency_order`, `urgency_rank` and `urgent_since` are kept by the
    database, so that an index has what cannot wait first: the gravest, of these by the day that was found, else what
    came first. `area` is the constituency they wrote from, where they said it. `campaign` is that in whose words it is
    written, `own_words` are what its sender added, personal data redacted; `searched_at`: it was compared with the
    others; `stays_alone`: people said that it belongs to none. `take_back_asked_at`: its writer wants it erased as
    soon as it has not to be kept any more. `due_noted_for`: the `waiting_since` of which people were notified that its
    day has come, `overdue_noted_for`: that it is long over; what waits anew differs from them.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=6, unique=True, editable=False)
    key = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    channel = models.CharField(max_length=20, choices=Medium.choices)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    direct = models.BooleanField(default=False)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sender = models.CharField(max_length=32, blank=True)
    lang = models.CharField(max_length=20, blank=True)
    latest = models.ForeignKey(Inbound, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    heard_at = models.DateTimeField(default=timezone.now, editable=False)
    waiting_since = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_noted_for = models.DateTimeField(null=True, blank=True, editable=False)
    overdue_noted_for = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    disputed_at = models.DateTimeField(null=True, blank=True, editable=False)
    judged_at = models.DateTimeField(null=True, blank=True, editable=False)
    take_back_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    assignee = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    snoozed_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    triage = models.CharField(max_length=10, choices=Triage.choices, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, blank=True)
    urgency_order = models.GeneratedField(
        expression=models.Case(models.When(urgency="", then=models.Value(_OTHERS)), default=models.Value(_FIRST)),
        output_field=models.SmallIntegerField(), db_persist=True,
    )  # fmt: skip
    urgency_rank = models.GeneratedField(
        expression=models.Case(
            models.When(urgency="", then=models.Value("")),
            default=Concat(_GRAVITY, _DAY, output_field=models.TextField()), output_field=models.TextField(),
        ),
        output_field=models.TextField(), db_persist=True,
    )  # fmt: skip
    urgent_since = models.GeneratedField(
        expression=models.Case(models.When(urgency="", then=models.Value(None)), default=F("heard_at")),
        output_field=models.DateTimeField(null=True), db_persist=True,
    )  # fmt: skip
    evidence = models.JSONField(default=dict, blank=True, editable=False)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")

    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    own_words = models.TextField(blank=True, editable=False)
    own_point = models.CharField(max_length=10, choices=OwnPoint.choices, blank=True)
    point_answer = models.ForeignKey(
        "cases.PointAnswer", on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    searched_at = models.DateTimeField(null=True, blank=True, editable=False)
    stays_alone = models.BooleanField(default=False, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State.values)), name="cases_case_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & (Q(closed_at=None) | Q(state=State.MERGED))),
                name="cases_case_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(state=State.MERGED), name="cases_case_merged_says_so"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-heard_at", "-id"], name="cases_case_newest"),
            models.Index(fields=["office", "-heard_at", "-id"], name="cases_case_all"),
            models.Index(
                fields=["office", "assignee", "-heard_at"], condition=Q(state="open"), name="cases_case_assigned"
            ),
            # Counted on every page of the staff. With the state, which is always the same, SQLite prefers these to
            # that of every state.
            models.Index(
                fields=["office", "state", "channel", "direct", "assignee", "snoozed_until"],
                condition=Q(state="open"),
                name="cases_case_waiting",
            ),
            models.Index(fields=["office", "waiting_since"], condition=Q(state="open"), name="cases_case_due"),
            models.Index(
                fields=["office", "snoozed_until"],
                condition=Q(state="open", snoozed_until__isnull=False),
                name="cases_case_snoozed",
            ),
            models.Index(fields=["office", "sender", "-heard_at"], name="cases_case_sender"),
            models.Index(fields=["id"], condition=_UNJUDGED, name="cases_case_unjudged"),
            models.Index(fields=["office"], condition=Q(urgency="threat"), name="cases_case_threats"),
            models.Index(
                fields=["take_back_asked_at"],
                condition=Q(take_back_asked_at__isnull=False),
                name="cases_case_to_take_back",
            ),
            models.Index(
                fields=["office", "state", "urgency_order", "-heard_at", "-id"],
                condition=Q(state="open", urgency_order=_FIRST),
                name="cases_case_urgent",
            ),
            models.Index(
                fields=["office", "state", "urgency_order", "urgency_rank", "urgent_since", "-heard_at", "-id"],
                condition=Q(state="open"),
                name="cases_case_urgent_first",
            ),
            models.Index(
                fields=["campaign", "confirmed_at"], condition=Q(campaign__isnull=False), name="cases_case_campaign"
            ),
            models.Index(
                fields=["campaign", "confirmed_at", "id"],
                condition=Q(campaign__isnull=False, state="open"),
                name="cases_case_campaign_open",
            ),
            models.Index(
                fields=["office", "id"],
                condition=Q(campaign=None, searched_at=None, state="open"),
                name="cases_case_unsearched",
            ),
        ]

    def __str__(self) -> str:
        return self.written_reference

    @property
    def written_reference(self) -> str:
        return references.written(self.reference)

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it where it was written."""
        return self.channel in PUBLIC_CHANNELS and not self.direct

    @property
    def is_unproven(self) -> bool:
        """A letter from the form of which anybody could have named the address."""
        return self.channel == Medium.WEB and self.direct and self.confirmed_at is None

    @property
    def is_copy(self) -> bool:
        """The same words with the same address as another, of which nobody knows yet whether one person sent both."""
        return self.state == State.MERGED and self.is_unproven

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def urgent_day(self) -> date | None:
        """The day that makes it urgent, where one was found."""
        return parse_date(self.evidence.get("due", ""))

    @property
    def also_urgent(self) -> list[str]:
        """Why else it cannot wait."""
        return [str(Urgency(one).label) for one in self.evidence.get("also", ())]

    @property
    def is_snoozed(self) -> bool:
        return self.is_open and self.snoozed_until is not None and self.snoozed_until > timezone.now()

    @property
    def has_come_back(self) -> bool:
        """Put off until a day that has come."""
        return self.is_open and self.snoozed_until is not None and not self.is_snoozed

    @property
    def answer_due_at(self) -> datetime | None:
        """When the House should have answered it; None where nothing is to be answered, or by a member's office."""
        if not self.is_open or self.waiting_since is None or self.office.kind != Office.Kind.INSTITUTION:
            return None
        return attended_hours().due(self.waiting_since, in_force("answer_within_days"))

    @property
    def is_overdue(self) -> bool:
        due = self.answer_due_at
        return due is not None and due <= timezone.now()


class CaseMessage(models.Model):
    """One message of a case; the message itself is kept by channels, once. `split_from`: the case that its writer
    knows of, where staff made another of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    inbound = models.OneToOneField(Inbound, on_delete=models.CASCADE, related_name="+")
    split_from = models.ForeignKey(
        Case, on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        ordering = ["inbound_id"]
        indexes = [
            models.Index(fields=["split_from"], condition=Q(split_from__isnull=False), name="cases_casemessage_split")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}:{self.inbound_id}"
