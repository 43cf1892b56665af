"""Short links lead where the text said, count that they were opened, and learn nothing of who opened them."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from hemicycle.channels import actions as channels
from hemicycle.channels.models import ClickCount, ShortLink
from tests.desk.conftest import site

__all__ = ["site"]

pytestmark = pytest.mark.django_db

TARGET = "https://library.parliament.example/bill-12"
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def link(site):
    channels.mint_short_links(site, {"bcdfghjkm": TARGET}, source="desk.announcement:1", lang="en")
    return ShortLink.objects.get()


def clicks() -> int:
    return sum(ClickCount.objects.values_list("clicks", flat=True))


def test_it_leads_where_the_text_said(client: Client, link):
    answer = client.get("/s/bcdfghjkm", headers=BROWSER)

    assert (answer.status_code, answer.headers["Location"]) == (302, TARGET)
    assert client.get("/s/BCDFGHJKM").headers["Location"] == TARGET


@pytest.mark.parametrize("path", ["/s/bcdfghjkn", "/s/bcdfghjkmm", "/s/x?to=https://evil.example", "/s/bcdfghjkn+"])
def test_what_was_never_sent_leads_nowhere(client: Client, link, path):
    assert client.get(path, headers=BROWSER).status_code == 404


@pytest.mark.parametrize("query", ["?to=https://evil.example", "?next=//evil.example", "?target=https://evil.example"])
def test_nothing_in_the_address_changes_where_it_leads(client: Client, link, query):
    assert client.get(f"/s/bcdfghjkm{query}", headers=BROWSER).headers["Location"] == TARGET


def test_each_opening_by_a_reader_counts(client: Client, link):
    for _turn in range(3):
        client.get("/s/bcdfghjkm", headers=BROWSER)

    (row,) = ClickCount.objects.all()
    assert (row.source, row.clicks, type(row.day)) == ("desk.announcement:1", 3, date)


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "http.rb/5.1.1 (Mastodon/4.2.0; +https://social.example/)"},
        {"user-agent": "curl/8.5.0"},
        {"user-agent": ""},
        {**BROWSER, "sec-purpose": "prefetch;prerender"},
        {**BROWSER, "purpose": "prefetch"},
    ],
)
def test_no_program_counts(client: Client, link, headers):
    assert client.get("/s/bcdfghjkm", headers=headers).status_code == 302
    assert clicks() == 0


def test_neither_a_look_at_the_head_nor_at_where_it_leads_counts(client: Client, link):
    assert client.head("/s/bcdfghjkm", headers=BROWSER).status_code == 302
    page = client.get("/s/bcdfghjkm+", headers=BROWSER)

    assert TARGET in page.content.decode()
    assert clicks() == 0


def test_nothing_is_kept_of_who_opened_it(client: Client, link):
    secret = {"user-agent": "Mozilla/5.0 Oddbrowser", "referer": "https://secret.example/", "accept-language": "cy"}
    answer = client.get("/s/bcdfghjkm", headers=secret, REMOTE_ADDR="203.0.113.77")

    assert not answer.cookies and Session.objects.count() == 0
    assert answer.headers["Cache-Control"] == "no-store"
    with connection.cursor() as cursor:
        for table in ("channels_clickcount", "channels_shortlink"):
            cursor.execute(f"SELECT * FROM {table}")
            said = str(cursor.fetchall())
            assert not any(word in said for word in ("Oddbrowser", "203.0.113.77", "secret.example", "cy'"))
    # What a row of counts has, and nothing else: no hour, no link, no reader.
    assert {field.name for field in ClickCount._meta.fields} == {"id", "account", "source", "day", "clicks"}


def test_robots_are_asked_to_stay_away(client: Client):
    assert "Disallow: /s/\n" in client.get("/robots.txt").content.decode()
