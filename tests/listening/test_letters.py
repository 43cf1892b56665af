"""The letter of a campaign: shown, redacted, listed, forgotten; and what older analyses show."""

from typing import Any

import pytest
from django.test import Client

from hemicycle.accounts.models import User
from hemicycle.listening.actions.erasing import erase_message
from hemicycle.listening.dossier import content
from hemicycle.listening.models import Campaign, Inquiry
from hemicycle.listening.text.letters import letter_of

from . import dossiers, letters
from .conftest import FIRST, Said, answer, campaign, number

TITLE = "Vote for amendment 4 and keep the islands within reach."
TEXT = letters.ENGLISH.split("\n\n{own}")[0] + f"\n\n{TITLE}"
PLANTED = "My mother takes the 7.10 boat"


def mark(words: str, kind: str, n: int, wordings: int = 1, **examples: int) -> dict[str, Any]:
    start = TEXT.index(words) if kind in ("varies", "optional") else TEXT.index(words) + len(words)
    end = start + len(words) if kind in ("varies", "optional") else start
    listed = [{"text": text.replace("_", " "), "letters": times} for text, times in examples.items()]
    return {"start": start, "end": end, "kind": kind, "letters": n, "wordings": wordings, "examples": listed}


def engine_letter(*marks: dict[str, Any], compared: int = 6) -> dict[str, Any]:
    return {"id": "en-1", "text": TEXT, "letters": 6, "compared": compared, "marks": list(marks)}


MARKS = (
    mark("Port Selm", "varies", 6, 3, Port_Selm=4, Ostra=3),
    mark("and nurses", "optional", 5),
    mark("single morning.", "own", 3, 3),
    mark("within reach.", "added", 4, 2, And_soon=3),
)


@pytest.fixture
def shown(collected: Inquiry) -> Inquiry:
    answer(collected, FIRST, Said(letters={"en": (TITLE, engine_letter(*MARKS))}))
    collected.refresh_from_db()
    return collected


def page(browser: Client, inquiry: Inquiry, rest: str = "") -> str:
    address = f"/inquiries/{inquiry.address}/campaigns/{campaign(inquiry, 'en-0').key}/{rest}"
    return browser.get(address).content.decode()


def test_a_campaign_is_one_letter_with_what_changes_in_it(sign_in: Any, clerk: User, shown: Inquiry) -> None:
    read = page(sign_in(clerk), shown)

    assert "One real letter of 6." in read
    assert "Port Selm<small" in read and "(3 wordings)" in read
    assert "and nurses<small" in read and "(in 5 of 6 letters)" in read
    assert "[own words: in 3 of 6 letters]" in read and "[added here: in 4 of 6 letters]" in read
    assert f"/messages/{number(shown, 'en-1')[0]}/" in read
    assert "this is the en letter" not in read


def test_the_title_is_the_name_of_a_campaign_until_staff_give_one(sign_in: Any, clerk: User, shown: Inquiry) -> None:
    browser = sign_in(clerk)

    assert campaign(shown, "en-0").label == TITLE
    assert f"“{TITLE}”" in page(browser, shown)
    assert TITLE in browser.get(f"/inquiries/{shown.address}/campaigns/").content.decode()


def test_each_place_opens_to_its_wordings_with_their_letters(sign_in: Any, clerk: User, shown: Inquiry) -> None:
    browser = sign_in(clerk)
    place = page(browser, shown, "slots/1/")

    assert "6 of 6 letters have words here." in place
    assert "Ostra" in place and '<td class="num">3</td>' in place
    assert "2 places with their wordings" in page(browser, shown)
    assert "And soon" in page(browser, shown, "slots/4/")


@pytest.mark.parametrize("place", [2, 5])
def test_a_place_that_has_no_wordings_opens_to_nothing(sign_in: Any, clerk: User, shown: Inquiry, place: int) -> None:
    address = f"/inquiries/{shown.address}/campaigns/{campaign(shown, 'en-0').key}/slots/{place}/"

    assert sign_in(clerk).get(address).status_code == 404


def test_the_list_says_how_many_wordings_it_leaves_out(sign_in: Any, clerk: User, collected: Inquiry) -> None:
    rare = mark("Port Selm", "varies", 6, 4, Port_Selm=3)
    answer(collected, FIRST, Said(letters={"en": (TITLE, engine_letter(rare, MARKS[2]))}))
    browser = sign_in(clerk)

    assert "3 other wordings are not listed; they stand in 3 letters." in page(browser, collected, "slots/1/")
    own = page(browser, collected, "slots/2/")
    assert "3 other wordings are not listed" in own and "Wordings at place 2" in own
    assert "<table" not in own.split('id="evidence"')[1]


def test_the_list_of_places_has_the_numbers_of_their_pages(sign_in: Any, clerk: User, shown: Inquiry) -> None:
    read = page(sign_in(clerk), shown)

    assert '<li value="1">' in read and '<li value="4">' in read and '<li value="2">' not in read


def test_copies_that_are_all_alike_have_no_legend(sign_in: Any, clerk: User, collected: Inquiry) -> None:
    answer(collected, FIRST, Said(letters={"en": (TITLE, engine_letter())}))

    read = page(sign_in(clerk), collected)

    assert "All the others say the same." in read
    assert 'class="legend"' not in read


def test_figures_of_a_part_are_said_to_be_estimates(sign_in: Any, clerk: User, collected: Inquiry) -> None:
    answer(collected, FIRST, Said(letters={"en": (TITLE, engine_letter(*MARKS, compared=4))}))

    assert "4 of 6 letters were compared; the numbers are estimates for all." in page(sign_in(clerk), collected)


def test_an_analysis_of_before_shows_its_template(sign_in: Any, clerk: User, shown: Inquiry) -> None:
    Campaign.objects.update(letter={}, opening="Dear members")
    read = page(sign_in(clerk), shown)

    assert "this is the en letter" in read and "One real letter" not in read
    assert "Amara" in page(sign_in(clerk), shown, "slots/1/")


def test_names_are_redacted_in_letter_wordings_and_title(collected: Inquiry) -> None:
    redacted = {"en-1": [("Port Selm", "address")], "en-0": [("Port Selm and the islands", "address")]}
    said = Said(redacted=redacted, letters={"en": ("The ferry of Port Selm must sail.", engine_letter(*MARKS))})
    answer(collected, FIRST, said)
    found = letter_of(campaign(collected, "en-0").letter)

    assert found is not None
    words = [found.title, *(one.text for one in found.parts), *(e.text for one in found.parts for e in one.examples)]
    assert not any("Selm" in text for text in words)
    assert found.title == "The ferry of [address] must sail." == campaign(collected, "en-0").opening


def test_the_dossier_shows_the_letter_with_what_changes(shown: Inquiry) -> None:
    document = content.build(shown.shown, "fr")  # type: ignore[arg-type]
    blocks = [block for block in dossiers.blocks(document) if block["kind"] == "letter"]
    [changed] = [block for block in blocks if any(piece["gap"] for piece in block["pieces"])]

    assert ("Port Selm", "3") in [(piece["text"], piece["count"]) for piece in changed["pieces"] if piece["slot"]]
    assert "[mots personnels\u00a0: dans 3 lettres sur 6]" in [piece["text"] for piece in changed["pieces"]]
    assert "Port Selm (4) · Ostra (3)" in dossiers.words(document)
    assert not any(PLANTED in piece["text"] for piece in changed["pieces"])


def test_the_dossier_of_an_older_analysis_shows_the_template(shown: Inquiry) -> None:
    Campaign.objects.update(letter={})
    document = content.build(shown.shown, "en")  # type: ignore[arg-type]
    [block, *_others] = [block for block in dossiers.blocks(document) if block["kind"] == "letter"]

    assert "this is the en letter" in "".join(piece["text"] for piece in block["pieces"])


def test_of_an_erased_letter_the_campaigns_words_stay(shown: Inquiry, clerk: User) -> None:
    erase_message(shown, message=number(shown, "en-1")[0], by=clerk)
    found = letter_of(campaign(shown, "en-0").letter)

    assert found is not None and found.message == ""
    assert "".join(part.text for part in found.parts) == TEXT
    assert [one.text for one in found.parts[1].examples] == ["Port Selm", "Ostra"]


def test_a_wording_that_only_two_still_have_is_forgotten(shown: Inquiry, clerk: User) -> None:
    row = campaign(shown, "en-0")
    row.letter["parts"][1]["examples"] = [{"text": "the islands", "letters": 3}, {"text": "Ostra", "letters": 3}]
    row.save()

    erase_message(shown, message=number(shown, "en-0")[0], by=clerk)

    found = letter_of(campaign(shown, "en-1").letter)
    assert found is not None and [one.text for one in found.parts[1].examples] == ["Ostra"]
