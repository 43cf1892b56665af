"""Names right above or before an address, a number or a day of birth: whoever they are, it is theirs."""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import fits_name_field, is_surely_person, words_of
from hearhear.redaction.spans import LIKELY, Candidate, Kind, Public
from hearhear.redaction.vocabulary import TOWNS

_CONTACTS = frozenset(
    {
        Kind.ADDRESS,
        Kind.POSTCODE,
        Kind.PHONE,
        Kind.EMAIL,
        Kind.BIRTH_DATE,
        Kind.NATIONAL_ID,
        Kind.REFERENCE,
        Kind.HANDLE,
        Kind.IBAN,
    }
)
# A name at the beginning of a line, a sentence or a number in a list; between it and the contact nothing but a sign
# and what the contact is called: `tel.`, `DNI`, `born`.
_BEFORE = re.compile(
    r"(?P<line>\A|\n|[-–—•*][ \t]+|\d[.)][ \t]+|"
    r"(?<=[.!?…:])[ \t]+)[ \t>]*(?P<name>[^\W\d_][^\n.!?:;,()/\d]{2,50}?)[ \t]*"
    r"(?:,[ \t][^\W\d_A-Z][^\W\d_ '’]{2,24}(?: [^\W\d_A-Z][^\W\d_'’]{1,24})?)?"
    r"(?P<gap>[,(–—/|-]|\n)\s*(?:[^\W\d_]{1,10}[.:]{0,2}[ \t]?){0,2}\Z"
)
_REACH = 96


def beside_contacts(text: str, found: list[Candidate], public: Public) -> Iterator[Candidate]:
    """A name of two words or more before what was found."""
    for one in found:
        if one.kind not in _CONTACTS:
            continue
        match = _BEFORE.search(text, max(0, one.start - _REACH), one.start)
        if match is None:
            continue
        name, words = match["name"], words_of(match["name"])
        if len(words) < 2 or " ".join(words) in TOWNS or public.has(words):
            continue
        if is_surely_person(name) or (match["gap"] != "(" and fits_name_field(name)):
            yield Candidate(*match.span("name"), Kind.NAME if match["gap"] == "(" else Kind.SIGNATURE, LIKELY)
