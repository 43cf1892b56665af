"""What the software takes for urgent in the words of a campaign is not said of each of its letters."""

import pytest
from django.utils import timezone

from hemicycle.cases import actions
from hemicycle.cases.actions import campaigns
from hemicycle.cases.actions.campaigns.searching import to_compare
from hemicycle.cases.jobs.judging import judge_due
from hemicycle.cases.models import Campaign, CampaignState, Case
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db

# The model takes this for a threat, which it is none.
SHARED = (
    "I ask the House to add to Bill 14 that every town with a night shift has a bus home after it.\n\n"
    "Whoever works until ten should not need a car to get home."
)
THREAT = "I know where you live. I will come to your house and kill you."


@pytest.fixture
def night_bus(campaign) -> Campaign:
    Campaign.objects.filter(pk=campaign.pk).update(text=SHARED.replace("\n\n", " "))
    campaign.refresh_from_db()
    return campaign


def judged(case: Case) -> str:
    Case.objects.filter(pk=case.pk).update(judged_at=None)
    judge_due()
    case.refresh_from_db()
    return case.urgency


def test_the_sentence_is_taken_for_urgent_where_it_stands_alone(night_bus, write):
    assert judged(write("ann", text=SHARED, joins=False)) == "threat"


def test_shared_words_make_no_letter_of_a_campaign_urgent(night_bus, write):
    assert judged(write("ann", text=SHARED)) == ""


def test_what_somebody_adds_of_their_own_is_found_beside_them(night_bus, write):
    case = write("ann", text=SHARED, own=THREAT)
    assert judged(case) == "threat"
    assert case.evidence["start"] >= len(SHARED)


def test_a_letter_judged_before_it_joined_is_judged_again(night_bus, write):
    case = write("ann", text=SHARED, joins=False)
    assert judged(case) == "threat"
    campaigns.join(case, night_bus, by="test")
    case.refresh_from_db()
    assert (case.urgency, case.judged_at) == ("", None)
    judge_due()
    case.refresh_from_db()
    assert (case.urgency, case.judged_at is None) == ("", False)
    assert AuditEntry.objects.filter(action="cases.leave_to_campaign").count() == 1


def test_a_campaign_that_was_found_takes_its_words_when_people_accept_it(night_bus, write):
    Campaign.objects.filter(pk=night_bus.pk).update(
        state=CampaignState.PROPOSED, origin="software", decided_at=None, decided_by=""
    )
    night_bus.refresh_from_db()
    case = write("ann", text=SHARED)
    assert judged(case) == "threat"
    campaigns.accept(night_bus, by="clerk")
    case.refresh_from_db()
    assert case.urgency == ""


def test_what_a_person_said_of_a_letter_stays(night_bus, clerk, write):
    case = write("ann", text=SHARED, joins=False)
    judged(case)
    actions.confirm_urgency(case, by=clerk)
    campaigns.join(case, night_bus, by="test")
    case.refresh_from_db()
    assert case.urgency == "threat"


def test_a_letter_that_leaves_its_campaign_is_judged_by_itself(night_bus, write):
    case = write("ann", text=SHARED)
    assert judged(case) == ""
    campaigns.leave(Case.objects.filter(pk=case.pk), by="test")
    judge_due()
    case.refresh_from_db()
    assert case.urgency == "threat"


def test_copies_that_the_software_takes_for_threats_are_still_compared(night_bus, office, clerk, write):
    case = write("ann", text=SHARED, joins=False)
    Case.objects.filter(pk=case.pk).update(searched_at=None, opened_at=timezone.now())
    assert judged(case) == "threat" and case in to_compare(office)
    actions.confirm_urgency(case, by=clerk)
    assert case not in to_compare(office)
