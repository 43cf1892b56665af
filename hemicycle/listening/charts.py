"""Charts as SVG: drawn by Altair and vl-convert, then made ours: the page's font and ink, no style, no paper.

A chart comes in two widths, for a page and for a phone, of which the style sheet shows one. Nothing in a drawing
is a name for assistive technology: the table of the chart pattern says the same, and `alt` says its point.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert
from django.utils.safestring import SafeString, mark_safe
from lxml import etree

# Okabe and Ito's set, told apart by colour-blind readers; look.md names it.
BLUE, ORANGE = "#0072b2", "#d55e00"
INK, FAINT = "#010101", "#020202"

SVG = "{http://www.w3.org/2000/svg}"
LOCALES: dict[str, Any] = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
WIDE, HALF, NARROW = 1080, 520, 320
UNWANTED = ("style", "aria-label", "aria-roledescription", "aria-hidden", "role", "font-family", "font-weight")

# A bar a day up to so many days; beyond, bars would be thinner than two pixels on a phone, and weeks are shown.
MOST_DAYS = 120


@dataclass(frozen=True)
class Chart:
    """What the chart pattern takes, but for the title and the words."""

    svg: SafeString
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Series:
    """One row of small multiples: its label and a number for each day."""

    label: str
    colour: str
    days: Sequence[tuple[str, int]]


def over_time(series: Sequence[Series], *, language: str, weekly: bool, width: int = WIDE) -> SafeString:
    """A row of bars for each series, over one axis of time and on one scale."""
    rows = [{"day": day, "n": n, "series": one.label} for one in series for day, n in one.days]
    spec = {"rows": rows, "labels": [s.label for s in series], "colours": [s.colour for s in series], "weekly": weekly}
    return _both(_draw_time, spec, language, width)


def bars(rows: Sequence[tuple[str, str, int, str]], *, labels: Sequence[str], language: str) -> SafeString:
    """Lying bars: a group for each category, a bar for each of `labels`, the number in words at its end.

    rows: (category, label, number, words).
    """
    values = [{"category": c, "series": s, "n": n, "words": w} for c, s, n, w in rows]
    return _both(_draw_bars, {"rows": values, "labels": list(labels)}, language, HALF)


def spark(days: Sequence[Sequence[Any]], *, first: str, last: str) -> str:
    """The points of a small line from 0,20 to 100,0: how many a day, between two days (ISO)."""
    from_day, to_day = _ordinal(first), _ordinal(last)
    highest, width = max((n for _, n in days), default=0), max(to_day - from_day, 1)
    counts = {_ordinal(day): n for day, n in days}
    step = max(1, width // 100)
    points = [
        (day, max(counts.get(d, 0) for d in range(day, day + step))) for day in range(from_day, to_day + 1, step)
    ]
    return " ".join(f"{100 * (day - from_day) / width:.1f},{20 - 19 * n / (highest or 1):.1f}" for day, n in points)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _both(draw: Any, spec: dict[str, Any], language: str, width: int) -> SafeString:
    wanted = json.dumps(spec, sort_keys=True)
    wide, narrow = (_svg(draw, wanted, width, language) for width in (width, NARROW))
    # Drawn from numbers and labels, and written by an XML library, which escapes the labels.
    return mark_safe(f'<div class="chart-wide">{wide}</div><div class="chart-narrow">{narrow}</div>')  # noqa: S308


@lru_cache(maxsize=256)
def _svg(draw: Any, spec: str, width: int, language: str) -> str:
    locale = LOCALES.get(language, "en-GB")
    chart = draw(json.loads(spec), width).configure(**_ink())
    drawn = vl_convert.vegalite_to_svg(chart.to_json(), format_locale=locale, time_format_locale=locale)
    return _ours(drawn)


def _ink() -> dict[str, Any]:
    axis = {"labelColor": INK, "tickColor": FAINT, "domainColor": FAINT, "gridColor": FAINT, "labelFontSize": 12}
    return {
        "view": {"strokeOpacity": 0},
        "axis": {**axis, "gridOpacity": 0.35, "titleColor": INK, "titleFontSize": 12, "titleFontWeight": "normal"},
        "header": {"labelColor": INK, "labelFontSize": 13, "labelFontWeight": 600},
        "text": {"color": INK, "fontSize": 12},
    }


def _draw_time(spec: dict[str, Any], width: int) -> Any:
    count = len(spec["labels"])
    unit = "yearweek" if spec["weekly"] else "yearmonthdate"
    bar = (
        alt.Chart(alt.InlineData(values=spec["rows"]))
        .mark_bar()
        .encode(
            x=alt.X(
                f"{unit}(day):T",
                title=None,
                axis=alt.Axis(grid=False, tickCount=max(3, width // 110), format="%-d %b"),
            ),
            y=alt.Y(
                "sum(n):Q",
                title=None,
                axis=alt.Axis(tickCount=3, domain=False, ticks=False, format=",d"),
                scale=alt.Scale(nice=False),
            ),
            color=alt.Color("series:N", legend=None, scale=alt.Scale(domain=spec["labels"], range=spec["colours"])),
        )
        .properties(width=width - 56, height=104)
    )
    if count == 1:
        return bar
    header = alt.Header(labelAngle=0, labelOrient="top", labelAnchor="start", labelPadding=2, title=None)
    return bar.facet(row=alt.Row("series:N", sort=spec["labels"], title=None, header=header), spacing=8)


def _draw_bars(spec: dict[str, Any], width: int) -> Any:
    categories = list(dict.fromkeys(row["category"] for row in spec["rows"]))
    highest = max(row["n"] for row in spec["rows"])
    base = alt.Chart(alt.InlineData(values=spec["rows"])).encode(
        y=alt.Y("category:N", sort=categories, title=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=120)),
        yOffset=alt.YOffset("series:N", sort=spec["labels"]),
        # Room for the words at the end of the longest bar.
        x=alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, highest * (2.2 if width < HALF else 1.5)])),
    )
    bar = base.mark_bar().encode(
        color=alt.Color("series:N", legend=None, scale=alt.Scale(domain=spec["labels"], range=[BLUE, ORANGE]))
    )
    words = base.mark_text(align="left", baseline="middle", dx=6).encode(text="words:N")
    return (bar + words).properties(width=width - 120, height=alt.Step(18))


def _ours(drawn: str) -> str:
    """The drawing without what is not ours: no paper, no style, no font, ink that follows light and dark."""
    root = etree.fromstring(drawn.encode())
    for node in root.iter():
        for name in UNWANTED:
            if name in node.attrib:
                del node.attrib[name]
        for name in ("fill", "stroke"):
            if node.get(name) in (INK, FAINT):
                node.set(name, "currentColor")
        if node.get("class") == "background":
            node.set("class", "chart-area")
    for paper in root.findall(f"{SVG}rect"):
        root.remove(paper)
    del root.attrib["width"], root.attrib["height"]
    root.set("class", "drawing")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    drawing = etree.tostring(root, encoding="unicode")
    return re.sub(r'\sxmlns:xlink="[^"]*"', "", drawing)
