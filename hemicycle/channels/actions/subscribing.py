"""Subscribers of our feeds: what they ask the hub for, and that topics have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hemicycle.channels.fediverse import hub
from hemicycle.channels.models import Subscriber, encryption
from hemicycle.channels.models.websub import SubscriberQuerySet
from hemicycle.rules import audit, http_client
from hemicycle.rules.work import attempt

SEALED_FOR = "websub"
LEAST_LEASE, USUAL_LEASE, MOST_LEASE = 3600, 10 * 86400, 30 * 86400
"""Seconds. The usual one is that of the W3C's note; one that forgets us is written to for a month at most."""
MOST, MOST_ASKED, MOST_A_HOST = 10_000, 500, 50
"""Subscriptions in all, those that nobody has confirmed yet, and those at one host: a feed needs not more than
languages × kinds for each reader there."""
MOST_LOOKED_AT = 50
LONGEST_CALLBACK, LONGEST_SECRET = 500, 199


class Refused(ValueError):
    """`code`: mode, topic, callback, secret, lease, or many."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class SubscriptionRequest:
    """What somebody asks for, and fits: `host` is the server that is to be called, by whatever port."""

    mode: str
    topic: str
    callback: str
    host: str
    seconds: int
    secret: str = field(default="", repr=False)


def parse_request(*, mode: str, topic: str, callback: str, secret: str = "", lease: str = "") -> SubscriptionRequest:
    """Writes nothing, so that nonsense holds up nobody who does. Raises Refused."""
    if mode not in ("subscribe", "unsubscribe"):
        raise Refused("mode")
    if len(secret.encode()) > LONGEST_SECRET:
        raise Refused("secret")
    found = SubscriptionRequest(mode, topic, callback, _host(callback), _lease(lease), secret)
    if settings.WEBSUB_HUB or not hub.is_topic(topic):
        raise Refused("topic")
    return found


def subscribe(asked: SubscriptionRequest) -> Subscriber:
    """Note what somebody asks for; it holds once the address itself has said so. Raises Refused.

    How many there are is counted before the transaction: two at once may be one too many, which is tolerated.
    """
    if not Subscriber.objects.filter(topic=asked.topic, callback=asked.callback).exists():
        _check_limits(asked.host)
    changes = {
        "wanted": asked.mode, "wanted_seconds": asked.seconds, "check_at": timezone.now(), "checks": 0,
        "wanted_sealed": encryption.seal(asked.secret, SEALED_FOR) if asked.secret else "",
    }  # fmt: skip
    row, _ = Subscriber.objects.update_or_create(topic=asked.topic, callback=asked.callback, defaults=changes)
    return row


@transaction.atomic
def publish_topics(topics: Collection[str], *, by: Any) -> int:
    """These topics have changed: the worker delivers them to all subscribers. How many."""
    if settings.WEBSUB_HUB:
        for topic in topics:
            Subscriber.objects.get_or_create(topic=topic, callback=settings.WEBSUB_HUB, defaults={"is_hub": True})
    notified = Subscriber.objects.active().of_topics(list(topics)).update(due_at=timezone.now(), attempts=0)
    if notified:
        audit.record("channels.publish_topics", by=by, about="channels.subscriber", rows=notified)
    return notified


def publish_changed(*, below: str, since: datetime, by: Any) -> int:
    """Some of the topics below this address may have changed until then: the worker delivers to subscribers whose last
    delivery differs from the present content. Looks at a few topics at a time, those first that were compared longest
    ago; how many. Subscribers to whom something is due are compared afterwards."""
    rows = Subscriber.objects.active().idle().of_topics_below(below).not_looked_at_since(since)
    topics = dict.fromkeys(rows.order_by("looked_at").values_list("topic", flat=True)[:MOST_LOOKED_AT])
    for topic in topics:
        of_it = rows.of_topics([topic])
        if (first := of_it.first()) is not None:
            # One that cannot be made anew is looked at again after the next change.
            failed = partial(_looked_at, of_it, since)
            attempt(first, partial(_publish_where_changed, of_it, topic, since, by), failed=failed)
    return len(topics)


def _publish_where_changed(rows: SubscriberQuerySet, topic: str, since: datetime, by: Any) -> None:
    content = hub.content_of(topic)
    digest = digest_of(content[1]) if content else ""
    with transaction.atomic():
        owed = rows.exclude(delivered_digest=digest).update(due_at=timezone.now(), attempts=0, looked_at=since)
        rows.filter(delivered_digest=digest).update(looked_at=since)
        if owed:
            audit.record("channels.publish_topics", by=by, about="channels.subscriber", rows=owed)


def _looked_at(rows: SubscriberQuerySet, since: datetime, code: str) -> None:
    rows.update(looked_at=since, code=code[:60])


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _host(callback: str) -> str:
    if len(callback) > LONGEST_CALLBACK or not callback.isascii() or " " in callback or "#" in callback:
        raise Refused("callback")
    try:
        return http_client.address_of(callback).host.lower()
    except http_client.BadAddress as error:
        raise Refused("callback") from error


def _lease(seconds: str) -> int:
    if not seconds:
        return USUAL_LEASE
    if not (seconds.isascii() and seconds.isdigit()):
        raise Refused("lease")
    return max(LEAST_LEASE, min(int(seconds[:9]), MOST_LEASE))


def _check_limits(host: str) -> None:
    rows = Subscriber.objects.all()
    if (
        rows.count() >= MOST
        or rows.filter(until=None, is_hub=False).count() >= MOST_ASKED
        or rows.of_host(host).count() >= MOST_A_HOST
    ):
        raise Refused("many")
