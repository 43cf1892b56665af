"""An incident has steps and a clock; a leak drill searches everything that is public for planted words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache.backends.filebased import FileBasedCache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Notice, User
from hemicycle.governance import drills, jobs
from hemicycle.governance.actions import drills as drill_actions
from hemicycle.governance.actions import incidents as actions
from hemicycle.governance.actions import reminding
from hemicycle.governance.errors import NoReason
from hemicycle.governance.models import Incident, IncidentStep, LeakDrill, LeakSearch
from hemicycle.governance.presenters import incidents as presenter
from hemicycle.record.models import Document
from hemicycle.record.tables.columns import name_of
from hemicycle.rules.classification import Classification
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.rules.work import Tick

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
BOARD = "/policy/incidents/"


def opened(by: User, kind: str = "breach", hours: float = 1, *, personal: bool = False) -> Incident:
    return actions.open_incident(
        kind=kind, title="A list of addresses was mailed to everybody", description="", has_personal_data=personal,
        aware_at=timezone.now() - timedelta(hours=hours), by=by,
    )  # fmt: skip


def settle_all(incident: Incident, by: User) -> None:
    for step in incident.steps.filter(settled_at=None):
        actions.settle_step(step, is_needed=True, note="", by=by)


def test_a_breach_has_to_be_notified_within_72_hours_of_awareness(secretary: User) -> None:
    incident = opened(secretary)
    (clocked,) = incident.steps.exclude(due_at=None)
    assert clocked.key == "authority"
    assert clocked.due_at == incident.aware_at + timedelta(hours=72)


@pytest.mark.parametrize("kind", Incident.Kind.values)
def test_every_kind_has_steps_that_end_with_a_report_to_the_presiding_body(kind: str, secretary: User) -> None:
    keys = list(opened(secretary, kind).steps.values_list("key", flat=True))
    assert len(keys) >= 5 and keys[-1] == "presiding"


def test_the_clock_runs_from_awareness_once_personal_data_turn_out_to_be_concerned(secretary: User) -> None:
    incident = opened(secretary, "stream", hours=10)
    assert not incident.steps.exclude(due_at=None).exists()
    for _click in range(2):
        actions.find_personal_data(incident, by=secretary)
    (clocked,) = incident.steps.exclude(due_at=None)
    assert clocked.due_at == incident.aware_at + timedelta(hours=72)


def test_those_responsible_see_the_clock_on_every_page_until_the_step_is_settled(
    secretary: User, administrator: User, clerk: User, sign_in: Browser
) -> None:
    incident = opened(secretary)
    for person in (secretary, administrator):
        assert "Notify the supervisory authority" in sign_in(person).get("/account/notices/").text
    assert "Notify the supervisory authority" not in sign_in(clerk).get("/account/notices/").text
    settle_all(incident, secretary)
    assert presenter.banner(secretary) is None


def test_a_deadline_that_has_passed_is_said_to_be_overdue(secretary: User, sign_in: Browser) -> None:
    incident = opened(secretary, hours=80)
    banner = presenter.banner(secretary)
    assert banner is not None and banner.kind == "error" and banner.title.startswith("Overdue since")
    assert "Overdue" in sign_in(secretary).get(f"{BOARD}{incident.pk}/").text


def test_once_a_deadline_has_passed_those_responsible_get_one_notice_of_it(
    secretary: User, administrator: User, clerk: User, sign_in: Browser
) -> None:
    step = opened(secretary, hours=71).steps.exclude(due_at=None).get()
    assert reminding.remind(by="worker") == 0
    IncidentStep.objects.filter(pk=step.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    assert [reminding.remind(by="worker") for _round in range(2)] == [1, 0]
    notices = Notice.objects.about([actions.OVERDUE], step.pk)
    assert {one.person for one in notices} == {secretary, administrator}
    page = sign_in(administrator).get("/account/notices/").text
    assert "A deadline of an incident has passed, and what it asks for is not done." in page
    actions.settle_step(step, is_needed=True, note="", by=secretary)
    assert not notices.filter(ended_at=None).exists()


def test_of_a_deadline_that_was_kept_nobody_gets_a_notice(secretary: User) -> None:
    incident = opened(secretary, hours=80)
    settle_all(incident, secretary)
    assert reminding.remind(by="worker") == 0


def test_whoever_is_responsible_gets_a_notice_and_whoever_opened_it_none(secretary: User, administrator: User) -> None:
    incident = opened(secretary)
    unread = Notice.objects.unread().about([actions.OPENED], incident.pk)
    assert {one.person_id for one in unread} == {administrator.pk}


def test_a_step_is_settled_once_and_one_that_is_left_out_says_why(secretary: User, administrator: User) -> None:
    step = opened(secretary).steps.first()
    assert step is not None
    with pytest.raises(NoReason):
        actions.settle_step(step, is_needed=False, note=" ", by=secretary)
    actions.settle_step(step, is_needed=False, note="Nothing had left yet", by=secretary)
    with pytest.raises(IllegalMove):
        actions.settle_step(step, is_needed=True, note="", by=administrator)
    step.refresh_from_db()
    assert (step.settled_by, step.is_needed, step.note) == (secretary, False, "Nothing had left yet")


def test_it_is_closed_with_a_report_once_every_step_is_settled(secretary: User, sign_in: Browser) -> None:
    incident, client = opened(secretary), sign_in(secretary)
    page = f"{BOARD}{incident.pk}/"
    assert client.post(f"{page}close/", {"report": "It is over."}).status_code == 422
    for step in incident.steps.all():
        client.post(f"{page}steps/{step.pk}/", {"note": "Done by telephone"})
    assert client.post(f"{page}close/", {"report": ""}).status_code == 422
    client.post(f"{page}close/", {"report": "It is over."})
    incident.refresh_from_db()
    assert incident.closed_by == secretary
    assert "It is over." in client.get(page).text
    with pytest.raises(IllegalMove):
        actions.find_personal_data(incident, by=secretary)


def test_the_policy_may_ask_for_a_new_sign_in_before_one_is_read_or_closed(secretary: User, sign_in: Browser) -> None:
    """A session that says nothing of when it began is asked."""
    incident, client = opened(secretary), sign_in(secretary)
    settle_all(incident, secretary)
    page, report = f"{BOARD}{incident.pk}/", {"report": "It is over."}
    assert client.get(page).status_code == 200
    ParameterInForce.objects.create(name="step_up_for", value=["unredacted", "approve"])
    assert "/reauthenticate/" in client.get(page).headers["Location"]
    assert "/reauthenticate/" in client.post(f"{page}close/", report).headers["Location"]
    incident.refresh_from_db()
    assert incident.closed_at is None


def test_it_is_opened_on_a_page_that_refuses_a_moment_still_to_come(secretary: User, sign_in: Browser) -> None:
    client, later = sign_in(secretary), timezone.localtime() + timedelta(days=1)
    form = {"kind": "leak", "title": "The draft report is in a newspaper", "aware_at": f"{later:%Y-%m-%dT%H:%M}"}
    refused = client.post(f"{BOARD}new/", form)
    assert refused.status_code == 422 and "Enter a moment that has passed" in refused.text
    made = client.post(f"{BOARD}new/", form | {"aware_at": f"{later - timedelta(days=2):%Y-%m-%dT%H:%M}"}, follow=True)
    assert "The draft report is in a newspaper" in made.text


def test_without_a_reason_a_step_is_not_left_out_on_the_page_either(secretary: User, sign_in: Browser) -> None:
    incident = opened(secretary)
    step = incident.steps.first()
    answer = sign_in(secretary).post(f"{BOARD}{incident.pk}/steps/{step.pk}/", {"note": "", "not_needed": "yes"})
    assert answer.status_code == 422 and "Say why it is not needed" in answer.text


def test_nobody_else_reads_or_opens_one(request: pytest.FixtureRequest, secretary: User, sign_in: Browser) -> None:
    incident = opened(secretary)
    for name in ("clerk", "editor", "member", "outsider", "citizen"):
        client = sign_in(request.getfixturevalue(name))
        for path in (BOARD, f"{BOARD}new/", f"{BOARD}{incident.pk}/", f"{BOARD}drills/1/"):
            assert client.get(path).status_code in (302, 403), (name, path)


def test_the_log_names_what_was_done_and_no_words_of_it(secretary: User) -> None:
    incident = opened(secretary)
    settle_all(incident, secretary)
    actions.close_incident(incident, report="Nobody was harmed", by=secretary)
    entries = AuditEntry.objects.about(incident)
    assert {one.action for one in entries} == {
        "governance.open_incident", "governance.settle_step", "governance.close_incident",
    }  # fmt: skip
    assert "addresses" not in str([one.facts for one in entries])


# Leak drills


def searched(drill: LeakDrill, by: User) -> LeakSearch:
    drill_actions.ask_for_search(drill, by=by)
    search = LeakSearch.objects.claim(worker="anna", lease=timedelta(minutes=5))
    assert search is not None
    jobs.search_drill(search, Tick(search, worker="anna"))
    search.refresh_from_db()
    return search


@pytest.fixture
def drill(secretary: User) -> LeakDrill:
    return drill_actions.plant_drill(place="An internal paper", by=secretary)


def test_the_word_of_a_drill_does_not_give_itself_away(drill: LeakDrill) -> None:
    assert drill.canary.isalpha() and drill.canary.istitle() and "drill" not in drill.canary.lower()


def paper(drill: LeakDrill, classification: str) -> Document:
    return Document.objects.create(
        address="paper-1",
        kind="bill",
        number="77",
        titles={"en": f"Paper {drill.canary}"},
        classification=classification,
    )


def test_words_in_a_paper_that_is_not_public_are_found_nowhere(drill: LeakDrill, secretary: User) -> None:
    paper(drill, Classification.INTERNAL)
    search = searched(drill, secretary)
    assert search.found == [] and search.places > 40


def test_words_that_leaked_are_found_on_every_page_and_in_every_table_that_has_them(
    drill: LeakDrill, secretary: User
) -> None:
    leaked = paper(drill, Classification.PUBLIC)
    found = searched(drill, secretary).found
    assert {leaked.get_absolute_url(), reverse("site:bills"), f"table {name_of(Document)}"} <= set(found)


def test_a_second_click_asks_for_no_second_search(drill: LeakDrill, secretary: User, sign_in: Browser) -> None:
    client, page = sign_in(secretary), f"{BOARD}drills/{drill.pk}/"
    for _click in range(2):
        client.post(page)
    assert LeakSearch.objects.count() == 1
    assert drill.canary in client.get(page).text


def test_the_page_says_what_the_search_found(drill: LeakDrill, secretary: User, sign_in: Browser) -> None:
    page = f"{BOARD}drills/{drill.pk}/"
    for found, said in (([], "Found in nothing public"), (["/record/bills/"], "The word is public")):
        search = drill_actions.ask_for_search(drill, by=secretary)
        drill_actions.keep_search(search, places=50, found=found)
        LeakSearch.objects.filter(pk=search.pk).update(state="done", finished_at=timezone.now())
        assert said in sign_in(secretary).get(page).text


def test_what_a_file_of_the_cache_holds_is_read_as_it_was_before_it_was_compressed(settings, tmp_path) -> None:
    settings.CACHES = {"default": {"LOCATION": str(tmp_path)}}
    FileBasedCache(str(tmp_path), {}).set("page", "drill0123 " * 100)
    assert any(b"drill0123" in content for content in drills._cached())
