"""What a paper says that is not public yet.

Draft reports and evidence are confidential until the committee releases them; telling of them early may be contempt
(Erskine May, 38.56). That there is such a paper, and when it comes out, may be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from hemicycle.checks.contract import Paper
from hemicycle.checks.passages import Note, Passage, Reading, Span
from hemicycle.checks.vocabulary import Match, Phrases

_BEFORE_NUMBER = (
    *("bill", "act", "projet de loi", "proposition de loi", "projet", "proyecto", "proyecto de ley"),
    *("proposición de ley", "n", "no", "nº", "número", "number"),
)
# What a title begins with that people leave out: “Projet de loi relatif au”, “Proyecto de Ley de”.
_KIND = re.compile(
    r"(?:Projet de loi|Proposition de loi|Loi|Proyecto de Ley|Proposición de Ley|Ley)\s+"
    r"(?:relati(?:f|ve)s?\s+(?:à\s+la|au|aux|à)\s+|portant\s+|sobre\s+|sur\s+|de\s+la\s+|de\s+los\s+|del\s+|de\s+)?",
    re.IGNORECASE,
)

# Among how many words the subject of a sentence stands.
_SUBJECT = 3
# For how many sentences what is said of a kept paper may go on.
_WINDOW = 2


def papers_not_public(reading: Reading) -> Iterator[Note]:
    named = _named(tuple(paper for paper in reading.house.papers if not paper.public))
    public = _named(tuple(paper for paper in reading.house.papers if paper.public))
    for passage in reading.passages:
        if passage.known:
            told = dict(_told_of(passage, named))
            yield from (
                _note(passage, span, told.get(span, ""))
                for span in sorted(
                    {*told, *_leaked(passage), *_coming(passage, public), *_kept(passage, named, public)}
                )
            )


def _note(passage: Passage, span: Span, paper: str) -> Note:
    reason = (
        _("“%(paper)s” is not public yet, and this says what stands in it.") % {"paper": paper}
        if paper
        else _("This says what stands in a paper that is not public yet.")
    )
    return passage.note(*span, reason, _("Say that it is coming and when; leave its content until it is published."))


def _told_of(passage: Passage, named: Phrases[Paper]) -> Iterator[tuple[Span, str]]:
    """Sentences that name a paper which the record keeps, and then say what it does; with what they call it."""
    for found in named.find(passage.words):
        span = passage.sentence_at(found.start)
        if passage.says((found.end, span[1]), "papers", "tells"):
            yield span, passage.text[found.start : found.end]


def _coming(passage: Passage, public: Phrases[Paper]) -> Iterator[Span]:
    """Sentences that tell what a paper will say which this one, or the one before, says is still to come."""
    told: set[Span] = set()
    for span in passage.sentences:
        if _foretells(passage, span, public):
            told.add(span)
        before = passage.sentence_before(span)
        if before is None:
            continue
        goes_on = before in told or (
            (_is_to_come(passage, before, public) or passage.says(before, "law", "expects"))
            and passage.begins(span, "papers", "goes_on")
        )
        inside = passage.says(span, "papers", "inside") and _is_to_come(passage, before, public)
        if passage.says(span, "papers", "previews") and passage.says(
            (_two_before(passage, span), span[1]), "papers", "papers"
        ):
            told.add(span)
        if (goes_on or inside) and _says_content(passage, span) and not _begins_with_others(passage, span):
            told.add(span)
    yield from told


def _two_before(passage: Passage, span: Span) -> int:
    return passage.sentences[max(0, passage.sentences.index(span) - 2)][0]


def _is_to_come(passage: Passage, span: Span, public: Phrases[Paper]) -> bool:
    """Whether a sentence names a paper and says that it is not out yet; no bill that the record has published."""
    return (
        passage.says(span, "papers", "papers")
        and passage.says(span, "papers", "coming")
        and not _is_out(passage, span)
        and next(public.find(passage.within(span)), None) is None
    )


def _says_content(passage: Passage, span: Span) -> bool:
    return any(passage.says(span, "papers", section) for section in ("foretells", "inside")) and not (
        passage.says(span, "papers", "coming") or _is_out(passage, span)
    )


def _is_out(passage: Passage, span: Span) -> bool:
    """Whether a sentence says that the paper may be read; “to be published on” says that it is to come."""
    words = passage.within(span)
    coming = [(found.first, found.last) for found in passage.find("papers", "coming", words)]
    out = passage.find("papers", "out", words)
    return any(not any(first <= one.last and one.first <= last for first, last in coming) for one in out)


def _foretells(passage: Passage, span: Span, public: Phrases[Paper]) -> bool:
    """Whether a sentence says that a paper is to come and, with nobody else named between, what it will say."""
    expected = next(passage.find("law", "expects", passage.within(span)), None)
    if expected is not None and passage.says((expected.end, span[1]), "papers", "foretells"):
        return True
    if passage.says(span, "papers", "previews") and passage.says(span, "papers", "papers"):
        return True
    if not _is_to_come(passage, span, public):
        return False
    if passage.says(span, "papers", "inside"):
        return True
    paper = next(passage.find("papers", "papers", passage.within(span)))
    for found in passage.find("papers", "foretells", passage.within((paper.end, span[1]))):
        between = paper.end, found.start
        clause = re.search(r"[;:]", passage.text[slice(*between)])
        if clause is None and not passage.says(between, "papers", "others"):
            return True
    return False


def _leaked(passage: Passage) -> Iterator[Span]:
    """Sentences that tell of a paper which by its nature, or by what stands beside it, is kept private."""
    for found in passage.find("papers", "closed"):
        span = passage.sentence_at(found.start)
        if passage.says(span, "papers", "in_private") or _is_heard_in_private(passage, span):
            yield span
    for found in passage.find("papers", "embargoed"):
        span = passage.sentence_at(found.start)
        if passage.says(span, "papers", "tells"):
            yield span
    for section in ("secret", "drafts"):
        for found in passage.find("papers", section):
            span = passage.sentence_at(found.start)
            private = section == "secret" or _is_kept_private(passage, span)
            if private and _tells(passage, span, found.start, found.end):
                yield span


def _kept(passage: Passage, named: Phrases[Paper], public: Phrases[Paper]) -> Iterator[Span]:
    """Sentences that tell what stands in what they, or those right before, say is kept or still to come."""
    kept = coming = -_WINDOW - 1
    for at, span in enumerate(passage.sentences):
        if next(public.find(passage.within(span)), None) is None:
            begins = _first_end(passage.find("papers", "kept", passage.within(span)))
            if begins is not None:
                kept = at
            told = begins if begins is not None else span[0]
            still_kept = at - kept <= _WINDOW and _says_substance(passage, (told, span[1]))
            others = any(passage.says(span, "papers", section) for section in ("others", "invites"))
            follows = at - coming <= _WINDOW and not others
            if still_kept or (follows and _says_substance(passage, span)):
                yield span
        if next(named.find(passage.within(span)), None) or _is_to_come(passage, span, public):
            coming = at
            # “The draft budget is out on Monday; it cuts the grant by half.”
            joint = re.search(r"[;:]\s", passage.text[slice(*span)])
            if joint and _says_substance(passage, (span[0] + joint.end(), span[1])):
                yield span


def _begins_with_others(passage: Passage, span: Span) -> bool:
    """Whether a sentence is about a committee, a minister or a meeting, or invites to one: “The committee hears …”."""
    opening = passage.within(span)[:_SUBJECT]
    return passage.says(span, "papers", "invites") or next(passage.find("papers", "others", opening), None) is not None


def _says_substance(passage: Passage, span: Span) -> bool:
    """A finding against a member that is still to be made is told by another check."""
    finding = passage.says(span, "law", "contempt")
    return passage.says(span, "papers", "substance") and not _is_out(passage, span) and not finding


def _first_end(found: Iterator[Match[str]]) -> int | None:
    first = next(found, None)
    return None if first is None else first.end


def _tells(passage: Passage, span: Span, start: int, end: int) -> bool:
    """Whether a sentence says what stands in the paper it names: behind the name, or “according to” it."""
    sourced = passage.says((span[0], start), "papers", "sources")
    return sourced or passage.says((end, span[1]), "papers", "tells")


def _is_heard_in_private(passage: Passage, span: Span) -> bool:
    """Whether a sentence goes on with those whom the sentence before says were heard behind closed doors."""
    before = passage.sentence_before(span)
    return (
        before is not None and passage.says(before, "papers", "in_private") and passage.begins(span, "papers", "heard")
    )


def _is_kept_private(passage: Passage, span: Span) -> bool:
    """Whether this sentence or the one before says so."""
    at = passage.sentences.index(span)
    begin = passage.sentences[at - 1][0] if at else span[0]
    return passage.says((begin, span[1]), "papers", "private")


@lru_cache(maxsize=4)
def _named(papers: tuple[Paper, ...]) -> Phrases[Paper]:
    return Phrases((name, paper) for paper in papers for name in _called(paper))


def _called(paper: Paper) -> Iterator[str]:
    """Its titles, also as people shorten them, and its number as people cite it."""
    for title in paper.titles:
        yield title
        short = _KIND.sub("", title, count=1)
        if short != title and len(short.split()) > 1:
            yield short
    if re.search(r"[^\W\d_].*\d|\d.*[^\W\d_]", paper.number):
        yield paper.number
    yield from (f"{word} {paper.number}" for word in _BEFORE_NUMBER)
