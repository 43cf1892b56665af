"""Our hub under every fault: a subscriber has the present feed in the end, whatever happened on the way.

The same feed may be delivered again, and has the same entries under the same ids, so that a subscriber has each of them once.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.fediverse import hub
from hemicycle.channels.jobs import distributing
from hemicycle.channels.models import Account, Subscriber
from tests.verification import faults
from tests.verification.dialogues import Http
from tests.verification.faults import Case
from tests.verification.proxy import Fault
from tests.verification.receiver import Receiver
from tests.verification.test_faults import check, put

pytestmark = pytest.mark.django_db(transaction=True)

TOPIC = "https://parliament.example/feeds/en/"
ENTRY = "urn:of-the-tests:7"


class Subscribed(Case):
    """One subscriber of a feed that has changed; settled when the hub owes it nothing."""

    def state(self) -> str:
        return "waiting" if Subscriber.objects.exclude(due_at=None).exists() else "sent"

    def time_goes_by(self) -> None:
        Subscriber.objects.exclude(due_at=None).update(due_at=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def case(office, receiver: Receiver, proxied, monkeypatch: pytest.MonkeyPatch) -> Case:
    feed = f"<feed><entry><id>{ENTRY}</id></entry></feed>".encode()
    monkeypatch.setitem(hub._registered, "tests", (TOPIC.__eq__, {TOPIC: ("application/atom+xml", feed)}.get))
    monkeypatch.setattr(distributing, "SECONDS", 3.0)
    receiver.reset()
    proxy = proxied(urlsplit(receiver.address).port, Http)
    account, row = put(office, "feed", address="feeds", settings={"allow_private": True})
    Subscriber.objects.create(
        topic=TOPIC, callback=f"http://127.0.0.1:{proxy.port}/callback", until=timezone.now() + timedelta(days=1)
    )
    assert actions.publish_topics([TOPIC], by="test") == 1

    def held() -> int:
        """How many entries of this name: the last feed that was delivered replaces the one before."""
        bodies = [call.body for call in receiver.calls if call.path == "/callback"]
        return bodies[-1].count(ENTRY.encode()) if bodies else 0

    def work(account: Account, worker: str) -> None:
        distributing.distribute_due(worker)

    return Subscribed(account, row, held, proxy, work=work)


@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_what_the_network_does(case: Case, fault: Fault) -> None:
    faults.network(case, fault)
    check(faults.settle(case, fault.value, adapter="feed hub"))


@pytest.mark.parametrize("answered", [False, True])
def test_a_worker_killed_while_it_asks_a_subscriber(case: Case, answered: bool) -> None:
    faults.killed_while_asking(case, by=distributing, answered=answered)
    moment = "answered, before it is stored" if answered else "before a subscriber is asked"
    check(faults.settle(case, f"worker killed: {moment}", adapter="feed hub"))


def test_two_workers_at_once(case: Case) -> None:
    faults.two_workers(case)
    check(faults.settle(case, "two workers at once", adapter="feed hub"))
