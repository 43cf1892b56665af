"""What counts as found, as a false alarm and as a public name covered."""

from covering import Count, covered, shape

from personal import Labelled  # isort: skip

TEXT = "Rose Field said so. Mr Mark Hill, 12 Mill Road, Leeds"
LETTER = Labelled(
    id="1", lang="en", channel="letter", text=TEXT, public=("Rose Field",),
    items=((23, 32, "name"), (34, 46, "address")), near=((20, 23), (48, 53)),
)  # fmt: skip
CLEAN = Labelled(id="2", lang="fr", channel="sms", text="Blanc ou noir")


def counted(message: Labelled, *spans: tuple[int, int, str]) -> Count:
    count = Count()
    count.add(message, spans)
    return count


def test_an_item_is_found_when_spans_cover_it_together():
    assert covered(23, 32, [(23, 27, "name"), (27, 40, "address")])
    assert not covered(23, 32, [(23, 27, "name"), (28, 40, "name")])
    assert not covered(23, 32, [])


def test_an_item_found_by_another_kind_is_found_but_not_right():
    count = counted(LETTER, (20, 32, "address"), (34, 46, "address"))
    assert count.found == {("en", "name"): 1, ("en", "address"): 1}
    assert count.right[("en", "name")] == 0 and count.right[("en", "address")] == 1


def test_a_name_below_a_letter_may_be_called_a_name_or_a_signature():
    assert counted(LETTER, (23, 32, "signature")).right[("en", "name")] == 1


def test_half_an_item_is_missed_and_shown_by_its_shape_alone():
    assert counted(LETTER, (23, 27, "name")).missed[("name", "Aaa Aaa")] == 1
    assert shape("12b ÉLOÏSE d'Or") == "00a AAA a'Aa"


def test_titles_and_towns_beside_items_may_be_covered_and_other_words_may_not():
    assert not counted(LETTER, (20, 32, "name"), (48, 53, "address")).strays
    assert counted(LETTER, (11, 15, "name")).strays == {"name": 1}


def test_anything_covered_in_a_clean_message_is_a_false_alarm():
    assert counted(CLEAN, (0, 5, "name"), (9, 13, "name")).alarmed == {"fr": 1}
    assert counted(CLEAN, (0, 5, "name")).alarms == {("fr", "name"): 1}
    assert counted(CLEAN).alarmed.total() == 0


def test_people_in_public_office_are_counted_where_they_are_named():
    assert (counted(LETTER).public, counted(LETTER).public_covered) == (1, 0)
    assert counted(LETTER, (0, 4, "name")).public_covered == 1
