"""Where a person is signed in: shown to them, ended by them, and a notice when a browser is a new one.

allauth.usersessions keeps a row for each session, with the address and what the browser says of itself. A row lives no
longer than its session: it goes when the person signs out, and a worker removes it at the moment at which the session
expires.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.rules import audit

from ..actions import notify
from ..models import Notice, User
from ..models.notices import NEW_DEVICE
from ..notices.kinds import Described
from .devices import device_of


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session as its owner sees it."""

    number: int
    device: str
    address: str
    since: datetime
    is_this: bool


def sessions_of(person: User, request: HttpRequest) -> list[SignedIn]:
    """This one first, then the latest."""
    if not UserSession.objects.filter(session_key=request.session.session_key).exists():
        # Signed in before this list existed.
        UserSession.objects.create_from_request(request)
    rows = UserSession.objects.purge_and_list(person)
    found = [
        SignedIn(row.pk, device_of(row.user_agent), _shown(row.ip), row.created_at, row.is_current()) for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.since.timestamp()))


def _shown(address: str) -> str:
    return "" if address == UNKNOWN_ADDRESS else address


# Where the server is asked through a socket and told of nobody; allauth's table wants an address.
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 (no address to listen at)


@transaction.atomic
def end_sessions(person: User, *, only: int | None = None, but: str = "") -> int:
    """End one of this person's sessions, or all but the one of this key; how many ended."""
    rows = UserSession.objects.filter(user=person).exclude(session_key=but)
    ended = list(rows if only is None else rows.filter(pk=only))
    for row in ended:
        row.end()
    if ended:
        audit.record("accounts.end_sessions", by=person, about=person, sessions=len(ended))
    return len(ended)


@transaction.atomic
def reset_sign_in(person: User, *, by: str) -> None:
    """Their second factors and their link with the directory are gone, and every session is ended: for whoever lost
    phone and recovery codes, and for an address that has passed to somebody else."""
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    for row in UserSession.objects.filter(user=person):
        row.end()
    audit.record("accounts.reset_sign_in", by=by, about=person)


def forget_session(key: str | None) -> None:
    """The person signs out: the address goes with the session."""
    UserSession.objects.filter(session_key=key).delete()


def notify_of_new_device(person: User) -> None:
    """By bell and mail, as the person chose; it names neither the place nor the device, which the page shows."""
    held = person.assignments.select_related("office").first()
    if held is not None:
        notify(NEW_DEVICE, to=[held], about=held, office=held.office, by="sign-in")


def describe_new_device(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    title, action = _("A new browser or device"), _("See where you are signed in")
    return {one.pk: Described(title, reverse("sessions"), action) for one in notices}


def remove_ended(worker: str, stopping: Callable[[], bool]) -> int:
    """What is kept of sessions that have expired or were ended otherwise; how many rows."""
    ended = _ended(timezone.now())
    # A write waits for its turn even where it changes nothing.
    return int(ended.delete()[0]) if ended.exists() else 0


def next_end(now: datetime) -> datetime | None:
    """When the next session expires of which a row is kept."""
    kept = Session.objects.filter(session_key__in=UserSession.objects.values("session_key"), expire_date__gt=now)
    return kept.order_by("expire_date").values_list("expire_date", flat=True).first()


def _ended(now: datetime) -> QuerySet[UserSession]:
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows: QuerySet[UserSession] = UserSession.objects.exclude(session_key__in=alive)
    return rows
