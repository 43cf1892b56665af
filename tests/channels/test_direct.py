"""What somebody wrote to us alone on a network is marked, and never treated as something said in public."""

import re

import pytest
from django.urls import reverse

from hemicycle.cases.inbox.filters import waiting_for
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.errors import NotModerated
from hemicycle.channels.models import Account, Inbound, Outbound, in_the_open
from hemicycle.rules.models import ParameterInForce
from tests.cases.pages import page as case_page

pytestmark = pytest.mark.django_db
WORDS = "You are vermin, and my street floods"


@pytest.fixture
def network(office) -> Account:
    return actions.open_account(office=office, kind="mastodon", name="M", address="@house@m.example", by="test")


@pytest.fixture
def direct(network) -> Inbound:
    arrived = InboundMessage("d1", WORDS, sender="@ana@m.example", direct=True)
    assert actions.store_incoming(arrived, account=network, by="test")
    return Inbound.objects.get()


@pytest.fixture
def public(network) -> Inbound:
    actions.store_incoming(InboundMessage("p1", WORDS, sender="@ana@m.example"), account=network, by="test")
    return Inbound.objects.get(external_id="p1")


def test_the_inbox_marks_it_and_finds_it_apart(sign_in, clerk, direct, public):
    client = sign_in(clerk)
    listed = client.get(reverse("cases:inbox")).text
    assert listed.count("Direct message, not public") == 1
    here, there = (case_page("case", row) for row in (direct, public))
    for reader, shown, left in (("direct", here, there), ("public", there, here)):
        page = client.get(reverse("cases:inbox"), {"to": reader}).text
        assert shown in page
        assert left not in page


def test_whoever_answers_sees_who_reads_the_answer(sign_in, clerk, direct, public):
    client = sign_in(clerk)
    page = client.get(case_page("case", direct)).text
    assert "Answer it directly too" in page
    assert "Whoever wrote it, nobody else" in page
    page = client.get(case_page("case", public)).text
    assert "Answer in public" in page
    assert "@ana@m.example gets a notification" in page
    assert "Direct message, not public" in client.get(case_page("case", direct)).text


def test_no_house_rule_hides_it(sign_in, clerk, direct, public):
    client = sign_in(clerk)
    assert client.get(reverse("channels:moderate", args=[public.pk])).status_code == 200
    assert client.get(reverse("channels:moderate", args=[direct.pk])).status_code == 404
    page = client.post(case_page("read", direct), {"why": "rules"}).text
    assert "Apply a house rule" not in page
    with pytest.raises(NotModerated):
        actions.moderate(direct, step="hide", rule="R2", words="vermin", days=9, by=clerk)


def test_what_its_sender_wrote_in_public_hides_nothing_that_they_wrote_to_us_alone(clerk, direct, public):
    actions.moderate(public, step="limit", rule="R2", words="vermin", days=9, by=clerk)
    assert list(in_the_open(Inbound.objects.all())) == [direct]


@pytest.fixture
def reachable(db: None) -> None:
    ParameterInForce.objects.create(name="write_to_email", value="letters@h.example")


@pytest.fixture
def redirected(reachable: None) -> None:
    """The policy sends whoever writes to us alone on a network to the ways of the House."""
    ParameterInForce.objects.create(name="direct_messages", value="redirected")


def write_alone(account: Account, name: str, *, by: str = "@ben@m.example", direct: bool = True, **more) -> Inbound:
    actions.store_incoming(InboundMessage(name, WORDS, sender=by, direct=direct, **more), account=account, by="test")
    return Inbound.objects.get(external_id=name)


def said() -> list[str]:
    return ["".join(row.content.parts) for row in Outbound.objects.order_by("pk")]


def test_where_the_policy_redirects_private_messages_their_author_gets_the_ways_once(network, clerk, reachable):
    ParameterInForce.objects.create(name="direct_messages", value="redirected")
    first, second = write_alone(network, "r1"), write_alone(network, "r2")
    (reply,) = said()
    assert re.search(r"Write to us: letters@h\.example, http\S+/write/\. Messages are read from 9:00", reply)
    assert (first.keyword, second.keyword) == ("redirected", "redirected")
    assert not waiting_for(clerk).exists()
    write_alone(network, "r3", by="@eve@m.example")
    assert [row.contact.address for row in Outbound.objects.order_by("pk")] == ["@ben@m.example", "@eve@m.example"]


def test_what_is_redirected_is_shown_as_such_and_can_be_read(sign_in, clerk, network, redirected):
    message, client = write_alone(network, "r4"), sign_in(clerk)
    assert "Redirected" in client.get(reverse("cases:inbox"), {"state": "nothing"}).text
    assert "its author got the ways" in client.get(case_page("case", message)).text


def test_by_default_private_messages_are_read_and_answered(network, clerk, reachable):
    write_alone(network, "r5")
    assert said() == [] and waiting_for(clerk).exists()


def test_nothing_public_no_machine_and_no_member_is_redirected(network, member_office, redirected):
    theirs = actions.open_account(office=member_office, kind="mastodon", name="A", address="@ada@m.example", by="test")
    write_alone(network, "r6", direct=False)
    write_alone(network, "r7", automatic=True)
    write_alone(theirs, "r8")
    assert said() == [] and not Inbound.objects.filter(keyword="redirected").exists()


def test_where_nothing_can_be_said_it_is_read_like_a_letter(network, clerk, redirected):
    write_alone(network, "r9", by="")
    assert said() == [] and waiting_for(clerk).count() == 1
