"""What a correction took out of a text and left in another."""

import pytest

from hemicycle.checks import Draft, Text, Variant, look
from hemicycle.checks.contract import Remark
from hemicycle.desk.remarks import key_of
from tests.checks.houses import HOUSE


def corrected(was: str, now: str, own: str, *, lang: str = "en", own_was: str = "") -> list[Remark]:
    """What is remarked on an own text of a text that was corrected."""
    draft = Draft(
        texts={lang: Text("x", now)},
        corrects={lang: Text("x", was)},
        variants=(Variant("sms", lang, own, own_was),),
    )
    return [one for one in look(draft, HOUSE) if one.check == "uncorrected"]


CHANGED = [
    ("en", "It meets on 15 May.", "It meets on 18 May.", "Committee: 15 May", "15", "15 May → 18 May"),
    ("en", "It meets on 15 May.", "It meets on 18 May.", "Committee: 15 May!", "15", "15 May → 18 May"),
    ("fr", "Elle siège le 15 mai.", "Elle siège le 18 mai.", "Commission : 15 mai", "15", "15 mai → 18 mai"),
    ("es", "Es el 15 de mayo.", "Es el 18 de mayo.", "Pleno: 15 mayo", "15", "15 de mayo → 18 de mayo"),
    ("en", "At 10:00 on 10 March.", "At 11:00 on 10 March.", "10 March, 10:00", "10, 10:00", "10:00 → 11:00"),
    ("fr", "À 10 h 30, en séance.", "À 10 h 45, en séance.", "À 10h30", "10h30", "10 h 30 → 10 h 45"),
    ("es", "Se reúne el martes.", "Se reúne el miércoles.", "Pleno: MARTES", "MARTES", "martes → miércoles"),
    ("en", "Alva Brandt presides.", "Alma Brandt presides.", "Chair: Alva Brandt", "Alva", "Alva → Alma"),
    ("fr", "La loi passe avec 1 250 voix.", "La loi passe avec 1 520 voix.", "Loi : 1 250 voix", "1 250",
     "250 voix → 520 voix"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "was", "now", "own", "words", "changes"), CHANGED)
def test_an_own_text_that_still_says_what_was_taken_out_draws_a_remark(lang, was, now, own, words, changes) -> None:
    (found,) = corrected(was, now, own, lang=lang)
    assert (found.field, found.lang) == ("variant:sms", lang)
    assert f"“{words}”" in found.reason and changes in found.reason
    assert own[found.start : found.end] == found.words == words.partition(", ")[0]


@pytest.mark.parametrize(
    ("was", "now", "own"),
    [
        ("It meets on 15 May.", "It meets on 18 May.", "Committee: 18 May"),
        ("At 10:00 on 10 March.", "At 11:00 on 10 March.", "10 March, 11 a.m."),
        ("It sits on Tuesday.", "It is held on Wednesday.", "Wednesday: it is on."),
        ("The vote is on 15 May.", "The vote of 15 May was moved to 18 May.", "Not 15 May, but 18 May"),
        ("It meets on 15 May.", "It meets on 15 May.", "Committee: 16 May"),
    ],
)
def test_an_own_text_without_it_draws_none(was: str, now: str, own: str) -> None:
    assert corrected(was, now, own, own_was="Committee: 15 May") == []


def test_where_nothing_was_taken_out_an_own_text_is_remarked_on_until_it_is_changed() -> None:
    was, now = "It meets on 15 May.", "It meets on 15 May in room 2."
    (found,) = corrected(was, now, "Committee: 15 May", own_was="Committee: 15 May")
    assert "as it was released" in found.reason and "– → in room 2" in found.reason
    assert corrected(was, now, "Committee: 15 May, room 2", own_was="Committee: 15 May") == []


def test_what_is_let_stand_is_let_stand_for_these_two_texts_alone() -> None:
    one, same, other_own, other_common = (
        corrected("On 15 May.", now, own)[0]
        for now, own in [
            ("On 18 May.", "15 May"),
            ("On 18 May.", "15 May"),
            ("On 18 May.", "15 May!"),
            ("On 19 May.", "15 May"),
        ]
    )
    assert key_of(one) == key_of(same)
    assert len({key_of(found) for found in (one, other_own, other_common)}) == 3


def test_a_long_change_is_shortened_and_several_are_a_few() -> None:
    was = " and ".join(f"Name{letter * 60} stays" for letter in "abcde")
    now = " and ".join(f"Other{letter * 60} stays" for letter in "abcde")
    (found,) = corrected(was, now, "as it was", own_was="as it was")
    assert found.reason.count("→") == 3 and "…" in found.reason and len(found.reason) < 600


def test_a_language_that_is_as_it_was_released_draws_a_remark_where_the_number_still_stands() -> None:
    draft = Draft(
        texts={"en": Text("x", "It meets on 18 May."), "fr": Text("x", "Elle siège le 15 mai.")},
        corrects={"en": Text("x", "It meets on 15 May."), "fr": Text("x", "Elle siège le 15 mai.")},
    )
    (found,) = [one for one in look(draft, HOUSE) if one.check == "left-as-released"]
    assert (found.lang, found.field, found.words) == ("fr", "body", "15")
    assert "15 May → 18 May" in found.reason


def test_what_corrects_nothing_or_changes_nothing_draws_neither() -> None:
    text = {"en": Text("x", "On 15 May."), "fr": Text("x", "Le 15 mai.")}
    variants = (Variant("sms", "en", "15 May", "15 May"),)
    for draft in (Draft(texts=text, variants=variants), Draft(texts=text, corrects=text, variants=variants)):
        assert not {one.check for one in look(draft, HOUSE)} & {"uncorrected", "left-as-released"}
