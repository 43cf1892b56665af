"""The result of a vote told without what was voted on, the figures, or what follows.

A post of the House of Commons that told a vote in the mover's words, and one on a flooding debate that left out what
passed instead, were both withdrawn (2020, as the press reported). A short text may leave one of the three to a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.attribution import is_conditional
from hemicycle.checks.passages import Note, Passage, Reading, Span

SHORT = 400
"""Characters up to which a text is a post or a text message, and has no room for everything."""

ROOMY = frozenset({"web", "email", "newsletter", "feed", "letter"})
"""Kinds of channels with room for everything."""

_NUMBER = r"(?:\d{1,3}(?:[.,   ]\d{3})+|\d{1,5})"
_FIGURES = re.compile(
    rf"{_NUMBER}\s*(?:votes?|voix|votos?)?\s*(?:to|against|contre|contra|frente a|en contra|a|[-–/:])\s*{_NUMBER}\b"
    rf"|(?:apoyaron|soutenue?|supported|votaron a favor)\s{_NUMBER}\b[^.\d]{{0,40}}"
    rf"(?:rechazaron|contre|opposed|against)\s{_NUMBER}\b"
    rf"|{_NUMBER}\b[^.\d]{{0,30}}\b(?:for|favour|pour|favor|votes?|voix|votos?|ayes|yes|sí)\b[^.\d]{{0,30}}{_NUMBER}\b",
    re.IGNORECASE,
)
# How many were passed in a year is no result of a vote.
_YEARLY = re.compile(
    r"\b\d+\s(?:bills|acts|laws|motions|lois|textes|projets|propositions|leyes|proyectos|textos|mociones)\b",
    re.IGNORECASE,
)
# “107 to 61!” is the whole sentence.
_ALONE = re.compile(rf"\W*{_NUMBER}\s(?:to|against|à|contre|a|contra|frente a)\s{_NUMBER}\W*")
# The result as a whole sentence, or behind a colon: “Carried.”, “It fell short.”, “Three amendments: all rejected.”.
_SHORT_TOLD = re.compile(
    r"\W*(?:carried|passed|adopted|rejected|defeated|adoptée?s?|rejetée?s?|votée?s?|aprobad[oa]s?|rechazad[oa]s?)\W*"
    r"|(?:it|[A-Z]{1,3}[ -]?\d+)\s(?:is through|did not (?:carry|pass)|fell(?: short)?|carried|passed|sails home)\W*"
    r"|(?:ils?|elles?|l[ae]\sn\s?[°º]\s?\d+)\s(?:est|sont|n[’']est pas|ne sont pas)\spassée?s?\W*"
    r"|(?:el\s\d+\s)?(?:no|ya)\spas(?:ó|aron)\W*|(?:[^.!?:]{3,60}:\s)?votad[oa]\s[A-Z]{1,3}\s?\d+\W*"
    r"|[^.!?]{3,140}:\s(?:tou(?:te)?s\s|tod[oa]s\s|all\s)?"
    r"(?:rejected|adopted|defeated|carried|rejetée?s?|adoptée?s?|rechazad[oa]s?|aprobad[oa]s?)(?:\stod[oa]s)?\W*",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"{_NUMBER}\s*(?:votes?|voix|votos|members|mps|députés|diputados|senators|sénateurs|congresistas)\b",
    re.IGNORECASE,
)


def vote_context(reading: Reading) -> Iterator[Note]:
    """One remark a text: at the first sentence that tells the result, with what is missing."""
    for parts in _texts(reading):
        # The text tells more than its title.
        told = next(((passage, span) for passage in reversed(parts) for span in _told(passage)), None)
        if told is None:
            continue
        missing = _missing(reading, parts, *told)
        if missing:
            passage, span = told
            yield passage.note(
                *span,
                _("The result of a vote is told without %(what)s.") % {"what": ", ".join(missing.values())},
                _("Say what was voted on, how many were for and against, and what follows; link to the record."),
            )


def _texts(reading: Reading) -> Iterator[list[Passage]]:
    """Title and body of a language together; each variant by itself."""
    for lang in reading.draft.texts:
        yield [one for one in reading.passages if one.lang == lang and one.field in ("title", "body") and one.known]
    yield from ([one] for one in reading.passages if one.field.startswith("variant:") and one.known)


def _told(passage: Passage) -> Iterator[Span]:
    """Sentences that tell how a vote went."""
    for span in passage.sentences:
        if _ALONE.fullmatch(passage.text, *span) or _SHORT_TOLD.fullmatch(passage.text, *span):
            yield span
    seen: set[Span] = set()
    for found in passage.find("votes", "told"):
        span = passage.sentence_at(found.start)
        if span in seen:
            continue
        seen.add(span)
        words = [word for word in passage.words if span[0] <= word.start < span[1]]
        other = passage.find("votes", "not_told", words)
        counted = _YEARLY.search(passage.text, *span)
        asks = passage.text[span[1] - 1] == "?"
        if (
            not asks
            and not counted
            and next(other, None) is None
            and not is_conditional(passage, span[0], found.start)
        ):
            yield span


def _missing(reading: Reading, parts: list[Passage], told: Passage, where: Span) -> dict[str, str]:
    """What is not there, by a word for it; of a short text with a link, nothing where only one thing is missing."""
    missing = {}
    if not any(_names_subject(passage) for passage in parts):
        missing["subject"] = _("what was voted on")
    if not any(_has_figures(passage) for passage in parts):
        missing["figures"] = _("the figures")
    ahead = told.says((where[1], len(told.text)), "votes", "ahead")
    if not ahead and not any(_says(passage, "next") for passage in parts):
        missing["next"] = _("what follows")
    links = any(passage.links for passage in parts)
    return {} if links and _is_short(reading, parts) and len(missing) == 1 else missing


def _is_short(reading: Reading, parts: list[Passage]) -> bool:
    """A text message or a post: few characters, no title, and no channel that has room."""
    variant = parts[0].field.startswith("variant:")
    channels = {parts[0].field.removeprefix("variant:")} if variant else reading.draft.channels
    titled = any(passage.field == "title" for passage in parts)
    return sum(len(passage.text) for passage in parts) <= SHORT and not titled and not channels & ROOMY


def _names_subject(passage: Passage) -> bool:
    """A name of the record, or a bill, motion or amendment that is told."""
    return _says(passage, "subjects") or any(_is_paper(passage, a, b) for a, b in passage.names)


def _is_paper(passage: Passage, start: int, end: int) -> bool:
    return len(passage.text[start:end].split()) > 1 and passage.text[start] != "#"


def _has_figures(passage: Passage) -> bool:
    counted = len(_COUNTED.findall(passage.text)) > 1
    return counted or _FIGURES.search(passage.text) is not None or _says(passage, "figures")


def _says(passage: Passage, section: str) -> bool:
    return next(passage.find("votes", section), None) is not None
