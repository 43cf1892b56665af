"""What the pages make of codes, templates and HTML: plain words, in the right place."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hemicycle.accounts import charts
from hemicycle.listening.engine.matching import Overlap, same_groups
from hemicycle.listening.presenters import figures
from hemicycle.listening.text import templating, words
from hemicycle.listening.text.readable import readable


def slot(*fillings: tuple[str, float], share: float = 1.0) -> dict[str, object]:
    examples = [{"text": text, "share": part} for text, part in fillings]
    return {"text": "", "kind": "slot", "share": share, "examples": examples}


def fixed(text: str, share: float = 1.0) -> dict[str, object]:
    return {"text": text, "kind": "fixed", "share": share, "examples": []}


def test_a_slot_shows_its_most_frequent_words_and_never_one_senders_name() -> None:
    frequent, names = slot(("protect", 0.4), ("defend", 0.3)), slot(("Amara", 0.02), ("Bruno", 0.02))

    shown = templating.segments([fixed("Please"), frequent, fixed("the islands."), names])

    assert [one.inline for one in shown if one.is_slot] == ["protect", "…"]
    assert [one.number for one in shown] == [0, 1, 0, 2]


def test_a_template_is_read_with_spaces_where_its_parts_meet() -> None:
    template = [fixed("Please"), slot(("protect", 0.4)), fixed("the islands"), fixed(", now.\n"), fixed("Yours")]

    assert templating.opening(template, {}) == "Please protect the islands, now. Yours"


def test_rarity_is_said_in_messages_out_of_a_million() -> None:
    assert words.rarity(61) == "No coincidence: by chance, fewer than one message in a million would have these words."
    assert words.rarity(10) == "By chance, about 977 of a million messages would have these words."


def test_a_share_is_never_rounded_to_nothing() -> None:
    assert words.share(1, 1000) == "under 1%"
    assert words.share(0, 1000) == "0%"
    assert words.share(1, 3) == "33%"


def test_the_busiest_week_is_the_seven_days_with_most() -> None:
    days = [
        ("2026-03-01", 5, 0),
        ("2026-03-10", 3, 1),
        ("2026-03-12", 4, 2),
        ("2026-03-16", 1, 0),
        ("2026-03-17", 9, 0),
    ]

    assert figures.busiest_week(days) == (date(2026, 3, 12), 14, 2)


def test_html_is_read_without_its_tags_and_offsets_lead_to_the_same_words() -> None:
    source = "<html><body><p>Vote &amp; save</p><p>the <b>islands</b> now</p></body></html>"
    read = readable(source)

    assert read.text.split() == ["Vote", "&", "save", "the", "islands", "now"]
    start = source.index("islands")
    assert read.text[read.at(start) : read.at(start + 7)] == "islands"


@given(st.text())
def test_reading_never_fails_and_stays_within_the_text(source: str) -> None:
    read = readable(source)

    assert all(0 <= read.at(place) <= len(read.text) for place in range(len(source) + 1))


def test_a_campaign_continues_the_one_with_which_it_shares_its_majority() -> None:
    overlaps = [Overlap("a", "x", 60), Overlap("a", "y", 40), Overlap("b", "z", 2)]

    same = same_groups(overlaps, old_sizes={"a": 100, "b": 50}, new_sizes={"x": 60, "y": 40, "z": 50})

    assert same == {"x": "a"}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(1, 50)), max_size=9))
def test_no_two_campaigns_continue_the_same_one(pairs: list[tuple[str, str, int]]) -> None:
    overlaps = [Overlap(*pair) for pair in pairs]

    same = same_groups(overlaps, old_sizes=dict.fromkeys("abc", 50), new_sizes=dict.fromkeys("xyz", 50))

    assert len(set(same.values())) == len(same)
    assert same == same_groups(
        reversed(overlaps), old_sizes=dict.fromkeys("abc", 50), new_sizes=dict.fromkeys("xyz", 50)
    )


def test_a_chart_carries_no_style_no_font_and_no_colour_of_paper() -> None:
    drawn = charts.over_time(
        [charts.Series("<b>Messages</b>", charts.BLUE, [("2026-03-01", 5), ("2026-03-02", 7)])],
        language="fr",
        weekly=False,
    )

    assert "style=" not in drawn
    assert "font-family" not in drawn
    assert "currentColor" in drawn
    assert "<b>" not in drawn
