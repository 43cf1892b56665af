"""Comments of a site are answered below them, once; held back or closed there, the thread says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.adapters.wordpress import comments
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Inbound, Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.status.labels import reason
from tests.channels.network_desk import said_in_public
from tests.verification.wordpress import Site

pytestmark = pytest.mark.django_db
WORDS = "It's <open>: come at nine."


@pytest.fixture
def site(wordpress) -> Site:
    comments._received.clear()
    return wordpress


@pytest.fixture
def account(office, site) -> Account:
    settings = {"user": Site.USER, "answer_seconds": 5, "comments_open": True}
    return actions.open_account(
        office=office, kind="wordpress", name="Blog", address=site.address, settings=settings,
        secret={"password": Site.PASSWORD}, by="test",
    )  # fmt: skip


@pytest.fixture
def comment(account, site) -> Inbound:
    rendered = actions.render(account, OutgoingText("The House votes", "At seven.", "en"))
    content = actions.prepare(account, source="s", lang="en", rendered=rendered)
    actions.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test")
    sending.send_account(account, worker="worker")
    site.comment(site.posts[0]["id"], "<p>Is it public?</p>")
    return heard(account)[0]


def heard(account: Account) -> list[Inbound]:
    adapter_of("wordpress").fetch(
        account.access, lambda news: actions.store_incoming(news, account=account, by="test")
    )
    return list(Inbound.objects.select_related("account", "contact__office").order_by("pk"))


def answer(message: Inbound, by, text: str = WORDS, key: str = "k") -> Outbound:
    return actions.give_answer(message, text=text, lang="en", key=key, by=by).outbound


def send(account: Account) -> None:
    Outbound.objects.filter(state__in=("waiting", "unknown")).update(due_at=timezone.now() - timedelta(hours=2))
    Account.objects.update(rests_until=None, sender="", sender_until=None)
    sending.send_account(account, worker="worker")


def outcome(row: Outbound) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.code


def ours(site: Site) -> list[tuple[int, str]]:
    return [(one["parent"], one["content"]["rendered"]) for one in site.comments if one["author"] == 1]


def test_an_answer_stands_below_its_comment_as_words_and_no_markup(account, site, comment, officer):
    row = answer(comment, officer)
    send(account)
    said = said_in_public(comment, "It&#8217;s &lt;open&gt;: come at nine.")
    assert ours(site) == [(1, f"<p>{said}</p>")]
    assert (*outcome(row), row.external_id) == ("sent", "", "comment:2")
    site.comment(site.posts[0]["id"], "<p>Thank you</p>", parent=2)
    thanks = heard(account)[-1]
    assert thanks.answers == row
    assert thanks.text == "Thank you"


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_lost_answer_is_found_or_refused_as_said_already_and_stands_there_once(
    account, site, comment, officer, is_shown
):
    site.moderates = is_shown
    row = answer(comment, officer)
    site.lose = 1
    send(account)
    assert outcome(row)[0] == "unknown"
    send(account)
    send(account)
    assert (outcome(row)[0], len(ours(site))) == ("sent", 1)


def test_what_the_site_holds_back_is_sent_and_said_to_be_held(account, site, comment, officer):
    site.moderates = False
    row = answer(comment, officer)
    send(account)
    assert outcome(row) == ("sent", "held-there")
    assert "until somebody approves it" in reason("held-there")


@pytest.mark.parametrize("how", ["closed", "removed", "held back"])
def test_what_takes_no_answer_fails_with_its_reason_and_the_account_goes_on(account, site, comment, officer, how):
    if how == "closed":
        site.posts[0]["comment_status"] = "closed"
    elif how == "removed":
        site.comments.clear()
    else:
        site.comments[0]["status"], site.moderates = "hold", False
    row = answer(comment, officer)
    send(account)
    code = "takes-no-comments" if how == "closed" else "answered-is-gone"
    assert (outcome(row), ours(site)) == (("failed", code), [])
    account.refresh_from_db()
    assert not account.is_resting


@pytest.mark.parametrize(
    ("refused", "state", "code"),
    [
        ((400, "comment_flood", {}), "waiting", "too-many"),
        ((400, "comment_content_column_length", {}), "failed", "refused"),
        ((403, "rest_comment_login_required", {}), "waiting", "not-authorised"),
        ((500, "rest_comment_failed_create", {}), "unknown", "server-failed"),
    ],
)
def test_each_refusal_means_what_it_says(account, site, comment, officer, refused, state, code):
    row = answer(comment, officer)
    site.refuse = refused
    send(account)
    assert outcome(row) == (state, code)
