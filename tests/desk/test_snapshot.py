"""What is sent is read once in an action or a page: each message is rendered once, and its text goes into the hash."""

from collections import Counter

import pytest
from django.urls import reverse

from hemicycle.channels.contract import OutgoingText, Rendered
from hemicycle.channels.registry import ADAPTERS, adapter_of
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db

ONCE = {("web", "en"), ("web", "es"), ("web", "fr"), ("feed", "en"), ("feed", "es"), ("feed", "fr")}


class Counting:
    """An adapter that notes each rendering, and does all else as the one it stands for."""

    def __init__(self, kind: str, renders: Counter[tuple[str, str]]) -> None:
        self.adapter, self.renders = adapter_of(kind), renders

    def __getattr__(self, name: str) -> object:
        return getattr(self.adapter, name)

    def render(self, outgoing: OutgoingText, settings: dict[str, str]) -> Rendered:
        self.renders[self.adapter.kind, outgoing.lang] += 1
        return self.adapter.render(outgoing, settings)


@pytest.fixture
def renders(monkeypatch) -> Counter[tuple[str, str]]:
    """How often the site and the feeds rendered each language."""
    counted: Counter[tuple[str, str]] = Counter()
    for kind in ("web", "feed"):
        monkeypatch.setitem(ADAPTERS, kind, Counting(kind, counted))
    return counted


def once(renders: Counter[tuple[str, str]]) -> bool:
    found = dict(renders)
    renders.clear()
    return found == dict.fromkeys(ONCE, 1)


def test_an_action_renders_each_message_once(write, officer, editor, second_editor, renders):
    announcement = write()
    assert once(renders)
    actions.submit(announcement, by=officer)
    assert once(renders)
    for one in (editor, second_editor):
        actions.approve(announcement, digest=announcement.digest, by=one)
        assert once(renders)
    actions.schedule(announcement, by=officer)
    assert not renders
    assert actions.release(announcement, by="worker")
    assert once(renders)


def test_approving_by_a_signed_link_renders_each_message_once(write, officer, editor, other_clerk, renders):
    announcement = write()
    actions.submit(announcement, by=officer)
    link = actions.ask_on_duty(announcement, to=other_clerk, why="Nobody else is in.", by=officer)
    renders.clear()
    actions.approve_on_duty(link, by=other_clerk)
    assert once(renders)


@pytest.mark.parametrize("page", ["announcement", "compose"])
def test_a_page_renders_each_message_once(write, officer, sign_in, renders, page):
    announcement, client = write(), sign_in(officer)
    renders.clear()
    assert client.get(reverse(f"desk:{page}", args=[announcement.address])).status_code == 200
    assert once(renders)


def test_what_is_delivered_is_what_was_rendered_on_release(approved, officer, site, renders):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    renders.clear()
    run_rounds()
    assert Announcement.objects.get(pk=announcement.pk).state == "released"
    assert once(renders)
