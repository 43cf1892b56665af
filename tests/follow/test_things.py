"""What can be followed, and what cannot."""

import pytest

from hemicycle.follow import things
from hemicycle.follow.errors import NotFollowable
from hemicycle.record.actions import classify
from hemicycle.rules.classification import Classification

pytestmark = pytest.mark.django_db


def test_a_bill_a_member_a_committee_and_a_topic_can_be_followed(river, alda, committee, budget):
    for row in (river, alda, committee, budget):
        kind, _, address = things.word_of(row).partition(":")
        assert things.found(kind, address) == row


def test_what_is_internal_cannot_be_followed(river, officer):
    classify(river, classification=Classification.INTERNAL, by=officer)

    with pytest.raises(NotFollowable):
        things.found("bill", river.address)
    assert things.behind(f"bill:{river.address}") is None


@pytest.mark.parametrize("word", ["bill:nothing", "party:x", "user:1", "", ":"])
def test_nothing_else_can_be_followed(db, word):
    assert things.behind(word) is None


def test_a_party_cannot_be_followed(alda):
    with pytest.raises(NotFollowable):
        things.word_of(alda.memberships.in_parties().first().organization)
