"""The fediverse as our actors know it: followers, their servers, and what was posted to each with its result.

No address of a person is kept open: digests find them again (fediverse/addresses.py), sealed inboxes are opened to be
written to.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.channels.models import encryption
from hemicycle.channels.models.account import Account, lease_is_free
from hemicycle.channels.models.outbound import Outbound
from hemicycle.channels.workflow import DISPATCH_LIFE

_INBOX, _PEER = "fediverse:inbox", "fediverse:peer"


class ServerQuerySet(models.QuerySet["Server"]):
    def free(self) -> Self:
        """To be written to now: not gone, not resting, held by no living worker."""
        awake = Q(rests_until=None) | Q(rests_until__lte=timezone.now())
        return self.filter(lease_is_free("worker"), awake, gone_at=None)

    def acquire(self, keys: list[int], *, worker: str, lease: timedelta) -> list[Server]:
        """Take those of them that are free, or keep what is ours."""
        ours = self.filter(lease_is_free("worker", worker), pk__in=keys)
        ours.update(worker=worker, worker_until=timezone.now() + lease)
        return list(self.filter(pk__in=keys, worker=worker))

    def release(self, keys: list[int], *, worker: str) -> None:
        self.filter(pk__in=keys, worker=worker).update(worker="", worker_until=None)

    def being_written_to(self) -> Self:
        return self.exclude(worker="").filter(worker_until__gt=timezone.now())


class Server(models.Model):
    """One host of the fediverse. It rests after failures; one that is silent since `failing_since` for longer than the
    House allows is `gone_at`, and its followers with it, until something comes from there. `seconds`: its last answer
    took so long. `signature`: the style of signature that it is known to take, "" for the one that all take."""

    host = models.CharField(max_length=253, unique=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(default=0.0)
    code = models.CharField(max_length=60, blank=True)
    signature = models.CharField(max_length=10, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    worker_until = models.DateTimeField(null=True, blank=True)

    objects = ServerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None) | Q(failures__gt=0, failing_since__isnull=False),
                name="channels_server_fails_since",
            ),
        ]

    def __str__(self) -> str:
        return self.host


class RemoteInbox(models.Model):
    """An inbox on a server: shared by all of its people, or that of one person."""

    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="inboxes")
    digest = models.CharField(max_length=32, unique=True)
    sealed = models.TextField(editable=False)

    def __str__(self) -> str:
        return f"{self.server_id}:{self.digest[:6]}"

    @property
    def address(self) -> str:
        return encryption.unseal(self.sealed, _INBOX)

    @staticmethod
    def sealed_for(address: str) -> str:
        return encryption.seal(address, _INBOX)


class Peer(models.Model):
    """An actor elsewhere whose signature was looked at: their key, for some days."""

    digest = models.CharField(max_length=32, unique=True)
    sealed = models.TextField(editable=False)
    fetched_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest[:6]

    @property
    def document(self) -> dict[str, str]:
        return encryption.unseal_secrets(self.sealed, _PEER)

    @staticmethod
    def sealed_for(document: dict[str, str]) -> str:
        return encryption.seal_secrets(document, _PEER)


class ActorFollowerQuerySet(models.QuerySet["ActorFollower"]):
    def reached(self) -> Self:
        """Those on servers that are still there."""
        return self.filter(inbox__server__gone_at=None)

    def visible_to(self, person: object) -> Self:
        return self.filter(account__in=Account.objects.visible_to(person))


class ActorFollower(models.Model):
    """Somebody elsewhere who follows an actor of ours; nobody can be named by it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="actor_followers")
    digest = models.CharField(max_length=32)
    inbox = models.ForeignKey(RemoteInbox, on_delete=models.PROTECT, related_name="followers")
    since = models.DateTimeField(default=timezone.now, editable=False)

    objects = ActorFollowerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="channels_actorfollower_once"),
        ]
        indexes = [models.Index(fields=["digest"], name="channels_actorfollower_digest")]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.digest[:6]}"


class ActivityQuerySet(models.QuerySet["Activity"]):
    def for_everybody(self) -> Self:
        """What our outboxes and the addresses of activities show: nothing that is for one person."""
        return self.filter(outbound__isnull=False, outbound__contact=None).exclude(kind=Activity.Kind.DIRECT)


class Activity(models.Model):
    """An activity of an actor of ours, byte for byte the same at each attempt. `subject` is the key of the note it is
    about, "" for others: each inbox gets the activities of one note in order. `direct`: a note to one person alone."""

    class Kind(models.TextChoices):
        CREATE = "create"
        DIRECT = "direct"
        UPDATE = "update"
        DELETE = "delete"
        ACTOR = "actor"
        ACCEPT = "accept"
        REJECT = "reject"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="activities")
    outbound = models.OneToOneField(Outbound, on_delete=models.CASCADE, null=True, blank=True, related_name="activity")
    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=32, blank=True)
    body = models.TextField()
    not_after = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="channels_activity_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["create", "direct", "update", "delete", "actor", "accept", "reject"]),
                name="channels_activity_kind_is_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def waiting(self) -> Self:
        return self.filter(state=Dispatch.State.WAITING)

    def due(self) -> Self:
        """To be tried now; of one note, nothing before what was said of it earlier."""
        before = Dispatch.objects.waiting().filter(
            inbox=OuterRef("inbox"), pk__lt=OuterRef("pk"), activity__subject=OuterRef("activity__subject")
        )
        in_order = Q(activity__subject="") | ~Q(Exists(before))
        return self.waiting().filter(in_order, due_at__lte=timezone.now())

    def about(self, source: str) -> Self:
        """Of what the House announced under a source."""
        return self.filter(activity__outbound__content__source=source)

    def through(self, accounts: Any) -> Self:
        return self.filter(activity__account__in=accounts)

    def late(self, since: datetime) -> Self:
        """Due before, at a server that is there."""
        now = timezone.now()
        fresh = Q(activity__not_after=None) | Q(activity__not_after__gte=now)
        awake = Q(server__rests_until=None) | Q(server__rests_until__lt=since)
        return self.waiting().filter(fresh, awake, due_at__lt=since)

    def move(self, verb: str, **changes: Any) -> int:
        target = DISPATCH_LIFE.moves[verb].target
        return self.filter(state__in=DISPATCH_LIFE.sources(verb)).update(state=target, **changes)


class Dispatch(models.Model):
    """One activity to one inbox. Tried again it is the same activity, which servers take once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        GIVEN_UP = "given_up"
        CANCELLED = "cancelled"

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="dispatches")
    inbox = models.ForeignKey(RemoteInbox, on_delete=models.CASCADE, related_name="dispatches")
    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="dispatches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=60, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "inbox"], name="channels_dispatch_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | Q(~Q(state="sent"), sent_at=None),
                name="channels_dispatch_sent_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["server", "due_at"], condition=Q(state="waiting"), name="channels_dispatch_due"),
            models.Index(fields=["inbox"], condition=Q(state="waiting"), name="channels_dispatch_inbox"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}:{self.inbox_id}"


class Reaction(models.Model):
    """A like or a boost of a note: counted once for each person, who cannot be named by it."""

    class Kind(models.TextChoices):
        LIKE = "like"
        BOOST = "boost"

    outbound = models.ForeignKey(Outbound, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    digest = models.CharField(max_length=32)
    named = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outbound", "kind", "digest"], name="channels_reaction_once"),
        ]
        indexes = [models.Index(fields=["digest"], name="channels_reaction_digest")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.outbound_id}"


class HeardActivity(models.Model):
    """The id of an activity that was processed, so that it is not processed twice."""

    digest = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.digest[:6]


class BlockQuerySet(OfficeScoped):
    def in_force(self) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()), confirmed_at__isnull=False)

    def awaiting(self) -> Self:
        """Asked for by one; another has to confirm."""
        return self.filter(confirmed_at=None)

    def of_servers(self) -> Self:
        """Not of a person: who that is, is shown nowhere."""
        return self.exclude(target__contains="/")

    def against(self, address: str, host: str) -> Self:
        """In force against an actor, their server, or a domain above it."""
        labels = host.partition(":")[0].split(".")
        above = [".".join(labels[at:]) for at in range(len(labels) - 1)]
        return self.in_force().filter(target__in=[address, host, *above])


class Block(models.Model):
    """An actor (their address) or a server (its host), with all below it, from which an office hears nothing. What was
    kept out is counted, never read."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    until = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(default=timezone.now, editable=False)
    by = models.CharField(max_length=100, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now, null=True, blank=True, editable=False)
    kept_out = models.PositiveIntegerField(default=0, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "target"], name="channels_block_once")]

    def __str__(self) -> str:
        return self.target

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= timezone.now()

    @property
    def is_awaiting(self) -> bool:
        return self.confirmed_at is None and not self.is_over

    @property
    def is_in_force(self) -> bool:
        return self.confirmed_at is not None and not self.is_over

    @property
    def ended_at(self) -> None:
        """One that is taken back is there no more (channels/measure_state.html)."""

    def count(self) -> None:
        Block.objects.filter(pk=self.pk).update(kept_out=F("kept_out") + 1)
