"""The key questions that a parliament answers, and what its policy says for each answer.

Beside this file stands one structure file an article, and for each language a folder with a file of the same name; a
further language is a further folder. `questionnaire()` is the whole, read once.
"""

from .reading import (
    Opening,
    Option,
    Practice,
    Principle,
    Question,
    Questionnaire,
    Start,
    practices,
    principles,
    questionnaire,
)  # fmt: skip

__all__ = [
    "Opening", "Option", "Practice", "Principle", "Question", "Questionnaire", "Start", "practices", "principles",
    "questionnaire",
]  # fmt: skip
