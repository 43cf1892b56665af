"""Names that the text itself makes those of private people: with an age, or beside how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hemicycle.checks.passages import Passage, Span
from hemicycle.checks.vocabulary import Match

_CAPITAL = r"[^\W\d_a-zà-ÿ][^\W\d_]+(?:['’-][^\W\d_]+)*"
_NAME = rf"{_CAPITAL}(?:(?:\s(?:de|du|da|del|la|le|y|van|bin))?\s{_CAPITAL}){{1,3}}"
# “Wanjala Barimo, 34,”, “Josiane Perrachoux, 61 ans”, “Encarnación Villarrobla, de 61 años”, “Dan Orfield (52)”.
_AGED = re.compile(
    rf"(?P<name>{_NAME})(?:,\s(?:aged\s|de\s|âgée?\sde\s)?(?P<age>\d{{1,2}})(?:,|\s(?:ans|años|years)\b)|\s\(\d{{1,2}}(?:\s(?:ans|años|years))?\))"
)
_OF_AGE = 18
# “Pauline Hester, 3 Mill Brow, Saltby”.
_HOME = re.compile(rf"(?P<name>{_NAME}),\s\d+\w?\s{_CAPITAL}(?:\s{_CAPITAL})+,\s{_CAPITAL}")
# “our reader Joel”, “Teacher Purity Achola Ndege”.
_CALLED = re.compile(
    r"\b(?:[Rr]eader|[Tt]eacher|[Nn]urse|[Pp]etitioner|[Ll]ecteur|[Ll]ectrice|[Ii]nstitut(?:eur|rice)|[Pp]étitionnaire|[Ll]ectora?"
    rf"|[Mm]aestr[oa]|[Ee]nfermer[oa]|[Pp]eticionari[oa])\s(?P<name>{_NAME}|{_CAPITAL})"
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mme|Mlle|M\.|[Dd]on|[Dd]oña|Sra?\.|[Ss]eñora?|[Mm]adame|[Mm]onsieur)"
# Also as people are made harder to know: “Unai G. L.”.
_PERSON = re.compile(
    rf"{_TITLE}\s{_CAPITAL}(?:\s{_CAPITAL})*|{_NAME}|{_CAPITAL}(?:\s[A-ZÀ-Ý]\.){{1,3}}"
    # “Sandra, who has run the counter …”, “la dame du 4e B”, “the man in 12A”.
    rf"|{_CAPITAL}(?=,\swho\s)|\b(?i:la dame|le monsieur|la señora|el señor|the (?:lady|man|woman))"
    r"\s(?:du|del|of|in|at)\s\d+\w*"
    rf"|(?<=\bpara\s){_CAPITAL}(?=,\s(?:el|la)\s)|(?<=\bpour\s){_CAPITAL}(?=,\s(?:le|la|notre)\s)"
)
# How far from a name what is said of somebody's health may stand.
_CLOSE, _FAR = 70, 110
_RIGHT_BEFORE = 14
_DWELLING = re.compile(
    r"\b(?i:carrera|calle|transversal|diagonal|avenida|cra\.?|cll\.?)\s\d+\s?\w?\s(?:n\.?\s?[º°o]\.?|#|no\.)\s?\d+\w?\s?-\s?\d+"
    r"|\b(?i:concession|parcelle|lot|appartement|villa|plot|flat|apartment|caravan|piso|apartamento|apto|manzana|parcela)"
    rf"\s(?:n\.?\s?[º°o]\.?\s?)?\d+\w?(?:,\s(?:quartier|cité|barrio|estate|bloque)\s{_CAPITAL})?"
)
# A house number behind the name of a street is no age.
_STREET = re.compile(
    r"\b(?:calle|plaza|paseo|avenida|pasaje|travesía|carrera|camino|rue|place|avenue|boulevard|passage|impasse|quai|cours|route)\s"
    r"(?:de\s|du\s|des\s|la\s|los\s|las\s|del\s)*$",
    re.IGNORECASE,
)


def aged(passage: Passage) -> Iterator[Span]:
    """Names with an age behind them."""
    for found in _AGED.finditer(passage.text):
        if not _STREET.search(passage.text, passage.sentence_at(found.start())[0], found.start()):
            yield found.span("name")


def minors(passage: Passage) -> Iterator[Span]:
    """Names of children, whatever they have written or won."""
    for found in _AGED.finditer(passage.text):
        start, end = found.span("name")
        first = start + len(found["name"].split()[0]) + 1
        child = found["age"] is not None and int(found["age"]) < _OF_AGE
        if child and not passage.is_named(start, end) and not _STREET.match(passage.text, start, first):
            yield start, end


def reached(passage: Passage, contacts: Iterable[Span]) -> Iterator[Span]:
    """Whoever is called by a part in life, or by a full name the sentence before, where a private contact stands.

    `contacts` are places of private numbers, addresses and mailboxes.
    """
    for start, _end in contacts:
        sentence = passage.sentence_at(start)
        at = passage.sentences.index(sentence)
        before = passage.sentences[at - 1] if at else sentence
        yield from (found.span("name") for found in _CALLED.finditer(passage.text, before[0], sentence[1]))
        if passage.says((sentence[0], start), "personal", "pointers"):
            people = _PERSON.finditer(passage.text, before[0], start)
            yield from (found.span() for found in people if found.start() > before[0])


def dwellings(passage: Passage) -> Iterator[Span]:
    """Where somebody lives, as it is told where streets have numbers or none: “concession 112, quartier Dioula”."""
    for found in _DWELLING.finditer(passage.text):
        before = passage.sentence_at(found.start())[0], found.start()
        if passage.says(before, "personal", "lives") or follows_somebody(passage, found.start()):
            yield found.span()


def ill(passage: Passage) -> Iterator[tuple[Span, Span]]:
    """Names of people with what the same sentence says of their own health: (name, words of health)."""
    yield from _told_of(passage, "own_health")


def bared(passage: Passage) -> Iterator[Span]:
    """Names of people with what concerns only themselves behind them: from the name to the end of what is told."""
    yield from ((name[0], fact[1]) for name, fact in _told_of(passage, "facts") if name[1] <= fact[0])
    for found in _HOME.finditer(passage.text):
        if _is_somebody(passage, found.span("name"), passage.sentence_at(found.start())):
            yield found.span()


def _told_of(passage: Passage, section: str) -> Iterator[tuple[Span, Span]]:
    for found in passage.find("personal", section):
        sentence = passage.sentence_at(found.start)
        for person in _PERSON.finditer(passage.text, *sentence):
            if _is_somebody(passage, person.span(), sentence) and _is_theirs(passage, person.span(), found):
                yield person.span(), (found.start, found.end)


def follows_somebody(passage: Passage, place: int) -> bool:
    """Whether the name of a person stands right before a place, with a comma between: “Juana Vitral, calle 27 …”."""
    sentence = passage.sentence_at(place)
    people = (found.span() for found in _PERSON.finditer(passage.text, *sentence))
    return any(
        _is_somebody(passage, person, sentence) and passage.text[person[1] : place] == ", " for person in people
    )


def _is_somebody(passage: Passage, person: Span, sentence: Span) -> bool:
    """No name of the record, nor one with a word of an institution in it or right before: “musée de la Justice …”."""
    named = max(sentence[0], person[0] - _RIGHT_BEFORE), person[1]
    if passage.is_named(*person) or passage.says(named, "personal", "office"):
        return False
    numbered = any(letter.isdigit() for letter in passage.text[slice(*person)])
    return numbered or not (person[0] == sentence[0] and passage.begins(person, "personal", "no_names"))


def _is_theirs(passage: Passage, person: Span, health: Match[str]) -> bool:
    """Whether words of health are about whoever is named: behind, with “who” between, or “After her stroke, …”."""
    if health.start >= person[1]:
        between = person[1], health.start
        near = health.start - person[1] <= _CLOSE
        close = near or (
            health.start - person[1] <= _FAR and passage.says((person[1], health.end), "personal", "same_person")
        )
        return close and not passage.says(between, "personal", "other_people")
    behind = passage.text[health.end : person[0]]
    return passage.sentence_at(health.start)[0] + _CLOSE > health.start and "," in behind and len(behind) <= _CLOSE
