"""One message: the spans of personal data in it, and the message with them replaced."""

import re
from collections.abc import Collection, Sequence

from hearhear.redaction import contacts, fields, signatures
from hearhear.redaction.addresses import below, lines, postcodes, streets
from hearhear.redaction.names import beside, cased, short, uncased
from hearhear.redaction.numbers import births, identity, phones, references
from hearhear.redaction.spans import BARE, Candidate, Kind, Public, Redaction
from hearhear.structure.html import HAS_MARKUP, LINE, NAME, PARAGRAPH

_WRITTEN = {
    "en": "name, address, postcode, phone, e-mail, handle, national number, account, signature, "
    "date of birth, reference, plate",
    "fr": "nom, adresse, code postal, téléphone, courriel, pseudonyme, numéro national, compte, signature, "
    "date de naissance, référence, plaque",
    "es": "nombre, dirección, código postal, teléfono, correo, usuario, número nacional, cuenta, firma, "
    "fecha de nacimiento, referencia, matrícula",
}
LABELS = {lang: dict(zip(Kind, written.split(", "), strict=True)) for lang, written in _WRITTEN.items()}
"""What stands in brackets in the place of each kind."""
_PLACEHOLDER = re.compile(
    "|".join(sorted({re.escape(f"[{label}]") for labels in LABELS.values() for label in labels.values()}))
)
_RANK = {
    kind: rank
    for rank, kind in enumerate((Kind.EMAIL, Kind.IBAN, Kind.NATIONAL_ID, Kind.BIRTH_DATE, Kind.PLATE, Kind.PHONE,
                                 Kind.HANDLE, Kind.REFERENCE, Kind.ADDRESS, Kind.POSTCODE, Kind.SIGNATURE, Kind.NAME))
}  # fmt: skip
# The end of a line as mail programs wrap it, at 60 to 78 signs (RFC 5322, 2.1.1): what stands there may go on.
_WRAPPED = re.compile(r"\n(?<=[^\n]{54}[^\n.!?:;]\n)(?=[^\s>])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_WORDS = re.compile(r"[^\W\d_]+")
_CAPITALS, _SMALL = re.compile(r"[^\W\d_a-z]{4,}"), re.compile(r"[a-zà-ÿ]{4,}")
_SHOUTED = 2
"""Words in capitals for one in small letters: an address of mail stays small where everything else is shouted."""
_NAMES = (Kind.NAME, Kind.SIGNATURE)
_DIGIT = re.compile(r"\d")
_EDGE = " \t\xa0\r\n,;:-–—"
_ROUNDS = 12
"""Redacting what was found may lay bare more; two rounds are the rule, and each takes characters away."""


def find(text: str, *, lang: str | None = None, public: Collection[str] = ()) -> tuple[Redaction, ...]:
    """Stretches of a text that give a person away, in order, never overlapping.

    `lang` is the language of the text where it is known; `public` are names (and handles, with @) of people in public
    office, which stay. What `redact` makes of the result holds nothing that `find` would find again.
    """
    return search(text, lang, Public(public))


def search(text: str, lang: str | None, public: Public) -> tuple[Redaction, ...]:
    """What `find` does, for callers that know the people in office for many texts."""
    found = _search_once(text, public)
    for _ in range(_ROUNDS if found else 0):
        redacted, places = _redacted(text, found, lang)
        more = _search_once(redacted, public, private=True)
        if not more:
            break
        found = sorted(found + [Candidate(places[a], places[b - 1] + 1, kind, sure) for a, b, kind, sure in more])
    return tuple(Redaction(*one) for one in found)


def redact(text: str, redactions: Sequence[Redaction], *, lang: str | None = None) -> str:
    """The text with each stretch replaced by its kind in brackets, in the language of the text, or in English."""
    return _redacted(text, redactions, lang, places=False)[0]


def _redacted(
    text: str, spans: Sequence[Redaction | Candidate], lang: str | None, *, places: bool = True
) -> tuple[str, list[int]]:
    """The redacted text, and where each of its characters stood; a placeholder's stand where it begins."""
    labels = LABELS.get((lang or "en").lower()[:2], LABELS["en"])
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    for span in spans:
        label = f"[{labels[span.kind]}]"
        parts += (text[at : span.start], label)
        if places:
            origin += range(at, span.start)
            origin += [span.start] * len(label)
        at = span.end
    parts.append(text[at:])
    if places:
        origin += range(at, len(text))
    return "".join(parts), origin


def _search_once(text: str, public: Public, *, private: bool = False) -> list[Candidate]:
    """What one reading finds; `private`: personal data is known to be in the text, so that bare names count."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    found = _candidates(text, lower, public)
    if HAS_MARKUP.search(text):
        # Addresses hide in tags as well, so that a letter in HTML is read with them and without.
        found += _candidates(*_without_tags(text, lower), public)
    if not private and all(one.certainty <= BARE for one in found):
        # Names that nothing private goes with, in a text without personal data: of authors, things, history.
        return []
    if _DIGIT.search(text):
        found += [one for one in references.bare_references(text, lower) if not _touches(one, found)]
    return _resolve_overlaps(text, found)


def _touches(one: Candidate, found: list[Candidate]) -> bool:
    return any(other.start < one.end and one.start < other.end for other in found)


def _without_tags(text: str, lower: str) -> tuple[str, str]:
    """Both with blanks for tags, and a line end where one breaks the line: whatever stands there keeps its place."""

    def blank(tag: re.Match[str]) -> str:
        name = NAME.match(tag[0])
        breaks = name is not None and name[1].lower() in LINE | PARAGRAPH
        return " " * (len(tag[0]) - 1) + ("\n" if breaks else " ")

    return _TAG.sub(blank, text), _TAG.sub(blank, lower)


def _candidates(text: str, lower: str, public: Public) -> list[Candidate]:
    """Everything that the rules find; they are asked only where a word or a sign in the text calls for them."""
    words = set(_WORDS.findall(lower))
    whole, text, lower = text, _WRAPPED.sub(" ", text), _WRAPPED.sub(" ", lower)
    shouted = _is_shouted(text)
    found = list(contacts.emails(text, lower, words))
    found += [
        *contacts.names_from_addresses(text, found, public),
        *contacts.handles(text, lower, words, public.handles),
    ]
    found += streets.homes(text, lower, words)
    at_home = [] if shouted else list(lines.lines(text, lower, words))
    found += at_home
    found += below.own_places(text, lower, words, shouted=shouted)
    if _DIGIT.search(text):
        found += identity.identity_numbers(text, lower, words)
        called = list(phones.phones(text, lower))
        found += called
        lines_of_offices = [one for one in called if one.certainty <= BARE]
        found += births.births(lower, words)
        found += [one for one in references.references(text, lower, words) if not _touches(one, lines_of_offices)]
        found += references.plates(text, lower, words)
        found_streets = streets.streets(text, lower, words)
        codes = postcodes.postcodes(text, lower, found_streets + at_home)
        found += found_streets + codes + postcodes.towns(text, found_streets, codes)
        found += below.places_before(text, found_streets)
        found += () if shouted else [*lines.before_postcodes(text, codes), *lines.blocks(whole, codes)]
    if not shouted:
        found += cased.cased_names(text, lower, words, public)
    found += uncased.uncased_names(text, lower, words, public, shouted=shouted)
    found += short.short_names(text, lower)
    found += fields.headers(whole, public)
    found += fields.forms(whole, public)
    found += [*signatures.letterhead(whole, public), *signatures.top(whole, public), *signatures.houses(whole)]
    found += signatures.signature(whole, public)
    names = [one for one in found if one.kind in _NAMES and one.certainty > BARE]
    found += [*lines.behind_names(whole, names), *births.behind_names(lower, names)]
    found += beside.beside_contacts(whole, found, public)
    return found + list(below.below_names(whole, found))


def _is_shouted(text: str) -> bool:
    """Whether a text is in capitals, so that none of them tells anything."""
    if text.isupper():
        return True
    capitals = len(_CAPITALS.findall(text))
    return capitals > _SHOUTED and capitals > _SHOUTED * max(len(_SMALL.findall(text)), 1)


def _resolve_overlaps(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Candidates without overlap: the more telling kind wins, and of the others what it leaves over remains."""
    if not candidates:
        return []
    taken = bytearray(len(text))
    for match in _PLACEHOLDER.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda found: (_RANK[found.kind], -found.certainty, found.start, -found.end)):
        for free in _free(taken, one.start, one.end):
            start, end = _trimmed(text, *free)
            if end > start and any(map(str.isalnum, text[start:end])):
                kept.append(Candidate(start, end, one.kind, one.certainty))
                taken[start:end] = b"\1" * (end - start)
    return sorted(kept)


def _free(taken: bytearray, start: int, end: int) -> list[tuple[int, int]]:
    free: list[tuple[int, int]] = []
    while start < end:
        stop = taken.find(1, start, end)
        if stop < 0:
            return [*free, (start, end)]
        if stop > start:
            free.append((start, stop))
        start = stop + 1
        while start < end and taken[start]:
            start += 1
    return free


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
