"""Every page of an inquiry asks the database a small number of questions, however many messages there are."""

import pytest

from hemicycle.accounts.models import User
from hemicycle.listening.management.commands.measure_pages import build, measure
from hemicycle.listening.models import Inquiry

FEW, MANY = 400, 3_000
# Two of them on every page: the values in force, and the sensitive periods; one more where words of messages stand:
# which of these threaten somebody.
MOST = 19


@pytest.fixture
def measured(db: None) -> tuple[Inquiry, User]:
    return build(MANY)


def test_no_page_needs_nineteen_queries(measured: tuple[Inquiry, User]) -> None:
    counted = list(measure(*measured))

    assert {status for _page, status, _queries, _ms in counted} == {200}
    assert {page: queries for page, _status, queries, _ms in counted if queries >= MOST} == {}


def test_the_numbers_of_a_large_inquiry_add_up(measured: tuple[Inquiry, User]) -> None:
    shown = measured[0].shown
    assert shown is not None
    assert shown.messages == MANY
    assert shown.in_campaigns + shown.voices + shown.repeats + shown.set_aside == MANY
    assert sum(campaign.messages for campaign in shown.campaigns.all()) == shown.in_campaigns
    senders = shown.tally["senders"]
    assert sum(each * many for each, many in senders) == MANY
    assert sum(many for _each, many in senders) == shown.senders
