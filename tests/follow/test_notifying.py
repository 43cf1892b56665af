"""An announcement reaches those who confirmed that they follow it, in their language, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Outbound
from hemicycle.follow import actions
from hemicycle.follow.models import Follower, News
from hemicycle.record.models import VoteEvent
from hemicycle.rules.models import ParameterInForce

pytestmark = pytest.mark.django_db


def reached() -> list[str]:
    return sorted(row.contact.address for row in Outbound.objects.all())


def test_it_reaches_the_followers_of_the_bill_and_nobody_else(
    river, alda, budget, by_mail, mail, follow, outgoing_texts
):
    follow("ann", river)
    follow("ben", alda)
    follow("cleo", budget)
    assert (
        actions.notify_followers(
            source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 1
    )

    send_account(by_mail, worker="w")
    assert [m.to for m in mail.got] == ["ann@valmora.example"]
    assert mail.texts == ["The House votes at seven."]


def test_who_did_not_confirm_is_not_notified(river, by_mail, follow, outgoing_texts):
    follow("ann", river, confirmed=False)

    assert (
        actions.notify_followers(
            source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 0
    )
    assert not Outbound.objects.exists()


def test_who_said_stop_is_not_notified(river, by_mail, follow, outgoing_texts):
    ann = follow("ann", river)
    channels.suppress(ann, why="stop", by="t")

    assert (
        actions.notify_followers(
            source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 0
    )


def test_who_follows_several_things_it_is_about_gets_it_once(river, budget, alda, by_mail, follow, outgoing_texts):
    follow("ann", river, budget, alda)

    assert (
        actions.notify_followers(
            source="a:1", about=[river, budget], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 1
    )


def test_when_followers_are_notified_again_nobody_gets_it_twice_not_even_after_changing_the_language(
    river, by_mail, follow, outgoing_texts
):
    ann = follow("ann", river)
    actions.notify_followers(source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk")
    ann.lang = "fr"
    ann.save()
    follow("ben", river)

    assert (
        actions.notify_followers(
            source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 1
    )
    assert reached() == ["ann@valmora.example", "ben@valmora.example"]


def test_two_accounts_of_one_channel_notify_nobody_twice(river, office, by_mail, follow, outgoing_texts):
    second = channels.open_account(office=office, kind="mail", name="Second", address="second@valmora.example", by="t")
    follow("ann", river)

    assert (
        actions.notify_followers(
            source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 1
    )
    assert (
        actions.notify_followers(source="a:1", about=[river], account=second, outgoing_texts=outgoing_texts, by="desk")
        == 0
    )
    assert News.objects.count() == 1


def test_each_gets_their_language_else_its_parent_else_that_of_the_house_else_the_first(
    river, by_mail, follow, outgoing_texts, settings
):
    for name, lang in (("ann", "en"), ("bea", "fr"), ("cyr", "fr-CA"), ("dea", "es"), ("eve", "")):
        follow(name, river, lang=lang)
    settings.LANGUAGE_CODE = "fr"
    actions.notify_followers(source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk")
    spoken = {row.contact.address[:3]: row.content.lang for row in Outbound.objects.all()}
    assert spoken == {"ann": "en", "bea": "fr", "cyr": "fr", "dea": "fr", "eve": "fr"}

    only = {"it": OutgoingText("Voto", "Alle sette.", "it"), "pt": OutgoingText("Voto", "Às sete.", "pt")}
    actions.notify_followers(source="a:2", about=[river], account=by_mail, outgoing_texts=only, by="desk")
    assert {row.content.lang for row in Outbound.objects.of_source("a:2")} == {"it"}


def test_the_followers_of_its_bill_are_notified_of_a_vote(river, by_mail, follow, outgoing_texts):
    follow("ann", river)
    vote = VoteEvent(document=river)

    assert (
        actions.notify_followers(source="a:1", about=[vote], account=by_mail, outgoing_texts=outgoing_texts, by="desk")
        == 1
    )


def test_nobody_is_notified_of_what_cannot_be_followed(river, alda, by_mail, follow, outgoing_texts):
    follow("ann", river)
    party = alda.memberships.in_parties().first().organization

    assert (
        actions.notify_followers(
            source="a:1", about=[party], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 0
    )
    assert not News.objects.exists()


def test_a_follower_of_a_member_who_was_merged_hears_of_the_one_that_stands(
    river, alda, by_mail, follow, outgoing_texts
):
    bruno = type(alda).objects.get(name="Bruno Tellier")
    follow("ann", bruno)
    bruno.merged_into = alda
    bruno.save()

    assert (
        actions.notify_followers(source="a:1", about=[alda], account=by_mail, outgoing_texts=outgoing_texts, by="desk")
        == 1
    )


def test_those_who_want_a_digest_are_not_notified_at_once(river, by_mail, follow, outgoing_texts):
    follow("ann", river, frequency="daily")

    assert (
        actions.notify_followers(
            source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 0
    )
    assert News.objects.get().words["fr"]["title"] == "Vote du projet de loi 12"


def test_the_followers_of_another_office_are_not_reached(river, other_office, by_mail, follow, outgoing_texts):
    other = channels.contact_of(office=other_office, channel="email", address="ann@valmora.example", lang="en")
    actions.ask(other, to_follow=river, words="Yes", through="test")
    actions.confirm(other, words="Yes", through="test")

    assert (
        actions.notify_followers(
            source="a:1", about=[river], account=by_mail, outgoing_texts=outgoing_texts, by="desk"
        )
        == 0
    )


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        # Paris: the clock went from 2 to 3 on 29 March 2026; 20:00 to 08:00 are quiet.
        (datetime(2026, 3, 28, 18, 59, tzinfo=UTC), datetime(2026, 3, 28, 18, 59, tzinfo=UTC)),
        (datetime(2026, 3, 28, 19, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
        (datetime(2026, 3, 27, 23, 0, tzinfo=UTC), datetime(2026, 3, 28, 7, 0, tzinfo=UTC)),
    ],
)
def test_a_text_message_waits_until_morning_and_mail_does_not(
    river, by_mail, by_text, follow, outgoing_texts, settings, now, leaves
):
    settings.TIME_ZONE = "Europe/Paris"
    ParameterInForce.objects.create(name="quiet_from", value="20:00")
    follow("ann", river)
    follow("+33600000001", river, channel="sms")
    for account in (by_mail, by_text):
        actions.notify_followers(
            source="a:1", about=[river], account=account, outgoing_texts=outgoing_texts, due_at=now, by="desk"
        )

    assert Outbound.objects.get(account=by_mail).due_at == now
    assert Outbound.objects.get(account=by_text).due_at == leaves


def test_below_what_goes_out_stands_how_to_end_it(river, by_mail, by_text, mail, texts, follow, outgoing_texts):
    follow("ann", river, lang="fr")
    follow("+33600000001", river, channel="sms", lang="es")
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for account in (by_mail, by_text):
        actions.notify_followers(
            source="a:1", about=[river], account=account, outgoing_texts=outgoing_texts, due_at=noon, by="desk"
        )
        send_account(account, worker="w")

    footer = mail.got[0].content["footer"]
    assert footer.endswith("/follow/own/{token}/") and "vous" in footer
    assert mail.got[0].content["unsubscribe"].endswith("/follow/own/{token}/end/")
    # No Spanish was given, so that they read the House's language.
    assert texts.got[0].content["footer"] == "Opt out: STOP"


def test_who_ended_it_is_not_notified_and_what_waits_about_it_is_cancelled(
    river, budget, by_text, follow, outgoing_texts
):
    ann = follow("+33600000001", river, budget, channel="sms")
    later = timezone.now() + timedelta(hours=3)
    for source, about in (("a:1", [river]), ("a:2", [river, budget]), ("a:3", [budget])):
        actions.notify_followers(
            source=source, about=about, account=by_text, outgoing_texts=outgoing_texts, due_at=later, by="desk"
        )
    assert actions.end(ann, keys=[f"bill:{river.address}"], through="test") == [f"bill:{river.address}"]
    states = {row.content.source: row.state for row in Outbound.objects.all()}
    assert states == {"a:1": "cancelled", "a:2": "waiting", "a:3": "waiting"}

    actions.end(ann, through="test")
    assert {row.state for row in Outbound.objects.all()} == {"cancelled"}
    assert not Follower.objects.exists()
    assert actions.end(ann, through="test") == []
