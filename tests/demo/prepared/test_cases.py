"""What people write to the invented House, as `make demo` leaves it: something of everything that the inbox shows."""

import pytest
from django.test import Client

from hemicycle.cases.inbox.many import names_of_templates
from hemicycle.cases.models import (
    AnswerTemplate,
    Campaign,
    CampaignOrigin,
    CampaignState,
    Case,
    Guidance,
    GuidanceText,
    Heard,
    Outcome,
    OwnPoint,
    Urgency,
)
from hemicycle.channels.models import Inbound, Outbound
from hemicycle.demo import cases, outcomes, replies
from hemicycle.demo.cases import PAPERS

pytestmark = pytest.mark.django_db


def test_the_template_has_one_name_in_the_three_languages():
    rows = [AnswerTemplate(name=one["name"], lang=one["lang"]) for one in replies.PAPERS["template"]]
    assert names_of_templates(rows) == {"Who may write": ["EN", "ES", "FR"]}


def test_letters_from_the_form_wait_confirmed_and_not(demo):
    letters = Case.objects.filter(channel="web", campaign=None)
    assert letters.count() == len(PAPERS["letter"])
    assert letters.confirmed().count() == sum(one["confirmed"] for one in PAPERS["letter"])


def test_what_nobody_announced_was_found_as_one_campaign_and_answered_once(demo):
    (found,) = Campaign.objects.filter(origin=CampaignOrigin.SOFTWARE)
    letters = found.cases.all()
    assert found.state == CampaignState.ANSWERED
    assert letters.count() == len(PAPERS["found"]["senders"])
    # Whoever asks for help is answered by themselves, and a point of somebody's own keeps their letter open.
    assert letters.filter(urgency=Urgency.CASEWORK, campaign_reply=None).count() == 1
    assert letters.filter(own_point=OwnPoint.FOUND, state="open").count() == 3


def test_of_two_that_were_announced_one_is_open_and_one_to_be_decided(demo):
    announced = Campaign.objects.filter(origin=CampaignOrigin.ORGANISER).order_by("pk")
    assert [one.state for one in announced] == [CampaignState.RUNNING, CampaignState.PROPOSED]
    assert [one.cases.count() for one in announced] == [3, 0]


def test_those_who_wrote_get_the_outcome_in_their_language(demo):
    outcome = Outcome.objects.get()
    said = {
        row.content.lang: str(row.content.content)
        for row in Outbound.objects.filter(pk__in=outcome.notices.values("outbound"))
    }
    assert set(said) == {"en", "es", "fr"}
    assert PAPERS["reasons"]["clause_6"]["fr"] in "".join(said.values())


@pytest.mark.parametrize(
    ("language", "clause"), [("en", "Combined sewers"), ("fr", "Égouts unitaires"), ("es", "Colectores unitarios")]
)
def test_everybody_reads_what_the_committee_heard_and_what_it_did(demo, language, clause):
    bill = Heard.objects.get().bill
    page = Client(headers={"accept-language": language}).get(f"{bill.get_absolute_url()}heard/").content.decode()
    assert PAPERS["reasons"]["clause_5"][language] in page
    assert clause in page


def test_who_reads_threats_sees_where_to_get_help(demo):
    assert GuidanceText.objects.said(Guidance.CARE, "es") == PAPERS["care"]["es"]


def test_a_second_time_adds_nothing(demo):
    before = [table.objects.count() for table in (Inbound, Case, Campaign, Outcome, Heard)]
    cases.receive()
    outcomes.answer()
    assert [table.objects.count() for table in (Inbound, Case, Campaign, Outcome, Heard)] == before
