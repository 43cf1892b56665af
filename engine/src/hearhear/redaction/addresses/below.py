"""What stands below the name with which a letter ends, and the place that somebody calls their own.

Below a name, short lines are where somebody lives, whatever the street is called, if one of them has the number of a
house or is a house: `RMB 410, Old Stock Route`, `Casa do Chantre, s/n`.
"""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import PLACE, classes
from hearhear.redaction.spans import BARE, LIKELY, POSSIBLE, Candidate, Kind
from hearhear.redaction.vocabulary import NEVER, OFFICES, TOWNS, section
from hearhear.structure.letter import PHRASES, SENTENCES

_END = 420
"""Characters from the end in which a name signs a letter: as far as a closing is looked for."""
_MOST_LINES, _LONGEST_LINE = 5, 60
"""A house, a street, a village, a town, a land; letters are wrapped above sixty signs."""
_SENTENCE = re.compile(r"[!?;@\[\]]|:(?:\s|\Z)|[^\W\d_]{6,}\.\s|\A\W*(?:p\.? ?[sd]\b|n\.? ?b\b)", re.IGNORECASE)
_PHONE = re.compile(r"(?:\d[ ().\xa0/-]{0,3}){8,}")
_CLOSING = re.compile(rf"(?i)(?:{PHRASES}|{SENTENCES})(?!\w)")
_YEAR = re.compile(r"\b(?:1[89]|20)\d{2}\b")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = (
    section("connectors") | section("street_particles") | section("name_particles") | {"nr", "sur", "s", "n"}
)
_STREETS = section("streets_first") | section("streets_last") | section("numbers_last")
_HOUSES = frozenset(
    {
        "farm",
        "farmhouse",
        "cottage",
        "barn",
        "lodge",
        "croft",
        "grange",
        "bungalow",
        "mill",
        "house",
        "ferme",
        "moulin",
    }
    | {"mas", "cortijo", "masía", "pazo", "quinta", "finca", "caserío", "parcela", "casa", "maison", "résidence"}
)
_OF_STREETS = _STREETS | _HOUSES
_NO_LINE = NEVER - section("articles") - _SMALL_WORDS - _STREETS | {"i"}
_SHORT = 5
_UNNUMBERED = re.compile(r"(?i)(?<!\w)(?:s/n|sin número|sans numéro|no number)(?!\w)")
_CALLINGS = (OFFICES | section("roles")) - {"saint", "st", "sainte", "san", "santa", "santo"}
"""Words of a line that is no address; saints give their names to villages."""
# `Atte. Inés Vela`, `Fdo.: Dra. Vela`: two short words at most before the name on its line.
_LEAD = re.compile(r"[ \t–—-]*(?:[^\W\d_]{1,12}[.:]{0,2}[ \t]*){0,2}")
_BEHIND_COMMA = re.compile(r", (?P<home>(?:[^\n.]|\.(?! )){6,80}?)\.?\s*\Z")
_CODE_FIRST, _CODE_LAST = (
    re.compile(r"[ \t]*(?P<code>\d{4,5})(?= [^\W\d_])"),
    re.compile(r"[^\W\d_],? (?P<code>\d{4,5})\Z"),
)

# `Vega, donde aún vivo`: the place stands before the word.
_LIVED_IN = re.compile(
    r"(?<!\w)(?P<place>[A-ZÀ-ÖØ-Þ][\w'’-]{2,30}(?: (?:(?:de|del|la|las|le|les|sur|on|upon|of) ){0,2}"
    r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}){0,3}),? (?:donde|où|where) "
    r"(?:aún |todavía |ahora |we |I |i |still |now |ya ){0,2}"
    r"(?:vivo|vivimos|resido|j['’]habite|nous habitons|live)(?!\w)"
)
# `I live in Vega`: which village it is, in a letter that is private.
_LIVES_IN = re.compile(
    r"(?<!\w)(?:[Ii] live|[Ww]e live|[Jj]['’]habite|[Nn]ous habitons|[Vv]ivo|[Vv]ivimos|[Rr]esido) "
    r"(?:in |at |à |au |en )?"
    r"(?P<place>[A-ZÀ-ÖØ-Þ][\w'’-]{2,30}(?: (?:(?:de|del|la|las|le|les|sur|on|upon|of) ){0,2}"
    r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}){0,3})(?=[,.;:\n]|\s*\Z| [a-zà-ÿ])"
)
# `en la casa de la maestra, plaza sin número`: no number, and so somebody's house.
_SINE_NUMERO = re.compile(
    r"(?i)(?<!\w)(?:en|à|au|dans|at|in) (?:la |el |le |the )?(?P<place>[^\n,.;:\d]{3,40}(?:, [^\n,.;:\d]{3,30})?,? "
    r"(?:sin número|s/n|sans numéro))(?!\w)"
)
_UNIT = (
    r"(?:bloque|portal|escalera|piso|puerta|torre|manzana|casa|bloc|b[âa]t(?:iment|\.)?|escalier|hall|entrée|tour|appt?|"
    r"block|flat|house|unit|lot|stairwell|entrance)"
)
_ESTATE = r"(?:urbanizaci[oó]n|urb\.|residencial|résidence|residence|cité|lotissement|barriada|barrio|colonia|estate)"
_LIVING = frozenset({"live", "habite", "habitons", "vivo", "vivimos", "resido"})
_ESTATES = frozenset(
    {"urbanización", "urbanizacion", "urb", "residencial", "résidence", "residence", "cité", "lotissement", "barriada"}
    | {"barrio", "colonia", "estate"}
)
# A part of a house with its number, and the estate that it belongs to: `bloque 3 portal 2 de la urbanización …`.
_OF_ESTATE = re.compile(
    rf"(?i)(?<!\w){_UNIT} ?(?:\d{{1,3}}[a-z]?|[a-h]\b)(?:,? {_UNIT} ?(?:\d{{1,3}}[a-z]?|[a-h]\b)){{0,3}},? "
    rf"(?:(?:\d{{1,2}} ?(?:e|è|er|ème|eme|º)? étage(?: (?:gauche|droite|face))?),? )?"
    rf"(?:(?:de|of|on|in) )?(?:la |le |les |las |los |the |el )?{_ESTATE}"
    r"(?: (?:de|del|des|du|la|las|los|les|le|the|d['’])){0,2} [^\W\d_]{3,}(?: [^\W\d_]{3,}(?=[.,\n]|\Z))?"
)
_AT_HOME = re.compile(
    r"(?i)(?<!\w)(?:vecin|habit|liv|viv|locatair|résid|resid|tenant|inquilin|domicili)\w*[^.\n]{0,16}\Z"
)
# In capitals nothing but the words tells where the address ends: at the last part that calls a house or a street.
_SHOUTED = re.compile(
    r"(?:WE(?: ARE|['’]?RE) AT|I(?: AM|['’]?M) AT|LIVE AT|LIVING AT|J['’]HABITE|NOUS HABITONS|VIVO EN|VIVIMOS EN)"
    r"(?: AU| À| A LA| LA| LE| EL)? (?P<parts>[^.;:!?\n]{4,120})"
)
_CALLED = _HOUSES | _STREETS | {"batiment", "bâtiment", "étage", "etage", "residence", "flat", "block", "bloque"}
_MOST_PARTS = 4
# The place that stands before a street: `à Vauvert les Eaux, 12 rue du Puits`.
_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:à|in|en|at) (?P<place>[A-ZÀ-ÖØ-Þ][\w'’-]{2,30}"
    r"(?:[ -](?:(?:de|du|des|del|la|las|le|les|sur|sous|on|upon|of) ?){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}){0,3}), ?\Z"
)

_SMALL_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:à|a|in|en|at) (?P<place>(?P<first>[a-zà-ÿ]{3,20})(?:[ -][a-zà-ÿ]{2,16}){0,3}), ?\Z"
)


def below_names(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """The lines of an address below the last name of a letter that begins a line, without the postcodes in them."""
    codes = sorted((one.start, one.end) for one in found if one.kind is Kind.POSTCODE)
    names = sorted((one for one in found if one.kind in (Kind.NAME, Kind.SIGNATURE)), reverse=True)
    ends = {one.end: one for one in names}  # of those with one end the first to begin
    for one in ends.values():
        if one.end < len(text) - _END or not _LEAD.fullmatch(text, text.rfind("\n", 0, one.start) + 1, one.start):
            continue
        lines = [*_same_line(text, one.end), *_lines_below(text, one.end)]
        if any(_is_home(text[a:b]) or any(a <= code[0] < b for code in codes) for a, b in lines):
            for start, end in lines:
                yield from _around_codes(text, start, end, [code for code in codes if start <= code[0] < end])


def _around_codes(text: str, start: int, end: int, codes: list[tuple[int, int]]) -> Iterator[Candidate]:
    """A line of an address and the postcode in it, which other rules may have found."""
    own = _coded(text, start, end)
    yield from own
    for first, last in sorted({*codes, *((one.start, one.end) for one in own)}):
        yield Candidate(start, max(start, first), Kind.ADDRESS, POSSIBLE)
        start = last
    yield Candidate(start, max(start, end), Kind.ADDRESS, POSSIBLE)


def _same_line(text: str, at: int) -> list[tuple[int, int]]:
    """What stands behind a name and a comma up to the end of the letter: `Orla Tennick, The Net Loft, Quay 4`."""
    match = _BEHIND_COMMA.match(text, at)
    if match is None or _SENTENCE.search(match["home"]) or _PHONE.search(match["home"]):
        return []
    words = _WORD.findall(match["home"])
    low = {word.lower() for word in words}
    # `Vela, que se jubila tras 28 años`: what goes on in small letters is said of the person.
    is_line = match["home"][0].isupper() or all(map(_may_stand_in_line, words)) or not low.isdisjoint(_OF_STREETS)
    is_home = is_line and low.isdisjoint(_CALLINGS) and _is_home(match["home"])
    return [match.span("home")] if is_home else []


def _lines_below(text: str, at: int) -> list[tuple[int, int]]:
    """Short lines in which each word has a capital, figures or joins others; an office and a calling are left out."""
    found: list[tuple[int, int]] = []
    line = text.find("\n", at)
    gaps = 0
    while 0 <= line < len(text) - 1 and len(found) < _MOST_LINES:
        start = line + 1
        line = text.find("\n", start)
        end = len(text) if line < 0 else line
        written = text[start:end].strip()
        if not written:
            gaps += 1
            if gaps > 1 or found:
                break
            continue
        words = _WORD.findall(written)
        if _CLOSING.match(written):
            return []
        if len(written) > _LONGEST_LINE or not words or _SENTENCE.search(written) or _PHONE.search(written):
            break
        low = {word.lower() for word in words}
        if not low.isdisjoint(_CALLINGS):
            continue
        if not (all(map(_may_stand_in_line, words)) or (_is_home(written) and not low.isdisjoint(_OF_STREETS))):
            break
        if words[0].lower() in _NO_LINE:
            break
        found.append((start, end))
    return found


def _may_stand_in_line(word: str) -> bool:
    """With a capital, or joining others, or so short that it is `bte` or `appt`."""
    return (
        word[0].isupper() or word in _SMALL_WORDS or word in _STREETS or (len(word) < _SHORT and word not in _NO_LINE)
    )


def _is_home(line: str) -> bool:
    """Whether a line has a number beside words, or says that there is none, or is a house's name."""
    words = {word.lower() for word in _WORD.findall(line)}
    if _UNNUMBERED.search(line) or (len(words) > 1 and not words.isdisjoint(_HOUSES)):
        return True
    return any(map(str.isdigit, _YEAR.sub("", line))) and any(len(word) > 3 for word in words)


def _coded(text: str, start: int, end: int) -> list[Candidate]:
    code = _CODE_FIRST.match(text, start, end) or _CODE_LAST.search(text[:end].rstrip(), start)
    return [Candidate(*code.span("code"), Kind.POSTCODE, POSSIBLE)] if code else []


def own_places(text: str, lower: str, words: set[str], *, shouted: bool) -> Iterator[Candidate]:
    """Places that are somebody's by what is said of them, and parts of houses on an estate."""
    if not words.isdisjoint(("donde", "où", "where")):
        for match in _LIVED_IN.finditer(text):
            yield Candidate(*match.span("place"), Kind.ADDRESS, LIKELY)
    for match in () if words.isdisjoint(_LIVING) else _LIVES_IN.finditer(text):
        if match["place"].lower() not in TOWNS:
            yield Candidate(*match.span("place"), Kind.ADDRESS, BARE)
    if not words.isdisjoint(("número", "numéro")) or "s/n" in lower:
        for match in _SINE_NUMERO.finditer(text):
            yield Candidate(*match.span("place"), Kind.ADDRESS, POSSIBLE)
    for match in () if words.isdisjoint(_ESTATES) else _OF_ESTATE.finditer(text):
        home = _AT_HOME.search(text, max(0, match.start() - 32), match.start())
        yield Candidate(*match.span(), Kind.ADDRESS, LIKELY if home else BARE)
    if shouted:
        for match in _SHOUTED.finditer(text.upper() if len(text.upper()) == len(text) else text):
            yield from _shouted_parts(match["parts"], match.start("parts"))


def _shouted_parts(parts: str, start: int) -> Iterator[Candidate]:
    at = last = 0
    for part in parts.split(",")[:_MOST_PARTS]:
        end = at + len(part)
        words = _WORD.findall(part.lower())
        ends = end == len(parts) and last and len(words) <= 2  # the village behind a house
        if not words or len(words) > 5 or (_CALLED.isdisjoint(words) and not ends):
            break
        last, at = end, end + 1
    if last:
        yield Candidate(start, start + last, Kind.ADDRESS, LIKELY)


def places_before(text: str, addresses: list[Candidate]) -> Iterator[Candidate]:
    """The place that stands right before a street; in small letters one that begins as towns do."""
    for one in addresses:
        match = _PLACE_BEFORE.search(text, max(0, one.start - 80), one.start)
        small = _SMALL_PLACE_BEFORE.search(text, max(0, one.start - 80), one.start)
        if small and classes(small["first"]) & PLACE:
            yield Candidate(*small.span("place"), Kind.ADDRESS, POSSIBLE)
        if match:
            yield Candidate(*match.span("place"), Kind.ADDRESS, POSSIBLE)
