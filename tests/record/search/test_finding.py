"""What is found, as a reader sees it: words marked, the address of the paragraph, and nothing the gate keeps in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemicycle.conf.worker import Worker
from hemicycle.record import actions
from hemicycle.record.models import (
    Clause,
    Contribution,
    Document,
    DocumentVersion,
    Person,
    Segment,
    Sitting,
    SpeechText,
    VoteEvent,
)
from hemicycle.record.search import suggestions
from hemicycle.record.search.finding import find
from hemicycle.record.search.question import Question
from hemicycle.record.search.suggestions import suggest
from hemicycle.rules.classification import Classification

from .conftest import BO, SPILLS, day, speech

pytestmark = pytest.mark.django_db


def ask(text: str = "", to: object = None, **asked: str):
    return find(Question.read({"q": text, **asked}), to=to, limit=20)


def marked(hit) -> list[str]:
    return [piece.text for piece in hit.passage.segments if piece.marked]


def test_a_hit_leads_to_the_paragraph_with_the_words_and_marks_them(house):
    (hit,) = ask("river fined spill").hits
    segment = Segment.objects.select_related("text_version__contribution").get(text=SPILLS.splitlines()[1])
    assert hit.url == segment.get_absolute_url()
    assert marked(hit) == ["rivers", "spills", "fined"]
    assert str(hit.passage) == segment.text
    assert (str(hit.title), [str(one) for one in hit.about], hit.day) == ("Ada Núñez", ["Fisheries"], house.date)


def test_the_words_are_shown_in_the_language_in_which_they_were_found(house):
    (hit,) = ask("rivières déversements").hits
    assert hit.passage.language == "fr"
    assert marked(hit) == ["rivières", "déversements"]
    assert "?text=fr#" in hit.url
    assert ask("committee", language="fr").hits == ()


def test_a_provision_leads_to_the_clause_that_has_the_words(house):
    (hit,) = ask("eels weirs").hits
    assert hit.url == Clause.objects.get(eid="cl_1").get_absolute_url()
    (hit,) = ask("eels").hits
    assert hit.url == Clause.objects.get(eid="cl_1.b").get_absolute_url()


@pytest.mark.parametrize("asked", ["nunez", "Ada", "ada nunez"])
def test_a_speaker_is_named_in_part_or_by_address(house, asked):
    (hit,) = ask(type="speech", speaker=asked).hits
    assert str(hit.title) == "Ada Núñez"
    assert len(ask(type="speech", speaker=Person.objects.get(name="Bo Lee").address).hits) == 3
    assert ask(type="speech", speaker="nobody").hits == ()


def test_a_question_without_anything_in_it_finds_nothing(house):
    assert ask("  -- ").total == 0


def test_what_became_internal_is_not_shown_while_the_index_still_has_it(house, citizen, outsider, member, clerk):
    """The index is behind: nobody is shown what the gate keeps in, and a row is read as it is now."""
    questions = {"spills": 1, "river": 2, "eels": 1, "moorings": 1, "fisheries": 1}
    assert {text: ask(text).total for text in questions} == questions
    everything = (Document, DocumentVersion, Sitting, SpeechText, VoteEvent)
    for model in everything:
        model.objects.update(classification=Classification.INTERNAL)
    for reader in (None, citizen, outsider, member):
        assert {text: ask(text, reader).total for text in questions} == dict.fromkeys(questions, 0)
        assert not suggest("riv", to=reader).hits
        assert not list(suggestions.record(member, "spills"))

    Contribution.objects.update(withdrawn_at="2026-05-01T00:00:00Z")
    for model in everything:
        model.objects.update(classification=Classification.PUBLIC)
    assert ask("spills").hits == ()


def test_suggestions_are_names_and_words_that_begin_so(house):
    offered = suggest("riv", to=None)
    assert [str(hit.title) for hit in offered.hits] == ["River Bill"]
    assert offered.words == ("river", "rivières")
    assert [str(hit.title) for hit in suggest("nun", to=None).hits] == ["Ada Núñez"]
    assert suggest("clean pech", to=None).words == ("clean pêcheries",)
    assert not suggest("r", to=None)
    assert not suggest("", to=None)


def test_the_shell_finds_speeches_too(house, clerk):
    (hit,) = suggestions.record(clerk, "spills")
    assert "three spills" in hit.title


def test_a_page_of_results_asks_a_fixed_number_of_questions(house, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        ask("", type="speech")
    before = Contribution.objects.count()
    actions.put_sitting(_long_day(), by="test")
    Worker().drain()
    assert Contribution.objects.count() > before + 10
    with django_assert_max_num_queries(6):
        assert len(ask("", type="speech").hits) == 20


@pytest.mark.skipif(connection.vendor != "sqlite", reason="its planner goes by numbers that it has gathered")
def test_the_texts_of_a_page_are_found_by_their_speeches_and_not_by_reading_all(house):
    actions.put_sitting(_long_day(), by="test")
    Worker().drain()
    with CaptureQueriesContext(connection) as asked:
        assert len(ask("number").hits) == 20
    read = next(query["sql"] for query in asked if 'FROM "record_speechtext"' in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {read}")
        steps = [step for *_, step in cursor.fetchall() if "record_speechtext" in step]
    assert steps and all("(contribution_id=?" in step for step in steps)


def _long_day():
    return day(*(speech(f"n{n}", BO, en=f"Number {n}.\nAnd more.") for n in range(30)), number=2)
