"""Messages of the inbox: counted first, taken in by who may, from the inquiry's own office and from no other."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hemicycle.accounts.models import Office, User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Inbound
from hemicycle.listening.actions import collecting, inquiries
from hemicycle.listening.actions.collecting import Wanted
from hemicycle.listening.errors import InquiryClosed, NothingToCollect
from hemicycle.listening.models import Collection, Finding, Inquiry
from hemicycle.rules.models import AuditEntry

from .conftest import Client, Said, answer, open_inquiry, work

START = datetime(2026, 4, 1, 12, tzinfo=UTC)
WORDS = Wanted(phrases=("Harbour Bill", "#FerryBill"))


def post(office: Office, *texts: str, channel: str = "email") -> None:
    """Letters that reach an office, a day apart, by no inquiry's doing."""
    arriving = [
        channels.Arriving(
            external_id=f"{channel}-{n}-{text}", text=text, channel=channel, sent_at=START + timedelta(days=n)
        )
        for n, text in enumerate(texts)
    ]
    channels.receive(arriving, office=office, batch=channel, by="test")


@pytest.fixture
def inbox(office: Office, other_office: Office, member_office: Office) -> None:
    post(office, "About the Harbour Bill", "About the weather", "the harbour bill again", "#FerryBill now")
    post(office, "Harbour Bill, no", channel="sms")
    post(other_office, "Harbour Bill, to the enquiry service")
    post(member_office, "Harbour Bill, to my member only", "Harbour Bill, privately")


def texts(inquiry: Inquiry) -> set[str]:
    return set(inquiry.collected.values_list("inbound__text", flat=True))


def test_a_preview_counts_by_channel_and_takes_nothing(inbox: None, inquiry: Inquiry) -> None:
    assert collecting.preview(inquiry, WORDS) == {"email": 3, "sms": 1}
    assert not inquiry.collected.exists()


def test_what_only_asks_our_machine_for_something_is_not_taken(inbox: None, inquiry: Inquiry) -> None:
    Inbound.objects.filter(channel="sms").update(keyword="stop")
    assert collecting.preview(inquiry, WORDS) == {"email": 3}


def test_what_was_written_to_the_office_alone_on_a_network_is_left_out_and_counted(
    inbox: None, inquiry: Inquiry, clerk: User
) -> None:
    post(inquiry.office, "Harbour Bill, in public", "Harbour Bill, to you alone", channel="social")
    Inbound.objects.filter(text__endswith="alone").update(direct=True)
    assert collecting.preview(inquiry, WORDS) == {"email": 3, "sms": 1, "social": 1}
    assert collecting.left_out(inquiry, WORDS) == 1
    collecting.collect(inquiry, WORDS, by=clerk)
    assert not any("alone" in text for text in texts(inquiry))


def test_messages_are_taken_by_words_channel_and_period(inbox: None, inquiry: Inquiry, clerk: User) -> None:
    wanted = Wanted(WORDS.phrases, ("email",), since=date(2026, 4, 3), until=date(2026, 4, 3))

    collection = collecting.collect(inquiry, wanted, by=clerk)

    assert texts(inquiry) == {"the harbour bill again"}
    assert (collection.added, collection.by_name) == (1, clerk.name)


def test_the_house_takes_nothing_from_a_members_office(inbox: None, inquiry: Inquiry, clerk: User) -> None:
    collecting.collect(inquiry, Wanted(), by=clerk)

    assert not any("member" in text or "privately" in text or "enquiry" in text for text in texts(inquiry))
    assert set(inquiry.collected.values_list("inbound__office", flat=True)) == {inquiry.office_id}


def test_a_members_office_takes_nothing_from_the_house(inbox: None, member_office: Office, member: User) -> None:
    inquiry = open_inquiry(member_office, member, "My post")

    assert collecting.preview(inquiry, Wanted()) == {"email": 2}
    collecting.collect(inquiry, Wanted(), by=member)

    assert texts(inquiry) == {"Harbour Bill, to my member only", "Harbour Bill, privately"}


def test_nobody_collects_for_an_inquiry_they_may_not_correct(
    inbox: None, inquiry: Inquiry, sign_in: Client, officer: User, other_clerk: User, member: User
) -> None:
    address = f"/inquiries/{inquiry.address}/inbox/"

    assert sign_in(officer).get(address).status_code == 403
    for stranger in (other_clerk, member):
        assert sign_in(stranger).post(address, {"phrases": "Harbour"}).status_code == 404
    assert not inquiry.collected.exists()


def test_what_is_there_already_is_not_taken_twice(inbox: None, inquiry: Inquiry, clerk: User) -> None:
    collecting.collect(inquiry, WORDS, by=clerk)

    with pytest.raises(NothingToCollect):
        collecting.collect(inquiry, WORDS, by=clerk)
    assert Collection.objects.count() == 1


def test_taking_in_starts_an_analysis_and_is_written_down(inbox: None, inquiry: Inquiry, clerk: User) -> None:
    collection = collecting.collect(inquiry, WORDS, by=clerk)
    work()

    shown = Inquiry.objects.get(pk=inquiry.pk).shown
    assert shown is not None
    assert shown.messages == 4
    entry = AuditEntry.objects.about(collection).get()
    assert (entry.action, entry.actor, entry.facts["messages"]) == ("listening.collect", clerk.audit_label, 4)


def test_what_was_taken_in_is_taken_out_with_what_was_found_and_stays_in_the_inbox(
    inbox: None, inquiry: Inquiry, clerk: User, researcher: User
) -> None:
    kept = collecting.collect(inquiry, Wanted(channels=("sms",)), by=clerk)
    collection = collecting.collect(inquiry, Wanted(WORDS.phrases, ("email",)), by=clerk)
    name = next(iter(inquiry.collected.filter(collection=collection))).inbound.external_id
    work()
    answer(inquiry, {}, Said(themes={"Harbour": {name: "arbour"}}))

    assert collecting.undo_collection(collection, by=researcher) == 3

    shown = Inquiry.objects.get(pk=inquiry.pk).shown
    assert shown is not None
    assert (shown.messages, shown.themes_shown) == (1, 0)
    assert Finding.objects.count() == inquiry.collected.count() == 1
    assert Inbound.objects.of_office(inquiry.office).count() == 5
    assert Collection.objects.get(pk=kept.pk).undone_at is None
    assert AuditEntry.objects.filter(action="listening.uncollect", actor=researcher.audit_label).exists()
    with pytest.raises(NothingToCollect):
        collecting.undo_collection(collection, by=researcher)


def test_nothing_is_taken_into_a_closed_inquiry(inbox: None, inquiry: Inquiry, clerk: User) -> None:
    inquiries.close_inquiry(inquiry, by=clerk)

    with pytest.raises(InquiryClosed):
        collecting.collect(inquiry, WORDS, by=clerk)
    assert not Collection.objects.exists()


def test_the_page_counts_then_takes_then_takes_out(
    inbox: None, inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    browser, address = sign_in(clerk), f"/inquiries/{inquiry.address}/inbox/"
    asked = {"phrases": "Harbour Bill\n#FerryBill", "channels": ["email"]}

    counted = browser.get(address, asked).content.decode()
    assert "3 messages are not in the inquiry yet." in counted
    assert not inquiry.collected.exists()

    assert "3 messages were collected" in browser.post(address, asked, follow=True).content.decode()
    number = Collection.objects.get().pk
    assert "3 messages were removed" in browser.post(f"{address}{number}/take-out/", follow=True).content.decode()
    assert not inquiry.collected.exists()


def test_a_period_that_ends_before_it_begins_is_refused_beside_the_field(
    inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    asked = {"since": "2026-04-02", "until": "2026-04-01"}

    page = sign_in(clerk).get(f"/inquiries/{inquiry.address}/inbox/", asked).content.decode()

    assert "The last day is before the first." in page
