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
    languages,
    practices,
    principles,
    questionnaire,
)  # fmt: skip
from .writing import OPEN, Given, decided, given_to, open_questions, practices_of, sentences, text_of

__all__ = [
    "OPEN", "Given", "Opening", "Option", "Practice", "Principle", "Question", "Questionnaire", "Start", "decided",
    "given_to", "languages", "open_questions", "practices", "practices_of", "principles", "questionnaire", "sentences",
    "text_of",
]  # fmt: skip
