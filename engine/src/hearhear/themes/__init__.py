"""Themes: what many voices speak of, in their own words, and what a few speak of.

Begin with `find`.
"""

from .finding import find
from .schemas import MENTIONS_SCHEMA, OTHER, THEMES_SCHEMA, VOICES_SCHEMA, Sample, Themes
from .settings import Settings

__all__ = [
    "MENTIONS_SCHEMA",
    "OTHER",
    "THEMES_SCHEMA",
    "VOICES_SCHEMA",
    "Sample",
    "Settings",
    "Themes",
    "find",
]
