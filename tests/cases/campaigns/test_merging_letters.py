"""A letter in the words of a campaign and another of the same person become one case: nothing is answered twice, and
nothing is closed unanswered."""

import pytest
from django.core.cache import cache

from hemicycle.cases.actions.campaigns import set_point
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.models import Case, OwnPoint, State
from hemicycle.channels.models import Outbound
from tests.cases.merged import merge, undo

pytestmark = pytest.mark.django_db


def run() -> int:
    cache.clear()
    return reply_due("worker", lambda: False)


def another(write) -> Case:
    case: Case = write("ann", joins=False, text="My bins have not been emptied since June.")
    return case


def test_the_answer_to_the_campaign_closes_no_other_letter(clerk, campaign, write, release):
    letter, other = write("ann"), another(write)
    merge(other, letter, by=clerk)
    assert (letter.campaign, letter.own_point) == (campaign, OwnPoint.FOUND)
    release(campaign)
    assert run() == 1
    letter.refresh_from_db()
    assert letter.state == State.OPEN


def test_a_case_does_not_join_the_campaign_of_another_and_gets_its_answer_once(clerk, campaign, write, release):
    letter, other = write("ann", own="My daughter learns to swim there."), another(write)
    release(campaign)
    run()
    letter.refresh_from_db()
    merge(letter, other, by=clerk)
    assert (other.campaign, other.own_point) == (None, OwnPoint.NONE)
    assert run() == 0
    assert Outbound.objects.filter(content__source__startswith="campaign:").count() == 1


def test_a_point_of_their_own_is_that_of_both_copies_and_goes_back(clerk, campaign, write):
    plain, pointed = write("ann"), write("ann", own="My daughter learns to swim there.")
    set_point(Case.objects.filter(pk=pointed.pk), campaign, is_one=True, by=clerk)
    pointed.refresh_from_db()
    before = merge(pointed, plain, by=clerk)
    assert plain.own_point == OwnPoint.CONFIRMED
    undo(before, pointed, plain, by=clerk)
    assert (plain.own_point, pointed.own_point) == (OwnPoint.NONE, OwnPoint.CONFIRMED)


def test_two_plain_copies_have_no_point_of_their_own(clerk, campaign, write, release):
    first, second = write("ann"), write("ann")
    merge(first, second, by=clerk)
    release(campaign)
    assert run() == 1
    second.refresh_from_db()
    assert (second.state, second.own_point) == (State.CLOSED, OwnPoint.NONE)
