"""Our accounts: on which network, whose, and who answers for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.channels.contract import Access
from hemicycle.channels.models import encryption
from hemicycle.rules.parameters import in_force
from hemicycle.rules.site_address import absolute


def lease_is_free(holder: str, worker: str = "") -> Q:
    """Of a lease in the fields `holder` and `holder` + "_until": nobody has it, it has expired, or `worker` has it."""
    return Q(**{f"{holder}__in": {"", worker}}) | Q(**{f"{holder}_until__lt": timezone.now()})


class AccountQuerySet(OfficeScoped):
    def open(self) -> Self:
        """Through which messages go out."""
        return self.filter(is_open=True)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def free_to_send(self) -> Self:
        """Held by no living worker, and not resting after failures."""
        return self.open().filter(lease_is_free("sender"), Q(rests_until=None) | Q(rests_until__lte=timezone.now()))

    def public(self) -> Self:
        """Those that anybody may check: the verified list."""
        return self.open().filter(is_public=True).exclude(url="")

    def acquire(self, key: Any, *, worker: str, lease: timedelta) -> bool:
        """Take an account for sending, or keep it; whose update counts has it. One account, one worker: its rate and
        its failures are counted in one place."""
        ours = self.filter(lease_is_free("sender", worker), pk=key)
        return bool(ours.update(sender=worker, sender_until=timezone.now() + lease))

    def release(self, key: Any, *, worker: str) -> None:
        self.filter(pk=key, sender=worker).update(sender="", sender_until=None)

    def acquire_listening(self, key: Any, *, worker: str, lease: timedelta) -> bool:
        """The same for listening: one worker stays connected."""
        ours = self.filter(lease_is_free("listener", worker), pk=key)
        return bool(ours.update(listener=worker, listener_until=timezone.now() + lease))

    def release_listening(self, key: Any, *, worker: str) -> None:
        self.filter(pk=key, listener=worker).update(listener="", listener_until=None)

    def record_listening(self, key: Any, *, trouble: str = "") -> None:
        """Listening goes well, or what is wrong with it; sending has its own."""
        self.filter(pk=key).update(listening_trouble=trouble)

    def succeeded(self, key: Any) -> None:
        self.filter(pk=key).update(failures=0, rests_until=None, trouble="")

    def failed(self, key: Any, *, trouble: str, rests_until: datetime) -> None:
        self.filter(pk=key).update(failures=F("failures") + 1, rests_until=rests_until, trouble=trouble)


class Account(models.Model):
    """An account of one office: an address on a network, the credentials for it, and who answers for it.

    `settings` are what the adapter needs and anyone of the office may see; `sealed` holds passwords (encryption.py).
    `trouble` is the code of what went wrong last in sending; while `rests_until` lies ahead nothing is tried.
    `listening_trouble` is the same of listening, which rests alone. `key` stands in the address that the other side
    calls (views/hooks.py), so that nobody else finds it.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Channel"), max_length=20)
    name = models.CharField(_("Name"), max_length=120)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    sealed = models.TextField(blank=True, editable=False)
    key = models.CharField(max_length=32, unique=True, editable=False)

    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deputy = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    purpose = models.TextField(_("Purpose"), blank=True)
    recovery = models.TextField(_("Recovery pack"), blank=True)
    trained_on = models.DateField(_("Last training"), null=True, blank=True)
    url = models.URLField(_("Public address"), blank=True)
    is_public = models.BooleanField(_("On the public list"), default=False)

    is_open = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    sender = models.CharField(max_length=80, blank=True)
    sender_until = models.DateTimeField(null=True, blank=True)
    listener = models.CharField(max_length=80, blank=True)
    listener_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=60, blank=True)
    listening_trouble = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "address"], name="channels_account_once_an_office"),
            # Nobody may follow one and get another, not even when the first has been closed.
            models.UniqueConstraint(
                fields=["address"], condition=Q(kind="activitypub"), name="channels_account_actor_once"
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | Q(owner=None) | ~Q(owner=F("deputy")),
                name="channels_account_deputy_is_another",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_at=None) | Q(is_open=False, closed_at__isnull=False),
                name="channels_account_is_closed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def access(self) -> Access:
        """What the adapter is given; the only place where the secrets of an account are opened."""
        secret = encryption.unseal_secrets(self.sealed, self.sealed_for)
        hook = absolute(reverse("channels:hook", kwargs={"kind": self.kind, "key": self.key}))
        return Access(self.kind, self.address, self.settings, secret, hook)

    @property
    def secrets_set(self) -> frozenset[str]:
        """The names of the secrets that it has; none where they were sealed with another key."""
        try:
            return frozenset(encryption.unseal_secrets(self.sealed, self.sealed_for))
        except encryption.Unreadable:
            return frozenset()

    @property
    def sealed_for(self) -> str:
        return f"account:{self.office_id}:{self.kind}"

    @property
    def is_resting(self) -> bool:
        return self.rests_until is not None and self.rests_until > timezone.now()

    @property
    def is_being_used(self) -> bool:
        """A living worker is sending through it."""
        return bool(self.sender) and self.sender_until is not None and self.sender_until > timezone.now()

    @property
    def training_is_overdue(self) -> bool:
        """Whoever answers for it was never trained, or too long ago (parameter `training_valid_days`)."""
        limit = timezone.localdate() - timedelta(days=in_force("training_valid_days"))
        return self.is_open and (self.trained_on is None or self.trained_on < limit)
