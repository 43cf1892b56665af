"""The triage guide: the House writes it, everybody reads it, a press follows it, and counts say how often."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.navigation import visible_items
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.errors import NotAReader
from hemicycle.cases.inbox.triage import rates
from hemicycle.cases.models import Case, GuidanceText, SavedView
from hemicycle.rules.models import AuditEntry
from tests.cases.test_threats import written_to
from tests.cast import person

pytestmark = pytest.mark.django_db

INBOX = reverse("cases:inbox")
GUIDANCE = reverse("cases:guidance")
EXPECT = reverse("site:what_to_expect")


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


@pytest.fixture
def colleague(office) -> User:
    return person("Cora Clerk", Role.CLERK, office=office)


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
    shown = client.post(page("triage", case), {"outcome": "answer"}, follow=True)
    case.refresh_from_db()
    assert (case.triage, case.state) == ("answer", "open")
    assert "Triaged: Answer." in shown.text
    assert AuditEntry.objects.get(action="cases.triage").facts == {"outcome": "answer"}
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


def triage_form(text: str) -> str:
    return text.partition('class="inbox-triage"')[2].partition("</form>")[0]


def test_whoever_escalates_a_case_says_to_whom(sign_in, clerk, colleague, case):
    refused = sign_in(clerk).post(page("triage", case), {"outcome": "escalate", "to": ""})
    assert refused.status_code == 422
    said = triage_form(refused.text)
    assert "Choose the colleague who is to see to it." in said and 'aria-invalid="true"' in said
    assert refused.text.partition('class="inbox-triage"')[2].startswith(" open>")
    with pytest.raises(ValueError, match="nobody to escalate to"):
        actions.triage(Case.objects.filter(pk=case.pk), outcome="escalate", by=clerk)
    case.refresh_from_db()
    assert (case.triage, case.assignee) == ("", None) and not Notice.objects.filter(kind="cases.escalated").exists()


def test_it_is_escalated_to_a_colleague_who_may_answer_it_and_to_nobody_else(
    sign_in, clerk, colleague, researcher, officer, other_clerk, case
):
    offered = triage_form(sign_in(clerk).get(page("case", case)).text)
    assert str(colleague.pk) in offered
    for somebody in (clerk, researcher, officer, other_clerk):
        assert str(somebody.pk) not in offered
        refused = sign_in(clerk).post(page("triage", case), {"outcome": "escalate", "to": str(somebody.pk)})
        assert refused.status_code == 422
    with pytest.raises(NotAReader):
        actions.triage(Case.objects.filter(pk=case.pk), outcome="escalate", to=researcher, by=clerk)
    case.refresh_from_db()
    assert (case.triage, case.assignee) == ("", None)


def test_whoever_it_is_escalated_to_has_it_and_is_notified_at_once_and_it_can_be_undone(
    sign_in, clerk, colleague, case
):
    client = sign_in(clerk)
    shown = client.post(page("triage", case), {"outcome": "escalate", "to": str(colleague.pk)}, follow=True)
    assert "Escalated to Cora Clerk, who is notified." in shown.text
    case.refresh_from_db()
    assert (case.triage, case.assignee, case.state) == ("escalate", colleague, "open")
    notice = Notice.objects.get(kind="cases.escalated")
    assert (notice.person, notice.about) == (colleague, case.pk) and notice.mail_at is not None
    assert not Notice.objects.filter(kind="cases.assigned").exists()
    there = sign_in(colleague).get(reverse("notices")).text
    assert "A colleague escalated a case to you: read it now." in there
    (said,) = [one for one in shown.context["messages"] if "undo:" in (one.extra_tags or "")]
    client.post(said.extra_tags.removeprefix("undo:"))
    case.refresh_from_db()
    assert (case.triage, case.assignee) == ("", None)
    assert not Notice.objects.unread().filter(kind="cases.escalated").exists()


def test_undoing_what_was_done_later_leaves_it_escalated(clerk, colleague, case):
    rows = Case.objects.filter(pk=case.pk)
    actions.triage(rows, outcome="escalate", to=colleague, by=clerk)
    actions.restore(rows, actions.close(rows, by=clerk), by=clerk)
    case.refresh_from_db()
    assert (case.triage, case.assignee) == ("escalate", colleague)
    assert Notice.objects.unread().filter(kind="cases.escalated").count() == 1


def test_where_nobody_else_answers_it_is_escalated_to_nobody(sign_in, member, member_office):
    theirs = written_to(member_office)
    shown = triage_form(sign_in(member).get(page("case", theirs)).text)
    assert "Nobody else of this office may answer it." in shown and 'value="escalate"' not in shown


def test_the_list_narrows_to_what_was_decided_and_is_kept_as_a_view(sign_in, clerk, colleague, office, case):
    other = written_to(office, "A second letter")
    actions.triage(Case.objects.filter(pk=case.pk), outcome="escalate", to=colleague, by=clerk)
    client = sign_in(clerk)
    row = {one: f'value="{one.reference}" form="bulk"' for one in (case, other)}
    escalated, untriaged = (client.get(INBOX, {"triage": value}).text for value in ("escalate", "none"))
    assert row[case] in escalated and row[other] not in escalated
    assert row[other] in untriaged and row[case] not in untriaged
    client.post(f"{reverse('cases:save_view')}?triage=escalate", {"name": "Escalated", "office": office.pk})
    assert SavedView.objects.get().query == "triage=escalate"
    shelf = client.get(INBOX).text.partition('class="inbox-shelf"')[2].partition("</nav>")[0]
    assert 'href="/inbox/?triage=escalate"' in shelf and '<span class="count">1</span>' in shelf


def test_nothing_is_closed_because_it_is_escalated(sign_in, clerk, case):
    client = sign_in(clerk)
    reasons = client.get(INBOX).text.partition('id="bulk-triage"')[2].partition("</select>")[0]
    assert 'value="inform"' in reasons and 'value="escalate"' not in reasons
    actions.close(Case.objects.filter(pk=case.pk), triage="escalate", by=clerk)
    case.refresh_from_db()
    assert (case.state, case.triage) == ("closed", "")


def test_the_secretary_finds_the_guidance_from_the_first_page(sign_in, secretary, clerk):
    started = sign_in(secretary).get(reverse("site:start"), follow=True)
    assert started.status_code == 200 and f'href="{GUIDANCE}"' in started.text
    assert "Guidance for staff" in sign_in(secretary).get(GUIDANCE).text
    assert GUIDANCE not in [one.url for one in visible_items(clerk, "/")]


def test_staff_see_how_often_each_outcome_is_chosen_in_their_own_offices(
    sign_in, clerk, office, member_office, member
):
    for number, outcome in enumerate(("answer", "answer", "answer", "leave", "")):
        case = written_to(office, f"Text {number}")
        if outcome:
            actions.triage(Case.objects.filter(pk=case.pk), outcome=outcome, by=clerk)
    theirs = Case.objects.filter(pk=written_to(member_office).pk)
    actions.triage(theirs, outcome="escalate", to=member, by="test")
    (found,) = rates(clerk, since=timezone.now() - timedelta(days=1))
    assert (found.cases, found.open) == (5, 1)
    assert [(n, share) for _label, n, share in found.outcomes] == [(3, 75), (0, 0), (0, 0), (1, 25)]
    shown = sign_in(clerk).get(reverse("cases:triage_guide")).text
    assert "75 %" in shown and member_office.name not in shown
