"""The hub's work (W3C WebSub): verifies subscriptions, and distributes the content of topics that changed.

Threads make the requests and touch no database. The content is that of the moment: who missed two changes gets one
delivery. A worker that dies leaves a row that is due again after its lease, so that no delivery is lost.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from hemicycle.channels.actions.subscribing import SEALED_FOR, digest_of
from hemicycle.channels.contract import CannotConnect
from hemicycle.channels.fediverse import hub
from hemicycle.channels.http.exchange import BadAddress, Reply, ask
from hemicycle.channels.jobs.attempts import claim, wait_before
from hemicycle.channels.models import Account, Pause, Subscriber, encryption
from hemicycle.rules.internet import Allowed, is_permitted, is_public
from hemicycle.rules.work import attempt

MOST_AT_ONCE, BATCH = 8, 100
SECONDS = 10.0
MOST_CHECKS = 4
# Whoever does not answer for so long will subscribe anew when they are back.
DEAD_AFTER = timedelta(days=3)

Stopping = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Call:
    """One request, ready for a thread. `claimed`: what `due_at` or `check_at` was set to when the row was claimed."""

    row: Subscriber
    method: str
    url: str
    claimed: Any
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    challenge: str = ""


def distribute_due(worker: str = "worker", stopping: Stopping = lambda: False) -> int:
    """One round; how many requests were made."""
    # At once, not in the night: a host may have so many and no more.
    # A write waits for its turn even where it changes nothing.
    if (over := Subscriber.objects.over_before(timezone.now())).exists():
        over.delete()
    if Pause.objects.in_force().exists():
        return 0
    done = 0
    while not stopping() and not Pause.objects.in_force().exists() and (calls := [*_verifications(), *_deliveries()]):
        done += _make(calls)
    return done


def _verifications() -> list[_Call]:
    calls = []
    for row in Subscriber.objects.to_ask().order_by("check_at")[:BATCH]:
        claimed = claim(Subscriber.objects.filter(pk=row.pk), check_at=row.check_at)
        if claimed is None:
            continue
        challenge = secrets.token_urlsafe(24)
        asked: dict[str, Any] = {"hub.mode": row.wanted, "hub.topic": row.topic, "hub.challenge": challenge}
        if row.wanted == "subscribe":
            asked["hub.lease_seconds"] = row.wanted_seconds
        url = f"{row.callback}{'&' if '?' in row.callback else '?'}{urlencode(asked)}"
        calls.append(_Call(row, "GET", url, claimed, challenge=challenge))
    return calls


def _deliveries() -> list[_Call]:
    calls, contents = [], dict[str, tuple[str, bytes] | None]()
    for row in Subscriber.objects.due().order_by("due_at")[:BATCH]:
        claimed = claim(Subscriber.objects.filter(pk=row.pk), due_at=row.due_at)
        if claimed is None:
            continue
        call = attempt(row, partial(_delivery, row, claimed, contents), failed=partial(_postpone, row, claimed))
        if call is not None:
            calls.append(call)
    return calls


def _delivery(row: Subscriber, claimed: Any, contents: dict[str, tuple[str, bytes] | None]) -> _Call | None:
    """The delivery to one subscriber; None where its topic is gone."""
    if row.topic not in contents:
        contents[row.topic] = hub.content_of(row.topic)
    if (content := contents[row.topic]) is None:
        row.delete()
        return None
    return _request(row, claimed, *content)


def _request(row: Subscriber, claimed: Any, kind: str, body: bytes) -> _Call:
    if row.is_hub:
        form = urlencode({"hub.mode": "publish", "hub.url": row.topic, "hub.topic": row.topic}).encode()
        return _Call(row, "POST", row.callback, claimed, {"Content-Type": "application/x-www-form-urlencoded"}, form)
    headers = {"Content-Type": kind, "Link": f'<{hub.address()}>; rel="hub", <{row.topic}>; rel="self"'}
    if row.sealed:
        secret = encryption.unseal(row.sealed, SEALED_FOR).encode()
        headers["X-Hub-Signature"] = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    return _Call(row, "POST", row.callback, claimed, headers, body)


def _make(calls: Sequence[_Call]) -> int:
    allowed = _allowed()
    with ThreadPoolExecutor(min(MOST_AT_ONCE, len(calls)), thread_name_prefix="distributing") as pool:
        answers = list(pool.map(lambda call: _ask_one(call, allowed), calls))
    for call, (reply, code) in zip(calls, answers, strict=True):
        (_verified if call.challenge else _delivered)(call, reply, code)
    return len(calls)


def _allowed() -> Allowed:
    """Addresses that others named lead into no network, not even into those that the installation lists, unless the
    account of the feeds says that these are meant."""
    feeds = Account.objects.open().of_kind("feed").values_list("settings", flat=True)
    return is_permitted if any(one.get("allow_private") for one in feeds) else is_public


def _ask_one(call: _Call, allowed: Allowed) -> tuple[Reply | None, str]:
    """What fails for one subscriber does not keep the others from theirs."""
    wrong: list[str] = []
    return attempt(call.row, partial(_ask, call, allowed), failed=wrong.append) or (None, "".join(wrong))


def _ask(call: _Call, allowed: Allowed) -> tuple[Reply | None, str]:
    """In a thread. The answer, or a code for what went wrong."""
    headers = {"User-Agent": "Hemicycle", **call.headers}
    try:
        reply = ask(call.method, call.url, headers=headers, body=call.body, seconds=SECONDS, allowed=allowed)
    except CannotConnect as error:
        return None, error.code
    except BadAddress:
        return None, "no-address"
    return reply, "" if reply is not None else "no-answer"


def _verified(call: _Call, reply: Reply | None, code: str) -> None:
    """The callback confirmed by echoing the challenge, or denied it, or cannot be reached now."""
    row, now = call.row, timezone.now()
    held = Subscriber.objects.filter(pk=row.pk, check_at=call.claimed)
    if reply is not None and 200 <= reply.status < 300 and hmac.compare_digest(reply.body, call.challenge.encode()):
        if row.wanted == "unsubscribe":
            held.delete()
            return
        until = now + timedelta(seconds=row.wanted_seconds)
        # A new subscriber gets the present content at once.
        held.update(
            wanted="", check_at=None, until=until, sealed=row.wanted_sealed, wanted_sealed="", due_at=now, attempts=0,
            failing_since=None, code="",
        )  # fmt: skip
    elif ((reply is None and code != "no-address") or (reply is not None and reply.status >= 500)) and (
        row.checks + 1 < MOST_CHECKS
    ):
        held.update(checks=row.checks + 1, check_at=now + wait_before(row.checks + 1, None), code=code)
    else:
        held.update(wanted="", check_at=None, wanted_sealed="", code=code or "refused")


def _delivered(call: _Call, reply: Reply | None, code: str) -> None:
    """A topic that changed meanwhile stays due: then `due_at` is not what it was set to."""
    row, now = call.row, timezone.now()
    held = Subscriber.objects.filter(pk=row.pk, due_at=call.claimed)
    if reply is not None and 200 <= reply.status < 300:
        held.update(due_at=None, attempts=0, failing_since=None, code="", delivered_digest=digest_of(call.body))
        return
    since = row.failing_since or now
    if not row.is_hub and (
        code == "no-address" or (reply is not None and reply.status == 410) or since < now - DEAD_AFTER
    ):
        Subscriber.objects.filter(pk=row.pk).delete()
        return
    if reply is not None:
        _postpone(row, call.claimed, code or f"http-{reply.status}", reply.retry_after)
    else:
        _postpone(row, call.claimed, code)


def _postpone(row: Subscriber, claimed: Any, code: str, retry_after: float | None = None) -> None:
    """Deliver later, and later each time; a topic that changed meanwhile stays due."""
    now = timezone.now()
    Subscriber.objects.filter(pk=row.pk, due_at=claimed).update(
        due_at=now + wait_before(row.attempts + 1, retry_after), attempts=row.attempts + 1, code=code[:60],
        failing_since=row.failing_since or now,
    )  # fmt: skip
