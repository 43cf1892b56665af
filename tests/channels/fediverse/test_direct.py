"""A note that is addressed to our actor alone, or to few, is a direct message."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.actions import replying
from hemicycle.channels.jobs import dispatching, sending
from hemicycle.channels.models import Activity, Inbound, Outbound
from tests.cases.pages import case_of
from tests.cases.pages import page as case_page

from .conftest import OURS
from .neighbour import PUBLIC

pytestmark = pytest.mark.django_db
HOUSE = f"{OURS}/fediverse/actors/house/"
INBOX = f"{HOUSE}inbox/"


@pytest.mark.parametrize(
    ("readers", "direct"),
    [
        ({"to": [PUBLIC]}, False),
        ({"to": ["{house}"], "cc": ["as:Public"]}, False),
        ({"to": ["{house}"], "cc": []}, True),
        ({"to": "{house}"}, True),
        ({"to": ["https://one.example/ana/followers"], "cc": ["{house}"]}, True),
    ],
)
def test_a_note_is_public_where_it_says_so(actor, neighbour, readers, direct):
    fields = {
        part: [one.format(house=HOUSE) for one in who] if isinstance(who, list) else who.format(house=HOUSE)
        for part, who in readers.items()
    }
    tag = [{"type": "Mention", "href": HOUSE}]
    note = neighbour.note("ana", "<p>A question</p>", tag=tag, **{"cc": [], **fields})
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", note))
    assert (Inbound.objects.get().direct, Inbound.objects.get().is_authenticated) == (direct, True)


def test_a_note_to_us_alone_stays_so_whatever_a_change_of_it_says(actor, neighbour):
    note = neighbour.note("ana", "<p>A question</p>") | {"to": [HOUSE]}
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", note))
    neighbour.tell(INBOX, neighbour.activity("Update", "ana", note | {"to": [PUBLIC], "content": "<p>Another</p>"}))
    row = Inbound.objects.get()
    assert (row.text, row.direct) == ("Another", True)


def test_an_answer_stands_below_the_note_and_reaches_its_author_who_follows_nobody(actor, neighbour, officer):
    note = neighbour.note("ana", "<p>A question</p>", to=[PUBLIC], cc=[HOUSE])
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", note))
    message = Inbound.objects.get()
    actions.give_answer(message, text="An answer", lang="en", key="k", by=officer)
    Outbound.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    sending.send_account(actor, worker="worker")
    neighbour.taken.clear()
    dispatching.dispatch_due()

    (taken,) = neighbour.taken
    said = taken.activity["object"]
    assert said["inReplyTo"] == message.external_id == note["id"]
    assert neighbour.actor("ana") in said["cc"]
    assert neighbour.actor("ana") in taken.activity["cc"]
    assert [tag["href"] for tag in said["tag"] if tag["type"] == "Mention"] == [neighbour.actor("ana")]
    assert "An answer" in said["content"]


def asks(neighbour, text: str = "<p>My street floods</p>", **more) -> Inbound:
    """Ana writes to our actor and to nobody else."""
    note = neighbour.note("ana", text, **more) | {"to": [HOUSE], "cc": [], "tag": [{"type": "Mention", "href": HOUSE}]}
    assert neighbour.tell(INBOX, neighbour.activity("Create", "ana", note)) == 202
    return Inbound.objects.select_related("account", "contact__office").order_by("-pk")[0]


def answered(actor, message: Inbound, by, text: str = "We came to look.", key: str = "k") -> Outbound:
    row = actions.give_answer(message, text=text, lang="en", key=key, by=by).outbound
    Outbound.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    sending.send_account(actor, worker="worker")
    return row


def everything_public(client, actor, row: Outbound) -> list[str]:
    """What anybody can ask our actor for."""
    asked = {"headers": {"Accept": "application/activity+json"}}
    keys = (row.key, Activity.objects.filter(outbound=row).values_list("key", flat=True).first() or row.key)
    paths = [
        f"{HOUSE}outbox/", f"{HOUSE}outbox/?page=1", f"{OURS}/nodeinfo/2.1",
        *(f"{OURS}/fediverse/{kind}/{key}/" for kind in ("notes", "activities") for key in keys),
    ]  # fmt: skip
    return [client.get(path.removeprefix(OURS), **asked).text for path in paths]


def test_what_was_written_to_us_alone_is_answered_to_its_author_alone(
    client, sign_in, clerk, actor, neighbour, follow
):
    follow(neighbour, "ben")
    message = asks(neighbour)
    page = sign_in(clerk).get(case_page("case", message)).text
    assert "Whoever wrote it, nobody else" in page
    assert "Send the answer" in page
    row = answered(actor, message, clerk)
    neighbour.taken.clear()
    dispatching.dispatch_due()

    (taken,) = neighbour.taken
    assert urlsplit(neighbour.actor("ana")).path in taken.path
    said, ana = taken.activity["object"], neighbour.actor("ana")
    for document in (taken.activity, said):
        assert (document["to"], document.get("cc", [])) == ([ana], [])
    assert said["inReplyTo"] == message.external_id
    assert [tag["href"] for tag in said["tag"]] == [ana]
    assert "Public" not in json.dumps(taken.activity)
    assert "followers" not in json.dumps(taken.activity)
    for _then in ("now", "where its row has lost whom it was for"):
        for text in everything_public(client, actor, row):
            assert "We came to look" not in text
            assert ana not in text
        Outbound.objects.filter(pk=row.pk).update(contact=None)
    Outbound.objects.filter(pk=row.pk).update(contact=message.contact)
    assert json.loads(client.get(f"{HOUSE}outbox/".removeprefix(OURS)).text)["totalItems"] == 0
    row.refresh_from_db()
    thread = sign_in(clerk).get(case_page("case", message)).text.partition("inbox-entries")[2]
    assert "Direct message, not public" in thread
    assert row.state == "sent"
    assert row.content.content.get("mention") is None


def test_what_is_for_one_person_never_becomes_public_by_mistake(client, clerk, officer, actor, neighbour, follow):
    """Neither where a row loses whom it is for, nor where words for everybody get a recipient."""
    follow(neighbour, "ben")
    private, public = asks(neighbour), neighbour.note("ana", "<p>A question</p>", to=[PUBLIC], cc=[HOUSE])
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", public))
    question = Inbound.objects.get(direct=False)
    to_one = actions.give_answer(private, text="We came to look.", lang="en", key="k1", by=clerk).outbound
    to_all = actions.give_answer(question, text="Everybody may.", lang="en", key="k2", by=officer).outbound
    Outbound.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    Outbound.objects.filter(pk=to_one.pk).update(contact=None)
    Outbound.objects.filter(pk=to_all.pk).update(contact=question.contact)
    sending.send_account(actor, worker="worker")
    neighbour.taken.clear()
    dispatching.dispatch_due()
    assert neighbour.taken == []
    assert set(Outbound.objects.values_list("state", "code")) == {("failed", "not-to-one")}
    for text in everything_public(client, actor, to_one):
        assert "We came to look" not in text


def test_a_row_that_forgot_whom_it_is_for_makes_no_document(actor, neighbour, clerk):
    row = answered(actor, asks(neighbour), clerk)
    row = Outbound.objects.select_related("account", "content", "contact").get(pk=row.pk)
    actions.forget(row.contact, by="test")
    row = Outbound.objects.select_related("account", "content", "contact").filter(pk=row.pk).first()
    dispatching.dispatch_due()
    assert row is None or not Activity.objects.filter(outbound=row).exists()


def test_they_write_again_below_our_answer_and_it_stays_between_us(actor, neighbour, clerk, sign_in, officer):
    message = asks(neighbour)
    row = answered(actor, message, clerk)
    dispatching.dispatch_due()
    more = asks(neighbour, "<p>Thank you, come again</p>", inReplyTo=f"{OURS}/fediverse/notes/{row.key}/")
    assert (more.answers, more.direct) == (row, True)
    for number in (message.pk, more.pk):
        assert "come again" not in sign_in(officer).get(case_page("case", Inbound.objects.get(pk=number))).text


def test_what_their_server_does_not_take_is_to_do_again(actor, neighbour, clerk):
    message = asks(neighbour)
    row = answered(actor, message, clerk)
    neighbour.status = 404
    dispatching.dispatch_due()
    row.refresh_from_db()
    assert (row.state, row.code) == ("failed", "refused")
    assert replying.return_undelivered() == 1
    assert case_of(message).is_open
