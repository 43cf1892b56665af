"""What is held of one follower, for themselves, and of a person who asks by their addresses."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hemicycle.channels.models import Consent, Contact, Inbound, Outbound
from hemicycle.channels.personal_data import contacts
from hemicycle.follow import followables
from hemicycle.follow.followables import name_for_follower
from hemicycle.follow.models import Follower, Subscription
from hemicycle.rules.personal_data import Subject
from hemicycle.rules.site_address import absolute


def personal_data(contact: Contact) -> dict[str, Any]:
    """As JSON. Of what they wrote to the House only when it came: the office that has it answers for it."""
    follower = Follower.objects.filter(contact=contact).first()
    return {
        "office": str(contact.office),
        "channel": contact.channel,
        "address": contact.address,
        "language": contact.lang,
        "known_since": contact.since,
        "frequency": follower.frequency if follower else None,
        "follows": [_followed(row) for row in Subscription.objects.of(contact)],
        "consents": list(Consent.objects.of(contact).values("at", "act", "to", "words", "through")),
        "sent_to_you": list(
            Outbound.objects.filter(contact=contact)
            .order_by("pk")
            .values("state", "due_at", "sent_at", "delivered_at", "content__source", "content__lang", "content__parts")
        ),
        "received_from_you": list(
            Inbound.objects.filter(contact=contact).order_by("pk").values("channel", "received_at")
        ),
    }


def _followed(row: Subscription) -> dict[str, Any]:
    about = followables.by_key(row.followable)
    return {
        "followable": row.followable,
        "name": name_for_follower(about) if about else None,
        "address": absolute(about.get_absolute_url()) if about else None,
        "asked_at": row.asked_at,
        "confirmed_at": row.confirmed_at,
    }


def rows(subject: Subject) -> list[QuerySet[Any]]:
    followers = Follower.objects.filter(contact__in=contacts(subject).values("pk"))
    return [followers, Subscription.objects.filter(follower__in=followers.values("pk"))]


def data(subject: Subject) -> list[dict[str, Any]]:
    known = contacts(subject).filter(pk__in=Follower.objects.values("contact")).select_related("office").order_by("pk")
    return [
        {"office": str(one.office), "follows": [_followed(row) for row in Subscription.objects.of(one)]}
        for one in known
    ]
