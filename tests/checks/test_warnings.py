"""A content warning is sent with the text, and the checks read it like the text."""

import pytest

from hemicycle.checks import Answer, Draft, Text, look, mentions
from tests.checks.houses import HOUSE


@pytest.mark.parametrize(
    ("check", "words", "warning"),
    [
        ("loaded", "draconian", "The draconian cuts to care"),
        ("personal-data", "07700 900417", "Call 07700 900417 for support"),
        ("unofficial-link", "https://bit.ly/alder", "Help: https://bit.ly/alder"),
        ("dead-link", "https://assembly.example/gone", "See https://assembly.example/gone"),
        (
            "not-public",
            "The Digital Identity Bill would give every adult a numbered card",
            "The Digital Identity Bill would give every adult a numbered card",
        ),
        ("emoji", "⚠️⚠️⚠️⚠️", "⚠️⚠️⚠️⚠️ Violence"),
    ],
)
def test_a_warning_is_remarked_on_where_it_stands(check: str, words: str, warning: str) -> None:
    gone = {"https://assembly.example/gone": Answer.GONE}
    draft = Draft(texts={"en": Text("The House sits", "On Tuesday.")}, warnings={"en": warning}, links=gone)
    (found,) = [one for one in look(draft, HOUSE) if one.check == check]
    assert (found.field, found.lang, found.words) == ("warning", "en", words)
    assert warning[found.start : found.end] == words


def test_of_a_plain_one_nothing_is_said_and_it_stands_behind_the_text() -> None:
    draft = Draft(texts={"en": Text("The House sits", "On Tuesday.")}, warnings={"en": "War crimes, violence"})
    assert look(draft, HOUSE) == look(Draft(texts=draft.texts), HOUSE)
    both = Draft(texts={"en": Text("The draconian House", "Sits.")}, warnings={"en": "A draconian law"})
    assert [one.field for one in look(both, HOUSE) if one.check == "loaded"] == ["title", "warning"]


def test_whom_a_warning_names_is_counted_once_with_the_text() -> None:
    text = {"en": Text("The House sits", "Ada Okafor speaks.")}
    warned = Draft(texts=text, warnings={"en": "Words of Ada Okafor and of Rupert Ashgrove"})
    assert mentions(warned, HOUSE) == {"ada": 1, "cu": 1, "rupert": 1, "nl": 1}
