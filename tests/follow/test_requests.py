"""A request by form: the owner of the address is asked once, and nobody else learns anything."""

import pytest
from django.urls import reverse

from hemicycle.accounts.models import Office
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Consent, Contact, Outbound
from hemicycle.channels.registry import ADAPTERS
from hemicycle.follow import actions, messages
from hemicycle.follow.addresses import opened
from hemicycle.follow.errors import BadAddress, NoFollowAccount, TooMany
from hemicycle.follow.models import FollowAccount, Follower, Subscription
from hemicycle.rules.models import ParameterInForce
from tests.cast import person

pytestmark = pytest.mark.django_db

WORDS = "I want the House to write to me about this."


def request(thing, address="ann@valmora.example", channel="email", **how) -> None:
    actions.request(channel=channel, address=address, to_follow=thing, lang=how.pop("lang", "en"), words=WORDS, **how)


def test_the_owner_is_asked_and_nothing_else_goes_out_until_they_confirm(river, by_mail, mail, outgoing_texts):
    request(river)
    actions.notify_followers(source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk")
    send_account(by_mail, worker="w")

    (question,) = mail.got
    assert question.to == "ann@valmora.example"
    assert question.content["title"] == "Do you want to follow Bill 12 · River Bill?"
    assert opened(question.content["link"].rstrip("/").rpartition("/")[2]) == Contact.objects.get()
    assert question.content["unsubscribe"] == ""
    assert Consent.objects.get().words == WORDS
    assert not Subscription.objects.confirmed().exists()


def test_no_officer_reads_the_link_that_was_sent(river, by_mail, office, sign_in):
    request(river)
    (row,) = Outbound.objects.all()
    link = row.content.content["link"]
    page = sign_in(person("Oscar Officer", Role.OFFICER, office=office)).get(reverse("channels:board")).text
    assert "A message to one person" in page and link not in page


def test_how_often_is_kept_as_the_form_said(river, by_mail):
    request(river, frequency="weekly")
    assert Follower.objects.get().frequency == "weekly"


def test_a_text_message_asks_for_yes_in_one_segment(river, by_text, texts):
    request(river, "+447700900123", "sms")
    send_account(by_text, worker="w")

    (text,) = texts.texts
    assert "reply YES" in text and "Bill 12 (River Bill)" in text
    assert len(text) <= 160


@pytest.mark.parametrize(("lang", "word"), [("en", "follow"), ("fr", "suivre"), ("es", "seguir")])
def test_the_question_speaks_the_language_of_the_form(river, by_mail, mail, lang, word):
    request(river, lang=lang)
    send_account(by_mail, worker="w")

    assert word in mail.got[0].content["title"]
    assert Contact.objects.get().lang == lang


@pytest.mark.parametrize(
    ("lang", "confirm", "page"),
    [
        ("en", "Confirm", "Open your page"),
        ("fr", "Confirmer", "Ouvrir votre page"),
        ("es", "Confirmar", "Abrir su página"),
    ],
)
def test_the_one_link_of_a_mail_says_what_it_does(river, follow, lang, confirm, page):
    follow("ann", river)
    contact = Contact.objects.get()
    contact.lang = lang
    assert messages.question(contact, river).link_label == confirm
    assert messages.own_page(contact).link_label == page


def test_the_mail_that_asks_has_one_button_and_the_same_link_in_plain_text(river, follow):
    follow("ann", river)
    question = messages.question(Contact.objects.get(), river)
    letter = ADAPTERS["email"].render(question, {}).content
    assert letter["html"].count("<a ") == 1 and ">Confirm</a>" in letter["html"]
    assert f"Confirm\n{question.link}" in letter["text"]


@pytest.mark.parametrize(
    ("lang", "title"),
    [("fr", "Voulez-vous suivre «\u00a0Texte de loi n°\u00a012 · "), ("es", "¿Quiere seguir «Proyecto de ley")],
)
def test_the_question_names_what_is_followed_as_a_title(river, follow, lang, title):
    follow("ann", river)
    contact = Contact.objects.get()
    contact.lang = lang
    assert messages.question(contact, river).title.startswith(title)


def test_a_second_click_asks_nobody_twice(river, by_mail):
    for _ in range(3):
        request(river)

    assert Outbound.objects.count() == Consent.objects.count() == Subscription.objects.count() == 1


def test_nobodys_box_is_filled_with_questions(river, alda, committee, budget, by_mail):
    for thing in (river, alda, committee, budget):
        request(thing)

    assert Outbound.objects.count() == Subscription.objects.count() == 3


def test_who_follows_it_already_learns_that_and_whoever_typed_the_address_changes_nothing(
    river, by_mail, mail, follow
):
    follow("ann", river)
    request(river, lang="fr", frequency="weekly")
    send_account(by_mail, worker="w")

    assert mail.got[0].content["title"] == "You already follow Bill 12 · River Bill"
    assert (Contact.objects.get().lang, Follower.objects.get().frequency) == ("en", "at_once")
    assert Subscription.objects.confirmed().count() == 1


def test_a_stranger_cannot_change_how_a_follower_is_written_to_by_asking_for_more(river, alda, by_mail, follow):
    follow("ann", river)
    request(alda, lang="es", frequency="weekly")

    assert (Contact.objects.get().lang, Follower.objects.get().frequency) == ("en", "at_once")
    assert Subscription.objects.pending().count() == 1


def test_to_an_address_that_said_stop_no_question_goes(river, by_mail, follow):
    ann = follow("ann", river)
    channels.suppress(ann, why="stop", by="t")
    actions.end(ann, through="stop")
    request(river)

    assert not Outbound.objects.exists()
    assert not Subscription.objects.exists()


def test_of_an_address_that_said_stop_and_was_erased_nothing_is_kept_anew(river, by_mail, follow):
    ann = follow("ann", river)
    channels.suppress(ann, why="stop", by="t")
    actions.erase(ann)
    request(river)

    assert not Contact.objects.exclude(sealed="").exists()


def test_the_house_sends_so_many_text_messages_to_strangers_a_day(river, by_text, by_mail):
    ParameterInForce.objects.create(name="follow_texts_a_day", value=2)
    for number in range(2):
        request(river, f"+44770090012{number}", "sms")
    with pytest.raises(TooMany):
        request(river, "+447700900129", "sms")
    request(river)

    assert Outbound.objects.count() == 3


@pytest.mark.parametrize("address", ["", "ann", "ann@", "a b@valmora.example", "ann@valmora.example\nBcc: x@y.zz"])
def test_what_is_no_mailbox_is_refused(river, by_mail, address):
    with pytest.raises(BadAddress):
        request(river, address)
    assert not Contact.objects.exists()


def test_without_an_account_a_request_is_refused(river):
    with pytest.raises(NoFollowAccount):
        request(river)


def test_the_account_of_a_members_office_takes_no_request_to_the_house(river, member_office, mail):
    channels.open_account(office=member_office, kind="mail", name="Ada", address="ada@valmora.example", by="t")

    with pytest.raises(NoFollowAccount):
        request(river)


def test_the_account_that_staff_chose_speaks_as_long_as_it_is_open(river, by_mail, other_office):
    other = channels.open_account(office=other_office, kind="mail", name="Two", address="two@valmora.example", by="t")
    FollowAccount.objects.create(channel="email", account=other)
    request(river)
    assert Contact.objects.get().office == other_office

    Outbound.objects.all().delete()
    channels.close_account(other, by="t")
    request(river)
    assert {contact.office for contact in Contact.objects.all()} == {other_office, by_mail.office}
    assert Office.objects.count() == 2


def test_the_link_of_their_page_goes_to_who_follows_something_and_to_nobody_else(river, by_mail, mail, follow):
    follow("ann", river)
    for name in ("ann", "ann", "ben"):
        actions.send_own_page(channel="email", address=f"{name}@valmora.example")
    send_account(by_mail, worker="w")

    assert [m.to for m in mail.got] == ["ann@valmora.example"]
    assert opened(mail.got[0].content["link"].rstrip("/").rpartition("/")[2]).address == "ann@valmora.example"
    assert Contact.objects.count() == 1
