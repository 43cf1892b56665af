"""What an article says and decides by the answers to its questions: plain data in, plain data out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from .reading import Opening, Question


@dataclass(frozen=True)
class Given:
    """One answer: the keys of the options chosen, or what was typed for parameters instead."""

    options: Sequence[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def is_open(self, question: Question) -> bool:
        """Whether it decides nothing; an option that the questionnaire does not have any more is none."""
        return not self.values and not any(question.option(key) for key in self.options)


OPEN = Given()
Answers = Mapping[str, Given]


def given_to(question: Question, answers: Answers) -> Given:
    return answers.get(question.key, OPEN)


def open_questions(questions: Iterable[Question], answers: Answers) -> list[Question]:
    return [one for one in questions if given_to(one, answers).is_open(one)]


def decided(questions: Iterable[Question], answers: Answers) -> dict[str, Any]:
    """The values of parameters, by name."""
    found: dict[str, Any] = {}
    for question in questions:
        given = given_to(question, answers)
        found |= question.values(given.options) | dict(given.values)
    return found


def sentences(question: Question, given: Given, language: str) -> list[str]:
    """What a policy says by this answer, with the names of values in braces; an open question is named as one."""
    if given.is_open(question):
        with translation.override(language):
            return [_("[Open question: %(question)s]") % {"question": question.question[language]}]
    return question.said(given.options, language)


def text_of(questions: Iterable[Question], answers: Answers, language: str) -> str:
    """The article in one language, a paragraph an answer."""
    return "\n\n".join(sentence for one in questions for sentence in sentences(one, given_to(one, answers), language))


def practices_of(opening: Opening, questions: Sequence[Question], answers: Answers) -> list[str]:
    """Those that the article serves; what is open serves none."""
    answered = [one for one in questions if not given_to(one, answers).is_open(one)]
    own = opening.practices if answered else ()
    return sorted({*own, *(code for one in answered for code in one.practices)})
