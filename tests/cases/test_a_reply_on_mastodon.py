"""Over a real server of the fediverse: somebody answers our post about a bill, is answered below it, and learns there what
became of the bill."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.models import Case, Outcome, OutcomeNotice
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk import actions as desk
from hemicycle.desk.snapshot import source_of
from tests.channels.network_desk import Desk
from tests.conf.installation import wait_until
from tests.verification.networks import Snac

from .bills import bill, publish, second_editor, step

__all__ = ["bill", "publish", "second_editor"]
pytestmark = pytest.mark.django_db

TEXTS = {
    "en": ("Harbour fees", "Tell us what you think of the fees."),
    "fr": ("Droits de port", "Dites-nous ce que vous pensez des droits."),
    "es": ("Tasas portuarias", "Díganos qué piensa de las tasas."),
}


@pytest.fixture
def at_snac(office, snac: Snac) -> Account:
    return channels.open_account(
        office=office, kind="mastodon", name="Snac", address=snac.handle("desk"), by="test",
        settings={"server": snac.address, "answer_seconds": 5}, secret={"token": snac.token("desk")},
    )  # fmt: skip


@pytest.fixture
def network(at_snac) -> Desk:
    return Desk(at_snac)


@pytest.fixture
def post(network, bill, officer, publish) -> Outbound:
    """Our announcement about the bill, on the network."""
    announcement = publish(desk.draft(office=network.account.office, by=officer, texts=TEXTS, document=bill))
    rendered = channels.render(network.account, network.outgoing("Tell us what you think of the fees."))
    content = channels.prepare(network.account, source=source_of(announcement), lang="en", rendered=rendered)
    row = channels.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test")
    network.send()
    row.refresh_from_db()
    return row


def below(snac: Snac, reply: str) -> list[str]:
    """What our account wrote directly below."""
    return [one["source"] for one in snac.posts("desk") if one["in_reply_to_id"] == reply]


def heard_by(snac: Snac, name: str) -> list[str]:
    rows = snac.ask("GET", "/api/v1/notifications", by=name)
    return [one["status"]["content"] for one in rows if one.get("status")]


def test_a_reply_is_answered_below_it_and_learns_there_what_became_of_the_bill(
    network, snac, post, bill, officer, publish
):
    said = {"in_reply_to_id": post.external_id, "status": "@desk Small boats cannot pay that."}
    reply = snac.ask("POST", "/api/v1/statuses", by="ana", **said)["id"]
    wait_until(lambda: any(one.answers == post for one in network.hear()))
    case = Case.objects.get(latest__answers=post)
    assert case.subjects.get(bill__isnull=False).bill == bill

    channels.give_answer(case.latest, text="The committee sits on Thursday.", lang="en", key="k", by=officer)
    network.send()
    assert ["The committee sits on Thursday." in one for one in below(snac, reply)] == [True]

    step(bill, "passed")
    [outcome] = [one for at in actions.unprepared_steps() for one in actions.prepare_outcomes(at, by="test")]
    publish(actions.draft_outcome(outcome, by=officer))
    outcome = Outcome.objects.select_related("office", "bill", "announcement").get()
    actions.release_outcome(outcome, by="test")
    assert actions.send_outcome(Outcome.objects.get(), by="test") == 1
    network.send()
    notice = OutcomeNotice.objects.get(case=case)
    assert (notice.obstacle, notice.outbound.state) == ("", "sent")
    shown = snac.ask("GET", f"/api/v1/statuses/{notice.outbound.external_id}", by="desk")
    # snac says so of everything that is not for all.
    assert (shown["in_reply_to_id"], shown["visibility"]) == (reply, "private")
    assert case.written_reference in shown["content"] and "Bill 12" in shown["content"]
    wait_until(lambda: any(case.written_reference in one for one in heard_by(snac, "ana")))
