"""The triage guide: the policy says it, everybody reads it, a press follows it, and counts say how often."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.navigation import visible_items
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.errors import NotAReader
from hemicycle.cases.inbox.triage import GUIDE, guide, rates
from hemicycle.cases.models import Case, GuidanceText, SavedView
from hemicycle.channels import actions as channels
from hemicycle.governance.actions import drafting
from hemicycle.governance.forms.values import beginning
from hemicycle.governance.models import Version
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.parameters import PARAMETERS
from tests.cases.test_threats import written_to
from tests.cast import person
from tests.governance.policies import adopted, draft, in_force

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


GUIDE_IN = {name: {"en": f"{name}: in English", "fr": f"{name} : en français"} for name in GUIDE}
ARTICLE = "Letters come to one of four decisions. {triage_answer} {triage_inform} {triage_escalate} {triage_leave}"


def drafted(by: User, texts: dict[str, dict[str, str]] = GUIDE_IN) -> Version:
    version = draft(by)
    drafting.add_article(
        version, language="en", heading="Letters", text=ARTICLE, key="letters", parameters=texts, by=by
    )
    return version


def test_the_guide_is_what_the_policy_in_force_says_in_each_language(
    sign_in, secretary, second_secretary, clerk, citizen, case
):
    in_force(drafted(secretary), by=secretary, second=second_secretary)
    english, french = (
        [client.get(url, headers={"accept-language": lang}).text for client, url in (
            (sign_in(clerk), page("case", case)), (sign_in(clerk), reverse("cases:triage_guide")), (sign_in(citizen), EXPECT),
        )]
        for lang in ("en", "fr")
    )  # fmt: skip
    with translation.override("en"):
        day = date_format(timezone.localdate(), "DATE_FORMAT")
    for text in english:
        assert all(f"{name}: in English" in text for name in GUIDE_IN) and "A question, a request" not in text
        assert f'<a href="/policy/#letters">article 1, Letters</a>, in force since {day}.' in text
    decided = ("triage_answer", "triage_inform", "triage_escalate", "triage_leave")
    assert all(f"{name} : en français" in text for text in french for name in decided)
    assert "triage_leave: in English" in sign_in(citizen).get("/policy/").text


def test_words_of_one_language_hold_in_all_of_them(secretary, second_secretary):
    one = {name: {"en": texts["en"]} for name, texts in GUIDE_IN.items()}
    in_force(drafted(secretary, one), by=secretary, second=second_secretary)
    with translation.override("es"):
        assert [one.text for one in guide()] == [texts["en"] for texts in GUIDE_IN.values()]


def test_a_guide_that_is_drafted_or_adopted_and_not_yet_in_force_changes_nothing(sign_in, secretary, clerk, case):
    version = drafted(secretary)
    for _state in ("draft", "adopted"):
        shown = sign_in(clerk).get(page("case", case)).text
        assert "A question, a request for help" in shown and "triage_answer: in English" not in shown
        assert "No policy in force says it" in shown and "/policy/#letters" not in shown
        if version.is_open:
            version = adopted(version, by=secretary)


def test_the_secretary_reads_the_guide_where_the_rest_is_written_and_drafts_it_in_the_policy(sign_in, secretary):
    client = sign_in(secretary)
    shown = client.get(GUIDANCE).text
    assert "A question, a request for help" in shown and f'href="{reverse("governance:texts")}"' in shown
    assert 'name="topic" value="care"' in shown and 'value="answer"' not in shown
    client.post(GUIDANCE, {"topic": "answer", "en": "Mine"})
    assert not GuidanceText.objects.exists()
    with pytest.raises(ValueError, match="answer"):
        actions.save_guidance("answer", {"en": "Mine"}, by=secretary)


def test_what_was_written_before_the_policy_said_it_binds_nobody_and_begins_the_article(
    sign_in, secretary, second_secretary, clerk, case
):
    GuidanceText.objects.create(topic="answer", lang="fr", text="Tout ce qui demande.", changed_by=secretary)
    assert "Tout ce qui demande." not in sign_in(clerk).get(page("case", case), headers={"accept-language": "fr"}).text
    assert "Tout ce qui demande." in sign_in(secretary).get(GUIDANCE).text
    begun = beginning(PARAMETERS["triage_answer"])
    assert begun["fr"] == "Tout ce qui demande." and begun["en"].startswith("A question, a request for help")
    in_force(drafted(secretary), by=secretary, second=second_secretary)
    assert "Tout ce qui demande." not in sign_in(secretary).get(GUIDANCE).text and GuidanceText.objects.exists()


def test_nobody_else_writes_it(sign_in, clerk, editor, administrator, member, superuser):
    for somebody in (clerk, editor, administrator, member, superuser):
        assert sign_in(somebody).post(GUIDANCE, {"topic": "care", "en": "Mine"}).status_code == 403
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
    actions.close(Case.objects.filter(pk=written_to(office, "Closed at once").pk), by=clerk)
    theirs = Case.objects.filter(pk=written_to(member_office).pk)
    actions.triage(theirs, outcome="escalate", to=member, by="test")
    (found,) = rates(clerk, since=timezone.now() - timedelta(days=1))
    assert (found.cases, found.open, found.closed) == (6, 1, 1)
    assert [(n, share) for _label, n, share in found.outcomes] == [(3, 75), (0, 0), (0, 0), (1, 25)]
    channels.give_answer(written_to(office, "Asked").latest, text="Yes.", lang="en", key="k", by=clerk)
    (found,) = rates(clerk, since=timezone.now() - timedelta(days=1))
    assert (found.closed, found.outcomes[0][1:]) == (1, (4, 80))
    shown = sign_in(clerk).get(reverse("cases:triage_guide")).text
    assert '<td class="num" data-label="Closed without a decision">1</td>' in shown
    assert "80 %" in shown and member_office.name not in shown
