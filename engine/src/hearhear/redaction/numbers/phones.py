"""Telephone numbers, by patterns after the numbering plans of the national regulators.

The matcher of phonenumbers took 1.3 ms for a letter of 1,500 characters with two numbers, and has to be given the
country.
"""

import re
from collections.abc import Iterator

from hearhear.redaction.spans import BARE, LIKELY, NAMED, POSSIBLE, Candidate, Kind
from hearhear.redaction.vocabulary import section

_GAP = r"(?:[ .\xa0-]|\u202f)?"
_BEFORE = r"(?<![\w.,€$£#/-])(?<![€$£#] )"
_AFTER = (
    r"(?![\w%€$£]|[.,/-]\d|-[A-Z](?!\w)| ?(?:€|\$|£|%|euros?|dollars?|pounds?|pesos?|millions?|millones|million)\b)"
)
# ITU-T E.164: at most 15 digits; seven is the shortest that anybody writes with a country code.
_PLUS = re.compile(
    rf"(?<![\w+])(?:\+|\(\+|"
    rf"00(?=[1-9]\d[ .\d-]))[1-9]\d{{0,2}}\)?(?:{_GAP}\(?\d{{1,4}}\)?){{2,6}}(?:-\d{{2,4}})?(?!\d)"
)
_BRITISH = (
    rf"\(?0(?:2\d|1\d1|11\d|[1-9]\d{{2,3}}|7\d{{3}})\)?{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}|0[1-9]\d{{9}}|"
    rf"0[1-9]\d{{3}} \d{{6}}|"
    r"\(0[1-9]\d?\) \d{3} \d{4}|0[1-9]\d[ -]\d{3}[ -]\d{4}|0[1-9]\d{2} ?\d{3} ?\d{4}|0[1-9]\d{3} ?\d{3} ?\d{3}|"
    r"0[1-9]\d{3} ?\d{2} ?\d{2} ?\d{2}|08\d{2} ?\d{4} ?\d{3}"
)
_FRENCH = (
    rf"0{_GAP}[1-9](?:{_GAP}\d{{2}}){{4}}|"
    rf"0\d{{3}} ?/? ?\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}|0\d{{2,3}} ?/ ?\d{{2,3}}{_GAP}\d{{2}}{_GAP}\d{{2}}|"
    r"0\d{1,2} \d{3} \d{2} \d{2}"
)
_AMERICAN = r"(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}"
_SPANISH = r"[6-9]\d{2}[ .-]\d{3}[ .-]\d{3}|[6-9]\d{2}(?:[ .-]\d{2}){3}|[89]\d[ .-]\d{3}(?:[ .-]\d{2}){2}"
_LATIN = (
    r"\(?(?:55|33|81|11|0\d{2,4})\)?[ -](?:15[ -]|55[ -])?\d{4}[ -]\d{4}|[2-9][ -]\d{4}[ -]\d{4}|"
    r"3\d{2}[ -]\d{3}[ -]\d{2}[ -]?\d{2}|15[ -]\d{4}[ -]\d{4}"
)
_NATIONAL = re.compile(rf"{_BEFORE}(?:{_FRENCH}|{_BRITISH}|{_AMERICAN}|{_SPANISH}|{_LATIN}){_AFTER}")
_SOLID = re.compile(rf"{_BEFORE}(?:[67]\d{{8}}|[2-9]\d{{2}}[2-9]\d{{6}}|07\d{{9}}){_AFTER}")
_MY = r"(?:my|our|this|on|mon|notre|ce|au|mi|nuestro|este|al)"
_LABEL = re.compile(
    r"(?i)(?<![^\W_])(?:tel(?:ephone|éfono|efono|éphone)?|tél(?:éphone)?|tlf|tfno|tf|phone|ph|mob(?:ile)?|"
    r"cell(?: phone)?|"
    r"cellphone|celular|móvil|movil|portable|gsm|whatsapp|fax|call(?: me)?(?: back)?(?: on| at)?|"
    r"ring(?: me)?(?: on| at)?|"
    r"text me(?: on| at)?|reach(?:ed)?(?: me)?(?: on| at| by phone)?|"
    rf"{_MY} ?(?:numéro|numero|número|num|number)|"
    r"contact(?: me)?(?: on| at)?|"
    r"joindre au|joignable au|appelez[- ]moi(?: au)?|appeler au|llám[ea]n?me(?: al)?|llamar(?:me)? al|contacto)"
    r"(?: (?:is|no|number|est|es|au|al|le|el|n°|nº|de contacto|fijo|fixe|mobile))*\.? ?:? ?"
    r"(?P<number>\(?\+?\d(?:[ ().\xa0/-]{0,2}\d){6,14})(?!\d)"
)
_OTHER = re.compile(
    r"(?<![^\W\d_])(?:ref\w*|r[ée]f\w*|dossiers?|petition|p[ée]tition|petici[oó]n|expediente|order|ticket|siren|"
    r"siret|isbn|id|"
    r"case|file|charity|company|registration|registered|registro|factura|invoice|facture|code|c[óo]digo|contract|"
    r"contrat|"
    r"contrato|rna|account|compte|cuenta|version|doi|nif|cif|vat|tva|license|licence|licencia|permit|number|numéro|"
    r"número|"
    r"proyecto|project|projet|budget|n[°º.]|no\.|#)(?![^\W\d_])[^\n]{0,18}\Z"
)
"""Words before nine or ten figures in a row that make them the number of a thing."""
_DATE = re.compile(
    r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d{2}|(?:19|20)\d{2}[ ./-](?:19|20)\d{2}|(?:19|"
    r"20)\d{2}[ ./-]\d{1,2}[ ./-]\d{1,2}"
)
_BEFORE_NUMBER, _BEHIND_NUMBER = 64, 32
"""Characters around seven figures: what a number is called, and what shows that it is an amount."""
_ENOUGH_FOR_PHONE = re.compile(r"\d(?:[ ().\xa0\u202f/–-]{0,3}\d){6}")


# Numbers that nobody has at home, free or shared in cost: Ofcom (National Telephone Numbering Plan, 03, 08, 09), ARCEP
# (08), CNMC (800, 900 to 909), NANPA (800 to 888), ENACOM (0800, 0810).
OF_NO_HOME = re.compile(
    r"\(?0 ?8[0129]\d(?:[ .-]?\d{2}){3}(?!\d)|08[ .]?[0129]\d(?:[ .]?\d{2}){3}(?!\d)|"
    r"\(?0(?:800|808|810|3[0-7]\d|84\d|87\d|9\d\d)\)?[ -]\d{3}[ -]?\d{3,4}(?!\d)|"
    r"[89]0\d[ .-]?(?:\d{3}[ .-]?\d{3}|\d{2}[ .-]\d{2}[ .-]\d{2})(?!\d)|"
    r"(?:1[ .-])?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"
)
# The line of an office, named in the same clause: hidden where the letter is private. Behind `my`, `call me` and the
# like it is somebody's own all the same, and so is every mobile.
_OFFICES = section("public_lines")
_CLAUSE_BEFORE = re.compile(r"[^.;!?\n]{0,72}\Z")
_CLAUSE_BEHIND = re.compile(r"[^.,;:!?\n]{0,32}")
_OWN = re.compile(
    r"(?<![^\W\d_])(?:my|our|mon|ma|notre|mi|nuestr[oa])(?: [^\W\d_]+){1,5}\W*\Z|"
    r"(?<![^\W\d_])(?:call|ring|phone|reach|text|contact|write to|get) (?:me|us|him|her|them)\b|"
    r"(?:appel|rappel|joign|contact)\w+[- ](?:moi|nous|le|la)\b|joignable|\bme (?:joindre|rappeler|contacter)|"
    r"\bll[aá]m[ea]n?(?:me|nos|le|la)\b|\bllamar(?:me|nos|le|la)\b|localizar(?:me|nos)"
)
_MOBILE = re.compile(r"\(?(?:07\d{3}|0[67](?=[ .]?\d{2}[ .]?\d{2})|[67]\d{2}(?=[ .]?\d))")
_WORD = re.compile(r"[^\W\d_]+")

# Figure by figure: 6 2 2 – 4 1 7 – 0 0 9.
_SPELLED = re.compile(r"(?<![\w.,])\d(?: ?[–-]? \d| [–-] ?\d){8,12}(?![\w])")


def phones(text: str, lower: str) -> Iterator[Candidate]:
    """Telephone numbers; nine or ten digits without any gap only where a word says what they are, or nearly nothing
    else has their form."""
    for first, last in _stretches(text):
        yield from _abroad(text, first, last)
        for start, end, certainty in _found(text, lower, first, last):
            if OF_NO_HOME.match(text, start):
                continue
            yield Candidate(start, end, Kind.PHONE, BARE if _is_of_office(text, lower, start, end) else certainty)


def _stretches(text: str) -> list[tuple[int, int]]:
    """Where a number can be, with the words before it: not all of a letter is searched for each form."""
    found: list[tuple[int, int]] = []
    for match in _ENOUGH_FOR_PHONE.finditer(text):
        start, end = max(0, match.start() - _BEFORE_NUMBER), min(len(text), match.end() + _BEHIND_NUMBER)
        if found and start <= found[-1][1]:
            start, _ = found.pop()
        found.append((start, end))
    return found


def _found(text: str, lower: str, first: int, last: int) -> Iterator[tuple[int, int, float]]:
    for match in _NATIONAL.finditer(text, first, last):
        if not _DATE.search(match[0]):
            yield (*match.span(), LIKELY)
    for match in _SOLID.finditer(text, first, last):
        if not _OTHER.search(lower, max(0, match.start() - 30), match.start()):
            yield (*match.span(), POSSIBLE)
    for match in _SPELLED.finditer(text, first, last):
        yield (*match.span(), POSSIBLE)
    for match in _LABEL.finditer(text, first, last):
        if not _DATE.search(match["number"]):
            yield (*match.span("number"), NAMED)


def _is_of_office(text: str, lower: str, start: int, end: int) -> bool:
    """Whether the clause says whose line it is, and it is no person's."""
    before = _CLAUSE_BEFORE.search(lower, max(0, start - 72), start)
    behind = _CLAUSE_BEHIND.match(lower, end)
    around = (before[0] if before else "") + " " + (behind[0] if behind else "")
    if _OFFICES.isdisjoint(_WORD.findall(around)):
        return False
    return not (_MOBILE.match(text, start) or (before and _OWN.search(before[0])))


def _abroad(text: str, first: int, last: int) -> Iterator[Candidate]:
    for match in _PLUS.finditer(text, first, last):
        digits = sum(map(str.isdigit, match[0]))
        if 8 <= digits <= 16 and (match[0][0] != "0" or digits < len(match[0])):
            yield Candidate(*match.span(), Kind.PHONE, NAMED)
