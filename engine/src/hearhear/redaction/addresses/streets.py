"""Streets with a number before or behind them, floors and doors, boxes at a post office."""

import re
from collections.abc import Iterable, Iterator

from hearhear.redaction.spans import LIKELY, NAMED, POSSIBLE, Candidate, Kind
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
    | {"steps", "stairs"}
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
# Kinds of street only with a capital: `three easy steps` are none.
_WITH_CAPITAL = frozenset({"steps", "stairs"})
_SHOWN = _any({word.title() for word in _LAST | _WITH_CAPITAL} | {word.upper() for word in _LAST})
_SHORT = (
    "(?:" + "|".join(rf"(?<={short})" for short in ("Ave", "Blvd", "Cres", "Terr", "Pkwy", "Hwy", "Gdns", "AVE")) + ")"
)
_ENGLISH = re.compile(
    rf"{_OPEN}{_NUMBER},? (?:The )?(?:[NSEW]\.?|{_CAPITAL}|St\.|\d{{1,3}}(?:st|nd|rd|th)) "
    rf"(?:(?:{_CAPITAL}|of|the|St\.|\d{{1,3}}(?:st|nd|rd|th)) ){{0,3}}?(?:{_SHOWN})"
    rf"(?: (?:{_SHOWN}))?\b(?:{_SHORT}\.(?= [A-Z#]|,|\Z|\n)|"
    r"(?<=\b[A-Z][a-z])\.)?(?: (?:NW|NE|SW|SE|N\.W\.|S\.W\.|N\.E\.|S\.E\.|[NSEW]\b\.?))?(?:,? ?(?:(?:Apt|Apartment|"
    r"Suite|Unit|Flat|Ste|Floor)\.? |# ?)\w{1,5}\b)?"
)
_ENGLISH_ALONE = re.compile(rf"{_OPEN}{_NUMBER},? (?:Broadway|The {_CAPITAL}|High St|Main St)(?= ?[,.\n])")
_ENGLISH_ROAD = re.compile(
    rf"{_OPEN}{_NUMBER},? (?:(?:County|State|Rural|Township|Farm|Old|US|{_CAPITAL}) ){{1,2}}(?:Road|Rd|Highway|Hwy|"
    rf"Route|Rte|Line) "
    r"\d{1,4}(?=[ ,.\n]|\Z)"
)
# Irish, Welsh, and `Strand on the Green`: no kind of street at all, but a place among the lines of an address.
_ENGLISH_ODD = re.compile(
    rf"{_OPEN}\d{{1,3}}[a-z]?,? {_CAPITAL} (?:na|an|y|yr|ar|of|on|o['’]) (?:the )?{_CAPITAL}(?=, ?[A-Z\n]|\n|\.? ?\Z)"
)
# One word for a whole street, as streets end that have no other kind: Eastgate, Parkway.
_ENGLISH_WORD = re.compile(
    rf"{_OPEN}{_NUMBER},? [A-Z][a-z]{{2,10}}(?:gate|side|way|fields?|wood|bank|mead|croft|dale|acres?|hurst|lands|"
    rf"brook|ley|"
    r"den|stead|garth|holme|wick|end|bourne|more|combe|path)(?=[,.]? ?(?:\n|\Z|, | [A-Z]{1,2}\d))"
)
_ENGLISH_SMALL = re.compile(rf"(?i){_OPEN}\d{{1,4}}[a-z]?,? (?:[a-z'’]{{3,15}} ){{1,2}}(?:{_TYPES})\b")
_AT = re.compile(
    r"(?i)(?:\b(?:at|address is|address|live (?:at|on)|living (?:at|on)|flat \w{1,3},?|"
    r"flat|apartment|apt|unit|no\.?|number|of|from|on|is|to):? |\A|"
    r"[,:(] ?|\n)\Z"
)
_FLAT = re.compile(
    r"(?i)(?:flat|apartment|apt|unit|suite|room|appartement|appt|bâtiment|bât|escalier|étage|résidence \w{1,20}|piso)"
    r"\.? ?\w{1,4},?\s{1,2}\Z|(?:\d{1,2}(?:e|er|ème) (?:étage|droite|gauche|face)),? \Z"
)
# A building before its street; its kind behind it in English, before it in French and Spanish.
_BUILDING = re.compile(
    rf"(?:(?i:flat|apartment|apt|unit|suite|room)\.? ?\w{{1,4}},? )?(?:(?:{_CAPITAL} ){{1,3}}(?i:house|cottage|court|"
    rf"lodge|"
    rf"farm|barn|villas?|mansions?|tower|hall|block|buildings?|heights|point|wharf|apartments|mill|grange|view|rise|"
    rf"lofts|"
    rf"croft|gardens|place|close)|(?i:résidence|residence|immeuble|domaine|cité|villa|tour|clos|hameau|lotissement|"
    rf"edificio|conjunto|residencial|torre|urb\.|urbanización)(?: (?:d[ue]s?|l[aeo]s?|el|del|{_CAPITAL})){{1,4}})"
    r"(?:,? (?i:bât|bat|bâtiment|batiment|esc|escalier|appt?|apt|appartement|étage|bloc|hall|entrée|"
    r"porte)\.? ?\w{1,3}){0,3}"
    r",?\s{1,2}\Z"
)
_LED_TO = re.compile(
    rf"(?:\A|\n|\b(?:at|in|is|à|au|address|adresse|habite|dirección)[:,]? |: )(?P<house>(?:(?:{_CAPITAL}|Les|La|Le|"
    rf"The) ?){{1,4}}, )\Z"
)
# `The Net Loft, rear of 4 Quay Street`, `c/o 2 Priory Walk`.
_BESIDE = re.compile(
    rf"(?<!\w)(?:(?:{_CAPITAL} ){{0,3}}{_CAPITAL},? (?:rear of|behind|above|opposite|next to|off) |"
    rf"[cC]/[oO] (?:(?:{_CAPITAL},? ){{1,4}})?)\Z"
)
_BOX = re.compile(
    r"(?i)\b(?:p\.? ?o\.? box|apartado (?:de correos|postal)|bo[iî]te postale|bp|apdo\.?|casilla (?:postal|"
    r"de correos?)) ?"
    r"(?:n[°º.] ?)?\d{1,6}\b"
)
_FRENCH = re.compile(
    r"(?i)(?<![\w.,€$£%/-])\d{1,5}(?: ?[-/] ?\d{1,4})?(?:[ -]?(?:bis|ter|quater|[a-d])(?=[ ,]))?,? ?"
    rf"(?:{_any(_FIRST)})(?= )"
)
# A hamlet without streets: always somebody's address, its number in front of the name or nowhere.
_HAMLET = re.compile(r"(?<![\w])(?i:lieu[- ]dit),?(?: \d{1,4},?)?(?= )")
# In a text in small letters; none begins inside a word.
_STREET_FIRST = re.compile(rf"(?:{_any(_NUMBER_LAST)})(?=[ \d]|(?<=[./])\w)")
_PARTICLES = section("street_particles")
_STOPS = NEVER - _PARTICLES - section("streets_named")
_STEP = re.compile(r"[ \xa0]{1,2}(?:[dlDL]['’])?|(?<=['’/.])")
_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]{0,30}[\w.])?|\d{1,2}(?=[ ,]{1,2}(?:de |#|n|N|No|s/n))")
_UNIT = r"(?:km|hab|mill|euro|met|m2|años|ans|minut|%|€)"
_AFTER_NUMBER = re.compile(
    r"(?i)(?:,? ?(?:n[º°]?\.?|núm\.?|n[úué]m[eé]ro|num\.?|no\.?|#|bte)? ?"
    rf"(?P<number>\d{{1,5}}[a-z]?(?![\w%€]|[.,]\d| ?{_UNIT}))"
    r"(?: ?[-–/] ?\d{1,4}\b)?(?: ?(?:bis|ter|[a-d])\b)?|,? ?s/n\b)"
)
_FLOOR = re.compile(
    r"(?i)[,-]? ?(?:\d{1,2}\.? ?(?:[ºª°]|er\b|do\b|to\b)(?: ?[a-z]\b)?|"
    r"\d{1,2} ?(?:e|è|er|ème|eme)(?: étage)?(?: (?:droite|gauche|face|étage))|"
    r"\d{1,2}(?:[ºª°]|[a-d])[a-d]?\b|n[°º.] ?\d{1,4}\b|"
    r"\d{1,2}-\d{1,2}\b|bajo(?: [a-z]\b)?|ático(?: (?:[a-z]|\d{1,2})\b)?|"
    r"(?:piso|planta|portal|puerta|pta\.?|esc\.?|escalera|bloque|dpto\.?|depto\.?|departamento|int\.?|interior|local|"
    r"torre|casa|bte|boîte|boite|bus|app\.?|ét\.?|hall|entrée|porte|lote|manzana|mz\.?|lt\.?|apto\.?|apt\.?|"
    r"apartamento|of\.?|oficina|étage|appt?\.?|bât\.?|bâtiment|izq\.?|"
    r"izda\.?|dcha\.?|"
    r"dch\.?|izquierda|derecha) ?(?:\d{1,4} ?[ºª°]?(?: ?[\"“'«]?[a-z]\b[\"”'»]?)?|[a-z]\b)?)"
)
_BARE = re.compile(
    rf"(?<![\w.])(?:{_CAPITAL}|Gral\.|Dr\.|Bme\.)(?: (?:(?:de|del|la|las|los|y) ){{0,2}}{_CAPITAL}){{0,3}},? "
    r"(?:n[º°]\.? ?|núm\.? ?|# ?)?(?P<number>\d{2,4})(?![\w.,]\d|\w)"
)
_LED_IN = re.compile(r"(?:\A|\n|: |\b(?:en|de|a|domicilio|dirección) )\Z")
_TOWN_NEXT = re.compile(
    rf",?(?: |\n)(?:C\.?P\.? ?)?(?:[A-Z]?\d{{4,7}}|{_CAPITAL})|, ?(?:piso|dpto|depto|int|casa|of)\b|\n|\.?\Z"
)
_COLONIES = frozenset({"col", "colonia", "fracc", "fraccionamiento", "barrio", "urb"})
_SPANISH = frozenset({"en", "el", "los", "gracias", "saludos", "saludo", "atentamente"})
_COLONY = re.compile(
    rf",? (?:[A-Z][a-z]{{1,5}}\.|Colonia|Fracc\.|Fraccionamiento|Barrio|B°|Bº|Villa|Urb\.)(?: (?:de|del|la|las|los|"
    rf"{_CAPITAL})){{1,4}}"
)
# Whatever the part of a house is called, it stands between an address and a comma.
_PART = re.compile(
    r", (?!(?:le|en|de|au|du|et|on|in|at|el|del|no|y|a|les|the) )[a-zà-ÿ]{2,9}\.? ?\d{1,4}[a-z]?(?=[,\n]|\.? ?\Z)"
)
_PLAIN = re.compile(
    r"(?i)(?:rue|passage|quai|ruelle|faubourg|montée|sentier|paseo|pasaje|plaza|avenue|av\.?|bd\.?|boulevard|chemin|"
    r"impasse|allées?|calle|c/|avenida|avda\.?|travesía|callejón|venelle)\Z"
)
_CODE = re.compile(r"(?i),? ?\(?(?:c\.? ?p\.? ?)?(?:[a-z]{1,2}-)?\d{4,7}\b")
_GOES_ON_SMALL = re.compile(r" (?P<word>[a-zà-ÿ]{3,14})(?=[,\n]|\.?\s*\Z)")
_YEAR = re.compile(r"(?:19|20)\d{2}\Z")
_HOME = re.compile(rf"(?i)(?:\b(?:{_any(LIVES)})|j['’]habite)\s*:?,? ?(?:au |à |in |on |at |en |la |el |the )*\Z")
_ENGLISH_HOME = re.compile(
    rf"(?:\b[Ll]iv(?:e|es|ing) (?:on|in|at)|\b[Rr]esid(?:e|ent|ing) (?:on|of|at|in)|[Aa]ddress(?: is|:)) "
    rf"(?P<street>(?:{_CAPITAL} ){{1,3}}(?:{_SHOWN}))\b"
)


def streets(text: str, lower: str, words: set[str]) -> list[Candidate]:
    """Streets with their numbers, floors and flats; for a text that has figures."""
    found: list[Candidate] = []
    if not words.isdisjoint(_HOME_SIGNS) or not words.isdisjoint(_COLONIES) or not words.isdisjoint(_SPANISH):
        found += _bare(text)
    if words.isdisjoint(SIGNS) and "dit" not in words and "c/" not in lower and "º" not in lower:
        return found
    found += [Candidate(*match.span(), Kind.ADDRESS, LIKELY) for match in _BOX.finditer(text)]
    if not words.isdisjoint(_LAST | _WITH_CAPITAL):
        found += _english(text)
    if not words.isdisjoint(_FIRST):
        found += _number_first(text)
    if "dit" in words:
        found += _hamlets(text)
    found += [Candidate(*match.span(), Kind.ADDRESS, POSSIBLE) for match in _ENGLISH_ODD.finditer(text)]
    if not words.isdisjoint(_NUMBER_LAST_SIGNS) or "c/" in lower or "pº" in lower:
        found += _street_first(text, lower)
    return [one for one in found if not _is_public(lower[one.start : one.end])]


def _bare(text: str) -> Iterator[Candidate]:
    """A street without its kind, as in Mexico or Argentina: `vivo en Insurgentes Sur 1234, Col. Roma`."""
    for match in _BARE.finditer(text):
        led = _HOME.search(text, max(0, match.start() - 40), match.start()) or _goes_to_town(text, *match.span())
        colony = _COLONY.match(text, match.end())
        if not (led or colony) or (_YEAR.match(match["number"]) and not colony):
            continue
        end = colony.end() if colony else match.end()
        yield Candidate(match.start(), _with_floors(text, end), Kind.ADDRESS, LIKELY if colony else POSSIBLE)


def _goes_to_town(text: str, start: int, end: int) -> bool:
    """At the beginning of a line or behind `en`, with a town behind it."""
    first = text[start:end].partition(" ")[0].lower()
    plain = text[start:end].count(" ") > 1 or text[end - 3 : end].isdigit()
    if first in NEVER or not plain or text[start:end].isupper():
        return False
    return bool(_LED_IN.search(text, max(0, start - 12), start) and _TOWN_NEXT.match(text, end))


def homes(text: str, lower: str, words: set[str]) -> list[Candidate]:
    """Streets without a number where somebody says to live."""
    if words.isdisjoint(SIGNS) or words.isdisjoint(_HOME_SIGNS):
        return []
    found = [Candidate(*match.span("street"), Kind.ADDRESS, LIKELY) for match in _ENGLISH_HOME.finditer(text)]
    for match in _kinds_of_streets(lower):
        if _HOME.search(lower, max(0, match.start() - 40), match.start()):
            end = _name_end(text, match.end())
            if end > match.end():
                found.append(Candidate(match.start(), end, Kind.ADDRESS, POSSIBLE))
    return [one for one in found if not _is_public(lower[one.start : one.end])]


def _is_public(street: str) -> bool:
    return any(place in street for place in PUBLIC_PLACES)


def _english(text: str) -> Iterator[Candidate]:
    for pattern, certainty in (
        (_ENGLISH, NAMED),
        (_ENGLISH_ALONE, LIKELY),
        (_ENGLISH_ROAD, LIKELY),
        (_ENGLISH_WORD, POSSIBLE),
    ):
        for match in pattern.finditer(text):
            if _OF_OTHER_TONGUES.isdisjoint(match[0].lower().split()):
                yield Candidate(_with_flat(text, match.start()), match.end(), Kind.ADDRESS, certainty)
    for match in _ENGLISH_SMALL.finditer(text):
        if _AT.search(text, max(0, match.start() - 14), match.start()):
            yield Candidate(*match.span(), Kind.ADDRESS, LIKELY)


_OF_OTHER_TONGUES = frozenset({"al", "del", "de", "el", "los", "las", "y", "du", "des", "le", "les", "et", "bis"})
"""In capitals `27 AL PL` would be a place."""


def _with_flat(text: str, start: int) -> int:
    building = _BUILDING.search(text, max(0, start - 80), start)
    if building:
        return building.start()
    before = _FLAT.search(text, max(0, start - 30), start)
    if before:
        return before.start()
    beside = _BESIDE.search(text, max(0, start - 60), start)
    if beside:
        return beside.start()
    house = _LED_TO.search(text, max(0, start - 60), start)
    return house.start("house") if house else start


def _with_floors(text: str, end: int) -> int:
    for _ in range(4):
        floor = _FLOOR.match(text, end) or _PART.match(text, end)
        if floor is None:
            break
        end = floor.end()
    colony = _COLONY.match(text, end)
    return colony.end() if colony else end


def _number_first(text: str) -> Iterator[Candidate]:
    for match in _FRENCH.finditer(text):
        end = _name_end(text, match.end())
        more = _GOES_ON_SMALL.match(text, end) if end > match.end() and text[match.start() : end].islower() else None
        if more and more["word"] not in NEVER:  # `rue du puits perdu,`
            end = more.end()
        if end > match.end() and _is_named(text, match.end(), end, match[0]):
            yield Candidate(_with_flat(text, match.start()), _with_floors(text, end), Kind.ADDRESS, NAMED)


def _hamlets(text: str) -> Iterator[Candidate]:
    for match in _HAMLET.finditer(text):
        end = _name_end(text, match.end())
        if any(letter.isupper() for letter in text[match.end() : end]):
            yield Candidate(match.start(), end, Kind.ADDRESS, LIKELY)


def _kinds_of_streets(lower: str) -> Iterator[re.Match[str]]:
    for match in _STREET_FIRST.finditer(lower):
        before = lower[match.start() - 1 : match.start()]
        if not (before.isalnum() or before in ("_", "/")):
            yield match


def _street_first(text: str, lower: str) -> Iterator[Candidate]:
    for match in _kinds_of_streets(lower):
        end = _name_end(text, match.end())
        number = _AFTER_NUMBER.match(text, end) if end > match.end() else None
        if (
            number is None
            or not _is_named(text, match.end(), end, match[0])
            or (number["number"] and _YEAR.match(number["number"]) and not _goes_on(text, match.start(), number.end()))
        ):
            continue
        end = _with_floors(text, number.end())
        yield Candidate(match.start(), end, Kind.ADDRESS, NAMED)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether figures like a year's are a house's: a floor or a code follows, or somebody lives there."""
    return bool(_FLOOR.match(text, end) or _CODE.match(text, end) or _HOME.search(text, max(0, start - 40), start))


def _is_named(text: str, start: int, end: int, street: str) -> bool:
    """Whether it is a street at all: its name has a capital, or its kind says that it can be nothing else."""
    return any(letter.isupper() for letter in text[start:end]) or bool(_PLAIN.search(street))


def _name_end(text: str, at: int) -> int:
    """Where a street's name ends: at most five words; one in small letters stands right behind a particle."""
    end, words, open_ = at, 0, True
    for _ in range(9):
        step = _STEP.match(text, at)
        word_match = _WORD.match(text, step.end()) if step else None
        if step is None or word_match is None:
            break
        word = word_match[0].lower()
        if word in _PARTICLES or word.rstrip("'’") in ("d", "l"):
            at, open_ = word_match.end(), True
            continue
        capital = word_match[0][0].isupper() or word_match[0][0].isdigit()
        if words == 5 or word in _STOPS or not (capital or open_ or step[0][-1:] in "'’"):
            break
        words, open_, at = words + 1, False, word_match.end()
        end = at - (word_match[0][-1] == "." and len(word_match[0]) > 4)
        if end != at:
            break
    return end
