"""What people ask a record, made up from what was said in it: a seeded mix of 200 questions.

Half of them are two or three words; the others one word, a phrase, or two words with a filter. Words are those of one
speech, without the common ones, so that frequent words are asked for more often, and there is something to be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from speeches import SPEECHES_A_SITTING

from hemicycle.record.models import Organization, Sitting, SpeechText
from hemicycle.record.search.question import Question
from hemicycle.record.search.words import WORD, is_common

MIX = {
    "two words": 60,
    "three words": 40,
    "one word": 30,
    "a phrase": 30,
    "with a speaker": 8,
    "with a party": 8,
    "with dates": 8,
    "with a type": 8,
    "with a language": 8,
}
_WORDS = {"one word": 1, "three words": 3}


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str
    question: Question


def questions(seed: int) -> Iterator[Asked]:
    """Needs the record that `speeches.load` wrote."""
    rng = np.random.default_rng([seed, 4])
    sittings = list(Sitting.objects.order_by("date"))
    parties = list(Organization.objects.filter(kind="party").order_by("pk").values_list("address", flat=True))
    for kind, count in MIX.items():
        for _ in range(count):
            text, words = _speech(rng, sittings)
            question = Question(text=_text(rng, kind, words, text.language))
            yield Asked(kind, _filtered(kind, question, text, str(rng.choice(parties))))


def _speech(rng: np.random.Generator, sittings: list[Sitting]) -> tuple[SpeechText, list[str]]:
    """One that says enough."""
    while True:
        said = SpeechText.objects.filter(contribution__sitting=sittings[rng.integers(len(sittings))])
        rows = said.select_related("contribution__person", "contribution__sitting").order_by("contribution__order")
        text = rows[int(rng.integers(SPEECHES_A_SITTING))]
        words = WORD.findall(text.segments.order_by("order")[0].text.lower())
        if len({word for word in words if _says_something(word, text.language)}) >= max(_WORDS.values()):
            return text, words


def _text(rng: np.random.Generator, kind: str, words: list[str], language: str) -> str:
    content_words = [word for word in words if _says_something(word, language)]
    if kind == "a phrase":
        starts = [at for at in range(len(words) - 1) if _says_something(words[at], language)]
        at = int(rng.choice(starts))
        return f'"{words[at]} {words[at + 1]}"'
    distinct = list(dict.fromkeys(rng.permutation(content_words).tolist()))
    return " ".join(distinct[: _WORDS.get(kind, 2)])


def _says_something(word: str, language: str) -> bool:
    return len(word) > 2 and not is_common(word, language)


def _filtered(kind: str, question: Question, text: SpeechText, party: str) -> Question:
    match kind:
        case "with a speaker":
            return replace(question, speaker=str(text.contribution.person))
        case "with a party":
            return replace(question, party=party)
        case "with dates":
            day, year = text.contribution.sitting.date, timedelta(days=365)
            return replace(question, since=day - year, until=day + year)
        case "with a type":
            return replace(question, kind="speech")
        case "with a language":
            return replace(question, language=text.language)
    return question
