"""The lines of a form that ask for an address or a number, and a name behind `Name:` in running text."""

import re
from collections.abc import Iterator

from hearhear.redaction.people import Public
from hearhear.redaction.people.lines import is_person, words_of
from hearhear.redaction.spans import LIKELY, NAMED, Found, Kind
from hearhear.structure.letter import FORM_LINE

_FORM_PLACES = re.compile(r"(?i)(?:postal )?address|street|adresse(?: postale)?|rue|dirección|domicilio|calle")
_FORM_CODES = re.compile(r"(?i)post ?code|postal code|zip(?: code)?|code postal|cp|código postal|c\.?p")
_FORM_PHONES = re.compile(r"(?i)phone.*|tel.*|tél.*|mobile|portable|móvil|tfno")
_FORM_IDS = re.compile(r"(?i)dni|nif|nie")
_INLINE = re.compile(
    r"(?i)(?<!\w)(?:name|full name|nom et prénom|nom complet|nom|prénom|nombre completo|nombre y apellidos|nombre|"
    r"apellidos|fdo\.?|firmado|signé)"
    r"[ \xa0]?:[ \xa0]?(?P<value>[^\W\d_][^\n,;:.()\[\]\d|/]{1,50})"
)


def forms(text: str, public: Public) -> Iterator[Found]:
    """The values of a form's lines, and a name behind `Name:` in running text."""
    if ":" not in text:
        return
    for line in FORM_LINE.finditer(text):
        key, value = (line["strong"] or line["weak"]).lower(), line["value"].strip()
        if not value or value[0] == "[":
            continue
        start = line.start("value") + len(line["value"]) - len(line["value"].lstrip())
        kind = _form_kind(key, value)
        if kind is not None:
            yield Found(start, start + len(value), kind, NAMED)
    for match in _INLINE.finditer(text):
        value = match["value"].rstrip()
        if is_person(value) and not public.has(words_of(value)):
            yield Found(match.start("value"), match.start("value") + len(value), Kind.NAME, LIKELY)


def _form_kind(key: str, value: str) -> Kind | None:
    digits = re.search(r"\d", value)
    if _FORM_PLACES.fullmatch(key):
        return Kind.ADDRESS if digits and len(value) < 90 else None
    if not digits:
        return None
    for pattern, kind in ((_FORM_CODES, Kind.POSTCODE), (_FORM_PHONES, Kind.PHONE), (_FORM_IDS, Kind.NATIONAL_ID)):
        if pattern.fullmatch(key):
            return kind
    return None
