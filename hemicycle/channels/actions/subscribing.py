"""Subscribers of our feeds: what they ask for, and that there is something new."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hemicycle.channels import hub, sealing
from hemicycle.channels.models import Subscriber
from hemicycle.rules import audit, http_client

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


@transaction.atomic
def subscribe(*, mode: str, topic: str, callback: str, secret: str = "", lease: str = "") -> Subscriber:
    """Note what somebody asks for; it holds once the address itself has said so. Raises Refused."""
    if mode not in ("subscribe", "unsubscribe"):
        raise Refused("mode")
    if settings.WEBSUB_HUB or not hub.is_topic(topic):
        raise Refused("topic")
    host = _host(callback)
    if len(secret.encode()) > LONGEST_SECRET:
        raise Refused("secret")
    known = Subscriber.objects.filter(topic=topic, callback=callback).first()
    if known is None:
        _is_not_too_many(host)
        known = Subscriber(topic=topic, callback=callback)
    known.wanted, known.wanted_seconds, known.check_at, known.checks = mode, _lease(lease), timezone.now(), 0
    known.wanted_sealed = sealing.seal(secret, SEALED_FOR) if secret else ""
    known.save()
    return known


@transaction.atomic
def tell_topics(topics: Collection[str], *, by: Any) -> int:
    """These have changed: everybody who subscribed is told, by the worker. How many."""
    if settings.WEBSUB_HUB:
        for topic in topics:
            Subscriber.objects.get_or_create(topic=topic, callback=settings.WEBSUB_HUB, defaults={"is_hub": True})
    told = Subscriber.objects.active().of_topics(list(topics)).update(due_at=timezone.now(), attempts=0)
    if told:
        audit.record("channels.tell_topics", by=by, about="channels.subscriber", rows=told)
    return told


def tell_changed(*, below: str, since: datetime, by: Any) -> int:
    """Some of the topics below this address may have changed until then: whoever was told something else than what
    stands there now is told, by the worker. A few at a time, those first that nobody has looked at for longest; how
    many. Who is being told just now is looked at afterwards."""
    rows = Subscriber.objects.active().idle().of_topics_below(below).not_looked_at_since(since)
    topics = dict.fromkeys(rows.order_by("looked_at").values_list("topic", flat=True)[:MOST_LOOKED_AT])
    for topic in topics:
        content = hub.content_of(topic)
        digest = digest_of(content[1]) if content else ""
        with transaction.atomic():
            of_it = rows.of_topics([topic])
            owed = of_it.exclude(told=digest).update(due_at=timezone.now(), attempts=0, looked_at=since)
            of_it.filter(told=digest).update(looked_at=since)
            if owed:
                audit.record("channels.tell_topics", by=by, about="channels.subscriber", rows=owed)
    return len(topics)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _host(callback: str) -> str:
    """With its scheme and port; whatever is called later is looked at here first."""
    if len(callback) > LONGEST_CALLBACK or " " in callback or "#" in callback:
        raise Refused("callback")
    try:
        http_client.address_of(callback)
    except http_client.BadAddress as error:
        raise Refused("callback") from error
    parts = urlsplit(callback)
    return f"{parts.scheme}://{parts.netloc}/"


def _lease(told: str) -> int:
    if not told:
        return USUAL_LEASE
    if not (told.isascii() and told.isdigit()):
        raise Refused("lease")
    return max(LEAST_LEASE, min(int(told[:9]), MOST_LEASE))


def _is_not_too_many(host: str) -> None:
    rows = Subscriber.objects.all()
    if (
        rows.count() >= MOST
        or rows.filter(until=None, is_hub=False).count() >= MOST_ASKED
        or rows.filter(callback__startswith=host).count() >= MOST_A_HOST
    ):
        raise Refused("many")
