"""What corrects or withdraws takes the place of what was said, where the channel can change what it has sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Act, OutgoingText
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Account, Outbound

from .sink import Changed, lost, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(office, changed: Changed) -> Account:
    return actions.open_account(office=office, kind=changed.kind, name="Page", address="page", by="test")


def say(account: Account, text: str, act: Act = Act.SAY, *, changes: str = "") -> Outbound:
    outgoing = OutgoingText("Vote", text, "en", act=act)
    rendered = actions.render(account, outgoing)
    content = actions.prepare(account, source=text, lang="en", rendered=rendered, changes=changes)
    return actions.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test")


def send() -> None:
    then = timezone.now() - timedelta(hours=2)
    Outbound.objects.filter(state__in=("waiting", "unknown")).update(due_at=then)
    Account.objects.update(rests_until=None, sender="", sender_until=None)
    send_due("w", lambda: False)


def test_a_correction_takes_the_place_of_what_it_corrects_and_one_of_the_correction_too(page, changed):
    say(page, "At seven")
    send()
    say(page, "At eight", Act.CORRECT, changes="At seven")
    send()
    say(page, "At nine", Act.CORRECT, changes="At eight")
    send()

    assert list(changed.there.values()) == ["At nine"]
    assert len({row.external_id for row in Outbound.objects.all()}) == 1


def test_what_is_withdrawn_is_gone(page, changed):
    say(page, "At seven")
    say(page, "Withdrawn", Act.WITHDRAW, changes="At seven")
    send()

    assert changed.there == {}
    assert [row.state for row in Outbound.objects.order_by("pk")] == ["sent", "sent"]


def test_what_changes_something_of_which_nobody_can_tell_waits_for_that(page, changed):
    first = say(page, "At seven")
    changed.script = [lost(changed)]
    send()
    second = say(page, "At eight", Act.CORRECT, changes="At seven")
    send()

    second.refresh_from_db()
    assert (second.state, second.attempts, second.code) == ("waiting", 0, "after-another")
    assert list(changed.there.values()) == ["At seven"]

    first.refresh_from_db()
    actions.settle(first, found=actions.SENT, by="test")
    Outbound.objects.filter(pk=first.pk).update(external_id=f"x-{first.key}")
    send()
    assert list(changed.there.values()) == ["At eight"]


def test_the_correction_of_what_never_arrived_is_said_for_the_first_time(page, changed):
    say(page, "At seven")
    changed.script = [refused("refused", permanent=True)]
    send()
    say(page, "At eight", Act.CORRECT, changes="At seven")
    send()

    assert [message.supersedes for message in changed.got] == [None]
    assert list(changed.there.values()) == ["At eight"]


def test_a_failed_correction_leaves_the_first_to_be_changed_by_the_next(page, changed):
    say(page, "At seven")
    send()
    say(page, "At eight", Act.CORRECT, changes="At seven")
    changed.script = [refused("refused", permanent=True)]
    send()
    say(page, "At nine", Act.CORRECT, changes="At eight")
    send()

    assert list(changed.there.values()) == ["At nine"]


def test_a_channel_that_cannot_change_what_it_sent_says_the_correction_beside_it(account, sink):
    say(account, "At seven")
    say(account, "At eight", Act.CORRECT, changes="At seven")
    send()

    assert [(message.content["text"], message.supersedes) for message in sink.got] == [
        ("At seven", None), ("At eight", None),
    ]  # fmt: skip
