"""A page on Facebook, by an imitation of its documented API: said once, changed in its place, deleted, answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.adapters.facebook import comments
from hemicycle.channels.contract import Act, Picture
from hemicycle.channels.models import Account
from hemicycle.channels.registry import adapter_of
from tests.channels.closed_networks import PAGE, graph_error
from tests.channels.drawn_pictures import file_of, plain
from tests.desk.picture_files import png

pytestmark = pytest.mark.django_db


def test_a_post_says_what_was_said_and_a_card_leads_to_the_register(fake, page):
    row = page.say("Vote at seven", hashtags=("vote",))
    (post,) = fake.posts.values()
    assert post["message"] == f"Vote at seven\n\n#vote\n\n{page.link}"
    assert (post["link"], row.state, row.external_id) == (page.link, "sent", post["id"])
    assert adapter_of("facebook-page").permalink(page.account.access, row.external_id).endswith(f"/{post['id']}")


def test_pictures_say_what_they_show(fake, page, tmp_path):
    shown = []
    for name in ("one", "two"):
        (tmp_path / f"{name}.png").write_bytes(png(8, 8))
        shown.append(Picture(str(tmp_path / f"{name}.png"), "image/png", f"Picture {name}, é"))
    page.say("Look", pictures=tuple(shown))
    (post,) = fake.posts.values()
    assert post["alternatives"] == ["Picture one, é", "Picture two, é"]


def test_a_picture_of_a_kind_that_the_page_does_not_take_is_saved_in_one_that_it_does(fake, page, tmp_path):
    (tmp_path / "one.webp").write_bytes(file_of(plain(300, 200), "WEBP"))
    row = page.say("Look", pictures=(Picture(str(tmp_path / "one.webp"), "image/webp", "The river"),))
    (post,) = fake.posts.values()
    assert (row.state, post["alternatives"]) == ("sent", ["The river"])


def test_a_picture_that_is_not_taken_fails_the_message_and_nothing_is_said(fake, page, tmp_path):
    (tmp_path / "one.png").write_bytes(png(8, 8))
    fake.refuse = [graph_error(100)]
    row = page.say("Look", pictures=(Picture(str(tmp_path / "one.png"), "image/png", "x"),))
    assert (row.state, row.code, fake.posts) == ("failed", "picture-refused", {})


def test_a_correction_changes_the_post_and_a_withdrawal_deletes_it(fake, page):
    first = page.say("Vote at seven")
    second = page.say("Vote at eight", Act.CORRECT, notice="Correction: the hour")
    (post,) = fake.posts.values()
    assert post["message"].startswith("Correction: the hour\n\nVote at eight")
    assert second.names == first.names
    assert (page.say("Withdrawn", Act.WITHDRAW).state, fake.posts) == ("sent", {})


def test_what_somebody_deleted_there_is_said_anew_by_its_correction_and_needs_no_withdrawal(fake, page):
    page.say("Vote at seven")
    fake.posts.clear()
    assert page.say("Vote at eight", Act.CORRECT).state == "sent"
    assert len(fake.posts) == 1
    fake.posts.clear()
    assert page.say("Withdrawn", Act.WITHDRAW).state == "sent"


@pytest.mark.parametrize("older", [0, 150])
def test_a_lost_answer_is_found_among_the_posts_of_the_page(fake, page, older):
    fake.page_size = 50
    page.put("Vote at seven")
    for number in range(older):
        fake._feed({"message": f"Another {number}"})
    fake.lose = 1
    page.send()
    page.send()
    row = page.account.outbounds.get()
    assert (row.state, len(fake.posts)) == ("sent", older + 1)
    assert row.external_id in fake.posts


def test_a_lost_request_is_made_again_once(fake, page):
    fake.refuse = [graph_error(2, status=500, transient=True)]
    row = page.say("Vote at seven")
    assert (row.state, row.code) == ("unknown", "server-failed")
    page.send()
    page.send()
    row.refresh_from_db()
    assert (row.state, len(fake.posts)) == ("sent", 1)


@pytest.mark.parametrize("act", [Act.CORRECT, Act.WITHDRAW])
def test_a_change_whose_answer_was_lost_is_settled(fake, page, act):
    page.say("Vote at seven")
    fake.lose = 1
    row = page.say("Vote at eight", act)
    page.send()
    row.refresh_from_db()
    assert (row.state, len(fake.posts)) == ("sent", act == Act.CORRECT)


def test_what_the_network_has_already_is_found_and_not_said_again(fake, page):
    """Error 506: the same as what the page said last."""
    page.put("Vote at seven")
    fake._feed({"message": f"Vote at seven\n\n{page.link}"})
    page.send()
    page.send()
    row = page.account.outbounds.get()
    assert (row.state, len(fake.posts)) == ("sent", 1)


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        (graph_error(4), "waiting", "too-many"),
        (graph_error(17), "waiting", "too-many"),
        (graph_error(32), "waiting", "too-many"),
        (graph_error(613), "waiting", "too-many"),
        (graph_error(80001), "waiting", "too-many"),
        (graph_error(368), "waiting", "blocked-for-now"),
        (graph_error(190, subcode=463), "waiting", "not-authorised"),
        (graph_error(200), "waiting", "not-authorised"),
        (graph_error(1, status=500), "unknown", "server-failed"),
        (graph_error(100), "failed", "refused"),
        ((503, {}), "waiting", "busy"),
        ((502, {}), "unknown", "server-failed"),
        ((200, {"success": True}), "unknown", "no-answer"),
    ],
)
def test_each_error_means_what_the_documentation_says(fake, page, answer, state, code):
    fake.refuse = [answer]
    row = page.say("Vote at seven")
    assert (row.state, row.code) == (state, code)


def test_who_has_called_too_often_waits_as_long_as_the_network_says(fake, page):
    usage = '{"1": [{"type": "pages", "estimated_time_to_regain_access": 19}]}'
    fake.refuse = [(*graph_error(80001), {"X-Business-Use-Case-Usage": usage})]
    row = page.say("Vote at seven")
    assert timedelta(minutes=18) < row.due_at - timezone.now() < timedelta(minutes=30)


def test_a_token_that_was_revoked_rests_the_account_and_loses_nothing(fake, page):
    actions.change_account(page.account, secret={"token": "another"}, by="test")
    row = page.say("Vote at seven")
    account = Account.objects.get()
    assert (row.state, account.trouble, account.is_resting) == ("waiting", "not-let-in", True)


def test_comments_come_in_once_threaded_to_the_post_and_our_own_do_not(fake, page):
    first = page.say("Vote at seven")
    fake.comment(first.external_id, "And the fish?")
    fake.comment(first.external_id, "It is at seven.", author=PAGE)
    fake.comment(first.external_id, "", attachment={"type": "photo"})
    fake.comment(first.external_id, "By whom?", **{"from": None})
    found = page.hear()
    assert [one.text for one in found] == ["And the fish?", "[photo]", "By whom?"]
    assert {one.answers for one in found} == {first}
    assert [one.is_authenticated for one in found] == [True, True, False]
    comments._received.clear()
    fake.comment(first.external_id, "And now?")
    assert [one.text for one in page.hear()][3:] == ["And now?"]


def test_more_comments_than_a_page_of_them_all_come_in(fake, page):
    fake.page_size = 10
    first = page.say("Vote at seven")
    for number in range(35):
        fake.comment(first.external_id, f"Comment {number}")
    assert [one.text for one in page.hear()] == [f"Comment {number}" for number in range(35)]


def test_no_address_that_we_call_holds_the_token(fake, page):
    fake.page_size = 1
    page.say("Vote at seven")
    page.say("Vote at eight", Act.CORRECT)
    assert not [path for _method, path in fake.asked if "token" in path]
