"""In a sensitive period no digest is made; the first one after it tells of everything, in one message."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Outbound
from hemicycle.follow import jobs
from hemicycle.follow.models import DigestRun, Follower, News, Subscription
from hemicycle.rules import actions as rules
from hemicycle.rules.models import ParameterInForce, SensitivePeriod
from tests.follow.test_digests import announce, gather, said

pytestmark = pytest.mark.django_db


def election(ago: timedelta) -> SensitivePeriod:
    period = rules.plan_period(kind="election", starts_at=None, ends_at=None, notices={}, by="ada")
    SensitivePeriod.objects.filter(pk=period.pk).update(starts_at=timezone.now() - ago)
    return period


def over(period: SensitivePeriod) -> None:
    rules.ask_to_end_period(period, by="ada")
    rules.end_period(period, by="bob")


def test_no_digest_is_made_while_messages_to_many_are_stopped(by_mail):
    period = election(timedelta(days=1))
    assert jobs.gather_due("w", lambda: False) == 0
    assert not DigestRun.objects.exists()
    over(period)
    assert jobs.gather_due("w", lambda: False) == 2


def test_a_period_that_does_not_stop_them_leaves_digests_alone(by_mail):
    ParameterInForce.objects.create(name="election_freezes", value=["outreach"])
    election(timedelta(days=1))
    assert jobs.gather_due("w", lambda: False) == 2


def test_the_first_digest_after_it_tells_of_all_that_was_announced_meanwhile(river, by_mail, follow):
    contact = follow("ann", river, frequency="daily")
    long_ago = timezone.now() - timedelta(days=40)
    announce(river, by_mail, number=1)
    announce(river, by_mail, number=2)
    News.objects.filter(source="a:1").update(at=long_ago, came_at=long_ago)
    from_before(contact, long_ago - timedelta(days=1))
    over(election(timedelta(days=45)))

    (row,) = gather()
    assert len(said(row)) == 2
    assert gather() == []


def test_without_a_period_a_digest_covers_a_week(river, by_mail, follow):
    contact = follow("ann", river, frequency="daily")
    long_ago = timezone.now() - timedelta(days=40)
    announce(river, by_mail, number=1)
    News.objects.filter(source="a:1").update(at=long_ago, came_at=long_ago)
    from_before(contact, long_ago - timedelta(days=1))
    assert gather() == []


def from_before(contact, moment) -> None:
    """Somebody who has followed for so long, and was notified of nothing since."""
    Follower.objects.filter(contact=contact).update(notified_until=moment, frequency_since=moment)
    Subscription.objects.filter(follower__contact=contact).update(asked_at=moment, confirmed_at=moment)


def test_a_digest_that_was_made_before_goes_on_by_itself(river, by_mail, follow, mail):
    follow("ann", river, frequency="daily")
    announce(river, by_mail)
    gather()
    period = election(timedelta(days=1))
    send_account(by_mail, worker="w")
    assert mail.got == []
    over(period)
    Outbound.objects.update(due_at=timezone.now())
    send_account(by_mail, worker="w")
    assert len(mail.got) == 1
