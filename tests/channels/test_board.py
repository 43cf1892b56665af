"""What goes out of an office, for the people of that office: counts, states, reasons in words, and no addresses."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Contact, Outbound, State
from hemicycle.rules.models import AuditEntry
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cast import person

from .sink import lost, refused

pytestmark = pytest.mark.django_db

MANY, FEWER_THAN = 10_000, 15
BOARD = "/channels/"


@pytest.fixture
def messages(account, sink, put):
    """One unknown, one refused for good, one sent, one late, one to come."""
    put(account, "The House sits at ten", to=3)
    sink.script = [lost(sink), refused("no-such-number", permanent=True)]
    send_due("w", lambda: False)
    put(account, "The vote is at seven", due_at=timezone.now() - timedelta(minutes=9))
    put(account, "Tomorrow’s order paper", due_at=timezone.now() + timedelta(hours=9))


def shown(client, state: str = "") -> str:
    return client.get(f"{BOARD}?state={state}").text.partition("<tbody>")[2]


def test_each_state_is_a_list_with_its_own_address(sign_in, officer, messages):
    client = sign_in(officer)
    assert shown(client).count("<tr>") == 5
    assert {state: shown(client, state).count("<tr>") for state in ("unknown", "failed", "sent", "late", "waiting")} == {
        "unknown": 1, "failed": 1, "sent": 1, "late": 1, "waiting": 2,
    }  # fmt: skip
    assert "The vote is at seven" in shown(client, "late")
    assert "There is no such address, or not any more." in shown(client, "failed")
    assert "No answer came from the server." in shown(client, "unknown")


def test_a_filter_that_is_none_shows_everything(sign_in, officer, messages):
    assert sign_in(officer).get(f"{BOARD}?state=%00&account=x&page=x").text.count("<tr>") == 6


def test_nobody_reads_to_whom_it_goes(sign_in, officer, messages):
    page = sign_in(officer).get(BOARD).text
    assert "To one person" in page
    assert not [row.address for row in Contact.objects.all() if row.address in page]
    assert not [row.key for row in Outbound.objects.all() if row.key in page]


def test_an_office_sees_its_own_and_nothing_else(sign_in, messages, other_office, member):
    stranger = person("Emma Editor", Role.EDITOR, office=other_office)
    for user in (stranger, member):
        page = sign_in(user).get(BOARD)
        assert page.status_code == 200
        assert "The House sits at ten" not in page.text
        assert "Sink" not in page.text


@pytest.mark.parametrize("name", ["administrator", "superuser"])
def test_no_administrator_sees_what_a_members_office_sends(request, sign_in, member, member_office, put, sink, name):
    theirs = actions.open_account(office=member_office, kind="sink", name="Ada’s letters", address="ada", by="test")
    put(theirs, "To my constituents")
    row = Outbound.objects.get()
    # The fixture writes to people of the institution; what counts here is whose account it is.
    Outbound.objects.update(office=member_office, state=State.UNKNOWN)
    client = sign_in(request.getfixturevalue(name))
    assert "Ada’s letters" not in client.get(BOARD).text
    assert client.get(reverse("channels:settle", args=[row.pk])).status_code in (403, 404)
    assert "Ada’s letters" in sign_in(member).get(BOARD).text


@pytest.mark.parametrize("name", ["clerk", "researcher", "outsider"])
def test_whoever_does_not_attend_to_the_channels_is_refused(request, sign_in, name):
    assert sign_in(request.getfixturevalue(name)).get(BOARD).status_code == 403


@pytest.mark.parametrize(
    ("found", "state"), [(actions.SENT, "sent"), (actions.NOT_SENT, "failed"), (actions.RETRY, "waiting")]
)
def test_a_person_says_what_became_of_an_unknown(sign_in, officer, messages, found, state):
    row = Outbound.objects.get(state=State.UNKNOWN)
    address, client = reverse("channels:settle", args=[row.pk]), sign_in(officer)
    assert address in shown(client, "unknown")
    assert "The House sits at ten" in client.get(address).text
    client.post(address, {"found": found})
    row.refresh_from_db()
    assert (row.state, row.settled_by) == (state, officer.audit_label)
    assert AuditEntry.objects.filter(action="channels.settle").count() == 1


def test_nothing_is_settled_twice_or_without_an_answer(sign_in, officer, messages):
    row = Outbound.objects.get(state=State.UNKNOWN)
    address, client = reverse("channels:settle", args=[row.pk]), sign_in(officer)
    assert client.post(address, {"found": "perhaps"}).status_code == 422
    client.post(address, {"found": actions.SENT})
    assert "It has been settled meanwhile." in client.post(address, {"found": actions.RETRY}, follow=True).text
    row.refresh_from_db()
    assert row.state == State.SENT


def test_another_office_settles_nothing(sign_in, messages, other_office):
    row = Outbound.objects.get(state=State.UNKNOWN)
    stranger = person("Emma Editor", Role.EDITOR, office=other_office)
    address = reverse("channels:settle", args=[row.pk])
    assert sign_in(stranger).post(address, {"found": actions.SENT}).status_code == 404
    row.refresh_from_db()
    assert row.state == State.UNKNOWN


def test_ten_thousand_messages_ask_no_more_questions(sign_in, officer, account, put, django_assert_max_num_queries):
    content, now = put(account)[0].content, timezone.now()
    known = {"office": account.office, "channel": "sink", "sealed": ""}
    people = [Contact(digest=f"{n:032}", key=f"{n:032}", **known) for n in range(MANY)]
    row = {"office": account.office, "account": account, "content": content, "sent_at": now}
    Outbound.objects.bulk_create(
        Outbound(contact=one, key=one.key, state=state, due_at=now - timedelta(hours=1), **row)
        for one, state in zip(Contact.objects.bulk_create(people), cycle(State), strict=False)
    )
    client = sign_in(officer)
    client.get(reverse("account"))
    for query in ("", "?state=unknown", "?state=late", "?state=sent&page=3", f"?account={account.pk}&page=2"):
        with django_assert_max_num_queries(FEWER_THAN - 1):
            assert client.get(f"{BOARD}{query}").text.count("<tr>") == 51


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_board_and_settling_are_for_everybody(visit, officer, messages, language, scheme, width):
    type(officer).objects.filter(pk=officer.pk).update(language=language)
    page = visit(BOARD, by=officer, scheme=scheme, width=width)
    unknown = Outbound.objects.get(state=State.UNKNOWN)
    for address in (BOARD, f"{BOARD}?state=sent", reverse("channels:settle", args=[unknown.pk])):
        page.goto(address)
        assert page.get_attribute("html", "lang") == language
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
