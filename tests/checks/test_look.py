"""What `look` promises for every check: correct positions, order, severity, the language of the reader."""

import re
import socket
import sys
from pathlib import Path

import pytest
from django.utils.translation import override

from hemicycle.checks import CHECKS, Answer, Draft, Medium, Severity, Text, Variant, look
from hemicycle.checks.contract import Message
from hemicycle.rules.parameters import PARAMETERS
from tests.checks.houses import HOUSE, remarks, replace

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


def test_a_look_asks_no_network_and_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query would raise, since this test did not ask for the database."""

    def connect(*_: object) -> None:
        raise AssertionError("a connection was opened")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, connect)
    assert look(DRAFT, HOUSE)


def test_which_checks_block_is_for_the_house_to_say() -> None:
    found = look(DRAFT, HOUSE)
    assert {r.check for r in found if r.severity is Severity.BLOCKING} == {"alternative"}


def test_only_what_has_a_form_can_block() -> None:
    """What is inferred from prose advises, whatever the House has set."""
    everything = replace(HOUSE, blocking=frozenset(CHECKS))
    blocking = {name for name, one in CHECKS.items() if one.severity(everything) is Severity.BLOCKING}
    of_form = {name for name, one in CHECKS.items() if one.find.__module__.startswith("hemicycle.checks.form.")}
    assert blocking == of_form
    assert set(PARAMETERS["checks_blocking"].default) <= of_form
    (remark,) = remarks("A draconian levy.", "loaded", house=everything)
    assert remark.severity is Severity.ADVISORY


def test_the_documents_list_every_check_and_what_blocks_by_default() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/checks.md").read_text()
    kinds = page[page.index("## Two kinds") : page.index("## How they decide")]
    rows = re.findall(r"^\| `([a-z-]+)` \|.*?\|( yes | no |)", kinds, re.MULTILINE)
    of_form = {name: blocks.strip() == "yes" for name, blocks in rows if blocks}
    assert sorted(name for name, _ in rows) == sorted(CHECKS)
    assert set(of_form) == {name for name, one in CHECKS.items() if one.can_block}
    assert {name for name, blocks in of_form.items() if blocks} == set(PARAMETERS["checks_blocking"].default)


def messages() -> list[Message]:
    """Every message that a module of a check declares."""
    found = [message for one in CHECKS.values() for message in (one.reason, one.suggestion)]
    modules = {sys.modules[one.find.__module__] for one in CHECKS.values()}
    return found + [value for module in modules for value in vars(module).values() if isinstance(value, Message)]


def test_every_message_stands_in_three_languages_with_the_same_values() -> None:
    for message in messages():
        placeholders = [sorted(re.findall(r"%\(\w+\)[sd]", text)) for text in message]
        assert all(message), message
        assert placeholders[0] == placeholders[1] == placeholders[2], message
        assert not re.search(r"[^\u00a0\u202f][:;!?»](?!/)|«[^\u00a0\u202f]", message.fr), message.fr


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
