"""The triage guide: the House writes it, everybody reads it, a press follows it, and counts say how often."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.cases import actions
from hemicycle.cases.inbox.triage import rates
from hemicycle.cases.models import Case, GuidanceText
from hemicycle.rules.models import AuditEntry
from tests.cases.test_threats import written_to

pytestmark = pytest.mark.django_db

GUIDANCE = reverse("cases:guidance")
EXPECT = reverse("site:what_to_expect")


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


@pytest.fixture
def case(office) -> Case:
    return written_to(office, "When does the committee hear the public on clause four?")


def test_the_guide_stands_beside_each_case_and_on_the_public_page(sign_in, clerk, citizen, case):
    shown = sign_in(clerk).get(page("case", case)).text
    assert "Triage guide" in shown and "A question, a request for help" in shown
    assert "A question, a request for help" in sign_in(citizen).get(EXPECT).text


def test_what_the_house_writes_replaces_it_in_that_language(sign_in, secretary, clerk, citizen, case):
    said = {"topic": "answer", "en": "Whatever asks us something.", "fr": "", "es": ""}
    sign_in(secretary).post(GUIDANCE, said)
    assert "Whatever asks us something." in sign_in(citizen).get(EXPECT).text
    assert "Whatever asks us something." in sign_in(clerk).get(page("case", case)).text
    french = sign_in(citizen).get(EXPECT, headers={"accept-language": "fr"}).text
    assert "Whatever asks us something." not in french
    sign_in(secretary).post(GUIDANCE, said | {"en": ""})
    assert not GuidanceText.objects.exists() and "A question, a request" in sign_in(citizen).get(EXPECT).text


def test_nobody_else_writes_it(sign_in, clerk, editor, administrator, member, superuser):
    for somebody in (clerk, editor, administrator, member, superuser):
        assert sign_in(somebody).post(GUIDANCE, {"topic": "answer", "en": "Mine"}).status_code == 403
    assert not GuidanceText.objects.exists()


def test_a_press_says_what_becomes_of_a_case_and_can_be_undone(sign_in, clerk, case):
    client = sign_in(clerk)
    shown = client.post(page("triage", case), {"outcome": "inform"}, follow=True)
    case.refresh_from_db()
    assert (case.triage, case.state) == ("inform", "open")
    assert "Triaged: Pass on for information." in shown.text
    assert AuditEntry.objects.get(action="cases.triage").facts == {"outcome": "inform"}
    (said,) = [one for one in shown.context["messages"] if "undo:" in (one.extra_tags or "")]
    client.post(said.extra_tags.removeprefix("undo:"))
    case.refresh_from_db()
    assert case.triage == ""


def test_what_is_left_without_an_answer_is_closed_with_that_as_the_reason_and_undone_is_open(sign_in, clerk, case):
    client = sign_in(clerk)
    before = actions.triage(Case.objects.filter(pk=case.pk), outcome="leave", by=clerk)
    case.refresh_from_db()
    assert (case.state, case.triage, case.waiting_since) == ("closed", "leave", None)
    assert "Leave without an answer" in client.get(page("case", case)).text
    actions.restore(Case.objects.filter(pk=case.pk), before, by=clerk)
    case.refresh_from_db()
    assert (case.state, case.triage) == ("open", "") and case.waiting_since is not None


def test_an_outcome_that_is_not_in_the_guide_changes_nothing(sign_in, clerk, case):
    shown = sign_in(clerk).post(page("triage", case), {"outcome": "burn"}, follow=True).text
    assert "Choose one of the decisions of the guide." in shown
    with pytest.raises(ValueError, match="burn"):
        actions.triage(Case.objects.filter(pk=case.pk), outcome="burn", by=clerk)
    case.refresh_from_db()
    assert case.triage == ""


def test_who_does_not_read_a_case_does_not_triage_it(sign_in, officer, other_clerk, member, case):
    for somebody, status in ((officer, 403), (other_clerk, 404), (member, 404)):
        assert sign_in(somebody).post(page("triage", case), {"outcome": "leave"}).status_code == status
    case.refresh_from_db()
    assert case.triage == ""


def test_staff_see_how_often_each_outcome_is_chosen_in_their_own_offices(sign_in, clerk, office, member_office):
    for number, outcome in enumerate(("answer", "answer", "answer", "leave", "")):
        case = written_to(office, f"Text {number}")
        if outcome:
            actions.triage(Case.objects.filter(pk=case.pk), outcome=outcome, by=clerk)
    actions.triage(Case.objects.filter(pk=written_to(member_office).pk), outcome="escalate", by="test")
    (found,) = rates(clerk, since=timezone.now() - timedelta(days=1))
    assert (found.cases, found.open) == (5, 1)
    assert [(n, share) for _label, n, share in found.outcomes] == [(3, 75), (0, 0), (0, 0), (1, 25)]
    shown = sign_in(clerk).get(reverse("cases:triage_guide")).text
    assert "75 %" in shown and member_office.name not in shown
