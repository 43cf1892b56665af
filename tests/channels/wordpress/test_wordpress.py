"""A post of WordPress: made once, changed in its place, put into the trash; its comments come back."""

import json

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Act, ChannelError, NotAuthorised, OutgoingText, Picture
from hemicycle.channels.jobs import listening
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Account, Inbound, Outbound
from hemicycle.channels.registry import adapter_of
from tests.channels.drawn_pictures import file_of, noise
from tests.verification.wordpress import Site

pytestmark = pytest.mark.django_db

LINK = "https://parliament.example/announcements/12/"


@pytest.fixture
def site(wordpress) -> Site:
    return wordpress


@pytest.fixture
def account(office, site) -> Account:
    return opened(office, site)


def opened(office, site, *, password: str = Site.PASSWORD, **settings) -> Account:
    return actions.open_account(
        office=office, kind="wordpress", name="Blog", address=site.address, by="test", secret={"password": password},
        settings={"user": Site.USER, "answer_seconds": 5, **settings},
    )  # fmt: skip


def say(account: Account, title: str = "The House votes", *, changes: str = "", body: str = "At <seven>.", **what):
    outgoing = OutgoingText(title, body, "fr", link=LINK, **what)
    rendered = actions.render(account, outgoing)
    content = actions.prepare(account, source=title, lang="fr", rendered=rendered, changes=changes)
    row = actions.queue(content, due_at=timezone.now(), by="test")
    send_due("w", lambda: False)
    row.refresh_from_db()
    return row


def again() -> None:
    Outbound.objects.filter(state__in=("waiting", "unknown")).update(due_at=timezone.now())
    Account.objects.update(rests_until=None)
    send_due("w", lambda: False)


def test_a_post_says_what_was_said_and_nothing_else(account, site):
    row = say(account, notice="Correction: the <hour>", hashtags=("#vote", "fish"))
    (post,) = site.published()
    assert post["title"] == "The House votes"
    assert post["content"] == (
        '<div lang="fr">\n<p><strong>Correction: the &lt;hour&gt;</strong></p>\n<p>At &lt;seven&gt;.</p>\n'
        f'<p><a href="{LINK}">{LINK}</a></p>\n</div>'
    )
    assert [tag["name"] for tag in site.tags] == ["vote", "fish"]
    assert post["tags"] == [tag["id"] for tag in site.tags]
    assert post["slug"] == f"the-house-votes-{row.key[:16]}"
    assert (row.state, row.external_id) == ("sent", post["link"])


def test_a_tag_that_is_there_is_used_again(account, site):
    say(account, hashtags=("vote",))
    say(account, "Another", hashtags=("vote",))
    assert [post["tags"] for post in site.posts] == [[site.tags[0]["id"]]] * 2


def test_pictures_are_uploaded_once_with_their_alternatives(account, site, tmp_path):
    pictures = []
    for name in ("one", "two"):
        (tmp_path / f"{name}.png").write_bytes(b"\x89PNG" + name.encode())
        pictures.append(Picture(str(tmp_path / f"{name}.png"), "image/png", f"Picture <{name}>"))
    site.refuse = (503, "busy", {})
    row = say(account, pictures=tuple(pictures))
    assert row.state == "waiting"
    site.refuse = None
    again()
    (post,) = site.published()
    assert [(one["alt_text"], one["octets"]) for one in site.media] == [("Picture ‹one›", 7), ("Picture ‹two›", 7)]
    assert post["featured_media"] == site.media[0]["id"]
    assert f'<img src="{site.media[1]["source_url"]}" alt="Picture &lt;two&gt;">' in post["content"]


def test_the_credit_of_a_picture_is_its_caption(account, site, tmp_path):
    (tmp_path / "one.png").write_bytes(b"\x89PNG one")
    picture = Picture(str(tmp_path / "one.png"), "image/png", "The hall", credit="Picture: <The House>")
    say(account, pictures=(picture, picture))
    (post,) = site.published()
    assert [one["caption"] for one in site.media] == ["Picture: &lt;The House&gt;"] * 2
    assert "<figcaption>Picture: &lt;The House&gt;</figcaption>" in post["content"]


def test_a_picture_of_more_than_web_servers_let_through_is_made_smaller(account, site, tmp_path):
    (tmp_path / "heavy.png").write_bytes(file_of(noise(700, 700)))
    row = say(account, pictures=(Picture(str(tmp_path / "heavy.png"), "image/png", "The river"),))
    (medium,) = site.media
    assert (row.state, medium["mime_type"], medium["slug"]) == ("sent", "image/jpeg", f"{row.key[:16]}-1")
    assert medium["source_url"].endswith(".jpg")


def test_a_page_is_made_where_the_account_says_so(office, site):
    say(opened(office, site, what="pages"), hashtags=("vote",))
    assert "tags" not in site.published()[0]


def test_a_correction_stands_in_the_place_of_what_it_corrects_and_a_withdrawal_removes_it(account, site):
    first = say(account)
    second = say(account, "The House votes at eight", changes="The House votes", act=Act.CORRECT)
    (post,) = site.published()
    assert post["title"] == "The House votes at eight"
    assert second.names == first.names
    gone = say(account, "Withdrawn", changes="The House votes at eight", act=Act.WITHDRAW)
    assert (gone.state, site.published()) == ("sent", [])


def test_what_somebody_removed_there_is_said_anew_by_its_correction(account, site):
    say(account)
    site.posts[0]["status"] = "trash"
    row = say(account, "At eight", changes="The House votes", act=Act.CORRECT)
    assert [post["title"] for post in site.published()] == ["At eight"]
    assert row.external_id == site.published()[0]["link"]
    assert say(account, "Gone", changes="The House votes", act=Act.WITHDRAW).state == "sent"


@pytest.mark.parametrize(
    ("refused", "state", "code"),
    [
        ((429, "rest_too_many", {"Retry-After": "7"}), "waiting", "too-many"),
        ((503, "", {}), "waiting", "busy"),
        ((403, "rest_cannot_create", {}), "waiting", "not-authorised"),
        ((400, "rest_invalid_param", {}), "failed", "refused"),
        ((413, "", {}), "failed", "too-long"),
        ((500, "", {}), "unknown", "server-failed"),
    ],
)
def test_each_refusal_means_what_it_says(account, site, refused, state, code):
    site.refuse = refused
    row = say(account)
    assert (row.state, row.code) == (state, code)
    if state != "failed":
        site.refuse = None
        again()
        again()
        row.refresh_from_db()
        assert (row.state, len(site.posts)) == ("sent", 1)


def test_a_wrong_password_lets_the_account_rest_and_loses_nothing(office, site):
    account = opened(office, site, password="another")
    row = say(account)
    account.refresh_from_db()
    assert (row.state, account.trouble, account.is_resting) == ("waiting", "not-let-in", True)
    with pytest.raises(NotAuthorised):
        adapter_of("wordpress").connect(account.access)


def test_a_site_that_is_no_wordpress_says_so(office, receiver):
    account = actions.open_account(
        office=office,
        kind="wordpress",
        name="Blog",
        address=receiver.address,
        by="test",
    )
    receiver.body = b"<html>"
    with pytest.raises(ChannelError, match="bad-settings"):
        adapter_of("wordpress").connect(account.access)


def test_addresses_within_a_network_are_refused_unless_the_installation_lists_them(account, settings):
    settings.PRIVATE_NETWORKS = []
    with pytest.raises(NotAuthorised, match="private-network"):
        adapter_of("wordpress").connect(account.access)


def test_comments_come_back_once_threaded_to_their_post_without_our_own(account, site):
    row = say(account)
    for number in range(101):
        site.comment(site.posts[0]["id"], f"<p>I agree, <b>{number}</b></p><script>x</script>")
    site.comment(site.posts[0]["id"], "Thank you", author="desk", user=1)
    for _twice in range(2):
        adapter_of("wordpress").fetch(
            account.access, lambda news: actions.store_incoming(news, account=account, by="test")
        )
    rows = Inbound.objects.order_by("pk")
    assert [one.text for one in rows] == [f"I agree, {number}" for number in range(101)]
    assert {one.answers for one in rows} == {row}
    assert not rows.filter(sender__contains="citizen").exists()


def test_the_accounts_of_two_offices_on_one_site_both_get_what_is_written_there(account, other_office, site):
    say(account)
    site.comment(site.posts[0]["id"], "I agree")
    for one in (account, opened(other_office, site)):
        adapter_of("wordpress").fetch(
            one.access, lambda news, to=one: actions.store_incoming(news, account=to, by="test")
        )
    assert {row.account.office for row in Inbound.objects.filter(text="I agree")} == {account.office, other_office}


def test_comments_are_asked_for_unless_the_account_says_no(office, account, site):
    assert [one.pk for one in listening.listened_accounts().values()] == [account.pk]
    Account.objects.update(settings={**account.settings, "comments": False})
    assert not listening.listened_accounts()


def test_what_is_sent_is_json_in_utf_8(account, site):
    say(account, "La Chambre siège œuvre")
    assert json.dumps(site.posts[0]["title"], ensure_ascii=False) == '"La Chambre siège œuvre"'
