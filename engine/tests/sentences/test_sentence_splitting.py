"""Where sentences and quotations begin and end."""

from hearhear.sentences import quotations, segments, sentences

LETTER = """Dear Ms Okafor,

I was sent a card that says "Every islander wants the night boat restored, at once." I do not.

Yours sincerely,
Bob Tamm"""


def said(text: str) -> list[tuple[str | None, str]]:
    return [(segment.form, segment.words) for segment in segments(text)]


def test_a_quotation_is_a_piece_of_its_own_and_leaves_a_gap() -> None:
    assert said(LETTER) == [
        ("courtesy", "Dear Ms Okafor,"),
        (None, "I was sent a card that says “…”"),
        ("quoted", '"Every islander wants the night boat restored, at once."'),
        (None, "I do not."),
        ("signature", "Yours sincerely, Bob Tamm"),
    ]


def test_a_sentence_goes_on_behind_a_quotation() -> None:
    text = "Whoever wrote «Le bac de nuit doit revenir dès demain.» has never been to Skellan. Not once."
    assert [words for form, words in said(text) if form is None] == [
        "Whoever wrote “…” has never been to Skellan.",
        "Not once.",
    ]


def test_a_few_words_between_marks_are_no_quotation() -> None:
    assert quotations('They call it "fair play for all" and « plan vélo ».') == []


def test_a_text_in_marks_from_end_to_end_quotes_nobody() -> None:
    assert quotations('"Please keep the night boat, we need it badly here."') == []


def test_offsets_of_html_are_those_of_the_source() -> None:
    text = "<p>Keep the boat &amp; the ferry.</p><p>The quay is cold.</p>"
    found = [text[segment.start : segment.end] for segment in segments(text)]
    assert found == ["Keep the boat &amp; the ferry.", "The quay is cold."]


def test_a_wrapped_line_ends_no_sentence_and_a_line_of_its_own_does() -> None:
    wrapped = "The evening ferry is cancelled far too often and\nnobody tells us why.\nBob Tamm\nSkellan"
    assert [wrapped[start:end] for start, end in sentences(wrapped)] == [
        "The evening ferry is cancelled far too often and\nnobody tells us why.", "Bob Tamm", "Skellan",
    ]  # fmt: skip


def test_the_number_of_a_clause_may_end_a_sentence() -> None:
    text = "I disagree with clause 14. It would ruin us."
    assert [text[start:end] for start, end in sentences(text)] == ["I disagree with clause 14.", "It would ruin us."]
