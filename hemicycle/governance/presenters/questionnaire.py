"""The key questions as their pages show them: how far a working group is, each question, what its article says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from hemicycle.rules.parameters import PARAMETERS

from ..models import Answer, Article, Version
from ..questions import (
    Given,
    Opening,
    Question,
    decided,
    given_to,
    languages,
    open_questions,
    questionnaire,
    sentences,
)  # fmt: skip
from ..words import filled, said

# The whole takes an afternoon, four hours, as the issue of this feature promises; reading aloud and agreeing on one
# question of seventy then has three to four minutes.
AFTERNOON_MINUTES = 240
# Nobody plans in single minutes.
ROUNDED_TO_MINUTES = 5


def page_language() -> str:
    """That of the page if the questions are written in it, else the one that they were written in first."""
    known = languages()
    here = get_language() or known[0]
    return next((tag for tag in (here, here.split("-")[0]) if tag in known), known[0])


def text_language(languages_of_policy: Sequence[str]) -> str:
    """In which language the text is shown beside the questions: that of the page if the policy has it."""
    here, known = page_language(), languages()
    return next((tag for tag in (here, *languages_of_policy) if tag in languages_of_policy and tag in known), here)


@dataclass(frozen=True)
class Paragraph:
    """What one answer makes the article say; `key` of its question."""

    key: str
    text: str
    is_open: bool
    is_new: bool = False


@dataclass(frozen=True)
class WrittenArticle:
    """An article as it stands: `text` of what somebody rewrote, `paragraphs` of what the answers say."""

    key: str
    number: int
    heading: str
    why: str
    language: str
    paragraphs: Sequence[Paragraph] = ()
    text: str = ""

    @property
    def plain(self) -> str:
        return self.text or "\n\n".join(one.text for one in self.paragraphs)


@dataclass(frozen=True)
class Choice:
    """One possible answer. `says`: the sentences of the article with it."""

    key: str
    label: str
    consequence: str
    says: str
    is_chosen: bool


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its answer so far; `form` for who may answer."""

    question: Question
    number: int
    language: str
    row: Answer | None
    form: Any = None
    conflict: bool = False
    is_saved: bool = False

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def edit(self) -> int:
        return self.row.edit if self.row else 0

    @property
    def given(self) -> Given:
        return self.row.given if self.row else Given()

    @property
    def is_open(self) -> bool:
        return self.given.is_open(self.question)

    @property
    def words(self) -> dict[str, str]:
        one = self.question
        parts = {"question": one.question, "help": one.help, "small": one.small, "large": one.large}
        return {name: texts[self.language] for name, texts in parts.items()}

    @property
    def chosen(self) -> Sequence[str]:
        return self.form.chosen if self.form is not None else list(self.given.options)

    @property
    def choices(self) -> list[Choice]:
        return [
            Choice(
                one.key, one.label[self.language], one.consequence[self.language],
                filled(
                    " ".join(sentences(self.question, Given([one.key]), self.language)), dict(one.values),
                    self.language,
                ),
                one.key in self.chosen,
            )
            for one in self.question.options
        ]  # fmt: skip

    @property
    def typed(self) -> str:
        """What this person answers as the form stands, in words."""
        return answer_in_words(self.question, Given(self.form.options, self.form.values), self.language)

    @property
    def own_meaning(self) -> str:
        return str(PARAMETERS[self.question.own].meaning)

    @property
    def compares(self) -> bool:
        """Whether it helps to see what each answer makes of the article, one beside the other."""
        return not self.question.several or any(one.text.get(self.language) for one in self.question.options)

    @property
    def answer(self) -> str:
        """The answer so far in words; "" where it is open."""
        return answer_in_words(self.question, self.given, self.language)


def answer_in_words(question: Question, given: Given, language: str) -> str:
    labels = [option.label[language] for option in question.options if option.key in given.options]
    typed = [said(name, value) for name, value in given.values.items()]
    return "; ".join([*labels, *typed])


@dataclass(frozen=True)
class Line:
    """One article in the overview: how far its questions are."""

    opening: Opening
    heading: str
    questions: Sequence[Question]
    open: Sequence[Question]
    last: Answer | None
    is_rewritten: bool
    language: str

    @property
    def answered(self) -> int:
        return len(self.questions) - len(self.open)

    @property
    def open_ones(self) -> list[tuple[str, str]]:
        return [(one.key, one.question[self.language]) for one in self.open]


@dataclass(frozen=True)
class Progress:
    """How far a draft is with the key questions."""

    version: Version
    language: str
    rows: Mapping[str, Answer] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)

    @cached_property
    def answers(self) -> dict[str, Given]:
        return {key: row.given for key, row in self.rows.items()}

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(one) for one in questionnaire().articles]

    def _line(self, opening: Opening) -> Line:
        questions = questionnaire().of(opening.key)
        rows = [self.rows[one.key] for one in questions if one.key in self.rows]
        return Line(
            opening=opening,
            heading=opening.heading[self.language],
            questions=questions,
            open=open_questions(questions, self.answers),
            last=max(rows, key=lambda row: row.at, default=None),
            is_rewritten=self.is_rewritten(opening.key),
            language=self.language,
        )

    def is_rewritten(self, article: str) -> bool:
        return article in self.articles and not self.articles[article].is_from_answers

    @property
    def total(self) -> int:
        return len(questionnaire().questions)

    @property
    def open(self) -> int:
        return sum(len(one.open) for one in self.lines)

    @property
    def answered(self) -> int:
        return self.total - self.open

    @property
    def open_ones(self) -> list[tuple[str, str, str]]:
        """Those that are open: key of the article, key and words of the question."""
        return [(line.opening.key, key, words) for line in self.lines for key, words in line.open_ones]

    @property
    def first_open(self) -> Line | None:
        return next((one for one in self.lines if one.open), None)

    @property
    def minutes_left(self) -> int:
        """At the pace of one afternoon for all of them, rounded up."""
        exact = AFTERNOON_MINUTES * self.open / self.total if self.total else 0
        return -int(-exact // ROUNDED_TO_MINUTES) * ROUNDED_TO_MINUTES

    @property
    def hours_left(self) -> float:
        """The same in half hours, where there are two hours or more; else 0."""
        return round(self.minutes_left / 30) / 2 if self.minutes_left >= 120 else 0

    def asked(self, opening: Opening) -> list[AskedQuestion]:
        return [
            AskedQuestion(one, number, self.language, self.rows.get(one.key))
            for number, one in enumerate(questionnaire().of(opening.key), start=1)
        ]


def progress_of(version: Version, language: str = "") -> Progress:
    rows = {row.question: row for row in version.answers.select_related("by")}
    articles = {one.key: one for one in version.articles.prefetch_related("texts")}
    return Progress(version, language or page_language(), rows, articles)


def written_from(
    opening: Opening, answers: Mapping[str, Given], language: str, *, number: int = 0, new: str = ""
) -> WrittenArticle:
    """What an article says by these answers; `new`: the question that has just been answered."""
    questions = questionnaire().of(opening.key)
    values = decided(questions, answers)
    paragraphs = [
        Paragraph(one.key, filled(text, values, language), given.is_open(one), one.key == new)
        for one in questions
        for given in [given_to(one, answers)]
        for text in sentences(one, given, language)
    ]
    return WrittenArticle(
        opening.key, number or opening.position, opening.heading[language], opening.why[language], language, paragraphs
    )


def written_by_hand(article: Article, language: str) -> WrittenArticle:
    """An article as somebody wrote it, in this language or the nearest there is."""
    text = article.in_language(language)
    if text is None:
        return WrittenArticle(article.key, article.position, article.key, "", language)
    words = text.filled
    return WrittenArticle(
        article.key, article.position, words["heading"], words["why"], text.language, text=words["text"]
    )


def whole_of_start(start: str, language: str) -> list[WrittenArticle]:
    """A starting policy in full."""
    answers = {key: Given(options) for key, options in questionnaire().answers_of(start).items()}
    return [written_from(one, answers, language) for one in questionnaire().articles]


def whole_of(progress: Progress, language: str) -> list[WrittenArticle]:
    """The draft in full: what the answers say, and what was written by hand."""
    openings = {one.key: one for one in questionnaire().articles}
    articles = sorted(progress.articles.values(), key=lambda one: (one.position, one.pk))
    return [
        written_from(openings[one.key], progress.answers, language, number=number)
        if one.is_from_answers and one.key in openings
        else written_by_hand(one, language)
        for number, one in enumerate(articles, start=1)
    ]


@dataclass(frozen=True)
class DifferentAnswer:
    """A question that two starting policies answer differently."""

    question: str
    answers: tuple[str, str]


@dataclass(frozen=True)
class ArticleDifference:
    heading: str
    questions: Sequence[DifferentAnswer]
    texts: tuple[str, str]


def difference_of(first: str, second: str, language: str) -> list[ArticleDifference]:
    """Where two starting policies differ: which answers, and what the articles say."""
    pairs = zip(whole_of_start(first, language), whole_of_start(second, language), strict=True)
    found = [
        ArticleDifference(
            one.heading, _different_answers(one.key, (first, second), language), (one.plain, other.plain)
        )
        for one, other in pairs
    ]
    return [one for one in found if one.questions or one.texts[0] != one.texts[1]]


def _different_answers(article: str, starts: tuple[str, str], language: str) -> list[DifferentAnswer]:
    one, other = (questionnaire().answers_of(start) for start in starts)
    return [
        DifferentAnswer(
            question.question[language],
            (
                answer_in_words(question, Given(one.get(question.key, ())), language),
                answer_in_words(question, Given(other.get(question.key, ())), language),
            ),
        )
        for question in questionnaire().of(article)
        if one.get(question.key) != other.get(question.key)
    ]


def neighbours(line: Line, among: Sequence[Line]) -> tuple[Line | None, Line | None]:
    """The article before and the one after."""
    at = among.index(line)
    return among[at - 1] if at else None, among[at + 1] if at + 1 < len(among) else None
