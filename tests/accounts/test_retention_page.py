"""The page on which retention is followed, and rows are held: the House's for its administrators, an office's for its
member."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.navigation import visible_items
from hemicycle.channels.models import Inbound
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement, State
from hemicycle.rules import actions
from hemicycle.rules.models import AuditEntry, LegalHold, RetentionRun
from hemicycle.rules.retention import carried_out
from tests.rows import row_of

Browser = Callable[[object], Client]
PAGE = "/account/retention/"
LONG_AGO = timezone.now() - timedelta(days=5 * 365 + 1)


def letters(office: Office, number: int) -> None:
    for _ in range(number):
        row_of(Inbound, office=office, received_at=LONG_AGO)


def line(client: Client, key: str) -> tuple[int, int, int]:
    """Ended, overdue and held, as the page counts them."""
    rules = client.get(PAGE).content.decode().split('id="rules"')[1]
    row = rules.split(f"<code>{key}</code>")[1].split("</tr>")[0]
    ended, due, held = re.findall(r'class="num" data-label="[^"]*">(\d+)<', row)
    return int(ended), int(due), int(held)


@pytest.fixture
def run(office: Office, member_office: Office) -> RetentionRun:
    ended = {office.slug: 2, member_office.slug: 5}
    return row_of(RetentionRun, rule="channels.inbound", ended=ended)


def test_an_administrator_sees_what_ended_and_what_is_overdue_in_the_house_alone(
    run: RetentionRun, office: Office, member_office: Office, administrator: User, sign_in: Browser
) -> None:
    letters(office, 1)
    letters(member_office, 4)
    assert line(sign_in(administrator), "channels.inbound") == (2, 1, 0)


def test_a_member_sees_what_ended_and_what_is_overdue_in_their_office_alone(
    run: RetentionRun, office: Office, member_office: Office, member: User, sign_in: Browser
) -> None:
    letters(office, 1)
    letters(member_office, 4)
    assert line(sign_in(member), "channels.inbound") == (5, 4, 0)


def test_whose_data_is_held_has_to_be_chosen_also_where_it_is_all_of_the_house(
    office: Office, administrator: User, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    page = browser.post(PAGE, {"office": "", "about": "", "why": "Inquiry 12 of 2026"})
    assert set(page.context["form"].errors) == {"office"} and not LegalHold.objects.exists()
    given = {"office": "*", "about": "", "why": "Inquiry 12 of 2026"}
    asked = browser.post(PAGE, given)
    assert "None of it is deleted until the hold is lifted. Check whose" in asked.text
    assert (
        str(asked.context["form"].subject) == "No office: the House as a whole, All of it"
        and not LegalHold.objects.exists()
    )
    said = browser.post(PAGE, given | {"checked": asked.context["form"]["checked"].value()}, follow=True).text
    assert LegalHold.objects.get().office == ""
    assert "On hold: No office: the House as a whole, All of it." in said


def test_times_are_in_whole_years_where_they_are_and_tables_are_offered(administrator: User, sign_in: Browser) -> None:
    page = sign_in(administrator).get(PAGE).text
    assert {"5 years", "1 year", "7 days"} <= set(re.findall(r'"Kept for">([^<]*)<', page))
    assert '<option value="channels.inbound">' in page


def test_a_rule_that_failed_last_is_counted_beside_the_page_until_it_is_carried_out(
    administrator: User, sign_in: Browser
) -> None:
    def failing() -> int | None:
        return next(item.waiting for item in visible_items(administrator, "/") if item.url == PAGE)

    assert not failing()
    row_of(RetentionRun, rule="channels.inbound", state="failed", error="OperationalError", finished_at=timezone.now())
    row_of(RetentionRun, rule="sessions.session")
    assert failing() == 1
    assert "OperationalError" in sign_in(administrator).get(PAGE).text
    row_of(RetentionRun, rule="channels.inbound")
    assert not failing()


def test_a_hold_is_placed_and_lifted_on_the_page(office: Office, administrator: User, sign_in: Browser) -> None:
    letters(office, 3)
    browser = sign_in(administrator)
    given = {"office": office.slug, "about": "channels.inbound", "why": "Inquiry 12 of 2026"}
    assert browser.post(PAGE, given).status_code == 302
    assert line(browser, "channels.inbound") == (0, 0, 3)
    hold = LegalHold.objects.get()
    page = browser.get(PAGE).content.decode()
    assert "Inquiry 12 of 2026" in page and administrator.name in page
    asked = browser.get(f"{PAGE}holds/{hold.pk}/lift/").content.decode()
    assert "Inquiry 12 of 2026" in asked and "It cannot be brought back." in asked
    assert line(browser, "channels.inbound") == (0, 0, 3)
    browser.post(f"{PAGE}holds/{hold.pk}/lift/")
    assert line(browser, "channels.inbound") == (0, 3, 0)
    assert AuditEntry.objects.filter(actor=administrator.audit_label, action__endswith="_hold").count() == 2


@pytest.mark.parametrize("about", ["", "channels.inbound"])
def test_nobody_holds_the_data_of_an_office_beyond_the_wall(
    about: str, office: Office, member_office: Office, administrator: User, member: User, sign_in: Browser
) -> None:
    for person, theirs in ((administrator, [member_office.slug]), (member, [office.slug, ""])):
        for slug in theirs:
            page = sign_in(person).post(PAGE, {"office": slug, "about": about, "why": "Curiosity"})
            assert page.context["form"].errors
    assert not LegalHold.objects.exists()


def test_a_hold_of_a_members_office_is_shown_to_and_lifted_by_its_member_alone(
    member_office: Office, administrator: User, member: User, sign_in: Browser
) -> None:
    hold = actions.place_hold(office=member_office.slug, why="A court asked for it", by=member)
    assert "A court asked for it" not in sign_in(administrator).get(PAGE).content.decode()
    assert sign_in(administrator).post(f"{PAGE}holds/{hold.pk}/lift/").status_code == 404
    assert "A court asked for it" in sign_in(member).get(PAGE).content.decode()
    assert sign_in(member).post(f"{PAGE}holds/{hold.pk}/lift/").status_code == 302


def test_a_hold_on_what_is_not_there_says_so_beside_the_field(
    office: Office, administrator: User, sign_in: Browser
) -> None:
    given = {"office": office.slug, "about": "channels.inbound", "row": "404", "why": "A court asked for it"}
    page = sign_in(administrator).post(PAGE, given)
    assert page.context["form"].errors == {"row": ["This office has nothing with this number."]}


def test_a_number_needs_what_it_is_of(office: Office, administrator: User, sign_in: Browser) -> None:
    page = sign_in(administrator).post(PAGE, {"office": office.slug, "row": "4", "why": "A court asked for it"})
    assert page.context["form"].errors == {"about": ["Choose what the number is of."]}


def test_one_letter_is_held_by_its_number_and_called_by_its_name(
    office: Office, administrator: User, sign_in: Browser
) -> None:
    letters(office, 2)
    one, browser = Inbound.objects.first(), sign_in(administrator)
    given = {"office": office.slug, "about": "channels.inbound", "row": str(one.pk), "why": "A court asked for it"}
    asked = browser.post(PAGE, given)
    assert f"Message {one.pk}" in asked.text and not LegalHold.objects.exists()
    assert "which you cannot open" in asked.text
    said = browser.post(PAGE, given | {"checked": f"channels.inbound:{one.pk}"}, follow=True).text
    assert LegalHold.objects.get().about == f"channels.inbound:{one.pk}"
    assert f"On hold: {office.name}, Letters and comments received · {one.pk}." in said


def test_before_one_row_is_held_the_form_says_which_it_is_to_those_who_may_read_it(
    member_office: Office, member: User, sign_in: Browser
) -> None:
    letters(member_office, 2)
    one, other = Inbound.objects.order_by("pk")
    day, browser = date_format(timezone.localtime(LONG_AGO), "DATE_FORMAT"), sign_in(member)
    given = {"office": member_office.slug, "about": "channels.inbound", "row": str(one.pk), "why": "A court"}
    page = browser.post(PAGE, given)
    assert "Nothing is on hold yet" in page.text and f"Message {one.pk} · <span>{day}</span>" in page.text
    assert page.context["form"]["checked"].value() == f"channels.inbound:{one.pk}"
    another = browser.post(PAGE, given | {"row": str(other.pk), "checked": f"channels.inbound:{one.pk}"})
    assert f"Message {other.pk}" in another.text and not LegalHold.objects.exists()
    held = browser.post(PAGE, given | {"checked": f"channels.inbound:{one.pk}"}, follow=True).text
    row = held.split('id="holds"')[1].split("</table>")[0]
    assert f"Letters and comments received · {one.pk} · <span>{day}</span>" in row


def test_a_released_announcement_is_held_by_its_title(
    office: Office, administrator: User, officer: User, sign_in: Browser
) -> None:
    found = desk.draft(office=office, by=officer, texts={"en": ("The budget is out", "It is.")})
    given = {"office": office.slug, "about": "desk.announcement", "row": str(found.pk), "why": "A court"}
    browser = sign_in(administrator)
    assert "The budget is out" not in browser.post(PAGE, given).text
    Announcement.objects.filter(pk=found.pk).update(
        state=State.RELEASED, released_at=timezone.now(), classification="public"
    )
    assert "The budget is out" in browser.post(PAGE, given).text


def test_a_hold_says_how_much_it_keeps_where_nothing_is_overdue(
    office: Office, other_office: Office, administrator: User, officer: User, sign_in: Browser
) -> None:
    for _n in range(3):
        row_of(Inbound, office=other_office, received_at=timezone.now())
    row_of(Inbound, office=office, received_at=timezone.now())
    browser = sign_in(administrator)
    browser.post(PAGE, {"office": other_office.slug, "about": "", "checked": "*", "why": "Inquiry 12 of 2026"})
    assert line(browser, "channels.inbound") == (0, 0, 3)
    page = browser.get(PAGE)
    assert [one.covers for one in page.context["holds"]] == [3]
    desk.draft(office=other_office, by=officer, texts={"en": ("The budget is out", "It is.")})
    # What no night ends is on hold, too.
    (held,) = browser.get(PAGE).context["holds"]
    assert held.covers > 3
    assert "Counted in all offices of the House" in page.text


def test_the_form_of_a_hold_names_no_table_of_the_database(administrator: User, sign_in: Browser) -> None:
    form = sign_in(administrator).get(PAGE).context["form"]
    offered = [str(label) for _value, label in form.fields["about"].choices]
    assert "Letters and comments received" in offered and not [label for label in offered if "." in label]


def test_a_rule_that_failed_says_so(administrator: User, sign_in: Browser) -> None:
    row_of(RetentionRun, rule="channels.inbound", state="failed", finished_at=timezone.now(), error="OSError")
    page = sign_in(administrator).get(PAGE).content.decode()
    assert "OSError" in page.split("<code>channels.inbound</code>")[1].split("</tr>")[0]


def test_nobody_else_opens_the_page(clerk: User, outsider: User, sign_in: Browser) -> None:
    assert [sign_in(person).get(PAGE).status_code for person in (clerk, outsider)] == [403, 403]


def test_what_ends_on_schedule_is_called_by_a_name_that_readers_know(administrator: User, sign_in: Browser) -> None:
    assert not [rule.key for rule in carried_out() if not str(rule.name)]
    assert "Letters and comments received" in sign_in(administrator).get(PAGE).text
