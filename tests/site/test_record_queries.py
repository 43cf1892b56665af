"""Every page of the record makes fewer than 17 queries, however much there is."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import UniqueConstraint
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hemicycle.accounts.models import User
from hemicycle.record.api.router import api
from hemicycle.record.models import Contribution, Person, Segment, Sitting, SpeechText, Vote, VoteEvent
from hemicycle.record.papers import ItemPaper
from tests.record import chamber

from .test_record import pages

pytestmark = pytest.mark.django_db
# What the House has decided is one, the sensitive periods another; a bill also asks the desk, dossiers and channels.
# Two of them on every page: the values in force, and the sensitive periods.
FEWER_THAN = 22
# The page that shows an example answer for each kind of query.
OF_THE_API = "/record/api/"
# What grows with every sitting: no page may read one of them from end to end.
READ_WHOLE = re.compile(r"SCAN record_(contribution|speechtext|segment|vote|votecount|clause|agendaitem)\b.*")
# A map of the site lists every speech, in the order of an index.
LISTS_ALL = ("/sitemap.xml", "/sitemaps/speeches-1.xml")
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


def plans(client: Client, path: str) -> list[str]:
    """The steps of the query plan of each query of a page."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        client.get(path)
    steps = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            if sql.startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                steps += [_with_names(row[-1], sql) for row in cursor.fetchall()]
    return steps


def _with_names(step: str, sql: str) -> str:
    """A plan calls a table within another query U0 or T4."""
    for table, short in re.findall(r'"(record_\w+)" ([A-Z]\d+)\b', sql):
        step = re.sub(rf"\b{short}\b", table, step)
    return step


def test_the_long_sitting_and_the_busy_member_are_as_large_as_they_are_said_to_be(busy_house: str) -> None:
    assert Contribution.objects.filter(person__name="Alda Ferrer").count() == MANY_SPEECHES + 1
    assert Client().get(busy_house).text.count("<article") == LONG_SITTING
    assert SpeechText.objects.count() == MANY_SPEECHES + 2
    assert Segment.objects.count() == 2 * (MANY_SPEECHES + 2)


def test_no_page_needs_twenty_two_queries(busy_house: str, clerk: User, sign_in: Callable[[object], Client]) -> None:
    """Signed in, the shell asks for the person, their roles and what waits for them; all of it counts."""
    alda = Person.objects.get(name="Alda Ferrer").get_absolute_url()
    others = [f"{alda}?", f"{alda}speeches/?page=7", f"{alda}feed.atom", busy_house, f"{busy_house}?text=en&beside=fr"]
    others += [VoteEvent.objects.newest_first()[0].get_absolute_url()]
    everything = [*pages(), *others, *LISTS_ALL, "/record/calendar.ics", "/record/search/?q=one"]
    everything.remove(OF_THE_API)
    counted = {
        (who, path): asked(client, path)
        for who, client in (("citizen", Client()), ("clerk", sign_in(clerk)))
        for path in everything
    }
    assert Vote.objects.exists()
    assert {page: queries for page, queries in counted.items() if queries >= FEWER_THAN} == {}


def test_the_page_of_the_api_needs_three_more_for_each_answer_it_shows(busy_house: str) -> None:
    shown = len(api.get_openapi_schema(path_prefix="/")["paths"])
    assert asked(Client(), OF_THE_API) < FEWER_THAN + 3 * shown


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="another database reads a small table whole, and is right to"
)
def test_no_page_reads_all_speeches_texts_or_votes(busy_house: str) -> None:
    busy = [
        f"{Person.objects.get(name='Alda Ferrer').get_absolute_url()}{part}" for part in ("", "speeches/", "votes/")
    ]
    read = {path: plans(Client(), path) for path in [*pages(), *busy, busy_house]}
    assert all(read.values())
    assert {
        path: bad for path, steps in read.items() if (bad := [one for one in steps if READ_WHOLE.fullmatch(one)])
    } == {}


def test_no_key_has_an_index_that_another_index_begins_with() -> None:
    twice = []
    for table in apps.get_app_config("record").get_models():
        several = [index for index in table._meta.indexes if index.condition is None]
        several += [one for one in table._meta.constraints if isinstance(one, UniqueConstraint) and not one.condition]
        begun = {one.fields[0] for one in several if one.fields}
        twice += [
            str(one) for one in table._meta.local_fields if one.db_index and not one.unique and one.name in begun
        ]
    assert twice == []
