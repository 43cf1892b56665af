"""Short messages that hold a campaign's message and add words of their own."""

import pytest
from hearhear.campaigns import gather

from .postbag import campaigns_of, none, posted, same, strangers

EELS = "Lower the Tarnow weir, eels cannot climb concrete. Give the river its gravel back. Vote for motion 58"
SENT = [EELS, f"{EELS}!", f"{EELS} Bea", f"{EELS} hm"]
TEXTED = "vote motion 58!! eels cant climb concrete, lower tarnow weir pls."
OWN = "My daughters caught their first fish below it with a bent pin in 1994, now there is only green slime and prams"


@pytest.mark.parametrize(
    "text",
    [
        f"{TEXTED} {OWN}",
        f"{OWN}. {TEXTED}",
        f"Lower Tarnow weir, eels cant climb concrete. {OWN}. Give the river some gravel",
        f"{OWN} so give the river gravel, lower tarnow weir, motion 58",
    ],
)
def test_who_adds_more_of_his_own_than_the_message_has_words_is_in_the_campaign(text):
    assert same(campaigns_of([*SENT, text]))


@pytest.mark.parametrize(
    "text",
    [
        f'"{EELS}" they write. {OWN}',
        f"> {EELS}\n\n{OWN}",
        f"Tarnow weir. {OWN}",
        f"#LowerTarnowWeir {OWN}",
        "The weir stays! Climb down, Tarnow: concrete feeds us, gravel does not, and for eels nobody will vote here",
    ],
)
def test_who_quotes_the_message_names_the_thing_or_has_its_words_in_no_order_is_not(text):
    found = campaigns_of([*SENT, text])
    assert same(found[:-1])
    assert none(found[-1:])


def test_an_opponent_with_the_same_request_is_not_joined():
    against = (
        "Stop the wind farm on Corran hill. It kills birds and the view. Tell your deputy to vote against bill 12"
    )
    own = "We need Corran wind farm on the hill: clean power, rent for farmers. Your deputy should hear: bill 12 yes"
    assert none(campaigns_of([against, f"{against} hm", f"{against}!", f"{against} Bea", own])[-1:])


def test_the_name_of_a_thing_is_no_message_though_it_is_most_of_one():
    sent = ["Heighten the Tarnow weir"] * 4
    table = posted([*sent, f"Tarnow weir? {OWN}", *strangers(1000, seed=7)])
    assert none(gather(table).campaign[len(sent) :])


def test_two_people_are_no_campaign_to_hold_the_message_of():
    assert none(campaigns_of([EELS, EELS, f"{TEXTED} {OWN}"]))


def test_a_letter_that_holds_the_message_is_left_to_the_passages():
    letter = f"{strangers(1, 60, seed=3)[0]} Lower Tarnow weir; eels cannot climb such concrete; give back gravel."
    assert none(campaigns_of([*SENT, letter])[-1:])


def test_who_holds_the_messages_of_two_campaigns_does_not_make_them_one():
    bells = "Silence the Orsk carillon after midnight, newborn ears deserve sleep. Sign petition 71 before harvest"
    both = f"{TEXTED} {OWN} silence orsk carillon, newborn ears deserve some sleep, petition 71"
    found = campaigns_of([*SENT, *[f"{bells} {own}" for own in ("", "Ivo", "hm", "!")], both])
    assert same(found[:4]) and same(found[4:8])
    assert found[0] != found[4] and found[8] in (found[0], found[4])
