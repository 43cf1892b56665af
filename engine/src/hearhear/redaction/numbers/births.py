"""The day somebody was born: a date behind a word of birth. Dates of laws, services and people of history stay."""

import re
from collections.abc import Iterator

from hearhear.redaction.spans import BARE, LIKELY, NAMED, POSSIBLE, PROVEN, Candidate, Kind
from hearhear.redaction.vocabulary import KIN, TITLES

_MONTHS = (
    r"jan(?:uary|vier)?|feb(?:ruary|rero)?|f[ée]v(?:rier)?|mar(?:ch|s|zo)?|apr(?:il)?|avr(?:il)?|abr(?:il)?|may|mai|"
    r"mayo|june?|juin|junio|july?|juil(?:let)?|julio|aug(?:ust)?|ao[uû]t|agosto|sept?(?:ember|embre|iembre)?|"
    r"setiembre|oct(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|dec(?:ember)?|d[ée]c(?:embre)?|dic(?:iembre)?|"
    r"ene(?:ro)?"
)
_YEAR = r"(?:\d{4}|['’]?\d{2})(?!\d)"
_DATE = (
    rf"\d{{1,2}}[./ -](?:[ivx]{{1,4}})[./ -]{_YEAR}|"
    rf"\d{{1,2}}[./ -]{{1,2}}\d{{1,2}}[./ -]{{1,2}}{_YEAR}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th|er|[ºª.])?[ -](?:of |de )?(?:{_MONTHS})\.?(?!\w)"
    rf"(?:,?[ -](?:de |del? año |del )?{_YEAR})?|(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? {_YEAR})?"
)
_BIRTH = (
    r"(?:born|d\.?o\.?b\.?|birth(?:[ -]?da(?:y|te))?|n[ée]{2}s?(?=[ (:·,])|né(?:\(e\)|·e)?s?(?=[ ,])|né\(e\)|"
    r"naissance|anniversaire|"
    r"nacid[oa]s?|naci(?:ó|ste|eron|miento)?|nací|nac\.|cumplea[ñn]os|cumple)"
)
_BORN = re.compile(
    rf"(?<![^\W\d_]){_BIRTH}(?![^\W\d_])(?:[^.;!?\n]|\.{{2,}}){{0,40}}?(?<![\w/.-])(?P<date>{_DATE})(?![\w/-])"
)
# `I was born in 1952`, `ma mère, née en 1931`: a year alone tells of somebody whom the writer calls their own.
_IN_YEAR = re.compile(
    r"(?<![^\W\d_])(?P<who>i was|i am|i'm|je suis|moi|nací|my|our|ma|mon|mes|mi|mis|nuestr[oa])(?![^\W\d_])"
    r"[^.;!?\n\d]{0,40}?(?<![^\W\d_])(?:born|née?s?|naci(?:ó|d[oa]s?)?)?(?![^\W\d_])[^.;!?\n\d]{0,32}?[ ,]"
    r"(?P<date>(?:19|20)\d{2})(?![\w/-])"
)
# `(b. 1 Aug 1934)`, `(n. 7/6/1990)`, `Ann Hart, b. 1934-08-01`: behind a bracket or a comma; and the first of two
# dates between which somebody lived.
_SHORT = re.compile(rf"[(,–-] ?(?:[bn*]|n[ée]e?|geb)\.? ?(?:en |in |le |el |on )?(?P<date>{_DATE})(?![\w/-])")
_LIVED = re.compile(rf"[(,] ?(?P<date>{_DATE}) ?[–—-] ?(?:{_DATE})(?![\w/-])")
# `figures with 12-01-2019 though born a day later`.
_BEFORE_BORN = re.compile(
    rf"(?<![\w/.-])(?P<date>{_DATE})(?![\w/-])[^.,;!?\n\d]{{0,24}}(?<![^\W\d_]){_BIRTH}(?![^\W\d_])"
)
_AGE = (
    r"(?:ses |sus )?(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:twen|thir|for|fif|"
    r"six|seven|eigh|nine)ty(?:-[a-z]{3,5})?|[a-z]{3,5}teen|un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|"
    r"quatorze|quinze|seize|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince)"
)
# `he's 88 on 3 June`, `aura 90 ans le 3 juin`.
_TURNS = re.compile(
    rf"(?:turns?|turning|be|is|'s|hes|shes|aura|fête(?:ra)?|tendrá|cumple|cumplirá) {_AGE}(?: ans| años)? "
    rf"(?:on|le|el) (?P<date>{_DATE})(?![\w/-])"
)
_SIGN_OF_SHORT = re.compile(
    r"[(,–-] ?(?:[bn*]|n[ée]e?|geb)\.? ?[^\n)]{0,4}\d|\d ?[–—] ?\d|[\da-z] (?:on|le|el) (?:the )?\d"
)
# `Nació en 1938`: whose year it is stands in another sentence, where the letter is private.
_YEAR_OF_BIRTH = re.compile(
    rf"(?<![^\W\d_]){_BIRTH}(?![^\W\d_])[^.;!?\n\d]{{0,16}}? (?P<date>(?:19|20)\d{{2}})(?![\w/-])"
)
_SIGNS = frozenset(
    {"born", "birth", "birthday", "birthdate", "dob", "b", "né", "née", "nés", "nées", "nee", "nees", "naissance"}
    | {"anniversaire", "nacido", "nacida", "nacidos", "nacidas", "nací", "nació", "naciste", "nacieron", "nacimiento"}
    | {"nac", "cumpleaños", "cumpleanos", "cumple", "naci", "nacio"}
)
"""Words of which a text with a day of birth has one; `b` ends `d.o.b.`"""
_HISTORY = re.compile(r"(?<!\d)(?:0?\d{3}|1[0-8]\d{2})(?!\d)")
"""Nobody who was born before 1900 lives; who was, is a person of history."""
# No letter is dated so long ago: the line is the writer's own date, among their name and address.
_ALONE = re.compile(rf"(?m)^[ \t]*(?P<date>(?=[^\n]*(?:19\d\d|200\d))(?:{_DATE}))[ \t]*$")
_IN_BRACKETS = re.compile(
    rf"[^\n().;]{{0,32}} \((?P<date>(?=[^)\n]{{0,16}}\d{{2}})(?:{_DATE}))(?=[ ),])|,?(?: con fecha| del|"
    rf",) (?P<day>(?=[^\n]{{0,16}}(?:19\d\d|"
    rf"200\d))(?:{_DATE}))"
)
_SUBJECT = re.compile(
    r"(?:\b(?:the|this|our|la|le|el|cette|ce|notre|nuestro|nuestra|esta|este) |\bl['’])(?P<noun>[^\W\d_]+)"
    r"(?: (?:was|were|is|has been|est|fut|était|fue|era|ha))? ?\Z"
)
_BACK = 40


def births(lower: str, words: set[str]) -> Iterator[Candidate]:
    """Dates and years of birth, in a text in small letters; `words` are all of it."""
    for match in _ALONE.finditer(lower):
        yield Candidate(*match.span("date"), Kind.BIRTH_DATE, POSSIBLE)
    if _SIGN_OF_SHORT.search(lower):
        yield from _shortly(lower)
    if not words.isdisjoint(_SIGNS):
        yield from _dates_of_birth(lower)
        yield from _years_of_birth(lower)


def _dates_of_birth(lower: str) -> Iterator[Candidate]:
    for match in _BEFORE_BORN.finditer(lower):
        if not _HISTORY.search(match["date"]):
            yield Candidate(*match.span("date"), Kind.BIRTH_DATE, LIKELY)
    for match in _BORN.finditer(lower):
        if not _HISTORY.search(match["date"]) and not _is_of_thing(lower, match.start()):
            yield Candidate(*match.span("date"), Kind.BIRTH_DATE, PROVEN)


def _years_of_birth(lower: str) -> Iterator[Candidate]:
    for match in _YEAR_OF_BIRTH.finditer(lower):
        if not _is_of_thing(lower, match.start()):
            yield Candidate(*match.span("date"), Kind.BIRTH_DATE, BARE)
    for match in _IN_YEAR.finditer(lower):
        if re.search(r"\b(?:born|née?s?|nac[ií]\w*)\b", match[0]) and not _is_of_thing(lower, match.end("who")):
            yield Candidate(*match.span("date"), Kind.BIRTH_DATE, NAMED)


def _shortly(lower: str) -> Iterator[Candidate]:
    """Dates behind a letter for `born`; and, where the letter is private, those from which somebody lived."""
    for pattern, certainty in ((_SHORT, LIKELY), (_LIVED, BARE), (_TURNS, BARE)):
        for match in pattern.finditer(lower):
            if not _HISTORY.search(match["date"]):
                yield Candidate(*match.span("date"), Kind.BIRTH_DATE, certainty)


def behind_names(lower: str, names: list[Candidate]) -> Iterator[Candidate]:
    """A date in brackets right behind a private name, `Ottilie (11.04.2015)`; or any that is too old for a letter."""
    for one in names:
        match = _IN_BRACKETS.match(lower, one.end)
        group = "date" if match and match["date"] else "day"
        if match and not _HISTORY.search(match[group]):
            yield Candidate(*match.span(group), Kind.BIRTH_DATE, LIKELY)


def _is_of_thing(lower: str, start: int) -> bool:
    """`The service was born on 5 July 1948`, `la loi née le 4 mars 2002`."""
    subject = _SUBJECT.search(lower, max(0, start - _BACK), start)
    return subject is not None and subject["noun"] not in KIN and subject["noun"] not in TITLES
