"""Charts: every bar as long as its number says, every label inside the drawing and on nobody else's, no style."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hemicycle.accounts import charts
from hemicycle.accounts.charts import Circle, Series, svg
from hemicycle.accounts.charts.map import Placed, named

HOSTILE = '</text><script>alert(1)</script>\x00\x1b\u202e"&\ud83d\ude00'.encode("utf-16", "surrogatepass").decode(
    "utf-16"
)
ROWS = [("E-mail", "a", 900, "900 in campaigns"), ("E-mail", "b", 300, "300 individual"), ("SMS", "a", 0, "none")]


def drawings(page: str) -> list[etree._Element]:
    return [etree.fromstring(one) for one in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


def number(node: etree._Element, name: str) -> float:
    return float(str(node.get(name)))


def size_of(root: etree._Element) -> tuple[float, float]:
    wide, high = str(root.get("viewBox")).split()[2:]
    return float(wide), float(high)


def rects(root: etree._Element, colour: str) -> list[dict[str, float]]:
    found = root.findall(".//{*}rect")
    return [{k: number(r, k) for k in ("x", "y", "width", "height")} for r in found if r.get("fill") == colour]


def boxes(root: etree._Element) -> list[tuple[float, float, float, float]]:
    """Where words stand: left, top, right, low."""
    found = []
    for text in root.findall(".//{*}text"):
        x, y, size = number(text, "x"), number(text, "y"), float(text.get("font-size", svg.SMALL))
        wide = svg.lettering(str(text.text or ""), int(size))
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[str(text.get("text-anchor"))]
        found.append((left, y - 0.75 * size, left + wide, y + 0.2 * size))
    return found


def all_kinds(label: str) -> list[str]:
    days = [("2026-03-01", 5), ("2026-03-02", 7)]
    return [
        charts.over_time([Series(label, charts.BLUE, days)] * 2, language="fr", weekly=False),
        charts.bars([(label, "a", 3, label)], labels=["a"], language="es"),
        charts.circles([Circle(label, 4, 0, 1, words=label), Circle("b", 2, 1, 0)], language="en"),
    ]


def test_a_bar_is_as_long_as_its_number() -> None:
    for root in drawings(charts.bars(ROWS, labels=["a", "b"], language="en")):
        blue, orange = rects(root, charts.BLUE), rects(root, charts.ORANGE)
        assert len(blue) == 1, "zero has no bar"
        assert blue[0]["width"] == pytest.approx(3 * orange[0]["width"], rel=0.01)


def test_bars_over_time_are_on_one_scale() -> None:
    series = [
        Series("a", charts.BLUE, [("2026-03-01", 40), ("2026-03-09", 10)]),
        Series("b", charts.ORANGE, [("2026-03-01", 20)]),
    ]
    for root in drawings(charts.over_time(series, language="en", weekly=False)):
        high, low = rects(root, charts.BLUE)
        assert high["height"] == pytest.approx(4 * low["height"], abs=0.3)
        assert rects(root, charts.ORANGE)[0]["height"] == pytest.approx(2 * low["height"], abs=0.3)
        assert low["x"] > high["x"]


def test_weeks_add_their_days_up() -> None:
    monday, sunday, next_monday = ("2026-03-02", 3), ("2026-03-08", 4), ("2026-03-09", 7)
    one = Series("a", charts.BLUE, [monday, sunday, next_monday])

    first, second = rects(drawings(charts.over_time([one], language="en", weekly=True))[0], charts.BLUE)

    assert first["height"] == second["height"]


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [("en", "10,000", "3 September"), ("fr", "10\xa0000", "3 septembre"), ("es", "10", "3")],
)
def test_numbers_and_days_are_written_as_the_language_writes_them(language: str, number: str, day: str) -> None:
    one = Series("a", charts.BLUE, [("2026-09-03", 12_000), ("2026-09-05", 4)])

    drawn = charts.over_time([one], language=language, weekly=False)

    said = drawn.replace("\u202f", "\xa0")
    assert f">{number}" in said
    assert f">{day}" in said


@pytest.mark.parametrize("label", ["Ferry", HOSTILE, "", "w" * 400, "الرسائل", "郵便局" * 30])
def test_no_label_breaks_a_drawing_or_the_policy_of_the_page(label: str) -> None:
    for page in all_kinds(label):
        assert "style=" not in page
        assert "font-family" not in page
        assert "<script" not in page
        for root in drawings(page):
            assert root.get("aria-hidden") == "true"


def test_every_word_stands_inside_the_drawing() -> None:
    for page in all_kinds("A fairly long label of a theme people know"):
        for root in drawings(page):
            wide, high = size_of(root)
            assert all(b[0] >= -1 and b[1] >= -1 and b[2] <= wide + 1 and b[3] <= high + 1 for b in boxes(root))


PLACES = st.lists(
    st.tuples(st.integers(1, 500), st.floats(-3, 3), st.floats(-3, 3), st.sampled_from(["Ferry", "Winter timetable"])),
    min_size=1,
    max_size=20,
)


@given(PLACES)
def test_no_name_on_the_map_lies_on_another_name_or_leaves_the_sheet(
    places: list[tuple[int, float, float, str]],
) -> None:
    found = [Circle(f"{name} {n}", size, x, y) for n, (size, x, y, name) in enumerate(places)]

    for root in drawings(charts.circles(found, language="en")):
        wide, high = size_of(root)
        named = boxes(root)
        assert all(b[0] >= -1 and b[1] >= -1 and b[2] <= wide + 1 and b[3] <= high + 1 for b in named)
        assert not [
            (a, b)
            for a, b in combinations(named, 2)
            if a[0] < b[2] and a[2] > b[0] and a[1] < b[3] - 1 and a[3] - 1 > b[1]
        ]
        assert len(root.findall(".//{*}circle")) == len(places)


def test_a_name_that_finds_no_room_beside_its_circle_stands_in_it_in_narrower_lines() -> None:
    row = [Placed(Circle("Winter timetable of ferries", 9, 0, 0), x, 48, 45) for x in (48, 165, 282)]

    parts, missing = named(row, width=330, height=96)

    assert missing == 0
    assert sum("Winter" in part and "timetable" not in part for part in parts) == 3


def test_the_area_of_a_circle_shows_its_number() -> None:
    root = drawings(charts.circles([Circle("a", 400, 0, 0), Circle("b", 100, 1, 1)], language="en"))[0]

    large, small = (number(c, "r") for c in root.findall(".//{*}circle"))

    assert large == pytest.approx(2 * small, rel=0.01)


def test_a_chart_for_print_stands_alone_in_black_with_its_font() -> None:
    for page in all_kinds("Ferry"):
        root = etree.fromstring(charts.for_print(page, font="Libertinus Serif"))
        assert root.get("font-family") == "Libertinus Serif"
        assert root.get("fill") == "#000000"
        assert "currentColor" not in etree.tostring(root, encoding="unicode")


def test_the_same_numbers_give_the_same_drawing() -> None:
    assert all_kinds("Ferry") == all_kinds("Ferry")
