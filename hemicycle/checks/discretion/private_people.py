"""Names that the text itself makes those of private people: with an age, or beside how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hemicycle.checks.passages import Passage, Span

_CAPITAL = r"[^\W\d_a-zà-ÿ][^\W\d_]+(?:['’-][^\W\d_]+)*"
_NAME = rf"{_CAPITAL}(?:(?:\s(?:de|du|da|del|la|le|y|van|bin))?\s{_CAPITAL}){{1,3}}"
# “Wanjala Barimo, 34,”, “Josiane Perrachoux, 61 ans”, “Encarnación Villarrobla, de 61 años”, “Dan Orfield (52)”.
_AGED = re.compile(
    rf"(?P<name>{_NAME})(?:,\s(?:aged\s|de\s|âgée?\sde\s)?\d{{1,2}}(?:,|\s(?:ans|años|years)\b)|\s\(\d{{1,2}}\))"
)
# “our reader Joel”, “Teacher Purity Achola Ndege”.
_CALLED = re.compile(
    r"\b(?:[Rr]eader|[Tt]eacher|[Nn]urse|[Pp]etitioner|[Ll]ecteur|[Ll]ectrice|[Ii]nstitut(?:eur|rice)|[Pp]étitionnaire|[Ll]ectora?"
    rf"|[Mm]aestr[oa]|[Ee]nfermer[oa]|[Pp]eticionari[oa])\s(?P<name>{_NAME}|{_CAPITAL})"
)
_PERSON = re.compile(_NAME)
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


def reached(passage: Passage, contacts: Iterable[Span]) -> Iterator[Span]:
    """Whoever is called by a part in life, or by a full name the sentence before, where a private contact stands.

    `contacts` are places of private numbers, addresses and mailboxes.
    """
    for start, _end in contacts:
        sentence = passage.sentence_at(start)
        at = passage.sentences.index(sentence)
        before = passage.sentences[at - 1] if at else sentence
        yield from (found.span("name") for found in _CALLED.finditer(passage.text, before[0], sentence[1]))
        if at and passage.says((sentence[0], start), "personal", "pointers"):
            people = _PERSON.finditer(passage.text, *before)
            yield from (found.span() for found in people if found.start() > before[0])
