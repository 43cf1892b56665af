"""Postcodes, and the towns that stand with an address."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from hearhear.redaction.classes import is_ordinary
from hearhear.redaction.spans import LIKELY, NAMED, POSSIBLE, Candidate, Kind
from hearhear.redaction.vocabulary import NEVER, TOWNS, section

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒŠŽ][\w'’-]{0,30}"
_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|"
    "G|"
    "GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|"
    "NW|"
    "OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|"
    "WD|"
    "WF|WN|WR|WS|WV|YO|ZE"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|"
    "OR|"
    "PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR"
)
# Royal Mail: an area, a district, a space, one figure and two letters that are never C I K M O V. The search begins at
# the figure, which is rare; whether what stands before it is an area and a district is asked afterwards.
_BRITISH_INNER = re.compile(r"\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?!\w)")
# Mistyped, or of nowhere: still the form of one, in capitals and parted; not a size, an hour or a place in a race.
_BRITISH_LIKE = re.compile(
    r"(?<![\w.-])[A-Z]{1,2}\d(?:\d|[A-Z])? \d(?![GMTK]B|[KCM]M|KG|[MGK]W|ML|[AP]M|ST|ND|RD|TH|BC|AD)[A-Z]{2}(?![\w-])"
)
_CANADIAN_LIKE = re.compile(r"(?<![\w-])[A-Z]\d[A-Z] \d[A-Z]\d(?![\w-])")
_BRITISH_OUTER = re.compile(rf"(?i)(?<!\w)(?:{_AREAS})\d[\dA-HJKMNPR-Y]? ?\Z")
_MIXED = re.compile(r"[A-Za-z]\d|\d[A-Za-z]")
_IRISH = re.compile(
    r"(?<!\w)(?:[AC-FHKNPRTV-Y]\d[\dW] [0-9AC-FHKNPRTV-Y]{4}|"
    r"[ac-fhknprtv-y]\d[\dw] (?=[a-z]*\d)[0-9ac-fhknprtv-y]{4})(?!\w)"
)
_LAND = re.compile(
    r"(?<![\w-])(?:(?i:ch|b|be)-\d{4}(?![\w-])|(?:[ADFLN]|LU|AT|FR|ES|IT|PT|[adfln])-\d{4,5}(?=,?[ \xa0][^\W\d_]{3}|"
    r"[.\n]|\Z))"
)
_FIGURES = re.compile(r"(?<![\w.,/-])(?<![€$£] )(?:\d{5}|\d{7})(?![\w%€$£-]|[.,]\d)")
_TOWN_BEFORE = re.compile(r"(?P<town>[^\W\d_]+(?:[ -][^\W\d_]+){0,3})(?:,? \(?|, ?\n|\n)\Z")
_TOWN_AFTER = re.compile(r",?[ \xa0](?P<town>[^\W\d_]+(?:[ -][^\W\d_]+){0,3})")
# The form of the Irish one, alone on its line: letters that it never has are of nowhere.
_IRISH_LINE = re.compile(r"(?m)^[ \t]*(?P<code>[A-Z]\d[\dW] ?(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{4})[ \t.]*$")
# Canada Post: no D F I O Q U, and W or Z not in front.
_CANADIAN = re.compile(r"(?i)(?<!\w)[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?!\w)")
_ARGENTINE = re.compile(r"(?<!\w)(?:[A-HJ-NP-Z]\d{4}[A-Z]{3}|[a-hj-np-z]\d{4}[a-z]{3})(?!\w)")
_FIVE = re.compile(r"(?<![\w.,/-])\d{5}(?P<more>-\d{4})?(?![\w-])")
_STATE = re.compile(rf"(?<!\w)(?:{_STATES}),? \Z")
_NAMED_CODE = re.compile(
    r"(?i)(?<!\w)(?:zip(?: code)?|post ?code|postal code|code postal|c\. ?p\.?|cp|código postal|codigo postal|npa)"
    r"(?: (?:is|est|es|:))? ?:? ?(?P<code>\d{4,7}(?:-\d{3,4})?|[a-z]{1,2}\d[\da-z]? ?\d[a-z]{2})(?!\w)"
)
_NAMES = ("zip", "post", "postal", "cp", "c.p", "npa")
_WITH_TOWN = re.compile(
    rf"(?<![\w.,-])(?<![€$£#°º] )(?:(?P<land>[FBLD]|CH|E|BE|FR|"
    rf"ES)-)?(?P<code>\d{{4,5}})(?=[ \xa0](?P<town>{_CAPITAL}))"
)
_BRACKETED = re.compile(r"(?<=\()\d{5}(?=\))")
_NAME_BEFORE = re.compile(rf"{_CAPITAL},? \(?\Z")
_NO_TOWN = re.compile(
    r"(?i)(?:euros?|eur|francs?|chf|usd|pesos?|pounds?|dollars?|dólares|soles|km|kg|hab|habitants?|habitantes|personnes?|personas|people|voters?|citizens?|"
    r".*(?:aises?|oises?|ienn?es?|éenn?s|iens|ains|ais|ois|eños|anos|eses|ish|ans))\Z"
)
_TOWNS_LIKE_PEOPLE = section("towns_like_people")
_BEFORE_CODE = re.compile(
    r"(?:[,(\n–-]\s*|\A\s*|\b(?:à|au|sur|en|de|in|habite|domicile|demeurant|vivo en|vit à|CEDEX)\s+)\Z"
)
_FOUR_FIGURES = section("towns")
_LETTERS = r"[A-ZÀ-ÖØ-ÞŒŠŽ](?:[^\W\d]|['’-]){0,30}(?!\w)"
_TOWN = re.compile(
    r"[ \xa0]?,?[ \xa0]?(?:\n[ \t]*)?(?:(?:à|en|in|at) )?"
    rf"(?P<town>{_LETTERS}(?:[ -](?:(?:de la|de|la|del|los|las|sur|en|le|les|lès|sous|upon|on|the|du|"
    rf"des)[ -])?{_LETTERS}){{0,3}})"
)
_OWN_LINE = re.compile(r"[ \t]*(?:\Z|[\r\n,.;(]|\d|[A-Z]{1,2}\d)")
_TOWNS_NAMED = section("towns_named")
_CODE_BEHIND = re.compile(r"[ \xa0,.]{0,3}(?:\n[ \t]*)?(?:C\.?P\.? ?)?(?P<code>\d{4,5}|\d{7})(?![\w.,]\d|\d)")
_GAP = re.compile(r"[ \xa0,.]{0,3}(?:\n[ \t]*)?(?:[A-Z]{2} |C\.?P\.? ?|[FB]-)?")
_HOUSE = re.compile(r"(?i)(?:SW1A ?[0-2][A-Z]{2}|K1A ?0[A-Z]\d|75355|75291|20515|20510|20500|1047)\b")
"""Postcodes of parliaments and governments: Westminster, Ottawa, Paris, Washington, Brussels."""


def postcodes(text: str, lower: str, addresses: list[Candidate]) -> list[Candidate]:
    """Postcodes; mere figures only with a town, a word or an address beside them."""
    found = _of_letters_and_figures(text) if _MIXED.search(text) else []
    if any(name in lower for name in _NAMES):
        found += [Candidate(*match.span("code"), Kind.POSTCODE, NAMED) for match in _NAMED_CODE.finditer(text)]
    found += [Candidate(*match.span(), Kind.POSTCODE, NAMED) for match in _LAND.finditer(text)]
    found += _figures(text, sorted(one.end for one in addresses))
    return [one for one in found if not _HOUSE.match(text, one.start)]


def _of_letters_and_figures(text: str) -> list[Candidate]:
    found = list(_british(text))
    found += [
        Candidate(*match.span(), Kind.POSTCODE, LIKELY) for match in _CANADIAN.finditer(text) if _parted(match[0])
    ]
    found += [Candidate(*match.span(), Kind.POSTCODE, LIKELY) for match in _ARGENTINE.finditer(text)]
    found += [Candidate(*match.span("code"), Kind.POSTCODE, POSSIBLE) for match in _IRISH_LINE.finditer(text)]
    for pattern in (_IRISH, _BRITISH_LIKE, _CANADIAN_LIKE):
        found += [Candidate(*match.span(), Kind.POSTCODE, POSSIBLE) for match in pattern.finditer(text)]
    return found


def _british(text: str) -> Iterator[Candidate]:
    for match in _BRITISH_INNER.finditer(text):
        outer = _BRITISH_OUTER.search(text, max(0, match.start() - 5), match.start())
        if outer and _parted(text[outer.start() : match.end()]):
            yield Candidate(outer.start(), match.end(), Kind.POSTCODE, NAMED if outer[0][-1] == " " else LIKELY)


def _parted(code: str) -> bool:
    """In capitals; or in small letters, but parted, as `sw2 3bx`: without a gap those may be a part's number."""
    return code.isupper() or " " in code


def _figures(text: str, ends: list[int]) -> Iterator[Candidate]:
    for match in _WITH_TOWN.finditer(text):
        if _is_code(match, text, ends):
            yield Candidate(match.start(), match.end("code"), Kind.POSTCODE, LIKELY)
    for match in _BRACKETED.finditer(text):
        if _NAME_BEFORE.search(text, max(0, match.start() - 36), match.start()):
            yield Candidate(*match.span(), Kind.POSTCODE, LIKELY)
    yield from _bare_figures(text, ends)
    for end in ends:
        code = _CODE_BEHIND.match(text, end)
        if code:
            yield Candidate(*code.span("code"), Kind.POSTCODE, LIKELY)


def _bare_figures(text: str, ends: list[int]) -> Iterator[Candidate]:
    for match in _FIVE.finditer(text):
        before = max(0, match.start() - 5)
        if match["more"] or _STATE.search(text, before, match.start()) or _follows(text, match.start(), ends):
            yield Candidate(*match.span(), Kind.POSTCODE, LIKELY)
    for match in _FIGURES.finditer(text):
        if _beside_town(text, *match.span()):
            yield Candidate(*match.span(), Kind.POSTCODE, LIKELY)


def _is_code(match: re.Match[str], text: str, ends: list[int]) -> bool:
    town, code = match["town"].lower(), match["code"]
    if match["land"] or _follows(text, match.start(), ends):
        return True
    if (town in NEVER and town not in _TOWNS_NAMED) or len(town) < 2:
        return False
    if len(code) == 4:
        return town in _FOUR_FIGURES
    if _NO_TOWN.match(town) and town not in _TOWNS_LIKE_PEOPLE:
        return False
    return bool(_BEFORE_CODE.search(text, max(0, match.start() - 14), match.start())) or not code.endswith("000")


def _beside_town(text: str, start: int, end: int) -> bool:
    """Whether a town that is known stands right before figures or right behind them."""
    before = _TOWN_BEFORE.search(text, max(0, start - 40), start)
    if before and any(_is_known(words) for words in _shorter(before["town"], last=True)):
        return True
    after = _TOWN_AFTER.match(text, end)
    return after is not None and any(_is_known(words) for words in _shorter(after["town"], last=False))


def _shorter(town: str, *, last: bool) -> list[str]:
    """One to four words at the end, or at the beginning, of some."""
    words = town.lower().split(" ")
    return [" ".join(words[-size:] if last else words[:size]) for size in range(1, len(words) + 1)]


def _is_known(town: str) -> bool:
    return town in TOWNS


def _follows(text: str, start: int, ends: list[int]) -> bool:
    """Whether an address ends right before, in the same paragraph."""
    near = ends[bisect_left(ends, start - 40) : bisect_right(ends, start)]
    return bool(near) and "\n\n" not in text[near[-1] : start]


def towns(text: str, addresses: list[Candidate], codes: list[Candidate]) -> list[Candidate]:
    """The town behind a postcode that follows an address, or between the two."""
    found = []
    starts = {one.start: one for one in codes}
    for one in addresses:
        end = one.end
        town = _TOWN.match(text, end)
        if town and _leads_to_town(text, end, town) and _is_town(town["town"]):
            found.append(Candidate(*town.span("town"), Kind.ADDRESS, POSSIBLE))
            end = town.end()
        gap = _GAP.match(text, end)
        code = starts.get(gap.end()) if gap else None
        after = _TOWN.match(text, code.end) if code else None
        if after and _is_town(after["town"]):
            found.append(Candidate(*after.span("town"), Kind.ADDRESS, POSSIBLE))
    return found


def _leads_to_town(text: str, end: int, town: re.Match[str]) -> bool:
    """A comma, or a line of its own: not the next sentence, nor the next line of a form."""
    gap = text[end : town.start("town")].strip(" \xa0")
    return gap not in ("", ".") and ("\n" not in gap or _OWN_LINE.match(text, town.end()) is not None)


def _is_town(town: str) -> bool:
    first, _, more = town.lower().partition(" ")
    if not more and is_ordinary(first) and first not in TOWNS:
        return False
    return first not in NEVER or first in _TOWNS_NAMED
