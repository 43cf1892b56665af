"""Names, addresses and numbers in mail headers, chats, forms and lists of signatures, found by their position."""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import PARTS, WORD, fits_name_field, is_person, words_of
from hearhear.redaction.spans import LIKELY, NAMED, Candidate, Kind, Public
from hearhear.redaction.vocabulary import NEVER, plain, section
from hearhear.structure.letter import FORM_LINE

# `From: Jane Hart <jane@…>`, also quoted.
_HEADER_KEYS = (
    r"from|to|cc|bcc|cci|sent by|received from|reply-to|"
    r"de|à|a|expéditeur|expediteur|destinataire|envoyé par|"
    r"para|remitente|destinatario|enviado por"
)
_HEADER = re.compile(rf"(?im)^[ \t>*]*(?:{_HEADER_KEYS})[ \xa0]?:\*?[ \t\xa0]*(?P<value>[^\n]{{2,200}})")
_LONGEST_VALUE = 90
"""Characters of three names and a title; longer lines without an address are sentences."""
_RECIPIENTS = re.compile(r"[^;,<>()\[\]\"\n]+")
# `On Monday, Jane Hart wrote:`
_WROTE = re.compile(r"(?i)\b(?:wrote|a écrit|a ecrit|escribió|escribio|ha escrito)[ \xa0]?:")
_BEFORE_WROTE = re.compile(r"(?P<name>[^\W\d_][^\n,<>()\[\]\d:;]{1,60}?)[ ,]*(?:[<(\[][^\n]{0,80}?[>)\]]{1,2})?[ ]*\Z")
# `14/05/2024, 19:02 - Jane Hart: hello`
_TIME = r"\d{1,2}[:h.]\d{2}(?::\d{2})?(?: ?[aApP]\.?[mM]\.?)?"
_CHAT = re.compile(rf"(?m)^[^\n:]{{0,24}}{_TIME}[\])]?[ ,]*[-–]?[ ]*(?P<name>[^\W\d_][^\n:\d,]{{1,40}}?)[ \xa0]?:")
_FIELD = re.compile(
    r"(?m)^[ \t*•>-]*(?P<key>[^\W\d_][^\n:]{1,44}?)\.?[ \t\xa0]*\*?(?::|\.{3,})\*?[ \t\xa0]*(?P<value>[^\n]{2,80})$"
)
_ASKED = section("name_keys")
_BY = re.compile(
    r"(?:sent|submitted|reported|written|déposé|envoyé|presentado|enviado|remitido|redactado)e?a? (?:by|par|por)\Z"
)
_OF_THINGS = section("thing_keys")
_NUMBERED = re.compile(r"(?m)^[ \t]*(?:\d{1,3}[.)°]|[-•*])[ \t]+(?P<value>[^\W\d_][^\n:;!?]{2,60}?)[ \t.]*$")


def headers(text: str, public: Public) -> Iterator[Candidate]:
    """Senders and recipients, who wrote in a chat, the values of fields that ask for a name, lists of signatures."""
    if ":" in text or "..." in text:
        for header in _HEADER.finditer(text):
            if len(header["value"]) > _LONGEST_VALUE and "@" not in header["value"]:
                continue  # a sentence behind `A:`
            yield from _recipients(text, header.start("value"), header.end("value"), public)
        for wrote in _WROTE.finditer(text):
            yield from _author(text, wrote.start(), public)
        for chat in _CHAT.finditer(text):
            yield from _named(text, *chat.span("name"), public, NAMED)
        for field in _FIELD.finditer(text):
            if _asks_for_name(field["key"]):
                yield from _first_part(text, *field.span("value"), public)
    numbered = list(_NUMBERED.finditer(text))
    persons = sum(is_person(PARTS.split(line["value"])[0].strip()) for line in numbered)
    if persons > 1 and 2 * persons >= len(numbered):
        for line in numbered:
            yield from _first_part(text, *line.span("value"), public)


def _recipients(text: str, start: int, end: int, public: Public) -> Iterator[Candidate]:
    for one in _RECIPIENTS.finditer(text, start, end):
        yield from _named(text, *one.span(), public, NAMED)


def _author(text: str, end: int, public: Public) -> Iterator[Candidate]:
    line = max(text.rfind("\n", 0, end) + 1, end - 160)
    match = _BEFORE_WROTE.search(text, line, end)
    if match is None:
        return
    start, stop = match.span("name")
    for word in WORD.finditer(text, start, stop):
        low = word[0].lower().rstrip(".")
        if low not in NEVER and len(low) > 1:
            break
        start = word.end()
    yield from _named(text, start, stop, public, NAMED)


def _asks_for_name(key: str) -> bool:
    if _BY.search(key.lower()):
        return True
    words = plain(key).replace("'", " ").split()
    return len(words) <= 6 and not _ASKED.isdisjoint(words) and _OF_THINGS.isdisjoint(words)


def _first_part(text: str, start: int, end: int, public: Public) -> Iterator[Candidate]:
    """The name before a dash or bracket; `Hart, Jane` is one name."""
    value = text[start:end]
    whole = re.split(r"[|•·()/;]|\s[-–—]\s", value)[0].rstrip(" \t\r.,")
    parts = [part.strip() for part in whole.split(",")]
    if len(parts) > 2 or (len(parts) == 2 and not is_person(parts[1])):
        whole = parts[0]
    if fits_name_field(whole.replace(",", "")):
        yield from _named(text, start, start + len(whole), public, LIKELY)


def _named(text: str, start: int, end: int, public: Public, certainty: float) -> Iterator[Candidate]:
    while start < end and not text[start].isalpha():
        start += 1
    while end > start and not (text[end - 1].isalpha() or text[end - 1] == "."):
        end -= 1
    name = text[start:end].replace(",", "")
    if fits_name_field(name) and not public.has(words_of(name)):
        yield Candidate(start, end, Kind.NAME, certainty)


_FORM_PLACES = re.compile(r"(?i)(?:postal )?address|street|adresse(?: postale)?|rue|dirección|domicilio|calle")
_FORM_CODES = re.compile(r"(?i)post ?code|postal code|zip(?: code)?|code postal|cp|código postal|c\.?p")
_FORM_PHONES = re.compile(r"(?i)phone.*|tel.*|tél.*|mobile|portable|móvil|tfno")
_FORM_IDS = re.compile(r"(?i)dni|nif|nie")
_INLINE = re.compile(
    r"(?i)(?<!\w)(?:name|full name|nom et prénom|nom complet|nom|prénom|nombre completo|nombre y apellidos|nombre|"
    r"ayant droit|titulaire|titular|bénéficiaire|beneficiari[oa]|perjudicad[oa]|patient|witness|témoin|testigo|driver|"
    r"conducteur|conductora?|claimant|applicant|demandeur|solicitante|inquilin[oa]|locataire|tenant|"
    r"apellidos|fdo\.?|firmado|signé)"
    r"[ \xa0]?:[ \xa0]?(?P<value>[^\W\d_][^\n,;:.()\[\]\d|/]{1,50})"
)


def forms(text: str, public: Public) -> Iterator[Candidate]:
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
            yield Candidate(start, start + len(value), kind, NAMED)
    for match in _INLINE.finditer(text):
        value = match["value"].rstrip()
        if is_person(value) and not public.has(words_of(value)):
            yield Candidate(match.start("value"), match.start("value") + len(value), Kind.NAME, LIKELY)


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
