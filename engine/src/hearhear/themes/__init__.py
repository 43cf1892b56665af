"""Themes: what many voices speak of, in their own words, and what a few speak of.

Begin with `find`; `assign` maps texts onto themes that a person gave.
"""

from hearhear.themes.assigning import ASSIGNED_SCHEMA, Given, assign
from hearhear.themes.finding import find
from hearhear.themes.schemas import MENTIONS_SCHEMA, OTHER, THEMES_SCHEMA, VOICES_SCHEMA, Sample, Themes
from hearhear.themes.settings import Settings

__all__ = [
    "ASSIGNED_SCHEMA",
    "MENTIONS_SCHEMA",
    "OTHER",
    "THEMES_SCHEMA",
    "VOICES_SCHEMA",
    "Given",
    "Sample",
    "Settings",
    "Themes",
    "assign",
    "find",
]
