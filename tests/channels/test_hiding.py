"""What a house rule hides is hidden on the network itself, by the worker, and shown there again when it is over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import Access, InboundMessage, ModerationTarget
from hemicycle.channels.contract.capabilities import Hides
from hemicycle.channels.jobs.hiding import MOST_ATTEMPTS, hide_due
from hemicycle.channels.models import Account, Inbound, Measure, Outbound
from hemicycle.channels.registry import ADAPTERS, adapter_of
from hemicycle.rules.models import AuditEntry
from tests.cast import person
from tests.channels.wordpress.test_wordpress import opened, say
from tests.verification.wordpress import Site

pytestmark = pytest.mark.django_db
ABUSE = "You are vermin"


@pytest.fixture
def blog(office, wordpress: Site) -> Account:
    return opened(office, wordpress)


@pytest.fixture
def comment(blog, wordpress: Site) -> Inbound:
    """Somebody writes below a post of ours on a blog, and it has come in."""
    row = say(blog)
    number = wordpress.comment(wordpress.posts[0]["id"], f"<p>{ABUSE}</p>")
    news = InboundMessage(f"comment:{number}", ABUSE, sender="A citizen", answers=(row.external_id,))
    actions.store_incoming(news, account=blog, by="test")
    return Inbound.objects.get()


def hide(message: Inbound, by, step: str = "hide") -> Measure:
    return actions.moderate(message, step=step, rule="R2", words="vermin", days=30, by=by)


def there(measure: Measure) -> str:
    measure.refresh_from_db()
    return measure.there


def test_a_comment_is_held_back_on_the_blog_and_let_through_again(comment, wordpress, clerk, sign_in):
    measure = hide(comment, clerk)
    assert there(measure) == "hiding"
    assert hide_due() == 1
    assert (there(measure), wordpress.comments[0]["status"], hide_due()) == ("hidden", "hold", 0)
    page = sign_in(clerk).get(reverse("channels:measure", args=[measure.pk])).text
    assert "Hidden there" in page
    assert "It is hidden on the network itself, too." in page

    actions.lift(measure, by=clerk)
    hide_due()
    assert (there(measure), wordpress.comments[0]["status"]) == ("shown", "approved")
    assert "Shown there again" in sign_in(clerk).get(reverse("channels:measure", args=[measure.pk])).text
    noted = AuditEntry.objects.filter(action="channels.hide_there").order_by("pk")
    assert [one.facts["there"] for one in noted] == ["hidden", "shown"]


def test_what_is_over_by_itself_is_shown_again(comment, wordpress, clerk):
    measure = hide(comment, clerk, "limit")
    hide_due()
    assert wordpress.comments[0]["status"] == "hold"
    Measure.objects.update(until=timezone.now() - timedelta(days=1))
    hide_due()
    assert (there(measure), wordpress.comments[0]["status"]) == ("shown", "approved")


def test_what_another_step_still_hides_stays_hidden(comment, wordpress, clerk):
    first, second = hide(comment, clerk), hide(comment, clerk, "limit")
    hide_due()
    actions.lift(first, by=clerk)
    hide_due()
    assert (there(second), wordpress.comments[0]["status"]) == ("hidden", "hold")
    actions.lift(second, by=clerk)
    hide_due()
    assert wordpress.comments[0]["status"] == "approved"


def test_a_block_that_nobody_confirmed_hides_nothing_anywhere(comment, wordpress, office, clerk):
    measure = hide(comment, clerk, "block")
    assert hide_due() == 0
    actions.confirm_measure(measure, by=person("Carla Clerk", Role.CLERK, office=office))
    hide_due()
    assert wordpress.comments[0]["status"] == "hold"


def test_a_site_that_is_away_is_asked_again_and_at_last_a_person_is_notified(comment, wordpress, clerk, sign_in):
    wordpress.refuse = (503, "maintenance", {})
    measure = hide(comment, clerk)
    hide_due()
    measure.refresh_from_db()
    assert (measure.there, measure.there_attempts, hide_due()) == ("hiding", 1, 0)
    Measure.objects.update(there_due_at=timezone.now(), there_attempts=MOST_ATTEMPTS - 1)
    hide_due()
    assert there(measure) == "failed"
    page = sign_in(clerk).get(reverse("channels:measure", args=[measure.pk])).text
    assert "Could not be done there" in page
    wordpress.refuse = None
    actions.lift(measure, by=clerk)
    hide_due()
    assert there(measure) == "shown"


def test_an_account_that_may_not_moderate_is_reported_at_once(comment, wordpress, clerk):
    wordpress.refuse = (403, "rest_cannot_edit", {})
    measure = hide(comment, clerk)
    hide_due()
    assert there(measure) == "failed"


def test_what_failed_is_tried_again_when_a_person_asks_and_says_what_to_do_by_hand(comment, wordpress, clerk, sign_in):
    wordpress.refuse = (403, "rest_cannot_edit", {})
    measure, client = hide(comment, clerk), sign_in(clerk)
    page, again = (reverse(f"channels:{name}", args=[measure.pk]) for name in ("measure", "hide_again"))
    hide_due()
    said = client.get(page).text
    assert "hide it by hand: sign in there as Blog" in said
    number = wordpress.comments[0]["id"]
    assert f"{wordpress.address}/wp-admin/comment.php?action=editcomment&amp;c={number}" in said
    assert "nothing can hide it" not in said

    wordpress.refuse = None
    assert client.get(again).status_code == 405
    assert "It is tried again now" in client.post(again, follow=True).content.decode()
    hide_due()
    assert (there(measure), wordpress.comments[0]["status"]) == ("hidden", "hold")
    assert "Try again" not in client.get(page).text
    assert AuditEntry.objects.get(action="channels.hide_again").office == "research"
    client.post(again)
    assert (there(measure), AuditEntry.objects.filter(action="channels.hide_again").count()) == ("hidden", 1)


def test_what_could_not_be_shown_again_is_tried_again_too(comment, wordpress, clerk, sign_in):
    measure = hide(comment, clerk)
    hide_due()
    wordpress.refuse = (403, "rest_cannot_edit", {})
    actions.lift(measure, by=clerk)
    hide_due()
    assert there(measure) == "failed"
    client = sign_in(clerk)
    assert "show it by hand" in client.get(reverse("channels:measure", args=[measure.pk])).text
    wordpress.refuse = None
    client.post(reverse("channels:hide_again", args=[measure.pk]))
    hide_due()
    assert (there(measure), wordpress.comments[0]["status"]) == ("shown", "approved")


def test_only_those_who_took_such_steps_in_the_office_may_try_again(
    comment, wordpress, clerk, officer, other_clerk, sign_in
):
    wordpress.refuse = (403, "rest_cannot_edit", {})
    measure = hide(comment, clerk)
    hide_due()
    for somebody in (officer, other_clerk):
        answer = sign_in(somebody).post(reverse("channels:hide_again", args=[measure.pk]))
        assert answer.status_code in (403, 404)
    assert there(measure) == "failed"


def test_where_it_is_done_by_hand_is_known_for_each_network_that_hides():
    posts = {
        "wordpress": ("comment:7", "https://blog.example/wp-admin/comment.php?action=editcomment&c=7"),
        "bluesky": ("at://did:plc:abc/app.bsky.feed.post/3k", "https://bsky.app/profile/did:plc:abc/post/3k"),
        "mastodon": ("1129", "https://social.example/statuses/1129"),
    }
    able = {kind for kind, adapter in ADAPTERS.items() if isinstance(adapter, Hides)}
    assert able == set(posts)
    for kind, (name, address) in posts.items():
        access = Access(kind, "https://blog.example", {"server": "https://social.example/"})
        assert adapter_of(kind).moderation_url(access, ModerationTarget(name)) == address


def test_where_the_network_has_nothing_for_it_the_page_says_so(office, clerk, sign_in):
    for kind, address, words in (
        ("activitypub", "house", "nothing can hide it"), ("facebook", "House", "Hide it on the network itself first, by hand.")
    ):  # fmt: skip
        account = actions.open_account(office=office, kind=kind, name=kind, address=address, by="test")
        actions.store_incoming(
            InboundMessage("1", ABUSE, sender="https://one.example/users/x"), account=account, by="test"
        )
        measure = hide(Inbound.objects.get(account=account), clerk)
        assert (hide_due(), there(measure)) == (0, "")
        assert words in sign_in(clerk).get(reverse("channels:measure", args=[measure.pk])).text


def test_a_worker_that_died_leaves_it_to_another(comment, wordpress, clerk):
    measure = hide(comment, clerk)
    Measure.objects.update(there_due_at=timezone.now() + timedelta(minutes=5))
    assert hide_due() == 0
    Measure.objects.update(there_due_at=timezone.now())
    hide_due()
    assert there(measure) == "hidden"
    assert not Outbound.objects.exclude(state="sent").exists()
