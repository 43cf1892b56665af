"""What a paper says that is not public yet.

Draft reports and evidence are confidential until the committee releases them; to publish them early may be contempt
(Erskine May, 38.56). That there is such a paper, and when it comes out, may be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message, Paper
from hemicycle.checks.passages import Found, Passage, Reading, Span
from hemicycle.checks.phrases import Match, Phrases

_NUMBERED = ("bill", "act", "projet de loi", "proposition de loi", "proyecto de ley", "proposición de ley", "n", "no")


@check(
    "not-public",
    reason=Message(
        en="This reveals the content of a document that is not public yet.",
        fr="Ceci révèle le contenu d’un document qui n’est pas encore public.",
        es="Esto revela el contenido de un documento que aún no es público.",
    ),
    suggestion=Message(
        en="Say that it is coming and when; keep its content until it is published.",
        fr="Dites qu’il va paraître et quand ; gardez son contenu pour sa publication.",
        es="Diga que va a salir y cuándo; deje su contenido para cuando se publique.",
    ),
)
def papers_not_public(reading: Reading) -> Iterator[Found]:
    """Sentences that name a paper which is kept back, and say after it what stands in it."""
    of_record = _phrases(tuple(paper for paper in reading.house.papers if not paper.public))
    for passage in reading.in_known_languages:
        sentences = {
            *(_sentence(passage, found) for found in of_record.find(passage.words) if _says_effect(passage, found)),
            *(_sentence(passage, found) for found in passage.find("papers.kept") if _says_content(passage, found)),
        }
        for span in sorted(sentences):
            if not passage.is_question(span) and not passage.has("papers.released", span):
                yield passage.found(*span)


def _sentence(passage: Passage, found: Match[str]) -> Span:
    return passage.sentence_at(found.start)


def _says_content(passage: Passage, found: Match[str]) -> bool:
    begin, end = _sentence(passage, found)
    return passage.has("papers.content", (found.end, end)) or passage.has("papers.sources", (begin, found.start))


def _says_effect(passage: Passage, found: Match[str]) -> bool:
    """Of a paper that the record keeps, any effect is content; that it will be published is none."""
    after = found.end, _sentence(passage, found)[1]
    return _says_content(passage, found) or (
        passage.has("papers.would", after) and not passage.has("papers.procedure", after)
    )


@lru_cache(maxsize=4)
def _phrases(papers: tuple[Paper, ...]) -> Phrases[str]:
    """Papers by their titles, and by their numbers as people cite them."""
    titles = [title for paper in papers for title in paper.titles]
    numbers = [f"{word} {paper.number}" for paper in papers for word in _NUMBERED]
    alone = [paper.number for paper in papers if re.search(r"[^\W\d_].*\d", paper.number)]
    return Phrases((name, name) for name in (*titles, *numbers, *alone))
