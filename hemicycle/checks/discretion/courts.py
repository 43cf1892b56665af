"""Cases before the courts, and accusations made under privilege.

Members may say in the House what nobody may print of an open case or of a person: privilege covers proceedings, not
posts or their repetition (the UK's guide to procedure, the Senate of Canada's notices). The courts' own words, that
somebody is accused of something, take no side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.attribution import is_attributed
from hemicycle.checks.passages import Note, Passage, Reading, Span
from hemicycle.checks.vocabulary import Match, Phrases

_BEGINNINGS = frozenset(
    ("the", "in", "on", "yesterday", "today", "le", "la", "les", "en", "hier", "ce", "el", "los", "las", "ayer", "hoy")
)
# A firm by what it is: “the cooperative Lácteos del Nevado”.
_BODY = re.compile(
    r"\b(?:company|firm|cooperative|bank|builder|broker|contractor|dairy|bakery|garage|clinic|lender|landlord|trader|shipowner"
    r"|coopérative|société|entreprise|banque|laiterie|agence|clinique|usine|garage|cabinet|mine|chaîne|entrepreneur|promoteur"
    r"|courtier|armateur|bailleur|cooperativa|empresa|banco|banca|compañía|lechería|agencia|clínica|fábrica|taller|bufete|mina"
    r"|cadena|empresario|constructora?|promotora?|naviera|finca|hacienda|fundación|fondation|trust|charity|Banco|Banca|Banque"
    r"|Bank|Fundación|Fondation)\s(?P<name>[^\W\d_a-zà-ÿ][\w-]+)"
)
# Somebody by title or office, with a name or a place: “Dr Hale”, “the headmaster of Olmara Boys’ School”.
_HEAD = re.compile(
    r"\b(?:Dr|doctor|docteure?|doctora?|notary|notaire|notario|notaria|[Gg]overnor|gouverneur|gobernadora?|headmaster|headteacher"
    r"|head|principal|proviseur|recteur|rectrice|rectora?|mayor|maire|alcalde|alcaldesa|sous-préfet|préfet|prefecto|vétérinaire"
    r"|veterinaria|veterinario|vet|director|directora|directeur|directrice|manager|gerente|chief|patron|dueño|dueña|owner"
    r"|bishop|évêque|obispo|matron|warden|judge|juge|juez|jueza|embouteilleur|naviera|concesionaria|concesionario|hotelier)"
    r"(?:\s(?:of|de|du|des|del|de la|de los|de las|de l['’]|at))?(?:\s(?:the|la|el|las|los))?"
    r"(?:\s(?:clinique|clínica|residencias|clinic))?"
    r"(?:\s(?:des|de|del))?\s(?P<name>[^\W\d_a-zà-ÿ][\w’'-]+)"
)
# Between a name and what is said: they are the one accused, not the one who speaks.
_ACCUSED = re.compile(
    r"accus|acus|named|désign|señal|nomm|nombr|mis en cause|présent|present|withdraw|retir"
    r"|which|whom|dont|de l[ao]s? que|del que"
)
# Two words with capitals within a sentence: somebody's or a firm's name.
_NAME = re.compile(
    r"[^\W\d_a-zà-ÿ][\w’'-]+(?:\s(?:de|du|des|la|le|y|van|von|al|el|bin|da|dos|del|&)){0,2}\s[^\W\d_a-zà-ÿ][\w’'-]+"
)
# How many words before a judgment a thing may stand: “the fire killed two”.
_BESIDE = 1
# How far behind “accused” the name of the accused may end, and what begins the accusation behind it.
_FAR = 80
_OF = re.compile(
    r"(?:,[^,.]{0,40},)?\s(?:(?:in|at|during|en|dans|lors|durante)\s[^,.“«]{1,25}\s)?"
    r"(?:(?:of|for)\s\w+ing\b|of\s(?!the\s[A-Z])|d['’]avoir|d['’]être|de\s[«“]?\w+(?:er|ir|re|ar|se)\b|de\s[«“]|haber\s|[«“\"]|as\s[“\"]"
    r"|as the (?:man|woman|firm) who (?!will)|comme (?:celui|celle|l['’]homme|la femme) qui\s"
    r"|como (?:quien|el que|la que)\s)"
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
    for start in (*_judging(passage), *_wishes(passage), *_deeds(passage)):
        span = passage.sentence_at(start)
        at = passage.sentences.index(span)
        near = passage.sentences[max(0, at - 2)][0], passage.sentences[min(at + 1, len(passage.sentences) - 1)][1]
        if span not in seen and passage.says(near, "law", "pending") and not passage.says(span, "law", "neutral"):
            seen.add(span)
            yield span


def _judging(passage: Passage) -> Iterator[int]:
    for found in passage.find("law", "comment"):
        if not _is_done_by_a_thing(passage, found.start, _BESIDE):
            yield found.start


def _wishes(passage: Passage) -> Iterator[int]:
    """Where a verdict or a sentence and a view of it stand together: “less than ten years would be an insult”."""
    for found in passage.find("law", "outcomes"):
        span = passage.sentence_at(found.start)
        if passage.says(span, "law", "views") and not passage.says(span, "law", "of_laws"):
            yield found.start


def _deeds(passage: Passage) -> Iterator[int]:
    """Where somebody is said, as a fact, to have done what a court has yet to find."""
    for found in passage.find("law", "deeds"):
        span = passage.sentence_at(found.start)
        if passage.says((span[0], found.start), "law", "people") and not _is_done_by_a_thing(passage, found.start):
            yield found.start


def _is_done_by_a_thing(passage: Passage, start: int, within: int = 0) -> bool:
    """Whether of persons and things named before a place in its sentence a thing comes last: “the fire killed two”.

    `within` says among how many words right before it, 0 for all.
    """
    words = passage.within((passage.sentence_at(start)[0], start))[-within:]
    things = [found.last for found in passage.find("law", "things", words)]
    people = [found.last for found in passage.find("law", "people", words)]
    return bool(things) and things[-1] > max(people, default=-1)


def _accusations(passage: Passage) -> Iterator[Span]:
    """Sentences in which somebody in proceedings accuses a person or firm that can be recognised."""
    for found in passage.find("law", "accusation"):
        span = passage.sentence_at(found.start)
        at = passage.sentences.index(span)
        before = passage.sentences[at - 1][0] if at else span[0]
        said = (
            passage.says((before, span[1]), "law", "proceedings")
            or _is_told_by_a_member(passage, span)
            or _is_quoted_from_somebody(passage, found)
        )
        if said and any(not _speaks(passage, end, found.start) for end in _targets(passage, span)):
            yield span
    for found in passage.find("law", "accuses"):
        span = passage.sentence_at(found.start)
        if passage.is_named(found.start, found.end) or passage.text[span[1] - 1] == "?":
            continue
        if any(_is_accused(passage, found.end, end) for end in _targets(passage, span)):
            yield span


def _is_quoted_from_somebody(passage: Passage, found: Match[str]) -> bool:
    """Whether words stand in quotation marks, with whose they are beside them."""
    quotation = passage.quotation_of(found.start, found.end)
    if quotation is None:
        return False
    first, last = passage.sentence_at(quotation[0]), passage.sentence_at(max(quotation[0], quotation[1] - 1))
    named = any(first[0] <= start and end <= last[1] for start, end in passage.names)
    return named or is_attributed(passage, found.start, found.end)


def _is_told_by_a_member(passage: Passage, span: Span) -> bool:
    """Whether somebody of the record speaks in a sentence."""
    named = any(span[0] <= start and end <= span[1] for start, end in passage.names)
    return named and passage.says(span, "speech", "verbs")


def _is_accused(passage: Passage, verb: int, end: int) -> bool:
    """Whether a name that ends at a place is whom the verb before it accuses, and of what stands behind it."""
    if not verb < end <= verb + _FAR or passage.says((verb, end), "speech", "verbs"):
        return False
    return _OF.match(passage.text, end) is not None


def _targets(passage: Passage, span: Span) -> Iterator[int]:
    """Where names end of persons who are no members, and of firms."""
    for found in _NAME.finditer(passage.text, *span):
        named = passage.is_named(*found.span()) or passage.says(found.span(), "law", "powers")
        if not named and found[0].split()[0].lower() not in _BEGINNINGS:
            yield found.end()
    for body in _BODY.finditer(passage.text):
        # What is once called a company is one wherever its name comes back.
        again = re.compile(rf"\b{re.escape(body['name'])}\b")
        yield from (found.end() for found in again.finditer(passage.text, *span))
    for head in _HEAD.finditer(passage.text, *span):
        if not passage.is_named(*head.span("name")):
            yield head.end()
    firms = passage.find("law", "firms", passage.within(span))
    for one in firms:
        if passage.text[one.start].isupper() and one.start > span[0] and not passage.is_named(one.start, one.end):
            yield one.end


def _speaks(passage: Passage, end: int, accusation: int) -> bool:
    """Whether somebody with a name tells of the deed: “a witness from Orrin Bank said how card fraud works”."""
    between = end, accusation
    told = passage.says(between, "speech", "verbs") or passage.says(between, "law", "hears")
    return told and _ACCUSED.search(passage.text, end, accusation) is None


def _findings(passage: Passage) -> Iterator[Span]:
    """Contempt or a breach told as a fact while a committee still has the matter."""
    if not passage.says((0, len(passage.text)), "law", "inquiry"):
        return
    for found in passage.find("law", "contempt"):
        yield passage.sentence_at(found.start)
    for found in passage.find("law", "expects"):
        span = passage.sentence_at(found.start)
        if passage.says((found.end, span[1]), "law", "misdeeds"):
            yield span
