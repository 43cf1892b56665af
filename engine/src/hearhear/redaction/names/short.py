"""Names in short: initials in their place, and a word that is a name because an age stands behind it."""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import BINDING, ORDINARY_WORD, PLACE, classes
from hearhear.redaction.names.letters import is_like_name, letters_of_name, may_be_called
from hearhear.redaction.spans import BARE, LIKELY, NAMED, POSSIBLE, Candidate, Kind

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
# `ask for Tash`, `pregunten por Papo`: one word, where a sentence or a clause ends.
_ASKED_FOR = re.compile(
    r"(?<!\w)(?:ask(?:ing)? for|pregunt(?:ar|e|en|a|ad) por|demander|demandez)"
    r" (?P<name>[^\W\d_]{3,14}(?: [^\W\d_]{3,14})?)(?=[.,;!)\n]|\s*\Z)"
)
# `We are the Novotnys, the Adeyemis and …`.
_FAMILIES = re.compile(
    r"(?:\b[Ww]e are|[Nn]ous sommes|[Ss]omos)"
    r"(?P<row>(?: (?:the|les|los) [A-ZÀ-Þ][^\W\d_]{2,20}(?:,| and| et| y)?){1,5})"
)
_OF_FAMILY = re.compile(r"[A-ZÀ-Þ][^\W\d_]+")
# A word that is a whole sentence at the end, or stands behind one word and a comma, or has one letter behind it:
# `… nobody cares. trev p.`, `… thx, jez`.
_LAST = re.compile(
    r"(?:[.!?…] {1,2}|\n[ \t]*)(?:(?P<known>[^\W\d_]{3,12} [^\W\d_]\.?)|"
    r"(?:[^\W\d_]{2,10}, )?(?P<alone>[^\W\d_A-Z]{3,12}))\s*\Z"
)
# `Noor (year 6)`, `Léo (CE2)`, `Ana (8 años)`: a line of its own at the end.
_PUPIL = re.compile(
    r"\n[ \t]*(?P<name>[A-ZÀ-Þ][^\W\d_]{1,14}(?:[ -][^\W\d_]{2,14}){0,3}),? \((?=[^)\n]*\d)[^)\n]{1,16}\)\.?\s*\Z"
)
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS_OF_ASKING = ("ask for", "asking for", "pregunt", "demande", "we are the", "sommes les", "somos los")
_REACH = 72


def short_names(text: str, lower: str) -> Iterator[Candidate]:
    """Initials that are said to be some; in private letters also those in quotation marks, and names with an age."""
    if "initial" in lower or "inicial" in lower:
        yield from (Candidate(*match.span("name"), Kind.NAME, NAMED) for match in _SAID.finditer(text))
    yield from (Candidate(*match.span("name"), Kind.NAME, BARE) for match in _QUOTED.finditer(text))
    if any(sign in lower for sign in _SIGNS_OF_ASKING):
        yield from _asked_for(text)
    yield from _last(text)
    for age in _AGE.finditer(text):
        match = _BEFORE_AGE.search(text, max(0, age.start() - _REACH), age.start())
        words = _WORD.findall(match["name"].lower()) if match else []
        ordinary = any(classes(word) & (ORDINARY_WORD | PLACE | BINDING) for word in words)
        if match and not ordinary and letters_of_name(words[0]) > 0:
            yield Candidate(*match.span("name"), Kind.NAME, BARE)


def _asked_for(text: str) -> Iterator[Candidate]:
    """Names that callers ask for, and those of families, where the letter is private."""
    for match in _ASKED_FOR.finditer(text):
        if all(may_be_called(word) for word in match["name"].lower().split()):
            yield Candidate(*match.span("name"), Kind.NAME, BARE)
    for families in _FAMILIES.finditer(text):
        for name in _OF_FAMILY.finditer(text, *families.span("row")):
            if not classes(name[0].lower()) & (ORDINARY_WORD | PLACE | BINDING):
                yield Candidate(*name.span(), Kind.NAME, BARE)


def _last(text: str) -> Iterator[Candidate]:
    """One small word as the last sentence, and a pupil who signs with class or age."""
    pupil = _PUPIL.search(text, max(0, len(text) - _REACH))
    if pupil and not classes(_WORD.findall(pupil["name"].lower())[0]) & (PLACE | ORDINARY_WORD | BINDING):
        yield Candidate(*pupil.span("name"), Kind.SIGNATURE, LIKELY)
    match = _LAST.search(text, max(0, len(text) - _REACH))
    if match is None or any(map(str.isupper, text[max(0, match.start() - 1) : match.end()])):
        return
    if match["known"] and may_be_called(match["known"].partition(" ")[0]):
        yield Candidate(*match.span("known"), Kind.SIGNATURE, LIKELY)
    elif match["alone"] and is_like_name(match["alone"]):
        yield Candidate(*match.span("alone"), Kind.SIGNATURE, POSSIBLE)
