"""What cannot wait: found by the software with the words that tell, confirmed, corrected or dismissed by people."""

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from hemicycle.accounts.models import Notice
from hemicycle.cases import actions
from hemicycle.cases.jobs.judging import judge_due
from hemicycle.cases.models import Case, State
from hemicycle.channels import actions as channels
from hemicycle.channels.actions import erase
from hemicycle.channels.models import Inbound
from hemicycle.rules.models import AuditEntry
from tests.cases.arriving import case_from, mailbox_of

pytestmark = pytest.mark.django_db

THREAT = "I know where you live. If you vote for this law I will come to your house and kill you."
ORDINARY = "Thank you for the debate on Tuesday. I support clause 4 of the bill."


@pytest.fixture
def threat(office) -> Case:
    return case_from(mailbox_of(office), "x@citizen.example", THREAT, lang="")


def judged(case: Case) -> Case:
    judge_due()
    case.refresh_from_db()
    return case


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


def test_a_threat_is_found_with_its_words_and_its_language_and_nothing_is_closed_by_it(clerk, threat):
    found = judged(threat)
    assert (found.urgency, found.lang, found.state) == ("threat", "en", State.OPEN)
    assert (
        "kill you" in THREAT[found.evidence["start"] : found.evidence["end"]]
        or "live" in THREAT[found.evidence["start"] : found.evidence["end"]]
    )
    assert found.evidence["by"] == "software"
    assert AuditEntry.objects.get(action="cases.judge").facts == {"found": "threat"}


def test_an_ordinary_letter_can_wait_and_is_read_once(office):
    case = judged(case_from(mailbox_of(office), "a@citizen.example", ORDINARY))
    assert (case.urgency, case.evidence) == ("", {})
    assert case.judged_at is not None and judge_due() == 0


def test_whoever_is_evicted_on_friday_is_in_danger_and_asks_for_help(sign_in, clerk, office):
    text = (
        "El viernes me desahucian y no tengo adónde ir. Nadie me contesta. ¿Puede ayudarme alguien antes de ese día?"
    )
    case = judged(case_from(mailbox_of(office), "ana@citizen.example", text, lang="es"))
    assert (case.urgency, case.evidence["also"]) == ("danger", ["time_limit", "casework"])
    assert date.fromisoformat(case.evidence["due"]).weekday() == 4
    shown, listed = sign_in(clerk).get(page("case", case)).text, sign_in(clerk).get(reverse("cases:inbox")).text
    assert "also found: Ends on a date, Asks for help" in shown and "<span>Asks for help</span>" in listed


def test_a_time_limit_stands_with_its_day_before_a_plea_for_help(sign_in, clerk, office):
    text = (
        "My residence permit expires on 12 December 2099 and I lose my job if it is not renewed by then. My "
        "application has been with the office for five months, and nobody answers. Can you help me with it?"
    )
    case = judged(case_from(mailbox_of(office), "ada@citizen.example", text))
    assert (case.urgency, case.evidence["also"]) == ("time_limit", ["casework"])
    listed = sign_in(clerk).get(reverse("cases:inbox")).text
    assert "Ends on a date: 12 December" in listed and "<span>Asks for help</span>" in listed


def test_those_who_answer_letters_are_notified_at_once_and_nobody_elsewhere(
    clerk, officer, researcher, member, other_clerk, threat
):
    judged(threat)
    notices = Notice.objects.filter(kind="cases.urgent")
    assert [one.person for one in notices] == [clerk]
    assert notices.get().mail_at is not None


def test_the_page_marks_the_words_and_says_that_the_software_found_them(sign_in, clerk, threat):
    judged(threat)
    shown = sign_in(clerk).get(page("case", threat)).text
    assert 'id="mark-urgent"' in shown and "nobody has looked at it yet" in shown
    client = sign_in(clerk)
    listed = client.get("/inbox/?urgency=threat").text
    assert page("case", threat) in listed and "found by the software" in listed
    client.post(page("urgency", threat), {"do": "confirm"})
    assert "found by the software" not in client.get("/inbox/?urgency=threat").text


def test_who_may_not_read_the_letter_sees_none_of_its_words(sign_in, officer, threat):
    judged(threat)
    shown = sign_in(officer).get(page("case", threat)).text
    assert "Threat" in shown and "kill you" not in shown and 'id="mark-urgent"' not in shown
    assert sign_in(officer).post(page("urgency", threat), {"do": "dismiss"}).status_code == 403


def test_what_a_person_dismissed_is_not_found_again_in_the_same_message(sign_in, clerk, threat):
    judged(threat)
    sign_in(clerk).post(page("urgency", threat), {"do": "dismiss"})
    Case.objects.update(judged_at=None)
    assert judged(threat).urgency != "threat"
    assert AuditEntry.objects.filter(action="cases.dismiss_urgency").count() == 1


def test_what_a_person_confirmed_or_corrected_stays(sign_in, clerk, threat):
    judged(threat)
    client = sign_in(clerk)
    client.post(page("urgency", threat), {"do": "confirm"})
    assert f"{clerk} looked at it on" in client.get(page("case", threat)).text
    said = client.post(page("urgency", threat), {"do": "set", "urgency": "danger"}, follow=True).text
    assert "It cannot wait: Somebody is in danger." in said
    assert client.post(page("urgency", threat), {"do": "set", "urgency": "nonsense"}, follow=True).status_code == 200
    Case.objects.update(judged_at=None)
    assert judged(threat).urgency == "danger"


def test_who_takes_an_answer_back_has_not_looked_at_what_cannot_wait(sign_in, clerk, threat):
    first = channels.give_answer(judged(threat).latest, text="We saw it.", lang="en", key="a", by=clerk)
    assert f"{clerk} looked at it on" in sign_in(clerk).get(page("case", threat)).text
    channels.take_back(first, by=clerk)
    shown = sign_in(clerk).get(page("case", threat)).text
    assert "looked at it on" not in shown and "nobody has looked at it yet" in shown
    assert "<summary>Show the words that were taken back</summary>" in shown


def test_who_takes_a_second_answer_back_has_looked_at_it_all_the_same(clerk, threat):
    for number in range(2):
        said = {"text": f"We saw it {number}.", "lang": "en", "key": str(number)}
        answer = channels.give_answer(judged(threat).latest, **said, by=clerk)
    channels.take_back(answer, by=clerk)
    threat.refresh_from_db()
    assert threat.evidence["who"] == str(clerk.pk)


def test_nothing_chosen_is_no_threat_and_no_change(sign_in, clerk, office):
    case = judged(case_from(mailbox_of(office), "a@citizen.example", ORDINARY))
    client = sign_in(clerk)
    chosen = client.get(page("case", case)).text.partition('id="set-urgency"')[2].partition("</select>")[0]
    assert re.match(r'[^>]*required><option value="">Choose', chosen)
    said = client.post(page("urgency", case), {"do": "set", "urgency": ""}, follow=True).text
    case.refresh_from_db()
    assert "Choose why it cannot wait." in said and case.urgency == ""


def test_a_further_message_is_read_too(office, clerk):
    letters = mailbox_of(office)
    case = judged(case_from(letters, "a@citizen.example", ORDINARY))
    assert case_from(letters, "a@citizen.example", f"{THREAT} Reference {case}") == case
    assert judged(case).urgency == "threat"


def test_one_letter_that_cannot_be_judged_stops_no_other_and_nothing_is_written_twice(office, monkeypatch):
    letters, judge = mailbox_of(office), actions.judge
    cases = [case_from(letters, f"{n}@citizen.example", THREAT, lang="") for n in range(3)]

    def failing(some, found, *, by):
        if cases[1] in some:
            raise ValueError("unreadable")
        return judge(some, found, by=by)

    monkeypatch.setattr(actions, "judge", failing)
    judge_due()
    found = dict(Case.objects.values_list("pk", "urgency"))
    assert [found[one.pk] for one in cases] == ["threat", "", "threat"]
    assert not Case.objects.unjudged().exists()
    assert AuditEntry.objects.filter(action="cases.judge").count() == 2


def test_words_that_are_erased_leave_no_evidence(office, clerk):
    letters = mailbox_of(office)
    case = case_from(letters, "x@citizen.example", THREAT)
    judged(case)
    case_from(letters, "x@citizen.example", f"{ORDINARY} Reference {case}")
    erase(Inbound.objects.filter(text=THREAT), office=office, by="test")
    case.refresh_from_db()
    assert (case.urgency, case.evidence) == ("", {})


def test_what_is_closed_before_the_software_has_read_it_is_read_all_the_same(office, clerk, threat):
    actions.close(Case.objects.all(), by=clerk)
    assert (judged(threat).urgency, threat.state) == ("threat", State.CLOSED)
    assert Notice.objects.filter(kind="cases.urgent", person=clerk).exists()


def test_an_erased_message_takes_nothing_with_it_that_was_found_in_another(office, clerk):
    letters = mailbox_of(office)
    case = case_from(letters, "x@citizen.example", THREAT)
    actions.confirm_urgency(judged(case), by=clerk)
    case_from(letters, "x@citizen.example", f"{ORDINARY} Reference {case}")
    erase(Inbound.objects.exclude(text=THREAT), office=office, by="test")
    case.refresh_from_db()
    assert (case.urgency, case.evidence["by"], case.latest.text) == ("threat", "staff", THREAT)
    actions.set_urgency(case, "", by=clerk)
    case_from(letters, "x@citizen.example", f"{ORDINARY} Again. Reference {case}")
    erase(Inbound.objects.exclude(text=THREAT), office=office, by="test")
    assert judged(case).urgency == ""


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="PostgreSQL chooses by what it has counted")
def test_what_is_to_be_judged_is_found_by_its_index(office, threat):
    assert "cases_case_unjudged" in Case.objects.unjudged()[:50].explain()
