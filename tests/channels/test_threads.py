"""What a reader takes for a character, and a long text as a thread."""

import json
import random
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.channels.adapters.mastodon import Mastodon
from hemicycle.channels.adapters.mastodon.server import length
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.text import threads

LINK = "https://parliament.example/announcements/x/"
BODY = "The House votes at seven. Bill 12 is about rivers and fish; 👩‍👩‍👧‍👦 may come.\n\n" * 20


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("é", 1),
        ("e\u0301", 1),
        ("👩‍👩‍👧‍👦", 1),
        ("🇫🇷🇪🇸🇬", 3),
        ("✊🏿", 1),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1),
        ("1️⃣", 1),
        ("\r\n", 1),
        ("\u1112\u1161\u11ab", 1),
        ("\u0915\u094d\u0937", 1),
    ],
)
def test_what_a_reader_takes_for_one_character_counts_one(text, count):
    assert threads.count(text) == count


def test_characters_are_those_that_another_program_counts():
    """Intl.Segmenter of Node.js (ICU). The signs that join Indic consonants are left out: behind what is none, which
    nobody writes, the two differ."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not here")
    spans = [(0x20, 0x7F), (0x300, 0x340), (0x600, 0x700), (0x900, 0x980), (0xE00, 0xE50), (0x1000, 0x10A0), (0x1100, 0x1200),
             (0xAC00, 0xAC60), (0x2600, 0x2700), (0x1F1E6, 0x1F200), (0x1F3FB, 0x1F400), (0x1F466, 0x1F490)]  # fmt: skip
    pool = [chr(code) for first, end in spans for code in range(first, end) if unicodedata.category(chr(code)) != "Cn"]
    pool = [character for character in pool if character not in "\u094d\u1039"]
    pool += ["\u200d", "\ufe0f"] * 60 + ["\r", "\n", "\n", "\u200c"]
    draw = random.Random(17)  # the same texts each time
    texts = ["".join(draw.choices(pool, k=12)) for _ in range(5_000)]
    script = (
        "const t=JSON.parse(require('fs').readFileSync(0)),s=new Intl.Segmenter('en',{granularity:'grapheme'});"
        "console.log(JSON.stringify(t.map(x=>[...s.segment(x)].length)))"
    )
    answer = subprocess.run([node, "-e", script], input=json.dumps(texts), capture_output=True, text=True, check=True)
    differences = [threads.count(text) - other for text, other in zip(texts, json.loads(answer.stdout), strict=True)]
    assert not any(differences)


@given(st.text(min_size=1), st.integers(60, 500))
def test_the_parts_are_the_text_and_each_fits(text, most):
    parts = threads.parts(text, LINK, most=most, measure=threads.count)
    assert all(threads.count(part) <= most for part in parts)
    if len(parts) > 1:
        bare = [part.removesuffix(f"\n\n{number}/{len(parts)}") for number, part in enumerate(parts, 1)]
        bare[0] = bare[0].removesuffix(f"\n\n{LINK}")
        assert "".join("".join(bare).split()) == "".join(text.split())


def test_a_thread_is_cut_behind_sentences_and_paragraphs():
    parts = threads.parts(BODY.strip(), LINK, most=300, measure=threads.count)
    assert all(part.rpartition("\n\n")[0].removesuffix(f"\n\n{LINK}").endswith("come.") for part in parts)


def test_a_word_longer_than_a_post_is_cut_between_characters():
    parts = threads.parts("👩‍👩‍👧‍👦" * 900, "", most=300, measure=threads.count)
    assert {len(part.partition("\n")[0]) % len("👩‍👩‍👧‍👦") for part in parts} == {0}


def test_links_count_the_same_and_mentions_without_their_server():
    assert length(f"See {LINK}{'x' * 90}.") == 4 + 23 + 1
    assert length("@desk@parliament.example votes") == len("@desk votes")


def test_a_draft_shows_how_long_it_is_and_how_many_posts_it_takes():
    rendered = Mastodon().render(OutgoingText("Vote", BODY, "en", link=LINK), {"characters": 300})
    (characters, posts) = rendered.counts
    assert (characters.most, posts.used) == (300, len(rendered.parts))
    assert characters.fits
    assert not Mastodon().render(OutgoingText("Vote", BODY * 20, "en", link=LINK), {"characters": 300}).counts[1].fits
