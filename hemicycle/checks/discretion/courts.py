"""Cases before the courts, and accusations made under privilege.

Members may say in the House what nobody may print of an open case or of a person: privilege covers proceedings, not
posts or their repetition (the UK's guide to procedure, the Senate of Canada's notices). The courts' own words, that
somebody is accused of something, take no side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.passages import Note, Passage, Reading, Span
from hemicycle.checks.vocabulary import Phrases

_BEGINNINGS = frozenset(
    ("the", "in", "on", "yesterday", "today", "le", "la", "les", "en", "hier", "ce", "el", "los", "las", "ayer", "hoy")
)
# A firm by what it is: “the cooperative Lácteos del Nevado”.
_BODY = re.compile(
    r"\b(?:company|firm|cooperative|bank|builder|broker|contractor|dairy|bakery|garage|clinic|lender|landlord|trader|shipowner"
    r"|coopérative|société|entreprise|banque|laiterie|agence|clinique|usine|garage|cabinet|mine|chaîne|entrepreneur|promoteur"
    r"|courtier|armateur|bailleur|cooperativa|empresa|banco|banca|compañía|lechería|agencia|clínica|fábrica|taller|bufete|mina"
    r"|cadena|empresario|constructora?|promotora?|naviera|finca|hacienda|Banca|Banque|Bank)\s[^\W\d_a-zà-ÿ][\w-]+"
)
# Between a name and what is said: they are the one accused, not the one who speaks.
_ACCUSED = re.compile(
    r"accus|acus|named|désign|señal|nomm|nombr|mis en cause|présent|present|withdraw|retir"
    r"|which|whom|dont|de l[ao]s? que|del que"
)
# Two words with capitals within a sentence: somebody's or a firm's name.
_NAME = re.compile(
    r"[^\W\d_a-zà-ÿ][\w’'-]+(?:\s(?:de|du|des|la|le|y|van|von|al|el|bin|da|dos|del)){0,2}\s[^\W\d_a-zà-ÿ][\w’'-]+"
)


def sub_judice(reading: Reading) -> Iterator[Note]:
    named = Phrases((term, term) for term in reading.house.sub_judice)
    for passage in reading.passages:
        if passage.known:
            yield from (_comment(passage, span) for span in _comments(passage))
        for found in named.find(passage.words):
            yield passage.note(
                found.start,
                found.end,
                _("This case is before the courts."),
                _("Ask the Speaker’s office; say nothing of how it should end."),
            )


def privilege(reading: Reading) -> Iterator[Note]:
    for passage in reading.passages:
        if passage.known:
            spans = sorted({*_accusations(passage), *_findings(passage)})
            yield from (_repeated(passage, span) for span in spans)


def _comment(passage: Passage, span: Span) -> Note:
    return passage.note(
        *span,
        _("This takes a view of a case that is before the courts."),
        _("Say only which court has the case and when it sits."),
    )


def _repeated(passage: Passage, span: Span) -> Note:
    return passage.note(
        *span,
        _("Privilege protects what is said in proceedings, not who repeats it: this may be defamation or contempt."),
        _("Link to the official report without the accusation, and wait for findings to be made."),
    )


def _comments(passage: Passage) -> Iterator[Span]:
    """Sentences that judge, with an open case in them or beside them."""
    seen: set[Span] = set()
    for found in passage.find("law", "comment"):
        span = passage.sentence_at(found.start)
        at = passage.sentences.index(span)
        near = passage.sentences[max(0, at - 1)][0], passage.sentences[min(at + 1, len(passage.sentences) - 1)][1]
        if span not in seen and passage.says(near, "law", "pending") and not passage.says(span, "law", "neutral"):
            seen.add(span)
            yield span


def _accusations(passage: Passage) -> Iterator[Span]:
    """Sentences in which somebody in proceedings accuses a person or firm that can be recognised."""
    for found in passage.find("law", "accusation"):
        span = passage.sentence_at(found.start)
        at = passage.sentences.index(span)
        before = passage.sentences[at - 1][0] if at else span[0]
        said = passage.says((before, span[1]), "law", "proceedings")
        if said and any(not _speaks(passage, end, found.start) for end in _targets(passage, span)):
            yield span


def _targets(passage: Passage, span: Span) -> Iterator[int]:
    """Where names end of persons who are no members, and of firms."""
    for found in _NAME.finditer(passage.text, *span):
        if not passage.is_named(*found.span()) and found[0].split()[0].lower() not in _BEGINNINGS:
            yield found.end()
    yield from (found.end() for found in _BODY.finditer(passage.text, *span))
    firms = passage.find("law", "firms", passage.within(span))
    yield from (one.end for one in firms if passage.text[one.start].isupper() and one.start > span[0])


def _speaks(passage: Passage, end: int, accusation: int) -> bool:
    """Whether somebody with a name tells of the deed: “a witness from Orrin Bank said how card fraud works”."""
    told = passage.says((end, accusation), "speech", "verbs")
    return told and _ACCUSED.search(passage.text, end, accusation) is None


def _findings(passage: Passage) -> Iterator[Span]:
    """Contempt or a breach told as a fact while a committee still has the matter."""
    if not passage.says((0, len(passage.text)), "law", "inquiry"):
        return
    for found in passage.find("law", "contempt"):
        yield passage.sentence_at(found.start)
