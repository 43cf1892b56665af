"""Themes: the subjects of many voices, and of a few, in their own words.

Begin with `find`; `find_by_question` does so among the answers to each question, and `assign` assigns texts to themes
that a person gave.
"""

from hearhear.sampling import Sample
from hearhear.settings import ThemeSettings as Settings
from hearhear.themes.given_themes import ASSIGNED_SCHEMA, GivenTheme, assign
from hearhear.themes.questions import Answers, asked_apart, find_by_question
from hearhear.themes.tables import MENTIONS_SCHEMA, OTHER, THEMES_SCHEMA, VOICES_SCHEMA, Themes
from hearhear.themes.themes import find

__all__ = [
    "ASSIGNED_SCHEMA",
    "MENTIONS_SCHEMA",
    "OTHER",
    "THEMES_SCHEMA",
    "VOICES_SCHEMA",
    "Answers",
    "GivenTheme",
    "Sample",
    "Settings",
    "Themes",
    "asked_apart",
    "assign",
    "find",
    "find_by_question",
]
