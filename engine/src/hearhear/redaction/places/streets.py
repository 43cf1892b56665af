"""Streets with a number before or behind them, floors and doors, boxes at a post office."""

import re
from collections.abc import Iterable, Iterator

from hearhear.redaction.spans import LIKELY, LOOKS, NAMED, Found, Kind
from hearhear.redaction.vocabulary import LIVES, NEVER, PUBLIC_PLACES, section


def _any(words: Iterable[str]) -> str:
    """An alternation, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


_LAST = section("streets_last")
_FIRST = section("streets_first")
_NUMBER_LAST = section("numbers_last")
_NUMBER_LAST_SIGNS = frozenset(word.strip(".") for word in _NUMBER_LAST)
SIGNS = (
    _NUMBER_LAST_SIGNS
    | frozenset(word.strip(".") for word in _LAST | _FIRST)
    | {
        "box",
        "bp",
        "apartado",
        "casilla",
        "apdo",
    }
)
"""A text without any of these words has no street."""
_HOME_SIGNS = frozenset(phrase.partition(" ")[0].rpartition("'")[2] for phrase in LIVES) - {"my", "mi", "con", "mon"}

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒŠŽ][\w'’-]{0,30}"
_OPEN = r"(?<![\w.,€$£%/-])(?<![€$£] )"
_NUMBER = r"\d{1,5}(?:[A-Za-z](?![A-Za-z]))?(?:[-–/]\d{1,4}[A-Za-z]?)?"
_TYPES = _any(_LAST)
_SHOWN = _any({word.title() for word in _LAST} | {word.upper() for word in _LAST})
_ENGLISH = re.compile(
    rf"{_OPEN}{_NUMBER},? (?:The )?(?:[NSEW]\.?|{_CAPITAL}|St\.|\d{{1,3}}(?:st|nd|rd|th)) "
    rf"(?:(?:{_CAPITAL}|of|the|St\.|\d{{1,3}}(?:st|nd|rd|th)) ){{0,3}}?(?:{_SHOWN})\b(?:(?<=\b[A-Z][a-z])\.)?"
    r"(?:,? ?(?:(?:Apt|Apartment|Suite|Unit|Flat|Ste|Floor)\.? |# ?)\w{1,5}\b)?"
)
_ENGLISH_ALONE = re.compile(rf"{_OPEN}{_NUMBER},? (?:Broadway|The {_CAPITAL}|High St|Main St)(?= ?[,.\n])")
_ENGLISH_SMALL = re.compile(rf"(?i){_OPEN}\d{{1,4}}[a-z]?,? (?:[a-z'’]{{3,15}} ){{1,2}}(?:{_TYPES})\b")
_AT = re.compile(r"(?i)(?:\b(?:at|address is|address|live (?:at|on)|living (?:at|on)|flat \w{1,3},?|no\.?):? )\Z")
_FLAT = re.compile(
    r"(?i)(?:flat|apartment|apt|unit|suite|room|appartement|appt|bâtiment|bât|escalier|étage|résidence \w{1,20}|piso)"
    r"\.? ?\w{1,4},?\s{1,2}\Z"
)
_BOX = re.compile(
    r"(?i)\b(?:p\.? ?o\.? box|apartado(?: de correos)?|bo[iî]te postale|bp|apdo\.?|casilla) ?(?:n[°º.] ?)?\d{1,6}\b"
)
_FRENCH = re.compile(
    r"(?i)(?<![\w.,€$£%/-])\d{1,5}(?: ?[-/] ?\d{1,4})?(?: ?(?:bis|ter|quater|[a-d])(?=[ ,]))?,? ?"
    rf"(?:{_any(_FIRST)})(?= )"
)
_STREET_FIRST = re.compile(rf"(?i)(?<![\w/])(?:{_any(_NUMBER_LAST)})(?=[ A-ZÁÉÍÓÚÑ\d])")
_PARTICLES = section("street_particles")
_STOPS = NEVER - _PARTICLES - section("streets_named")
_STEP = re.compile(r"[ \xa0]{1,2}(?:[dlDL]['’])?|(?<=['’/.])")
_PIECE = re.compile(r"[^\W\d_](?:[\w'’.-]{0,30}[\w.])?|\d{1,2}(?=[ ,]{1,2}(?:de |#|n|N|No))")
_UNIT = r"(?:km|hab|mill|euro|met|m2|años|ans|minut|%|€)"
_AFTER_NUMBER = re.compile(
    r"(?i)(?:,? ?(?:n[º°]?\.?|núm\.?|n[úué]m[eé]ro|num\.?|no\.?|#|bte)? ?"
    rf"(?P<number>\d{{1,4}}[a-z]?(?![\w%€]|[.,]\d| ?{_UNIT}))"
    r"(?: ?[-–] ?\d{1,4}\b)?(?: ?(?:bis|ter|[a-d])\b)?|,? ?s/n\b)"
)
_FLOOR = re.compile(
    r"(?i),? ?(?:\d{1,2}\.? ?[ºª°](?: ?[a-z]\b)?|\d{1,2}-\d{1,2}\b|bajo(?: [a-z]\b)?|ático(?: [a-z]\b)?|"
    r"(?:piso|planta|portal|puerta|pta\.?|esc\.?|escalera|bloque|dpto\.?|depto\.?|departamento|int\.?|interior|local|"
    r"torre|casa|bte|boîte|apto\.?|apt\.?|apartamento|of\.?|oficina|étage|appt?\.?|bât\.?|bâtiment|izq\.?|"
    r"izda\.?|dcha\.?|"
    r"dch\.?|izquierda|derecha) ?(?:\d{1,4} ?[ºª°]?(?: ?[a-z]\b)?|[a-z]\b)?)"
)
_PLAIN = re.compile(r"(?i)(?:rue|avenue|av\.?|bd\.?|boulevard|chemin|impasse|allées?|quai|calle|c/|avenida|avda\.?)\Z")
_YEAR = re.compile(r"(?:19|20)\d{2}\Z")
_HOME = re.compile(rf"(?i)(?:\b(?:{_any(LIVES)})|j['’]habite)\s*:?,? ?(?:au |à |in |on |at |en |la |el |the )*\Z")
_ENGLISH_HOME = re.compile(
    rf"(?:\b[Ll]iv(?:e|es|ing) (?:on|in|at)|\b[Rr]esid(?:e|ent|ing) (?:on|of|at|in)|[Aa]ddress(?: is|:)) "
    rf"(?P<street>(?:{_CAPITAL} ){{1,3}}(?:{_SHOWN}))\b"
)


def streets(text: str, lower: str, words: set[str]) -> list[Found]:
    """Streets with their numbers, floors and flats; for a text that has figures."""
    if words.isdisjoint(SIGNS) and "c/" not in lower and "º" not in lower:
        return []
    found: list[Found] = [Found(*match.span(), Kind.ADDRESS, LIKELY) for match in _BOX.finditer(text)]
    if not words.isdisjoint(_LAST):
        found += _english(text)
    if not words.isdisjoint(_FIRST):
        found += _number_first(text)
    if not words.isdisjoint(_NUMBER_LAST_SIGNS) or "c/" in lower or "pº" in lower:
        found += _street_first(text)
    return [one for one in found if not _is_public(lower[one.start : one.end])]


def homes(text: str, lower: str, words: set[str]) -> list[Found]:
    """Streets without a number where somebody says to live."""
    if words.isdisjoint(SIGNS) or words.isdisjoint(_HOME_SIGNS):
        return []
    found = [Found(*match.span("street"), Kind.ADDRESS, LIKELY) for match in _ENGLISH_HOME.finditer(text)]
    for match in _STREET_FIRST.finditer(text):
        if _HOME.search(lower, max(0, match.start() - 40), match.start()):
            end = _name_end(text, match.end())
            if end > match.end():
                found.append(Found(match.start(), end, Kind.ADDRESS, LOOKS))
    return [one for one in found if not _is_public(lower[one.start : one.end])]


def _is_public(street: str) -> bool:
    return any(place in street for place in PUBLIC_PLACES)


def _english(text: str) -> Iterator[Found]:
    for pattern, certainty in ((_ENGLISH, NAMED), (_ENGLISH_ALONE, LIKELY)):
        for match in pattern.finditer(text):
            yield Found(_with_flat(text, match.start()), match.end(), Kind.ADDRESS, certainty)
    for match in _ENGLISH_SMALL.finditer(text):
        if _AT.search(text, max(0, match.start() - 14), match.start()):
            yield Found(*match.span(), Kind.ADDRESS, LIKELY)


def _with_flat(text: str, start: int) -> int:
    before = _FLAT.search(text, max(0, start - 30), start)
    return before.start() if before else start


def _number_first(text: str) -> Iterator[Found]:
    for match in _FRENCH.finditer(text):
        end = _name_end(text, match.end())
        if end > match.end() and _is_named(text, match.end(), end, match[0]):
            yield Found(_with_flat(text, match.start()), end, Kind.ADDRESS, NAMED)


def _street_first(text: str) -> Iterator[Found]:
    for match in _STREET_FIRST.finditer(text):
        end = _name_end(text, match.end())
        number = _AFTER_NUMBER.match(text, end) if end > match.end() else None
        if (
            number is None
            or not _is_named(text, match.end(), end, match[0])
            or (number["number"] and _YEAR.match(number["number"]))
        ):
            continue
        end = number.end()
        for _ in range(4):
            floor = _FLOOR.match(text, end)
            if floor is None:
                break
            end = floor.end()
        yield Found(match.start(), end, Kind.ADDRESS, NAMED)


def _is_named(text: str, start: int, end: int, street: str) -> bool:
    """Whether it is a street at all: its name has a capital, or its kind says that it can be nothing else."""
    return any(letter.isupper() for letter in text[start:end]) or bool(_PLAIN.search(street))


def _name_end(text: str, at: int) -> int:
    """Where a street's name ends: at most five words; one in small letters stands right behind a particle."""
    end, words, open_ = at, 0, True
    for _ in range(9):
        step = _STEP.match(text, at)
        piece = _PIECE.match(text, step.end()) if step else None
        if step is None or piece is None:
            break
        word = piece[0].lower()
        if word in _PARTICLES or word.rstrip("'’") in ("d", "l"):
            at, open_ = piece.end(), True
            continue
        capital = piece[0][0].isupper() or piece[0][0].isdigit()
        if words == 5 or word in _STOPS or not (capital or open_ or step[0][-1:] in "'’"):
            break
        words, open_, at = words + 1, False, piece.end()
        end = at - (piece[0][-1] == "." and len(piece[0]) > 4)
        if end != at:
            break
    return end
