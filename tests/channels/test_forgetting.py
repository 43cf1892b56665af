"""What our answers held of somebody who is erased is gone: words to them alone whole, public ones without their name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.fediverse import documents
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import (
    Account,
    Activity,
    Answer,
    Content,
    Dispatch,
    Inbound,
    Outbound,
    RemoteInbox,
    Server,
)
from hemicycle.conf.worker import Worker
from hemicycle.rules.actions import begin_night
from tests.channels.network_desk import said_in_public

pytestmark = pytest.mark.django_db
OPENED = {
    "activitypub": ("house", "https://one.example/users/perivolaris", "https://one.example/notes/7712345678901"),
    "mastodon": ("@house@m.example", "@perivolaris@one.example", "7712345678901"),
    "email": ("house@h.example", "perivolaris@one.example", "7712345678901"),
    "x": ("valmora", "@perivolaris", "7712345678901"),
}
WORDS = "You, @perivolaris@one.example, asked by https://one.example/notes/7712345678901: everybody may."
TRACES = ("perivolaris", "7712345678901")


def wrote(office, kind: str, **more) -> Inbound:
    name, sender, key = OPENED[kind]
    folder = {"transport": "folder", "folder": "outbox"} if kind == "email" else {}
    account = actions.open_account(office=office, kind=kind, name="A", address=name, settings=folder, by="test")
    arrived = InboundMessage(key, "A question", sender=sender, **more)
    return actions.store_incoming(arrived, account=account, by="test")


def answer(message: Inbound, by, text: str = WORDS) -> Outbound:
    return actions.give_answer(message, text=text, lang="en", key="k", by=by).outbound


def held() -> str:
    """All that is kept of answers."""
    rows = [repr(row) for model in (Answer, Content, Outbound, Activity, Dispatch) for row in model.objects.values()]
    return "\n".join([*rows, *(one.address for one in RemoteInbox.objects.all())])


def forgotten(how: str, message: Inbound) -> None:
    if how == "the person":
        actions.forget(message.contact, by="test")
    else:
        actions.erase(Inbound.objects.all(), office=message.office, by="test")


@pytest.mark.parametrize("how", ["the person", "the message"])
@pytest.mark.parametrize("kind", ["email", "mastodon", "activitypub", "x"])
def test_what_was_written_to_them_alone_goes_whole(office, clerk, kind, how):
    message = wrote(office, kind, direct=kind != "email")
    row = answer(message, clerk)
    Outbound.objects.update(state="sent", sent_at=timezone.now(), external_id="given-by-the-network")
    if kind == "activitypub":
        inbox = RemoteInbox.objects.create(
            server=Server.objects.create(host="one.example"),
            digest="d",
            sealed=RemoteInbox.sealed_for("https://one.example/users/perivolaris/inbox"),
        )
        row = Outbound.objects.select_related("account", "content", "contact").get()
        body = documents.written(documents.activity(row.account, row.key, "Create", documents.audience(row)))
        made = Activity.objects.create(account=row.account, outbound=row, key=row.key, kind="direct", body=body)
        Dispatch.objects.create(activity=made, inbox=inbox, server=inbox.server)
        assert "perivolaris" in held()
    forgotten(how, message)
    assert held() == ""


def test_after_a_year_it_ends_with_what_was_posted_of_it(office, clerk):
    row = answer(wrote(office, "activitypub", direct=True), clerk)
    past = timezone.now() - timedelta(days=400)
    Outbound.objects.update(state="sent", sent_at=past, due_at=past)
    Content.objects.update(made_at=past)
    made = Activity.objects.create(account=row.account, outbound=row, key=row.key, kind="direct", body="perivolaris")
    place = Server.objects.create(host="one.example")
    inbox = RemoteInbox.objects.create(server=place, digest="d", sealed=RemoteInbox.sealed_for("https://one.example/"))
    Dispatch.objects.create(activity=made, inbox=inbox, server=place, state="sent", sent_at=past)
    begin_night(now=timezone.now().replace(hour=9))
    Worker().drain()
    assert not Outbound.objects.exists()
    assert not Activity.objects.exists()
    assert not Content.objects.exists()


@pytest.mark.parametrize("how", ["the person", "the message"])
@pytest.mark.parametrize("kind", ["mastodon", "activitypub", "x"])
def test_what_was_said_in_public_stays_without_their_name(office, officer, kind, how):
    message = wrote(office, kind)
    row = answer(message, officer)
    Outbound.objects.update(state="sent", sent_at=timezone.now())
    if kind == "activitypub":
        row = Outbound.objects.select_related("account", "content", "contact").get()
        body = documents.written(documents.about_note(row, row))
        Activity.objects.create(account=row.account, outbound=row, key=row.key, kind="create", body=body)
    if kind == "x":
        Outbound.objects.update(external_id="https://x.com/valmora/status/1?in_reply_to=7712345678901")
    assert all(trace in held() for trace in TRACES)
    forgotten(how, message)
    left = held()
    for trace in TRACES:
        assert trace not in left, trace
    assert ": everybody may." in left
    assert Outbound.objects.get().state == "sent"
    assert Answer.objects.exists() is (how == "the person")


def test_what_has_not_left_stays_here(office, officer):
    message = wrote(office, "mastodon")
    row = answer(message, officer)
    actions.forget(message.contact, by="test")
    row.refresh_from_db()
    assert (row.state, row.code) == ("cancelled", "forgotten")


def test_what_is_to_be_tried_again_does_not_become_a_post_by_itself(office, officer):
    message = wrote(office, "mastodon")
    row = answer(message, officer)
    Outbound.objects.update(state="unknown")
    actions.forget(message.contact, by="test")
    Outbound.objects.update(state="waiting", due_at=timezone.now() - timedelta(seconds=1))
    Account.objects.update(settings={"server": "https://m.invalid"})
    sending.send_account(Account.objects.get(), worker="worker")
    row.refresh_from_db()
    assert (row.state, row.code) == ("cancelled", "forgotten")


def test_a_short_name_is_left_out_where_it_is_one(office, officer):
    account = actions.open_account(
        office=office, kind="wordpress", name="B", address="https://b.example", settings={}, by="test"
    )
    message = actions.store_incoming(
        InboundMessage("comment:7", "A question", sender="Ana"), account=account, by="test"
    )
    row = answer(message, officer, "Ana, in Canada 7 of 10 may.")
    actions.forget(message.contact, by="test")
    row.refresh_from_db()
    assert row.content.content["text"] == said_in_public(message, "[…], in Canada 7 of 10 may.")


def test_another_persons_answers_stay_as_they_are(office, officer):
    message = wrote(office, "mastodon")
    other = actions.store_incoming(
        InboundMessage("5", "Another", sender="@bo@one.example"), account=message.account, by="test"
    )
    answer(message, officer)
    kept = actions.give_answer(other, text="Yes.", lang="en", key="k2", by=officer).outbound
    actions.forget(message.contact, by="test")
    kept.refresh_from_db()
    assert kept.content.content["posts"] == ["@bo@one.example Yes."]
    assert (kept.state, kept.content.content["answers"]) == ("waiting", "5")
