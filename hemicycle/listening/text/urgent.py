"""What in messages of an inbox cannot wait, and whether they ask for help: findings for a person, which close nothing.

Of an inquiry the analysis says what asks for help; this reads what was written to an office, whichever it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hearhear import language
from hearhear.embeddings import Cached, offline, offline_model
from hearhear.sentences import Evidence, casework, read
from hearhear.urgency import Signal, urgency


@dataclass(frozen=True)
class Judgement:
    """`lang`: BCP 47 primary subtag, "und" or "mul"; places are those of characters of the text given."""

    lang: str
    urgent: tuple[Signal, ...]
    casework: Evidence | None


def judged(
    texts: Sequence[str], languages: Sequence[str | None], written_on: Sequence[date | None]
) -> list[Judgement]:
    """A judgement for each text. Languages that are None or "" are told from the texts.

    Each sentence is read once, by the model that needs no network: what somebody writes of danger goes nowhere.
    """
    embed = Cached(offline(), None, model=offline_model())
    letters = read(texts, embed=embed)
    signals = urgency(texts, written_on=written_on, read=letters, embed=embed)
    return [
        Judgement(lang, tuple(urgent), casework(letter))
        for lang, urgent, letter in zip(_languages(texts, languages), signals, letters, strict=True)
    ]


def _languages(texts: Sequence[str], known: Sequence[str | None]) -> list[str]:
    unknown = [text for text, lang in zip(texts, known, strict=True) if not lang]
    detected = iter(language.detect(unknown)["lang"].to_pylist() if unknown else ())
    return [lang or next(detected) for lang in known]
