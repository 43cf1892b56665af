"""Numbers of files, claims, patients and contracts: whoever keeps the file knows the person. And plates of vehicles.

A word names such a number (`my claim`, `dossier n°`, `historia`); numbers that anybody may look up, as those of laws,
petitions, court cases and planning, stay.
"""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import ORDINARY_WORD, classes
from hearhear.redaction.numbers.phones import OF_NO_HOME
from hearhear.redaction.spans import BARE, LIKELY, NAMED, POSSIBLE, Candidate, Kind
from hearhear.redaction.vocabulary import section

_FILES = section("files")
_NOUNS = "|".join(map(re.escape, sorted(_FILES, key=lambda noun: (-len(noun), noun))))
_NUMBER_SIGN = r"(?:no|n\.?[°ºª]|nr|num(?:ber)?|numéro|número|núm|id|code|código|#)"
# A noun, and no figure and no new sentence between it and the number; or `number`, `n°` right before it.
_NAMED = re.compile(
    rf"(?<![^\W\d_])(?:(?:{_NOUNS})(?![^\W\d_])\.?(?:[^\d\n.;!?]|{_NUMBER_SIGN}\.){{0,32}}|"
    rf"{_NUMBER_SIGN}\.?[ \xa0:]{{0,2}}|"
    rf"(?:n\.?[°ºª]|num(?:ber)?|numéro|número|núm)\.?(?: (?:d['’]|de |of )?[^\W\d_]+){{1,2}}[ \xa0:]{{0,3}})\Z"
)
_PUBLIC_NOUNS = (
    r"(?<![^\W\d_])(?:bills?|acts?|laws?|loi|lois|ley|leyes|petitions?|pétitions?|petici[oó]n|peticiones|directive|"
    r"directiva|regulation|r[èe]glement|reglamento|decree|d[ée]cret|decreto|orden|ordonnance|ordenanza|"
    r"arr[êe]t[ée]|court|cour|"
    r"tribunal supremo|cjue|cedh|cjeu|amendments?|amendement|enmienda|articles?|artículo|clauses?|standards?|"
    r"norme|norma|"
    r"iso|hansard|questions?|pregunta|boe|bolet[ií]n|bocg|ecli|celex|journal|gazette|planning|urbanis\w+|construire|"
    r"licencia|obras|"
    r"foi|freedom of information|grid|charity|compan(?:y|ies)|siren|siret|registered office|isbn|doi|issn|proyecto|"
    r"proposici[oó]n|proposition|projet|motion|moción|report|rapport|informe|paper|"
    r"parliamentary|parlementaire|parlamentari[oa]|cases? [ct]|affaires? [ct]|"
    r"asunto [ct]"
    r"|permis(?: de construire)?(?: n°)? (?:pc|pa|dp))(?![^\W\d_])"
)
_PUBLIC = re.compile(_PUBLIC_NOUNS + r"[^\n.;!?]{0,40}\Z")
_PUBLIC_BESIDE = re.compile(_PUBLIC_NOUNS + r"[^\n.,;!?()]{0,40}\Z")
"""No comma and no bracket between: what stands behind one is another number."""
# Series of public papers that begin the number itself: official journals, collections of case law, statutory rules.
_PUBLIC_SERIES = re.compile(r"(?:BOE|BOCG|DOUE|ECLI|CELEX|JORF|SI|ISO|IEC|EN|BS|DIN|NF|UNE|NCh|RFC)[-: ]")
# Figures in groups, letters before, between and behind them: HC 0087214, 77/BF/30162, D-2023-001187-00004.
_CODE = re.compile(
    r"(?<![\w./@#+-])(?:[^\W\d_]{1,5}[-/. ]?){0,2}?\d[^\W_]{0,11}(?:[-–/.][^\W_]{1,12}|"
    r" (?:\d{2,10}|(?=[A-Z]{0,3}\d)[A-Z\d]{2,10})(?![\w,.]\d|[^\W\d_])){0,6}(?![\w@/-])"
)
_FIGURES_NEEDED, _FIGURES_AMONG_LETTERS = 6, 4
"""Years and numbers of articles have fewer figures; so many among letters make a number of its own kind."""
_FIGURES_ALONE = 7
"""Without letters and without a noun: what people count in letters has fewer, and its thousands are parted."""
_THOUSANDS = re.compile(r"(?:\A|(?<=[^\W\d_] ))[1-9]\d{0,2}(?:[ .,\xa0\u202f]\d{3})+\Z")
_COUNTED = re.compile(r"[ \xa0][^\W\d_]{3}")
# A noun and the number that is its own, with nothing behind it that it could count: `Folio 88412.`
_APPOSED = re.compile(r"[^\W\d_]{4,}\.?:? \Z")
_ENDS_CLAUSE = re.compile(r" ?[,.;:)\n]|\Z")
# Public papers are counted within a year, and so are cases at courts: a weak word beside it does not make it private.
_YEARLY = re.compile(
    r"\d{2}/\d{3,6}(?:/[A-Z]{2,4})?|(?:19|20)\d{2}[-–/]\d{1,6}|\d{1,6}[-–/](?:19|20)\d{2}|[A-Za-z]?[-–]?\d{1,4}/\d{2}"
)
_WEAK = re.compile(
    r"(?<![^\W\d_])(?:application|permit|licen[cs]e|ref|reference|case|order|record|notice|decision|letter|"
    r"réf|référence|permis|demande|affaire|décision|avis|courrier|referencia|caso|escrito|resolución|registro)"
    r"(?![^\W\d_])[^\d\n]{0,32}\Z"
)
_OF_ANYTHING = frozenset({"expediente", "expdte", "exp", "dossier", "dossiers", "file"})
"""What bills have as well: beside one of these the words before it say whose."""
# What offices and firms have numbers of as well as people.
_SHARED = re.compile(
    r"(?<![^\W\d_])(?:application|permit|licen[cs]e|order|record|notice|decision|ticket|incident|complaint|"
    r"permis|décision|avis|plainte|queja|resolución|"
    r"registro)(?![^\W\d_])[^\d\n]{0,32}\Z"
)
# Whose it is: `my permit`, `su solicitud`.
_OWNED = re.compile(
    r"(?<![^\W\d_])(?:my|his|her|our|their|whose|mon|ma|mes|sa|notre|nos|leur|mi|mis|su|sus|nuestr[oa])(?![^\W\d_])"
)
# The same right before the number: `el estado de mi reclamo QRT-7`.
_IS_OWN = re.compile(r"(?<![^\W\d_])(?:my|his|her|mon|ma|sa|mi|su) [^\W\d_]{4,16}(?: (?:n[°º]|no\.?|number))? \Z")
# The noun, a sign for a number, and nothing else: not `Member States (2017/2937)`.
_ADJACENT = re.compile(
    rf"(?<![^\W\d_])(?:(?P<noun>{_NOUNS})|{_NUMBER_SIGN})(?![^\W\d_])\W{{0,3}}"
    rf"(?:(?:{_NUMBER_SIGN}|is|est|es)\W{{0,3}})?\Z"
)
_SERIES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ/- "
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d{2}[-–/](?:19|20)\d{2}")
_UNIT = re.compile(
    r" ?(?:€|\$|£|%|euros?|dollars?|pounds?|pesos?|millions?|millones|people|personnes|personas|masks|k?m\b|"
    r"kg\b|kwh\b)"
)
# A letter, two figures, five: the form of files in the offices that people write about, and of no public paper.
_OFFICE_FILE = re.compile(r"[A-Za-z]\d{2}-\d{5}")
# The roll of a French court: whose case it is stands in it.
_COURT_ROLL = re.compile(r"RG ?\d{2}/\d{4,5}\Z")
_NOUN = re.compile(_NOUNS)
_SIGNS = {noun.partition(" ")[0].partition("-")[0] for noun in _FILES}
_SIGNS |= {"no", "n", "nr", "num", "number", "numéro", "número", "núm", "id", "code", "código"}
"""Words of which one is in a text that names such a number."""
_OF_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_ENOUGH = re.compile(r"\d(?:[ /.–-]?[A-Za-z]{0,4}[ /.–-]?\d){3}")
_WORDS_OF_A_LETTER = frozenset("aàyoeéi")
# A letter that checks a number stands parted behind it: `4418206 K`.
_CHECK_LETTER = re.compile(r"(?: [B-DF-HJ-NP-XZ]| [IVX]{2,4}|-[A-Z])(?![\w'’-])")
# `my SBI is 119 904 226`: whatever the letters stand for, the number is the writer's.
_OWN_NUMBER = re.compile(
    r"(?<!\w)(?:[Mm](?:y|on|a|i)|[Hh](?:is|er)|[Ss](?:on|a|u)) (?P<what>[A-Z]{3,5})"
    r"(?: (?:is|est|es|no\.?|number|n[°º]))?(?: (?:le|el|the))?[ :]{1,3}(?P<code>\d(?:[ .-]?\d){6,13})"
    r"(?![\w€$£%-]|[.,]\d)"
)
_SMALL_BEFORE = re.compile(r"[^\W\d_A-Z]{2}")
_NEAR = 16
"""Characters before capitals that tell whether everything is written in them."""
_AROUND = 24
_BACK = 48


def references(text: str, lower: str, words: set[str]) -> Iterator[Candidate]:
    """Numbers of somebody's file, with the letters that belong to them; `words` are all of the text."""
    named = not words.isdisjoint(_SIGNS) or "rg" in words or any(sign in lower for sign in "°º#")
    for start, end in _stretches(text):
        for match in _OWN_NUMBER.finditer(text, start, end):
            if not _UNIT.match(text, match.end()):
                yield Candidate(*match.span("code"), Kind.REFERENCE, NAMED)
        if named:
            yield from _in_stretch(text, lower, start, end)


def _stretches(text: str) -> list[tuple[int, int]]:
    """Where such a number can be, around figures that are enough for one."""
    found: list[tuple[int, int]] = []
    for match in _ENOUGH.finditer(text):
        start, end = max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND)
        if found and start <= found[-1][1]:
            start, _ = found.pop()
        found.append((start, end))
    return found


def _in_stretch(text: str, lower: str, first: int, last: int) -> Iterator[Candidate]:
    for match in _CODE.finditer(text, first, last):
        if sum(map(str.isdigit, match[0])) < _FIGURES_AMONG_LETTERS:
            continue
        start = _start(text, match)
        code, end, back = text[start : match.end()], _end(text, match.end()), max(0, match.start() - _BACK)
        counts = _THOUSANDS.search(code) and (_COUNTED.match(text, end) or not _ADJACENT.search(lower, back, start))
        if not _may_be_file(code) or counts or _UNIT.match(text, end) or OF_NO_HOME.match(code):
            continue
        shared = _WEAK.search(lower, back, start) is not None
        adjacent = not shared and _ADJACENT.search(lower, back, start)
        named = adjacent and adjacent["noun"] and adjacent["noun"] not in _OF_ANYTHING
        public = _PUBLIC_SERIES.match(code) or (not named and _PUBLIC.search(lower, back, start))
        if _COURT_ROLL.match(code):
            yield Candidate(start, end, Kind.REFERENCE, NAMED)
        elif public:
            continue
        elif _NAMED.search(lower, back, start):
            if adjacent or not _is_yearly(code):
                owned = (
                    not _SHARED.search(lower, back, start)
                    or _OWNED.search(lower, back, start)
                    or _OFFICE_FILE.fullmatch(code)
                )
                yield Candidate(start, end, Kind.REFERENCE, NAMED if owned else BARE)
        elif _OFFICE_FILE.fullmatch(code):
            yield Candidate(start, match.end(), Kind.REFERENCE, POSSIBLE)


def _is_yearly(code: str) -> bool:
    """`2024/118`, with the letters of a series before it or without."""
    return _YEARLY.fullmatch(code.lstrip(_SERIES)) is not None


def bare_references(text: str, lower: str) -> Iterator[Candidate]:
    """Letters and figures that no word names: in a letter with personal data mostly somebody's file."""
    for first, last in _stretches(text):
        for match in _CODE.finditer(text, first, last):
            if sum(map(str.isdigit, match[0])) < _FIGURES_AMONG_LETTERS:
                continue
            start, back = _start(text, match), max(0, match.start() - _BACK)
            code = text[start : match.end()]
            if (
                _may_be_bare(text, start, code)
                and not _UNIT.match(text, match.end())
                and (not _PUBLIC_BESIDE.search(lower, back, start) or _IS_OWN.search(lower, back, start))
                and not _PUBLIC_SERIES.match(code)
            ):
                yield Candidate(start, _end(text, match.end()), Kind.REFERENCE, BARE)


def _may_be_bare(text: str, start: int, code: str) -> bool:
    """Whether a code has enough figures beside those of a year, and counts nothing."""
    if _DATE.fullmatch(code) or _THOUSANDS.search(code):
        return False
    of_its_own = _OF_A_YEAR.sub("", code)
    figures = sum(map(str.isdigit, of_its_own))
    if any(map(str.isupper, code)):
        return figures >= _FIGURES_AMONG_LETTERS
    if any(map(str.isalpha, code)):
        return figures >= _FIGURES_NEEDED
    if figures >= _FIGURES_ALONE:
        return True
    apposed = _APPOSED.search(text, max(0, start - _BACK), start) and _ENDS_CLAUSE.match(text, start + len(code))
    return figures >= _FIGURES_NEEDED - 1 and apposed is not None


def _end(text: str, end: int) -> int:
    letter = _CHECK_LETTER.match(text, end)
    return letter.end() if letter else end


def _may_be_file(code: str) -> bool:
    """Whether it has enough figures, and is no date and no span of years; letters parted by a space do not count."""
    code = code.rpartition(" ")[2] if code.count(" ") == 1 and code.partition(" ")[0].isalpha() else code
    figures = sum(map(str.isdigit, code))
    enough = _FIGURES_AMONG_LETTERS if any(map(str.isalpha, code)) else _FIGURES_NEEDED
    return figures >= enough and not _DATE.fullmatch(code)


def _start(text: str, match: re.Match[str]) -> int:
    """Where the number begins: letters parted from it by a space belong to it if they are capitals and no noun."""
    start = match.start()
    words = match[0].split(" ")
    while len(words) > 1 and words[0].isalpha():
        prefix = words[0].lower()
        named = _NOUN.fullmatch(prefix) or classes(prefix) & ORDINARY_WORD
        if words[0].isupper() and prefix not in _WORDS_OF_A_LETTER and (not named or _is_series(text, start, prefix)):
            break
        start += len(words[0]) + 1
        words = words[1:]
    return start


def _is_series(text: str, start: int, prefix: str) -> bool:
    """Whether capitals that are also a word stand among small letters, and so are meant: `2nd August, TO 24/11902`."""
    if len(prefix) < 2 or _NOUN.fullmatch(prefix):
        return False
    return _SMALL_BEFORE.search(text, max(0, start - _NEAR), start) is not None


_OF_PLATES = frozenset(
    {"plate", "plates", "reg", "registration", "plaque", "plaques", "immatriculation", "immatriculé", "immatriculée"}
    | {"immatriculés", "immatriculées", "matrícula", "matrículas", "matricula", "matriculas", "placa", "placas"}
)
_VEHICLES = _OF_PLATES | {
    *(
        "car",
        "cars",
        "van",
        "vans",
        "vehicle",
        "vehicles",
        "lorry",
        "truck",
        "taxi",
        "moped",
        "motorbike",
        "motorbikes",
    ),
    *("bike", "bikes", "scooter", "scooters", "voiture", "voitures", "véhicule", "véhicules", "camion", "camionnette"),
    *("moto", "coche", "coches", "furgoneta", "furgonetas", "vehículo", "vehículos", "camión", "patente"),
}
_VEHICLE, _PLATE_WORD = (
    re.compile(rf"(?<![^\W\d_])(?:{'|'.join(sorted(words))})(?![^\W\d_])") for words in (_VEHICLES, _OF_PLATES)
)
_BEHIND_WORD = 32
_LIKE_PLATE = re.compile(r"[A-Z][A-Z]-?\d\d")
# DVLA (INF104), the French SIV and the Spanish Reglamento General de Vehículos: the forms of plates in use.
_SURE_PLATES = re.compile(r"(?<![\w./-])(?:[A-Z]{2}\d{2}[ -]?[A-Z]{3}|[A-Z]{2}-\d{3}-[A-Z]{2})(?![\w-])")
_OTHER_PLATES = re.compile(
    r"(?<![\w./-])(?:[A-Z]{2} \d{2} ?[A-Z]{3}|[A-Z]{2} \d{3} [A-Z]{2}|\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|"
    r"[A-Z]{2}\d{3}[A-Z]{2}|[A-Z]\d{1,3} ?[A-Z]{3}|\d{2,4} ?[A-Z]{2,3} ?\d{2}|[A-ZÑ]{1,2}[ -]\d{4}[ -][A-ZÑ]{1,2}|"
    r"[A-Z]{3}[ -]\d{3,4}|\d{3}-[A-Z]{3})(?![\w-])"
)
_NAMED_PLATE = re.compile(
    r"(?<![\w./-])(?:[A-Z\d]{1,4}(?:[ -][A-Z\d]{1,4}){1,2}|(?=[A-Z]*\d)[A-Z\d]{4,8}|"
    r"(?=[a-z]*\d)[a-z\d]{4,8}|[a-z\d]{1,4}(?:-[a-z\d]{1,4}){1,2})(?![\w-])"
)
_NEAR_VEHICLE = 64
_BREAK = re.compile(r"[\n!?]")


def plates(text: str, lower: str, words: set[str]) -> Iterator[Candidate]:
    """Plates of vehicles: two forms that nothing else has, and others near a word for a vehicle."""
    for match in _SURE_PLATES.finditer(text) if _LIKE_PLATE.search(text) else ():
        yield Candidate(*match.span(), Kind.PLATE, LIKELY)
    if words.isdisjoint(_VEHICLES):
        return
    for word in _VEHICLE.finditer(lower):
        for match in _OTHER_PLATES.finditer(text, word.end(), word.end() + _NEAR_VEHICLE):
            if not _BREAK.search(text, word.end(), match.start()):
                yield Candidate(*match.span(), Kind.PLATE, NAMED)
    for word in () if words.isdisjoint(_OF_PLATES) else _PLATE_WORD.finditer(lower):
        named = _NAMED_PLATE.search(text, word.end(), word.end() + _BEHIND_WORD)
        if named and _is_plate(named[0]):
            yield Candidate(*named.span(), Kind.PLATE, NAMED)


def _is_plate(code: str) -> bool:
    return any(map(str.isdigit, code)) and any(map(str.isalpha, code)) and sum(map(str.isalnum, code)) > 3
