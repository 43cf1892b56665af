"""Where a quotation begins and ends, and whether the sentence goes on there."""

import pytest
from hearhear.report.messages import is_cut

TEXT = "Keep the ferry (at nine). It is the last one, and we need it.\n- open the library\nAsk: why not?"


@pytest.mark.parametrize(
    ("words", "goes_on"),
    [
        ("Keep the ferry (at nine).", (False, False)),
        ("It is the last one, and we need it.", (False, False)),
        ("It is the last one", (False, True)),
        ("and we need it.", (True, False)),
        ("open the library", (False, False)),
        ("why not?", (False, False)),
        ("ferry (at nine)", (True, False)),
    ],
)
def test_a_sentence_goes_on_only_where_its_words_do(words, goes_on):
    start = TEXT.index(words)
    assert is_cut(TEXT, start, start + len(words)) == goes_on
