"""A map of circles: what lies near is alike, what is large is much; each circle has its name beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from django.utils.safestring import SafeString

from . import svg

# Radius of the largest circle as a part of the root of a sheet as high as USUAL, and of the smallest in pixels: on a
# higher sheet circles do not grow, so that it has more room for names.
LARGEST, USUAL, SMALLEST = 0.1, 380, 4.0
# Circles that lie on one another are pushed apart until they touch; so many rounds were enough for 60 at one point.
ROUNDS = 200
# A name has at most two lines, of this width, on a phone of a third of the sheet; where that finds no room, three
# lines of half of it.
NAME, LINE = 170, 15
# Heights tried, in pixels, until every name has room; but on a phone no higher than wide, as a printed page takes it.
HEIGHTS = (240, 300, 380, 460, 560, 680, 820, 1000, 1200)
AIR = 3.0
GOLDEN = pi * (3 - sqrt(5))
# Places are half as measured and half by rank, so that one far from all others does not press these together.
BY_RANK = 0.5

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Circle:
    """One thing on the map: `size` is what its area shows, `x` and `y` are in any unit of their own."""

    label: str
    size: int
    x: float
    y: float
    colour: str = svg.BLUE
    words: str = ""


@dataclass
class Placed:
    circle: Circle
    x: float
    y: float
    radius: float


def circles(found: Sequence[Circle], *, language: str, width: int = svg.WIDE) -> SafeString:
    """The map. A name that finds no room in the tallest drawing is left to the table beside the map."""
    return svg.for_page(lambda wide: _drawn(found, wide), language=language, width=width)


def _drawn(found: Sequence[Circle], width: int) -> str:
    ordered = sorted(found, key=lambda c: (-c.size, c.label, c.x, c.y))
    best = _sheet(ordered, width, HEIGHTS[0])
    for height in HEIGHTS[1:]:
        if not best[0] or (width > svg.NARROW and height > max(width, USUAL)):
            break
        best = min(best, _sheet(ordered, width, height), key=lambda sheet: sheet[0])
    return svg.sheet(best[1], width=width, height=best[2])


def _sheet(ordered: Sequence[Circle], width: int, height: int) -> tuple[int, list[str], int]:
    """How many names found no room, and what is drawn."""
    placed = _placed(ordered, width, height)
    names, missing = named(placed, width, height)
    return missing, [svg.circle(p.x, p.y, p.radius, p.circle.colour) for p in placed] + names, height


def _placed(ordered: Sequence[Circle], width: int, height: float) -> list[Placed]:
    biggest = LARGEST * sqrt(width * min(height, USUAL))
    most = max((c.size for c in ordered), default=1) or 1
    radii = [max(SMALLEST, biggest * sqrt(c.size / most)) for c in ordered]
    across = _stretched([c.x for c in ordered], biggest, width - biggest)
    # The second measure grows upwards, as in every atlas.
    down = _stretched([-c.y for c in ordered], biggest, height - biggest)
    placed = [Placed(*row) for row in zip(ordered, across, down, radii, strict=True)]
    _push_apart(placed, width, height)
    return placed


def _stretched(values: Sequence[float], low: float, high: float) -> list[float]:
    least, most = min(values, default=0.0), max(values, default=0.0)
    if most == least:
        return [(low + high) / 2 for _ in values]
    ranks = sorted(set(values))
    return [
        low
        + (high - low) * ((1 - BY_RANK) * (v - least) / (most - least) + BY_RANK * ranks.index(v) / (len(ranks) - 1))
        for v in values
    ]


def _push_apart(placed: Sequence[Placed], width: float, height: float) -> None:
    for _ in range(ROUNDS):
        moved = False
        for number, one in enumerate(placed):
            for turn, other in enumerate(placed[number + 1 :]):
                moved |= _part(one, other, turn)
        for one in placed:
            one.x = min(max(one.x, one.radius + 1), width - one.radius - 1)
            one.y = min(max(one.y, one.radius + 1), height - one.radius - 1)
        if not moved:
            return


def _part(one: Placed, other: Placed, turn: int) -> bool:
    """Move two circles that overlap away from each other; the smaller one moves more."""
    across, down = other.x - one.x, other.y - one.y
    apart, wanted = hypot(across, down), one.radius + other.radius + AIR
    if apart >= wanted:
        return False
    if apart < 1:
        # Those at one and the same place part in every direction, as seeds in a sunflower do.
        across, down, apart = cos(GOLDEN * turn), sin(GOLDEN * turn), 1.0
    push = wanted - apart + 0.1
    share = one.radius / (one.radius + other.radius)
    other.x += across / apart * push * share
    other.y += down / apart * push * share
    one.x -= across / apart * push * (1 - share)
    one.y -= down / apart * push * (1 - share)
    return True


def named(placed: Sequence[Placed], width: int, height: float) -> tuple[list[str], int]:
    """The names, the largest circle's first, each where it covers nothing; and how many found no room."""
    taken: list[Box] = [(p.x - p.radius, p.y - p.radius, p.x + p.radius, p.y + p.radius) for p in placed]
    parts, missing = list[str](), 0
    for number, one in enumerate(placed):
        others = taken[:number] + taken[number + 1 :]
        free = next((place for place in _places(one, width) if _is_free(place[0], others, width, height)), None)
        if free is None:
            missing += 1
            continue
        box, anchor, lines = free
        taken.append(box)
        x = {"start": box[0], "middle": (box[0] + box[2]) / 2, "end": box[2]}[anchor]
        for at, text in enumerate(lines):
            bold = number < 3 and not (one.circle.words and at == len(lines) - 1)
            parts.append(svg.words(x, box[1] + LINE * (at + 0.5), text, anchor=anchor, bold=bold))
    return parts, missing


def _places(one: Placed, width: int) -> Iterator[tuple[Box, str, list[str]]]:
    """Where a name may stand, the best place first."""
    broad = min(NAME, width / 3)
    for measure, most in ((broad, 2), (broad / 2, 3)):
        lines = svg.lines_of(one.circle.label, width=measure, most=most)
        yield from _around(one, lines + ([one.circle.words] if one.circle.words else []))


def _around(one: Placed, lines: list[str]) -> Iterator[tuple[Box, str, list[str]]]:
    """Inside, right, left, below, above, then the corners."""
    wide, high = 1.06 * svg.widest(lines), LINE * len(lines)
    gap, corner = one.radius + 5, 0.75 * one.radius + 3
    right, left = one.x + gap, one.x - gap - wide
    middle, below, above = one.x - wide / 2, one.y + gap - 2, one.y - gap + 2 - high
    if hypot(wide, high) < 2 * one.radius:
        yield (middle, one.y - high / 2, middle + wide, one.y + high / 2), "middle", lines
    spots = [(right, one.y - high / 2, "start"), (left, one.y - high / 2, "end")]
    spots += [(middle, below, "middle"), (middle, above, "middle")]
    for y in (one.y + corner, one.y - corner - high):
        spots += [(one.x + corner, y, "start"), (one.x - corner - wide, y, "end")]
    for x, y, anchor in spots:
        yield (x, y, x + wide, y + high), anchor, lines


def _is_free(box: Box, taken: Sequence[Box], width: float, height: float) -> bool:
    left, top, right, low = box
    if left < 0 or top < 0 or right > width or low > height:
        return False
    return not any(left < r and right > x and top < b and low > y for x, y, r, b in taken)
