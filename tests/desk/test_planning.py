"""Planning: in the name of an office, a copy, another day; what that undoes is said, and can be undone."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.desk.offices import usual_office
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry
from tests.cast import person

pytestmark = pytest.mark.django_db

LATER = timezone.now().replace(hour=10, minute=30, second=0, microsecond=0) + timedelta(days=10)


def here(name, announcement):
    return reverse(f"desk:{name}", args=[announcement.address])


def again(announcement) -> Announcement:
    return Announcement.objects.get(pk=announcement.pk)


@pytest.fixture
def in_both(officer, other_office):
    accounts.assign(officer, office=other_office, role=Role.OFFICER, by="test")
    return officer


@pytest.fixture
def texts(office):
    return channels.open_account(office=office, kind="gammu", name="Texts", address="+34600000001", by="test")


def test_the_office_with_channels_is_offered_first_and_then_the_one_last_used(in_both, office, other_office):
    assert usual_office(in_both) in (office, other_office)
    channels.open_account(office=other_office, kind="web", name="Theirs", address="web", by="test")
    assert usual_office(in_both) == other_office

    channels.open_account(office=office, kind="web", name="Ours", address="web", by="test")
    for chosen in (office, other_office, office):
        actions.draft(office=chosen, by=in_both)
        assert usual_office(in_both) == chosen


def test_a_draft_moves_to_another_office_and_back_with_what_was_written_for_its_channels(
    write, in_both, other_office, office, site, feed, texts, sign_in
):
    theirs = channels.open_account(office=other_office, kind="web", name="Theirs", address="web", by="test")
    announcement = write()
    actions.choose_accounts(announcement, (site, texts), by=in_both)
    actions.write_own_text(announcement.targets.get(account=texts), lang="en", text="In short", by=in_both)
    client = sign_in(in_both)

    asked = client.get(here("office", announcement)).content.decode()
    assert "Texts" in asked and str(other_office) in asked
    moved = client.post(here("office", announcement), {"office": other_office.pk}, follow=True)
    assert again(announcement).office == other_office
    assert [one.account for one in again(announcement).targets.all()] == [theirs]
    assert "Removed: Our site, Texts." in moved.content.decode()
    assert again(announcement).address == announcement.address

    client.post(here("undo_office", announcement))
    assert again(announcement).office == office
    assert again(announcement).targets.get(account=texts).own_texts == {"en": "In short"}
    assert AuditEntry.objects.filter(action="desk.change_office").count() == 2


def test_an_office_in_which_one_does_not_write_is_refused(write, officer, other_office, sign_in):
    announcement = write()
    client = sign_in(officer)

    page = client.get(here("office", announcement)).content.decode()
    assert "You write in one office only" in page
    assert client.post(here("office", announcement), {"office": other_office.pk}).status_code == 422
    with pytest.raises(PermissionError):
        actions.change_office(announcement, office=other_office, by=officer)
    assert again(announcement).office == announcement.office


def test_only_a_draft_changes_its_office(write, in_both, other_office, sign_in):
    announcement = write()
    actions.submit(announcement, by=in_both)

    sign_in(in_both).post(here("office", announcement), {"office": other_office.pk})
    assert again(announcement).office == announcement.office
    assert again(announcement).state == "in_review"


def test_a_copy_says_the_same_and_has_no_time_and_no_approvals(write, officer, site, texts, sign_in):
    announcement = write(release_at=LATER)
    actions.choose_accounts(announcement, (site, texts), by=officer)
    actions.write_own_text(announcement.targets.get(account=texts), lang="en", text="In short", by=officer)
    picture = actions.add_media_file(announcement, name="a.png", kind="image", content=b"x", by=officer)
    actions.describe_media_file(picture, alternatives={"en": "The chamber", "fr": "L’hémicycle"}, by=officer)
    answer = sign_in(officer).post(here("duplicate", announcement))

    copy = Announcement.objects.exclude(pk=announcement.pk).get()
    assert answer.url == here("compose", copy)
    assert (copy.state, copy.release_at, copy.corrects, copy.approvals.count()) == ("draft", None, None, 0)
    assert {t.lang: t.body for t in copy.texts.all()} == {t.lang: t.body for t in announcement.texts.all()}
    assert copy.targets.get(account=texts).own_texts == {"en": "In short"}
    assert copy.media.get().alternatives["fr"] == "L’hémicycle"
    assert copy.media.get().file.name == announcement.media.get().file.name


def test_an_outsider_neither_copies_nor_moves(write, outsider, clerk, sign_in):
    announcement = write(release_at=LATER)
    for somebody in (outsider, clerk):
        for name in ("duplicate", "office", "new_time"):
            assert sign_in(somebody).post(here(name, announcement)).status_code == 403
    assert Announcement.objects.count() == 1


def test_a_day_of_the_calendar_begins_a_new_announcement(office, officer, site, sign_in, settings):
    day = LATER.date()
    client = sign_in(officer)
    calendar = client.get(f"/desk/calendar/?month={day:%Y-%m}").content.decode()
    assert f"/desk/new/?on={day}" in calendar
    assert "Planned for" in client.get(f"/desk/new/?on={day}").content.decode()

    client.post("/desk/new/", {"title": "Sits", "languages": ["en"], "office": office.pk, "on": str(day)})
    at = Announcement.objects.get().release_at.astimezone(ZoneInfo(settings.TIME_ZONE))
    assert (at.date(), at.hour) == (day, 9)


@pytest.mark.parametrize("day", ["2001-01-01", "rubbish", "", "9999-12-31"])
def test_a_day_that_is_over_or_none_begins_one_without_a_time(office, officer, site, sign_in, day):
    client = sign_in(officer)
    assert "Planned for" not in client.get("/desk/new/", {"on": day}).content.decode()
    client.post("/desk/new/", {"title": "Sits", "languages": ["en"], "office": office.pk, "on": day})
    assert Announcement.objects.get().release_at is None


def test_a_draft_moves_to_another_day_at_the_same_time_and_back(write, officer, sign_in):
    announcement = write(release_at=LATER)
    client = sign_in(officer)
    day = (LATER + timedelta(days=3)).date()

    moved = client.post(here("new_time", announcement), {"day": str(day)}, follow=True)
    assert again(announcement).release_at - LATER == timedelta(days=3)
    (undo,) = re.findall(rf'action="({here("new_time", announcement)}[^"]*)"', moved.text)
    client.post(unescape(undo))
    assert again(announcement).release_at == LATER


def test_what_was_approved_moves_only_after_its_approvals_were_given_up(approved, officer, sign_in):
    announcement = approved(release_at=LATER)
    client = sign_in(officer)
    day = str((LATER + timedelta(days=3)).date())

    asked = client.post(here("new_time", announcement), {"day": day})
    assert "2 approvals are void: Edith Editor, Sven Editor." in asked.content.decode()
    assert (again(announcement).state, again(announcement).release_at) == ("scheduled", LATER)

    moved = client.post(
        here("new_time", announcement), {"release_at": f"{day}T{timezone.localtime(LATER):%H:%M}"}, follow=True
    )
    assert "It is in review again. Asked to approve it: Edith Editor, Sven Editor." in moved.content.decode()
    assert (again(announcement).state, again(announcement).approvals.current().count()) == ("in_review", 0)
    assert again(announcement).release_at == LATER + timedelta(days=3)


@pytest.mark.parametrize("later", [timedelta(minutes=30), None], ids=["later the same day", "no time"])
def test_a_new_time_says_before_what_it_costs_and_afterwards_who_is_asked(approved, officer, editor, sign_in, later):
    announcement, client = approved(release_at=LATER), sign_in(officer)
    asked = " ".join(client.get(here("new_time", announcement)).text.split())
    assert "2 approvals are void: Edith Editor, Sven Editor." in asked
    assert "It then needs 2 approvals. Who can approve it: Edith Editor" in asked
    assert again(announcement).state == "scheduled"

    at = timezone.localtime(LATER + later).strftime("%Y-%m-%dT%H:%M") if later else ""
    chosen = client.post(here("new_time", announcement), {"release_at": at, "not_after": ""}, follow=True).text
    assert "It is in review again. Asked to approve it: Edith Editor, Sven Editor." in chosen
    row = again(announcement)
    assert (row.state, row.release_at, row.approvals.current().count()) == ("in_review", later and LATER + later, 0)
    page = " ".join(sign_in(editor).get(here("announcement", announcement)).text.split())
    assert page.index("Only the time has changed since you read it") < page.index('id="text-heading"')
    assert "You approved them with the earlier time." in page


def test_the_time_that_it_has_already_costs_no_approval(approved, officer, sign_in):
    announcement, client = approved(release_at=LATER), sign_in(officer)
    at = timezone.localtime(LATER).strftime("%Y-%m-%dT%H:%M")
    same = {"release_at": at, "not_after": ""}

    answer = client.post(here("new_time", announcement), same)
    assert answer.status_code == 422 and "This is its time already." in answer.text
    assert (again(announcement).state, again(announcement).approvals.current().count()) == ("scheduled", 2)


def test_a_draft_gets_its_time_without_being_submitted(write, officer, sign_in):
    announcement, client = write(), sign_in(officer)
    at = f"{timezone.localtime(LATER):%Y-%m-%dT%H:%M}"
    chosen = client.post(here("new_time", announcement), {"release_at": at}, follow=True)
    assert "It is now planned for" in chosen.text and "in review again" not in chosen.text
    assert (again(announcement).state, again(announcement).release_at) == ("draft", LATER)
    with pytest.raises(IllegalMove):
        actions.choose_new_time(announcement, release_at=None, not_after=None, by=officer)


def test_what_has_been_released_gets_no_new_time(approved, officer, sign_in):
    released = approved()
    actions.schedule(released, by=officer)
    actions.release(released, by=officer)
    assert sign_in(officer).post(here("new_time", released)).url == here("announcement", released)


def test_a_draft_whose_time_has_passed_is_not_submitted_and_leads_to_it(write, officer, sign_in):
    announcement = write(release_at=timezone.now() - timedelta(minutes=5))
    client = sign_in(officer)

    page = client.post(here("submit", announcement), follow=True).text
    assert again(announcement).state == "draft"
    assert 'href="#id_release_at"' in page and "Its release time has passed." in page
    assert 'data-clears="id_release_at"' in page
    actions.change(announcement, edit=announcement.edit, release_at=None, by=officer)
    client.post(here("submit", announcement))
    assert again(announcement).state == "in_review"


@pytest.mark.parametrize(
    ("day", "why"),
    [("", "Enter a date"), ("soon", "Enter a date"), ("2001-01-01", "has passed"), ("2999-01-01", "Enter a date")],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(write, officer, sign_in, day, why):
    announcement = write(release_at=LATER)
    answer = sign_in(officer).post(here("new_time", announcement), {"day": day})

    assert answer.status_code == 422 and why in str(answer.context["form"].errors["release_at"])
    assert again(announcement).release_at == LATER


def test_a_day_after_its_last_moment_is_refused_at_its_field(write, officer, sign_in):
    announcement = write(release_at=LATER, not_after=LATER + timedelta(days=1))
    answer = sign_in(officer).post(here("new_time", announcement), {"day": str((LATER + timedelta(days=5)).date())})

    assert answer.status_code == 422 and "later than the release time" in str(
        answer.context["form"].errors["not_after"]
    )
    assert again(announcement).release_at == LATER


def test_only_who_writes_in_its_office_is_offered_to_move_it(write, officer, other_office, sign_in):
    announcement = write(release_at=LATER)
    theirs = person("Thea Editor", Role.EDITOR, office=other_office)
    month = f"/desk/calendar/?month={LATER:%Y-%m}"

    assert here("new_time", announcement) in sign_in(officer).get(month).content.decode()
    assert here("new_time", announcement) not in sign_in(theirs).get(month).content.decode()


def test_the_calendar_is_a_month_of_the_house(write, officer, sign_in, settings):
    write(release_at=datetime(2027, 3, 3, 9, tzinfo=ZoneInfo(settings.TIME_ZONE)))

    assert 'data-day="2027-03-03"' in sign_in(officer).get("/desk/calendar/?month=2027-03").content.decode()


def test_a_draft_moves_to_another_hour_and_the_log_says_so(write, officer, sign_in):
    announcement, client = write(release_at=LATER), sign_in(officer)
    asked = client.get(here("new_time", announcement)).text
    assert (
        f'value="{timezone.localtime(LATER):%Y-%m-%dT%H:%M}"' in asked
        and "Times are in the House’s time zone" in asked
    )
    at = LATER + timedelta(days=1, hours=2)
    client.post(here("new_time", announcement), {"release_at": f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"})
    assert again(announcement).release_at == at
    entry = AuditEntry.objects.get(action="desk.new_time")
    assert (entry.about, entry.facts["at"]) == (
        f"desk.announcement:{announcement.pk}",
        at.isoformat(timespec="minutes"),
    )
    assert "Gave an announcement a new time" in client.get(here("announcement", announcement)).text


@pytest.mark.parametrize(("at", "why"), [("2027-03-28T02:30", "does not exist that night"), ("soon", "Enter a date")])
def test_an_hour_that_cannot_be_is_refused_at_its_field(write, officer, sign_in, settings, at, why):
    settings.TIME_ZONE = "Europe/Madrid"
    announcement = write(release_at=LATER)
    answer = sign_in(officer).post(here("new_time", announcement), {"release_at": at})
    assert answer.status_code == 422 and why in str(answer.context["form"].errors["release_at"])


def test_its_own_time_costs_no_approval_in_the_calendar_either(approved, officer, sign_in):
    announcement, client = approved(release_at=LATER), sign_in(officer)
    same = {"release_at": f"{timezone.localtime(LATER):%Y-%m-%dT%H:%M}"}
    answer = client.post(here("new_time", announcement), same)
    assert answer.status_code == 422 and again(announcement).approvals.current().count() == 2


def test_what_should_have_gone_out_says_so_on_its_page_and_in_the_calendar(approved, officer, sign_in):
    announcement, client = approved(release_at=timezone.now() + timedelta(hours=1)), sign_in(officer)
    passed = timezone.now() - timedelta(minutes=5)
    pages = [here("announcement", announcement), f"/desk/calendar/?month={timezone.localtime(passed):%Y-%m}"]
    assert not any("Overdue" in client.get(one).text for one in pages)
    Announcement.objects.update(release_at=passed)
    assert all("Overdue" in client.get(one).text for one in pages)


def test_approvers_read_that_its_time_has_passed(write, officer, editor, sign_in):
    announcement, client = write(release_at=LATER), sign_in(editor)
    actions.submit(announcement, by=officer)
    assert "With the last approval it is scheduled for" in client.get(here("announcement", announcement)).text
    Announcement.objects.update(release_at=timezone.now() - timedelta(minutes=1))
    page = client.get(here("announcement", announcement)).text
    assert "it waits until someone releases it or chooses a new time" in page and "it is scheduled for" not in page


def test_the_history_says_that_a_time_was_taken_away(write, officer, sign_in):
    announcement, client = write(release_at=LATER), sign_in(officer)
    client.post(f"{here('new_time', announcement)}?from=calendar", {"release_at": "", "not_after": ""})
    assert "It has no release time now." in client.get(here("announcement", announcement)).text


def test_whoever_comes_from_the_calendar_goes_back_to_its_month(write, officer, sign_in):
    announcement, client = write(release_at=LATER), sign_in(officer)
    month, address = f"/desk/calendar/?month={LATER:%Y-%m}", f"{here('new_time', announcement)}?from=calendar"
    assert f'href="{month}"' in client.get(address).text
    assert client.post(address, {"release_at": "", "not_after": ""}).url == month


def test_whoever_wrote_it_reads_nothing_of_a_time_that_has_changed_since(
    approved, officer, editor, second_editor, sign_in
):
    announcement, client = approved(release_at=LATER), sign_in(officer)
    actions.choose_new_time(announcement, release_at=LATER + timedelta(hours=1), not_after=None, by=second_editor)
    client.get(here("announcement", announcement))
    actions.choose_new_time(announcement, release_at=LATER + timedelta(hours=2), not_after=None, by=second_editor)
    pages = [one.get(here("announcement", announcement)).text for one in (client, sign_in(editor))]
    assert ["Only the time has changed since you read it" in page for page in pages] == [False, True]
