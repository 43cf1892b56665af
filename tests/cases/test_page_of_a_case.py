"""The page of one case: the letter first, what is known of its writer above the answer, and what must not be claimed."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.cases import actions
from hemicycle.cases.actions import safety
from hemicycle.cases.inbox.languages import language_shown
from hemicycle.cases.messages import answer_to_letter
from hemicycle.cases.models import Case, ThreatReport
from hemicycle.channels.actions import give_answer
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.inbox.answers import facts_of
from hemicycle.channels.models import Inbound
from tests.cases.arriving import case_from, mailbox_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]

ADA = "ada@citizen.example"
FOUND = {"by": "software", "certainty": 0.87}


@pytest.fixture
def letters(office):
    return mailbox_of(office)


@pytest.fixture
def case(letters) -> Case:
    return case_from(letters, ADA, "My street floods.")


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


def found(case: Case, urgency: str) -> Case:
    message = {"message": case.latest_id, "start": 0, "end": 2}
    Case.objects.filter(pk=case.pk).update(urgency=urgency, evidence=FOUND | message)
    return Case.objects.get(pk=case.pk)


def from_the_form(office, text: str = "I know where you live.") -> Case:
    written = actions.write(office=office, text=text, channel="email", address=ADA, lang="en", form="f1")
    return Case.objects.get(pk=written.pk)


def test_an_address_that_nobody_confirmed_is_none_of_the_sender_for_the_police(
    sign_in, office, letters, clerk, request
):
    case = from_the_form(office)
    report = safety.report_threat(case, kind="threat", target="staff", by=clerk)
    client = sign_in(request.getfixturevalue("safety"))
    shown = client.get(reverse("cases:threat", args=[report.pk])).text
    assert "Address given by the sender, not confirmed" in shown and str(case) in shown
    packed = zipfile.ZipFile(io.BytesIO(client.post(reverse("cases:make_pack", args=[report.pk])).content))
    listed = json.loads(packed.read("manifest.json"))
    sender = next(one for one in listed["evidence"] if one["what"] == "sender")
    assert (listed["case"], sender["confirmed"]) == (str(case), False)
    assert sender["label"] == "Address given by the sender, not confirmed"
    Case.objects.filter(pk=case.pk).update(confirmed_at=timezone.now())
    assert "Address of the sender" in client.get(reverse("cases:threat", args=[report.pk])).text


def test_reporting_a_threat_confirms_what_the_software_found(sign_in, clerk, case):
    case = found(case, "threat")
    client = sign_in(clerk)
    assert "nobody has looked at it yet" in client.get(page("case", case)).text
    client.post(page("report_threat", case), {"kind": "threat", "target": "staff"})
    shown = client.get(page("case", case)).text
    assert "nobody has looked" not in shown and f"{clerk} looked at it on" in shown
    assert 'value="confirm"' not in shown and 'value="dismiss"' not in shown
    assert ThreatReport.objects.count() == 1


def test_whoever_answers_has_looked_at_it(sign_in, clerk, case):
    case = found(case, "time_limit")
    give_answer(case.latest, text="We come.", lang="en", key="k1", by=clerk)
    shown = sign_in(clerk).get(page("case", case)).text
    assert "nobody has looked" not in shown and f"{clerk} looked at it on" in shown


def test_an_answer_confirms_no_danger_and_the_letter_can_be_taken_back(clerk, case):
    case = found(case, "danger")
    assert actions.has_to_be_kept(case)
    give_answer(case.latest, text="We come.", lang="en", key="k1", by=clerk)
    case.refresh_from_db()
    assert case.evidence["by"] == "software" and not actions.has_to_be_kept(case)


def test_what_the_same_person_wrote_stands_above_the_answer(sign_in, clerk, letters, case):
    other = case_from(letters, ADA, "And my cellar.")
    shown = sign_in(clerk).get(page("case", case)).text
    before = shown.partition('id="answer-form"')[0]
    assert "Wrote 1 other letter to this office" in before and f"{other}</a></span>" in before
    merging = sign_in(clerk).get(page("merge", case)).text
    assert 'value="' + other.reference + '" checked' in merging and "And my" in merging


def test_letters_that_came_later_are_others_of_this_person_and_not_earlier_ones(sign_in, clerk, letters, case):
    later = case_from(letters, ADA, "It floods again.")
    shown = sign_in(clerk).get(page("case", case)).text
    others = shown.partition('id="earlier"')[2]
    assert "Other letters from this person" in others and later.written_reference in others
    assert "before" not in others.partition("</dt>")[0] and '<option value="" selected>Not assigned</option>' in shown


def test_the_letter_stands_above_what_is_done_about_it(sign_in, clerk, case):
    found(case, "self_harm")
    Case.objects.filter(pk=case.pk).update(waiting_since=timezone.now() - timedelta(hours=1))
    shown = sign_in(clerk).get(page("case", case)).text
    pane = shown.partition('id="thread"')[2]
    order = [pane.index(one) for one in (
        'id="remark-urgent"', 'class="inbox-received"', 'id="support-title"', 'class="inbox-tools"',
        'class="inbox-triage"', 'class="inbox-report"', 'id="answer-form"',
    )]  # fmt: skip
    assert order == sorted(order)
    assert "Answer due by" not in shown and "Answer today" in pane[: order[1]]


def test_a_members_office_learns_from_whom_a_letter_comes_and_both_references_are_in_its_answer(
    sign_in, office, letters, clerk, member_office, member
):
    mailbox_of(member_office, "ada@okafor.example")
    case = case_from(letters, ADA, "My street floods.")
    Inbound.objects.filter(pk=case.latest_id).update(received_at=timezone.now() - timedelta(days=9))
    row = actions.ask_to_pass_on(case, to=member_office, by=clerk)
    actions.answer_passing_on(row, agreed=True)
    there = Case.objects.get(office=member_office)
    shown = sign_in(member).get(page("case", there)).text
    assert f"Passed on by {office}, with the consent of whoever wrote it" in shown
    wrote = timezone.localtime(timezone.now() - timedelta(days=9)).date().isoformat()
    assert f'<time datetime="{wrote}' in shown
    assert str(case) not in shown
    footer = answer_to_letter(there.latest, OutgoingText("Re: x", "Yes.", "en")).footer
    assert str(case) in footer and str(there) in footer


def test_the_length_says_how_much_of_it_is_ones_own(sign_in, office, letters, clerk):
    case = from_the_form(office)
    Case.objects.filter(pk=case.pk).update(confirmed_at=timezone.now())
    Inbound.objects.filter(pk=case.latest_id).update(is_authenticated=True)
    facts = facts_of(Inbound.objects.get(pk=case.latest_id), text="x" * 20, lang="en")
    assert facts is not None and facts.is_framed and facts.length == 20
    said = sign_in(clerk).post(page("answer_length", case), {"text": "x" * 20, "lang": "en"}).text
    assert "with the lines that we add" in said and "20 of them are yours" in said


def test_passing_on_is_offered_beside_what_else_is_done_and_printing_says_whose_letter_it_is(
    sign_in, office, clerk, case
):
    shown = sign_in(clerk).get(page("case", case)).text
    tools = shown.partition('class="inbox-tools"')[2].partition('class="inbox-judging"')[0]
    assert page("pass_on", case) in tools
    assert f'class="inbox-printed">{office}, printed on' in shown


def test_a_letter_in_arabic_is_not_called_english(sign_in, clerk, case):
    arabic = "السلام عليكم، أكتب إليكم بشأن شارعي الذي يغمره الماء"
    Inbound.objects.filter(pk=case.latest_id).update(text=arabic)
    Case.objects.filter(pk=case.pk).update(lang="en")
    shown = sign_in(clerk).get(page("case", case)).text
    assert "language not known" in shown and "<span>EN</span>" not in shown
    Case.objects.filter(pk=case.pk).update(lang="ar")
    assert "(Arabic)" in sign_in(clerk).get(page("case", case)).text
    assert language_shown("en", "12 34") == "en" and language_shown("fr", "Ça ne va pas") == "fr"
