"""What somebody wrote to us alone on a network is marked, and never treated as something said in public."""

import pytest
from django.urls import reverse

from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.errors import NotModerated
from hemicycle.channels.models import Account, Inbound, in_the_open

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
    listed = client.get(reverse("channels:inbox")).text
    assert listed.count("Direct message, not public") == 1
    here, there = (reverse("channels:received", args=[row.pk]) for row in (direct, public))
    for reader, shown, left in (("direct", here, there), ("public", there, here)):
        page = client.get(reverse("channels:inbox"), {"to": reader}).text
        assert shown in page
        assert left not in page


def test_whoever_answers_sees_who_reads_the_answer(sign_in, clerk, direct, public):
    client = sign_in(clerk)
    page = client.post(reverse("channels:read", args=[direct.pk]), {"why": "answer"}).text
    assert "Answer it directly too" in page
    assert "Whoever wrote it, nobody else" in page
    page = client.get(reverse("channels:received", args=[public.pk])).text
    assert "Answer in public" in page
    assert "@ana@m.example gets a notification" in page
    assert "Direct message, not public" in client.get(reverse("channels:received", args=[direct.pk])).text


def test_no_house_rule_hides_it(sign_in, clerk, direct, public):
    client = sign_in(clerk)
    assert client.get(reverse("channels:moderate", args=[public.pk])).status_code == 200
    assert client.get(reverse("channels:moderate", args=[direct.pk])).status_code == 404
    page = client.post(reverse("channels:read", args=[direct.pk]), {"why": "rules"}).text
    assert "Apply a house rule" not in page
    with pytest.raises(NotModerated):
        actions.moderate(direct, step="hide", rule="R2", words="vermin", days=9, by=clerk)


def test_what_its_sender_wrote_in_public_hides_nothing_that_they_wrote_to_us_alone(clerk, direct, public):
    actions.moderate(public, step="limit", rule="R2", words="vermin", days=9, by=clerk)
    assert list(in_the_open(Inbound.objects.all())) == [direct]
