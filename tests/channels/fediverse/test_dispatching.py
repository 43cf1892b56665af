"""What our actors say arrives once at each server, in order, and no server keeps another waiting."""

import contextlib
import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.actions.fediverse import outbox
from hemicycle.channels.contract import Act
from hemicycle.channels.fediverse.signatures import Signed, claim_of
from hemicycle.channels.jobs import dispatching
from hemicycle.channels.models import Activity, ActorFollower, Content, Dispatch, Server
from hemicycle.channels.models.outbound import HELD
from hemicycle.rules import actions as rules
from hemicycle.rules.models import SensitivePeriod
from hemicycle.rules.periods import Freezable
from tests.conf.installation import wait_until
from tests.forks import fork, is_killed

from .conftest import OURS
from .neighbour import PATIENCE_SECONDS, Neighbour, rfc_9421

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = f"{OURS}/fediverse/actors/house/"


def kinds(neighbour: Neighbour) -> list[str]:
    return [one.activity["type"] for one in neighbour.taken]


def states() -> list[str]:
    return sorted(Dispatch.objects.exclude(activity__kind="accept").values_list("state", flat=True))


def later(days: float = 0.1) -> None:
    """So much time goes by."""
    ago = timedelta(days=days)
    for row in Server.objects.all():
        changed = {
            name: getattr(row, name) - ago
            for name in ("failing_since", "rests_until")
            if getattr(row, name) is not None
        }
        Server.objects.filter(pk=row.pk).update(**changed)
    for name, rows in (("due_at", Dispatch.objects.all()), ("made_at", Activity.objects.all())):
        for row in rows:
            type(row).objects.filter(pk=row.pk).update(**{name: getattr(row, name) - ago})


def test_what_is_said_arrives_once_at_each_server_whoever_follows_there(actor, neighbour, follow, say, client) -> None:
    for name in ("ana", "ben"):
        follow(neighbour, name)
    row = say("The House votes")
    dispatching.dispatch_due()
    dispatching.dispatch_due()
    (one,) = neighbour.taken
    assert (one.activity["type"], one.activity["id"]) == ("Create", f"{OURS}/fediverse/activities/{row.key}/")
    signed = Signed("POST", f"{neighbour.address}{one.path}", {n.lower(): v for n, v in one.headers.items()}, one.body)
    public = client.get("/fediverse/actors/house/").json()["publicKey"]
    claim = claim_of(signed, now=time.time())
    assert claim.key_id == public["id"]
    assert claim.is_by(public["publicKeyPem"])


def test_a_correction_and_a_withdrawal_go_to_whoever_has_the_note(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    first = say("At seven")
    dispatching.dispatch_due()
    ActorFollower.objects.all().delete()
    say("At eight", changes="At seven", act=Act.CORRECT, notice="Correction: the hour")
    dispatching.dispatch_due()
    say("Gone", changes="At eight", act=Act.WITHDRAW)
    dispatching.dispatch_due()
    assert kinds(neighbour) == ["Create", "Update", "Delete"]
    note = f"{OURS}/fediverse/notes/{first.key}/"
    assert [one.activity["object"]["id"] for one in neighbour.taken] == [note] * 3
    assert neighbour.taken[2].activity["object"] == {"id": note, "type": "Tombstone"}


def test_a_correction_waits_for_what_it_corrects_and_a_withdrawal_stops_it(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    say("At seven")
    neighbour.status = 503
    dispatching.dispatch_due()
    say("At eight", changes="At seven", act=Act.CORRECT)
    neighbour.status = 202
    later()
    neighbour.taken.clear()
    dispatching.dispatch_due()
    assert kinds(neighbour) == ["Create", "Update"]
    neighbour.status = 503
    say("At nine")
    dispatching.dispatch_due()
    say("Gone", changes="At nine", act=Act.WITHDRAW)
    neighbour.status = 202
    later()
    neighbour.taken.clear()
    dispatching.dispatch_due()
    assert kinds(neighbour) == ["Delete"]


@pytest.mark.parametrize(
    ("status", "state"),
    [(202, "sent"), (403, "given_up"), (404, "given_up"), (401, "waiting"), (429, "waiting"), (500, "waiting")],
)
def test_what_an_answer_means(actor, neighbour, follow, say, status, state) -> None:
    follow(neighbour, "ana")
    neighbour.status = status
    say("The House votes")
    dispatching.dispatch_due()
    assert states() == [state]
    assert bool(Server.objects.get().failures) is (state == "waiting")


@pytest.mark.parametrize("style", ["cavage", "rfc9421"])
def test_a_server_gets_the_style_of_signature_that_it_takes(actor, neighbour, follow, say, client, style) -> None:
    follow(neighbour, "ana")
    neighbour.verifies = (style,)
    for text in ("At seven", "At eight"):
        say(text)
        dispatching.dispatch_due()
    # By the draft first, which all take; then, once, by the other; and from then on by that alone.
    knocks = ["cavage", "cavage"] if style == "cavage" else ["cavage", "rfc9421", "rfc9421"]
    assert [one.style for one in neighbour.taken] == knocks
    assert states() == ["sent", "sent"]
    public = client.get("/fediverse/actors/house/").json()["publicKey"]["publicKeyPem"]
    last = neighbour.taken[-1]
    headers = {name.lower(): value for name, value in last.headers.items()}
    claim = claim_of(Signed("POST", f"{neighbour.address}{last.path}", headers, last.body), now=time.time())
    assert claim.is_by(public)


def test_who_signs_by_the_rfc_gets_the_rfc_until_it_does_not_take_it(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    like = neighbour.activity("Like", "ana", "https://parliament.test/nothing")
    neighbour.tell(f"{OURS}/fediverse/inbox/", like, style=rfc_9421)
    say("At seven")
    dispatching.dispatch_due()
    assert [one.style for one in neighbour.taken] == ["rfc9421"]
    neighbour.verifies = ("cavage",)
    for text in ("At eight", "At nine"):
        say(text)
        dispatching.dispatch_due()
    assert [one.style for one in neighbour.taken] == ["rfc9421", "rfc9421", "cavage", "cavage"]
    assert states() == ["sent"] * 3


def test_a_server_that_takes_neither_is_knocked_at_twice_and_rests(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    neighbour.verifies = ()
    say("At seven")
    dispatching.dispatch_due()
    dispatching.dispatch_due()
    assert [one.style for one in neighbour.taken] == ["cavage", "rfc9421"]
    server = Server.objects.get()
    assert (states(), server.signature, bool(server.failures)) == (["waiting"], "", True)


def test_a_server_that_is_back_gets_the_same_activity(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    neighbour.status = 503
    say("The House votes")
    dispatching.dispatch_due()
    assert dispatching.dispatch_due() == 0
    neighbour.status = 202
    later()
    dispatching.dispatch_due()
    first, second = neighbour.taken
    assert first.body == second.body
    assert states() == ["sent"]
    assert Server.objects.get().failures == 0


def test_after_days_it_is_given_up_and_a_server_that_stays_silent_is_gone_until_it_speaks(
    actor, neighbour, follow, say
) -> None:
    follow(neighbour, "ana")
    neighbour.status = 503
    say("The House votes")
    dispatching.dispatch_due()
    later(days=2.1)
    dispatching.dispatch_due()
    assert Dispatch.objects.get(activity__kind="create").code == "given-up"
    say("It votes again")
    later(days=5)
    dispatching.dispatch_due()
    assert Server.objects.get().gone_at is not None
    assert not ActorFollower.objects.reached().exists()
    say("And again")
    dispatching.dispatch_due()
    assert states() == ["given_up", "given_up"]
    neighbour.status = 202
    neighbour.tell(f"{OURS}/fediverse/inbox/", neighbour.activity("Like", "ben", "https://parliament.test/nothing"))
    assert ActorFollower.objects.reached().count() == 1


def test_while_all_is_paused_nothing_is_posted_and_what_is_too_old_then_never(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    say("Good for a moment", not_after=timezone.now() + timedelta(minutes=5))
    say("Good for ever")
    outbox.enqueue_activities()
    actions.pause(reason="A mistake", by="test")
    dispatching.dispatch_due()
    assert not neighbour.taken
    actions.resume(by="test")
    Activity.objects.filter(not_after__isnull=False).update(not_after=timezone.now() - timedelta(seconds=1))
    dispatching.dispatch_due()
    assert states() == ["given_up", "sent"]
    assert "Good for ever" in neighbour.taken[0].activity["object"]["content"]


def test_one_slow_server_keeps_nobody_waiting(actor, neighbour, follow, say) -> None:
    with contextlib.ExitStack() as stack:
        quick = [stack.enter_context(contextlib.closing(Neighbour())) for _ in range(20)]
        for one in (neighbour, *quick):
            follow(one, "ana")
        neighbour.open.clear()
        neighbour.seconds = dispatching.SLOW_SECONDS
        say("The House votes")
        thread = threading.Thread(target=lambda: (dispatching.dispatch_due(), connections.close_all()))
        thread.start()
        wait_until(lambda: all(one.taken for one in quick), every=0.02)
        assert not neighbour.taken, "the slow one was waited for"
        neighbour.open.set()
        thread.join()
        assert kinds(neighbour) == ["Create"]
    assert Server.objects.get(host=neighbour.host).seconds > dispatching.SLOW_SECONDS


def test_of_many_servers_the_living_get_each_activity_once_in_order_and_the_dead_rest(
    actor, neighbour, follow, say
) -> None:
    with contextlib.ExitStack() as stack:
        living = [stack.enter_context(contextlib.closing(Neighbour())) for _ in range(12)]
        dead = [Neighbour() for _ in range(3)]
        for one in (*living, *dead):
            follow(one, "ana")
        for one in dead:
            one.close()
        rows = [say(f"Vote {number}") for number in range(4)]
        dispatching.dispatch_due()
        dispatching.dispatch_due()
        ids = [f"{OURS}/fediverse/activities/{row.key}/" for row in rows]
        assert [[post.activity["id"] for post in one.taken] for one in living] == [ids] * len(living)
    assert set(Server.objects.filter(failures__gt=0).values_list("host", flat=True)) == {one.host for one in dead}
    assert set(Server.objects.filter(failures__gt=0).values_list("failures", flat=True)) == {1}
    assert states() == ["sent"] * 48 + ["waiting"] * 12


def test_what_a_killed_worker_left_another_sends(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    say("The House votes")
    neighbour.open.clear()
    neighbour.reached.clear()
    child = fork(lambda: dispatching.dispatch_due("dead"))
    assert neighbour.reached.wait(PATIENCE_SECONDS)
    os.kill(child, signal.SIGKILL)
    is_killed(child)
    neighbour.open.set()
    assert Server.objects.get().worker == "dead"
    assert dispatching.dispatch_due("alive") == 0
    Server.objects.update(worker_until=timezone.now() - timedelta(seconds=1))
    dispatching.dispatch_due("alive")
    assert states() == ["sent"]
    assert {one.activity["id"] for one in neighbour.taken} == {neighbour.taken[0].activity["id"]}


def test_a_new_key_is_sent_to_followers_and_signs_from_then_on(actor, neighbour, follow, say, client) -> None:
    follow(neighbour, "ana")
    before = client.get("/fediverse/actors/house/").json()["publicKey"]["publicKeyPem"]
    outbox.renew_keys(actor, by="test")
    dispatching.dispatch_due()
    (one,) = neighbour.taken
    pem = one.activity["object"]["publicKey"]["publicKeyPem"]
    assert (one.activity["type"], pem != before) == ("Update", True)
    assert client.get("/fediverse/actors/house/").json()["publicKey"]["publicKeyPem"] == pem
    signed = Signed("POST", f"{neighbour.address}{one.path}", {n.lower(): v for n, v in one.headers.items()}, one.body)
    assert claim_of(signed, now=time.time()).is_by(pem)


def test_what_is_withheld_goes_to_nobody_else(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    say("The House votes")
    outbox.enqueue_activities()
    outbox.withhold("The House votes", why="withdrawn")
    dispatching.dispatch_due()
    assert not neighbour.taken
    assert states() == ["cancelled"]


def test_what_a_period_stops_goes_to_no_further_server_until_somebody_has_it_sent(
    actor, neighbour, follow, say, monkeypatch
) -> None:
    follow(neighbour, "ana")
    say("Come and take part")
    outbox.enqueue_activities()
    Content.objects.update(freezable=Freezable(("outreach",)).to_json())
    rules.plan_period(kind="mourning", starts_at=None, ends_at=None, notices={}, by="ada")
    dispatching.dispatch_due()
    assert not neighbour.taken
    assert states() == ["cancelled"]

    rules.end_period(SensitivePeriod.objects.get(), by="ada")
    dispatching.dispatch_due()
    assert not neighbour.taken
    outbox.requeue_withheld(Content.objects.get().source, why=HELD)
    dispatching.dispatch_due()
    assert len(neighbour.taken) == 1
