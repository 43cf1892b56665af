"""Numbers, mailboxes, addresses, accounts, plates, days of birth and identity numbers of private people.

The engine finds them by their form. An announcement is no letter, so what belongs to an office may stay: official
mailboxes, contacts that the House has listed, free numbers, and what a sentence says is an office's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from hearhear.redaction import Kind, Redaction
from hearhear.redaction.redaction import search
from hearhear.redaction.spans import Public

from hemicycle.checks.check import check
from hemicycle.checks.contract import House, Message
from hemicycle.checks.passages import Found, Passage, Reading, Span

# Mobile numbers of the United Kingdom, France, Spain, Colombia, Kenya and Mexico: hardly any office has one.
_MOBILE = re.compile(
    r"(?:\+44|0044)?\s?\(?0?\)?7\d{9}|(?:\+33|0033|0)[67]\d{8}|(?:\+34|0034)?[67]\d{8}"
    r"|(?:\+57|0057)?3\d{9}|(?:\+254|00254)[17]\d{8}|(?:\+52|0052)1?\d{10}"
)
# Numbers that are free or shared among many, which no home has (Ofcom, Arcep, CNMC and the North American plan).
_SERVICE = re.compile(
    r"(?:\+44|0)(?:800|808|300|303|345|844|845|870)\d{6,7}|(?:\+33|0)8\d{8}|(?:\+34)?(?:800|90[0-2])\d{6}"
    r"|\+?1?8(?:00|33|44|55|66|77|88)\d{7}"
)
# 612.345.789 is a number of words as well.
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}")
# A number of a paper, as “Compte rendu n° 0620260417”.
_REFERENCE = re.compile(
    r"\b(?:n\s?[°º]|n\.º|nº|no\.|ref\.?|réf\.?|radicad[oa]|expediente|dossier|file)\s?$", re.IGNORECASE
)
_NOT_DIGITS = re.compile(r"[^\d+]")
# Mailboxes of an office, whoever's: info@, press@ …
_MAILBOX = re.compile(
    r"(?:info|contact|contacto|press|presse|prensa|office|bureau|oficina|hello|enquir|inquir|visit|secretar|admin"
    r"|support|help|aide|ayuda|petition|petici|commission|comision|committee|accueil|webmaster|news|media)",
    re.IGNORECASE,
)
_SURE = 0.9
"""Certainty of an identity number or account: a checksum, or words beside it. Other numbers look like these."""
_TOGETHER = 20
"""Characters from one piece of data to the next: “Margaret Dunsley of 14 Willow Lane, Orrin”."""


@check(
    "personal-data",
    can_block=True,
    reason=Message(
        en="This leads to a private person.",
        fr="Ceci mène à une personne privée.",
        es="Esto lleva hasta una persona particular.",
    ),
    suggestion=Message(
        en="Remove it, unless the person has agreed in writing.",
        fr="Retirez-le, sauf si la personne a donné son accord par écrit.",
        es="Quítelo, salvo que la persona haya dado su consentimiento por escrito.",
    ),
)
def personal_data(reading: Reading) -> Iterator[Found]:
    members = _public(tuple(name for member in reading.house.members for name in member.names))
    for passage in reading.passages:
        found = search(passage.text, passage.known or None, members)
        names = [one for one in found if one.kind is Kind.NAME and not passage.is_name(one.start, one.end)]
        private = [one for one in found if _is_private(passage, one, names, reading.house)]
        for start, end in _joined((one.start, one.end) for one in private):
            yield passage.found(start, end)


@lru_cache(maxsize=4)
def _public(names: tuple[str, ...]) -> Public:
    return Public(names)


def _is_private(passage: Passage, one: Redaction, names: list[Redaction], house: House) -> bool:
    written = passage.text[one.start : one.end]
    match one.kind:
        case Kind.EMAIL:
            return not _is_official_mailbox(written, house)
        case Kind.PHONE:
            return not _is_listed(written, house) and _is_private_number(passage, one, written)
        case Kind.ADDRESS | Kind.POSTCODE:
            return not _is_listed(written, house) and _is_home(passage, one, names)
        case Kind.NATIONAL_ID | Kind.IBAN | Kind.PLATE:
            return one.certainty >= _SURE and not _has_office(passage, passage.sentence_at(one.start))
        case Kind.BIRTH_DATE:
            return _is_beside(one, names) and not _has_office(passage, passage.sentence_at(one.start))
    return False


def _is_private_number(passage: Passage, one: Redaction, written: str) -> bool:
    """A mobile number, or one that the sentence says is somebody's own; not one of an office, nor of a paper."""
    sentence, digits = passage.sentence_at(one.start), _NOT_DIGITS.sub("", written)
    if _SERVICE.fullmatch(digits) or _THOUSANDS.fullmatch(written) or _has_office(passage, sentence):
        return False
    if _REFERENCE.search(passage.text, sentence[0], one.start):
        return False
    if _MOBILE.fullmatch(digits):
        return True
    in_function = passage.known and passage.has("people.functions", passage.around(sentence, before=1))
    return bool(passage.known) and not in_function and passage.has("contacts.own", sentence)


def _is_home(passage: Passage, one: Redaction, names: list[Redaction]) -> bool:
    """An address behind a private name, or behind words such as “lives at”; not one with an office or a venue."""
    sentence = passage.sentence_at(one.start)
    if not passage.known or _has_office(passage, sentence):
        return False
    return _is_beside(one, names) or passage.has("contacts.homes", (sentence[0], one.start))


def _is_beside(one: Redaction, names: list[Redaction]) -> bool:
    return any(0 <= one.start - name.end <= _TOGETHER for name in names)


def _has_office(passage: Passage, sentence: Span) -> bool:
    return bool(passage.known) and passage.has("contacts.offices", sentence)


def _is_listed(words: str, house: House) -> bool:
    digits = _NOT_DIGITS.sub("", words)
    return any(words.strip() in one or (digits and digits == _NOT_DIGITS.sub("", one)) for one in house.contacts)


def _is_official_mailbox(address: str, house: House) -> bool:
    local, _at, host = address.lower().rpartition("@")
    official = any(host == one or host.endswith(f".{one}") for one in house.hosts)
    return official or address in house.contacts or _MAILBOX.match(local) is not None


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Stretches side by side as one: an address with its postcode is one thing to leave out."""
    span: Span | None = None
    for start, end in sorted(spans):
        if span and start - span[1] <= _TOGETHER:
            span = span[0], max(span[1], end)
            continue
        if span:
            yield span
        span = start, end
    if span:
        yield span
