"""What was written to an office is judged in one call: language, what cannot wait, and a request for help."""

from datetime import date

from hemicycle.listening.text.urgent import judged

DAY = date(2026, 11, 30)
PLEA = "My residence permit expires on 3 December and the office does not answer. Please can you help me with my file?"


def test_a_message_says_its_language_what_cannot_wait_and_that_help_is_asked() -> None:
    one = judged([PLEA], [None], [DAY])[0]
    assert one.lang == "en"
    assert [(signal.kind, signal.due) for signal in one.urgent] == [("time_limit", date(2026, 12, 3))]
    assert one.casework is not None
    assert 0 <= one.casework.start < one.casework.end <= len(PLEA)


def test_an_argument_has_neither() -> None:
    one = judged(["The fare of the night boat must be capped for everybody."], [""], [DAY])[0]
    assert (one.urgent, one.casework) == ((), None)


def test_a_language_that_is_known_is_kept() -> None:
    texts = ["No.", "Il faut garder le bac de nuit, tout le village en dépend."]
    assert [one.lang for one in judged(texts, ["es", None], [None, None])] == ["es", "fr"]


def test_no_messages_have_no_judgements() -> None:
    assert judged([], [], []) == []
