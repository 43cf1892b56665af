"""The text in the shape of each network, and the addresses of its posts in their one form."""

import pytest

from hemicycle.channels.contract import Act, OutgoingText
from hemicycle.channels.registry import adapter_of

LINK = "https://parliament.example/announcements/12"
HASHTAGS = ("bill12", "#fish", "three", "four", "five", "six")


def rendered(kind: str, body: str = "The House votes on fish.", *, title: str = "The House votes", **what):
    outgoing = OutgoingText(title, body, "en", link=LINK, hashtags=HASHTAGS, **what)
    return adapter_of(kind).render(outgoing, {})


def test_facebook_says_all_of_it():
    (text,) = rendered("facebook", notice="Correction: the hour").parts
    assert text.split("\n\n") == [
        "Correction: the hour", "The House votes", "The House votes on fish.", LINK, "#bill12 #fish #three #four #five #six",
    ]  # fmt: skip


def test_instagram_takes_five_hashtags():
    assert rendered("instagram").parts[0].endswith("#bill12 #fish #three #four #five")


def test_x_says_the_title_and_where_the_rest_stands_when_all_is_too_long():
    short, long = rendered("x"), rendered("x", "Fish. " * 60)
    assert "The House votes on fish." in short.parts[0]
    assert "Fish." not in long.parts[0]
    assert long.parts[0].startswith(f"The House votes\n\n{LINK}")
    assert long.counts[0].fits


@pytest.mark.parametrize(
    ("text", "length"), [("a" * 280, 280), (f"see {LINK}", 27), ("é", 1), ("院", 2), ("“’”", 3), ("🐟", 2)]
)
def test_x_counts_as_it_says_it_does(text, length):
    assert adapter_of("x").length(text) == length


def test_what_somebody_wrote_for_x_is_not_shortened_but_shown_as_too_long():
    found = rendered("x", "Fish. " * 60, title="")
    assert not found.counts[0].fits


def test_youtube_has_a_title_and_a_description_measured_in_bytes_without_angle_brackets():
    found = rendered("youtube", "Pêche <i>", title="T" * 101)
    title, text = found.parts
    assert not found.counts[0].fits
    assert (found.counts[1].unit, found.counts[1].used) == ("bytes", len(text.encode()))
    assert title == "T" * 101
    assert text.startswith("Pêche ‹i›")


def test_the_same_piece_gives_the_same_content():
    assert rendered("facebook").content == rendered("facebook").content


@pytest.mark.parametrize(
    ("kind", "address", "kept"),
    [
        ("facebook", "https://m.facebook.com/permalink.php?story_fbid=pfbid0abc&id=1000&fbclid=x", "https://m.facebook.com/permalink.php?story_fbid=pfbid0abc&id=1000"),
        ("facebook", "https://www.facebook.com/share/p/1AbCdEfG/", "https://www.facebook.com/share/p/1AbCdEfG/"),
        ("facebook", "https://www.facebook.com/watch/?v=123456", "https://www.facebook.com/watch/?v=123456"),
        ("instagram", "https://instagram.com/thehouse/p/C1aB-2cD_e/?igsh=x", "https://www.instagram.com/p/C1aB-2cD_e/"),
        ("x", "https://twitter.com/TheHouse/status/1234567890123456789?s=20&t=x", "https://twitter.com/TheHouse/status/1234567890123456789"),
        ("tiktok", "https://www.tiktok.com/@the.house/video/7234567890123456789", "https://www.tiktok.com/@the.house/video/7234567890123456789"),
        ("youtube", "https://youtu.be/dQw4w9WgXcQ?si=x", "https://youtu.be/dQw4w9WgXcQ"),
        ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&feature=share", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("whatsapp", "https://www.whatsapp.com/channel/0029Va4K0PZ5a245NkngBA2M/123", "https://www.whatsapp.com/channel/0029Va4K0PZ5a245NkngBA2M/123"),
    ],
)  # fmt: skip
def test_an_address_of_a_post_has_one_form(kind, address, kept):
    adapter = adapter_of(kind)
    assert adapter.post_url(address) == kept
    assert adapter.post_url(kept) == kept
    assert adapter.post_id(address) == adapter.post_id(kept) != ""


def test_a_post_is_the_same_by_its_address_and_by_its_bare_name():
    adapter = adapter_of("youtube")
    assert adapter.post_id("https://www.youtube.com/watch?v=dQw4w9WgXcQ") == adapter.post_id("dQw4w9WgXcQ")


@pytest.mark.parametrize(
    ("kind", "act", "has", "lacks"),
    [
        ("facebook", Act.SAY, {"alternatives", "link"}, {"captions", "removed"}),
        ("instagram", Act.SAY, {"link-in-profile"}, {"link"}),
        ("youtube", Act.SAY, {"captions", "alternatives-in-text"}, {"alternatives"}),
        ("facebook", Act.CORRECT, {"changed"}, {"answers-the-first"}),
        ("x", Act.CORRECT, {"answers-the-first"}, {"changed"}),
        ("x", Act.WITHDRAW, {"removed"}, {"unchanged"}),
    ],
)
def test_the_checklist_is_that_of_the_network_and_of_what_is_to_be_done(kind, act, has, lacks):
    steps = set(adapter_of(kind).steps({"pictures": [{}]}, act))
    assert has <= steps
    assert not lacks & steps
