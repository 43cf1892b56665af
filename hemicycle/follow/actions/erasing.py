"""What is not kept: requests that nobody confirmed, and people who follow nothing any more.

Which of them are due is said here and in retention.py; the night (rules) carries it out.
"""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from hemicycle.channels.actions import forget
from hemicycle.channels.actions.erasing import delete_sent_alone
from hemicycle.channels.models import Act, Consent, Contact, Inbound
from hemicycle.channels.personal_data import contacts
from hemicycle.follow.actions.requests import REQUESTED
from hemicycle.follow.actions.subscribing import CITIZEN, DIGEST, end, forget_searches
from hemicycle.follow.followables import KINDS
from hemicycle.follow.models import Follower, Subscription
from hemicycle.rules import audit
from hemicycle.rules.personal_data import Subject

BY = "retention"
_TO_FOLLOW = reduce(or_, (Q(to__startswith=f"{kind}:") for kind in KINDS))


def never_confirmed_since(before: datetime) -> models.QuerySet[Subscription]:
    """Requests to follow that were made before, and that the owner of the address never confirmed."""
    return Subscription.objects.asked_before(before)


@transaction.atomic
def forget_requests(rows: models.QuerySet[Any], *, by: Any = BY) -> None:
    """These requests go, and with them followers who have no other."""
    followers = list(rows.values_list("follower", flat=True))
    forgotten, _ = rows.delete()
    Follower.objects.filter(pk__in=followers, subscriptions=None).delete()
    forget_searches()
    if forgotten:
        audit.record("follow.forget", by=by, about="follow.subscription", count=forgotten)


def followed_nothing_since(before: datetime, *, confirmed: bool) -> models.QuerySet[Contact]:
    """Those who once asked to follow something, follow nothing now, and have nothing else to do with the House: what
    they wrote may be answered. `confirmed`: whether they ever said that the address is theirs."""
    ledger = Consent.objects.filter(contact=OuterRef("pk"))
    asked, other = ledger.filter(_TO_FOLLOW), ledger.exclude(_TO_FOLLOW)
    follows = Follower.objects.filter(contact=OuterRef("pk"))
    wrote = Inbound.objects.filter(contact=OuterRef("pk"))
    said_yes = Exists(ledger.exclude(act=Act.ASKED))
    rows = Contact.objects.filter(said_yes if confirmed else ~said_yes)
    rows = rows.filter(Exists(asked), ~Exists(other), ~Exists(follows), ~Exists(wrote))
    return rows.filter(~Exists(ledger.filter(at__gte=before)))


@transaction.atomic
def forget_contacts(rows: models.QuerySet[Any], *, by: Any = BY) -> None:
    """Their addresses are erased, with the ledger of what they agreed to."""
    for contact in list(rows.select_related("office")):
        forget(contact, by=by)


@transaction.atomic
def erase(contact: Contact) -> None:
    """A person asks to be erased: what they follow, the ledger, their address."""
    Follower.objects.filter(contact=contact).delete()
    forget_searches()
    forget(contact, by=CITIZEN)


@transaction.atomic
def erase_following_of(subject: Subject, by: Any) -> None:
    """What a person follows in the offices of one controller, and what only they were sent about it; channels forgets
    their address."""
    known = list(contacts(subject).select_related("office"))
    Follower.objects.filter(contact__in=known).delete()
    forget_searches()
    delete_sent_alone(known, REQUESTED, DIGEST)


@transaction.atomic
def end_following_of(subject: Subject, by: Any) -> None:
    """They object: what they follow ends."""
    for contact in contacts(subject).select_related("office"):
        end(contact, through="objection")
