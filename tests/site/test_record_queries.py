"""Every page of the record asks the database fewer than 15 questions, however much there is."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hemicycle.accounts.models import User
from hemicycle.record.models import Contribution, Person, Segment, Sitting, SpeechText, Vote, VoteEvent
from hemicycle.record.papers import ItemPaper
from tests.record import chamber

from .test_record import pages

pytestmark = pytest.mark.django_db
FEWER_THAN = 15
MANY_SPEECHES, LONG_SITTING = 1_000, 500


@pytest.fixture
def busy_house(db: None) -> str:
    """Alda has spoken and voted a thousand times; one sitting has five hundred speeches. Gives its address."""
    chamber.people()
    chamber.bill()
    for day in range(2):
        said = [
            ItemPaper(
                "debate",
                {"en": f"Heading {item}"},
                tuple(
                    chamber.speech(f"{day}-{item}-{n}", chamber.text("en", "One.", "Two."), person=chamber.ALDA)
                    for n in range(LONG_SITTING // 10)
                ),
                chamber.BILL,
                f"i{item}",
            )
            for item in range(10)
        ]
        chamber.sitting(
            *said, chamber.vote(), day=chamber.DAY + timedelta(day), known=chamber.Known("native", f"day{day}")
        )
    chamber.sitting(chamber.FIRST, day=date(2026, 1, 5))
    return Sitting.objects.get(date=chamber.DAY).get_absolute_url()


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_long_sitting_and_the_busy_member_are_as_large_as_they_are_said_to_be(busy_house: str) -> None:
    assert Contribution.objects.filter(person__name="Alda Ferrer").count() == MANY_SPEECHES + 1
    assert Client().get(busy_house).text.count("<article") == LONG_SITTING
    assert SpeechText.objects.count() == MANY_SPEECHES + 2
    assert Segment.objects.count() == 2 * (MANY_SPEECHES + 2)


def test_no_page_needs_fifteen_queries(busy_house: str, clerk: User, sign_in: Callable[[object], Client]) -> None:
    """Signed in, the shell asks for the person, their roles and what waits for them; all of it counts."""
    alda = Person.objects.get(name="Alda Ferrer").get_absolute_url()
    others = [f"{alda}?", f"{alda}speeches/?page=7", f"{alda}feed.atom", busy_house, f"{busy_house}?text=en&beside=fr"]
    others += [VoteEvent.objects.newest_first()[0].get_absolute_url()]
    everything = [*pages(), *others, "/sitemap.xml", "/sitemaps/speeches-1.xml", "/record/calendar.ics"]
    counted = {
        (who, path): asked(client, path)
        for who, client in (("citizen", Client()), ("clerk", sign_in(clerk)))
        for path in everything
    }
    assert Vote.objects.exists()
    assert {page: queries for page, queries in counted.items() if queries >= FEWER_THAN} == {}
