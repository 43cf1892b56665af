"""What goes out: its content once, and a row for each recipient."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped
from hemicycle.channels import workflow
from hemicycle.channels.models.account import Account
from hemicycle.channels.models.contact import FORGOTTEN, Contact, Suppression
from hemicycle.rules.periods import Freezable

ANSWER_SOURCE = "inbox.answer:"
"""Begins the source of what was sent as an answer (`Content.source`)."""
_to_one_person = [ANSWER_SOURCE]


def register_to_one_person(source: str) -> None:
    """Sources that begin so are messages to one person. Who reads the link in one can act in that person's name."""
    if source not in _to_one_person:
        _to_one_person.append(source)


class State(models.TextChoices):
    WAITING = workflow.WAITING, _("Waiting")
    SENDING = workflow.SENDING, _("Being sent")
    BY_HAND = workflow.BY_HAND, _("To post by hand")
    SENT = workflow.SENT, _("Sent")
    DELIVERED = workflow.DELIVERED, _("Delivered")
    UNKNOWN = workflow.UNKNOWN, _("Unknown")
    FAILED = workflow.FAILED, _("Failed")
    EXPIRED = workflow.EXPIRED, _("Too old to send")
    CANCELLED = workflow.CANCELLED, _("Cancelled")


LEFT = (State.SENDING, State.SENT, State.DELIVERED, State.UNKNOWN)
"""Somebody outside has it, or may have it."""
# Codes with which a person left it at that: an unknown that had not arrived, a post that was not wanted any more.
DECIDED = ("settled", "not-wanted")
# It is one recipient's address that fails; another attempt meets the same.
_OF_ONE_RECIPIENT = (
    "no-such-address", "no-such-domain", "not-an-address", "address-ambiguous", "no-such-number", "bad-number-type",
    "moved-away", "mailbox-closed", "takes-no-mail", "address-refused", "mailbox-refused", "asked",
    "mailbox-full", "mailbox-busy", "greylisted",
)  # fmt: skip
GIVEN_UP = "given-up"
"""Stands before the code of the last attempt: "given-up:busy"."""
HELD = "held-in-period"
"""The code of what a sensitive period stopped, until a person has it sent."""
OF_ONE_RECIPIENT = (*_OF_ONE_RECIPIENT, *(f"{GIVEN_UP}:{code}" for code in _OF_ONE_RECIPIENT))


class PauseQuerySet(models.QuerySet["Pause"]):
    def in_force(self) -> Self:
        return self.filter(ended_at=None)

    def latest_first(self) -> Self:
        return self.order_by("-began_at", "-pk")


class Pause(models.Model):
    """While one is in force, nothing leaves."""

    reason = models.CharField(_("Reason"), max_length=300)
    began_at = models.DateTimeField(default=timezone.now, editable=False)
    began_by = models.CharField(max_length=100, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.CharField(max_length=100, blank=True, editable=False)

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(ended_at=None), name="channels_pause_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="") | Q(~Q(ended_by=""), ended_at__isnull=False),
                name="channels_pause_ends_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Content(models.Model):
    """What is sent through one account in one language, as the adapter rendered it: never changed afterwards.
    `changes` is what it corrects or withdraws there, where the channel can change what it has sent. `freezable`: in
    which sensitive periods it stops (`rules.periods.Freezable`), {} for none."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contents")
    source = models.CharField(max_length=80)
    lang = models.CharField(max_length=20, blank=True)
    content = models.JSONField()
    parts = models.JSONField(default=list)
    changes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="changed_by")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    freezable = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "account", "lang"], name="channels_content_once_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.lang}"

    @property
    def what_stops(self) -> Freezable:
        return Freezable.from_json(self.freezable)


def is_resendable() -> Q:
    """Of messages in trouble: certainly not arrived, since the other side never accepted them, and still in time, so
    that a person may have them sent once more."""
    return _can_leave() & Q(state=State.FAILED, sent_at=None)


def _can_leave() -> Q:
    in_time = Q(not_after=None) | Q(not_after__gte=timezone.now())
    return in_time & Q(account__is_open=True)


def _is_unwanted() -> Q:
    """To somebody who may not be written to any more."""
    stopped = Suppression.objects.filter(digest=OuterRef("contact__digest"))
    unwanted = Q(Exists(stopped), asked_for=False) | Q(contact__sealed=FORGOTTEN)
    return Q(contact__isnull=False) & unwanted


class OutboundQuerySet(OfficeScoped):
    def in_state(self, *states: str) -> Self:
        # SQLite sees that an index of the rows in one state will do for "=", not for IN.
        return self.filter(state=states[0]) if len(states) == 1 else self.filter(state__in=states)

    def waiting(self) -> Self:
        return self.in_state(State.WAITING)

    def by_hand(self) -> Self:
        """A person has it to post."""
        return self.in_state(State.BY_HAND)

    def not_left(self) -> Self:
        """Nobody outside has it yet."""
        return self.in_state(State.WAITING, State.BY_HAND)

    def left(self) -> Self:
        """Somebody outside has it, or may have it."""
        return self.in_state(*LEFT)

    def due(self) -> Self:
        """To be sent now, to people who may still be written to."""
        stopped = Suppression.objects.filter(digest=OuterRef("contact__digest"))
        rows = self.waiting().filter(due_at__lte=timezone.now()).annotate(is_stopped=Exists(stopped))
        rows = rows.filter(Q(contact=None) | Q(is_stopped=False) | Q(asked_for=True))
        return rows.exclude(contact__sealed=FORGOTTEN)

    def to_do(self, *, look: bool) -> bool:
        """Whether anything is due, was left by a dead worker or, to `look` for, is unknown; each by its own index."""
        now = timezone.now()
        rows = [
            self.waiting().filter(due_at__lte=now),
            self.in_state(State.SENDING),
            self.stale(State.BY_HAND),
        ]
        if look:
            rows.append(self.unsettled().filter(due_at__lte=now))
        return any(some.exists() for some in rows)

    def in_trouble(self, since: datetime | None = None) -> Self:
        """Failed, too old to send, or unknown, and nobody has decided to leave it at that; of those that were due
        `since` then. What the address of one recipient refuses is no trouble of a channel."""
        # Each by its own index, which SQLite does not find for IN, nor for a time outside of the alternatives.
        late = Q(due_at__gte=since) if since else Q()
        failed, expired, unknown = (Q(state=state) & late for state in (State.FAILED, State.EXPIRED, State.UNKNOWN))
        rows = self.filter(failed | expired | unknown)
        return rows.exclude(code__in=DECIDED).exclude(contact__isnull=False, code__in=OF_ONE_RECIPIENT)

    def resendable(self) -> Self:
        return self.in_state(State.FAILED).in_trouble().filter(is_resendable())

    def stopped(self, why: str) -> Self:
        """Cancelled for a reason, before anybody outside had it."""
        return self.in_state(State.CANCELLED).filter(code=why)

    def requeuable(self, why: str) -> Self:
        """Of these, what can still be sent: in time, through an open account, to whom one may still write."""
        return self.stopped(why).filter(_can_leave()).exclude(pk__in=self.filter(_is_unwanted()).values("pk"))

    def suppressed(self) -> Self:
        return self.waiting().filter(_is_unwanted())

    def stale(self, state: str = State.WAITING) -> Self:
        return self.in_state(state).filter(not_after__lt=timezone.now())

    def answers(self) -> Self:
        """Of people who wrote: seen to in their thread, and nowhere else."""
        return self.filter(content__source__startswith=ANSWER_SOURCE)

    def unsettled(self) -> Self:
        """Nobody knows what became of these: a person decides."""
        return self.in_state(State.UNKNOWN)

    def can_wait(self) -> Self:
        """Whatever nobody has just asked for: not sent to a phone at night."""
        return self.filter(asked_for=False)

    def postpone(self, until: datetime) -> int:
        """What is due now waits until a moment; returns how many rows."""
        return self.waiting().filter(due_at__lte=timezone.now()).update(due_at=until)

    def of_source(self, source: str) -> Self:
        return self.filter(content__source=source)

    def to_one_person_before(self, moment: datetime) -> Self:
        """Due to somebody before a moment, and over: neither waiting, nor in anybody's hands."""
        return self.filter(contact__isnull=False, due_at__lt=moment).exclude(
            state__in=[State.WAITING, State.SENDING, State.BY_HAND]
        )

    def move(self, verb: str, **changes: Any) -> int:
        """Say `verb` to the rows whose state allows it; returns how many moved."""
        target = workflow.OUTBOUND_LIFE.moves[verb].target
        return self.filter(state__in=workflow.OUTBOUND_LIFE.sources(verb)).update(state=target, **changes)


class Outbound(models.Model):
    """One message to one recipient, or to all who read a channel that has none.

    `key` is what the other side may know it by, the same at every attempt. `external_id` is the other side's name for
    it, of its first part where there are several (`OutboundPart`), and "" where that is our key. `code` is a word of
    ours for what went wrong last. `own`: what this recipient alone reads where the content has a slot
    (`contract.Message`). `asked_for`: it answers a word that its recipient has just sent, and goes even where
    that word was STOP.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="outbounds")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="outbounds")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    not_after = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    external_id = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=100, blank=True)
    asked_for = models.BooleanField(default=False)
    own = models.CharField(max_length=20, blank=True)

    objects = OutboundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "contact"], name="channels_outbound_once_a_recipient"),
            models.UniqueConstraint(
                fields=["content"],
                condition=Q(contact=None, state__in=["waiting", "sending", "by hand", "sent", "delivered"]),
                name="channels_outbound_once_for_all",
            ),
            models.CheckConstraint(condition=Q(state__in=list(State.values)), name="channels_outbound_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
                name="channels_outbound_sent_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "due_at", "id"], condition=Q(state="waiting"), name="channels_outbound_due"
            ),
            models.Index(fields=["account"], condition=Q(state="sending"), name="channels_outbound_sending"),
            models.Index(fields=["account", "due_at"], condition=Q(state="by hand"), name="channels_outbound_by_hand"),
            models.Index(fields=["account", "due_at"], condition=Q(state="unknown"), name="channels_outbound_unknown"),
            models.Index(fields=["account", "external_id"], name="channels_outbound_external"),
            models.Index(fields=["account"], condition=Q(state="cancelled", code=HELD), name="channels_outbound_held"),
            models.Index(fields=["due_at"], condition=Q(state="failed"), name="channels_outbound_failed"),
            models.Index(fields=["due_at"], condition=Q(state="expired"), name="channels_outbound_expired"),
            models.Index(fields=["due_at"], condition=Q(state="unknown"), name="channels_outbound_in_doubt"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.key}"

    @property
    def is_private(self) -> bool:
        """A message to one person: its words are for them, and an answer's for those who may read what it answers."""
        return self.contact_id is not None and self.content.source.startswith(tuple(_to_one_person))

    @property
    def stands_at(self) -> Outbound | None:
        """What it corrects or withdraws, as that arrived: the last that did."""
        changed = self.content.changes
        while changed is not None:
            arrived = Outbound.objects.filter(content=changed, contact=self.contact_id)
            found: Outbound | None = arrived.in_state(State.SENT, State.DELIVERED).order_by("-pk").first()
            if found is not None:
                return found
            changed = changed.changes
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """The other side's names for it, one for each part; none where that is our key."""
        parts = tuple(self.parts.order_by("number").values_list("external_id", flat=True))
        return parts or tuple(filter(None, (self.external_id,)))


class OutboundPart(models.Model):
    """A part of a message that travels alone, as the segments of a long text message do: each has its own receipt, and
    the worst of them is what became of the whole."""

    outbound = models.ForeignKey(Outbound, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    external_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outbound", "number"], name="channels_outboundpart_once"),
        ]
        indexes = [models.Index(fields=["external_id"], name="channels_outboundpart_external")]

    def __str__(self) -> str:
        return f"{self.outbound_id}/{self.number}"


class EarlyReport(models.Model):
    """A report about a message we do not know yet: a receipt may overtake the answer that names the message."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=200)
    report = models.JSONField()
    came_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["account", "external_id"], name="channels_earlyreport_of")]

    def __str__(self) -> str:
        return self.external_id
