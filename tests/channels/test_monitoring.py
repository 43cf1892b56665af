"""What should have left and has not is an alarm, on the pages of those who can mend it and in /health/."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import CannotConnect
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Account
from hemicycle.channels.status import monitoring
from hemicycle.channels.status.labels import reason
from hemicycle.rules.models import ParameterInForce, WorkerSeen
from tests.cast import person

pytestmark = pytest.mark.django_db


def ago(**time: int):
    return timezone.now() - timedelta(**time)


@pytest.fixture
def late_message(account, put):
    put(account, due_at=ago(minutes=5))


def banner(client) -> str:
    return client.get(reverse("account")).text.partition("<main")[0].partition('class="banners"')[2]


def test_a_message_that_is_late_is_reported_until_it_has_left(account, late_message):
    assert monitoring.late_since() is not None
    send_due("w", lambda: False)
    assert monitoring.late_since() is None
    assert monitoring.oldest_due() is None


def test_how_late_is_late_is_for_the_house_to_say(account, late_message):
    ParameterInForce.objects.create(name="late_after_seconds", value=600)
    assert monitoring.late_since() is None


@pytest.mark.parametrize("when", [{"due_at": timedelta(minutes=1)}, {"not_after": timedelta(minutes=-1)}])
def test_what_is_not_due_and_what_is_too_old_is_not_late(account, put, when):
    times = {"due_at": ago(minutes=5)} | {name: timezone.now() + by for name, by in when.items()}
    put(account, **times)
    assert monitoring.late_since() is None


def test_a_mailing_on_its_way_is_no_alarm(account, late_message):
    Account.objects.acquire(account.pk, worker="w", lease=timedelta(seconds=60))
    assert monitoring.late_since() is None
    Account.objects.update(sender_until=ago(seconds=1))
    assert monitoring.late_since() is not None


def test_what_is_paused_is_not_late(sign_in, account, late_message, editor):
    actions.pause(reason="A wrong number", by=editor)
    assert monitoring.late_since() is None
    assert "have not been sent" not in banner(sign_in(editor))


def test_those_who_can_mend_it_see_it_and_why(sign_in, officer, account, sink, late_message):
    assert "No worker has been started." in banner(sign_in(officer))
    WorkerSeen.objects.create(worker="w", at=ago(minutes=3))
    assert "No worker has given a sign of life since" in banner(sign_in(officer))
    WorkerSeen.objects.update(at=timezone.now())
    sink.refuses_lines = [CannotConnect("no-connection")]
    send_due("w", lambda: False)
    answer = banner(sign_in(officer))
    assert "have not been sent: Sink" in answer
    assert "The server cannot be reached." in answer


@pytest.mark.parametrize("name", ["clerk", "researcher", "outsider", "superuser", "member"])
def test_nobody_else_gets_a_banner(request, sign_in, late_message, name):
    assert banner(sign_in(request.getfixturevalue(name))) == ""


def test_each_office_gets_a_banner_of_its_own(sign_in, late_message, other_office, member_office, member, sink, put):
    stranger = person("Emma Editor", Role.EDITOR, office=other_office)
    assert banner(sign_in(stranger)) == ""
    theirs = actions.open_account(office=member_office, kind="sink", name="Ada’s letters", address="ada", by="test")
    put(theirs, due_at=ago(minutes=9))
    assert "Ada’s letters" in banner(sign_in(member))
    assert "Ada’s letters" not in banner(sign_in(person("Otto Editor", Role.EDITOR, office=other_office)))


def test_health_tells_the_age_of_the_oldest_and_raises_the_alarm(client, account, late_message):
    WorkerSeen.objects.create(worker="w", at=timezone.now())
    answer = client.get("/health/").json()
    assert answer["on_time"] is False
    assert 300 <= answer["oldest_message_due_seconds_ago"] <= 305
    send_due("w", lambda: False)
    answer = client.get("/health/").json()
    assert (answer["on_time"], answer["oldest_message_due_seconds_ago"], answer["paused"]) == (True, None, False)


def test_health_says_paused_and_is_not_alarmed_by_it(client, late_message, editor):
    actions.pause(reason="A wrong number", by=editor)
    answer = client.get("/health/").json()
    assert (answer["on_time"], answer["paused"]) == (True, True)


def test_where_all_is_well_the_watch_asks_one_question(officer, account, put, django_assert_num_queries):
    put(account, due_at=timezone.now() + timedelta(hours=1))
    accounts = Account.objects.visible_to(officer)
    with django_assert_num_queries(1):
        assert monitoring.late(accounts) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", ""),
        ("no-line", "The server cannot be reached."),
        ("undeliverable-004", "It could not be delivered."),
        ("status-0x0401", "The server says: status-0x0401."),
        ("ValueError", "Something is wrong on our side; the log of the worker says what."),
    ],
)
def test_a_code_is_shown_in_words(code, said):
    assert reason(code) == said
