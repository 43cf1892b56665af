"""What is never quoted: words that people reject, the bill's, a campaign's, and anybody's own troubles."""

from typing import Any

import pytest
from hearhear.message import Message

from hemicycle.accounts.models import User
from hemicycle.listening.actions import messages as actions
from hemicycle.listening.dossier import content
from hemicycle.listening.models import Inquiry, Theme
from hemicycle.record.models import Document

from . import dossiers, letters
from .conftest import Part, Said, answer, collect, finding, number
from .test_clauses import bill

__all__ = ["bill"]

REJECTED = "The ferry is a scandal and the board must go."
CLAUSE = "A fee of four crowns is due for every landing."
CAMPAIGN = "Keep the islands within reach and vote for amendment 4."
CASEWORK = "My mother's dialysis transport has been refused twice, can you ring the clinic?"
ILL = "Since my cancer came back I cannot stand on the deck."
VIEW = "The timetable of the winter boat should be printed and hung up in every village."
FORWARDED = "I urge you to support the whole of the bill, and to resist every attempt to make it weaker than it is."
OWN_VIEW = "The crew of the night boat has not been asked once, and they know the harbour best of all."
BESIDE = "It will empty the small harbours."

PLANTED = {
    "rejects": f"I was sent this: “{REJECTED}” I did not sign it. {VIEW}",
    "clause": f"Clause 1 says: {CLAUSE} {BESIDE}",
    "asks": f"Dear clerk, the boat is late. {CASEWORK} The boat is late on most days of the week.",
    "ill": f"The boat is cold in winter, and nobody heats the cabin. {ILL}",
    "arrow": f"They ask me to send you this. I will not.\n\n> {FORWARDED}\n\n{OWN_VIEW}",
    "only": CLAUSE,
    **{f"c-{n}": f"{CAMPAIGN} {own}" for n, own in enumerate([CASEWORK, "", "", "", "", ""])},
}
NOT_OWN = {
    "rejects": [(REJECTED, "quoted")],
    "clause": [(CLAUSE, "official")],
    "only": [(CLAUSE, "official")],
    **{f"c-{n}": [(CAMPAIGN, "shared")] for n in range(6)},
}
NEVER = (FORWARDED, REJECTED, CLAUSE, CAMPAIGN, CASEWORK, ILL, "dialysis", "cancer", "scandal", "four crowns")


@pytest.fixture
def planted(inquiry: Inquiry, clerk: User, bill: Document) -> Inquiry:
    """Every planted sentence is what its theme, clause or campaign would most like to quote."""
    Inquiry.objects.filter(pk=inquiry.pk).update(bill=bill)
    inquiry.refresh_from_db()
    written = [Message(key, text, "en", "email", f"{key}@example.org", letters.START) for key, text in PLANTED.items()]
    collect(inquiry, clerk, written)
    spoken = {
        "rejects": PLANTED["rejects"],
        "arrow": PLANTED["arrow"],
        "clause": CLAUSE,
        "asks": CASEWORK,
        "ill": ILL,
        "only": CLAUSE,
        "c-0": CAMPAIGN,
    }
    first = bill.versions.in_force().order_by("language")[0].clauses.provisions().order_by("order")[0].eid
    said = Said(
        themes={"the boat": spoken},
        links=[
            ("clause", f"{bill.pk}#{first}", "quotation", CLAUSE),
            ("only", f"{bill.pk}#{first}", "quotation", CLAUSE),
        ],
        casework={"asks": CASEWORK, "c-0": CASEWORK},
        private={"ill": [(ILL, "health")]},
        not_own=NOT_OWN,
    )
    answer(inquiry, {"c": Part([f"c-{n}" for n in range(6)], own={"c-0": CASEWORK})}, said)
    inquiry.refresh_from_db()
    return inquiry


def quotes(inquiry: Inquiry, language: str = "en") -> list[str]:
    inquiry.refresh_from_db()
    assert inquiry.shown is not None
    inquiry.shown.inquiry = inquiry
    made = content.build(inquiry.shown, language)
    return [one["text"] for block in dossiers.blocks(made) if block["kind"] == "quotes" for one in block["items"]]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_quote_holds_what_was_rejected_recited_shared_or_private(planted: Inquiry, language: str) -> None:
    said = "\n".join(quotes(planted, language))

    assert VIEW in said
    assert OWN_VIEW in said
    for words in NEVER:
        assert words not in said


def test_no_theme_is_described_or_named_by_somebody_s_illness(inquiry: Inquiry, clerk: User) -> None:
    collect(inquiry, clerk, [Message("ill", PLANTED["ill"], "en", "email", "ill@example.org", letters.START)])
    themes = {ILL[:20]: {"ill": ILL}, "The boat is cold": {"ill": "The boat is cold in winter"}}
    answer(inquiry, {}, Said(themes=themes, private={"ill": [(ILL, "health")]}))

    described = {theme.description for theme in Theme.objects.all()}
    assert described == {"", "The boat is cold in winter"}
    assert not any(ILL[:20] in theme.labels.values() for theme in Theme.objects.all())


def test_of_a_clause_is_quoted_what_is_said_beside_it(planted: Inquiry) -> None:
    assert BESIDE in quotes(planted)


def test_what_is_not_quoted_is_counted_with_its_reason(planted: Inquiry) -> None:
    assert planted.shown is not None
    facts: Any = content.build(planted.shown, "en")["facts"]["not_quoted"]

    assert {one["why"]: one["messages"]["n"] for one in facts} == {"casework": 2, "private": 1, "no_own_words": 1}


def test_once_a_person_says_that_it_is_no_casework_it_may_be_quoted(planted: Inquiry, clerk: User) -> None:
    assert not any("boat is late" in text for text in quotes(planted))

    (message,) = number(planted, "asks")
    actions.set_casework(planted, message=message, is_casework=False, by=clerk)

    assert any("dialysis" in text for text in quotes(planted))


def test_a_letter_that_a_person_marks_as_casework_is_quoted_no_more(planted: Inquiry, clerk: User) -> None:
    assert any(VIEW in text for text in quotes(planted))

    (message,) = number(planted, "rejects")
    correction = actions.set_casework(planted, message=message, is_casework=True, by=clerk)

    assert not any(VIEW in text for text in quotes(planted))
    assert finding(planted, "rejects").casework == [0, 0, 1.0]
    assert correction.kind == "casework"
