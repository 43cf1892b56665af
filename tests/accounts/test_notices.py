"""Staff are notified of what awaits them and what went wrong: by the bell, and by mail as each of them chose."""

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts import actions
from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import AccountMail, Assignment, Frequency, Notice, Office, PendingAssignment, User
from hemicycle.accounts.notices.kinds import KINDS, kinds_for
from hemicycle.accounts.notices.schedule import mail_at
from hemicycle.accounts.roles import Role
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.retention import RULES
from tests.cast import person

pytestmark = pytest.mark.django_db

SignIn = Callable[[object], Client]
LIST, CHOICES = "/account/notices/", "/account/notices/choices/"


class Refusing(BaseEmailBackend):
    """A mail server that refuses for now."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected


@pytest.fixture
def pending(office: Office, administrator: User, clerk: User, outsider: User) -> PendingAssignment:
    """A role that awaits the clerk's confirmation."""
    actions.assign(outsider, office=office, role=Role.EDITOR, by=administrator)
    return PendingAssignment.objects.get()


def send(*, after: timedelta = timedelta(days=1)) -> None:
    """What the worker mails once that time has passed."""
    for one in Notice.objects.filter(mail_at__isnull=False):
        Notice.objects.filter(pk=one.pk).update(mail_at=one.mail_at - after)
    send_mail("test", lambda: False)


def notify(kind: str, to: User, *, about: Office, times: int = 1) -> None:
    for _time in range(times):
        actions.notify(kind, to=Assignment.objects.filter(user=to), about=about, office=about, by="test")


def test_who_may_confirm_a_role_is_notified_and_nobody_else(
    pending, clerk, administrator, outsider, officer, other_clerk
):
    assert [one.person for one in Notice.objects.all()] == [clerk]


def test_the_bell_counts_what_is_unread_and_leads_to_it(pending, clerk, sign_in: SignIn):
    browser = sign_in(clerk)
    assert '<span class="visually-hidden">1 unread</span>' in browser.get(LIST).content.decode()
    opened = browser.get(reverse("open_notice", args=[Notice.objects.get().pk]))
    assert opened.headers["Location"] == reverse("people")
    assert "No unread notices" in browser.get(LIST).content.decode()


def test_a_notice_of_another_is_not_there(pending, officer, sign_in: SignIn):
    for key in (Notice.objects.get().pk, 10**9):
        assert sign_in(officer).get(reverse("open_notice", args=[key])).headers["Location"] == LIST
    assert "Nothing awaits you" in sign_in(officer).get(LIST).content.decode()
    assert Notice.objects.unread().count() == 1


def test_a_person_without_notices_is_notified_what_will_come_here(outsider, sign_in: SignIn):
    assert "Nothing awaits you" in sign_in(outsider).get(LIST).content.decode()
    assert "There is nothing to choose yet" in sign_in(outsider).get(CHOICES).content.decode()


def test_once_somebody_has_dealt_with_it_nobody_is_asked_and_no_mail_leaves(pending, clerk, office, sign_in: SignIn):
    another = person("Cleo Clerk", Role.CLERK, office=office)
    actions.decline(pending, by=another)
    send()
    assert mail.outbox == [] and not Notice.objects.unread().exists()
    key = Notice.objects.get(person=clerk).pk
    page = sign_in(clerk).get(reverse("open_notice", args=[key]), follow=True).content.decode()
    assert "Nothing is asked of you any more" in page


def test_who_loses_the_role_loses_its_notices_and_gets_no_mail(pending, clerk):
    actions.withdraw(clerk.assignments.get(), by="test")
    send()
    assert not Notice.objects.exists() and mail.outbox == []


def test_an_account_that_was_closed_gets_no_mail(pending, clerk):
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    send()
    assert mail.outbox == []


def test_what_may_no_longer_be_done_is_not_mailed(pending, clerk):
    """The role was given by the clerk themselves meanwhile: they cannot confirm it."""
    PendingAssignment.objects.update(granted_by=clerk)
    send()
    assert mail.outbox == [] and not AccountMail.objects.exists()


def test_a_mail_says_the_office_and_the_link_and_nothing_of_what_it_is_about(pending, clerk, outsider):
    send()
    (message,) = mail.outbox
    assert message.to == [clerk.email]
    assert message.subject.endswith("A role awaits your confirmation")
    assert "Research service" in message.body
    assert f"/account/notices/{Notice.objects.get().pk}/" in message.body and CHOICES in message.body
    assert outsider.name not in message.subject + message.body


def test_a_mail_is_in_the_language_of_its_reader(pending, clerk):
    User.objects.filter(pk=clerk.pk).update(language="es")
    send()
    assert "espera su confirmación" in mail.outbox[0].body


def test_what_comes_together_is_one_mail(clerk, office):
    for slug in ("one", "two", "three"):
        actions.assign(person(slug), office=office, role=Role.CLERK, by=keeper(office, slug))
    send()
    (message,) = mail.outbox
    assert "3 notices for you" in message.subject
    assert message.body.count("awaits your confirmation") == 3


def keeper(office: Office, slug: str) -> User:
    return person(f"Keeper {slug}", Role.ADMINISTRATOR, office=office)


def test_a_second_round_mails_nothing_again(pending):
    send()
    send()
    assert len(mail.outbox) == 1


def test_a_worker_that_died_after_sending_sends_the_same_message_id(pending):
    send()
    Notice.objects.update(mailed_at=None)
    send()
    first, again = (one.extra_headers["Message-ID"] for one in mail.outbox)
    assert first == again


def test_a_mail_server_that_is_down_loses_nothing(pending, clerk, settings):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Refusing"
    send()
    assert Notice.objects.due().count() == 1 and AccountMail.objects.get().reason == "unreachable"
    settings.EMAIL_BACKEND = backend
    AccountMail.objects.update(due_at=timezone.now())
    send()
    assert [one.to for one in mail.outbox] == [[clerk.email]] and not AccountMail.objects.exists()


def test_what_cannot_be_mailed_for_a_day_stays_in_the_bell(pending, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    send()
    AccountMail.objects.update(created_at=timezone.now() - timedelta(days=2), due_at=timezone.now())
    send()
    send()
    assert AccountMail.objects.get().email == ""
    assert Notice.objects.unread().count() == 1 and not Notice.objects.due().exists()


def test_nobody_is_notified_twice_of_what_they_have_not_read(clerk, office):
    notify("channels.appeal", clerk, about=office, times=2)
    assert Notice.objects.get().times == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        one = Notice.objects.get()
        Notice.objects.create(
            person=one.person, assignment=one.assignment, office=office, kind=one.kind, about=one.about
        )


def test_what_repeats_is_counted_in_one_notice_and_mailed_anew(clerk, office):
    notify("cases.message", clerk, about=office, times=3)
    assert Notice.objects.get().times == 3
    Notice.objects.update(mailed_at=timezone.now(), mail_at=timezone.now() - timedelta(days=1))
    notify("cases.message", clerk, about=office)
    (one,) = Notice.objects.to_be_mailed()
    assert one.times == 4 and one.mail_at > timezone.now()


def test_what_was_read_and_comes_again_is_a_new_notice(clerk, office):
    notify("cases.message", clerk, about=office)
    actions.read_notices(Notice.objects.of(clerk), by=clerk)
    notify("cases.message", clerk, about=office)
    assert [one.times for one in Notice.objects.order_by("pk")] == [1, 1]


def test_what_is_read_while_it_is_counted_again_is_a_new_notice(clerk, office):
    notify("cases.message", clerk, about=office)
    with audit.atomic():
        notify("cases.message", clerk, about=office)
        actions.read_notices(Notice.objects.of(clerk), by=clerk)
    assert [(one.times, one.read_at is None) for one in Notice.objects.order_by("pk")] == [(1, False), (1, True)]


def test_what_was_read_is_not_mailed(pending, clerk, sign_in: SignIn):
    assert sign_in(clerk).post("/account/notices/read/").status_code == 302
    send()
    assert mail.outbox == []


def test_who_did_it_is_not_notified(clerk, office):
    assigned = Assignment.objects.filter(user=clerk)
    assert actions.notify("channels.appeal", to=assigned, about=office, office=office, by=clerk) == 0


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        (Frequency.AT_ONCE, "2026-03-03T06:21:00+00:00"),
        (Frequency.HOURLY, "2026-03-03T07:00:00+00:00"),
        (Frequency.DAILY, "2026-03-03T07:00:00+00:00"),
        (Frequency.BELL, None),
    ],
)
def test_a_mail_leaves_when_its_reader_wants_it_on_the_clock_of_the_house(frequency, expected, settings):
    settings.TIME_ZONE = "Europe/Paris"
    now = datetime.fromisoformat("2026-03-03T06:20:00+00:00")
    at = mail_at(frequency, now)
    assert (at and at.astimezone(UTC).isoformat()) == expected


def test_each_person_chooses_how_often_for_each_kind(pending, clerk, sign_in: SignIn):
    browser = sign_in(clerk)
    chosen = {kind.name: Frequency.BELL for kind in kinds_for(clerk)}
    assert browser.post(CHOICES, chosen).status_code == 302
    send()
    assert mail.outbox == [] and Notice.objects.unread().count() == 1
    assert AuditEntry.objects.get(action="accounts.choose_notices").facts == {"kinds": len(chosen)}


def test_a_frequency_that_does_not_exist_is_refused_at_its_field(clerk, sign_in: SignIn):
    chosen = {kind.name: "every-second" for kind in kinds_for(clerk)}
    answer = sign_in(clerk).post(CHOICES, chosen)
    assert answer.status_code == 422 and "every-second" in answer.content.decode()
    assert not clerk.notice_choices.exists()


def test_a_person_chooses_among_the_kinds_of_their_roles_only(clerk, member):
    assert "desk.review" not in {kind.name for kind in kinds_for(clerk)}
    assert {kind.name for kind in kinds_for(member)} <= {kind.name for kind in KINDS.values()}
    assert not {"desk.review", "accounts.role"} & {kind.name for kind in kinds_for(member)}


def test_the_bell_costs_no_query_beside_the_menus(pending, clerk, outsider, sign_in: SignIn):
    def asked(user: User) -> list[str]:
        browser = sign_in(user)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/account/")
        return [one["sql"] for one in queries if "accounts_notice" in one["sql"]]

    assert [len(asked(one)) for one in (clerk, outsider)] == [1, 1]


def test_the_list_costs_as_many_queries_for_many_notices_as_for_one(clerk, office, sign_in: SignIn):
    def cost() -> int:
        browser = sign_in(clerk)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        return len(queries)

    keepers = [keeper(office, str(number)) for number in range(6)]
    actions.assign(person("first"), office=office, role=Role.CLERK, by=keepers[0])
    one = cost()
    for number, by in enumerate(keepers):
        actions.assign(person(f"other {number}"), office=office, role=Role.CLERK, by=by)
    assert cost() == one <= 25


def test_notices_end_after_their_time(pending):
    rule = RULES["accounts.notice"]
    assert not rule.overdue(timezone.now()).exists()
    assert rule.overdue(timezone.now() + Notice.KEPT + timedelta(minutes=1)).exists()
