"""A table cleaned at once is the same as its messages taken apart one by one."""

import pyarrow as pa
from hearhear.structure import clean_table, split
from hypothesis import given, settings
from hypothesis import strategies as st

LETTER = "Dear Ms Okafor,\n\nThe ferry must stay.\n\nYours sincerely,\nJane Doe"
PIECES = st.sampled_from(
    ["Dear Ms Okafor,\n", "Hello all,\n", "Madame, Monsieur,\n\n", "Estimado señor:\n", "Yours sincerely,\nJane\n", "Thanks, Jo", "Cordialement\n",
     "Un saludo, Ana Gil", "We say no. ", "\n", "\n\n", "\r\n", " ", "\xa0", "> quoted\n", "From: J <j@x.org>\n", "Name: Jo\n", "Sent from my iPhone\n",
     "<p>", "&amp;", "P.S. more\n", "-- \n", "é", "Ferry\n\n", "Regards, ", "Out of office\n", "unsubscribe", "!", "14 Mill Lane\n",
     "On 3 Mar 2026 at 10:12, J wrote:\n", "I ask you:\n> so they say\n",
     "This mail is confidential, for its addressee.\n", "Yours, J. Doe, MP\n12 Quay", "Bien cordialement, Léa"]
)  # fmt: skip


def test_rows_without_structure_keep_their_text_and_have_no_runs():
    cleaned = clean_table(pa.table({"id": ["1", "2"], "text": ["The ferry must stay.\n", LETTER]}))
    assert cleaned["body"].to_pylist() == ["The ferry must stay.\n", "The ferry must stay."]
    assert cleaned["runs"].to_pylist()[0] is None
    assert cleaned.column_names == ["id", "text", "body", "automatic", "runs"]


def test_an_empty_table_is_cleaned_too():
    assert len(clean_table(pa.table({"text": pa.array([], pa.string())}))) == 0


def test_progress_is_reported_to_the_end():
    reports = []
    clean_table(pa.table({"text": ["a"] * 45_000}), progress=lambda done, total: reports.append((done, total)))
    assert reports[-1] == (45_000, 45_000)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=10).map("".join), min_size=1, max_size=6))
def test_a_table_and_its_messages_agree(texts):
    cleaned = clean_table(pa.table({"text": texts}))
    parts = [split(text) for text in texts]
    assert cleaned["body"].to_pylist() == [one.body.text for one in parts]
    assert cleaned["automatic"].to_pylist() == [one.automatic for one in parts]
    for one, runs in zip(parts, cleaned["runs"].to_pylist(), strict=True):
        expected = None if one.body.text == one.text else [vars(run) for run in one.body.runs]
        assert runs == expected


def test_copies_of_a_letter_with_mark_up_are_split_each_like_the_first():
    marked, quoting = "<p>Keep the ferry.</p><p>It feeds us.</p>", "On Monday Ada Fenn wrote:\n> Sell it.\n\nNo."
    texts = [marked, "Plain.", quoting, marked, quoting, marked]
    cleaned = clean_table(pa.table({"text": texts}))
    assert cleaned["body"].to_pylist() == [split(text).body.text for text in texts]
    runs = cleaned["runs"].to_pylist()
    assert runs[0] == runs[3] == runs[5] != runs[2] == runs[4]
    assert runs[1] is None
