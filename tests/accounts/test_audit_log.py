"""The page of the audit log: the House's entries for its administrators, those of a member's office for its people."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hemicycle.accounts import actions
from hemicycle.accounts.models import Notice, Office, User
from hemicycle.accounts.navigation import visible_items
from hemicycle.accounts.notices.presenting import shown as shown_notices
from hemicycle.accounts.roles import KEEPERS, Role
from hemicycle.channels.models import Inbound
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement, State
from hemicycle.rules import audit, work
from hemicycle.rules.actions import check_log
from hemicycle.rules.models import AuditEntry, LogCheck
from tests.cast import person
from tests.rows import row_of

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
PAGE = "/account/log/"
FILE = "/account/log/file/"
# Two of them on every page (the values in force, the sensitive periods), one for the incidents an administrator sees.
MOST_QUERIES = 27


def shown(browser: Client, **asked: object) -> list[str]:
    """What was done, by whom, newest first, as the page says it."""
    page = browser.get(PAGE, asked)
    return [f"{line.who}: {line.what}" for line in page.context["lines"]]


def read_letter(office: Office, by: User) -> Inbound:
    letter = row_of(Inbound, office=office)
    audit.record("channels.read", by=by, about=letter, office=office, why="answer")
    return letter


def test_an_administrator_reads_who_did_what_about_what_and_why(
    administrator: User, clerk: User, office: Office, sign_in: Browser
) -> None:
    letter = read_letter(office, clerk)
    page = sign_in(administrator).get(PAGE).text
    assert "Clara Clerk" in page and "Research service" in page
    assert "Read a message as it came" in page and f"Message {letter.pk}" in page and "To answer it" in page


def test_the_newest_stands_first(administrator: User, office: Office, sign_in: Browser) -> None:
    for action in ("desk.draft", "desk.discard"):
        audit.record(action, by=administrator, about="desk.announcement:1", office=office)
    assert shown(sign_in(administrator), kind="desk") == [
        "Adam Administrator: Discarded a draft", "Adam Administrator: Opened a draft",
    ]  # fmt: skip


def test_no_administrator_reads_what_is_done_in_a_members_office(
    administrator: User, member: User, member_office: Office, sign_in: Browser
) -> None:
    read_letter(member_office, member)
    audit.record("accounts.sign_in", by=member, about=member)
    audit.record("accounts.language", by=member, about=member, language="fr")
    actions.choose_language("fr", by=administrator)
    browser = sign_in(administrator)
    page = browser.get(PAGE, {"since": ""}).text
    assert "Ada Okafor" not in page.replace("Office of Ada Okafor", "") and str(member.pk) not in page
    assert "Ada Okafor" not in browser.post(FILE, {"since": ""}).getvalue().decode().replace(
        "Office of Ada Okafor", ""
    )


def test_who_left_a_members_office_is_not_read_by_the_house_afterwards(
    administrator: User, member: User, member_office: Office, sign_in: Browser
) -> None:
    left = person("Lena Left", Role.MEMBER, office=member_office)
    audit.record("accounts.sign_in", by=left, about=left)
    actions.withdraw(left.assignments.get(), by=member)
    assert "Lena Left" not in sign_in(administrator).get(PAGE).text


def joined_the_house(left: User, office: Office, administrator: User, clerk: User) -> None:
    actions.withdraw(left.assignments.get(), by="test")
    pending = actions.assign(left, office=office, role=Role.CLERK, by=administrator)
    actions.confirm(pending, by=clerk)
    audit.record("accounts.language", by=left, about=left, language="es")


def test_what_somebody_did_in_a_members_office_stays_there_when_they_join_the_house(
    administrator: User, clerk: User, office: Office, member: User, member_office: Office, sign_in: Browser
) -> None:
    left = person("Lena Left", Role.MEMBER, office=member_office)
    audit.record("accounts.sign_in", by=left, about=left)
    joined_the_house(left, office, administrator, clerk)
    in_house = [one for one in shown(sign_in(administrator), since="") if "Lena Left" in one]
    assert in_house == ["Lena Left: Chose a language"]
    file = sign_in(administrator).post(FILE, {"since": ""}).getvalue().decode()
    assert not [line for line in file.splitlines() if "Lena Left" in line and "Signed in" in line]
    in_office = [one for one in shown(sign_in(member), since="") if "Lena Left" in one]
    assert in_office == ["Lena Left: Signed in"]


def test_what_somebody_did_in_the_house_stays_there_when_they_join_a_member(
    administrator: User, officer: User, member: User, member_office: Office, sign_in: Browser
) -> None:
    audit.record("accounts.sign_in", by=officer, about=officer)
    actions.withdraw(officer.assignments.get(), by="test")
    actions.assign(officer, office=member_office, role=Role.MEMBER, by="test")
    audit.record("accounts.language", by=officer, about=officer, language="es")
    assert "Oscar Officer: Signed in" in shown(sign_in(administrator))
    assert "Oscar Officer: Chose a language" not in shown(sign_in(administrator))
    assert [one for one in shown(sign_in(member)) if "Oscar" in one] == ["Oscar Officer: Chose a language"]


def test_whoever_works_for_two_members_is_read_by_both(member: User, member_office: Office, sign_in: Browser) -> None:
    second = actions.open_office(slug="second", name="Second office", kind=Office.Kind.MEMBER, by="test")
    both = person("Bea Both", Role.MEMBER, office=second)
    actions.assign(both, office=member_office, role=Role.MEMBER, by="test")
    audit.record("accounts.sign_in", by=both, about=both)
    other = person("Otto Other", Role.MEMBER, office=second)
    assert all("Bea Both: Signed in" in shown(sign_in(one)) for one in (member, other))


def test_no_filter_leads_through_the_wall(
    administrator: User, member: User, member_office: Office, sign_in: Browser
) -> None:
    read_letter(member_office, member)
    browser = sign_in(administrator)
    assert browser.get(PAGE, {"office": member_office.slug}).status_code == 422
    assert browser.get(PAGE, {"person": member.pk, "since": ""}).status_code == 422
    assert browser.post(FILE, {"office": member_office.slug}).status_code == 400


def test_a_member_reads_their_own_office_and_nothing_of_the_house(
    administrator: User, clerk: User, office: Office, member: User, member_office: Office, sign_in: Browser
) -> None:
    read_letter(office, clerk)
    read_letter(member_office, member)
    audit.record("accounts.sign_in", by=member, about=member)
    audit.record("accounts.sign_in", by=clerk, about=clerk)
    audit.record("channels.pause", by=administrator, about="channels.pause")
    browser = sign_in(member)
    assert shown(browser, since="")[:2] == ["Ada Okafor: Signed in", "Ada Okafor: Read a message as it came"]
    page = browser.get(PAGE, {"since": ""}).text
    assert "Clara Clerk" not in page and "Paused" not in page.split("<tbody>")[1].split("</tbody>")[0]
    assert browser.get(PAGE, {"office": office.slug, "since": ""}).text.count("Clara Clerk") == 0


def test_the_house_reads_that_an_administrator_opened_a_members_office(
    administrator: User, member_office: Office, sign_in: Browser
) -> None:
    audit.record("accounts.open_office", by=administrator, about=member_office, office=member_office)
    assert "Adam Administrator: Opened an office" in shown(sign_in(administrator))


@pytest.mark.parametrize("role", [role for role in Role if role not in KEEPERS])
def test_nobody_else_reads_it(office: Office, sign_in: Browser, role: Role) -> None:
    browser = sign_in(person("Otto Other", role, office=office))
    assert (browser.get(PAGE).status_code, browser.post(FILE).status_code) == (403, 403)


def test_nobody_reads_it_without_a_role_or_without_signing_in(
    superuser: User, outsider: User, citizen: object, sign_in: Browser
) -> None:
    assert [sign_in(one).get(PAGE).status_code for one in (superuser, outsider, citizen)] == [403, 403, 302]


def test_it_shows_the_last_seven_days_unless_others_are_asked_for(
    administrator: User, office: Office, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.now()
    for days, action in ((30, "desk.draft"), (3, "desk.discard")):
        monkeypatch.setattr("hemicycle.rules.audit.timezone.now", lambda d=days: at - timedelta(days=d))
        audit.record(action, by=administrator, about="desk.announcement:1", office=office)
    monkeypatch.undo()
    browser, day = sign_in(administrator), timezone.localdate() - timedelta(days=30)
    assert shown(browser, kind="desk") == ["Adam Administrator: Discarded a draft"]
    assert shown(browser, kind="desk", since=day, until=day) == ["Adam Administrator: Opened a draft"]
    assert len(shown(browser, kind="desk", since="", until="")) == 2


def test_it_is_narrowed_down_by_person_office_and_kind(
    administrator: User, clerk: User, other_clerk: User, office: Office, other_office: Office, sign_in: Browser
) -> None:
    read_letter(office, clerk)
    read_letter(other_office, other_clerk)
    audit.record("listening.export", by=clerk, about="listening.analysis:1", office=office)
    audit.record("channels.expire", by="worker", about="channels.outbound", office=office, rows=1)
    browser = sign_in(administrator)
    assert shown(browser, person=clerk.pk) == [
        "Clara Clerk: Exported findings",
        "Clara Clerk: Read a message as it came",
    ]
    assert shown(browser, office=other_office.slug, kind="channels") == ["Carl Clerk: Read a message as it came"]
    assert shown(browser, kind="listening.export") == ["Clara Clerk: Exported findings"]
    assert "The background worker: Expired messages that were not sent in time" in shown(browser, person="system")


def test_what_people_did_stands_there_and_what_the_system_did_where_it_is_asked_for(
    administrator: User, office: Office, sign_in: Browser
) -> None:
    audit.record("desk.draft", by=administrator, about="desk.announcement:1", office=office)
    audit.record("channels.expire", by="worker", about="channels.outbound", office=office, rows=1)
    browser = sign_in(administrator)
    by_people, by_worker = "Adam Administrator: Opened a draft", "The background worker: Expired messages"
    assert [by_people in shown(browser), str(shown(browser)).count(by_worker)] == [True, 0]
    assert by_people in shown(browser, person="all") and by_worker in str(shown(browser, person="all"))


def test_whoever_left_is_still_found_by_what_they_did(
    administrator: User, clerk: User, office: Office, sign_in: Browser
) -> None:
    read_letter(office, clerk)
    actions.withdraw(clerk.assignments.get(), by=administrator)
    assert shown(sign_in(administrator), person=clerk.pk) == ["Clara Clerk: Read a message as it came"]


@pytest.mark.parametrize(
    "asked",
    [{"since": "yesterday"}, {"since": "2026-02-02", "until": "2026-02-01"}, {"person": "'; --"}, {"office": "nowhere"},
     {"kind": "desk.nothing"}],
)  # fmt: skip
def test_what_is_no_answer_stands_at_its_field(administrator: User, sign_in: Browser, asked: dict[str, str]) -> None:
    page = sign_in(administrator).get(PAGE, asked)
    assert page.status_code == 422 and "error-summary" in page.text and not page.context["lines"]


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 30, "٣"])
def test_a_place_that_is_none_is_the_beginning(administrator: User, sign_in: Browser, before: str) -> None:
    assert sign_in(administrator).get(PAGE, {"before": before}).status_code == 200


def test_it_is_turned_page_by_page_without_a_gap_or_a_double(
    administrator: User, office: Office, sign_in: Browser
) -> None:
    for _n in range(120):
        audit.record("desk.draft", by=administrator, about="desk.announcement:1", office=office)
    browser, address, seen = sign_in(administrator), f"{PAGE}?kind=desk", []
    for _page in range(3):
        page = browser.get(address)
        seen += [line.entry.sequence for line in page.context["lines"]]
        address = PAGE + page.context["older"]
    assert len(seen) == 120 and seen == sorted(set(seen), reverse=True) and address == PAGE


def test_the_file_has_what_the_page_was_narrowed_down_to_and_is_itself_in_the_log(
    administrator: User, clerk: User, office: Office, sign_in: Browser
) -> None:
    letter = read_letter(office, clerk)
    audit.record("desk.draft", by=clerk, about="desk.announcement:1", office=office)
    browser = sign_in(administrator)
    answer = browser.post(FILE, {"kind": "channels.read"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[2:] for row in rows[1:]] == [
        ["Clara Clerk", "Research service", "Read a message as it came", f"Message {letter.pk}", "To answer it"]
    ]
    assert "no-store" in answer.headers["Cache-Control"]
    taken = AuditEntry.objects.get(action="accounts.export_log")
    assert taken.actor == administrator.audit_label and taken.facts["until"] == str(timezone.localdate())


def test_whoever_reads_it_stands_in_it_once_a_day(administrator: User, sign_in: Browser) -> None:
    browser = sign_in(administrator)
    for _reading in range(3):
        browser.get(PAGE)
    assert AuditEntry.objects.filter(action="accounts.read_log", actor=administrator.audit_label).count() == 1
    assert "Adam Administrator: Read the audit log" in shown(browser)


def test_who_reads_the_addresses_of_colleagues_stands_in_it_once_a_day(
    administrator: User, clerk: User, sign_in: Browser
) -> None:
    for reader in (administrator, administrator, clerk):
        assert sign_in(reader).get(reverse("people")).status_code == 200
    (entry,) = AuditEntry.objects.filter(action="accounts.read_people")
    assert entry.actor == administrator.audit_label


def test_a_member_who_reads_it_is_read_in_their_office_alone(
    administrator: User, member: User, sign_in: Browser
) -> None:
    sign_in(member).get(PAGE)
    assert "Ada Okafor: Read the audit log" in shown(sign_in(member))
    assert not [line for line in shown(sign_in(administrator)) if "Ada Okafor" in line]


def test_an_entry_that_was_altered_says_so(administrator: User, office: Office, sign_in: Browser) -> None:
    entry = audit.record("desk.draft", by=administrator, about="desk.announcement:1", office=office)
    assert "Altered since it was written" not in sign_in(administrator).get(PAGE).text
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rules_auditentry SET about = 'desk.announcement:2' WHERE sequence = %s", [entry.sequence]
        )
    assert "Altered since it was written" in sign_in(administrator).get(PAGE).text


def test_no_title_and_no_text_of_what_is_not_public_stands_on_it(
    administrator: User, officer: User, office: Office, sign_in: Browser
) -> None:
    desk.draft(office=office, by=officer, texts={"en": ("The secret title", "The secret text.")})
    page = sign_in(administrator).get(PAGE).text
    assert "Opened a draft" in page and "secret" not in page


def test_what_an_entry_is_about_is_named_to_whoever_may_read_it(
    member: User, member_office: Office, administrator: User, officer: User, office: Office, sign_in: Browser
) -> None:
    letter = read_letter(member_office, member)
    day = date_format(timezone.localtime(letter.received_at), "DATE_FORMAT")
    page, file = sign_in(member).get(PAGE).text, sign_in(member).post(FILE).getvalue().decode()
    assert f"Message {letter.pk} · <span>{day}</span></a>" in page and f"Message {letter.pk} · {day}" in file
    assert letter.text not in page and letter.text not in file


def test_a_released_announcement_is_named_to_everybody_and_leads_to_the_register(
    administrator: User, officer: User, office: Office, sign_in: Browser
) -> None:
    found = desk.draft(office=office, by=officer, texts={"fr": ("Le budget", "Il est là.")})
    browser = sign_in(administrator)
    assert f"Announcement {found.pk}" in browser.get(PAGE).text and "Le budget" not in browser.get(PAGE).text
    Announcement.objects.filter(pk=found.pk).update(
        state=State.RELEASED, released_at=timezone.now(), classification="public"
    )
    link = (
        f'<a href="{found.get_absolute_url()}">Announcement {found.pk} · <span lang="fr" dir="auto">Le budget</span>'
    )
    assert link in browser.get(PAGE).text
    assert f"Announcement {found.pk} · Le budget" in browser.post(FILE).getvalue().decode()


def test_it_costs_as_many_queries_however_many_entries_it_shows(
    administrator: User, clerk: User, office: Office, sign_in: Browser
) -> None:
    found = desk.draft(office=office, by=clerk, texts={"en": ("The budget", "It is.")})
    Announcement.objects.filter(pk=found.pk).update(
        state=State.RELEASED, released_at=timezone.now(), classification="public"
    )
    browser = sign_in(administrator)
    browser.get(PAGE)
    for n in range(60):
        for model in (
            "desk.announcement",
            "listening.inquiry",
            "channels.account",
            "channels.inbound",
            "rules.legalhold",
            "record.sitting",
            "record.document",
        ):
            audit.record(
                "desk.draft",
                by=clerk,
                about=f"{model}:{UUID(int=n) if model.startswith('record') else found.pk + n}",
                office=office,
            )
        audit.record("accounts.confirm", by=clerk, about=administrator, office=office, role="clerk")
    with CaptureQueriesContext(connection) as queries:
        assert len(browser.get(PAGE).context["lines"]) == 50
    assert len(queries) <= MOST_QUERIES


def test_the_menu_leads_to_it(administrator: User, clerk: User, member: User) -> None:
    offered = [[item.url for item in visible_items(one, "/")].count(PAGE) for one in (administrator, member, clerk)]
    assert offered == [1, 1, 0]


@pytest.mark.parametrize(("language", "words"), [("fr", "A ouvert un brouillon"), ("es", "Abrió un borrador")])
def test_what_was_done_is_said_in_the_language_of_the_reader(
    administrator: User, office: Office, sign_in: Browser, language: str, words: str
) -> None:
    audit.record("desk.draft", by=administrator, about="desk.announcement:1", office=office)
    actions.choose_language(language, by=administrator)
    browser = sign_in(administrator)
    assert words in browser.get(PAGE).text
    assert words in browser.post(FILE).getvalue().decode()


def test_every_action_has_an_area_to_be_found_in() -> None:
    assert {action.partition(".")[0] for action in audit.LABELS if not action.startswith("workbench.")} <= set(
        audit.AREAS
    )


def check_the_log(on: date) -> LogCheck:
    """As a worker does that night."""
    LogCheck.objects.create(night=on)
    claimed = LogCheck.objects.all().claim(worker="w", lease=work.lease())
    assert claimed is not None
    check_log(claimed, work.Tick(claimed, worker="w"))
    work.finish(claimed, worker="w")
    return LogCheck.objects.get(pk=claimed.pk)


def alter(entry: AuditEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rules_auditentry SET about = 'desk.announcement:9' WHERE sequence = %s", [entry.sequence]
        )


def test_the_page_says_when_the_whole_log_was_checked_and_found_unchanged(
    administrator: User, member: User, sign_in: Browser
) -> None:
    assert "has not been checked yet" in sign_in(administrator).get(PAGE).text
    check = check_the_log(date(2026, 2, 1))
    for reader in (administrator, member):
        page = sign_in(reader).get(PAGE).text
        assert "The whole log was checked on" in page and f"its {check.entries} entries are unchanged" in page
    LogCheck.objects.update(finished_at=timezone.now() - timedelta(days=3))
    assert "Check overdue" in sign_in(administrator).get(PAGE).text


def test_where_the_log_does_not_hold_is_said_with_what_to_do(
    administrator: User, clerk: User, office: Office, sign_in: Browser
) -> None:
    entry = audit.record("desk.draft", by=clerk, about="desk.announcement:1", office=office)
    alter(entry)
    check = check_the_log(date(2026, 2, 1))
    assert (check.broken_at, check.why) == (entry.sequence, audit.ALTERED)
    page = sign_in(administrator).get(PAGE).text
    assert f"The log is no longer intact at entry {entry.sequence}:" in page and "it was altered" in page
    assert "hemicycle audit verify" in page
    there = page.split('href="/account/log/?since=')[1].split('"')[0].replace("&amp;", "&")
    assert "Altered since it was written" in sign_in(administrator).get(f"{PAGE}?since={there}").text


def test_administrators_are_notified_once_while_the_break_stays_the_same(
    administrator: User, clerk: User, member: User, office: Office
) -> None:
    entry = audit.record("desk.draft", by=clerk, about="desk.announcement:1", office=office)
    check_the_log(date(2026, 2, 1))
    assert not Notice.objects.exists()
    alter(entry)
    for day in (2, 3):
        check_the_log(date(2026, 2, day))
    (notice,) = Notice.objects.all()
    (said,) = shown_notices(administrator, [notice])
    assert notice.person == administrator and "no longer intact" in said.sentence
    assert said.described is not None and said.described.url == PAGE
