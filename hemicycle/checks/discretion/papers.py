"""What a paper says that is not public yet.

Draft reports and evidence are confidential until the committee releases them; telling of them early may be contempt
(Erskine May, 38.56). That there is such a paper, and when it comes out, may be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.contract import Paper
from hemicycle.checks.passages import Note, Passage, Reading
from hemicycle.checks.vocabulary import Phrases, phrases


def papers_not_public(reading: Reading) -> Iterator[Note]:
    kept = [paper for paper in reading.house.papers if not paper.public]
    named = Phrases((name, paper) for paper in kept for name in _called(paper))
    for passage in reading.passages:
        if passage.known:
            yield from _of(passage, named)


def _of(passage: Passage, named: Phrases[Paper]) -> Iterator[Note]:
    """One remark a sentence that tells what stands in a paper."""
    told = {
        passage.sentence_at(one.start)
        for one in phrases(passage.known, "papers", "tells").find(passage.text, passage.words)
    }
    for start, end in sorted(told):
        words = [word for word in passage.words if start <= word.start < end]
        for found in named.find(passage.text, words):
            yield passage.note(
                start,
                end,
                _("“%(paper)s” is not public yet, and this says what stands in it.")
                % {"paper": passage.text[found.start : found.end]},
                _("Say that it is coming and when; leave its content until it is published."),
            )
            break


def _called(paper: Paper) -> list[str]:
    """Its titles, whole and without what only says that it is a bill, and its number with a word before it."""
    return [*paper.titles, *(short for title in paper.titles if (short := _short(title)))]


def _short(title: str) -> str:
    """A title as people shorten it: without “Bill”, “Projet de loi relatif au”, “Proyecto de Ley de”."""
    short = re.sub(
        r"^(?:Projet de loi|Proposition de loi|Loi|Proyecto de Ley|Proposición de Ley|Ley)\s+"
        r"(?:relati(?:f|ve)s?\s+(?:à|au|aux)\s+|portant\s+|sobre\s+|sur\s+|de\s+la\s+|de\s+los\s+|del\s+|de\s+)?",
        "",
        title,
        flags=re.IGNORECASE,
    )
    return short if short != title and len(short.split()) > 1 else ""
