"""Names right above or before an address, a number or a day of birth: whoever they are, it is theirs."""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import (
    BINDING,
    ORDINARY_WORD,
    PLACE,
    classes,
    fits_name_field,
    is_signature,
    is_surely_person,
    words_of,
)
from hearhear.redaction.names.letters import may_be_called
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
    r"(?:,[ \t](?P<role>[^\W\d_A-Z][^\W\d_ '’]{2,24}(?: [^\W\d_A-Z][^\W\d_'’]{0,24}){0,3}))?"
    r"(?P<gap>[,(–—/|-]|\n)\s*(?:[^\W\d_]{1,10}[.:]{0,2}[ \t]?){0,2}\Z"
)
_REACH = 96
# `ring kez on 07700 900123`, `llamen a loles …`: whoever is called.
_CALLED = re.compile(
    r"(?<![^\W\d_])(?i:ring|call|phone|text|contact|llam[^\W\d_]{1,4} a|appele[zr]|joindre|contacte[zr]|contacten? a?)"
    r" (?P<name>[^\W\d_]{3,14})(?: on| at| al| au|,|:)? ?\Z"
)
# `dez, 07700 900123`: one small word that is a sentence of its own, before a number.
_SMALL_BEFORE = re.compile(
    r"(?:\A|[.!?…][ \t]+|\n[ \t]*)(?P<name>[^\W\d_A-Z]{3,14}(?: [^\W\d_A-Z]{3,14})?)(?:, ?| ?[-–] ?| )\Z"
)
# A name alone right behind a contact, at the end of a line: `07700 900123, Sam.`, `(Sam)`.
_SHORT_NAME = r"[^\W\d_][^\W\d_'’-]{1,14}"
_BEHIND = re.compile(
    rf"(?:, ?| ?[-–—/] ?| ?\(|\.? ?\n+)(?P<name>{_SHORT_NAME}(?: {_SHORT_NAME})?)\)?[.!]?[ \t]*(?=\n|\Z)"
)
_ADDRESSES = frozenset({Kind.ADDRESS, Kind.POSTCODE})


def beside_contacts(text: str, found: list[Candidate], public: Public) -> Iterator[Candidate]:
    """A name of two words or more before what was found."""
    for one in found:
        if one.kind not in _CONTACTS:
            continue
        behind = None if one.kind in _ADDRESSES else _name_behind(text, one.end, public)
        if behind:
            yield behind
        yield from _small_before(text, one, public)
        match = _BEFORE.search(text, max(0, one.start - _REACH), one.start)
        if match is None:
            continue
        name, words = match["name"], words_of(match["name"])
        if len(words) < 2 or " ".join(words) in TOWNS or public.has(words):
            continue
        if match["role"] and match["role"].count(" ") > 1 and not is_signature(name):
            continue  # `Secretaría de Cultura, mesa de entradas`
        if is_surely_person(name) or (match["gap"] != "(" and fits_name_field(name)):
            yield Candidate(*match.span("name"), Kind.NAME if match["gap"] == "(" else Kind.SIGNATURE, LIKELY)


def _small_before(text: str, one: Candidate, public: Public) -> Iterator[Candidate]:
    """One or two small words that no list of everyday words has, with the letters of names."""
    if one.kind not in (Kind.PHONE, Kind.EMAIL):
        return
    near = max(0, one.start - _REACH)
    match = _SMALL_BEFORE.search(text, near, one.start) or _CALLED.search(text, near, one.start)
    words = match["name"].lower().split() if match else []
    if match and words and not public.has(words) and all(may_be_called(word) for word in words):
        yield Candidate(*match.span("name"), Kind.SIGNATURE, LIKELY)


def _name_behind(text: str, end: int, public: Public) -> Candidate | None:
    """One or two words with capitals that end a line behind a number, and are no words of everyday language."""
    match = _BEHIND.match(text, end)
    if match is None or not match["name"][0].isupper():
        return None
    words = words_of(match["name"])
    if any(classes(word) & (ORDINARY_WORD | PLACE | BINDING) for word in words) or public.has(words):
        return None
    return Candidate(*match.span("name"), Kind.SIGNATURE, LIKELY)
