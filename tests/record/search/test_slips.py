"""A search forgives: one slip, a word in two or two in one; what was typed comes before what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.conf.worker import Worker
from hemicycle.record import actions
from hemicycle.record.models import Contribution
from hemicycle.record.search.finding import find
from hemicycle.record.search.question import Question
from hemicycle.record.search.slips import begins_nearly, slips_of
from hemicycle.record.search.suggestions import suggest

from .conftest import ADA, BO, day, speech

pytestmark = pytest.mark.django_db


def ask(text: str, **asked: str):
    return find(Question.read({"q": text, **asked}), to=None, limit=20, forgiving=True)


def kinds(text: str) -> list[str]:
    return [str(hit.kind) for hit in ask(text).hits]


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ("habour", "speech", "harbour"),
        ("harbbour", "speech", "harbour"),
        ("harvour", "speech", "harbour"),
        ("hrabour", "speech", "harbour"),
        ("ferries habour", "speech", "ferries harbour"),
        ("deversemnts", "speech", "déversements"),
        ("misnistra limpios", "speech", "ministra limpios"),
        ("Nuenz", "member", "núñez"),
        ("pecgeries", "debate", "pêcheries"),
    ],
)
def test_one_slip_in_a_word_finds_what_was_meant(house, typed, kind, meant):
    found = ask(typed)
    assert [str(hit.kind) for hit in found.hits] == [kind]
    assert found.meant == meant


@pytest.mark.parametrize("typed", ["hbr", "hrabuor", "mountain", "2026x", '"habour"', "harbour -xyzzy lagoon"])
def test_two_slips_numbers_and_quotations_find_nothing_else(house, typed):
    assert ask(typed).hits == ()
    assert ask(typed).meant == ""


def test_a_question_that_is_answered_is_left_alone(house):
    assert ask("river").meant == ""
    assert {hit.key for hit in ask("river").hits} == {
        hit.key for hit in find(Question.read({"q": "river"}), to=None, limit=20).hits
    }


def test_words_are_found_written_as_one_and_as_two(house):
    said = (speech("c1", BO, en="The sea wall broke."), speech("c2", BO, en="A lighthouse is lit."))
    actions.put_sitting(day(*said, number=2), by="test")
    Worker().drain()
    assert kinds("seawall") == ["speech"]
    assert kinds("light house") == ["speech"]
    assert kinds("light-house lit") == ["speech"]
    assert [piece.text for piece in ask("seawall").hits[0].passage.segments if piece.marked] == ["sea", "wall"]


def test_what_was_typed_comes_before_what_is_near(house):
    near = (speech(f"n{n}", BO, en="Seawall seawall seawall.") for n in range(3))
    exact = speech(
        "e1", ADA, en="Of many other words that make this a long speech one is about a sea wall, in passing."
    )
    actions.put_sitting(day(*near, exact, number=2), by="test")
    Worker().drain()
    assert str(ask("sea wall").hits[0].title) == "Ada Núñez"


def test_the_same_text_of_several_records_is_one_result_with_the_others_beside_it(house):
    again = (speech(f"h{n}", BO if n else ADA, en="Hear, hear.") for n in range(6))
    actions.put_sitting(day(*again, speech("h9", BO, en="Hear the birds."), number=2), by="test")
    Worker().drain()
    found = ask("hear")
    assert found.total == 2
    (many,) = [hit for hit in found.hits if hit.same]
    assert (len(many.same), len(many.more)) == (3, 2)
    plain = find(Question.read({"q": "hear"}), to=None, limit=20)
    assert plain.total == len(plain.hits) == 7


def test_pages_of_results_that_stand_for_others_have_no_gap(house):
    said = [speech(f"p{n}", BO, en=f"Lantern {n // 2} is lit.") for n in range(130)]
    actions.put_sitting(day(*said, number=2), by="test")
    Worker().drain()
    question = Question.read({"q": "lantern"})
    pages = [find(question, to=None, offset=at, limit=20, forgiving=True) for at in range(0, 120, 20)]
    assert len({page.total for page in pages}) == 1
    shown = [hit.key for page in pages for hit in page.hits]
    assert len(shown) == len(set(shown)) == pages[0].total


def test_votes_and_persons_of_one_name_stay_apart(house):
    actions.put_sitting(day(number=2), by="test")
    Worker().drain()
    assert ask("moorings").total == 2


def test_a_word_that_nobody_may_read_any_more_is_not_given_away(house):
    assert ask("spils").meant == "spills"
    Contribution.objects.update(withdrawn_at="2026-05-01T00:00:00Z")
    found = ask("spils")
    assert (found.hits, found.meant) == ((), "")


def test_what_is_corrected_leaves_the_vocabulary_too(house, index):
    assert "spills" in index.known(["spills"])
    actions.put_sitting(day(speech("s1", ADA, en="The lakes are clean."), speech("s2", BO, en="Ah.")), by="test")
    Worker().drain()
    assert index.known(["spills", "lakes"]).keys() == {"lakes"}


def test_vocabularies_are_no_results(house, index):
    assert all(hit.kind for hit in ask("-harbour").hits)
    assert len(ask("", type="speech").hits) == 4


def test_suggestions_forgive_a_slip_too(house):
    assert [str(hit.title) for hit in suggest("rivre", to=None).hits] == ["River Bill"]
    assert suggest("rivre", to=None).words[0] == "river"
    assert [str(hit.title) for hit in suggest("ada nuez", to=None).hits] == ["Ada Núñez"]
    assert suggest("clean pehc", to=None).words == ("clean pêcheries",)
    assert not suggest("xyzzyx", to=None)


@given(st.text("abc", min_size=1, max_size=5), st.text("abc", min_size=1, max_size=6))
def test_slips_are_those_of_the_slow_definition(word, other):
    assert (other in slips_of(word)) == (_distance(word, other) == 1)


@given(st.text("abc", min_size=2, max_size=5), st.text("abc", min_size=1, max_size=6))
def test_a_beginning_with_a_slip_is_one_slip_from_a_beginning(typed, word):
    near = any(_distance(word[:end], typed) <= 1 for end in range(len(word) + 1))
    assert begins_nearly(word, typed) == near


def _distance(a: str, b: str) -> int:
    """Damerau-Levenshtein (optimal string alignment), as it is defined."""
    if not a or not b:
        return len(a) + len(b)
    ways = [_distance(a[1:], b) + 1, _distance(a, b[1:]) + 1, _distance(a[1:], b[1:]) + (a[0] != b[0])]
    if len(a) > 1 and len(b) > 1 and (a[0], a[1]) == (b[1], b[0]):
        ways.append(_distance(a[2:], b[2:]) + 1)
    return min(ways)
