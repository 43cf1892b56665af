"""What `look` promises of every check: places that hold, order, severity, the language of the reader."""

import pytest
from django.utils.translation import override

from hemicycle.checks import CHECKS, Answer, Draft, Medium, Severity, Text, Variant, look
from tests.checks.houses import HOUSE, remarks

BODY = "Write to rosa.miller@mail.example or see bit.ly/x and www.elsewhere.example/a #riversandcoast 🎉🎉🎉"
DRAFT = Draft(
    texts={"en": Text("A title 🎉🎉🎉", BODY), "fr": Text("Un titre", BODY)},
    variants=(Variant("sms", "en", "See www.elsewhere.example/a"),),
    media=(Medium("p1", "image", {"en": "IMG_4471.jpg"}), Medium("v1", "video", {"en": "Members at work"})),
    languages=("en", "fr", "es"),
    links={"https://www.elsewhere.example/a": Answer.GONE},
)


def test_each_remark_points_at_the_words_it_is_about() -> None:
    texts = {("title", lang): text.title for lang, text in DRAFT.texts.items()}
    texts |= {("body", lang): text.body for lang, text in DRAFT.texts.items()}
    texts |= {(f"variant:{one.channel}", one.lang): one.text for one in DRAFT.variants}
    texts |= {(f"media:{one.key}", lang): said for one in DRAFT.media for lang, said in one.alternatives.items()}
    found = look(DRAFT, HOUSE)
    assert {remark.check for remark in found} >= {"alternative", "captions", "dead-link", "emoji", "missing-language"}
    assert all(texts.get((r.field, r.lang), "")[r.start : r.end] == r.words for r in found)


def test_remarks_come_by_field_then_by_place_and_the_same_twice() -> None:
    found = look(DRAFT, HOUSE)
    fields = [remark.field.partition(":")[0] for remark in found]
    assert fields == sorted(fields, key=["title", "body", "variant", "media"].index)
    english = [remark.start for remark in found if (remark.field, remark.lang) == ("body", "en")]
    assert english == sorted(english)
    assert look(DRAFT, HOUSE) == found


def test_which_checks_block_is_for_the_house_to_say() -> None:
    found = look(DRAFT, HOUSE)
    assert {r.check for r in found if r.severity is Severity.BLOCKING} == {"alternative"}


@pytest.mark.parametrize(
    ("reader", "begins"), [("en", "This is the name"), ("fr", "C’est le nom"), ("es", "Es el nombre")]
)
def test_remarks_are_in_the_language_of_whoever_reads_them(reader: str, begins: str) -> None:
    with override(reader):
        found = [remark for remark in look(DRAFT, HOUSE) if remark.words == "IMG_4471.jpg"]
    assert found[0].reason.startswith(begins)


def test_every_check_can_speak_and_a_plain_text_is_left_alone() -> None:
    assert remarks("The House meets on Monday at 14:30. The sitting is public.", languages=("en",)) == []
    assert all(name == name.lower() for name in CHECKS)


def test_a_language_without_words_of_its_own_is_still_read() -> None:
    assert [r.check for r in remarks("Vidi www.elsewhere.example/a", lang="hr")] == ["unofficial-link"]
