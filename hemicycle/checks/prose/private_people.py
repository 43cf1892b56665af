"""Private people whom the text itself makes known: a name with an age, or with somebody's health."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Passage, Reading, Span

_CAPITAL = r"[^\W\d_a-zà-ÿ][^\W\d_]+(?:['’-][^\W\d_]+)*"
NAME = re.compile(rf"{_CAPITAL}(?:(?:\s(?:de|du|da|del|la|le|y|van|bin))?\s{_CAPITAL}){{1,3}}")
# “Mary Smith, 34,”, “Marie Petit, 61 ans”, “Ana Ruiz, de 61 años”, “Tom Hill (52)”.
_AGE = re.compile(
    r",\s(?:aged\s|de\s|âgée?\sde\s)?(\d{1,2})(?:,|\.|\s(?:ans|años|years)\b)|\s\((\d{1,2})(?:\s(?:ans|años))?\)"
)
_OF_AGE = 18
_NEAR = 80
"""Characters from a name to what is said of its bearer's health."""

_HEALTH = Message(
    en="Only the person concerned may speak about their health.",
    fr="La santé d’une personne, elle seule peut en parler.",
    es="De la salud de una persona solo puede hablar ella.",
)
_WITHOUT_NAME = Message(
    en="Remove it, or mention it without saying who it is about.",
    fr="Retirez-le, ou parlez-en sans dire de qui il s’agit.",
    es="Quítelo o cuéntelo sin decir de quién se trata.",
)


@check(
    "private-person",
    reason=Message(
        en="This names a private person.",
        fr="Ceci nomme une personne privée.",
        es="Esto nombra a una persona particular.",
    ),
    suggestion=Message(
        en="Remove it, unless the person has agreed in writing.",
        fr="Retirez-le, sauf si la personne a donné son accord par écrit.",
        es="Quítelo, salvo que la persona haya dado su consentimiento por escrito.",
    ),
)
def private_people(reading: Reading) -> Iterator[Found]:
    for passage in reading.in_known_languages:
        for start, end in _names(passage):
            sentence, age = passage.sentence_at(start), _age(passage, end)
            health = next(passage.find("people.own_health", sentence), None)
            if passage.has("people.functions", sentence):
                # Whoever has a function is named in it; a child is a child whatever it has written or won.
                if age is not None and age < _OF_AGE:
                    yield passage.found(start, end)
            elif health and min(abs(health.start - end), abs(start - health.end)) <= _NEAR:
                span = min(start, health.start), max(end, health.end)
                yield passage.found(*span, reason=_HEALTH, suggestion=_WITHOUT_NAME)
            elif age is not None:
                yield passage.found(start, end)


def _names(passage: Passage) -> Iterator[Span]:
    """Names that are not of the record, and no institution's."""
    for found in NAME.finditer(passage.text):
        if not passage.is_name(*found.span()) and not passage.has("contacts.offices", found.span()):
            yield found.span()


def _age(passage: Passage, end: int) -> int | None:
    found = _AGE.match(passage.text, end)
    return int(found[1] or found[2]) if found else None
