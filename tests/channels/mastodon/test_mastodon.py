"""What snac has not, by a server that behaves as Mastodon's documentation says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Act, OutgoingText, Picture
from hemicycle.channels.models import Account, Tally
from hemicycle.channels.registry import adapter_of
from tests.channels.drawn_pictures import file_of, noise, plain
from tests.desk.picture_files import png

pytestmark = pytest.mark.django_db

LONG = "The House votes at seven on bill 12, which is about rivers and fish. "


def test_what_is_withdrawn_is_gone_the_last_part_first(fake, fake_desk):
    said = fake_desk.say(LONG * 20)
    row = fake_desk.say("Withdrawn: it was another day", Act.WITHDRAW)
    deleted = [path.rpartition("/")[2] for method, path in fake.asked if method == "DELETE"]
    assert (row.state, row.code, row.names, fake.posts) == ("sent", "", (), {})
    assert deleted == list(said.names[::-1])


def test_a_shorter_correction_edits_what_it_needs_and_deletes_the_rest(fake, fake_desk):
    first = fake_desk.say(LONG * 20)
    second = fake_desk.say("Vote at eight", Act.CORRECT)
    assert fake.texts == [f"Vote at eight\n\n{fake_desk.link}"]
    assert second.names == first.names[:1]
    assert len(fake.history[first.external_id]) == 1


@pytest.mark.parametrize("forgets", [False, True])
def test_a_lost_answer_is_found_by_the_key_or_without_it(fake, fake_desk, forgets):
    fake.forgets_keys, fake.lose = forgets, 1
    row = fake_desk.say("Vote at seven")
    fake_desk.send()
    row.refresh_from_db()
    assert (row.state, len(fake.posts)) == ("sent", 1)


def test_a_key_that_comes_again_makes_no_second_post_there(fake, fake_desk):
    """What snac does not do; the adapter would not notice if it had only this to rely on."""
    form = {"status": ["Vote"], "visibility": ["public"], "language": ["en"]}
    assert fake._create(form, "key-1") == fake._create(form, "key-1")
    assert len(fake.posts) == 1


def test_the_fake_and_snac_get_the_same_and_have_the_same(fake, fake_desk, snac, said):
    """Posts, order, chain and edits, where both can."""
    for desk in (fake_desk, said):
        desk.say(LONG * 20)
        desk.say(LONG * 10, Act.CORRECT)
    theirs: list[dict] = []
    for post in snac.posts("desk"):
        if said.link in post["source"] or post["in_reply_to_id"] in {one["id"] for one in theirs}:
            theirs.append(post)
    ours = list(fake.posts.values())
    assert [one["text"].replace(fake_desk.link, "") for one in ours] == [
        one["source"].replace(said.link, "") for one in theirs[: len(ours)]
    ]
    assert [one["in_reply_to_id"] is None for one in ours] == [
        one["in_reply_to_id"] is None for one in theirs[: len(ours)]
    ]


def test_a_thread_that_was_refused_in_the_middle_goes_on_with_what_is_missing(fake, fake_desk):
    fake.forgets_keys = True
    fake_desk.put(LONG * 20)
    server_gone = iter([None])
    create, calls = fake._create, []

    def once(form, key):
        calls.append(key)
        if len(calls) == 2 and next(server_gone, 1) is None:
            return 503, {"error": "Maintenance"}
        return create(form, key)

    fake._create = once
    fake_desk.send()
    assert len(fake.posts) == 1
    fake_desk.send()
    assert [text.rpartition("\n")[2] for text in fake.texts] == ["1/3", "2/3", "3/3"]
    assert [post["in_reply_to_id"] for post in fake.posts.values()] == [None, *list(fake.posts)[:2]]
    assert [key.rpartition("-")[2] for key in calls] == ["1", "2", "2", "3"]


def test_the_deletion_whose_answer_was_lost_is_settled(fake, fake_desk):
    fake_desk.say("Vote at seven")
    fake.lose = 1
    row = fake_desk.say("Withdrawn", Act.WITHDRAW)
    fake_desk.send()
    row.refresh_from_db()
    assert (row.state, fake.posts) == ("sent", {})


def test_what_readers_are_warned_of_covers_each_post_until_a_correction_takes_it_away(fake, fake_desk):
    fake_desk.say(LONG * 20, warning="War crimes")
    assert [(post["spoiler_text"], post["sensitive"]) for post in fake.posts.values()] == [("War crimes", True)] * 3
    fake_desk.say(LONG * 20, Act.CORRECT)
    assert [(post["spoiler_text"], post["sensitive"]) for post in fake.posts.values()] == [("", False)] * 3


def test_a_warning_counts_with_the_text_that_it_covers(fake, fake_desk):
    fake_desk.account.settings["characters"] = 5000
    fake_desk.account.save()
    text = "x" * (450 - len(fake_desk.link))
    assert fake_desk.say(text).state == "sent"
    assert fake_desk.say(text, warning="w" * 100).code == "too-long"


def test_who_is_asked_to_wait_waits_as_long(fake, fake_desk):
    fake.refuse = [429]
    row = fake_desk.say("Vote at seven")
    assert (row.state, row.code) == ("waiting", "too-many")
    assert timedelta(seconds=60) < row.due_at - timezone.now() < timedelta(seconds=120)


def test_what_is_refused_for_good_is_shown_with_the_words_of_the_server(fake, fake_desk):
    fake.refuse = [422]
    row = fake_desk.say("Vote at seven")
    assert (row.state, row.code) == ("failed", "refused")


def test_a_text_longer_than_the_server_takes_is_refused_before_it_is_handed_over(fake, fake_desk):
    fake_desk.account.settings["characters"] = 5000
    fake_desk.account.save()
    row = fake_desk.say(LONG * 20)
    assert (row.state, row.code, fake.posts) == ("failed", "too-long", {})


def test_a_picture_is_shown_once_it_is_ready_with_what_it_says(fake, fake_desk, tmp_path):
    fake.pictures_take = 1
    file = tmp_path / "one.png"
    file.write_bytes(png(8, 8))
    fake_desk.say("Look", pictures=(Picture(str(file), "image/png", "The chamber, é"),))
    (post,) = fake.posts.values()
    assert [one["description"] for one in post["media_attachments"]] == ["The chamber, é"]


def test_pictures_that_the_server_would_refuse_are_made_such_as_it_says_it_takes(fake, fake_desk, tmp_path):
    shown = []
    for name, image in (("wide", plain(1000, 400)), ("heavy", noise(400, 400)), ("other", plain(90, 90))):
        ending = "webp" if name == "other" else "png"
        (tmp_path / f"{name}.{ending}").write_bytes(file_of(image, ending.upper()))
        shown.append(Picture(str(tmp_path / f"{name}.{ending}"), f"image/{ending}", name))
    row = fake_desk.say("Look", pictures=tuple(shown))
    (post,) = fake.posts.values()
    assert row.state == "sent"
    assert [one["description"] for one in post["media_attachments"]] == ["wide", "heavy", "other"]


def test_a_token_that_was_revoked_rests_the_account_and_loses_nothing(fake, fake_desk):
    actions.change_account(fake_desk.account, secret={"token": "another"}, by="test")
    row = fake_desk.say("Vote at seven")
    account = Account.objects.get()
    assert (row.state, account.trouble, account.is_resting) == ("waiting", "not-let-in", True)


def test_what_a_server_says_of_followers_and_likes_takes_the_place_of_what_it_said_before(fake, fake_desk):
    row = fake_desk.say(LONG * 20)
    assert len(row.names) > 1
    for followers, likes in ((17, 3), (16, 4)):
        fake.followers = followers
        for name in row.names:
            fake.posts[name] |= {"favourites_count": likes, "reblogs_count": None}
        actions.store_metrics(fake_desk.account, adapter_of("mastodon").metrics(fake_desk.account.access))
    assert Tally.objects.of_accounts().get().followers == 16
    assert Tally.objects.of_posts(fake_desk.account, row.names) == {"likes": 4 * len(row.names), "boosts": 0}


@pytest.mark.parametrize("nonsense", [-1, "many", 2**80, None])
def test_a_count_that_is_none_is_kept_as_none_and_asked_again_in_an_hour(fake, fake_desk, nonsense):
    fake.followers = nonsense
    actions.store_metrics(fake_desk.account, adapter_of("mastodon").metrics(fake_desk.account.access))
    kept = Tally.objects.get(post="").followers
    assert kept == (2**31 - 1 if nonsense == 2**80 else None)
    assert Tally.objects.is_fresh(fake_desk.account)
    Tally.objects.update(counted_at=timezone.now() - timedelta(minutes=61))
    assert not Tally.objects.is_fresh(fake_desk.account)


@pytest.mark.parametrize(("direct", "seen"), [(False, "public"), (True, "direct")])
def test_an_answer_stands_below_what_it_answers_names_its_author_and_is_as_public(fake, fake_desk, direct, seen):
    above = fake_desk.say("Vote at seven").external_id
    outgoing = OutgoingText("", "At seven", "en", answers=above, mention="@ana@m.example", direct=direct)
    rendered = actions.render(fake_desk.account, outgoing)
    content = actions.prepare(fake_desk.account, source="answer", lang="en", rendered=rendered)
    row = actions.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test")
    fake.lose = 1
    fake_desk.send()
    fake_desk.send()
    row.refresh_from_db()
    said = fake.posts[row.external_id]
    assert (len(fake.posts), row.state) == (2, "sent")
    assert (said["in_reply_to_id"], said["visibility"]) == (above, seen)
    assert fake.texts[-1] == "@ana@m.example At seven"
