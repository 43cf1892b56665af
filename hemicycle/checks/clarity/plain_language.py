"""Plain language: whole texts that are hard, sentences to be read twice, terms that nobody explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from django.utils.translation import gettext as _
from hearhear.redaction.vocabulary import ORDINARY

from hemicycle.checks.clarity.reading_ease import measured
from hemicycle.checks.clarity.syllables import syllables
from hemicycle.checks.passages import Note, Passage, Reading, Span
from hemicycle.checks.vocabulary import Match, listed

LEAST_WORDS = 40
"""Of fewer words a formula that was made for hundreds says nothing."""
_SUGGESTED = 4
"""Lighter words that a remark on a whole text names."""
_NESTED = 2
"""Subordinate clauses that make a sentence one to read twice; a list has none."""
_LISTED, _LONGEST_PART = 6, 16
"""Parts between commas from which on a sentence may be a list, and how many words the longest has."""
_COMMA = re.compile(r"[,;]\s")
# Among how many words behind a comma a clause opens: “, who …”, “, of which …”.
_OPENING = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PARTS = re.compile(r"['’-]")
_INITIALS = re.compile(r"(?<![\w.@/#-])[A-ZÀ-Ü]{2,6}(?![\w@/-]|\.\w)")
_ROMAN = re.compile(r"[IVXLCDM]+")
# “…: a short debate”, “(…)”, “…, the number of …”; or a colon and an article behind a few more words.
_EXPLANATION = re.compile(
    r"\s?[\"”»’]?\s?(?:[:(–—]|,\s(?:an?|une?|una|the|le|la|les|el|los|las|c.est-à-dire|es decir|or|o|ou)\b"
    r"|[^.;:,!?]{1,40}:\s(?:an?|une?|una|the|le|la|el)\s)"
)
# How far behind a term its explanation may begin.
_NEAR, _ADJACENT = 90, 3
# With how many words before it a term is named, and from which place in its sentence on there was room to explain it.
_LEAD, _BEFORE = 4, 30


def readability(reading: Reading) -> Iterator[Note]:
    for passage in reading.passages:
        ease = _ease(passage)
        if ease is not None and _is_hard(passage, ease):
            yield passage.note(
                0,
                len(passage.text),
                _("Hard to read: %(ease)d on a scale on which 60 is plain and 0 a statute.") % {"ease": round(ease)},
                _lighter(passage),
            )


def long_sentences(reading: Reading) -> Iterator[Note]:
    for passage in reading.passages:
        if not passage.known:
            continue
        for span in passage.sentences:
            if _is_long(passage, span):
                yield passage.note(
                    *span,
                    _("This sentence has %(count)d words and clauses within clauses.")
                    % {"count": len(_WORD.findall(passage.text, *span))},
                    _("Make two or three of it; begin with who does what."),
                )


def jargon(reading: Reading) -> Iterator[Note]:
    """Terms without an explanation, once each: in the body, where there is room for one, before the title."""
    seen: dict[str, set[str]] = {}
    titles = [passage for passage in reading.passages if passage.field == "title"]
    for passage in [*(one for one in reading.passages if one.field != "title"), *titles]:
        if passage.known:
            # A variant goes out by itself.
            key = passage.field if passage.field not in ("title", "body") else passage.lang
            yield from _terms(passage, reading, seen.setdefault(key, set()))


def _terms(passage: Passage, reading: Reading, seen: set[str]) -> Iterator[Note]:
    for found in passage.find("plain", "jargon"):
        words = passage.text[found.start : found.end].lower()
        if words in seen:
            continue
        clear = _is_clear(passage, found, words)
        # Initials may be explained in one place and be looked at again among the initials of another.
        if not clear or not passage.text[found.start : found.end].isupper():
            seen.add(words)
        if not clear:
            yield passage.note(found.start, found.end, _("Not everybody knows this term."), _meaning(found.value))
    yield from _initials(passage, reading, seen)


def _ease(passage: Passage) -> float | None:
    """By the formula of its language; None of a text without one, or of too few words."""
    if not passage.known:
        return None
    # Of a sentence that is told as too long the rest of the text need not suffer.
    words = [_words(passage, span) for span in passage.sentences if not _is_long(passage, span)]
    if sum(map(len, words)) < LEAST_WORDS:
        return None
    return measured(words, lambda word: _said(word, passage.known)).ease(passage.known)


def _is_long(passage: Passage, span: Span) -> bool:
    most = listed(passage.known, "plain")["limits"]["sentence"]
    if len(_WORD.findall(passage.text, *span)) <= most:
        return False
    return _nested(passage, span) >= _NESTED and not _is_list(passage, span)


def _is_list(passage: Passage, span: Span) -> bool:
    """Whether a sentence only counts up: many short parts, and hardly a clause that a comma opens or closes."""
    text = passage.text[slice(*span)]
    parts = [len(_WORD.findall(part)) for part in _COMMA.split(text)]
    joining = _set(passage.known, "subordinators")
    opened = sum(
        any(word.lower in joining for word in passage.within((span[0] + found.end(), span[1]))[:_OPENING])
        for found in _COMMA.finditer(text)
    )
    return (
        len(parts) >= _LISTED
        and max(parts) <= _LONGEST_PART
        and opened <= 1
        and 2 * _nested(passage, span) <= len(parts)
    )


def _is_hard(passage: Passage, ease: float) -> bool:
    return ease < float(listed(passage.known, "plain")["limits"]["ease"])


def _words(passage: Passage, span: Span) -> list[str]:
    """Those of a sentence in small letters; names, links and hashtags are not the author's to choose."""
    return [
        found[0].lower()
        for found in _WORD.finditer(passage.text, *span)
        if not passage.is_named(found.start(), found.end())
    ]


def _said(word: str, lang: str) -> int:
    return sum(syllables(part, lang) for part in _PARTS.split(word) if part)


def _nested(passage: Passage, span: Span) -> int:
    joining = _set(passage.known, "subordinators")
    return sum(word.lower in joining for word in passage.words if span[0] <= word.start < span[1])


def _lighter(passage: Passage) -> str:
    """The first heavy words with the lighter ones in their place."""
    pairs: dict[str, str] = {}
    found_in = (passage.find("plain", name) for name in ("jargon", "heavy"))
    for found in chain.from_iterable(found_in):
        if found.value:
            pairs.setdefault(passage.text[found.start : found.end].lower(), found.value)
    said = ", ".join(f"{heavy} → {light}" for heavy, light in list(pairs.items())[:_SUGGESTED])
    advice = _("Shorter sentences, verbs for nouns, say who does what.")
    return f"{advice} {said}" if said else advice


def _meaning(value: str) -> str:
    if value:
        return _("Say what it is: %(meaning)s.") % {"meaning": value}
    return _("Say what it is, or use a word that everybody knows.")


def _is_clear(passage: Passage, found: Match[str], words: str) -> bool:
    """Whether a term is explained, belongs to a name, or is somebody's word."""
    if passage.is_named(found.start, found.end) or passage.quotation_of(found.start, found.end):
        return True
    return is_explained(passage, found.start, found.end)


def is_explained(passage: Passage, start: int, end: int) -> bool:
    """“…: a short debate”, “(…)”, “that is …” right behind; “this is the …” right before."""
    sentence = passage.sentence_at(start)
    behind = passage.text[end : min(end + _NEAR, sentence[1])]
    if _EXPLANATION.match(behind):
        return True
    words = [word for word in passage.words if end <= word.start < end + _NEAR and word.start < sentence[1]][:2]
    if words and words[0].start - end <= _ADJACENT and next(passage.find("plain", "explains", words), None):
        return True
    if re.search(r"\($", passage.text[sentence[0] : start]):
        return True
    before = passage.within((sentence[0], start))[-_LEAD:]
    named = passage.find("plain", "names_it", before)
    return next(named, None) is not None and start - sentence[0] > _BEFORE


def _initials(passage: Passage, reading: Reading, seen: set[str]) -> Iterator[Note]:
    """Initials that nothing in the text spells out, but those that are told as terms."""
    if passage.text.upper() == passage.text:
        return
    known = _set(passage.known, "initials_known")
    for found in _INITIALS.finditer(passage.text):
        word = found[0]
        if word.lower() in seen or word.lower() in known or word.lower() in ORDINARY or _ROMAN.fullmatch(word):
            continue
        seen.add(word.lower())
        named = passage.is_named(*found.span()) or _is_house_word(word, reading)
        if passage.says(passage.sentence_at(found.start()), "plain", "reply"):
            # A word to be sent back: “reply LARGE, CALL or MAIL”.
            continue
        number = re.match(r"\s?[-–]?\s?\d", passage.text[found.end() :])
        if not named and not number and not passage.quotation_of(*found.span()) and not _spelled_out(passage, found):
            yield passage.note(*found.span(), _("Not everybody knows these initials."), _("Write the name in full."))


def _is_house_word(word: str, reading: Reading) -> bool:
    return any(word in party.abbreviations for party in reading.house.parties)


def _spelled_out(passage: Passage, found: re.Match[str]) -> bool:
    """In brackets beside its name, or with words before it that begin with its letters."""
    text = passage.text
    if text[: found.start()].endswith("(") or re.match(r"\s?\(", text[found.end() :]):
        return True
    letters = found[0].lower()
    firsts = "".join(word.lower[0] for word in passage.words if len(word.lower) > 2)
    return letters in firsts


@cache
def _set(lang: str, name: str) -> frozenset[str]:
    return frozenset(listed(lang, "plain")["lists"][name].split())
