"""Identity, account and card numbers, by form, checksum and the words before them."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from hearhear.redaction.spans import LIKELY, NAMED, POSSIBLE, PROVEN, Candidate, Kind

Check = Callable[[str], bool]


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B: payment cards, and the Canadian SIN."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


# Signs of an account number by country, as SWIFT registers them for ISO 13616 (IBAN registry, release 99).
_IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI FK FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK", 21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
        29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip


def iban(compact: str) -> bool:
    """ISO 13616: as long as the country's are; letters count from 10, the country and check digits go last, the rest
    by 97 is 1. One in 97 of strange codes passes the checksum, so that the country has to be one."""
    if _IBAN_LENGTHS.get(compact[:2].upper()) != len(compact):
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def nir(compact: str) -> bool:
    """The French NIR: 97 less the number by 97, Corsica's 2A and 2B counted as 19 and 18 (INSEE)."""
    number = compact.upper().replace("2A", "19").replace("2B", "18")
    return number.isdigit() and len(number) == 15 and 97 - int(number[:13]) % 97 == int(number[13:])


def belgian(digits: str) -> bool:
    """The Belgian national number: 97 less the first nine by 97, with a 2 before them since the year 2000."""
    return any(97 - int(century + digits[:9]) % 97 == int(digits[9:]) for century in ("", "2"))


def nhs(digits: str) -> bool:
    """The NHS number: modulus 11 with weights 10 to 2 (NHS data dictionary)."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest % 11 == int(digits[9]) if rest != 10 else False


def dni(compact: str) -> bool:
    """The Spanish DNI and NIE: the letter at the place that the number by 23 gives; X, Y, Z count 0, 1, 2."""
    number = compact[:-1].upper().translate(str.maketrans("XYZ", "012"))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == compact[-1].upper()


def rut(compact: str) -> bool:
    """The Chilean RUT: modulus 11 with weights 2 to 7 from the right, 10 written K."""
    body, check = compact[:-1], compact[-1].upper()
    rest = 11 - sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(body))) % 11
    return check == {10: "K", 11: "0"}.get(rest, str(rest))


def cuit(digits: str) -> bool:
    """The Argentine CUIT or CUIL: modulus 11 with weights 5 4 3 2 7 6 5 4 3 2."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    return (11 - rest % 11) % 11 == int(digits[10])


def _never(_compact: str) -> bool:
    return False


class _Words(NamedTuple):
    """Words before a number that name it; `signs` are the first of each, one of which a text with them has."""

    pattern: re.Pattern[str]
    signs: frozenset[str]


class _Form(NamedTuple):
    """A form; whether a checksum proves it, and how sure it is without one and without a word before it (0: not)."""

    pattern: re.Pattern[str]
    check: Check = _never
    alone: float = 0.0
    kind: Kind = Kind.NATIONAL_ID
    words: _Words | None = None
    joined: bool = False
    """Whether a letter and a figure stand side by side in every such number."""

    def needs_words(self) -> bool:
        """Whether it takes a word before it to make a number of it."""
        return not self.alone and self.check not in _SURE_CHECKS

    def may_be_in(self, words: set[str]) -> bool:
        """Whether a text with these words can have one."""
        return not self.needs_words() or self.words is None or not words.isdisjoint(self.words.signs)


_SURE_CHECKS = (iban, nir, luhn, dni)
"""Checksums that hardly any other number of these forms passes."""
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def _words(words: str) -> _Words:
    phrases = words.split(", ")
    pattern = rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, phrases))})(?![^\W\d_])[^\d\n]{{0,24}}\Z"
    return _Words(re.compile(pattern), frozenset(_FIRST_WORD.findall(phrase)[0] for phrase in phrases))


_SECURITY = _words(
    "ssn, social security, soc sec, soc. sec, sécurité sociale, securite sociale, sécu, insee, nir, "
    "registre national, niss, national register, rijksregister, avs, ahv, seguridad social, nuss, nss, imss"
)
_BRITISH_ACCOUNT = _words("sort code, account, account no, account number, acc, acct")
_NHS = _words("nhs, health, patient, chi")
_SIN = _words("sin, nas, social insurance, assurance sociale")
_DNI = _words(
    "dni, nif, nie, d.n.i, documento, identidad, cédula, cedula, cc, c.c, ci, c.i, ti, t.i, rut, run, r.u.t, cuit, "
    "cuil, carnet, identificación, rg, cpf, pasaporte, passport, passeport, identity, identité, id"
)

_FORMS = (
    _Form(
        re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"),
        iban, LIKELY, Kind.IBAN, _words("iban, account, compte, cuenta"), joined=True),
    _Form(re.compile(r"(?<![\d.,-])(?:\d{2}-\d{2}-\d{2}|\d{8})(?![\d-])"), kind=Kind.IBAN, words=_BRITISH_ACCOUNT),
    _Form(
        re.compile(r"(?<![A-Za-z0-9])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?![A-Za-z0-9])"),
        iban, 0.0, Kind.IBAN, _words("iban, account, compte, cuenta"), joined=True),
    _Form(re.compile(r"(?<![\d.,-])\d{4}(?:[ -]\d{4}){3}(?![\d-])"), luhn, LIKELY, Kind.IBAN),
    _Form(re.compile(r"(?<![\d.,-])(?:\d{13,16}|\d{4}[ -]\d{6}[ -]\d{5})(?![\d-])"), luhn, 0.0, Kind.IBAN,
          _words("card, carte, tarjeta, visa, mastercard, amex")),
    _Form(re.compile(r"(?<![\d.,])[1278] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|"
    r"2[ABab]) ?\d{3} ?\d{3} ?/?\d{2}(?!\d)"),
          nir, LIKELY, words=_SECURITY),
    _Form(re.compile(r"(?<![\d.,])[1278] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3}(?! ?\d)"),
          words=_SECURITY),
    _Form(re.compile(r"(?<![\d.,])\d{2}\.?(?:0\d|1[0-2])\.?[0-3]\d[ -]\d{3}[ .-]?\d{2}(?!\d)"), belgian, POSSIBLE,
          words=_SECURITY),
    _Form(re.compile(r"(?<![\d.,])\d{11}(?!\d)"), belgian, words=_SECURITY),
    _Form(re.compile(r"(?<![\d.,])756\.?\d{4}\.?\d{4}\.?\d{2}(?!\d)"), _never, NAMED),
    _Form(re.compile(r"(?i)(?<![a-z0-9])(?!bg|gb|nk|kn|tn|nt|zz)(?:qq|"
    r"[a-ceghj-prstw-z][a-ceghj-nprstw-z]) ?\d{2} ?\d{2} ?\d{2} ?[a-d](?![a-z0-9])"),
          _never, NAMED),
    _Form(re.compile(r"(?<![\d.,-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"), _never, NAMED),
    _Form(re.compile(r"(?<![\d.,-])\d{3} ?\d{2} ?\d{4}(?![\d-])"), words=_words("ssn, social security")),
    _Form(re.compile(r"(?<![\d.,+-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])"), nhs, words=_NHS),
    _Form(re.compile(r"(?<![\d.,+-])\d{6} ?\d{4}(?![\d-])"), words=_NHS),
    _Form(re.compile(r"(?<![\d.,+-])\d{3}[ -]\d{3}[ -]\d{3}(?![\d-])"), words=_SIN),
    _Form(re.compile(r"(?<![\d.,+-])\d{9}(?![\d-])"), words=_SIN),
    _Form(re.compile(r"(?i)(?<![a-z0-9])[xyz][ .-]?\d{7}[ .-]?[a-z](?![a-z0-9])"), dni, NAMED),
    _Form(re.compile(r"(?<![\d.,-])\d{8}[ .-]?[A-Za-z](?![\w])"), dni, LIKELY),
    _Form(re.compile(r"(?<![\d.,-])\d{1,2}\.\d{3}\.\d{3}[ .-]?[A-Za-z](?![\w])"), dni, LIKELY),
    _Form(re.compile(r"(?i)(?<![a-z0-9])[a-z]{4}\d{2}(?:0\d|1[0-2])[0-3]\d[hmx][a-z]{5}[a-z0-9]\d(?![a-z0-9])"),
          _never, PROVEN, joined=True),
    _Form(re.compile(r"(?i)(?<![a-z0-9])[a-zñ&]{4}\d{2}(?:0\d|1[0-2])[0-3]\d[a-z0-9]{3}(?![a-z0-9])"), _never, NAMED,
          words=_words("rfc")),
    _Form(re.compile(r"(?<![\d.,-])\d{1,2}\.?\d{3}\.?\d{3} ?- ?[\dkK](?![\w-])"), rut, LIKELY, words=_DNI),
    _Form(re.compile(r"(?<![\d.,-])(?:20|23|24|27)[ -]?\d{8}[ -]?\d(?![\w-])"), cuit, words=_DNI),
    _Form(re.compile(r"(?<![\d.,-])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"), _never, NAMED),
    # The number of a British driving licence (DVLA, INF45): five letters of the surname, figures of the birth.
    _Form(re.compile(r"(?<![A-Za-z0-9])[A-Z9]{5} ?\d{6} ?[A-Z9]{2}\d[A-Z]{2}(?![A-Za-z0-9])"), _never, PROVEN,
          joined=True),
    _Form(re.compile(r"(?<![\d.,-])(?:\d{6,14}|\d{1,3}(?:[. ]\d{3}){2,3})(?:-?[A-Za-z\d])?(?![\w])"), words=_DNI),
    _Form(re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,3} ?\d{6,9}|\d{2}[A-Z]{2}\d{5})(?![A-Za-z0-9])"), words=_DNI),
)  # fmt: skip
_JOINED = re.compile(r"[A-Za-z]\d|\d[A-Za-z]")
_ENOUGH = re.compile(r"\d(?:[ ./-]{0,2}[A-Za-z]?\d){5}")
_SEPARATORS = str.maketrans("", "", " .-/\xa0")
_AROUND = 64
"""Characters before and behind six figures that may belong to the same number: the longest, an IBAN, has 42."""
_NEAR = 40
"""Characters before a number in which a word may name it."""


def identity_numbers(text: str, lower: str, words: set[str]) -> Iterator[Candidate]:
    """National numbers, accounts and cards. Ten digits in three groups are an NHS number only where a word says so.

    `words` are all words of the text in small letters.
    """
    stretches = _stretches(text)
    forms = [form for form in _FORMS if form.may_be_in(words)] if stretches else []
    for start, end in stretches:
        parted = not _JOINED.search(text, start, end)
        for form in forms:
            if parted and form.joined:
                continue
            for match in form.pattern.finditer(text, start, end):
                certainty = _certainty(form, match, lower)
                if certainty:
                    yield Candidate(match.start(), match.end(), form.kind, certainty)


def _stretches(text: str) -> list[tuple[int, int]]:
    """Where a number can be, around figures that are enough for one: not all of a letter is searched for each form."""
    found: list[tuple[int, int]] = []
    for match in _ENOUGH.finditer(text):
        start, end = max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND)
        if found and start <= found[-1][1]:
            start, _ = found.pop()
        found.append((start, end))
    return found


def _certainty(form: _Form, match: re.Match[str], lower: str) -> float:
    named = form.words is not None and form.words.pattern.search(lower, max(0, match.start() - _NEAR), match.start())
    compact = match[0].translate(_SEPARATORS)
    if form.check is not _never and (named or not form.needs_words()) and _checks(form, compact):
        return PROVEN
    return NAMED if named else form.alone


def _checks(form: _Form, compact: str) -> bool:
    try:
        return form.check(compact)
    except (ValueError, IndexError):
        return False
