"""What can be followed, and what cannot."""

import pytest

from hemicycle.channels.sms import gsm
from hemicycle.follow import followables
from hemicycle.follow.errors import NotFollowable
from hemicycle.record.actions import classify
from hemicycle.rules.classification import Classification

pytestmark = pytest.mark.django_db


def test_a_bill_a_member_a_committee_and_a_topic_can_be_followed(river, alda, committee, budget):
    for row in (river, alda, committee, budget):
        kind, _, address = followables.key_of(row).partition(":")
        assert followables.public_row(kind, address) == row


def test_what_is_internal_cannot_be_followed(river, officer):
    classify(river, classification=Classification.INTERNAL, by=officer)

    with pytest.raises(NotFollowable):
        followables.public_row("bill", river.address)
    assert followables.by_key(f"bill:{river.address}") is None


@pytest.mark.parametrize("word", ["bill:nothing", "party:x", "user:1", "", ":"])
def test_nothing_else_can_be_followed(db, word):
    assert followables.by_key(word) is None


def test_a_party_cannot_be_followed(alda):
    with pytest.raises(NotFollowable):
        followables.key_of(alda.memberships.in_parties().first().organization)


def test_a_name_in_a_text_message_is_cut_at_a_space_and_halves_nothing(budget):
    budget.names = {"en": "The landscape’s “wind farms” – and those of the coast’s municipalities, as built"}
    name = followables.short_name_of(budget)
    assert name == "The landscape's \"wind farms\" - and those of the coast's..."
    assert gsm.plainer(name) == ()
    budget.names = {"en": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte"}
    assert len(followables.short_name_of(budget)) == followables.MOST_LETTERS_IN_A_TEXT
