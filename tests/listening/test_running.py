"""The whole engine over an inquiry: languages, redacted words, links and themes, read by a service on this machine."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hearhear.embeddings import Pace

from hemicycle.accounts.models import Office, User
from hemicycle.listening.actions import analyses, inquiries
from hemicycle.listening.engine import running
from hemicycle.listening.jobs import analysing
from hemicycle.listening.models import Analysis, Inquiry, Link, Mention
from hemicycle.listening.text import words
from hemicycle.record.models import Document, DocumentKind, Person
from hemicycle.rules.errors import LeaseLost
from tests.meaning import reading

from . import letters
from .conftest import campaign, collect, finding, work
from .test_analysis import die_while

SUBJECTS = re.findall(
    r"\w+",
    """
ferry harbour timetable bridge school teacher nurse hospital library museum bakery market garden orchard mountain river
meadow railway station platform ticket winter summer storm flood drought tractor barley vineyard fishery lobster anchor
lighthouse pension landlord kitchen staircase window chimney factory smoke engine cable signal letter parcel forest
beetle sawmill timber carpet violin theatre painter poet printer binder grammar dialect island causeway parish belfry
""",
)
PHONE = "Call me on 020 7946 0958, or write to amara.lindqvist@example.org. Ada Okafor knows me."


@pytest.fixture
def read(home: Path) -> Iterator[None]:
    with reading():
        yield


@pytest.fixture
def asked(office: Office, clerk: User) -> Inquiry:
    """Letters, unread, about a bill that they name; one of them with a telephone number and a member's name."""
    Person.objects.create(name="Ada Okafor")
    bill = Document.objects.create(kind=DocumentKind.BILL, number="7", titles={"en": "Harbour Bill"})
    inquiry = inquiries.open_inquiry(office=office, title="Harbour", language="en", bill=bill, by=clerk)
    written = letters.messages()
    written.append(letters.Message("phone", PHONE, None, "email", "phone@example.org", letters.START))
    collect(inquiry, clerk, written)
    return inquiry


def shown(inquiry: Inquiry) -> Analysis:
    found = Inquiry.objects.get(pk=inquiry.pk).shown
    assert found is not None
    return found


def test_one_run_finds_languages_redacted_words_campaigns_links_and_themes(
    asked: Inquiry, clerk: User, read: None
) -> None:
    analyses.start_analysis(asked, by=clerk)
    work()

    said = finding(asked, "phone")
    assert (said.lang, finding(asked, "fr-0").lang) == ("en", "fr")
    assert said.lang_certainty is not None and finding(asked, "fr-0").lang_certainty is None
    assert "7946" not in said.shown_text and "example.org" not in said.shown_text
    assert "Ada Okafor" in said.shown_text
    assert campaign(asked, "en-0") == campaign(asked, "en-5")
    assert Link.objects.filter(campaign=campaign(asked, "en-0"), named=True).exists()
    assert Mention.objects.exists()
    assert shown(asked).settings["model"] == "words in common"


def test_above_the_sample_of_the_house_the_rest_is_guessed_and_that_is_said(
    asked: Inquiry, clerk: User, read: None, settings: Any
) -> None:
    settings.MEANING_SAMPLE = 100
    chance = random.Random(7)
    said = (" ".join(chance.sample(SUBJECTS, 9)).capitalize() + "." for _ in range(260))
    collect(
        asked, clerk, [letters.Message(f"s{n}", text, "en", "email", f"s{n}", None) for n, text in enumerate(said)]
    )
    analyses.start_analysis(asked, by=clerk)
    work()

    assert 0 < shown(asked).sample["size"] < shown(asked).sample["of"]


def test_a_second_run_gives_the_same_themes_under_the_same_keys(asked: Inquiry, clerk: User, read: None) -> None:
    tables = []
    for _ in range(2):
        analyses.start_analysis(asked, by=clerk)
        work()
        tables.append([(one.key, one.label, one.messages) for one in shown(asked).themes.order_by("key")])

    assert tables[0] == tables[1] != []


def test_a_run_that_was_killed_while_themes_were_sought_begins_anew_and_ends(
    asked: Inquiry, clerk: User, read: None
) -> None:
    started = analyses.start_analysis(asked, by=clerk)
    with pytest.raises(LeaseLost):
        analysing.run_analysis(started, die_while("listening.themes"))  # type: ignore[arg-type]

    work()

    assert shown(asked) == started
    assert Mention.objects.values("analysis").distinct().count() == 1


def test_what_was_read_is_kept_for_the_next_run_and_not_the_words(asked: Inquiry, clerk: User, read: None) -> None:
    analyses.start_analysis(asked, by=clerk)
    work()

    kept = asked.vectors
    assert kept.exists()
    assert b"dialysis" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_service_that_does_not_answer_fails_the_run_and_what_was_shown_stays(
    asked: Inquiry, clerk: User, read: None, settings: Any
) -> None:
    analyses.start_analysis(asked, by=clerk)
    work()
    before = shown(asked)
    settings.EMBEDDINGS_URL = "ftp://127.0.0.1/v1"
    asked.vectors.unlink()

    again = analyses.start_analysis(asked, by=clerk)
    work()

    again.refresh_from_db()
    assert (again.state, again.error) == ("failed", "EmbeddingFailed")
    assert "did not answer" in words.FAILED[again.error]
    assert shown(asked) == before


def test_without_a_model_there_are_campaigns_and_redacted_words_and_no_themes(asked: Inquiry, clerk: User) -> None:
    analyses.start_analysis(asked, by=clerk)
    work()

    assert shown(asked).themes_shown == 0
    assert shown(asked).campaigns_shown >= 1
    assert "7946" not in finding(asked, "phone").shown_text


def test_a_long_step_says_how_many_minutes_are_left() -> None:
    reported: list[tuple[str, int, int]] = []
    clock = SimpleNamespace(now=0.0)
    steps = running._Steps(lambda *said: reported.append(said), clock=lambda: clock.now)

    steps("campaigns", 1, 1)
    steps.reading(Pace(64, 1_000, 600.0))
    steps("themes", 0, 4)
    clock.now = 100.0
    steps("themes", 1, 4)

    assert reported == [("campaigns", 1, 1), ("linking:10", 0, 1), ("themes", 0, 4), ("themes:5", 1, 4)]
    assert words.doing("listening.themes:5") == "Finding themes, about 5 minutes left"
