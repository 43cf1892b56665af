"""A worker asks where the links of an announcement lead, and the margin says which of them lead nowhere."""

import socket
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from hemicycle.desk import actions
from hemicycle.desk.jobs import ask_links_due
from hemicycle.desk.models import Announcement
from hemicycle.desk.remarks import remarks_on
from tests.record.test_outside import asked, server

__all__ = ["server"]

pytestmark = pytest.mark.django_db

HERE, GONE = "https://house.example/here", "https://house.example/gone"
TEXT = {"en": ("The House sits", f"Read {HERE} and {GONE}.")}


class Internet:
    """What stands at the edge: it answers, and knows what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, address: str) -> int:
        self.asked.append(address)
        return 404 if address == GONE else 200


def walk(internet: Internet, *, stopping=lambda: False) -> int:
    cache.delete("desk.links")
    return ask_links_due("worker", stopping, status=internet)


def left_alone(announcement: Announcement, *, since: timedelta = timedelta(minutes=2)) -> Announcement:
    Announcement.objects.filter(pk=announcement.pk).update(changed_at=timezone.now() - since)
    return announcement


def dead(announcement: Announcement) -> list[str]:
    found = Announcement.objects.get(pk=announcement.pk)
    return [one.words for one in remarks_on(found) if one.check == "dead-link"]


def test_a_link_that_leads_nowhere_is_remarked_on_once_a_worker_has_asked(write):
    announcement, internet = left_alone(write(wordings=TEXT)), Internet()
    assert dead(announcement) == []
    assert walk(internet) == 1

    assert dead(announcement) == [GONE]
    assert internet.asked == [GONE, HERE]


def test_what_was_asked_is_not_asked_again_until_the_text_changes(write, officer):
    announcement, internet = left_alone(write(wordings=TEXT)), Internet()
    assert (walk(internet), walk(internet)) == (1, 0)
    actions.word(announcement, lang="en", title="The House", body=f"Read {HERE}.", edit=1, by=officer)
    left_alone(announcement)

    assert walk(internet) == 1
    assert internet.asked == [GONE, HERE, HERE]
    assert dead(announcement) == []


def test_nothing_is_asked_while_somebody_types_nor_of_what_is_out_or_forgotten(write, officer):
    internet = Internet()
    write(wordings=TEXT)
    left_alone(write(wordings=TEXT), since=timedelta(days=40))
    actions.discard(left_alone(write(wordings=TEXT)), by=officer)

    assert walk(internet) == 0
    assert internet.asked == []


def test_two_workers_do_not_both_ask_and_one_that_stops_asks_no_more(write):
    left_alone(write(wordings=TEXT))
    internet = Internet()
    assert walk(internet, stopping=lambda: True) == 0
    assert ask_links_due("another", lambda: False, status=internet) == 0

    assert internet.asked == []


def test_a_page_within_our_own_network_is_never_asked_for(write, server, monkeypatch):
    host, _, port = server.removeprefix("http://").partition(":")
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, int(port)))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: inside)
    announcement = left_alone(write(wordings={"en": ("The House sits", f"Read http://inside.example:{port}/404.")}))
    assert ask_links_due("worker", lambda: False) == 1

    assert asked == []
    assert dead(announcement) == []
