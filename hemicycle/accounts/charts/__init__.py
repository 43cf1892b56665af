"""Charts as SVG of our own: bars lying, bars over time, a map of circles. Every label stands beside what it names.

A chart comes in several widths, from a page's to a phone's, of which the style sheet shows one. Ink is the page's
(`currentColor`), so that light and dark need no second drawing; there is no style attribute, which the policy of the
pages refuses. Nothing in a drawing is a name for assistive technology: the table of the chart pattern says the same,
and its `alt` says the point. `for_print` gives one drawing that stands alone, in black and with its font.
Begin reading at svg.py; each other file is one kind of chart.
"""

from .bars import bars
from .map import Circle, circles
from .svg import BLUE, HALF, MIDDLE, NARROW, ORANGE, WIDE, for_print
from .time import MOST_DAYS, Series, over_time, spark

__all__ = [
    "BLUE",
    "HALF",
    "MIDDLE",
    "MOST_DAYS",
    "NARROW",
    "ORANGE",
    "WIDE",
    "Circle",
    "Series",
    "bars",
    "circles",
    "for_print",
    "over_time",
    "spark",
]
