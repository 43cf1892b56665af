"""What is not kept: requests that nobody confirmed, and people who follow nothing any more."""

from __future__ import annotations

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hemicycle.channels.actions import forget
from hemicycle.channels.models import Act, Consent, Contact, Inbound
from hemicycle.follow.actions.subscribing import CITIZEN
from hemicycle.follow.models import Follower, Subscription
from hemicycle.follow.things import KINDS
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force

BY = "retention"
_TO_FOLLOW = reduce(or_, (Q(to__startswith=f"{kind}:") for kind in KINDS))
# Addresses erased in one transaction.
CHUNK = 500


def forget_old() -> int:
    """Returns how many addresses were erased."""
    now = timezone.now()
    _forget_requests(before=timedelta(days=in_force("follow_confirm_days")))
    long_ago = now - timedelta(days=in_force("consent_kept_days"))
    confirmed = Consent.objects.filter(contact=OuterRef("pk")).exclude(act=Act.ASKED)
    recent = Consent.objects.filter(contact=OuterRef("pk"), at__gte=long_ago)
    gone = _following_nothing().filter(~Exists(confirmed) | ~Exists(recent))
    erased = 0
    while chunk := list(gone.select_related("office")[:CHUNK]):
        with transaction.atomic():
            for contact in chunk:
                forget(contact, by=BY)
        erased += len(chunk)
    return erased


@transaction.atomic
def erase(contact: Contact) -> None:
    """A person asks to be erased: what they follow, the ledger, their address."""
    Follower.objects.filter(contact=contact).delete()
    forget(contact, by=CITIZEN)


@transaction.atomic
def _forget_requests(*, before: timedelta) -> None:
    forgotten, _ = Subscription.objects.asked_before(timezone.now() - before).delete()
    Follower.objects.filter(subscriptions=None).delete()
    if forgotten:
        audit.record("follow.forget", by=BY, about="follow.subscription", things=forgotten)


def _following_nothing() -> models.QuerySet[Contact]:
    """Those who once asked to follow something, follow nothing now, and have nothing else to do with the House: what
    they wrote may be answered."""
    ledger = Consent.objects.filter(contact=OuterRef("pk"))
    asked, other = ledger.filter(_TO_FOLLOW), ledger.exclude(_TO_FOLLOW)
    follows = Follower.objects.filter(contact=OuterRef("pk"))
    wrote = Inbound.objects.filter(contact=OuterRef("pk"))
    return Contact.objects.filter(Exists(asked), ~Exists(other), ~Exists(follows), ~Exists(wrote)).order_by("pk")
