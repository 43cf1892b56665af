"""Planning a sensitive period, seeing beforehand what stops, ending it by two, and what the public reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.channels import actions as channels
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement, Purpose
from hemicycle.rules import actions as rules
from hemicycle.rules import periods
from hemicycle.rules.models import ParameterInForce, SensitivePeriod
from tests.desk.conftest import WORDS

pytestmark = pytest.mark.django_db

PLAN, ALL, PUBLIC = "/policy/periods/plan/election/", "/policy/periods/all/", "/policy/periods/"
NOTICES = {
    "notice-en": "Elections\nare held.",
    "notice-fr": "Des élections\u00a0ont lieu.",
    "notice-es": "Hay elecciones.",
}


def written(at) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def plan(client: Client, kind: str = "election", **more: str):
    said = {"starts_at": "", "ends_at": "", **NOTICES, **more}
    return client.post(f"/policy/periods/plan/{kind}/", said)


@pytest.fixture
def invitation(office, officer, editor) -> Announcement:
    """Scheduled for tomorrow."""
    ParameterInForce.objects.create(name="approvals_needed", value=1)
    site = channels.open_account(office=office, kind="web", name="Our site", address="web", by="test")
    at = timezone.now() + timedelta(days=1)
    what = {"purpose": Purpose.OUTREACH, "release_at": at, "accounts": [site]}
    row = desk.draft(office=office, by=officer, texts=WORDS, **what)
    desk.submit(row, by=officer)
    desk.approve(row, digest=row.digest, by=editor)
    return row


def test_one_sees_what_will_stop_before_it_is_switched_on_and_what_stops_then(secretary, sign_in, invitation):
    client = sign_in(secretary)
    form = client.get(PLAN).content.decode()
    assert "1 announcement that is scheduled now" in form
    assert "the House limits what it sends" in form
    seen = plan(client).content.decode()
    assert "It begins at once." in seen
    assert "Stops: invitations to take part (1 announcement that is scheduled now)." in seen
    assert not SensitivePeriod.objects.exists()

    assert plan(client, confirmed="yes").status_code == 302
    assert periods.stops("outreach")
    (period,) = SensitivePeriod.objects.all()
    assert period.notices == {
        "en": "Elections are held.",
        "fr": "Des élections\u00a0ont lieu.",
        "es": "Hay elecciones.",
    }
    assert "1 announcement" in client.get(f"/policy/periods/{period.pk}/").content.decode()


def test_an_announcement_whose_hour_comes_after_it_is_not_counted(secretary, sign_in, invitation):
    ends = written(timezone.now() + timedelta(hours=2))
    assert "0 announcements that are scheduled now" in plan(sign_in(secretary), ends_at=ends).content.decode()


def test_it_is_planned_for_a_time_and_begins_by_itself(secretary, sign_in, monkeypatch):
    clock, begins = timezone.now, timezone.now() + timedelta(days=3)
    client = sign_in(secretary)
    assert "It begins by itself on" in plan(client, starts_at=written(begins)).content.decode()
    plan(client, starts_at=written(begins), confirmed="yes")
    assert not periods.is_current("election")
    assert "Planned" in client.get(ALL).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: clock() + timedelta(days=3))
    assert periods.is_current("election")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"starts_at": "2020-01-01T10:00"}, "This time has passed. Leave it empty to begin at once."),
        ({"ends_at": "2020-01-01T10:00"}, "Choose a time after the beginning, in the future."),
        ({"ends_at": "tomorrow"}, "Enter a date and a time"),
        ({"notice-fr": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(secretary, sign_in, given, said):
    answer = plan(sign_in(secretary), **{**given, "confirmed": "yes"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SensitivePeriod.objects.exists()


def test_a_second_one_at_the_same_time_is_refused_and_says_what_to_do(secretary, sign_in):
    client = sign_in(secretary)
    plan(client, confirmed="yes")
    answer = plan(client)
    assert answer.status_code == 422
    assert "Extend that one." in answer.content.decode()
    assert client.get("/policy/periods/plan/festival/").status_code == 404


def test_an_election_period_is_ended_early_by_two_people(secretary, second_secretary, sign_in):
    first, second = sign_in(secretary), sign_in(second_secretary)
    plan(first, confirmed="yes")
    page = f"/policy/periods/{SensitivePeriod.objects.get().pk}/"
    first.post(f"{page}end/")
    first.post(f"{page}ask-to-end/")
    first.post(f"{page}end/")
    assert periods.is_current("election")
    assert "Somebody else of your office has to confirm it." in first.get(page).content.decode()
    assert "Its end awaits a second person" in second.get(ALL).content.decode()
    assert "Selma Secretary asks for it." in second.get(page).content.decode()
    second.post(f"{page}end/")

    assert not periods.is_current("election")
    assert "Selma Secretary asked for it, Sam Secretary confirmed" in first.get(page).content.decode()
    assert "It is over already." in second.post(f"{page}end/", follow=True).content.decode()


def test_a_time_of_mourning_is_ended_by_one(secretary, sign_in):
    client = sign_in(secretary)
    plan(client, "mourning", confirmed="yes")
    client.post(f"/policy/periods/{SensitivePeriod.objects.get().pk}/end/")
    assert not periods.is_current("mourning")


def test_it_is_extended_and_a_shorter_end_is_refused(secretary, sign_in):
    client, end = sign_in(secretary), timezone.now() + timedelta(days=5)
    plan(client, ends_at=written(end), confirmed="yes")
    page = f"/policy/periods/{SensitivePeriod.objects.get().pk}/"
    answer = client.post(page, {"ends_at": written(end - timedelta(days=1))})
    assert (answer.status_code, "Choose a later end" in answer.content.decode()) == (422, True)
    client.post(page, {"ends_at": written(end + timedelta(days=1))})
    assert SensitivePeriod.objects.get().ends_at > end


@pytest.mark.parametrize("path", [ALL, PLAN])
def test_nobody_else_plans_or_ends_any(path, administrator, editor, outsider, sign_in):
    period = rules.plan_period(kind="mourning", starts_at=None, ends_at=None, notices={}, by="ada")
    for one in (administrator, editor, outsider):
        client = sign_in(one)
        assert client.get(path).status_code == 403
        assert client.post(f"/policy/periods/{period.pk}/end/").status_code == 403
    assert Client().get(path).status_code == 302
    assert periods.is_current("mourning")


def test_everybody_reads_what_the_house_does_not_do_and_until_when(secretary, sign_in):
    ends = timezone.now() + timedelta(days=5)
    plan(sign_in(secretary), ends_at=written(ends), confirmed="yes")
    home = Client(headers={"accept-language": "en"}).get(PUBLIC).content.decode()
    assert "Election period, until" in home
    assert "These wait: text messages and e-mails to followers, invitations to take part and clips" in home
    french = Client(headers={"accept-language": "fr"}).get("/accessibility/").content.decode()
    assert "Des élections\u00a0ont lieu." in french


def test_in_mourning_the_notice_stands_alone(secretary, sign_in):
    plan(sign_in(secretary), "mourning", confirmed="yes")
    page = Client(headers={"accept-language": "en"}).get("/accessibility/").content.decode()
    assert "Elections are held." in page
    assert "These wait" not in page


def test_before_it_begins_and_when_it_is_over_no_page_speaks_of_it():
    later = timezone.now() + timedelta(days=1)
    rules.plan_period(kind="election", starts_at=later, ends_at=None, notices={"en": "Elections"}, by="ada")
    over = rules.plan_period(kind="mourning", starts_at=None, ends_at=None, notices={"en": "Grief"}, by="ada")
    rules.end_period(over, by="ada")
    page = Client(headers={"accept-language": "en"}).get("/accessibility/").content.decode()
    assert ("Elections" in page, "Grief" in page) == (False, False)


def test_all_periods_are_data_and_one_that_was_called_off_never_was():
    begun = rules.plan_period(kind="mourning", starts_at=None, ends_at=None, notices={"en": "Grief"}, by="ada")
    rules.end_period(begun, by="ada")
    later = timezone.now() + timedelta(days=1)
    off = rules.plan_period(kind="mourning", starts_at=later, ends_at=None, notices={"en": "Grief"}, by="ada")
    rules.end_period(off, by="ada")
    rules.plan_period(kind="election", starts_at=later, ends_at=None, notices={"en": "Elections"}, by="ada")
    found = Client().get("/policy/periods.json").json()["periods"]

    assert [(one["kind"], one["state"]) for one in found] == [("election", "planned"), ("mourning", "over")]
    assert found[0]["stops"] == ["mass-messages", "outreach", "members-kit"]
    assert "ada" not in str(found)


def test_whoever_else_may_confirm_the_early_end_is_notified_until_it_is_settled(secretary, second_secretary, sign_in):
    plan(sign_in(secretary), confirmed="yes")
    page = f"/policy/periods/{SensitivePeriod.objects.get().pk}/"
    notices = Notice.objects.unread().filter(kind="governance.period_end")
    sign_in(secretary).post(f"{page}ask-to-end/")
    assert [one.person for one in notices] == [second_secretary]
    assert "Read and confirm" in sign_in(second_secretary).get("/account/notices/").content.decode()
    sign_in(second_secretary).post(f"{page}keep/")
    assert not notices.all()


def test_one_that_never_began_is_called_off_in_these_words(secretary, second_secretary, sign_in):
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))
    plan(sign_in(secretary), confirmed="yes", starts_at=written(tomorrow))
    page = f"/policy/periods/{SensitivePeriod.objects.get().pk}/"
    sign_in(secretary).post(f"{page}ask-to-end/")
    said = sign_in(second_secretary).post(f"{page}end/", follow=True).content.decode()
    assert "It is called off: it never begins." in said


def test_one_without_an_end_is_given_one_a_day_ahead_and_not_ended_by_one_person_that_way(secretary, sign_in):
    client = sign_in(secretary)
    plan(client, confirmed="yes")
    period = SensitivePeriod.objects.get()
    page = f"/policy/periods/{period.pk}/"
    assert "Set an end" in client.get(page).content.decode()
    soon = client.post(page, {"ends_at": written(timezone.now() + timedelta(hours=2))})
    assert soon.status_code == 422 and "takes two people" in soon.content.decode()
    assert client.post(page, {"ends_at": written(timezone.now() + timedelta(days=30))}).status_code == 302
    period.refresh_from_db()
    assert period.ends_at is not None
