"""The pages of duties, training, leave, workload and the plan."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels import actions as channels
from hemicycle.governance.actions import duties, planning
from hemicycle.governance.models import (
    Activity,
    Appointment,
    Duty,
    Incident,
    LeakDrill,
    Leave,
    RecoveryTest,
    StaffHours,
    Training,
)
from hemicycle.rules.models import AuditEntry

SignIn = Callable[[object], Client]


@pytest.fixture
def approving(office: Office, secretary: User, editor: User) -> Duty:
    duty = duties.open_duty(kind=Duty.Kind.APPROVING, office=office, by=secretary)
    duties.appoint(duty, person=editor, part="holder", starts_on=timezone.localdate(), by=secretary)
    return duty


def at(name: str, *keys: object) -> str:
    return reverse(f"governance:{name}", args=keys)


def test_a_secretary_sees_gaps_and_others_see_who_holds_what(
    approving: Duty, sign_in: SignIn, secretary: User, officer: User
) -> None:
    page = sign_in(secretary).get(at("duties")).content.decode()
    assert "Nobody stands in." in page and f"{at('appoint', approving.pk)}?part=deputy" in page
    theirs = sign_in(officer).get(at("duties")).content.decode()
    assert "Edith Editor" in theirs and "Nobody stands in." not in theirs


def test_the_next_step_of_a_gap_leads_through_the_form_to_no_gap(
    approving: Duty, sign_in: SignIn, secretary: User, officer: User
) -> None:
    browser, today = sign_in(secretary), timezone.localdate().isoformat()
    sent = {"person": officer.pk, "part": "deputy", "starts_on": today, "ends_on": "", "handover": ""}
    assert browser.post(at("appoint", approving.pk), sent).status_code == 302
    again = browser.post(at("appoint", approving.pk), sent)
    assert again.status_code == 422 and "End theirs first." in again.content.decode()
    both = browser.post(at("appoint", approving.pk), {**sent, "person": approving.appointments.last().person.pk})
    assert both.status_code == 422


def test_a_handover_note_is_read_by_those_who_hold_the_duty(
    approving: Duty, sign_in: SignIn, secretary: User, officer: User, editor: User
) -> None:
    row = approving.appointments.get()
    sent = {"on": (timezone.localdate() + timedelta(days=3)).isoformat(), "handover": "Ask the archive."}
    assert sign_in(officer).post(at("end_appointment", row.pk), sent).status_code == 403
    assert sign_in(editor).post(at("end_appointment", row.pk), sent).status_code == 302
    assert "Ask the archive." in sign_in(editor).get(at("duty", approving.pk)).content.decode()
    assert "Ask the archive." not in sign_in(officer).get(at("duty", approving.pk)).content.decode()


def test_a_secretary_makes_a_duty_once_an_office_and_closes_it(
    approving: Duty, sign_in: SignIn, secretary: User, office: Office
) -> None:
    browser = sign_in(secretary)
    assert browser.post(at("new_duty"), {"kind": "approving", "office": office.pk}).status_code == 422
    assert browser.post(at("new_duty"), {"kind": "named", "office": office.pk}).status_code == 422
    browser.post(at("new_duty"), {"kind": "named", "name": "Sign language", "office": office.pk})
    made = Duty.objects.get(name="Sign language")
    browser.post(at("close_duty", made.pk))
    assert Duty.objects.get(pk=made.pk).closed_on == timezone.localdate()


def test_an_account_is_allocated_by_one_click_and_its_recovery_test_recorded(
    sign_in: SignIn, secretary: User, office: Office, officer: User, editor: User
) -> None:
    account = channels.open_account(office=office, kind="web", name="Website", address="www", owner=officer, by=editor)
    browser = sign_in(secretary)
    for _click in range(2):
        browser.post(at("allocate_account", account.pk))
    assert [one.person for one in Appointment.objects.filter(duty__account=account)] == [officer]
    browser.post(at("recovery_tested", account.pk), {"on": timezone.localdate().isoformat(), "works": "no"})
    assert not RecoveryTest.objects.get(account=account).works
    assert sign_in(editor).get(at("recovery_tested", account.pk)).status_code == 404


def test_a_person_enters_their_own_leave_and_sees_no_others(
    sign_in: SignIn, editor: User, officer: User, secretary: User
) -> None:
    today = timezone.localdate().isoformat()
    sign_in(editor).post(at("leave"), {"starts_on": today, "ends_on": today, "person": officer.pk})
    leave = Leave.objects.get()
    assert leave.person == editor
    assert sign_in(officer).post(at("remove_leave", leave.pk)).status_code == 404
    assert "Edith Editor" in sign_in(secretary).get(at("leave")).content.decode()
    sign_in(secretary).post(at("remove_leave", leave.pk))
    assert not Leave.objects.exists()


def test_a_person_sees_their_own_training_and_who_records_it_everybodys(
    sign_in: SignIn, editor: User, officer: User, secretary: User
) -> None:
    sent = {
        "person": editor.pk,
        "subjects": ["security", "other"],
        "title": "",
        "on": timezone.localdate().isoformat(),
    }
    browser = sign_in(secretary)
    assert browser.post(at("record_training"), sent).status_code == 422
    browser.post(at("record_training"), {**sent, "title": "Radio"})
    assert {one.what for one in Training.objects.all()} == {"Security", "Radio"}
    assert "Radio" in sign_in(editor).get(at("training")).content.decode()
    assert "Radio" not in sign_in(officer).get(at("training")).content.decode()
    assert "Radio" in browser.get(at("training")).content.decode()
    browser.post(at("remove_training", Training.objects.get(title="Radio").pk))
    assert Training.objects.count() == 1


def test_workload_of_offices_and_people_is_for_who_allocates_them(
    sign_in: SignIn, clerk: User, secretary: User, office: Office
) -> None:
    assert "Messages by person" not in sign_in(clerk).get(at("workload")).content.decode()
    sign_in(clerk).post(at("hours"), {"held": f"{clerk.pk}.{office.pk}", "hours": 5})
    assert StaffHours.objects.get().hours == 5
    page = sign_in(secretary).get(at("workload")).content.decode()
    assert "Messages by person" in page and "<h2>Research service</h2>" in page
    assert "Research service" in sign_in(secretary).get(at("workload_csv")).content.decode()


def test_each_table_that_leaves_is_in_the_audit_log(secretary: User, sign_in: SignIn) -> None:
    client = sign_in(secretary)
    for name in ("duties_csv", "workload_csv", "plan_csv"):
        client.get(at(name))
    entries = AuditEntry.objects.filter(action="governance.export").order_by("sequence")
    assert [one.facts["kind"] for one in entries] == ["duties", "workload", "plan"]


def test_an_activity_goes_from_the_plan_to_its_result(
    sign_in: SignIn, secretary: User, officer: User, editor: User, office: Office
) -> None:
    today = timezone.localdate().isoformat()
    sent = {
        "title": "School week", "goal": "Pupils know us.", "target": 12, "unit": "schools", "audience": "Pupils",
        "channel": "Visits", "office": office.pk, "owner": officer.pk, "starts_on": today, "ends_on": today,
    }  # fmt: skip
    assert sign_in(secretary).post(at("new_activity"), {**sent, "target": 0}).status_code == 422
    sign_in(secretary).post(at("new_activity"), sent)
    made = Activity.objects.get()
    assert sign_in(editor).post(at("begin_activity", made.pk)).status_code == 403
    sign_in(officer).post(at("begin_activity", made.pk))
    assert sign_in(officer).post(at("finish_activity", made.pk), {"result": 9}).status_code == 422
    sign_in(officer).post(at("finish_activity", made.pk), {"result": 9, "evidence": "https://assembly.example/a"})
    for address in (at("plan"), f"{at('plan')}?by=month", at("activity", made.pk), at("plan_csv")):
        assert "School week" in sign_in(editor).get(address).content.decode()


def test_no_page_of_these_opens_to_a_members_office_or_an_outsider(
    sign_in: SignIn, member: User, outsider: User, approving: Duty
) -> None:
    for name in ("duties", "training", "leave", "workload", "plan"):
        for one in (member, outsider):
            assert sign_in(one).get(at(name)).status_code == 403


def test_the_public_plan_shows_what_is_public_without_its_owner(
    sign_in: SignIn, citizen: object, secretary: User, officer: User, office: Office
) -> None:
    today = timezone.localdate()
    known = {
        "goal": "Pupils know us.", "target": 12, "unit": "schools", "audience": "Pupils", "channel": "Visits",
        "office": office, "owner": officer, "starts_on": today, "ends_on": today,
    }  # fmt: skip
    planning.plan_activity({**known, "title": "School week", "is_public": True}, by=secretary)
    planning.plan_activity({**known, "title": "Staff rota", "is_public": False}, by=secretary)
    page = sign_in(citizen).get(reverse("site:plan")).content.decode()
    assert "School week" in page and "Staff rota" not in page and "Oscar Officer" not in page


def test_the_public_policy_says_who_is_responsible(sign_in: SignIn, citizen: object, approving: Duty) -> None:
    page = sign_in(citizen).get(reverse("site:policy")).content.decode()
    assert "Approving" in page and "Research service" in page and "Edith Editor" not in page


def test_a_form_that_is_sent_again_makes_nothing_a_second_time(
    sign_in: SignIn, secretary: User, officer: User, office: Office
) -> None:
    browser, today = sign_in(secretary), timezone.localdate().isoformat()
    planned = {
        "title": "School week", "goal": "Pupils know.", "target": 12, "unit": "schools", "audience": "Pupils",
        "channel": "Visits", "office": office.pk, "owner": officer.pk, "starts_on": today, "ends_on": today,
    }  # fmt: skip
    moment = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None).isoformat(timespec="minutes")
    happened = {"kind": "leak", "title": "A leak", "aware_at": moment}
    named = {"kind": "named", "name": "Visits", "office": office.pk}
    for _twice in range(2):
        first = browser.post(at("new_activity"), planned, follow=True)
        browser.post(at("new_incident"), happened)
        browser.post(at("plant_drill"), {"place": "A draft"})
        browser.post(at("new_duty"), named)
    assert "It is there already" in first.content.decode()
    assert (Activity.objects.count(), Incident.objects.count(), LeakDrill.objects.count()) == (1, 1, 1)
    assert Duty.objects.count() == 1


def test_somebody_without_the_role_is_said_at_the_choice_and_leave_on_the_page(
    approving: Duty, sign_in: SignIn, secretary: User, officer: User, editor: User, administrator: User
) -> None:
    browser, today = sign_in(secretary), timezone.localdate()
    form = browser.get(at("appoint", approving.pk)).content.decode()
    assert "needs one of these roles: Editor." in form
    sent = {"person": officer.pk, "part": "deputy", "starts_on": today, "ends_on": "", "handover": ""}
    said = browser.post(at("appoint", approving.pk), sent, follow=True).content.decode()
    assert "Oscar Officer has no role here that it needs" in said and "Adam Administrator" in said

    duties.enter_leave(editor, starts_on=today, ends_on=today, by=editor)
    assert "Edith Editor is on leave until" in browser.get(at("duty", approving.pk)).content.decode()


def test_evidence_may_be_words_and_a_result_is_corrected_by_who_may_report(
    sign_in: SignIn, secretary: User, officer: User, clerk: User, office: Office
) -> None:
    today = timezone.localdate()
    known = {
        "title": "School week", "goal": "Pupils know.", "target": 12, "unit": "schools", "audience": "Pupils",
        "channel": "Visits", "office": office, "owner": officer, "starts_on": today, "ends_on": today, "is_public": True,
    }  # fmt: skip
    made = planning.plan_activity(known, by=secretary)
    browser, page = sign_in(officer), at("finish_activity", made.pk)
    browser.post(page, {"result": 9, "evidence": "javascript:alert(1), in the minutes"})
    shown = browser.get(at("activity", made.pk)).content.decode()
    assert "in the minutes" in shown and 'href="javascript' not in shown and "Correct the result" in shown

    assert sign_in(clerk).post(page, {"result": 1, "evidence": "None"}).status_code == 403
    browser.post(page, {"result": 11, "evidence": "Lists of the schools"})
    made.refresh_from_db()
    assert (made.state, made.result, made.evidence) == ("done", 11, "Lists of the schools")
    assert AuditEntry.objects.get(action="governance.correct_result").facts["was"] == 9


def test_who_was_given_a_duty_by_mistake_is_removed_on_the_same_day_alone(
    approving: Duty, sign_in: SignIn, secretary: User, officer: User
) -> None:
    row = duties.appoint(approving, person=officer, part="deputy", starts_on=timezone.localdate(), by=secretary)
    assert sign_in(officer).post(at("remove_appointment", row.pk)).status_code == 403
    page = sign_in(secretary).get(at("duty", approving.pk)).content.decode()
    assert at("remove_appointment", row.pk) in page
    sign_in(secretary).post(at("remove_appointment", row.pk))
    assert not approving.appointments.filter(part="deputy").exists()
    assert AuditEntry.objects.get(action="governance.remove_appointment").facts["part"] == "deputy"

    held = approving.appointments.get()
    approving.appointments.update(appointed_at=timezone.now() - timedelta(days=2))
    assert at("remove_appointment", held.pk) not in sign_in(secretary).get(at("duty", approving.pk)).content.decode()
    answer = sign_in(secretary).post(at("remove_appointment", held.pk), follow=True)
    assert "set its last day instead" in answer.content.decode() and approving.appointments.exists()
