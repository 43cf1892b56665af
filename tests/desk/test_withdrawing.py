"""Who received what is withdrawn gets a short notice where the officer chose so; nobody hears of what never left."""

import pytest
from django.urls import reverse

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.follow import actions as follow
from hemicycle.follow.models import Topic
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db
REASONS = {"en": "The hour was wrong.", "fr": "L’heure était fausse.", "es": "La hora era errónea."}


@pytest.fixture
def news(office) -> Account:
    """It has no server: what it would send waits."""
    return channels.open_account(office=office, kind="email", name="News", address="news@valmora.example", by="test")


@pytest.fixture
def followers(office, news) -> dict[str, object]:
    topic, found = Topic.objects.create(address="sittings", names={"en": "Sittings"}), {}
    for name, lang in (("ann", "en"), ("bea", "fr")):
        found[name] = channels.contact_of(office=office, channel="email", address=f"{name}@valmora.example", lang=lang)
        follow.ask(found[name], to_follow=topic, words="Yes", through="test")
        follow.confirm(found[name], words="Yes", through="test")
    return found


@pytest.fixture
def received(approved, site, news, followers, officer) -> Announcement:
    announcement = approved(accounts=[site, news], before=lambda draft: draft.topics.set(Topic.objects.all()))
    actions.schedule(announcement, by=officer)
    run_rounds()
    Outbound.objects.filter(account=news).update(state="sent", sent_at=announcement.opened_at)
    return Announcement.objects.get(pk=announcement.pk)


def notices(announcement: Announcement) -> list[Outbound]:
    rows = Outbound.objects.of_source(f"{actions.source_of(announcement)}:withdrawn").exclude(contact=None)
    return list(rows.order_by("contact"))


def withdraw(announcement: Announcement, officer, editor, *, notifies: bool) -> None:
    actions.ask_withdrawal(announcement, reasons=REASONS, notifies=notifies, by=officer)
    actions.confirm_withdrawal(announcement, by=editor)
    run_rounds()
    run_rounds()


def test_each_person_who_received_it_gets_one_notice_in_their_language(received, followers, officer, editor):
    withdraw(received, officer, editor, notifies=True)
    said = {row.contact: "\n".join(row.content.parts) for row in notices(received)}
    assert set(said) == set(followers.values())
    assert "Withdrawn: The hour was wrong." in said[followers["ann"]]
    assert "L’heure était fausse." in said[followers["bea"]]
    assert "at 10:00" not in said[followers["ann"]], "the withdrawn text is not said again"


def test_where_the_officer_chose_none_nobody_is_written_to(received, officer, editor):
    withdraw(received, officer, editor, notifies=False)
    assert notices(received) == []


def test_who_said_stop_since_is_written_to_no_more(received, followers, officer, editor):
    follow.end(followers["ann"], through="test")
    withdraw(received, officer, editor, notifies=True)
    assert [row.contact for row in notices(received)] == [followers["bea"]]


def test_nobody_gets_a_notice_of_what_they_did_not_receive(received, followers, news, officer, editor):
    Outbound.objects.filter(contact=followers["ann"]).update(state="failed", sent_at=None)
    withdraw(received, officer, editor, notifies=True)
    assert [row.contact for row in notices(received)] == [followers["bea"]]


def test_no_channel_takes_back_what_it_never_got(approved, office, officer, editor, second_editor):
    by_hand = channels.open_account(office=office, kind="x", name="X", address="house", by="test")
    announcement = approved(accounts=[by_hand])
    actions.schedule(announcement, by=officer)
    run_rounds()
    withdraw(announcement, officer, second_editor, notifies=False)
    states = set(Outbound.objects.filter(account=by_hand).values_list("content__source", "state"))
    assert states == {(actions.source_of(announcement), "cancelled")}


def test_the_officer_sees_what_each_channel_would_say_and_who_can_confirm(received, officer, editor, sign_in):
    page = sign_in(officer).get(reverse("desk:withdraw", args=[received.address])).text
    assert 'name="notify"' in page and "checked" in page
    assert "Withdrawn: (your reason)" in page
    assert "fewer than five people" in page
    assert str(editor) in page


def test_before_it_is_confirmed_the_page_says_what_leaves(received, officer, editor, sign_in):
    actions.ask_withdrawal(received, reasons=REASONS, notifies=True, by=officer)
    client, address = sign_in(editor), reverse("desk:confirm_withdrawal", args=[received.address])
    page = client.get(address).text
    assert "News: a notice to fewer than five people." in page
    assert "A notice is published: Our site." in page
    assert "Withdrawn: The hour was wrong." in page
    assert client.post(address, follow=True).status_code == 200
    received.refresh_from_db()
    assert received.state == "withdrawn"


def test_nobody_is_asked_about_a_notice_where_nobody_received_anything(approved, officer, sign_in):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    page = sign_in(officer).get(reverse("desk:withdraw", args=[announcement.address])).text
    assert 'name="notify"' not in page


def test_its_page_names_who_can_confirm_and_offers_it_to_them_alone(received, officer, editor, second_editor, sign_in):
    actions.ask_withdrawal(received, reasons=REASONS, by=editor)
    address = reverse("desk:announcement", args=[received.address])
    pages = {one: sign_in(one).get(address).text for one in (officer, editor, second_editor)}
    offered = reverse("desk:confirm_withdrawal", args=[received.address])
    assert [offered in pages[one] for one in (officer, editor, second_editor)] == [False, False, True]
    assert all(f"Who can confirm it: {second_editor}" in " ".join(page.split()) for page in pages.values())
