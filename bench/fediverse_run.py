"""One part of the fediverse run, in a process of its own, on the installation of HEMICYCLE_HOME:

    fediverse_run.py people PORT FOLLOWERS SERVERS DEAD ALONE   makes the database: an actor and who follows it where
    fediverse_run.py say COUNT                                  puts so many announcements into the outbox
    fediverse_run.py dispatch                                   one worker delivers to every server
    fediverse_run.py bare                                       signs and posts the same bytes, one after the other
    fediverse_run.py days DAYS                                  lets days go by, an hour at a time, and delivers

Of the servers, DEAD take no connection, and ALONE have an inbox for each person. It prints JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command

django.setup()

from django.db.models import Count, F  # noqa: E402
from django.utils import timezone  # noqa: E402
from fediverse_sink import address  # noqa: E402

from hemicycle.accounts import actions as accounts  # noqa: E402
from hemicycle.channels import actions  # noqa: E402
from hemicycle.channels.actions.fediverse.outbox import enqueue_activities, inbox_at  # noqa: E402
from hemicycle.channels.contract import OutgoingText  # noqa: E402
from hemicycle.channels.fediverse import addresses  # noqa: E402
from hemicycle.channels.fediverse.signatures import sign  # noqa: E402
from hemicycle.channels.http.exchange import ask  # noqa: E402
from hemicycle.channels.jobs.dispatching import dispatch_due  # noqa: E402
from hemicycle.channels.jobs.sending import send_due  # noqa: E402
from hemicycle.channels.models import Account, Activity, ActorFollower, Dispatch, Server  # noqa: E402

WORDS = "The House has voted on the River Bill. Clause 4 stands as the committee amended it; clause 9 falls. "
# Where nobody listens.
DEAD_PORT = 9


def people(port: int, followers: int, servers: int, dead: int, alone: int) -> None:
    """The last servers are dead, those before them have no inbox for all."""
    call_command("migrate", verbosity=0)
    office = accounts.open_office(slug="desk", name="Desk", by="bench")
    account = actions.open_account(
        office=office, kind="activitypub", name="House", address="house", settings={"allow_private": True}, by="bench"
    )
    rows = []
    for number in range(followers):
        server = number % servers
        host = f"http://{address(server)}:{port if server < servers - dead else DEAD_PORT}"
        is_alone = servers - dead - alone <= server < servers - dead
        inbox = inbox_at(f"{host}/users/{number}/inbox" if is_alone else f"{host}/inbox")
        rows.append(ActorFollower(account=account, digest=addresses.digest(f"{host}/{number}"), inbox=inbox))
    ActorFollower.objects.bulk_create(rows, batch_size=2_000)


def say(count: int) -> None:
    account = Account.objects.get()
    said = Activity.objects.filter(outbound__isnull=False).count()
    for number in range(said, said + count):
        outgoing = OutgoingText(
            f"Vote {number}", WORDS * 10, "en", link=f"https://parliament.example/announcements/{number}/"
        )
        content = actions.prepare(account, source=f"{number}", lang="en", rendered=actions.render(account, outgoing))
        actions.queue(content, by="bench")
    send_due("bench", lambda: False)
    enqueue_activities()


def dispatch() -> dict[str, Any]:
    began = time.perf_counter(), time.process_time(), time.time()
    dispatch_due("bench")
    took = time.perf_counter() - began[0], time.process_time() - began[1]
    return {"seconds": took[0], "core": took[1], "at": began[2], "states": _states()}


def bare() -> dict[str, Any]:
    """The loop that anybody would write, by the same request and the same signature."""
    account = Account.objects.get()
    secret, key_id = account.access.secret["private_key"], addresses.key_id(account.address)
    rows = Dispatch.objects.filter(server__host__endswith=_living_port()).select_related("inbox", "activity")
    posts = [(row.inbox.address, row.activity.body.encode()) for row in rows.order_by("pk").iterator()]
    began = time.perf_counter(), time.process_time()
    for inbox, body in posts:
        ask(
            "POST", inbox, body=body,
            headers=sign("POST", inbox, body, key_id=key_id, private_pem=secret, at=time.time()),
        )  # fmt: skip
    return {"seconds": time.perf_counter() - began[0], "core": time.process_time() - began[1], "posts": len(posts)}


def _living_port() -> str:
    ports = {one.rpartition(":")[2] for one in Server.objects.values_list("host", flat=True)}
    return ":" + next(port for port in ports if port != str(DEAD_PORT))


def days(count: int) -> dict[str, Any]:
    """What waits, and what each server did: hour by hour, as if the clock were put on."""
    gone: dict[int, int] = {}
    first = list(Dispatch.objects.waiting().values_list("pk", flat=True))
    for hour in range(count * 24):
        hour_ago = timedelta(hours=1)
        for name in ("rests_until", "failing_since"):
            Server.objects.exclude(**{name: None}).update(**{name: F(name) - hour_ago})
        Dispatch.objects.waiting().update(due_at=F("due_at") - hour_ago)
        Activity.objects.update(made_at=F("made_at") - hour_ago)
        dispatch_due("bench")
        if hour and not Dispatch.objects.filter(pk__in=first).waiting().exists():
            gone.setdefault(0, hour + 1)
        if hour % 24 == 23:
            say(1)
        if not Server.objects.filter(gone_at=None, failures__gt=0).exists():
            gone.setdefault(1, hour + 1)
            break
    dead = list(
        Server.objects.filter(host__endswith=f":{DEAD_PORT}", gone_at__isnull=False).values_list("failures", flat=True)
    )
    return {
        "given_up_after": gone.get(0), "gone_after": gone.get(1), "gone": len(dead), "attempts": max(dead, default=0),
        "states": _states(), "reached": ActorFollower.objects.reached().count(), "now": str(timezone.now()),
    }  # fmt: skip


def _states() -> dict[str, int]:
    return dict(Dispatch.objects.order_by().values_list("state").annotate(n=Count("pk")))


DOES: dict[str, Callable[..., Any]] = {"people": people, "say": say, "dispatch": dispatch, "bare": bare, "days": days}

if __name__ == "__main__":
    result = DOES[sys.argv[1]](*map(int, sys.argv[2:])) or {}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**result, "peak": peak}))
