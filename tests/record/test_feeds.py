"""Feeds and the calendar file: well formed, the newest first, and nothing that is not for everybody."""

import json
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from lxml import etree

from hemicycle.record.feeds.feed import ATOM, Entry, Feed, atom, json_feed
from hemicycle.record.models import Document, Organization, Person, Sitting
from hemicycle.rules.classification import Classification

from . import chamber

pytestmark = pytest.mark.django_db
NAMES = {"a": ATOM}


@pytest.fixture
def house(db: None) -> None:
    chamber.whole()


def followed() -> list[str]:
    """What has feeds, one of each kind."""
    rows = [
        Person.objects.get(name="Alda Ferrer"),
        Organization.objects.get(names__en="Greens"),
        Organization.objects.committees().get(),
        Document.objects.get(number="12"),
    ]
    return [row.get_absolute_url() for row in rows]


def titles(path: str) -> list[str]:
    root = etree.fromstring(Client(headers={"accept-language": "en"}).get(f"{path}feed.atom").content)
    return [element.text for element in root.findall("a:entry/a:title", NAMES)]


def test_every_feed_has_what_atom_asks_for(house):
    for path in followed():
        root = etree.fromstring(Client().get(f"{path}feed.atom").content)
        assert root.tag == f"{{{ATOM}}}feed"
        for name in ("id", "title", "updated", "author/a:name"):
            assert root.findtext(f"a:{name}", namespaces=NAMES), (path, name)
        ids = [element.text for element in root.findall("a:entry/a:id", NAMES)]
        assert ids
        assert len(ids) == len(set(ids))
        for entry in root.findall("a:entry", NAMES):
            assert datetime.fromisoformat(entry.findtext("a:updated", namespaces=NAMES)).tzinfo
            assert entry.find("a:link", NAMES).get("href").startswith("http")


def test_the_two_forms_of_a_feed_say_the_same(house):
    for path in followed():
        answer = Client(headers={"accept-language": "en"}).get(f"{path}feed.json")
        assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
        assert [item["title"] for item in json.loads(answer.content)["items"]] == titles(path)


def test_news_of_a_member_are_speeches_and_votes_and_of_a_bill_its_way(house):
    member, party, committee, bill = followed()
    assert titles(member) == ["For: That the bill be read a second time", "River Bill: debate"]
    assert titles(party) == ["River Bill: debate"]
    assert "Second reading" in titles(committee)[0]
    assert {"On the agenda: River Bill: debate", "Bill 12: text “As amended”"} <= set(titles(bill))


def test_a_text_in_several_languages_is_one_entry_in_the_language_of_the_feed(house):
    bill = followed()[3]
    texts = [title for title in titles(bill) if "text “" in title]
    assert sorted(texts) == ["Bill 12: text “As amended”", "Bill 12: text “As introduced”"]
    items = json.loads(Client(headers={"accept-language": "fr"}).get(f"{bill}feed.json?lang=fr").content)["items"]
    assert sum("Texte initial" in item["title"] for item in items) == 1


def test_whoever_has_the_newest_feed_gets_no_second_copy(house):
    path = f"{followed()[0]}feed.atom"
    tag = Client().get(path).headers["ETag"]
    again = Client().get(path, headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_feed_has_nothing_that_is_internal(house, clerk):
    """Not for staff either: who fetches a feed is not asked."""
    secret = Document.objects.create(
        kind="bill", number="99", titles={"en": "Secret"}, classification=Classification.INTERNAL
    )
    Sitting.objects.update(classification=Classification.INTERNAL)
    browser = Client()
    browser.force_login(clerk)
    assert browser.get(f"{secret.get_absolute_url()}feed.atom").status_code == 404
    for path in followed():
        said = browser.get(f"{path}feed.atom", headers={"accept-language": "en"}).text
        assert "Rivers belong" not in said
        assert "That the bill be read" not in said
        assert "River Bill: debate" not in said
    assert "BEGIN:VEVENT" not in browser.get("/record/calendar.ics").text


def test_what_is_not_there_has_no_feed(house):
    assert Client().get("/record/members/nothing/feed.atom").status_code == 404
    assert Client().get(f"{followed()[0]}feed.rss").status_code == 404


def test_words_that_xml_cannot_hold_do_not_break_a_feed():
    entry = Entry("1", "https://h/", "a\x00<b>", datetime(2026, 1, 1, tzinfo=UTC), language="fr", words="\x0b]]>")
    feed = Feed("0", "Title", "https://h/", "House", "en", [entry])
    assert etree.fromstring(atom(feed, "https://h/feed")).findtext("a:entry/a:title", namespaces=NAMES) == "a\ufffd<b>"
    assert json_feed(feed, "https://h/feed")["items"][0]["language"] == "fr"


def test_the_calendar_file_folds_and_escapes_as_the_standard_asks(house):
    Sitting.objects.update(titles={"en": "Questions, answers; and " + "a very long title é " * 8})
    answer = Client(headers={"accept-language": "en"}).get("/record/calendar.ics")
    lines = answer.content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    whole = answer.content.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Questions\\, answers\\; and a very long" in whole
    assert "DTSTART:20260331T150000Z\r\nDTEND:20260331T193000Z" in whole
    assert whole.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert whole.endswith("END:VCALENDAR\r\n")


def test_the_calendar_file_can_be_that_of_one_body(house):
    chamber.sitting(chamber.SECOND, day=date(2026, 4, 1), known=chamber.Known("native", "c"), body=chamber.COMMITTEE)
    committee = Organization.objects.committees().get()
    assert Client().get("/record/calendar.ics").text.count("BEGIN:VEVENT") == 2
    assert Client().get(f"/record/calendar.ics?body={committee.address}").text.count("BEGIN:VEVENT") == 1
