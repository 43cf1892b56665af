"""Terms of procedure and law, and initials, that the text does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hearhear.redaction.vocabulary import ORDINARY

from hemicycle.checks import lists
from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Passage, Reading
from hemicycle.checks.phrases import Match

_INITIALS = re.compile(r"(?<![\w.@/#-])[A-ZÀ-Ü]{2,6}(?![\w@/-]|\.\w)")
# Three words in capitals in a row are words, not initials.
_CAPITALS = re.compile(r"\b[A-ZÀ-Ü]+(?:[\s’'-]+[A-ZÀ-Ü]+){2,}\b")
_ROMAN = re.compile(r"[IVXLCDM]+")
_NUMBER = re.compile(r"\s?[-–]?\s?\d")
# “… (the timetable of a bill)”, “…: a short debate”, “… – members who count”, “…, or”.
_EXPLAINED = re.compile(r"[\"”»’]?\s?(?:[(:–—]|,\s(?:an?|the|or|une?|le|la|les|l’|ou|una?|el|los|las|o)\b)")
_NEAR = 90
"""Characters behind a term within which an explanation may begin."""

_INITIALS_REASON = Message(
    en="Not everyone knows this abbreviation.",
    fr="Tout le monde ne connaît pas ce sigle.",
    es="No todo el mundo conoce estas siglas.",
)
_INITIALS_SUGGESTION = Message(
    en="Write the name in full.", fr="Écrivez le nom en entier.", es="Escriba el nombre completo."
)
_MEANING = Message(
    en="Say what it is: %(meaning)s.", fr="Dites ce que c’est : %(meaning)s.", es="Diga qué es: %(meaning)s."
)


@check(
    "jargon",
    reason=Message(
        en="Not everyone knows this term.",
        fr="Tout le monde ne connaît pas ce terme.",
        es="No todo el mundo conoce este término.",
    ),
    suggestion=Message(
        en="Say what it is, or use a word that everyone knows.",
        fr="Dites ce que c’est, ou employez un mot que tout le monde connaît.",
        es="Diga qué es o use una palabra que todo el mundo conozca.",
    ),
)
def jargon(reading: Reading) -> Iterator[Found]:
    """Each term once: in the body, where there is room to explain it, rather than in the title."""
    seen: dict[str, set[str]] = {}
    for passage in sorted(reading.in_known_languages, key=lambda one: one.field == "title"):
        # A variant goes out by itself.
        key = passage.lang if passage.field in ("title", "body") else passage.field
        yield from _terms(passage, seen.setdefault(key, set()))
        yield from _initials(passage, reading, seen[key])


def _terms(passage: Passage, seen: set[str]) -> Iterator[Found]:
    for found in passage.find("plain.jargon"):
        term = passage.text[found.start : found.end].lower()
        if term in seen:
            continue
        seen.add(term)
        borrowed = passage.is_name(found.start, found.end) or passage.is_quoted(found.start, found.end)
        if not borrowed and not _is_explained(passage, found):
            suggestion = _MEANING if found.value else None
            yield passage.found(found.start, found.end, suggestion=suggestion, meaning=found.value)


def _is_explained(passage: Passage, found: Match[str]) -> bool:
    """Whether a bracket, colon, dash or comma behind the term, or a phrase such as “that is”, leads to its meaning."""
    end = min(found.end + _NEAR, passage.sentence_at(found.start)[1])
    if _EXPLAINED.match(passage.text, found.end, end) or passage.text[: found.start].endswith("("):
        return True
    return passage.has("plain.explains", (found.end, end)) or passage.has(
        "plain.introduces", (max(0, found.start - _NEAR), found.start)
    )


def _initials(passage: Passage, reading: Reading, seen: set[str]) -> Iterator[Found]:
    """Initials that nothing in the text spells out."""
    known = lists.words(passage.known, "plain.initials_known")
    parties = {word for party in reading.house.parties for word in party.abbreviations}
    text = _CAPITALS.sub(lambda found: found[0].lower(), passage.text)
    for found in _INITIALS.finditer(text):
        word = found[0].lower()
        if word in seen | known | ORDINARY or found[0] in parties or _ROMAN.fullmatch(found[0]):
            continue
        seen.add(word)
        borrowed = passage.is_name(*found.span()) or passage.is_quoted(*found.span())
        code = _NUMBER.match(passage.text, found.end()) or passage.has(
            "plain.reply", passage.sentence_at(found.start())
        )
        if not borrowed and not code and not _is_spelled_out(passage, found):
            yield passage.found(*found.span(), reason=_INITIALS_REASON, suggestion=_INITIALS_SUGGESTION)


def _is_spelled_out(passage: Passage, found: re.Match[str]) -> bool:
    """In brackets beside its name, or with words in the text that begin with its letters."""
    if passage.text[: found.start()].endswith("(") or re.match(r"\s?\(", passage.text[found.end() :]):
        return True
    return found[0].lower() in "".join(word.lower[0] for word in passage.words if len(word.lower) > 2)
