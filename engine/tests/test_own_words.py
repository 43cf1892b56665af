"""What of a message is its sender's own."""

from hearhear.own_words import blanked, not_own, own_spans

TEXT = (
    "Dear Ms Okafor,\n\nKeep the night boat running through the winter. My aunt rows across in the dark. "
    "They write “the lighthouse must shine for every islander”.\n\nYours sincerely,\nBob Tamm"
)
SHARED = "Keep the night boat running through the winter"


def spans(*shared: str) -> list[tuple[str, str]]:
    places = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in shared]
    return [(one.why, TEXT[one.start : one.end].strip()) for one in not_own(TEXT, shared=places)]


def test_greeting_shared_words_quotation_and_signature_are_not_own() -> None:
    assert spans(SHARED) == [
        ("courtesy", "Dear Ms Okafor,"),
        ("shared", SHARED + "."),
        ("quoted", "“the lighthouse must shine for every islander”"),
        ("signature", "Yours sincerely,\nBob Tamm"),
    ]


def test_what_is_left_keeps_its_place() -> None:
    found = not_own(TEXT, shared=[(TEXT.index(SHARED), TEXT.index(SHARED) + len(SHARED))])
    own = blanked(TEXT, [one.span for one in found])
    assert len(own) == len(TEXT)
    assert " ".join(own.split()) == "My aunt rows across in the dark. They write ."
    assert next(TEXT[start:end].strip() for start, end in own_spans(TEXT, found)).startswith("My aunt rows")


def test_a_sentence_with_another_name_in_a_gap_is_the_campaigns() -> None:
    text = "Keep the night boat to Skellan running through the whole of the winter."
    halves = [(0, 19), (31, len(text))]
    assert [(one.why, one.start, one.end) for one in not_own(text, shared=halves)] == [("shared", 0, len(text))]


def test_official_words_are_not_own_and_a_remark_on_them_is() -> None:
    text = "Clause 4 reads: no boat may leave after sunset. That would ruin us islanders."
    start = text.index("no boat")
    found = not_own(text, official=[(start, start + 31)])
    assert [one.why for one in found] == ["official"]
    assert "ruin us" in blanked(text, [one.span for one in found])
