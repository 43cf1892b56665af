"""Tables go into a page without harm to what people wrote there."""

from markdown import put, table


def test_a_table_shows_shares_with_three_digits():
    assert table(("method", "F1"), [("exact", 0.5), ("other", "–")]).splitlines() == [
        "| method | F1 |",
        "|---|---|",
        "| exact | 0.500 |",
        "| other | – |",
    ]


def test_a_part_is_replaced_and_the_words_around_it_stay(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Before\n", encoding="utf-8")
    put(page, "speed", "old")
    page.write_text(page.read_text(encoding="utf-8") + "After\n", encoding="utf-8")
    put(page, "speed", "new")
    assert page.read_text(encoding="utf-8") == "Before\n<!-- speed: begin -->\nnew\n<!-- speed: end -->\nAfter\n"
