"""A program that subscribed to a feed of the record gets it, signed, when that feed changes, and only then."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from hemicycle.channels import actions as channels
from hemicycle.channels.fediverse import hub
from hemicycle.channels.jobs import distributing
from hemicycle.channels.models import Subscriber
from hemicycle.conf.worker import Worker
from hemicycle.follow import jobs
from hemicycle.record import actions
from hemicycle.record.feeds import topics
from hemicycle.record.models import Document, Organization, Person
from hemicycle.record.papers import BillPaper, PersonPaper
from hemicycle.rules import work
from hemicycle.rules.classification import Classification
from tests.channels.subscriber import SECRET, Reader
from tests.record import chamber

pytestmark = pytest.mark.django_db

HUB, ATOM = "/hub/", "{http://www.w3.org/2005/Atom}"
BY = {"by": "test"}
OTHER = BillPaper("bill", "13", {"en": "Lake Bill"}, (chamber.Known("native", "lake"),))


@pytest.fixture
def reader():
    with closing(Reader()) as found:
        yield found


@pytest.fixture
def record(river: Document, office, settings, tmp_path: Path) -> Document:
    """The search is up to date with everything, in an index of its own; feeds may be delivered to readers on this machine."""
    settings.HOME = tmp_path
    channels.open_account(
        office=office, kind="feed", name="Our feeds", address="feed", settings={"allow_private": True}, by="test"
    )
    Worker().drain()
    return river


def topic(row: object, kind: str = "atom", lang: str = "en") -> str:
    return f"http://127.0.0.1:8000{row.get_absolute_url()}feed.{kind}?lang={lang}"


def ask(client, reader: Reader, address: str) -> int:
    reader.wanted.add(("subscribe", address))
    asked = {"hub.mode": "subscribe", "hub.topic": address, "hub.callback": reader.callback, "hub.secret": SECRET}
    return client.post(HUB, asked).status_code


def time_goes_by() -> None:
    """The jobs are done, the feeds are compared, and every delivery that is due is made."""
    Worker().drain()
    jobs.tell_of_record("worker", lambda: False)
    Subscriber.objects.exclude(due_at=None).update(due_at=timezone.now() - timedelta(seconds=1))
    distributing.distribute_due()


@pytest.fixture
def subscribed(client, reader: Reader, record: Document) -> Reader:
    """A subscriber to the feed of the bill, which has got the present feed."""
    assert ask(client, reader, topic(record)) == 202
    distributing.distribute_due()
    assert len(reader.received) == 1
    reader.received.clear()
    return reader


def titles(body: bytes) -> list[str]:
    return [one.text for one in etree.fromstring(body).iterfind(f"{ATOM}entry/{ATOM}title")]


def test_the_feeds_of_the_record_name_the_hub_and_themselves(client, record):
    rows = [
        record,
        Person.objects.get(name="Alda Ferrer"),
        Organization.objects.get(names__en="Greens"),
        Organization.objects.committees().get(),
    ]
    for row in rows:
        for lang in ("en", "fr"):
            own = topic(row, "atom", lang)
            answer = client.get(f"{row.get_absolute_url()}feed.atom", headers={"accept-language": lang})
            assert answer.headers["Link"] == f'<http://127.0.0.1:8000/hub/>; rel="hub", <{own}>; rel="self"'
            links = {
                link.get("rel"): link.get("href") for link in etree.fromstring(answer.content).iterfind(f"{ATOM}link")
            }
            assert (links["hub"], links["self"]) == ("http://127.0.0.1:8000/hub/", own)
            assert hub.is_topic(own)
        said = json.loads(client.get(f"{row.get_absolute_url()}feed.json?lang=es").content)
        assert (said["feed_url"], said["language"]) == (topic(row, "json", "es"), "es")
        assert said["hubs"] == [{"type": "WebSub", "url": "http://127.0.0.1:8000/hub/"}]


def test_the_page_of_the_data_says_so(client, record):
    assert "WebSub" in client.get("/record/data/").text


def test_a_subscriber_to_a_bill_gets_once_what_happened_to_it(client, subscribed, record):
    chamber.sitting()
    time_goes_by()
    time_goes_by()
    (link, body), *more = subscribed.received
    assert (more, subscribed.forged) == ([], 0)
    assert "That the bill be read a second time: Agreed to" in titles(body)
    assert f'<{topic(record)}>; rel="self"' in link
    assert (
        body == client.get(f"{record.get_absolute_url()}feed.atom?lang=en", headers={"accept-language": "fr"}).content
    )

    actions.put_bill(replace(OTHER, known_as=(chamber.BILL,), number="12"), **BY)
    time_goes_by()
    assert "Bill 12 · Lake Bill" in subscribed.received[-1][1].decode()
    assert len(subscribed.received) == 2


def test_what_changes_elsewhere_is_not_delivered(subscribed):
    actions.put_bill(OTHER, **BY)
    actions.put_person(PersonPaper("Dan", (chamber.Known("native", "dan"),)), **BY)
    time_goes_by()
    assert subscribed.received == []


def test_a_feed_is_looked_at_after_a_change_and_not_without_one(subscribed, monkeypatch):
    """While nothing changes, a round costs two questions."""
    jobs.tell_of_record("worker", lambda: False)
    with CaptureQueriesContext(connection) as asked:
        assert jobs.tell_of_record("worker", lambda: False) == 0
    assert len(asked) == 2
    actions.put_bill(OTHER, **BY)
    assert jobs.tell_of_record("worker", lambda: False) == 0
    Worker().drain()
    assert jobs.tell_of_record("worker", lambda: False) == 1


def test_all_are_looked_at_however_many(client, subscribed, record, monkeypatch):
    monkeypatch.setattr("hemicycle.channels.actions.subscribing.MOST_LOOKED_AT", 1)
    for lang in ("fr", "es"):
        assert ask(client, subscribed, topic(record, "json", lang)) == 202
    distributing.distribute_due()
    subscribed.received.clear()
    chamber.sitting()
    time_goes_by()
    assert len(subscribed.received) == 3


def test_a_change_during_a_delivery_is_delivered_too(subscribed):
    """The bill changes, and the search is up to date, while its feed of before is on its way."""
    Subscriber.objects.update(due_at=timezone.now())
    (call,) = distributing._deliveries()
    chamber.sitting()
    Worker().drain()
    assert jobs.tell_of_record("worker", lambda: False) == 0
    distributing._make([call])
    time_goes_by()
    assert ["That the bill be read a second time: Agreed to" in titles(body) for _, body in subscribed.received] == [
        False,
        True,
    ]


def test_one_that_fails_gets_the_last_change(subscribed):
    subscribed.status = 503
    chamber.sitting()
    time_goes_by()
    actions.put_bill(OTHER, **BY)
    time_goes_by()
    assert Subscriber.objects.get().attempts == 2
    subscribed.status = 200
    time_goes_by()
    time_goes_by()
    assert len(subscribed.received) == 1


def test_a_bill_that_is_no_longer_public_is_delivered_to_nobody(client, subscribed, record):
    actions.classify(record, classification=Classification.INTERNAL, **BY)
    time_goes_by()
    assert subscribed.received == []
    assert not Subscriber.objects.exists()
    assert ask(client, subscribed, topic(record)) == 400


@pytest.mark.parametrize(
    "other",
    [
        "/record/bills/zzzzzzzzzzzz/feed.atom?lang=en",
        "/record/bills/{bill}/feed.atom",
        "/record/bills/{bill}/feed.atom?lang=de",
        "/record/bills/{bill}/feed.rss?lang=en",
        "/record/members/{bill}/feed.atom?lang=en",
        "/record/bills/{bill}/feed.atom?lang=en&more=1",
        "/record/bills/%00/feed.atom?lang=en",
        "/record/bills/\x00/feed.atom?lang=en",
        "/record/search/feed.atom?lang=en",
    ],
)
def test_what_is_no_feed_of_the_record_is_no_topic(client, reader, record, other):
    assert ask(client, reader, f"http://127.0.0.1:8000{other.format(bill=record.address)}") == 400
    assert ask(client, reader, f"https://elsewhere.example{record.get_absolute_url()}feed.atom?lang=en") == 400
    assert not Subscriber.objects.exists()


def test_another_hub_is_not_named_because_it_is_not_notified(client, receiver, record, settings):
    settings.WEBSUB_HUB = f"{receiver.address}/"
    assert "WebSub" not in client.get("/record/data/").text
    answer = client.get(f"{record.get_absolute_url()}feed.json")
    assert "Link" not in answer.headers
    assert "hubs" not in json.loads(answer.content)
    chamber.sitting()
    time_goes_by()
    assert receiver.calls == []


def test_asking_whether_it_is_a_topic_costs_one_question(record):
    with CaptureQueriesContext(connection) as asked:
        assert hub.is_topic(topic(record))
    assert len(asked) == 1


def test_a_worker_runs_the_round():
    assert work.ROUNDS["feeds of the record"] is jobs.tell_of_record
    assert topics.below() == "http://127.0.0.1:8000/record/"
