"""What staff see of an actor: its name for people, followers, late servers, and the reception of its notes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.actions.fediverse import outbox
from hemicycle.channels.fediverse.statistics import note_statistics
from hemicycle.channels.jobs import dispatching
from hemicycle.channels.models import Account, Dispatch, Server
from hemicycle.channels.status import monitoring
from hemicycle.rules.models import AuditEntry
from tests.browser import DESK, PHONE, assert_accessible, assert_no_sideways_scrolling

from .conftest import OURS

pytestmark = pytest.mark.django_db
INBOX = f"{OURS}/fediverse/inbox/"


def page(client, account: Account) -> str:
    return client.get(reverse("channels:account", args=[account.pk])).text


def test_the_page_of_the_account_tells_its_name_its_followers_and_who_does_not_answer(
    actor, neighbour, follow, say, client, editor
) -> None:
    for name in ("ana", "ben"):
        follow(neighbour, name)
    neighbour.status = 503
    say("The House votes")
    dispatching.dispatch_due()
    client.force_login(editor)
    shown = page(client, actor)
    assert "@house@parliament.test" in shown
    assert "2, on 1 server" in shown
    assert neighbour.host in shown
    assert "/users/ana" not in shown
    Server.objects.update(gone_at=timezone.now())
    assert "Gets nothing more" in page(client, actor)


def test_a_new_key_is_made_after_asking_by_those_who_keep_the_account(actor, client, editor, officer) -> None:
    address = reverse("channels:new_key", args=[actor.pk])
    before = actor.access.secret
    client.force_login(officer)
    assert client.post(address).status_code == 403
    client.force_login(editor)
    assert client.get(address).status_code == 200
    assert Account.objects.get().access.secret == before
    assert client.post(address).status_code == 302
    assert Account.objects.get().access.secret["private_key"] != before["private_key"]
    assert AuditEntry.objects.filter(action="channels.renew_keys").count() == 1


def test_no_key_stands_on_a_page_and_none_is_made_for_a_channel_without(actor, office, client, editor) -> None:
    client.force_login(editor)
    assert "PRIVATE KEY" not in page(client, actor)
    web = actions.open_account(office=office, kind="web", name="Web", by="test")
    assert client.get(reverse("channels:new_key", args=[web.pk])).status_code == 404


def test_the_life_of_what_was_said_is_counted(actor, neighbour, follow, say) -> None:
    follow(neighbour, "ana")
    note = f"{OURS}/fediverse/notes/{say('The House votes').key}/"
    statistics = note_statistics("The House votes", actor)
    assert (statistics.delivered, statistics.waiting, statistics.likes) == (0, 0, 0)
    outbox.enqueue_activities()
    assert note_statistics("The House votes", actor).waiting == 1
    dispatching.dispatch_due()
    neighbour.tell(INBOX, neighbour.activity("Like", "ana", note))
    neighbour.tell(INBOX, neighbour.activity("Announce", "ben", note))
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", neighbour.note("ana", "Yes", inReplyTo=note)))
    statistics = note_statistics("The House votes", actor)
    assert (statistics.delivered, statistics.waiting, statistics.given_up) == (1, 0, 0)
    assert (statistics.likes, statistics.boosts, statistics.replies) == (1, 1, 1)


def test_a_late_server_is_an_alarm_and_one_that_rests_is_none(actor, neighbour, follow, say, client, editor) -> None:
    follow(neighbour, "ana")
    say("The House votes")
    outbox.enqueue_activities()
    Dispatch.objects.waiting().update(due_at=timezone.now() - timedelta(minutes=5))
    assert monitoring.late_since() is not None
    client.force_login(editor)
    board = client.get(reverse("channels:board")).text
    assert "1 server of the fediverse should have been notified by now." in board
    Server.objects.update(worker="w", worker_until=timezone.now() + timedelta(minutes=1))
    assert monitoring.late_since() is None, "it is on its way"
    Server.objects.update(worker="", rests_until=timezone.now() + timedelta(minutes=5))
    assert monitoring.late_since() is None
    assert "should have been notified" not in client.get(reverse("channels:board")).text


def test_who_follows_on_the_fediverse_is_counted_beside_the_others(actor, neighbour, follow, client, editor) -> None:
    follow(neighbour, "ana")
    client.force_login(editor)
    assert "On the fediverse" in client.get(reverse("follow:numbers")).text


def test_the_form_asks_for_a_name_that_nobody_had(actor, office, client, editor) -> None:
    client.force_login(editor)
    address = reverse("channels:open_account", args=[office.slug, "activitypub"])
    form = {"name": "News", "setting-display_name": "The House"}
    for name, said in (("The House!", "Enter a valid value."), ("house", "account with this address already")):
        answer = client.post(address, form | {"address": name})
        assert answer.status_code == 422
        assert said in answer.text
    assert client.post(address, form | {"address": "news"}).status_code == 302
    opened = Account.objects.get(address="news")
    assert "BEGIN PRIVATE KEY" in opened.access.secret["private_key"]
    assert opened.settings == {"display_name": "The House"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", DESK), ("dark", PHONE)])
def test_the_pages_are_accessible_on_every_screen(actor, neighbour, follow, say, visit, editor, scheme, width) -> None:
    follow(neighbour, "ana")
    neighbour.status = 503
    say("The House votes")
    dispatching.dispatch_due()
    for name in ("account", "new_key"):
        page = visit(reverse(f"channels:{name}", args=[actor.pk]), by=editor, scheme=scheme, width=width)
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
