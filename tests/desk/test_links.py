"""A worker asks where the links of an announcement lead, and the margin says which of them lead nowhere."""

import json
import socket
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from hemicycle.desk import actions, link_previews
from hemicycle.desk.jobs import check_links_due
from hemicycle.desk.link_previews import LinkPreview
from hemicycle.desk.models import Announcement
from hemicycle.desk.remarks import link_previews_of, remarks_on
from hemicycle.record.sources.fetching import Busy
from tests.record.test_outside import asked, server

__all__ = ["server"]

pytestmark = pytest.mark.django_db

HERE, GONE = "https://house.example/here", "https://house.example/gone"
OEMBED = {
    "title": "The sitting\u202e <b>of</b> 3&nbsp;March",
    "author_name": "The House",
    "provider_name": 7,
    "html": "<script>",
}
TEXT = {"en": ("The House sits", f"Read {HERE} and {GONE}.")}


class Internet:
    """What stands at the edge: it answers, and knows what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.read: list[str] = []

    def __call__(self, address: str) -> int:
        self.asked.append(address)
        return 404 if address == GONE else 200

    def page(self, address: str) -> bytes:
        """HERE has an oEmbed description; its address is in the head of the page, beside others."""
        self.read.append(address)
        pages = {
            HERE: b"<html><head><link rel=stylesheet href=a.css><link rel='alternate' type=\"application/json+oembed\""
            b" href='/oembed?format=json&amp;url=x'></head><link type='application/json+oembed' href='/late'>",
            "https://house.example/oembed?format=json&url=x": json.dumps(OEMBED).encode(),
        }
        if address not in pages:
            raise Busy("404")
        return pages[address]


def walk(internet: Internet, *, stopping=lambda: False) -> int:
    cache.delete("desk.links")
    return check_links_due("worker", stopping, status=internet, page=internet.page)


def left_alone(announcement: Announcement, *, since: timedelta = timedelta(minutes=2)) -> Announcement:
    Announcement.objects.filter(pk=announcement.pk).update(changed_at=timezone.now() - since)
    return announcement


def dead(announcement: Announcement) -> list[str]:
    found = Announcement.objects.get(pk=announcement.pk)
    return [one.words for one in remarks_on(found) if one.check == "dead-link"]


def test_a_link_that_leads_nowhere_is_remarked_on_once_a_worker_has_asked(write):
    announcement, internet = left_alone(write(texts=TEXT)), Internet()
    assert dead(announcement) == []
    assert walk(internet) == 1

    assert dead(announcement) == [GONE]
    assert internet.asked == [GONE, HERE]


def test_what_was_asked_is_not_asked_again_until_the_text_changes(write, officer):
    announcement, internet = left_alone(write(texts=TEXT)), Internet()
    assert (walk(internet), walk(internet)) == (1, 0)
    actions.write_text(announcement, lang="en", title="The House", body=f"Read {HERE}.", edit=1, by=officer)
    left_alone(announcement)

    assert walk(internet) == 1
    assert internet.asked == [GONE, HERE, HERE]
    assert dead(announcement) == []


def test_nothing_is_asked_while_somebody_types_nor_of_what_is_out_or_forgotten(write, officer):
    internet = Internet()
    write(texts=TEXT)
    left_alone(write(texts=TEXT), since=timedelta(days=40))
    actions.discard(left_alone(write(texts=TEXT)), by=officer)

    assert walk(internet) == 0
    assert internet.asked == []


def test_two_workers_do_not_both_ask_and_one_that_stops_asks_no_more(write):
    left_alone(write(texts=TEXT))
    internet = Internet()
    assert walk(internet, stopping=lambda: True) == 0
    assert check_links_due("another", lambda: False, status=internet) == 0

    assert internet.asked == []


def test_a_page_within_our_own_network_is_never_asked_for(write, server, monkeypatch):
    host, _, port = server.removeprefix("http://").partition(":")
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, int(port)))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: inside)
    announcement = left_alone(write(texts={"en": ("The House sits", f"Read http://inside.example:{port}/404.")}))
    assert check_links_due("worker", lambda: False) == 1

    assert asked == []
    assert dead(announcement) == []


@pytest.mark.parametrize(
    "link", ["https://a..b/", f"https://{'a' * 64}.example/", "https://[::1/", "https://b.example:99999/"]
)
def test_one_link_that_names_no_server_keeps_no_other_announcement_waiting(write, link):
    """With the client as it is: nothing is asked, since neither address leads anywhere."""
    first = left_alone(write(texts={"en": ("The House sits", f"Read {link} today.")}))
    second = left_alone(write(texts={"en": ("The House rises", "Read http://127.0.0.1:9/ today.")}))
    cache.delete("desk.links")
    assert check_links_due("worker", lambda: False) == 2
    assert (dead(first), dead(second)) == ([], [])


def test_what_a_page_calls_itself_stands_beside_the_link_in_the_margin_as_text(write, sign_in, officer):
    announcement, internet = left_alone(write(texts=TEXT)), Internet()
    walk(internet)
    assert link_previews_of(announcement) == [LinkPreview(HERE, "The sitting <b>of</b> 3 March", "The House")]
    page = sign_in(officer).get(f"/desk/{announcement.address}/write/").text
    assert "The sitting &lt;b&gt;of&lt;/b&gt; 3 March" in page
    assert "<script>" not in page.partition("LinkPreview to")[2].partition("</ul>")[0]


def test_a_known_provider_is_asked_itself_and_a_broken_answer_gives_no_preview():
    responses: dict[str, bytes] = {}

    def page(address: str) -> bytes:
        asked.append(address)
        return responses.get(address, b"[1]")

    asked: list[str] = []
    video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert link_previews.read([video, "https://house.example/"], page=page) == []
    assert asked == [
        "https://house.example/",
        "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ",
    ]
    responses[asked[1]] = b'{"title": "A sitting", "author_name": "House TV", "provider_name": "YouTube"}'
    assert link_previews.read([video], page=page) == [LinkPreview(video, "A sitting", "House TV", "YouTube")]


def test_no_more_links_are_read_than_stand_in_a_margin():
    read: list[str] = []
    link_previews.read(
        [f"https://house.example/{n}" for n in range(99)], page=lambda address: read.append(address) or b""
    )
    assert len(read) == link_previews.MOST_LINKS
