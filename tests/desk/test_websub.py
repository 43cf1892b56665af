"""Subscribers to a feed of the register get each release, correction and withdrawal, signed, at least once."""

import os
import signal
from contextlib import closing
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from lxml import etree

from hemicycle.channels import actions as channels
from hemicycle.channels.actions import subscribing
from hemicycle.channels.fediverse import hub
from hemicycle.channels.jobs import distributing
from hemicycle.channels.models import Account, Subscriber
from hemicycle.channels.views import hub as hub_view
from hemicycle.desk import actions, addresses
from tests.bad_addresses import NO_ADDRESSES
from tests.channels.subscriber import SECRET, Reader
from tests.forks import fork, is_killed
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db

HUB = "/hub/"


@pytest.fixture
def reader():
    with closing(Reader()) as found:
        yield found


@pytest.fixture
def near(feed: Account) -> Account:
    """The feeds may be delivered to readers on this machine."""
    Account.objects.filter(pk=feed.pk).update(settings={"allow_private": True})
    return feed


def topic(kind: str = "atom", lang: str = "en") -> str:
    return addresses.feed(kind, lang)


def ask(client, reader: Reader, mode: str = "subscribe", **other: str) -> int:
    asked = {"hub.mode": mode, "hub.topic": topic(), "hub.callback": reader.callback, "hub.secret": SECRET}
    return client.post(HUB, {**asked, **{f"hub.{name}": value for name, value in other.items()}}).status_code


def ask_for(client, callback: str, **other: str):
    return client.post(HUB, {"hub.mode": "subscribe", "hub.topic": topic(), "hub.callback": callback}, **other)


def time_goes_by() -> None:
    then = timezone.now() - timedelta(seconds=1)
    Subscriber.objects.exclude(due_at=None).update(due_at=then)
    Subscriber.objects.exclude(check_at=None).update(check_at=then)
    distributing.distribute_due()


@pytest.fixture
def subscribed(client, reader: Reader, near) -> Reader:
    reader.wanted = {("subscribe", topic()), ("unsubscribe", topic())}
    assert ask(client, reader) == 202
    distributing.distribute_due()
    reader.received.clear()
    return reader


@pytest.fixture
def released(approved, officer):
    def release():
        announcement = approved()
        actions.schedule(announcement, by=officer)
        run_rounds()
        return type(announcement).objects.get(pk=announcement.pk)

    return release


def titles(body: bytes) -> list[str]:
    atom = "{http://www.w3.org/2005/Atom}"
    return [one.text for one in etree.fromstring(body).iterfind(f"{atom}entry/{atom}title")]


def test_a_feed_names_its_hub_and_itself_in_its_head_and_in_its_body(client, feed):
    for kind in addresses.FEEDS:
        answer = client.get(f"/announcements/feed.{kind}", headers={"accept-language": "fr"})
        assert answer.headers["Link"] == f'<http://127.0.0.1:8000/hub/>; rel="hub", <{topic(kind, "fr")}>; rel="self"'
        assert "http://127.0.0.1:8000/hub/" in answer.text


def test_a_subscriber_that_confirmed_gets_the_feed_and_then_each_change(subscribed, released, editor, second_editor):
    row = released()
    distributing.distribute_due()
    (link, body), *more = subscribed.received
    assert (titles(body), more) == (["The House sits on Tuesday"], [])
    assert f'<{topic()}>; rel="self"' in link

    actions.ask_withdrawal(row, reasons={"en": "Sent by mistake"}, by=editor)
    actions.confirm_withdrawal(row, by=second_editor)
    distributing.distribute_due()
    assert titles(subscribed.received[-1][1]) == ["Withdrawn: The House sits on Tuesday"]
    assert subscribed.forged == 0


def test_a_correction_is_delivered(subscribed, released, officer, editor, second_editor):
    second = actions.correct(released(), reasons={"en": "The hour was wrong"}, by=officer)
    actions.write_text(second, lang="en", title="The House sits at 11", body="At 11:00.", edit=second.edit, by=officer)
    actions.submit(second, by=officer)
    for one in (editor, second_editor):
        actions.approve(second, digest=second.digest, by=one)
    actions.schedule(second, by=officer)
    run_rounds()
    distributing.distribute_due()
    assert titles(subscribed.received[-1][1]) == ["The House sits at 11", "Corrected since: The House sits on Tuesday"]


def test_what_is_delivered_is_the_feed_byte_for_byte(client, subscribed, released):
    released()
    distributing.distribute_due()
    assert subscribed.received[-1][1] == client.get("/announcements/feed.atom?lang=en").content


def test_it_is_asked_with_a_challenge_and_a_lease(client, reader, near):
    reader.wanted = {("subscribe", topic())}
    ask(client, reader, lease_seconds="60")
    distributing.distribute_due()
    (asked,) = reader.asked
    assert (asked["of"], asked["hub.lease_seconds"]) == ("house", str(subscribing.LEAST_LEASE))
    row = Subscriber.objects.get()
    assert timedelta(0) < row.until - timezone.now() <= timedelta(seconds=subscribing.LEAST_LEASE)


def test_whoever_did_not_confirm_gets_nothing(client, reader, near, released):
    ask(client, reader)
    distributing.distribute_due()
    released()
    distributing.distribute_due()
    distributing.distribute_due()
    assert len(reader.asked) == 1
    assert reader.received == []
    assert not Subscriber.objects.exists()


def test_nobody_ends_or_changes_the_subscription_of_another(client, subscribed, released):
    subscribed.wanted = set()
    ask(client, subscribed, "unsubscribe")
    ask(client, subscribed, secret="another")
    distributing.distribute_due()
    released()
    distributing.distribute_due()
    assert (len(subscribed.received), subscribed.forged) == (1, 0)


def test_whoever_unsubscribes_gets_nothing_more(client, subscribed, released):
    ask(client, subscribed, "unsubscribe")
    distributing.distribute_due()
    released()
    distributing.distribute_due()
    assert subscribed.received == []
    assert not Subscriber.objects.exists()


def test_a_lease_that_is_over_is_over(subscribed, released):
    Subscriber.objects.update(until=timezone.now() - timedelta(seconds=1))
    released()
    distributing.distribute_due()
    assert subscribed.received == []
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"mode": "publish"},
        {"topic": "https://elsewhere.example/feed"},
        {"callback": "ftp://127.0.0.1/"},
        {"callback": "http://user@127.0.0.1/"},
        {"callback": "http://127.0.0.1/" + "a" * 500},
        {"callback": "http://[/"},
        {"secret": "s" * 200},
        {"lease_seconds": "long"},
    ],
)
def test_what_is_no_subscription_is_refused(client, reader, near, other):
    mode = other.pop("mode", "subscribe")
    assert ask(client, reader, mode, **other) == 400
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("address", [one for one in NO_ADDRESSES if "\udcff" not in one])
@pytest.mark.parametrize("name", ["callback", "topic"])
def test_an_address_that_names_no_server_is_refused(client, reader, near, name, address):
    assert ask(client, reader, **{name: address}) == 400
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_one_bad_address_stops_the_hub_for_nobody(client, reader, near, released, address):
    """Stored by an earlier release that allowed it: it is asked, and gets changes, before the others."""
    storable = address.encode(errors="replace").decode().replace("\0", "\1")
    early = {"topic": topic(), "callback": storable, "wanted": "subscribe", "check_at": timezone.now()}
    Subscriber.objects.create(**early)
    due = {"topic": topic("rss"), "callback": storable, "until": timezone.now() + timedelta(days=1)}
    Subscriber.objects.create(**due, due_at=timezone.now())
    reader.wanted = {("subscribe", topic())}
    ask(client, reader)
    distributing.distribute_due()
    assert len(reader.received) == 1
    assert not Subscriber.objects.filter(callback=storable).exclude(code="no-address").exists()


def test_an_address_within_a_network_is_never_called(client, reader, feed):
    reader.wanted = {("subscribe", topic())}
    assert ask(client, reader) == 202
    time_goes_by()
    time_goes_by()
    assert reader.asked == []
    assert not Subscriber.objects.exists()


def test_one_host_has_so_many_and_no_more(client, reader, near, monkeypatch):
    monkeypatch.setattr(subscribing, "MOST_A_HOST", 2)
    host = reader.callback.partition("?")[0]
    assert [ask(client, reader, callback=f"{host}?n={n}") for n in range(3)] == [202, 202, 429]
    assert ask(client, reader, callback=f"{host}?n=0") == 202


def test_one_host_is_one_whatever_its_port_and_however_it_is_written(client, near, monkeypatch):
    monkeypatch.setattr(subscribing, "MOST_A_HOST", 2)
    same = ["https://reader.example/", "http://reader.example:8080/", "https://READER.example:1/a?b=c"]
    assert [ask_for(client, one).status_code for one in same] == [202, 202, 429]
    assert ask_for(client, "https://reader.example.net/").status_code == 202


def test_one_caller_cannot_fill_the_hub(client, near):
    answers = [ask_for(client, f"https://h{n}.example/") for n in range(hub_view.MOST_AN_HOUR + 1)]
    assert [one.status_code for one in answers] == [202] * hub_view.MOST_AN_HOUR + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert ask_for(client, "https://another.example/", REMOTE_ADDR="192.0.2.7").status_code == 202


def test_nobody_is_asked_by_many_callers_at_once(client, near):
    """The hub is no means to have others called: what many callers ask for one host counts together."""
    asked = range(hub_view.MOST_AN_HOUR + 1)
    answers = [ask_for(client, "https://victim.example/", REMOTE_ADDR=f"192.0.2.{n}") for n in asked]
    assert [one.status_code for one in answers] == [202] * hub_view.MOST_AN_HOUR + [429]


@pytest.mark.parametrize(
    "other", [{"callback": "ftp://127.0.0.1/"}, {"topic": "https://elsewhere.example/"}, {"lease_seconds": "long"}]
)
def test_what_is_refused_opens_no_transaction(client, reader, near, other, django_assert_max_num_queries):
    """Else whoever sends much nonsense would hold the lock for which everybody who writes waits."""
    with django_assert_max_num_queries(10) as captured:
        assert ask(client, reader, **other) == 400
    assert not [one["sql"] for one in captured.captured_queries if not one["sql"].startswith("SELECT")]


def test_too_many_are_refused_before_a_transaction_too(
    client, reader, near, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(subscribing, "MOST_ASKED", 0)
    with django_assert_max_num_queries(10) as captured:
        assert ask(client, reader) == 429
    assert not [one["sql"] for one in captured.captured_queries if not one["sql"].startswith("SELECT")]


def test_a_feed_that_cannot_be_made_holds_up_no_other(subscribed, released):
    broken = "https://parliament.test/broken"

    def content(topic: str) -> tuple[str, bytes] | None:
        return "text/plain", b"" if topic != broken else topic.encode("no-such-codec")

    hub.register_topics(
        "broken", lambda topic: topic == broken, lambda topic: content(topic) if topic == broken else None
    )
    early = {"topic": broken, "callback": "https://reader.example/", "until": timezone.now() + timedelta(days=1)}
    row = Subscriber.objects.create(**early, due_at=timezone.now() - timedelta(hours=1))
    released()
    distributing.distribute_due()
    hub._registered.pop("broken")
    row.refresh_from_db()
    assert (len(subscribed.received), row.code, row.attempts) == (1, "LookupError", 1)
    assert row.due_at > timezone.now()


def test_one_that_fails_is_retried_and_misses_nothing(subscribed, released):
    subscribed.status = 503
    released()
    distributing.distribute_due()
    row = Subscriber.objects.get()
    assert (row.attempts, row.code) == (1, "http-503")
    assert row.due_at > timezone.now()
    subscribed.status = 200
    time_goes_by()
    assert len(subscribed.received) == 1
    time_goes_by()
    assert len(subscribed.received) == 1


@pytest.mark.parametrize("how", ["gone", "dead"])
def test_one_that_is_gone_is_forgotten(subscribed, released, how):
    subscribed.status = 410 if how == "gone" else 500
    Subscriber.objects.update(failing_since=timezone.now() - timedelta(days=4))
    released()
    distributing.distribute_due()
    assert not Subscriber.objects.exists()


def test_while_everything_is_paused_nothing_is_delivered(subscribed, released, editor):
    released()
    channels.pause(reason="A trial", by=editor)
    distributing.distribute_due()
    assert subscribed.received == []
    channels.resume(by=editor)
    distributing.distribute_due()
    assert len(subscribed.received) == 1


def test_what_changes_during_a_delivery_is_delivered_again(subscribed, released):
    released()
    (call,) = distributing._deliveries()
    channels.publish_topics([topic()], by="test")
    distributing._make([call])
    distributing.distribute_due()
    assert len(subscribed.received) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answered", [False, True], ids=["before it is asked", "answered, before it is stored"])
def test_a_worker_that_is_killed_leaves_no_delivery_undone(subscribed, released, answered):
    released()

    def work() -> None:
        calls = distributing._deliveries()
        if answered:
            distributing._ask(calls[0], distributing._allowed())
        os.kill(os.getpid(), signal.SIGKILL)

    is_killed(fork(work))
    distributing.distribute_due()
    assert len(subscribed.received) == answered
    time_goes_by()
    assert len(subscribed.received) == 1 + answered


def test_another_hub_that_the_house_has_chosen_is_notified_that_the_feeds_changed(
    client, receiver, near, released, settings
):
    settings.WEBSUB_HUB = f"{receiver.address}/"
    assert settings.WEBSUB_HUB in client.get("/announcements/feed.json").headers["Link"]
    released()
    distributing.distribute_due()
    pinged = {parse_qs(call.body.decode())["hub.url"][0] for call in receiver.calls}
    assert pinged == set(addresses.feeds())
    assert client.post(HUB, {"hub.mode": "subscribe", "hub.topic": topic()}).status_code == 400
