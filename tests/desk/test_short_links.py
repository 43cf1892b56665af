"""Short links: what is read in review is what is sent, and only what was sent leads anywhere."""

import pytest

from hemicycle.channels import actions as channels
from hemicycle.channels.models import ClickCount, Content, ShortLink
from hemicycle.channels.text.short_links import LENGTH, short_address
from hemicycle.desk import actions, jobs
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.follow.models import News, Topic
from hemicycle.rules.site_address import absolute

pytestmark = pytest.mark.django_db

FAR = "https://library.parliament.example/en/papers/2026/bill-12-explained-in-plain-words"
TEXTS = {
    "en": ("The House sits", f"It sits on Tuesday. Read {FAR}."),
    "fr": ("La Chambre siège", "Elle siège mardi."),
    "es": ("La Cámara se reúne", "Se reúne el martes."),
}
ACCOUNTS = {"gammu": "+34600000001", "mastodon": "@house@social.example", "email": "house@assembly.example"}


@pytest.fixture
def accounts(office, site):
    settings = {"mastodon": {"server": "https://social.example", "short_links": True}}
    opened = {
        kind: channels.open_account(
            office=office, kind=kind, name=kind, address=address, settings=settings.get(kind, {}), by="test"
        )
        for kind, address in ACCOUNTS.items()
    }
    return {**opened, "web": site}


@pytest.fixture
def scheduled(approved, officer, accounts):
    topic = Topic.objects.create(address="news", names={"en": "News"})
    announcement = approved(
        texts=TEXTS,
        before=lambda row: (
            actions.choose_accounts(row, accounts.values(), by=officer),
            actions.change(row, edit=row.edit, topics=[topic], by=officer),
        ),
    )
    return actions.schedule(announcement, by=officer)


def said(announcement, account, lang="en"):
    source = actions.source_of(announcement)
    return "\n".join(Content.objects.get(source=source, account=account, lang=lang).parts)


def test_the_preview_shows_the_links_that_are_sent(scheduled, accounts):
    previews = {
        (one.target.account.kind, one.lang): "\n".join(one.rendered.parts) for one in take_snapshot(scheduled).messages
    }
    assert ShortLink.objects.count() == 0

    jobs.release_due("test", lambda: False)

    for kind in ("gammu", "mastodon"):
        sent = said(scheduled, accounts[kind])
        assert sent == previews[kind, "en"]
        assert FAR not in sent and sent.count("/s/") == 2
        for link in ShortLink.objects.filter(account=accounts[kind], lang="en"):
            assert short_address(link.code) in sent


def test_a_text_message_is_shorter_by_it(scheduled, accounts, officer):
    def units():
        (message,) = [
            one for one in take_snapshot(scheduled).messages
            if one.target.account.kind == "gammu" and one.lang == "en"
        ]  # fmt: skip
        return message.rendered.counts[0].used

    with_short_links = units()
    for target in scheduled.targets.all():
        if target.account.kind == "gammu":
            channels.change_account(target.account, settings={"short_links": False}, by=officer)
    scheduled.refresh_from_db()

    assert units() - with_short_links > 60


def test_site_feeds_mail_and_digests_keep_whole_links(scheduled, accounts):
    jobs.release_due("test", lambda: False)
    jobs.enqueue_due("test", lambda: False)

    for kind in ("web", "email"):
        assert FAR in said(scheduled, accounts[kind])
    assert ShortLink.objects.filter(account__in=(accounts["web"], accounts["email"])).count() == 0
    assert all("/s/" not in one["url"] for one in News.objects.get().words.values())


def test_released_again_there_are_no_more_links(scheduled):
    jobs.release_due("test", lambda: False)
    before = set(ShortLink.objects.values_list("code", flat=True))
    for message in take_snapshot(scheduled).messages:
        channels.mint_short_links(
            message.target.account, message.links, source=actions.source_of(scheduled), lang=message.lang
        )

    assert set(ShortLink.objects.values_list("code", flat=True)) == before
    # The announcement in three languages and the paper in one, on two accounts; each has a code of its own.
    assert len(before) == 8 and all(len(code) == LENGTH for code in before)


def test_a_code_that_leads_elsewhere_stops_the_release(scheduled, accounts):
    (first, *_) = [one for one in take_snapshot(scheduled).messages if one.links]
    code = next(iter(first.links))
    ShortLink.objects.create(code=code, account=accounts["gammu"], source="other", target="https://other.example/")

    jobs.release_due("test", lambda: False)

    scheduled.refresh_from_db()
    assert scheduled.state == "draft"
    assert ShortLink.objects.get().target == "https://other.example/"


def test_only_links_of_the_text_are_minted(scheduled):
    jobs.release_due("test", lambda: False)

    own = absolute(scheduled.get_absolute_url())
    assert set(ShortLink.objects.values_list("target", flat=True)) == {FAR, own}


def test_turned_off_for_an_account_its_approved_text_is_read_again(scheduled, accounts, officer):
    channels.change_account(accounts["gammu"], settings={"short_links": False}, by=officer)

    jobs.release_due("test", lambda: False)

    scheduled.refresh_from_db()
    assert scheduled.state == "draft"


def test_the_links_of_what_is_withdrawn_lead_to_the_notice(scheduled, editor, second_editor, client):
    jobs.release_due("test", lambda: False)
    actions.ask_withdrawal(scheduled, reasons={"en": "The paper was the wrong one"}, by=editor)
    actions.confirm_withdrawal(scheduled, by=second_editor)

    for link in ShortLink.objects.all():
        answer = client.get(f"/s/{link.code}")
        assert answer.headers["Location"] == absolute(scheduled.get_absolute_url())
    assert ClickCount.objects.count() == 0
