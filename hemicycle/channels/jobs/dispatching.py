"""Delivers the activities of our actors to the servers of the fediverse: each inbox once, no server delays another.

One round leases the servers that it posts to. Threads sign and post, at most one per server at a time, and touch no
database; results are recorded here, many in one transaction. A worker that dies leaves rows that wait: the same
activity is posted again under the same id, which servers process once. Servers that fail or are slow get few of the
threads, so that there are always some for the others.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Event

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from hemicycle.channels.actions.fediverse.outbox import enqueue_activities, fail_undelivered
from hemicycle.channels.actions.periods import hold_back
from hemicycle.channels.contract import CannotConnect
from hemicycle.channels.fediverse import addresses, keys
from hemicycle.channels.fediverse.signatures import NOT_TAKEN, Style, sign
from hemicycle.channels.http.exchange import BadAddress, Reply, ask
from hemicycle.channels.jobs.attempts import wait_before
from hemicycle.channels.models import Account, Activity, Dispatch, Pause, Server
from hemicycle.channels.models.fediverse import DispatchQuerySet
from hemicycle.rules import periods, work
from hemicycle.rules.parameters import in_force
from hemicycle.rules.work import attempt

# Threads wait for the other side, not for a core.
MOST_AT_ONCE = 16
# Of these, how many wait for servers that failed last time, or took long.
MOST_SLOW = 4
SLOW_SECONDS = 2.0
# Turns given to threads ahead of time: no thread waits while results are recorded, which is done for many at once.
MOST_GIVEN_OUT, WRITE_EVERY_SECONDS = 64, 0.05
# Longer than a healthy server takes under load (Mastodon waits as long).
POST_SECONDS = 10.0
# Leased at once, and posted in one turn; the next turn begins with what is due then.
SERVERS, ROWS, ROWS_A_TURN = 200, 2_000, 20
LOOK_SECONDS = 0.2

Stopping = Callable[[], bool]


def dispatch_due(worker: str = "worker", stopping: Stopping = lambda: False) -> int:
    """One round, until nothing is due; how many rows were settled."""
    enqueue_activities(worker)
    for account in _in_periods():
        hold_back(account)
    if Pause.objects.in_force().exists() or not _due().exists():
        return 0
    settled = _Round(worker, stopping).run()
    fail_undelivered()
    return settled


def _in_periods() -> Iterable[Account]:
    """Our actors, while a sensitive period may stop something of theirs."""
    actors = Account.objects.open().of_kind(keys.KIND)
    return actors.select_related("office") if periods.current() else ()


def _due() -> DispatchQuerySet:
    free = Server.objects.free()
    return Dispatch.objects.due().filter(server__in=free, activity__account__is_open=True)


@dataclass(frozen=True, slots=True)
class _Post:
    """One row, ready to be signed."""

    pk: int
    inbox: str
    activity: int
    account: int
    attempts: int


@dataclass(slots=True)
class _Turn:
    """The posts of one thread to one server, and the result of each. `style`: of signatures, as the server accepted
    last."""

    server: Server
    posts: list[_Post]
    style: Style
    arrived: list[int] = field(default_factory=list)
    refused: list[tuple[_Post, str]] = field(default_factory=list)
    failed: tuple[_Post, str, float | None] | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Sender:
    """An account as threads need it: its secret is open here and nowhere else."""

    key_id: str
    private_pem: str = field(repr=False)
    allowed: Callable[[str], bool]
    settings: dict[str, object]


class _Round:
    def __init__(self, worker: str, stopping: Stopping) -> None:
        self.worker, self.stopping = worker, stopping
        self.settled = 0
        self.halt = Event()
        self.bodies: dict[int, bytes] = {}
        self.senders: dict[int, _Sender] = {}
        self.ready: list[_Turn] = []
        self.in_flight: dict[Future[_Turn], bool] = {}
        self.held: set[int] = set()
        self.held_until = 0.0
        self.periods = periods.current()

    def run(self) -> int:
        with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="dispatching") as pool:
            try:
                while self._goes_on():
                    self._renew_leases()
                    self._claim()
                    self._submit(pool)
                    if not self.in_flight:
                        break
                    wait(self.in_flight, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
                    if len(self.in_flight) > MOST_AT_ONCE:
                        time.sleep(WRITE_EVERY_SECONDS)
                    self._record()
            finally:
                self.halt.set()
                wait(self.in_flight)
                self._record()
                Server.objects.release(list(self.held), worker=self.worker)
        return self.settled

    def _goes_on(self) -> bool:
        # Where a period begins in the middle, the next round holds back what it stops.
        return not self.stopping() and not Pause.objects.in_force().exists() and periods.current() == self.periods

    def _renew_leases(self) -> None:
        """Renew the lease when a quarter of it is over."""
        if self.held and time.monotonic() > self.held_until:
            Server.objects.acquire(list(self.held), worker=self.worker, lease=work.lease())
            self.held_until = time.monotonic() + work.lease().total_seconds() / 4

    def _claim(self) -> None:
        """Lease the servers for which something has been due the longest, and prepare what is due there."""
        if sum(not _is_slow(turn.server) for turn in self.ready) >= MOST_GIVEN_OUT:
            return
        room = SERVERS - len(self.held)
        first = _due().exclude(server__in=self.held).order_by().values("server").annotate(first=Min("pk"))
        wanted = list(first.order_by("first").values_list("server", flat=True)[: max(0, room)])
        if not wanted:
            return
        servers = {one.pk: one for one in Server.objects.acquire(wanted, worker=self.worker, lease=work.lease())}
        self._expire(servers)
        turns: dict[int, list[_Post]] = defaultdict(list)
        for post, server in self._posts(servers):
            if len(turns[server]) < (1 if servers[server].failures else ROWS_A_TURN):
                turns[server].append(post)
        self.ready += [_Turn(servers[pk], posts, _style_of(servers[pk])) for pk, posts in turns.items()]
        self.held |= turns.keys()
        Server.objects.release([pk for pk in servers if pk not in turns], worker=self.worker)

    def _expire(self, servers: Iterable[int]) -> None:
        stale = Dispatch.objects.waiting().filter(server__in=servers, activity__not_after__lt=timezone.now())
        # A write waits for its turn even where it changes nothing.
        if stale.exists():
            self.settled += stale.move("give_up", code="too-old")

    def _posts(self, servers: Iterable[int]) -> Iterable[tuple[_Post, int]]:
        rows = Dispatch.objects.due().filter(server__in=servers).order_by("pk").select_related("inbox", "activity")
        needed = list(rows.defer("activity__body")[:ROWS])
        self._load({row.activity_id for row in needed}, {row.activity.account_id for row in needed})
        for row in needed:
            activity = row.activity
            post = _Post(row.pk, row.inbox.address, activity.pk, activity.account_id, row.attempts)
            yield post, row.server_id

    def _load(self, activities: set[int], accounts: set[int]) -> None:
        """Read bodies and signing accounts once for all servers, and drop the bodies that no turn needs any more."""
        in_flight = {post.activity for turn in self.ready for post in turn.posts}
        self.bodies = {pk: body for pk, body in self.bodies.items() if pk in activities | in_flight}
        rows = Activity.objects.filter(pk__in=activities - self.bodies.keys())
        self.bodies |= {row.pk: row.body.encode() for row in rows}
        for account in Account.objects.filter(pk__in=accounts - self.senders.keys()).select_related("office"):
            access = account.access
            self.senders[account.pk] = _Sender(
                addresses.key_id(account.address), access.secret["private_key"], keys.allowed_by(access.settings),
                dict(access.settings),
            )  # fmt: skip

    def _submit(self, pool: ThreadPoolExecutor) -> None:
        """Submit turns; servers that fail or are slow have few threads of their own."""
        slow = sum(self.in_flight.values())
        left = list[_Turn]()
        for turn in self.ready:
            is_slow = _is_slow(turn.server)
            if len(self.in_flight) >= MOST_GIVEN_OUT or (is_slow and slow >= MOST_SLOW):
                left.append(turn)
                continue
            bodies = {post.activity: self.bodies[post.activity] for post in turn.posts}
            signed = {post.account: self.senders[post.account] for post in turn.posts}
            self.in_flight[pool.submit(_deliver, turn, bodies, signed, self.halt)] = is_slow
            slow += is_slow
        self.ready = left

    def _record(self) -> None:
        """Record the results of all turns that have ended, in one transaction."""
        done = [one for one in self.in_flight if one.done()]
        if not done:
            return
        turns = [one.result() for one in done]
        for one in done:
            del self.in_flight[one]
        with transaction.atomic():
            self._record_arrived(turns)
            for turn in turns:
                for post, code in turn.refused:
                    self.settled += _row(post).move("give_up", code=code)
                if turn.failed:
                    self._record_failed(turn, *turn.failed)
            over = [turn.server.pk for turn in turns]
            Server.objects.release(over, worker=self.worker)
        self.held.difference_update(over)

    def _record_arrived(self, turns: list[_Turn]) -> None:
        arrived = [pk for turn in turns for pk in turn.arrived]
        rows = Dispatch.objects.filter(pk__in=arrived)
        self.settled += rows.move("arrive", sent_at=timezone.now(), code="", attempts=F("attempts") + 1)
        good = [turn for turn in turns if not turn.failed and (turn.arrived or turn.refused)]
        recovered = [turn.server.pk for turn in good if turn.server.failures]
        Server.objects.filter(pk__in=recovered).update(failures=0, failing_since=None, rests_until=None, code="")
        for turn in turns:
            if _is_slow(turn.server) != (turn.seconds > SLOW_SECONDS):
                Server.objects.filter(pk=turn.server.pk).update(seconds=turn.seconds)
            if turn.style != _style_of(turn.server):
                Server.objects.filter(pk=turn.server.pk).update(signature=turn.style)

    def _record_failed(self, turn: _Turn, post: _Post, code: str, retry_after: float | None) -> None:
        """Leave the server alone, longer each time; give up what was tried for too long, and a dead server."""
        server, now = turn.server, timezone.now()
        failures = server.failures + 1 if not turn.arrived else 1
        since = server.failing_since if server.failures and not turn.arrived and server.failing_since else now
        rests_until = now + wait_before(failures, retry_after)
        Server.objects.filter(pk=server.pk).update(
            failures=failures, failing_since=since, rests_until=rests_until, code=code
        )
        _row(post).update(attempts=post.attempts + 1, due_at=rests_until, code=code)
        # Whatever has waited there for so long, not only what was just tried: that is once in an hour.
        too_long = now - timedelta(days=in_force("fediverse_retry_days"))
        old = Dispatch.objects.waiting().filter(server=server, activity__made_at__lt=too_long)
        self.settled += old.move("give_up", code="given-up")
        if since < now - timedelta(days=in_force("fediverse_gone_days")):
            Server.objects.filter(pk=server.pk).update(gone_at=now)
            self.settled += Dispatch.objects.filter(server=server).move("give_up", code="server-gone")


def _row(post: _Post) -> DispatchQuerySet:
    return Dispatch.objects.waiting().filter(pk=post.pk)


def _is_slow(server: Server) -> bool:
    return bool(server.failures) or server.seconds > SLOW_SECONDS


def _style_of(server: Server) -> Style:
    """What is not known to take the RFC may answer 202 and drop what it cannot verify (snac 2.75)."""
    return Style.RFC_9421 if server.signature == Style.RFC_9421 else Style.CAVAGE


# ── In a thread, without a database ──────────────────────────────────────────────────────────────────────


def _deliver(turn: _Turn, bodies: dict[int, bytes], senders: dict[int, _Sender], halt: Event) -> _Turn:
    """Post one after the other, until one fails."""
    for post in turn.posts:
        if halt.is_set():
            break
        began = time.monotonic()
        code, for_good, retry_after = _post_one(turn, post, bodies[post.activity], senders[post.account])
        turn.seconds = max(turn.seconds, time.monotonic() - began)
        if not code:
            turn.arrived.append(post.pk)
        elif for_good:
            turn.refused.append((post, code))
        else:
            turn.failed = post, code, retry_after
            break
        if turn.seconds > SLOW_SECONDS:
            # The rest waits with those that are slow.
            break
    return turn


def _post_one(turn: _Turn, post: _Post, body: bytes, sender: _Sender) -> tuple[str, bool, float | None]:
    """What fails for one server does not keep the others from being posted to."""
    wrong: list[str] = []
    result = attempt(turn.server, partial(_post, turn, post.inbox, body, sender), failed=wrong.append)
    return result or ("".join(wrong)[:60], False, None)


def _post(turn: _Turn, inbox: str, body: bytes, sender: _Sender) -> tuple[str, bool, float | None]:
    """(code, for good, seconds to wait); the code is "" where the server has it. Where it does not accept the
    signature, the other style is tried, once."""
    if not keys.is_allowed(inbox, sender.settings):
        return "no-address", True, None
    try:
        reply = _signed(inbox, body, sender, turn.style)
        if reply is not None and reply.status == NOT_TAKEN:
            again = _signed(inbox, body, sender, turn.style.other)
            if again is not None and 200 <= again.status < 300:
                reply, turn.style = again, turn.style.other
    except CannotConnect as error:
        return error.code, False, None
    except BadAddress:
        return "no-address", True, None
    return _meaning(reply)


def _signed(inbox: str, body: bytes, sender: _Sender, style: Style) -> Reply | None:
    headers = sign(
        "POST", inbox, body, key_id=sender.key_id, private_pem=sender.private_pem, at=time.time(), style=style
    )
    return ask(
        "POST", inbox, headers={"User-Agent": "Hemicycle", **headers}, body=body, seconds=POST_SECONDS,
        allowed=sender.allowed,
    )  # fmt: skip


def _meaning(reply: Reply | None) -> tuple[str, bool, float | None]:
    """Without an answer the same activity is posted again. What counts as refused for good is as in Mastodon
    (app/helpers/json_ld_helper.rb): 401 may be a wrong clock, or a key that is not known there yet."""
    if reply is None:
        return "no-answer", False, None
    if 200 <= reply.status < 300:
        return "", False, None
    if reply.status in (401, 408, 425, 429) or reply.status >= 500:
        return "busy", False, reply.retry_after
    return "refused", True, None
