"""Addresses without a street and a number: houses, farms, pitches and blocks, by what stands beside them.

What stands before a postcode, between commas or on the line above, is where somebody lives, whatever it is called; so
is what follows `my address is`, and a part of a house with its number (`Flat 9, …`).
"""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import is_person, is_surely_person
from hearhear.redaction.spans import BARE, LIKELY, POSSIBLE, Candidate, Kind
from hearhear.redaction.vocabulary import NEVER, OFFICES, section

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒŠŽ][\w'’-]{0,30}"
_UNIT = (
    r"(?:flat|apartment|apt|unit|suite|room|pitch|plot|caravan|lot|berth|house|block|appt?|appartement|bât(?:iment)?|"
    r"esc(?:alier|alera)?|étage|porte|portal|piso|puerta|bloque|bajo|planta|nave|parcela|caserío|lieu-dit|résidence|"
    r"residence|entrée|hall|tour|torre|cité|barrio|urb(?:anización)?|finca|chalet|villa|maison|n[°ºo]|number)\.?"
)
# Between two commas: a name with capitals and words that join them, or a part of a house with its number or letter.
_JOINING = r"(?:de|del|la|las|los|el|du|des|le|les|of|the|na|an|y|on|upon|sur|sous|en|d['’]|l['’])"
_PART = (
    rf"(?:(?:{_UNIT} )?(?:\d{{1,4}}[a-z]?,? )?{_CAPITAL}(?:[ -](?:{_JOINING} ?|{_CAPITAL}|\d{{1,4}}\b)){{0,5}}|"
    rf"{_UNIT} ?\w{{1,4}}\.?)"
)
_STREET = "|".join(re.escape(word) for word in sorted(section("streets_first") | section("numbers_last")))
_LED_PART = rf"(?:{_PART}|(?:{_STREET})(?: {_JOINING})* ?{_CAPITAL}(?:[ -](?:{_JOINING} ?|{_CAPITAL})){{0,4}})"
_PARTS = re.compile(rf"(?<![\w@])(?P<parts>{_PART}(?:,? *, *{_PART}){{0,4}})[ \t]*[,–-]?[ \t]*\n?[ \t]*(?:[A-Z]-)?\Z")
_SEPARATOR = re.compile(r",[ \t]*")
# In a text in small letters; none begins inside a word.
_LEADS = re.compile(
    r"(?:address(?: is|:)|live(?:s|d)? (?:at|in)|living (?:at|in)|resid(?:es?|ing) at|adresse(?: est| :|:)|"
    r"habite(?:nt|ons)?(?: à| au)?|demeurant(?: à| au)?|domicilié(?:e)?(?: à| au)?|dirección(?: es|:)|"
    r"domicilio(?: en|:)|vivo en|vive en|notificar en:)(?= )"
)
_LED = re.compile(rf"(?: (?:the|la|le|el|les|los|las))? (?P<parts>{_LED_PART}(?:, {_LED_PART})+)")
# Whatever is said behind `domiciled at`, up to where the sentence goes on: `Camino a Vela km 4, parcela Los Olmos`.
_DOMICILES = re.compile(
    r"(?:domiciliad[oa]s? en|con domicilio en|domiciled at|of no fixed abode but at|demeurant(?: actuellement)?"
    r"(?: au| à)?)(?= )"
)
_DOMICILE = re.compile(
    r" (?P<parts>(?=[^,.;\n]{0,40}[A-ZÀ-Þ\d])[^,.;:()\n]{3,48}(?:, (?=[^,.;\n]{0,24}[A-ZÀ-Þ\d])"
    r"[^,.;:()\n]{3,40}){0,2})(?=[,.;\n)]|\Z)"
)
# `Knock at no. 4`: where the street is known to both.
_HOUSE_NUMBER = re.compile(r"(?:no\.?|number|numéro|número|n[°º]) ?\d{1,4}[a-z]?(?!\w)")
_AT_HOUSE = re.compile(r"(?<!\w)(?:at|to|au|du|en el|del|al) \Z")
_FLAT = re.compile(rf"(?<![\w])(?P<parts>(?i:{_UNIT}) (?=\w{{0,2}}\d|[A-Z]\b)\w{{1,4}}(?:, {_PART}){{1,3}})")
_ESTATE = re.compile(
    rf"(?<!\w)(?i:résidence|residence|cité|immeuble|caravan(?: site)?|urbanización|urb\.|"
    rf"edificio)(?: (?:{_JOINING}|{_CAPITAL})){{1,4}},? "
    r"(?i:porte|bât(?:iment)?|appt?|appartement|esc(?:alier)?|portal|bloque|piso|flat|hall)\.? ?\w{1,4}\b"
)
# A house and its street, neither with a number: The Parsonage, Upper Slaughter Lane.
_HOUSE = (
    r"(?:Cottage|Farm|Farmhouse|House|Lodge|Barn|Parsonage|Rectory|Vicarage|Manse|Forge|Mill|Grange|Croft|Manor|"
    r"Bungalow|Gatehouse|Oast|Smithy|Stables|Ferme|Mas|Moulin|Cortijo|Masía|Caserío|Finca)"
)
_HOUSE_AND_STREET = re.compile(
    rf"(?<!\w)(?:(?:The|La|Le|El) )?(?:{_CAPITAL} ){{0,2}}{_HOUSE}(?: (?:{_JOINING} ?|{_CAPITAL})){{0,4}}, "
    rf"(?:{_CAPITAL} ){{1,3}}(?:Lane|Road|Street|Hill|Row|Way|Drove|Drive|Green|Close)\b"
)
# The same behind a word of place, with a village for the street: `of Crossing Cottage, Fen End`.
_HOUSE_IN_PLACE = re.compile(
    rf"(?<!\w)(?:of|at|from|de|du|en|à|au|la|le|el) (?P<parts>(?:(?:The|La|Le|El) )?(?:{_CAPITAL} ){{0,2}}{_HOUSE}"
    rf"(?: (?:{_JOINING} ?|{_CAPITAL})){{0,4}}, {_CAPITAL}(?: {_CAPITAL}){{0,2}})(?=[,.\n]|\Z)"
)
# A house with a name and its street, or a farm with its name, where the letter is private.
_STREETS_BEHIND = r"(?:Road|Street|Lane|Avenue|Hill|Row|Way|Drive|Green|Close|Terrace)"
_NAMED_HOUSE = re.compile(
    rf"(?<!\w)The {_CAPITAL}(?: {_CAPITAL})?, (?:{_CAPITAL} ){{1,2}}{_STREETS_BEHIND}\b"
    rf"(?:, {_CAPITAL}(?: {_CAPITAL})?)?|"
    r"(?<!\w)(?i:cortijo|caser[íi]o|mas[íi]a|pazo|granja|hameau|ferme)(?: (?:de|du|des|la|le|les|el|los|las))*"
    rf"(?: {_CAPITAL}){{1,3}}|"
    rf"(?<!\w)(?:quinta|rancho|estancia|chacra) (?:Las?|Los|El|San|Santa) {_CAPITAL}"
    r"(?:, (?:interior|int\.?|casa|lote) ?\d{1,4})?"
)
# Outside a village: Barrio La Peña s/n.
_NO_NUMBER = re.compile(rf"(?<!\w)(?:{_CAPITAL} )(?:(?:{_JOINING}|{_CAPITAL}),? ){{1,4}}s/n\b")
# The number behind a street that has its own in front elsewhere: Rossetti Walk, no 77.
_NUMBER_BEHIND = re.compile(
    rf"(?<!\w)(?:{_CAPITAL} ){{1,3}}(?:Street|Road|Avenue|Lane|Close|Drive|Court|Walk|Grove|Terrace|Crescent|Way|Row|"
    r"Gardens|Rise|Place|Square),? (?:no|number|n[°º])\.? ?\d{1,4}[a-z]?\b"
)
# A street without its number behind the name of somebody private: M. Le Bihan, rue Ernest-Renan; or with it and
# without its kind: Ana Vela, Mayor 3.
_BEHIND_NAME = re.compile(
    rf",? (?:of |at )?(?P<street>(?:{_CAPITAL} ){{1,2}}{_HOUSE}|"
    rf"(?:(?i:{_STREET})(?: {_JOINING})*|de la) {_CAPITAL}(?:[ -](?:{_JOINING} ?|{_CAPITAL})){{0,4}})"
    r"(?=[,.\n)]| (?:has|is|was)\b)|"
    rf", (?P<kindless>(?:no\.?|number|numéro|número|n[°º]) ?\d{{1,4}}[a-z]?(?!\w)|"
    rf"{_CAPITAL}(?:[ -](?:{_JOINING} ?|{_CAPITAL})){{0,3}} \d{{1,4}}[a-z]?)(?=[,;)\n]|\.?\s*\Z)"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEADING = frozenset(
    {"address", "live", "lives", "lived", "living", "reside", "resides", "residing"}
    | {"adresse", "habite", "habitent", "habitons", "demeurant", "domicilié", "domiciliée"}
    | {"domiciliado", "domiciliada", "domiciliados", "domiciliadas", "domiciled"}
    | {"dirección", "domicilio", "vivo", "vive", "notificar"}
)
_UNITS = frozenset(_WORD.findall(_UNIT)) | {"n"}
_ESTATES = frozenset({"résidence", "residence", "cité", "immeuble", "caravan", "urbanización", "urb", "edificio"})
_HOUSES = frozenset(word.lower() for word in _WORD.findall(_HOUSE))
_NAMED_HOUSES = frozenset({"cortijo", "caserío", "caserio", "masía", "masia", "pazo", "granja", "hameau", "ferme"}) | {
    *("quinta", "rancho", "estancia", "chacra"),
    *("road", "street", "lane", "avenue", "hill", "row", "way", "drive", "green", "close", "terrace"),
}
_NUMBERED = frozenset(
    {
        "street",
        "road",
        "avenue",
        "lane",
        "close",
        "drive",
        "court",
        "walk",
        "grove",
        "terrace",
        "crescent",
        "way",
        "row",
    }
    | {"gardens", "rise", "place", "square"}
)
_STREETS = frozenset({"no", "number", "n"})
_NUMBERS = _STREETS | {"numéro", "número"}
_AT = re.compile(r"(?i)(?<!\w)(?:at|of|du|au|à|à la|de la|de l['’]|en|del?) ?\Z")
_SAYS = re.compile(r"(?i)(?:j['’]habite|habit\w+|vivo|vive|live[sd]?|address|adresse|dirección|en|in|at|à|au) ")
_NO_STREETS = (NEVER | section("laws")) - section("streets_named")
_SENTENCE = re.compile(r"[.!?:;](?:\s|\Z)|[@\[\]]")
_MOST_LINES, _LONGEST_LINE = 4, 48
"""Lines between a name and a postcode: a house, a street, a village, a town."""
_NO_ADDRESS = NEVER - section("articles")
_REACH = 120


def before_postcodes(text: str, codes: list[Candidate], public_words: frozenset[str] = OFFICES) -> Iterator[Candidate]:
    """What stands before each postcode, back to the name of whoever lives there."""
    for code in codes:
        match = _PARTS.search(text, max(0, code.start - _REACH), code.start)
        if match is None:
            continue
        start = match.start("parts")
        for part in _SEPARATOR.split(match["parts"]):
            words = part.lower().split()
            if (
                (not is_person(part) or _AT.search(text, max(0, start - 8), start))
                and words[0] not in _NO_ADDRESS
                and not public_words.intersection(words)
            ):
                break
            start = min(match.end("parts"), _SEPARATOR.search(text + ",", start + len(part)).end())  # type: ignore[union-attr]
        verb = _SAYS.match(text, start, match.end("parts"))
        start = verb.end() if verb else start
        if " " in text[start : match.end("parts")]:
            yield Candidate(start, match.end("parts"), Kind.ADDRESS, POSSIBLE)


def lines(text: str, lower: str, words: set[str]) -> Iterator[Candidate]:
    """Addresses that words lead to, parts of a house with their number, and a house with its street.

    `words` are all words of the text in small letters: a pattern is tried where one of its own is among them.
    """
    if not words.isdisjoint(_LEADING):
        yield from _led_to(text, lower)
    for pattern, signs in ((_FLAT, _UNITS), (_HOUSE_IN_PLACE, _HOUSES)):
        for match in () if words.isdisjoint(signs) else pattern.finditer(text):
            yield Candidate(*match.span("parts"), Kind.ADDRESS, LIKELY)
    for match in () if words.isdisjoint(_NUMBERS) else _HOUSE_NUMBER.finditer(lower):
        if _AT_HOUSE.search(lower, max(0, match.start() - 6), match.start()):
            yield Candidate(*match.span(), Kind.ADDRESS, BARE)
    for match in () if words.isdisjoint(_NAMED_HOUSES) else _NAMED_HOUSE.finditer(text):
        yield Candidate(*match.span(), Kind.ADDRESS, BARE)
    for pattern, signs in (
        (_ESTATE, _ESTATES),
        (_HOUSE_AND_STREET, _HOUSES),
        (_NUMBER_BEHIND, _STREETS if not words.isdisjoint(_NUMBERED) else frozenset[str]()),
        (_NO_NUMBER, _STREETS if "s" in words else frozenset[str]()),
    ):
        for match in () if words.isdisjoint(signs) else pattern.finditer(text):
            yield Candidate(*match.span(), Kind.ADDRESS, POSSIBLE)


def _led_to(text: str, lower: str) -> Iterator[Candidate]:
    for leads, pattern in ((_LEADS, _LED), (_DOMICILES, _DOMICILE)):
        for lead in leads.finditer(lower):
            match = pattern.match(text, lead.end())
            if match and not lower[lead.start() - 1 : lead.start()].isalpha():
                yield Candidate(*match.span("parts"), Kind.ADDRESS, LIKELY)


def is_home_behind(text: str, end: int) -> bool:
    """`M. Le Bihan, rue Ernest-Renan`."""
    match = _BEHIND_NAME.match(text, end)
    return match is not None and match["street"] is not None


def behind_names(text: str, names: list[Candidate]) -> Iterator[Candidate]:
    """Streets right behind private names."""
    for one in names:
        match = _BEHIND_NAME.match(text, one.end)
        if match and match["street"]:
            yield Candidate(*match.span("street"), Kind.ADDRESS, POSSIBLE)
        elif match and match["kindless"].partition(" ")[0].lower() not in _NO_STREETS:
            yield Candidate(*match.span("kindless"), Kind.ADDRESS, POSSIBLE)


def blocks(text: str, codes: list[Candidate]) -> Iterator[Candidate]:
    """The lines above the line of a postcode, back to who lives there: each short, with a capital and no sentence."""
    for code in codes:
        line = text.rfind("\n", 0, code.start) + 1
        if not line or _SENTENCE.search(text, line, code.start):
            continue
        for _ in range(_MOST_LINES):
            above = text.rfind("\n", 0, line - 1) + 1
            written = text[above : line - 1].strip(" \t\r,")
            if not _is_block_line(written) or is_surely_person(written):
                break
            yield Candidate(above, line - 1, Kind.ADDRESS, POSSIBLE)
            line = above
            if not line:
                break


def _is_block_line(written: str) -> bool:
    """`The Old Signal Box, Station Approach`; not the end of a sentence, and no office."""
    words = written.lower().split()
    return (
        3 < len(written) <= _LONGEST_LINE
        and (written[0].isupper() or written[0].isdigit())
        and not _SENTENCE.search(written)
        and words[0] not in _NO_ADDRESS
        and OFFICES.isdisjoint(words)
    )
