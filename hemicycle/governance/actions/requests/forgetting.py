"""After the answer has arrived, the addresses and words of whoever asked go too; what nobody proved goes whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.actions import notify
from hemicycle.channels.actions.contacts import forget
from hemicycle.channels.actions.erasing import delete_sent_alone
from hemicycle.channels.models import Consent, Contact, Inbound, Outbound, State
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.rules import audit
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.personal_data import Subject

from ...models.requests import DUE_SOON, PersonalDataRequest, RequestAddress
from .asking import handlers
from .deciding import DUE_REQUEST
from .packaging import drop_package
from .writing import SOURCE

# What did not leave in three days is not sent any more (writing.py); a day more for receipts.
AT_THE_LATEST = timedelta(days=4)
_ON_ITS_WAY = (State.WAITING, State.SENDING, State.BY_HAND)


def warn(*, now: datetime, by: Any) -> int:
    """Whoever handles them is notified of requests that are due within a week; how many of these are."""
    rows = PersonalDataRequest.objects.due_soon(now).filter(warned_at=None).select_related("office")
    for row in list(rows):
        with transaction.atomic():
            PersonalDataRequest.objects.filter(pk=row.pk).update(warned_at=now)
            notify(DUE_REQUEST, to=handlers(row), about=row, office=row.office, by=by)
    return len(rows)


def next_warning(now: datetime) -> datetime | None:
    due = (
        PersonalDataRequest.objects.to_answer()
        .filter(warned_at=None)
        .order_by("due_at")
        .values_list("due_at", flat=True)
    )
    first = due.first()
    return max(first - DUE_SOON, now) if first is not None else None


def forget_answered(*, now: datetime, by: Any) -> int:
    """Of those whose answer is there, or did not arrive: how many were forgotten."""
    rows = [one for one in to_be_forgotten(now) if not _is_on_its_way(one, now)]
    for row in rows:
        _forget(row, by=by)
    return len(rows)


def to_be_forgotten(now: datetime) -> list[PersonalDataRequest]:
    """Answered, with nothing left to be opened."""
    done = PersonalDataRequest.objects.exclude(answered_at=None).filter(forgotten_at=None)
    opened = Q(package_until=None) | Q(opened_at__isnull=False) | Q(package_until__lte=now)
    return list(done.filter(opened).select_related("office"))


# Whether an answer has arrived is looked at so often.
LOOK_AGAIN = timedelta(minutes=10)


def next_forgetting(now: datetime) -> datetime | None:
    done = PersonalDataRequest.objects.exclude(answered_at=None).filter(forgotten_at=None)
    return now + LOOK_AGAIN if done.exists() else None


def _is_on_its_way(row: PersonalDataRequest, now: datetime) -> bool:
    sent = Outbound.objects.filter(content__source__startswith=f"{SOURCE}{row.pk}:", state__in=_ON_ITS_WAY)
    return sent.exists() and row.answered_at is not None and now < row.answered_at + AT_THE_LATEST


@transaction.atomic
def _forget(row: PersonalDataRequest, *, by: Any) -> None:
    held = PersonalDataRequest.objects.select_for_update().select_related("office").get(pk=row.pk)
    _forget_contacts(held, by=by)
    drop_package(held)
    RequestAddress.objects.filter(request=held).update(sealed="", digest="", code="")
    held.details, held.forgotten_at = "", timezone.now()
    held.save(update_fields=["details", "forgotten_at", "package_key"])
    leave_no_trace()
    audit.record("governance.request_forget", by=by, about=held, office=held.office)


@transaction.atomic
def forget_unproved(rows: Any) -> None:
    """Nobody showed that the address is theirs: all of it goes."""
    for row in rows.select_related("office"):
        _forget_contacts(row, by="retention")
        row.delete()
    leave_no_trace()


def _forget_contacts(held: PersonalDataRequest, *, by: Any) -> None:
    """What was sent about the request; the contact, where nothing else needs it."""
    known = list(_contacts(held.addresses.all(), held.subject().offices))
    delete_sent_alone(known, f"{SOURCE}{held.pk}:")
    for contact in known:
        others = (Outbound, Inbound, Consent)
        if not any(one.objects.filter(contact=contact).exists() for one in others):
            forget(contact, by=by)
            Contact.objects.filter(pk=contact.pk).delete()


def _contacts(addresses: Any, offices: tuple[Any, ...]) -> Any:
    found = Q(pk__in=[])
    for one in addresses:
        if one.sealed:
            for office in offices:
                found |= Q(office=office, channel=one.channel, digest=Pseudonyms(office).of(one.address))
    return Contact.objects.filter(found).select_related("office")


def requests_of(subject: Subject) -> Any:
    """Requests of the same person: by the address as it was proved to the same controller."""
    found = Q(pk__in=[])
    for office in subject.offices:
        digests = [Pseudonyms(office).of(one) for one in subject.addresses]
        found |= Q(office=office, addresses__digest__in=digests)
    return PersonalDataRequest.objects.filter(found).distinct()


def data(subject: Subject) -> list[dict[str, Any]]:
    rows = requests_of(subject).exclude(answered_at=None)
    return list(rows.values("kind", "asked_at", "answered_at", "state", "reason"))


def erase_messages_about_requests(subject: Subject, by: Any) -> None:
    """Codes and news of requests; the addresses go when the answer has arrived."""
    delete_sent_alone(list(_known(subject)), SOURCE)


def _known(subject: Subject) -> Any:
    found = Q(pk__in=[])
    for office in subject.offices:
        found |= Q(office=office, digest__in=[Pseudonyms(office).of(one) for one in subject.addresses])
    return Contact.objects.filter(found)
