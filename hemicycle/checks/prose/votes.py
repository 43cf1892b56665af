"""The result of a vote given without what was voted on, the figures, or what follows.

A post of the House of Commons that gave a vote in the mover's words, and one on a flooding debate that left out what
passed instead, were both withdrawn (2020, as the press reported). A short text may leave one of the three to a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Passage, Reading, Span

SHORT = 400
"""Characters up to which a text is a post or a text message, and has no room for everything."""
ROOMY = frozenset({"web", "email", "newsletter", "feed", "letter"})
"""Kinds of channels with room for everything."""

# Two numbers close together: “68 to 49”, “112 voix contre 80”, “41 a favor y 12 en contra”.
_FIGURES = re.compile(r"\b\d[\d.,\u202f\u00a0]*\b[^.!?\d]{1,60}?\b\d[\d.,\u202f\u00a0]*\b(?![:h]\d)")
# A verb in the future, third person, which English says with “will”: “examinera”, “entrarán”.
_FUTURE = {
    "fr": re.compile(r"\b(?!opéra|caméra|extra|ultra|affront)\w{3,}r(?:a|ont)\b"),
    "es": re.compile(r"\w{2,}r(?:á|án)\b"),
}
_SUBJECT = Message(en="what was voted on", fr="ce qui était mis aux voix", es="lo que se votaba")
_COUNT = Message(en="the figures", fr="les chiffres", es="las cifras")
_NEXT = Message(en="what follows", fr="la suite", es="lo que sigue")
_ONE = Message(
    en="The result of a vote is given without %(one)s.",
    fr="Au résultat de ce vote, il manque : %(one)s.",
    es="Al resultado de esta votación le falta: %(one)s.",
)
_TWO = Message(
    en="The result of a vote is given without %(one)s, %(two)s.",
    fr="Au résultat de ce vote, il manque : %(one)s, %(two)s.",
    es="Al resultado de esta votación le falta: %(one)s, %(two)s.",
)


@check(
    "vote-context",
    reason=Message(
        en="The result of a vote is given without %(one)s, %(two)s, %(three)s.",
        fr="Au résultat de ce vote, il manque : %(one)s, %(two)s, %(three)s.",
        es="Al resultado de esta votación le falta: %(one)s, %(two)s, %(three)s.",
    ),
    suggestion=Message(
        en="Say what was voted on, how many were for and against, and what follows; link to the record.",
        fr="Dites sur quoi portait le vote, combien de voix pour et contre, et la suite ; renvoyez au compte rendu.",
        es="Diga qué se votó, cuántos a favor y en contra y qué sigue; enlace al acta.",
    ),
)
def vote_context(reading: Reading) -> Iterator[Found]:
    """One remark a text: at the first sentence of the body, or else of the title, that tells the result."""
    for parts in _texts(reading):
        result = next(((part, span) for part in reversed(parts) for span in _results(part)), None)
        missing = _missing(parts) if result else []
        excused = len(missing) == 1 and _is_short(reading, parts) and any(part.links for part in parts)
        if result and missing and not excused:
            passage, span = result
            names: dict[str, Any] = dict(zip(("one", "two", "three"), missing, strict=False))
            yield passage.found(*span, reason=(_ONE, _TWO, None)[len(missing) - 1], **names)


def _texts(reading: Reading) -> Iterator[list[Passage]]:
    """Title and body of a language together; each variant by itself."""
    known = reading.in_known_languages
    for lang in reading.draft.texts:
        yield [one for one in known if one.lang == lang and one.field in ("title", "body")]
    yield from ([one] for one in known if one.field.startswith("variant:"))


def _results(passage: Passage) -> Iterator[Span]:
    """Sentences that say how one vote went, not how it may go, nor how votes go in general."""
    for found in passage.find("votes.results"):
        span = passage.sentence_at(found.start)
        to_come = passage.has("votes.not_yet", (span[0], found.end))
        no_event = passage.has("votes.elsewhere", span) or passage.has("votes.general", span)
        if not (passage.is_question(span) or to_come or no_event):
            yield span


def _missing(parts: list[Passage]) -> list[Message]:
    missing = []
    if not any(_names_subject(part) for part in parts):
        missing.append(_SUBJECT)
    if not any(_FIGURES.search(part.text) or part.has("votes.figures") for part in parts):
        missing.append(_COUNT)
    if not any(_says_what_follows(part) for part in parts):
        missing.append(_NEXT)
    return missing


def _names_subject(passage: Passage) -> bool:
    """A bill, motion or amendment, or a name of the record in several words."""
    named = any(" " in passage.text[start:end] for start, end in passage.names)
    return named or passage.has("votes.subjects")


def _says_what_follows(passage: Passage) -> bool:
    future = _FUTURE.get(passage.known)
    return passage.has("votes.next") or (future is not None and future.search(passage.text) is not None)


def _is_short(reading: Reading, parts: list[Passage]) -> bool:
    """A text message or a post: few characters, no title, and no channel that has room."""
    variant = parts[0].field.startswith("variant:")
    channels = {parts[0].field.removeprefix("variant:")} if variant else reading.draft.channels
    titled = any(part.field == "title" for part in parts)
    return sum(len(part.text) for part in parts) <= SHORT and not titled and not channels & ROOMY
