"""Which words of a letter a quote is made of, so that whoever reads it alone learns something."""

import pytest
from hearhear.message import Message

from hemicycle.accounts.models import User
from hemicycle.listening.actions import messages
from hemicycle.listening.engine.targets import target_id
from hemicycle.listening.models import Inquiry, Link
from hemicycle.listening.text.quoting import quote
from hemicycle.record.models import Document

from . import letters
from .conftest import Part, Said, answer, collect, finding, number
from .test_clauses import bill, counted, linked
from .test_planted import quotes

__all__ = ["bill", "linked"]

CAPITAL = "I sell forty litres on a Sunday by the bridge below the\nQuay; once it smells we throw half of it away."
WRAPPED = (
    "We used to sell forty\nlitres on a Sunday by the upper quay, and since it smells\nhalf of it is thrown away."
)
SENTENCES = [
    ("Lower the fee in cl. 5 before the winter boat stops altogether.", "Lower the fee in cl. 5 before the winter"),
    (WRAPPED, WRAPPED),
    (CAPITAL, CAPITAL),
    ("The boat is late; nobody says why, and the school starts without them.", "The boat is late; nobody says why"),
    ("Anna Nowhere\nRope Lane 4\n\nThe night boat has to stop at the northern quay as well.", "The night boat has to"),
]


def said(inquiry: Inquiry, clerk: User, texts: list[str]) -> list[str]:
    """What a dossier quotes of letters that all speak of one theme."""
    written = [
        Message(f"m-{n}", text, "en", "email", f"{n}@example.org", letters.START) for n, text in enumerate(texts)
    ]
    collect(inquiry, clerk, written)
    answer(inquiry, {}, Said(themes={"the boat": {f"m-{n}": text for n, text in enumerate(texts)}}))
    return sorted(set(quotes(inquiry)))


@pytest.mark.parametrize(("letter", "begins"), SENTENCES)
def test_a_quote_is_a_whole_sentence(inquiry: Inquiry, clerk: User, letter: str, begins: str) -> None:
    (text,) = said(inquiry, clerk, [letter])

    assert text.startswith(begins)
    assert text.endswith(".")


def test_what_stands_in_one_paragraph_with_something_private_is_not_quoted(inquiry: Inquiry, clerk: User) -> None:
    owed, rest = "I owe four months of rent.", "You will know the other half of the story without my help."
    text = f"{owed} {rest}\n\nThe winter boat has to call at the northern quay again."
    collect(inquiry, clerk, [Message("m", text, "en", "email", "m@example.org", letters.START)])
    answer(inquiry, {}, Said(themes={"the boat": {"m": text}}, private={"m": [(owed, "debts")]}))

    assert set(quotes(inquiry)) == {"The winter boat has to call at the northern quay again."}


def test_a_sentence_in_which_a_name_is_redacted_is_not_quoted(inquiry: Inquiry, clerk: User) -> None:
    text = "Ask Anna Nowhere at the school, who opens the valve. The boat has to call at the northern quay again."
    collect(inquiry, clerk, [Message("m", text, "en", "email", "m@example.org", letters.START)])
    answer(inquiry, {}, Said(themes={"the boat": {"m": text}}, redacted={"m": [("Anna Nowhere", "name")]}))

    assert set(quotes(inquiry)) == {"The boat has to call at the northern quay again."}


@pytest.mark.parametrize(
    "line",
    [
        "To the Committee on Water, Wind, Harbours and Fish",
        "You will be getting this one by the sack, as it came on my telephone:",
    ],
)
def test_a_heading_or_an_announcement_is_no_quote(inquiry: Inquiry, clerk: User, line: str) -> None:
    assert said(inquiry, clerk, [f"{line}\n\nThe boat is late."]) == ["The boat is late."]


@pytest.mark.parametrize(
    "own", ["my youngest boy", "mon petit-fils", "mi ahijada", "our daughter", "ma petite dernière"]
)
def test_a_sentence_about_the_writer_s_own_child_is_no_quote(inquiry: Inquiry, clerk: User, own: str) -> None:
    sentence = f"Tell {own} when the winter boat will run again, for it was whose question this is."

    assert said(inquiry, clerk, [f"{sentence} The boat is late."]) == ["The boat is late."]
    everybodys = sentence.replace(own, "our kids")
    assert said(inquiry, clerk, [everybodys]) == [everybodys]


def test_a_quote_of_a_few_words_waits_for_what_says_more(inquiry: Inquiry, clerk: User) -> None:
    long = [
        "The boat of May left the pupils on the quay on eleven mornings.",
        "A boat that sails in fog without a lookout is no public service.",
        "Print the timetable of the boat and hang it up in every village.",
    ]

    assert "Boats are late." not in said(inquiry, clerk, ["Boats are late.", *long])


def test_of_quotes_in_nearly_the_same_words_only_the_first_stands(inquiry: Inquiry, clerk: User) -> None:
    alike = [
        f"The {boat} of May left the pupils on the quay on eleven mornings." for boat in ("boat", "ship", "ferry")
    ]
    other = "Nobody has asked the crew of the night boat what they would need."

    assert len(said(inquiry, clerk, [*alike, other])) == 2


def test_where_all_say_little_their_few_words_are_quoted(inquiry: Inquiry, clerk: User) -> None:
    assert said(inquiry, clerk, ["Boats are late."]) == ["Boats are late."]


def test_a_passage_without_a_place_begins_where_the_sender_speaks(inquiry: Inquiry, clerk: User) -> None:
    text = "Anna Nowhere\nRope Lane 4\n\nDear clerk,\n\nThe boat is late."
    collect(inquiry, clerk, [Message("m", text, "en", "email", "m@example.org", letters.START)])
    answer(inquiry, {}, Said(not_own={"m": [("Dear clerk,", "courtesy"), ("Anna Nowhere\nRope Lane 4", "courtesy")]}))

    assert quote(finding(inquiry, "m"), 0, 0).text == "… The boat is late."


def test_a_likeness_of_little_worth_is_kept_with_the_message_and_not_listed(linked: Inquiry, clerk: User) -> None:
    section = target_id(linked.bill_id, "sec_2")
    assert counted(linked)["possible"] == 1

    Link.objects.filter(named=False).update(score=0.29)
    messages.confirm_link(linked, message=number(linked, "voice-1")[0], target=section, by=clerk)

    assert counted(linked)["possible"] == 0
    assert finding(linked, "voice-2").links.filter(named=False, state=Link.State.ENGINE).count() == 1


def test_the_second_likeness_of_a_message_is_not_listed(linked: Inquiry, bill: Document) -> None:
    Link.objects.filter(named=False).update(rank=2)

    assert not linked.shown.links.unsure().exists()  # type: ignore[union-attr]


def test_what_two_senders_add_in_nearly_the_same_words_is_not_their_own(inquiry: Inquiry, clerk: User) -> None:
    shared = "Keep the islands within reach and vote for amendment 4."
    added = [f"{verb} up the boat nearest to your home on the map." for verb in ("Look", "Search")]
    own = [*added, "My grandfather built the first of these boats in his own yard.", "", ""]
    letter = {f"c-{n}": f"{shared} {words}".strip() for n, words in enumerate(own)}
    collect(
        inquiry,
        clerk,
        [Message(k, text, "en", "email", f"{k}@example.org", letters.START) for k, text in letter.items()],
    )
    said = Said(not_own={name: [(shared, "shared")] for name in letter})
    answer(inquiry, {"c": Part(list(letter), own={f"c-{n}": words for n, words in enumerate(own) if words})}, said)

    assert set(quotes(inquiry)) == {own[2]}
