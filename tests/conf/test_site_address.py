"""One installation has one address: whoever starts first stores it, and nobody speaks for another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.conf import address
from hemicycle.conf.errors import CannotStart
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.rules import site_address
from hemicycle.rules.models import SiteAddress, WorkerSeen
from hemicycle.rules.site_address import absolute
from tests.desk.conftest import Write, approved, feed, second_editor, site, write

__all__ = ["approved", "feed", "second_editor", "site", "write"]
pytestmark = pytest.mark.django_db
STORED, OTHER = "https://letters.parliament.example", "https://www.parliament.example"


@pytest.fixture(autouse=True)
def _nothing_said(settings, monkeypatch):
    """The environment says nothing, and this process has read nothing."""
    settings.ADDRESS = ""
    monkeypatch.setattr(site_address, "_read", [])


def test_the_first_process_that_is_given_an_address_stores_it_for_all(settings):
    settings.ADDRESS = STORED
    address.settle()
    settings.ADDRESS = ""
    assert absolute("/record/") == f"{STORED}/record/"


def test_the_web_server_stores_where_it_is_served_and_a_worker_reads_that():
    address.settle(port=9000)
    address.settle()
    assert absolute("/") == "http://127.0.0.1:9000/"
    assert SiteAddress.objects.count() == 1


def test_a_process_that_would_speak_for_another_address_is_stopped_with_one_line(settings):
    SiteAddress.objects.create(address=STORED)
    settings.ADDRESS = OTHER
    with pytest.raises(CannotStart) as refused:
        address.settle()
    for said in (STORED, OTHER, f"hemicycle address {OTHER}"):
        assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_web_server_at_a_port_where_nobody_would_look_for_it_is_stopped():
    SiteAddress.objects.create(address="http://127.0.0.1:8000")
    with pytest.raises(CannotStart, match=r"hemicycle address http://127\.0\.0\.1:9000"):
        address.settle(port=9000)


def test_behind_a_proxy_any_port_will_do():
    SiteAddress.objects.create(address=STORED)
    address.settle(port=9000)
    assert absolute("/") == f"{STORED}/"


def test_an_address_is_not_changed_under_a_running_worker():
    SiteAddress.objects.create(address=STORED)
    WorkerSeen.objects.create(worker="anna", at=timezone.now() - timedelta(seconds=5))
    with pytest.raises(CannotStart, match="worker"):
        address.run(address=OTHER)
    assert SiteAddress.objects.get().address == STORED


@pytest.mark.parametrize("bad", ["letters.parliament.example", "https://parliament.example/", "ftp://a.example"])
def test_what_is_no_address_is_refused(bad):
    with pytest.raises(CannotStart, match="http"):
        address.run(address=bad)


def test_asked_without_one_it_says_which_it_is(capsys):
    SiteAddress.objects.create(address=STORED)
    address.run(address=None)
    assert capsys.readouterr().out == f"{STORED}\n"


@pytest.fixture
def published(approved: Write, officer) -> Announcement:
    SiteAddress.objects.create(address=STORED)
    announcement = approved()
    desk.schedule(announcement, by=officer)
    assert desk.release(announcement, by="test")
    return announcement


KEEPS = f"What is published keeps its links to {STORED}: let that address lead to the new one.\n"


@pytest.mark.parametrize("environment", ["", OTHER])
def test_once_something_is_published_whoever_changes_the_address_reads_that_its_links_stay(
    published, settings, capsys, environment
):
    settings.ADDRESS = environment
    address.run(address=OTHER)
    assert KEEPS in capsys.readouterr().out
    address.run(address=OTHER)
    assert "keeps its links" not in capsys.readouterr().out


def test_before_anything_is_published_there_is_no_old_address_to_keep(write: Write, capsys):
    SiteAddress.objects.create(address=STORED)
    write()
    address.run(address=OTHER)
    said = capsys.readouterr().out
    assert f"The address of this site is now {OTHER}." in said and "keeps its links" not in said
