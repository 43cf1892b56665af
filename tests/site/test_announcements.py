"""The register: what was released, as it was sent, corrected and withdrawn in the open; nothing else, to nobody."""

import json
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels
from hemicycle.channels.fediverse.addresses import actor, handle
from hemicycle.channels.models import Account
from hemicycle.desk import actions, addresses
from hemicycle.desk.models import Announcement, AnnouncementText, LibraryItem
from hemicycle.record.models import Document
from hemicycle.rules.actions import decide
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import ParameterInForce
from hemicycle.site.writing.forms import new_stamp
from tests.desk import picture_files as files
from tests.desk.conftest import WORDS, approved, feed, second_editor, site, write
from tests.record import chamber
from tests.rounds import run_rounds

__all__ = ["approved", "feed", "second_editor", "site", "write"]

ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(approved, officer) -> Announcement:
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    return Announcement.objects.get(pk=announcement.pk)


def withdraw(announcement, editor, second_editor) -> None:
    actions.ask_withdrawal(announcement, reasons={"en": "Sent by mistake", "fr": "Envoyé par erreur"}, by=editor)
    actions.confirm_withdrawal(announcement, by=second_editor)


def test_everybody_reads_what_was_said_in_their_language(client: Client, released):
    listed = client.get("/announcements/").content.decode()
    page = client.get(released.get_absolute_url(), headers={"accept-language": "fr"}).content.decode()

    assert "The House sits on Tuesday" in listed
    assert "La Chambre siège mardi 3 mars à 10 heures." in page
    assert 'href="?lang=es"' in page


def test_one_that_could_not_wait_says_in_which_languages_it_follows_and_by_when(client, approved, officer):
    urgent = approved(texts={"en": WORDS["en"]}, cannot_wait=True)
    actions.schedule(urgent, by=officer)
    run_rounds()
    address = urgent.get_absolute_url()
    assert "Still to follow by" in client.get(address).text and ": French and Spanish." in client.get(address).text
    theirs = client.get(address, headers={"accept-language": "fr"}).text
    assert "D’autres langues suivront" in theirs and "français et espagnol" in theirs
    Announcement.objects.filter(pk=urgent.pk).update(released_at=timezone.now() - timedelta(hours=25))
    assert "Still missing: French and Spanish." in client.get(address).text
    ParameterInForce.objects.create(name="language_delay_hours", value=48)
    assert "Still to follow by" in client.get(address).text


def test_one_in_every_language_says_nothing_of_that(client, released):
    assert "Other languages follow" not in client.get(released.get_absolute_url()).text


def test_one_writes_about_it_from_its_page_and_the_letter_belongs_to_it(client, released, office, clerk, sign_in):
    form = f"/write/?announcement={released.address}"
    assert f'href="{form}"' in client.get(released.get_absolute_url()).text
    typed = {"text": "At ten nobody can come.", "lang": "en", "stamp": new_stamp(at=time.time() - 60)}
    assert client.post(form, typed).status_code == 302
    case = Case.objects.get()
    assert [one.announcement for one in case.subjects.all()] == [released]
    assert "The House sits on Tuesday" in sign_in(clerk).get(reverse("cases:case", args=[case.reference])).text


def test_the_page_says_what_was_sent_where_and_in_whose_name_it_was_approved(client, released, office, editor):
    page = client.get(released.get_absolute_url()).content.decode()

    assert "Our site" in page and "Our feeds" in page
    assert page.count(str(office)) >= 3
    assert editor.name not in page


def test_where_the_policy_says_so_the_names_of_those_who_approved_are_shown(client, released, editor):
    ParameterInForce.objects.create(name="approvals_shown", value="names")

    assert editor.name in client.get(released.get_absolute_url()).content.decode()


def test_what_was_never_released_is_not_there(client, sign_in, approved, officer, editor, superuser, outsider):
    announcement = approved()

    for one in (None, outsider, superuser, officer, editor):
        browser = sign_in(one) if one else client
        assert browser.get(announcement.get_absolute_url()).status_code == 404
        assert "The House sits on Tuesday" not in browser.get("/announcements/").content.decode()


def restrict(announcement: Announcement) -> None:
    """What an operator could do in the database, for a text that should not have left."""
    Announcement.objects.filter(pk=announcement.pk).update(classification=Classification.INTERNAL)


def test_what_is_restricted_is_on_no_page(client, sign_in, released, outsider):
    assert client.get(released.get_absolute_url()).status_code == 200
    restrict(released)

    for browser in (client, sign_in(outsider)):
        assert browser.get(released.get_absolute_url()).status_code == 404


def test_what_is_restricted_is_in_no_feed(client, released):
    assert "The House sits on Tuesday" in client.get("/announcements/feed.json").content.decode()
    restrict(released)

    for kind in ("json", "atom", "rss"):
        assert b"The House sits on Tuesday" not in client.get(f"/announcements/feed.{kind}").content


def test_no_feed_has_what_was_never_released(client, approved):
    approved()

    assert client.get("/announcements/feed.json").json()["items"] == []
    assert b"<entry" not in client.get("/announcements/feed.atom").content


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_feeds_have_it_in_the_language_asked_for(client, released, lang):
    answer = client.get(f"/announcements/feed.json?lang={lang}").json()
    (item,) = answer["items"]

    assert item["title"] == released.by_language[lang].title
    assert item["url"].endswith(released.get_absolute_url())
    atom = etree.fromstring(client.get(f"/announcements/feed.atom?lang={lang}").content)
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == item["title"]


MEDIA = "{http://search.yahoo.com/mrss/}"


@pytest.fixture
def pictured(approved, officer, settings, tmp_path):
    """`pictured()` is released with a picture of an agency's, and one that only decorates."""
    settings.MEDIA_ROOT = tmp_path

    def released_with(**what) -> Announcement:
        def add(draft) -> None:
            hall = actions.add_picture(draft, name="hall.png", content=files.png(64, 48), by=officer)
            said = {"en": "The hall", "fr": "L’hémicycle", "es": "El hemiciclo"}
            actions.describe_media_file(hall, alternatives=said, credit="A. Photographer", by=officer)
            item = LibraryItem.objects.get(pk=hall.item_id)
            actions.change_item(item, edit=item.edit, rights="CC-BY-4.0", by=officer)
            line = actions.add_picture(draft, name="line.png", content=files.png(30, 20), by=officer)
            actions.describe_media_file(line, alternatives={}, decorative=True, by=officer)
            draft.refresh_from_db()

        announcement = approved(before=add, **what)
        actions.schedule(announcement, by=officer)
        run_rounds()
        return announcement

    return released_with


def test_the_feeds_carry_pictures_with_what_they_show_who_made_them_and_the_licence(client, pictured):
    announcement = pictured()
    hall, line = announcement.media.all()
    entry = etree.fromstring(client.get("/announcements/feed.atom?lang=fr").content).find(f"{ATOM}entry")
    first, second = entry.findall(f"{MEDIA}content")
    assert first.get("url").endswith(addresses.medium(announcement.address, hall.digest))
    assert (first.get("medium"), first.get("type")) == ("image", "image/png")
    assert first.findtext(f"{MEDIA}description") == "L’hémicycle"
    assert first.findtext(f"{MEDIA}credit") == "Image\N{NO-BREAK SPACE}: A. Photographer"
    assert first.find(f"{MEDIA}license").attrib["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert len(second) == 0 and second.get("url").endswith(addresses.medium(announcement.address, line.digest))
    assert entry.findtext(f"{ATOM}summary").endswith("Image\N{NO-BREAK SPACE}: A. Photographer · CC BY 4.0")

    (item,) = client.get("/announcements/feed.json").json()["items"]
    assert item["image"] == item["attachments"][0]["url"] and item["content_text"].endswith("CC BY 4.0")
    assert item["attachments"][0] | {"url": ""} == {
        "url": "",
        "mime_type": "image/png",
        "title": "The hall",
        "_media": {
            "credit": "Picture: A. Photographer",
            "license": "CC BY 4.0",
            "license_url": "https://creativecommons.org/licenses/by/4.0/",
        },
    }
    picture = client.get(item["image"])
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    picture.close()


def test_no_feed_shows_a_picture_of_what_was_withdrawn_or_is_warned_of(client, pictured, editor, second_editor):
    withdrawn = pictured()
    withdraw(withdrawn, editor, second_editor)
    warned = pictured(warnings={"en": "Flashing light"})
    assert warned.media.count() == 2
    assert MEDIA.encode()[1:-1] not in client.get("/announcements/feed.atom").content
    assert all("attachments" not in item for item in client.get("/announcements/feed.json").json()["items"])


@pytest.fixture
def corrected(released, officer, editor, second_editor) -> Announcement:
    """What corrects `released`, released in its turn."""
    second = actions.correct(released, reasons={"en": "The hour was wrong"}, by=officer)
    actions.write_text(
        second, lang="en", title="The House sits at 11", body="On Tuesday at 11:00.", edit=1, by=officer
    )
    actions.submit(second, by=officer)
    for one in (editor, second_editor):
        actions.approve(second, digest=second.digest, by=one)
    actions.schedule(second, by=officer)
    run_rounds()
    return second


def test_a_correction_is_shown_beside_what_it_corrects(client, released, corrected):
    first = client.get(released.get_absolute_url()).content.decode()
    assert "This was corrected" in first and "The hour was wrong" in first and "The House sits on Tuesday" in first
    assert corrected.get_absolute_url() in first
    later = client.get(corrected.get_absolute_url()).content.decode()
    assert "A correction" in later and released.get_absolute_url() in later
    titles = [item["title"] for item in client.get("/announcements/feed.json").json()["items"]]
    assert titles == ["The House sits at 11", "Corrected since: The House sits on Tuesday"]


def test_with_its_correction_the_first_is_withdrawn_too(client, released, corrected, editor, second_editor):
    withdraw(corrected, editor, second_editor)
    page = client.get(released.get_absolute_url()).content.decode()
    assert "Withdrawn on" in page and "Sent by mistake" in page and corrected.get_absolute_url() in page
    assert "This was corrected" not in page and "Original text" in page
    assert page.index("First it was corrected: The hour was wrong") < page.index("Then both were withdrawn: Sent by")
    listed = client.get("/announcements/").content.decode()
    assert "on Tuesday at" not in listed
    assert listed.count("Withdrawn") == 2 and "Corrected" not in listed


def test_what_was_withdrawn_stays_with_the_reason(client, released, editor, second_editor):
    withdraw(released, editor, second_editor)
    page = client.get(released.get_absolute_url(), headers={"accept-language": "fr"}).content.decode()
    (item,) = client.get("/announcements/feed.json").json()["items"]

    assert "Envoyé par erreur" in page
    assert (item["title"], item["content_text"]) == ("Withdrawn: The House sits on Tuesday", "Sent by mistake")


@pytest.mark.parametrize(("asked", "found"), [
    ("q=Tuesday", 1), ("q=mardi+ordre", 0), ("q=mardi", 1), ("q=nothing+of+this", 0), ("year=1999", 1),
    ("about=zzzzzzzzzzzz", 0), ("q=%00", 1), ("page=99", 1),
])  # fmt: skip
def test_the_register_is_searched_by_words_year_and_thing(client, released, asked, found):
    answer = client.get(f"/announcements/?{asked}")

    assert answer.status_code == 200
    assert answer.content.decode().count("<article") == found


def test_who_searches_what_is_said_of_one_thing_still_reads_of_that_alone(client, released):
    chamber.whole()
    bill = Document.objects.bills().get()
    Announcement.objects.filter(pk=released.pk).update(document=bill)
    shown = client.get(f"/announcements/?about={bill.address}&q=nothing+of+this").text
    assert f'<input type="hidden" name="about" value="{bill.address}">' in shown
    assert f'<a href="{bill.get_absolute_url()}">{bill.name}</a>' in shown and 'maxlength="200"' in shown
    assert 'name="about"' not in client.get("/announcements/").text


def test_a_picture_of_what_was_released_is_fetched_and_no_other(
    client, write, officer, editor, second_editor, released
):
    draft = write()
    hidden = actions.add_media_file(draft, name="x.png", kind="image", content=b"\x89PNG\r\n\x1a\nx", by=officer)

    for address in (draft.address, released.address):
        assert client.get(f"/announcements/{address}/media/{hidden.digest[:16]}").status_code == 404
    assert client.get(f"/announcements/{released.address}/media/{hidden.digest[:3]}").status_code == 404


def test_hostile_words_are_shown_as_words(client, released):
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> javascript:alert(1)"
    AnnouncementText.objects.filter(announcement=released).update(title=hostile[:200], body=hostile)
    for address in (released.get_absolute_url(), "/announcements/"):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page and "<img src=x" not in page and 'href="javascript' not in page


def test_the_list_of_our_accounts_is_for_people_and_for_machines(client, site, office):
    channels.change_account(site, url="https://parliament.example/", is_public=True, by="test")
    hidden = channels.open_account(
        office=office, kind="web", name="Trial", address="trial", url="https://x.example/", by="test"
    )

    page = client.get("/our-accounts/").content.decode()
    listed = json.loads(client.get("/our-accounts.json").content)
    assert 'rel="me" href="https://parliament.example/"' in page and hidden.name not in page
    assert [one["url"] for one in listed["accounts"]] == ["https://parliament.example/"]


def test_the_list_names_the_newsletter_and_the_number_that_write_to_followers(client, office):
    for kind, address in (("email", "news@valmora.example"), ("gammu", "+999600100")):
        channels.open_account(office=office, kind=kind, name=kind, address=address, by="test")
    page = client.get("/our-accounts/").content.decode()
    assert 'href="mailto:news@valmora.example"' in page and 'href="sms:+999600100"' in page


def test_the_list_of_our_accounts_says_where_letters_go(client):
    assert "Letters to the House" not in client.get("/our-accounts/").content.decode()
    decide({"write_to_email": "letters@valmora.example", "write_to_form": "https://valmora.example/form"}, by="test")
    page = client.get("/our-accounts/").content.decode()
    assert "Letters to the House" in page and 'href="mailto:letters@valmora.example"' in page
    assert 'href="https://valmora.example/form"' in page
    listed = json.loads(client.get("/our-accounts.json").content)["accounts"]
    assert [one["address"] for one in listed] == ["letters@valmora.example", "https://valmora.example/form"]


def test_an_actor_of_ours_is_listed_by_the_name_that_people_look_for(client, office):
    account = channels.open_account(office=office, kind="activitypub", name="Fediverse", address="assembly", by="test")
    channels.change_account(account, url=actor("assembly"), is_public=True, by="test")
    page = client.get("/our-accounts/").content.decode()
    assert handle("assembly") in page and actor("assembly") in page


def test_an_account_through_which_people_post_by_hand_is_listed_and_a_members_own_is_not(
    client, sign_in, officer, office, member_office
):
    theirs = [
        channels.open_account(office=one, kind="facebook", name=f"Page of {one}", address=address, by="test")
        for one, address in ((office, "assembly.of.valmora"), (member_office, "a.member"))
    ]
    page = client.get("/our-accounts/").content.decode()
    listed = json.loads(client.get("/our-accounts.json").content)["accounts"]
    assert "assembly.of.valmora" in page and "a.member" not in page
    assert [(one["address"], one["url"]) for one in listed] == [
        ("assembly.of.valmora", "https://www.facebook.com/assembly.of.valmora")
    ]
    channels.close_account(theirs[0], by="test")
    assert "assembly.of.valmora" not in client.get("/our-accounts/").content.decode()


def test_staff_see_on_the_public_list_what_the_public_sees_there(sign_in, officer, office):
    for kind, address in (
        ("email", "news@valmora.example"),
        ("gammu", "+999600100"),
        ("facebook", "assembly"),
        ("web", "w"),
    ):
        channels.open_account(office=office, kind=kind, name=kind, address=address, by="test")
    browser = sign_in(officer)
    assert browser.get("/channels/accounts/").text.count("On the public list") == 3
    listed = {one: "/our-accounts/" in _facts(browser, one.pk) for one in Account.objects.all()}
    assert {one.kind for one, is_there in listed.items() if is_there} == {"email", "gammu", "facebook"}


def _facts(browser, number: int) -> str:
    page = browser.get(f"/channels/accounts/{number}/").text
    return page.split("On the public list")[1].split("</dd>")[0]


def test_the_register_asks_the_database_little_however_long_it_is(client, released, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get("/announcements/")
    with django_assert_max_num_queries(16):
        client.get(released.get_absolute_url())
