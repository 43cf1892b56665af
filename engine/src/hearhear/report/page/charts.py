"""Pictures beside numbers: a divided bar, bars over time. SVG and CSS; the numbers are always there as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hearhear.report.page.markup import Html, el

# Share of a divided bar, in hundredths, below which its words stand only in the list beneath.
_ROOM = 12
_TIME = (720, 180)


def bar(part: float, cls: str = "") -> Html:
    """A bar that fills a part, 0 to 1, of the space it has."""
    return el("span", el("span", style=f"width:{100 * part:.2f}%"), cls=f"bar {cls}".strip(), aria_hidden="true")


def divided(parts: Sequence[tuple[str, str, int]]) -> Html:
    """One bar divided by number: (class, words, number) each."""
    whole = sum(number for _, _, number in parts) or 1
    pieces = [
        el("span", words if 100 * number / whole >= _ROOM else "", cls=cls, style=f"flex:{number} 0 0")
        for cls, words, number in parts
        if number
    ]
    return el("div", *pieces, cls="divided", aria_hidden="true")


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
                marks.append(_box(at * step + step * 0.1, y, step * 0.8, tall, cls))
    peak = max(range(len(found)), key=lambda at: found[at].total, default=0)
    marks.append(_written((peak + 0.5) * step, top - 7, highest, width))
    if found:
        marks.append(el("text", found[0].words, x=0, y=height - 6))
    if len(found) > 1:
        marks.append(el("text", found[-1].words, x=width, y=height - 6, text_anchor="end"))
    return svg(marks, width, height, label, "columns")


def _box(x: float, y: float, wide: float, tall: float, cls: str) -> Html:
    return el("rect", x=f"{x:.2f}", y=f"{y:.2f}", width=f"{wide:.2f}", height=f"{tall:.2f}", cls=cls)


def _written(x: float, y: float, words: str, width: float, cls: str | None = None) -> Html:
    """Text around a place, or from it where the edge is near."""
    anchor = "start" if x < width * 0.15 else "end" if x > width * 0.85 else "middle"
    return el("text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, cls=cls)


def svg(marks: Sequence[Html], width: float, height: float, label: str, cls: str, role: str = "img") -> Html:
    """A drawing with its name; its role is `group` where it has links inside."""
    return el("svg", *marks, viewBox=f"0 0 {width} {height}", role=role, aria_label=label, cls=f"chart {cls}")
