"""Asking, confirming, ending, and the consent ledger."""

import pytest

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Consent, Suppression
from hemicycle.follow import actions
from hemicycle.follow.models import Follower, Subscription
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db


def ledger(contact) -> list[tuple[str, str, str, str]]:
    return [(row.act, row.to, row.words, row.through) for row in Consent.objects.of(contact)]


def test_the_ledger_has_what_was_read_at_each_step(river, follow):
    ann = follow("ann", river)
    actions.end(ann, through="page")

    word = f"bill:{river.address}"
    assert ledger(ann) == [
        ("asked", word, "Yes, write to me.", "test"),
        ("confirmed", word, "Yes.", "test"),
        ("ended", word, "", "page"),
    ]


def test_confirming_twice_confirms_once(river, follow):
    ann = follow("ann", river)

    assert actions.confirm(ann, words="Yes.", through="test") == []
    assert len(ledger(ann)) == 2


def test_asking_again_leaves_a_confirmed_subscription_as_it_is(river, follow):
    ann = follow("ann", river)
    actions.ask(ann, to_follow=river, words="Yes, write to me.", through="form", frequency="weekly")

    assert Subscription.objects.of(ann).get().confirmed_at is not None
    assert Follower.objects.get().frequency == "at_once"


def test_who_had_said_stop_and_confirms_again_is_written_to_again(river, follow):
    ann = follow("ann", river)
    channels.suppress(ann, why="stop", by="t")
    actions.end(ann, through="stop")
    actions.ask(ann, to_follow=river, words="Yes", through="sms")
    assert Suppression.objects.exists()
    actions.confirm(ann, words="Yes", through="sms")

    assert not Suppression.objects.exists()
    assert list(Follower.objects.reachable().contacts()) == [ann.pk]


def test_the_audit_log_names_neither_the_person_nor_what_they_follow(river, follow):
    ann = follow("ann", river)
    actions.end(ann, through="page")

    entries = AuditEntry.objects.filter(action__startswith="follow.")
    assert [(entry.action, entry.office, entry.facts) for entry in entries.order_by("pk")] == [
        ("follow.ask", ann.office.slug, {"channel": "email", "through": "test", "new": True}),
        ("follow.confirm", ann.office.slug, {"channel": "email", "through": "test", "count": 1}),
        ("follow.end", ann.office.slug, {"channel": "email", "through": "page", "count": 1}),
    ]
    for entry in entries:
        assert (entry.actor, entry.about) == ("citizen", "follow.subscription")
        assert river.address not in str(entry.facts) and ann.key not in str(entry.facts)


def test_the_audit_log_says_who_changed_a_topic(officer):
    topic = actions.save_topic(address="aid", names={"en": "Aid"}, descriptions={}, is_open=False, by=officer)

    entry = AuditEntry.objects.get(action="follow.put_topic")
    assert (entry.actor, entry.facts) == (audit.actor_of(officer), {"word": "aid", "open": False})
    assert entry.about == f"follow.topic:{topic.pk}"


def test_the_audit_log_says_who_chose_through_which_account_people_follow(by_mail, office, officer):
    for account in (by_mail, None):
        actions.choose_follow_account("email", account=account, by=officer)

    entries = AuditEntry.objects.filter(action="follow.choose_entrance").order_by("sequence")
    assert [(entry.actor, entry.about, entry.office, entry.facts) for entry in entries] == [
        (audit.actor_of(officer), f"channels.account:{by_mail.pk}", office.slug, {"channel": "email"}),
        (audit.actor_of(officer), "follow.followaccount", "", {"channel": "email"}),
    ]


def test_numbers_are_of_the_offices_one_works_in(river, follow, officer, other_clerk, member, superuser, outsider):
    follow("ann", river)

    assert Subscription.objects.visible_to(officer).count() == Follower.objects.visible_to(officer).count() == 1
    for nobody in (other_clerk, member, superuser, outsider, None):
        assert not Subscription.objects.visible_to(nobody).exists()
        assert not Follower.objects.visible_to(nobody).exists()
