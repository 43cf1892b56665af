"""Claims, aims and reproaches of one side that the House tells as facts, with nobody named who makes them.

The words of whoever moves a motion are theirs: a House that repeats them speaks for one side. So do two runs of words:
those that only one side would use, from the language's list; and those that stand in what the movers wrote.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.attribution import is_attributed, is_conditional
from hemicycle.checks.passages import Note, Passage, Reading, Span
from hemicycle.checks.vocabulary import Word, words_of

SECTIONS = ("reproaches", "effects", "demands")
TAKEN_OVER = 9
"""Words in a row that are hardly ever the same by chance: names of bills and set phrases of procedure are shorter."""


def unattributed(reading: Reading) -> Iterator[Note]:
    stated = reading.draft.about.stated if reading.draft.about else {}
    for passage in reading.passages:
        if passage.known:
            yield from (_claim(passage, span) for span in sorted(set(claims(passage))))
            for text in stated.get(passage.lang, ()):
                yield from (_taken(passage, span) for span in _taken_over(passage, words_of(text)))


def _claim(passage: Passage, span: Span) -> Note:
    return passage.note(
        *span,
        _("One side says so; here the House does."),
        _("Say who says it, or say only what the text would change."),
    )


def _taken(passage: Passage, span: Span) -> Note:
    return passage.note(
        *span,
        _("These are the words of whoever moved it, without their name."),
        _("Put them in quotation marks and say whose they are, or use words of your own."),
    )


def claims(passage: Passage) -> Iterator[Span]:
    """The clauses in which one side speaks unnamed; a question claims nothing."""
    for section in SECTIONS:
        for found in passage.find("claims", section):
            span = passage.sentence_at(found.start)
            asks = passage.text[span[1] - 1] == "?"
            named = passage.is_named(found.start, found.end) and _is_whole_name(passage, found.start, found.end)
            given = is_conditional(passage, span[0], found.start)
            if not asks and not given and not named and not is_attributed(passage, found.start, found.end):
                yield passage.clause_at(found.start, found.end)


def _is_whole_name(passage: Passage, start: int, end: int) -> bool:
    return any(a <= start and end <= b for a, b in passage.names)


def _taken_over(passage: Passage, theirs: list[Word]) -> Iterator[Span]:
    """Runs of the movers' words that the passage repeats without quotation marks."""
    runs = {tuple(word.lower for word in theirs[at : at + TAKEN_OVER]) for at in range(len(theirs) - TAKEN_OVER + 1)}
    words, at = passage.words, 0
    while at + TAKEN_OVER <= len(words):
        length = TAKEN_OVER
        if tuple(word.lower for word in words[at : at + length]) not in runs:
            at += 1
            continue
        while tuple(word.lower for word in words[at + length - TAKEN_OVER + 1 : at + length + 1]) in runs:
            length += 1
        start, end = words[at].start, words[at + length - 1].end
        # “That the … Bill be now read a second time”: what is left without the name is procedure.
        own = sum(not passage.is_named(word.start, word.end) for word in words[at : at + length])
        if own >= TAKEN_OVER and not passage.quotation_of(start, end) and not is_attributed(passage, start, end):
            yield start, end
        at += length
