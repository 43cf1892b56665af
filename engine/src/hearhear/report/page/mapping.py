"""The map of themes: circles where their meaning lies, pushed apart until none hides another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin

from hearhear.report.page.charts import svg
from hearhear.report.page.markup import Html, el

_WIDTH, _HEIGHT, _EDGE = 720.0, 480.0, 52.0
_SMALLEST, _LARGEST = 14.0, 46.0
_BETWEEN = 3.0
_PUSHES = 300
"""Rounds of pushing: 25 circles are apart after fewer than 100."""
_LETTER, _LINE = 6.4, 13.0
"""Width of a letter and height of a line at 12 pixels, in a wide face."""
_LONGEST = 26


_Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class Place:
    """A theme on the map: where, how many, what it is called, and its number in the list."""

    x: float
    y: float
    size: int
    words: str
    number: int


@dataclass(slots=True)
class _Circle:
    x: float
    y: float
    radius: float


def drawn(places: Sequence[Place], label: str) -> Html:
    """Circles whose areas are their sizes, each with its number and, where there is room, its name."""
    circles = _placed(places)
    _push(circles)
    taken: list[_Box] = []
    marks = []
    for at in sorted(range(len(places)), key=lambda at: -places[at].size):
        place, circle = places[at], circles[at]
        name = _name(place.words, circle, circles, taken)
        middle = {"x": f"{circle.x:.1f}", "text_anchor": "middle"}
        ring = el("circle", cx=middle["x"], cy=f"{circle.y:.1f}", r=f"{circle.radius:.1f}")
        number = el("text", str(place.number), y=f"{circle.y + 5:.1f}", **middle)
        marks.append(el("a", el("title", place.words), ring, number, name, href=f"#theme-{place.number}"))
    return svg(marks, _WIDTH, _HEIGHT, label, "map", role="group")


def _placed(places: Sequence[Place]) -> list[_Circle]:
    """The whole of the paper used, north up."""
    most = max((place.size for place in places), default=0) or 1
    across = _scaled([place.x for place in places], _WIDTH)
    down = _scaled([-place.y for place in places], _HEIGHT)
    return [
        _Circle(x, y, max(_SMALLEST, _LARGEST * (place.size / most) ** 0.5))
        for place, x, y in zip(places, across, down, strict=True)
    ]


def _scaled(values: Sequence[float], room: float) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    if high <= low:
        return [room / 2 for _ in values]
    return [_EDGE + (value - low) / (high - low) * (room - 2 * _EDGE) for value in values]


def _push(circles: Sequence[_Circle]) -> None:
    """Any two that overlap give way to each other, half each, within the paper."""
    for _ in range(_PUSHES):
        moved = False
        for at, one in enumerate(circles):
            for number, other in enumerate(circles[at + 1 :], at + 1):
                moved |= _part(one, other, number)
        if not moved:
            return


def _part(one: _Circle, other: _Circle, number: int) -> bool:
    across, down = other.x - one.x, other.y - one.y
    far = (across * across + down * down) ** 0.5
    lacking = one.radius + other.radius + _BETWEEN - far
    if lacking <= 0.01:
        return False
    # Those in one place part each in its own direction, a golden angle apart.
    across, down = (across / far, down / far) if far > 1e-6 else (cos(2.4 * number), sin(2.4 * number))
    for circle, sign in ((one, -0.5), (other, 0.5)):
        circle.x = min(max(circle.x + sign * lacking * across, circle.radius), _WIDTH - circle.radius)
        circle.y = min(max(circle.y + sign * lacking * down, circle.radius), _HEIGHT - circle.radius - _LINE)
    return True


def _name(words: str, circle: _Circle, circles: Sequence[_Circle], taken: list[_Box]) -> Html | None:
    """The name under, over or beside its circle, where it runs into no other circle, no other name and no edge."""
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0].rstrip(',')} …"
    for box in _boxes(circle, len(shown) * _LETTER):
        if _free(box, [one for one in circles if one is not circle], taken):
            taken.append(box)
            middle = (box[0] + box[2]) / 2
            return el("text", shown, x=f"{middle:.1f}", y=f"{box[3] - 2:.1f}", text_anchor="middle", cls="name")
    return None


def _boxes(circle: _Circle, wide: float) -> list[_Box]:
    """Where a name of some width may stand, the best place first."""
    left, right = circle.x - circle.radius - _BETWEEN, circle.x + circle.radius + _BETWEEN
    under, over = circle.y + circle.radius + 1, circle.y - circle.radius - 1
    middle, top = circle.x - wide / 2, circle.y - _LINE / 2
    return [
        (middle, under, middle + wide, under + _LINE), (middle, over - _LINE, middle + wide, over),
        (right, top, right + wide, top + _LINE), (left - wide, top, left, top + _LINE),
    ]  # fmt: skip


def _free(box: _Box, circles: Sequence[_Circle], taken: Sequence[_Box]) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= _WIDTH and box[3] <= _HEIGHT
    apart = all(box[0] >= old[2] or old[0] >= box[2] or box[1] >= old[3] or old[1] >= box[3] for old in taken)
    return inside and apart and not any(_meets(box, one) for one in circles)


def _meets(box: _Box, circle: _Circle) -> bool:
    across = circle.x - min(max(circle.x, box[0]), box[2])
    down = circle.y - min(max(circle.y, box[1]), box[3])
    return across * across + down * down < circle.radius * circle.radius
