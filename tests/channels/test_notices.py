"""Whom the channels notify of what: those who answer and may read it, and those who decide on appeals."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account, Inbound, Outcome
from tests.cast import person

pytestmark = pytest.mark.django_db
WORDS = "Seven buses a day are not enough"


def write(account: Account, name: str = "1", **what) -> Inbound | None:
    news = InboundMessage(name, WORDS, sender="https://one.example/users/x", **what)
    return actions.store_incoming(news, account=account, by="test")


def notified(kind: str) -> set[User]:
    return {one.person for one in Notice.objects.unread().filter(kind=kind).select_related("person")}


def test_a_public_reply_is_announced_to_those_who_answer_in_its_office_alone(
    account, officer, editor, clerk, researcher, administrator, other_clerk, member
):
    write(account)
    assert notified("cases.message") == {officer, editor, clerk}


def test_a_letter_is_announced_to_those_who_may_read_it(account, officer, editor, clerk):
    write(account, direct=True)
    assert notified("cases.message") == {clerk}


def test_replies_are_counted_in_one_notice_and_one_that_comes_twice_counts_once(account, clerk):
    for name in ("1", "2", "2"):
        write(account, name)
    assert Notice.objects.get(person=clerk).times == 2


def test_a_machine_announces_nothing(account, clerk):
    write(account, automatic=True)
    assert not Notice.objects.exists()


def test_what_comes_to_a_members_office_is_announced_there_alone(member_office, member, officer, clerk, sink):
    account = actions.open_account(office=member_office, kind=sink.kind, name="Ada", address="ada", by="test")
    write(account)
    assert notified("cases.message") == {member}


def test_no_mail_holds_a_word_of_a_letter(account, clerk):
    write(account, direct=True)
    Notice.objects.update(mail_at=timezone.now())
    send_mail("worker", lambda: False)
    (message,) = mail.outbox
    assert "1 new message" in message.subject
    assert WORDS not in message.body and "one.example" not in message.body


def test_an_appeal_is_announced_to_who_may_decide_on_it_until_somebody_has(account, office, clerk, editor, sign_in):
    second = person("Carla Clerk", Role.CLERK, office=office)
    taken = {"step": "hide", "rule": "R2", "words": "seven buses", "days": 1}
    measure = actions.moderate(write(account), by=clerk, **taken)
    appeal = actions.appeal(measure, text="It is true.", by="citizen")
    assert notified("channels.appeal") == {second, editor}
    page = sign_in(second).get("/account/notices/").content.decode()
    assert "Decide on the appeal" in page and "It is true." not in page
    opened = sign_in(second).get(
        reverse("open_notice", args=[Notice.objects.get(kind="channels.appeal", person=second).pk])
    )
    assert opened.headers["Location"] == reverse("channels:measure", args=[measure.pk])
    actions.decide(appeal, outcome=Outcome.UPHELD, answer="It is.", by=second)
    assert notified("channels.appeal") == set()
