"""The parameters in force: what the House has decided in numbers and words.

Each is declared once with its default, meaning and source, beside what it is about. A row in `ParameterInForce`
overrides the default; adopted policies write those rows, every app reads them by `in_force`.
"""

from . import data, hearing, operation, people, periods, speaking, triage
from .articles import Article, article_of, register_articles
from .parameter import (
    PARAMETERS,
    DecidedBy,
    Parameter,
    in_force,
    is_overridden,
    register,
    register_words,
    words_known,
)
from .units import listed

__all__ = [
    "PARAMETERS", "Article", "DecidedBy", "Parameter", "article_of", "data", "hearing", "in_force", "is_overridden",
    "listed", "operation", "people", "periods", "register", "register_articles", "register_words", "speaking",
    "triage", "words_known",
]  # fmt: skip
