"""Where an announcement is shown on a network, and its status there."""

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Act, OutgoingText
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk import actions as announcement_actions
from hemicycle.desk.models import Announcement
from hemicycle.desk.presenters.delivery_status import later, on_channels, on_network, posts_of
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(office) -> Account:
    settings = {"server": "https://social.example"}
    return actions.open_account(
        office=office, kind="mastodon", name="Social", address="@house@social.example", settings=settings, by="test"
    )


def said(account: Account, act: Act, source: str, changes: str = "", names: tuple[str, ...] = ()) -> Outbound:
    """What arrived there under these names."""
    outgoing = OutgoingText("Vote", source, "en", link="https://parliament.example/a/x/", act=act)
    content = actions.prepare(
        account, source=source, lang="en", rendered=actions.render(account, outgoing), changes=changes
    )
    row = actions.queue(content, by="test")
    Outbound.objects.filter(pk=row.pk).update(
        state="sent", sent_at=timezone.now(), external_id=names[0] if names else ""
    )
    return row


def shown(account: Account, source: str):
    posts = posts_of(Outbound.objects.of_source(source))
    return on_network(account, posts, later(posts))


def test_a_post_is_shown_where_it_stands_until_it_is_removed(account):
    said(account, Act.SAY, "first", names=("17",))
    first = shown(account, "first")
    assert (first.url, first.posts, first.changed, first.gone) == ("https://social.example/@house/17", 1, False, False)
    said(account, Act.CORRECT, "second", "first", names=("17",))
    assert shown(account, "first").changed
    said(account, Act.WITHDRAW, "third", "second")
    assert [(shown(account, one).gone, shown(account, one).url) for one in ("first", "second")] == [(True, "")] * 2


def test_what_has_not_arrived_stands_nowhere_and_a_site_of_ours_is_no_network(account, office):
    row = said(account, Act.SAY, "first", names=("17",))
    Outbound.objects.filter(pk=row.pk).update(state="failed")
    assert shown(account, "first") is None
    web = actions.open_account(office=office, kind="web", name="Web", address="www", by="test")
    said(web, Act.SAY, "site")
    assert shown(web, "site") is None


def test_a_released_announcement_shows_each_channel_once_by_language_with_what_was_sent(approved, officer):
    announcement = approved()
    announcement_actions.schedule(announcement, by=officer)
    run_rounds()
    shown = on_channels(Announcement.objects.get(pk=announcement.pk))
    assert sorted(one.account.kind for one in shown) == ["feed", "web"]
    for one in shown:
        assert {
            each.lang: [(some.state, some.number, some.people) for some in each.sent] for each in one.languages
        } == {lang: [("sent", 1, False)] for lang in ("en", "es", "fr")}


@pytest.mark.parametrize(
    ("names", "label", "stands"),
    [
        ((), "Deleted there", False),
        (("18",), "Replaced by the notice of the withdrawal", False),
        (None, "Still there: the withdrawal has not arrived", True),
    ],
)
def test_what_was_withdrawn_reads_published_nowhere(approved, office, officer, editor, account, names, label, stands):
    announcement = approved(accounts=[account])
    announcement_actions.schedule(announcement, by=officer)
    run_rounds()
    of_it = Outbound.objects.filter(account=account)
    of_it.update(state="sent", sent_at=timezone.now(), external_id="17")
    announcement_actions.ask_withdrawal(announcement, reasons={"en": "Wrong."}, by=officer)
    announcement_actions.confirm_withdrawal(announcement, by=editor)
    run_rounds()
    notices = of_it.filter(content__source__endswith=":withdrawn")
    if names is None:
        notices.update(state="failed", code="refused")
    else:
        notices.update(state="sent", sent_at=timezone.now(), external_id="".join(names))
    shown = [one for one in on_channels(Announcement.objects.get(pk=announcement.pk)) if not one.notice]
    sent = [some for one in shown for each in one.languages for some in each.sent]
    assert {(some.label, some.stands, some.shape != "done") for some in sent} == {(label, stands, True)}
