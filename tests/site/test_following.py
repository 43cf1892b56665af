"""Following in the open: asking for it, one's own page, ending it; what a stranger, a link scanner and a mail program do."""

import json
import logging
from urllib.parse import urlsplit

import pytest
from django.test import Client

from hemicycle.channels import actions as channels
from hemicycle.channels.actions import suppress
from hemicycle.channels.models import Account, Consent, Contact, Outbound, Suppression
from hemicycle.follow import actions, addresses, followables
from hemicycle.follow.addresses import LASTS, opening
from hemicycle.follow.keywords import word_of_confirmation
from hemicycle.follow.models import Follower, Subscription
from hemicycle.record.actions import classify
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import ParameterInForce
from tests.follow.conftest import alda, budget, by_mail, by_text, committee, follow, mail, outgoing_texts, river, texts

__all__ = ["alda", "budget", "by_mail", "by_text", "committee", "follow", "mail", "outgoing_texts", "river", "texts"]
pytestmark = pytest.mark.django_db

ANN = "ann@valmora.example"
ASKED = {"email": ANN, "number": "", "lang": "en", "frequency": "at_once"}


def post(url: str, client: Client | None = None, **said: str):
    return (client or Client()).post(url, said)


def own(contact: Contact) -> str:
    """The address of their page, as it was just sent to them."""
    return urlsplit(opening(contact)).path


def text(answer) -> str:
    return answer.content.decode()


def test_the_pages_of_what_can_be_followed_lead_to_the_form(client, river, alda, committee):
    for row in (river, alda, committee):
        assert f'href="{followables.address_of(row)}"' in text(client.get(row.get_absolute_url()))
        assert client.get(followables.address_of(row)).status_code == 200


def test_a_party_has_feeds_and_no_form(client, alda):
    party = alda.memberships.in_parties().first().organization
    page = text(client.get(party.get_absolute_url()))

    assert "feed.atom" in page and "/follow/party" not in page


def test_what_is_internal_has_no_form_for_anyone(sign_in, river, clerk, by_mail):
    classify(river, classification=Classification.INTERNAL, by=clerk)
    for person in (None, clerk):
        assert sign_in(person).get(followables.address_of(river)).status_code == 404
        assert sign_in(person).post(followables.address_of(river), ASKED).status_code == 404
    assert followables.address_of(river) not in text(sign_in(clerk).get(river.get_absolute_url()))


@pytest.mark.parametrize("path", ["bill/nothing/", "party/x/", "topic/nothing/"])
def test_what_is_not_there_is_not_found(client, db, path):
    assert client.get(f"/follow/{path}").status_code == 404


def test_only_the_channels_of_the_house_are_offered(client, river, by_mail):
    page = text(client.get(followables.address_of(river)))
    assert 'name="email"' in page and 'name="number"' not in page


def test_without_any_channel_there_are_feeds(client, river):
    page = text(client.get(followables.address_of(river)))

    assert "feed.atom" in page and 'name="email"' not in page
    assert post(followables.address_of(river), **ASKED).status_code == 200
    assert not Contact.objects.exists()


def test_asking_puts_the_words_that_stood_there_into_the_ledger(client, river, by_mail):
    answer = post(followables.address_of(river), **{**ASKED, "frequency": "weekly", "lang": "fr"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/follow/asked/?by=email&lang=fr"
    (line,) = Consent.objects.all()
    assert line.words in text(client.get(followables.address_of(river)))
    assert Follower.objects.get().frequency == "weekly"


def test_mail_and_phone_can_be_given_at_once(river, by_mail, by_text):
    answer = post(followables.address_of(river), **{**ASKED, "number": "+44 7700 900123"})

    assert answer.headers["Location"] == "/follow/asked/?by=email&by=sms&lang=en"
    assert sorted(Contact.objects.values_list("channel", flat=True)) == ["email", "sms"]


def test_no_label_says_optional_where_one_of_two_is_needed(client, river, by_mail, by_text):
    page = text(client.get(followables.address_of(river)))
    assert "One of the two is enough." in page and "(optional)" not in page


@pytest.mark.parametrize(
    "said", [{"email": ""}, {"email": "ann"}, {"number": "12"}, {"frequency": "hourly"}, {"lang": "xx"}]
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(river, by_mail, by_text, said):
    answer = post(followables.address_of(river), **{**ASKED, **said})

    assert answer.status_code == 200
    assert "error-summary" in text(answer)
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("number", "advice"),
    [("0612345678", "Enter the full number, starting with + and the country code."),
     ("+9996001234", "This is not a number that takes text messages. Check the country code and the digits."),
     ("0033 1", "This is not a number that takes text messages. Check the country code and the digits.")],
)  # fmt: skip
def test_a_number_without_its_country_is_refused_otherwise_than_one_that_is_not_there(
    river, by_text, settings, number, advice
):
    settings.COUNTRY = "zz"
    assert advice in text(post(followables.address_of(river), number=number, lang="en", frequency="at_once"))


def test_a_number_that_is_none_is_answered_with_one_as_people_there_write_it(river, by_text, settings):
    settings.COUNTRY = "fr"
    page = text(post(followables.address_of(river), number="12", lang="en", frequency="at_once"))
    assert "Enter a mobile number of this country, such as 06 12 34 56 78." in page


def test_a_number_that_keywords_take_is_taken_by_the_form(river, by_text, settings):
    settings.COUNTRY = "zz"
    Account.objects.filter(pk=by_text.pk).update(address="+999600100")
    answer = post(followables.address_of(river), number="+9996001234", lang="en", frequency="at_once")
    assert answer.headers["Location"] == "/follow/asked/?by=sms&lang=en"


@pytest.mark.parametrize("path", ["/follow/", None])
def test_of_two_empty_fields_both_are_marked(river, by_mail, by_text, path):
    page = text(post(path or followables.address_of(river), **{**ASKED, "email": "", "number": ""}))
    assert page.count('aria-invalid="true"') == 2
    for name in ("email", "number"):
        assert f'href="#id_{name}"' in page and f'id="id_{name}-error"' in page


def test_the_page_of_who_is_asked_confirms_first_and_declines_only_when_it_is_opened(river, budget, by_mail, follow):
    ann = follow("ann", river, budget, confirmed=False)
    pending = text(Client().get(own(ann))).split('id="pending"')[1].split("</section>")[0]
    before, after = pending.split("<details")
    assert before.count("<button") == 1 and "btn-primary" in before
    assert after.count("<button") == 2 and "btn-primary" not in after and "Decline" in after


@pytest.mark.parametrize(
    ("here", "chosen", "said"),
    [("en", "en", "Reply YES to it."), ("en", "es", "Reply SI to it, or YES: both are understood."),
     ("fr", "fr", "Répondez-y par OUI."), ("es", "fr", "Respóndalo con OUI, o con SI: se entienden los dos.")],
)  # fmt: skip
def test_the_page_names_the_word_for_which_the_message_asks(client, river, by_text, here, chosen, said):
    asked = post(followables.address_of(river), number="+44 7700 900123", lang=chosen, frequency="at_once")
    message = Outbound.objects.get().content.content["text"]
    page = text(client.get(asked.headers["Location"], headers={"accept-language": here}))

    assert said in page
    assert f" {word_of_confirmation(chosen)} " in message


def test_the_page_names_the_button_of_the_mail_in_the_language_of_the_mail(client):
    page = text(client.get("/follow/asked/?by=email&lang=fr", headers={"accept-language": "en"}))
    assert '“<span lang="fr">Confirmer</span>”' in page
    assert "What we send is in French, as you chose." in page
    for rubbish in ("xx", "<b>", "fr-FR"):
        page = text(client.get("/follow/asked/", {"by": "email", "lang": rubbish}, headers={"accept-language": "en"}))
        assert '“<span lang="en">Confirm</span>”' in page and rubbish not in page.split("<main")[1]


def test_the_page_says_the_same_whatever_is_known_of_the_address(river, by_mail, follow):
    ann, ben = follow("ann", river), follow("ben", river)
    channels.suppress(ben, why="stop", by="t")
    answers = [
        post(followables.address_of(river), Client(REMOTE_ADDR=f"10.0.0.{number}"), **{**ASKED, "email": address})
        for number, address in enumerate((ANN, "ben@valmora.example", "new@valmora.example", ANN, ANN))
    ]

    assert len({(a.status_code, a.headers["Location"], a.content) for a in answers}) == 1
    assert ann.key not in str([a.serialize_headers() for a in answers])


def test_who_asks_too_often_sees_why_and_no_message_goes_out(river, by_mail):
    ParameterInForce.objects.create(name="follow_requests_an_hour", value=2)
    client = Client()
    answers = [
        post(followables.address_of(river), client, **{**ASKED, "email": f"c{n}@valmora.example"}) for n in range(3)
    ]

    assert [a.status_code for a in answers] == [302, 302, 429]
    assert int(answers[2].headers["Retry-After"]) <= 3600
    assert Outbound.objects.count() == 2
    assert post("/follow/", client, email=ANN, number="").status_code == 429


def test_text_messages_to_strangers_have_an_end(river, by_text):
    ParameterInForce.objects.create(name="follow_texts_a_day", value=1)
    said = {"number": "+447700900123", "lang": "en", "frequency": "at_once"}
    assert post(followables.address_of(river), **said).status_code == 302
    answer = post(followables.address_of(river), **{**said, "number": "+447700900124"})

    assert "too many requests by text message" in text(answer)


def test_the_lost_link_is_sent_and_the_page_says_the_same_to_a_stranger(river, by_mail, follow):
    follow("ann", river)
    known, unknown = post("/follow/", email=ANN), post("/follow/", email="nobody@valmora.example")

    assert known.headers["Location"] == unknown.headers["Location"] == "/follow/asked/?by=email&link=1"
    assert "If this address follows something" in text(Client().get(known.headers["Location"]))
    assert [row.contact.address for row in Outbound.objects.all()] == [ANN]


def test_a_link_scanner_that_opens_every_link_changes_nothing(client, river, follow):
    ann = follow("ann", river, confirmed=False)
    before = Consent.objects.count()
    for path in ("", "confirm/", "leave/", "choose/", "silence/", "speak/", "end/", "erase/", "what-is-held.json"):
        for method in (client.get, client.head):
            assert method(f"{own(ann)}{path}").status_code in (200, 405)

    assert Consent.objects.count() == before
    assert Subscription.objects.pending().count() == 1
    assert Contact.objects.get().sealed != ""


def test_the_owner_confirms_by_a_button_and_the_ledger_has_its_words(client, river, follow):
    ann = follow("ann", river, confirmed=False)
    page = text(client.get(own(ann)))
    answer = client.post(f"{own(ann)}confirm/", follow=True)

    assert "Confirmed." in text(answer)
    line = Consent.objects.order_by("-pk").first()
    assert (line.act, line.through) == ("confirmed", "page")
    assert line.words in page
    client.post(f"{own(ann)}confirm/")
    assert Consent.objects.count() == 2


def test_one_click_ends_everything_without_cookie_or_token_and_again(river, budget, follow):
    ann = follow("ann", river, budget)
    mail_program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = mail_program.post(addresses.unsubscribe(ann.key), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200

    assert not Subscription.objects.exists()
    assert [line.through for line in Consent.objects.filter(act="ended")] == ["one-click"] * 2
    assert mail_program.post(addresses.unsubscribe("nobody"), {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_everything_else_needs_the_token_of_the_page(river, follow):
    ann = follow("ann", river)
    other_site = Client(enforce_csrf_checks=True)
    for path in ("leave/", "choose/", "silence/", "speak/", "confirm/", "erase/"):
        assert other_site.post(f"{own(ann)}{path}", {"followable": "x"}).status_code == 403

    assert Subscription.objects.confirmed().count() == 1


def test_the_key_of_one_opens_nothing_of_another(client, river, follow):
    ann, ben = follow("ann", river), follow("ben", river)
    client.post(f"{own(ben)}leave/", {"followable": f"bill:{river.address}"})
    assert Subscription.objects.of(ann).count() == 1
    assert Subscription.objects.of(ben).count() == 0
    for path in ("", "erase/", "what-is-held.json"):
        assert client.get(f"{addresses.own(ann.key[:-1])}{path}").status_code == 410
        assert client.get(f"{addresses.own(ann.key.swapcase())}{path}").status_code == 410


def test_a_link_that_nobody_has_says_so_and_where_to_go_on(client, river, by_mail):
    for key in ("nothing", "x" * 300, "%00", "né.1.2"):
        answer = client.get(addresses.own(key))
        assert answer.status_code == 410
        assert "It is incomplete, or what we knew of this address has been erased." in text(answer)
        assert "/follow/#lost" in text(answer) and "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("why", "said"), [("stop", "You asked us to stop on "), ("bounced", "mail to this address is returned")]
)
def test_who_gets_nothing_more_reads_why(client, river, follow, why, said):
    ann = follow("ann", river)
    suppress(ann, why=why, by="test")
    page = text(client.get(own(ann)))
    assert said in page and ("You asked us" in page) == (why == "stop")


def forged(contact: Contact) -> list[str]:
    """Links that are like the one that opens: without or with another's signature, with a later hour."""
    key, hour, signature = own(contact).strip("/").rpartition("/")[2].split(".")
    later = f"{int(hour, 16) + 1000:x}"
    return [
        key, f"{key}.", f"{key}.{hour}", f"{key}.{hour}.", f"{key}.{later}.{signature}", f"{key}.zz.{signature}",
        f"{key}.{hour}.{signature[:-1]}", f"{key}.{hour}.{signature}.x", f"{key}.{hour}.é",
    ]  # fmt: skip


def test_who_was_passed_a_message_can_end_it_and_sees_and_changes_nothing(client, river, by_mail, follow):
    ann = follow("ann", river)
    before = Consent.objects.count()
    for link in forged(ann):
        page = client.get(addresses.own(link))
        assert page.status_code == 200
        assert "River Bill" not in text(page) and "Send me the link" in text(page)
        for path in ("what-is-held.json", "erase/"):
            assert "River Bill" not in text(client.get(f"{addresses.own(link)}{path}"))
        for path in ("leave/", "choose/", "silence/", "speak/", "confirm/", "erase/"):
            said = {"followable": f"bill:{river.address}", "lang": "es", "frequency": "weekly"}
            assert client.post(f"{addresses.own(link)}{path}", said).status_code == 403
    assert Consent.objects.count() == before
    assert Subscription.objects.of(ann).count() == 1
    assert Contact.objects.get().lang == "en"

    client.post(addresses.unsubscribe(ann.key))
    assert not Subscription.objects.exists()


def test_the_link_that_opens_the_page_is_sent_to_its_owner_once_a_day(client, river, by_mail, follow):
    ann = follow("ann", river)
    for _ in range(2):
        answer = client.post(f"{addresses.own(ann.key)}send/", follow=True)
        assert "The link is on its way." in text(answer)

    (row,) = Outbound.objects.all()
    assert row.contact == ann
    link = row.content.content["link"]
    assert "River Bill" in text(client.get(urlsplit(link).path))
    assert client.post(f"{addresses.own('nobody')}send/").status_code == 410


def test_a_link_opens_the_page_for_a_day_and_then_offers_a_new_one(client, river, follow):
    ann = follow("ann", river)
    link = urlsplit(opening(ann, lasts=-LASTS)).path

    assert "Send me the link" in text(client.get(link))
    assert client.post(f"{link}confirm/").status_code == 403


def test_without_a_channel_the_page_says_that_the_link_cannot_be_sent(client, river, follow):
    ann = follow("ann", river)

    assert "cannot send it now" in text(client.post(f"{addresses.own(ann.key)}send/", follow=True))


def test_one_thing_is_ended_and_the_other_stays(client, river, budget, follow):
    ann = follow("ann", river, budget)
    answer = client.post(f"{own(ann)}leave/", {"followable": "topic:budget"}, follow=True)

    assert "Stopped." in text(answer)
    assert [row.followable for row in Subscription.objects.of(ann)] == [f"bill:{river.address}"]


def test_language_and_frequency_are_changed(client, river, follow):
    ann = follow("ann", river)
    client.post(f"{own(ann)}choose/", {"lang": "es", "frequency": "weekly"})
    assert (Contact.objects.get().lang, Follower.objects.get().frequency) == ("es", "weekly")
    answer = client.post(f"{own(ann)}choose/", {"lang": "es", "frequency": "hourly"})
    assert answer.status_code == 400
    assert "error-summary" in text(answer)


def test_who_wants_nothing_at_all_is_asked_no_more_until_they_take_it_back(client, river, by_mail, follow):
    ann = follow("ann", river)
    client.post(f"{own(ann)}silence/")
    post(followables.address_of(river), **ASKED)
    assert not Outbound.objects.exists()
    assert "Nothing is sent to you" in text(client.get(own(ann)))

    client.post(f"{own(ann)}speak/")
    assert not Suppression.objects.exists()
    post(followables.address_of(river), **ASKED)
    assert Outbound.objects.count() == 1


def test_a_follower_downloads_what_is_held_about_them_and_about_nobody_else(
    client, river, by_mail, follow, outgoing_texts
):
    ann = follow("ann", river)
    follow("ben", river)
    actions.notify_followers(source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk")
    answer = client.get(f"{own(ann)}what-is-held.json")
    held = json.loads(answer.content)
    assert Outbound.objects.of_source("a:1").count() == 2

    assert "attachment" in answer.headers["Content-Disposition"]
    assert held["address"] == ANN
    assert [row["name"] for row in held["follows"]] == ["Bill 12 · River Bill"]
    assert [row["act"] for row in held["consents"]] == ["asked", "confirmed"]
    assert [row["content__source"] for row in held["sent_to_you"]] == ["a:1"]


def test_who_asks_for_it_is_erased_and_the_link_leads_nowhere(client, river, follow):
    ann = follow("ann", river)
    assert client.post(f"{own(ann)}erase/").status_code == 200

    gone = client.get(own(ann))
    assert gone.status_code == 410 and "This link opens no page" in text(gone)
    assert Contact.objects.get().sealed == ""
    assert not Consent.objects.exists()
    assert client.post(addresses.unsubscribe(ann.key)).status_code == 200


def test_no_address_is_on_any_page_in_any_link_or_in_the_log(client, river, by_mail, by_text, follow, caplog):
    caplog.set_level(logging.DEBUG)
    ann, number = follow("ann", river), "+447700900123"
    follow(number, river, channel="sms")
    pages = [own(ann), addresses.unsubscribe(ann.key), f"{own(ann)}erase/"]
    answers = [client.get(path) for path in pages]
    answers.append(post(followables.address_of(river), **{**ASKED, "number": number}))
    answers.append(client.get(answers[-1].headers["Location"]))
    answers.append(client.post(addresses.unsubscribe(ann.key)))

    said = "".join(text(answer) + str(answer.serialize_headers()) for answer in answers) + caplog.text
    assert ANN not in said and "valmora.example" not in said
    assert number not in said and number[1:] not in said
    assert "answered" in caplog.text
    assert ann.key not in caplog.text


def test_an_own_page_is_kept_by_no_cache_and_no_search_engine(client, river, follow):
    ann = follow("ann", river)
    for path in ("", "end/", "erase/", "what-is-held.json"):
        answer = client.get(f"{own(ann)}{path}")
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_page_of_a_member_who_was_merged_leads_to_the_one_that_stands(client, alda):
    bruno = type(alda).objects.get(name="Bruno Tellier")
    bruno.merged_into = alda
    bruno.save()

    assert client.get(addresses.follow_page("member", bruno.address)).headers["Location"] == followables.address_of(
        alda
    )


def test_what_is_gone_from_the_record_can_still_be_ended(client, river, follow, officer):
    ann = follow("ann", river)
    classify(river, classification=Classification.INTERNAL, by=officer)
    page = text(client.get(own(ann)))

    assert "No longer available" in page and "River Bill" not in page
    client.post(f"{own(ann)}leave/", {"followable": f"bill:{river.address}"})
    assert not Subscription.objects.exists()
