"""What holds for any text at all."""

import pyarrow as pa
import pytest
from hearhear import NotMessages
from hearhear.redaction import REDACTIONS_SCHEMA, find, find_all, redact
from hypothesis import given, settings
from hypothesis import strategies as st

PIECES = st.sampled_from(
    ["Maria", "Lopez", "de", "la", "my name is ", "Mr ", "M. ", " ", "\n", ", ", ". ", "12 ", "Oak Street", "rue ", "calle ",
     "Mayor ", "06 12 34 56 78", "@", "x@y.org", "[name]", "[", "]", "LS6 2AB", "69003 Lyon", "Cordialement,\n", "Regards, ",
     "DNI 12345678Z", "é", "\u0301", "\x00", "İ", "ß", "🙂", "Tel: ", "0", "1234", "-", "'", "’s Law", "President ", "MP", "né ",
     "arobase ", " point ", "fr", "JEAN ", "yo, ", "Nombre: ", "IBAN ", "GB82 WEST 1234 5698 7654 32"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_are_in_order_in_bounds_and_apart(text):
    at = 0
    for one in find(text):
        assert at <= one.start < one.end <= len(text)
        assert 0 < one.certainty <= 1
        at = one.end


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from([None, "en", "fr", "es", "de"]))
def test_redacting_what_is_redacted_changes_nothing(text, lang):
    once = redact(text, find(text, lang=lang), lang=lang)
    assert redact(once, find(once, lang=lang), lang=lang) == once


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_text_without_findings_is_left_as_it_is(text):
    if not find(text):
        assert redact(text, ()) == text


@pytest.mark.parametrize(
    "piece",
    ["a", "A", "1", "1 ", "1.", "@", "a@", "a.", ".", "(", " ", "\n", "Maria ", "MARIA ", "M. ", "de ", "de la ", "Mr ", "12 Oak ",
     "rue de ", "calle de la ", "12 rue ", "a at ", "dot a ", "[at]", "my name is ", "Regards,\n", "A'", "A-", "o'", "+1 ", "1-",
     "€1 ", "GB82 ", "Name: ", "née ", "my son ", "President ", "rue A 1, ", "1 rue A, 10000 B ", "\x00", "é", "A.", "a b "],
)  # fmt: skip
def test_hostile_repetition_takes_no_more_than_linear_time(piece, cpu_limit):
    text = piece * (30_000 // len(piece))
    with cpu_limit(seconds=4):
        find(text)


def test_a_table_is_gone_through_in_order():
    table = pa.table({"id": ["b", "a"], "text": ["I am @lena_h84", "My name is Sarah Hart"], "lang": ["en", None]})
    reports = []
    found = find_all(table, progress=lambda step, share: reports.append((step, share)))
    assert found.schema == REDACTIONS_SCHEMA
    assert [(row["id"], row["start"], row["end"], row["kind"]) for row in found.to_pylist()] == [
        ("b", 5, 14, "handle"), ("a", 11, 21, "name"),
    ]  # fmt: skip
    assert reports[-1] == ("redaction", 1.0)


def test_an_empty_table_has_no_findings():
    assert find_all(pa.table({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())})).num_rows == 0


def test_a_table_that_holds_no_messages_is_refused():
    with pytest.raises(NotMessages):
        find_all(pa.table({"id": ["a"]}))
