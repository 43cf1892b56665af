"""Names in short: initials in their place, and a word that is a name because an age stands behind it."""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import BINDING, ORDINARY_WORD, PLACE, classes
from hearhear.redaction.names.letters import letters_of_name
from hearhear.redaction.spans import BARE, NAMED, Candidate, Kind

_INITIALS = r"[A-ZÀ-Þ]\.(?:[ -]?(?:(?:de|d['’]|du|del|la|y|von|van|v\.) ?)?[A-ZÀ-Þ]\.){1,4}"
_SAID = re.compile(rf"(?i:initials?|initiales|iniciales)[^\n.;]{{0,24}}?[ :,\"“«(](?P<name>{_INITIALS})")
_QUOTED = re.compile(rf"[\"“«(] ?(?P<name>{_INITIALS}) ?[\"”»)]")
# `Sam, 12`, `Sam (9 ans)`: an age, and one word at the beginning of a clause before it.
_AGE = re.compile(
    r"\d{1,2}(?: ?(?:ans|años|years?|yrs?|yo|mois|meses|months|weeks|semaines))?(?=[,.;)\n]|\Z| (?:and|et|y|e) )"
)
_BEFORE_AGE = re.compile(
    r"(?:\A|[.!?:,(]\s{1,2}|\n|(?<![^\W\d_])(?:and|et|y|e) )(?P<name>[^\W\d_]{3,15}(?:[ -][^\W\d_]{3,12}){0,3})"
    r"(?:, | \()(?:aged |âgée? de |de )?\Z"
)
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 72


def short_names(text: str, lower: str) -> Iterator[Candidate]:
    """Initials that are said to be some; in private letters also those in quotation marks, and names with an age."""
    if "initial" in lower or "inicial" in lower:
        yield from (Candidate(*match.span("name"), Kind.NAME, NAMED) for match in _SAID.finditer(text))
    yield from (Candidate(*match.span("name"), Kind.NAME, BARE) for match in _QUOTED.finditer(text))
    for age in _AGE.finditer(text):
        match = _BEFORE_AGE.search(text, max(0, age.start() - _REACH), age.start())
        words = _WORD.findall(match["name"].lower()) if match else []
        ordinary = any(classes(word) & (ORDINARY_WORD | PLACE | BINDING) for word in words)
        if match and not ordinary and letters_of_name(words[0]) > 0:
            yield Candidate(*match.span("name"), Kind.NAME, BARE)
