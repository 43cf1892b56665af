"""Charts as SVG and CSS (bars, columns over time, the map of themes); every number is also in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin

from hearhear.report.page.drawing import Html, el

# Share of a divided bar, in hundredths, below which its words stand only in the list beneath.
_ROOM = 12
_TIME = (720, 180)


def bar(part: float, cls: str = "") -> Html:
    """A bar that fills a part, 0 to 1, of the space it has."""
    return el("span", el("span", style=f"width:{100 * part:.2f}%"), cls=f"bar {cls}".strip(), aria_hidden="true")


def divided(parts: Sequence[tuple[str, str, int]]) -> Html:
    """One bar divided by number: (class, words, number) each."""
    whole = sum(number for _, _, number in parts) or 1
    segments = [
        el("span", words if 100 * number / whole >= _ROOM else "", cls=cls, style=f"flex:{number} 0 0")
        for cls, words, number in parts
        if number
    ]
    return el("div", *segments, cls="divided", aria_hidden="true")


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its words, and how many of each kind."""

    words: str
    individual: int
    campaign: int
    other: int

    @property
    def total(self) -> int:
        return self.individual + self.campaign + self.other


def columns(found: Sequence[Column], label: str, highest: str) -> Html:
    """Columns over time, stacked; first and last period and the highest number are written at their places."""
    width, height = _TIME
    floor, top = height - 24, 22
    most = max((one.total for one in found), default=0) or 1
    step = width / max(len(found), 1)
    marks: list[Html] = [el("line", x1=0, x2=width, y1=floor, y2=floor, cls="axis")]
    for at, one in enumerate(found):
        y = float(floor)
        for cls, number in (("individual", one.individual), ("in_campaigns", one.campaign), ("other", one.other)):
            tall = number / most * (floor - top)
            y -= tall
            if number:
                place = {"x": f"{at * step + step * 0.1:.2f}", "y": f"{y:.2f}"}
                marks.append(el("rect", **place, width=f"{step * 0.8:.2f}", height=f"{tall:.2f}", cls=cls))
    peak = max(range(len(found)), key=lambda at: found[at].total, default=0)
    marks.append(_written((peak + 0.5) * step, top - 7, highest, width))
    if found:
        marks.append(el("text", found[0].words, x=0, y=height - 6))
    if len(found) > 1:
        marks.append(el("text", found[-1].words, x=width, y=height - 6, text_anchor="end"))
    return svg(marks, width, height, label, "columns")


def _written(x: float, y: float, words: str, width: float, cls: str | None = None) -> Html:
    """Text around a place, or from it where the edge is near."""
    anchor = "start" if x < width * 0.15 else "end" if x > width * 0.85 else "middle"
    return el("text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, cls=cls)


def svg(marks: Sequence[Html], width: float, height: float, label: str, cls: str, role: str = "img") -> Html:
    """A drawing with its name; its role is `group` where it has links inside."""
    return el("svg", *marks, viewBox=f"0 0 {width} {height}", role=role, aria_label=label, cls=f"chart {cls}")


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


def theme_map(places: Sequence[Place], label: str) -> Html:
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
                moved |= _push_apart(one, other, number)
        if not moved:
            return


def _push_apart(one: _Circle, other: _Circle, number: int) -> bool:
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
