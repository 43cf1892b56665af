"""Personal data of private people: their number, address, health, or what makes a name theirs.

The engine finds the stretches. An announcement is no letter, so that more of them may stay: people in office or with a
function, offices' numbers and addresses, official mailboxes, the accounts that it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from hearhear.redaction import Kind, Redaction
from hearhear.redaction.redaction import search
from hearhear.redaction.spans import Public

from hemicycle.checks.contract import House
from hemicycle.checks.discretion.private_people import aged, bared, dwellings, follows_somebody, ill, minors, reached
from hemicycle.checks.passages import Note, Passage, Reading, Span

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
# A number of a paper, as “Compte rendu n° 0620260417”. How “no.” ends is the language's own.
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
# “Text Molly on …”, “Appelez Mélanie au …”.
_NAMED_TO_CALL = re.compile(
    r"\b(?i:text|ring|call|phone|whatsapp|sms à|appelez|téléphonez à|écrivez à|llame a|llama a|escriba a|escribe a)\s"
    r"(?P<name>[A-ZÀ-Ý][\w’'-]+(?:\s[A-ZÀ-Ý][\w’'-]+)?)\s(?:on|at|au|al|en el)\s$"
)
# What ties a number or an address to somebody, and what to an office or a place where people are invited.
_OWN = ("pointers", "mentions", "handsets", "lives", "private")
_OFFICES = ("office", "venues")
# From one piece of data to the next: “Margaret Dunsley of 14 Willow Lane, Orrin”.
_TOGETHER = 20
# How far from a name what makes it private may stand.
_BESIDE = 60
_CLOSE = 30


def personal_data(reading: Reading) -> Iterator[Note]:
    public = tuple(name for member in reading.house.members for name in member.names)
    for passage in reading.passages:
        found = search(passage.text, passage.known or None, _public(public))
        names = [one for one in found if one.kind is Kind.NAME and not _is_public(passage, one.start, one.end)]
        private = [one for one in found if _is_private(passage, one, names, reading.house)]
        sick = list(ill(passage)) if passage.known else []
        people = _people(passage, private, [name for name, _words in sick])
        homes = [home for home in dwellings(passage) if not _is_venue(passage, home)] if passage.known else []
        told = [span for span in bared(passage) if not _is_public(passage, *span)] if passage.known else []
        for start, end in _joined(passage.text, [*_spans(private), *people, *homes, *told]):
            yield passage.note(
                start,
                end,
                _("This leads to a private person."),
                _("Leave it out, unless the person has agreed in writing."),
            )
        known = [*_spans(one for one in private if one.kind in (Kind.NAME, Kind.ADDRESS)), *people]
        yield from _health(passage, known, [words for _name, words in sick])


def _spans(found: Iterable[Redaction]) -> Iterator[Span]:
    return ((one.start, one.end) for one in found)


def _people(passage: Passage, private: list[Redaction], sick: list[Span]) -> list[Span]:
    """Names that an age, a private contact or words of their health beside them make private."""
    contacts = list(_spans(one for one in private if one.kind in (Kind.EMAIL, Kind.PHONE)))
    people = {*aged(passage), *reached(passage, contacts), *sick}
    grown = {span for span in people if passage.known and not _is_public(passage, *span)}
    return sorted({*grown, *minors(passage)})


@lru_cache(maxsize=4)
def _public(names: tuple[str, ...]) -> Public:
    return Public(names)


def _is_private(passage: Passage, one: Redaction, names: list[Redaction], house: House) -> bool:
    sentence = passage.sentence_at(one.start)
    match one.kind:
        case Kind.NAME:
            written = any(letter.isupper() for letter in passage.text[one.start : one.end])
            return written and one in names and _is_made_private(passage, one, sentence)
        case Kind.EMAIL:
            return not _is_official_mail(passage.text[one.start : one.end], house)
        case Kind.PHONE | Kind.ADDRESS | Kind.POSTCODE:
            return not _is_listed(passage.text[one.start : one.end], house) and _is_at_home(
                passage, one, names, sentence
            )
        case Kind.NATIONAL_ID | Kind.IBAN:
            office = passage.known and _is_of_an_office(passage, (sentence[0], one.start))
            return one.certainty >= _SURE and not office
    return False


_SURE = 0.9
"""Evidence beside it, or a checksum: other numbers of the House look like these."""


def _is_public(passage: Passage, start: int, end: int) -> bool:
    """A name of the record, or one with an office or a function beside it."""
    if passage.is_named(start, end):
        return True
    return passage.known != "" and passage.says(_beside(passage, start, end), "personal", "function")


def _beside(passage: Passage, start: int, end: int) -> Span:
    """A few words on both sides within the sentence."""
    first, last = passage.sentence_at(start)
    return max(first, start - _BESIDE), min(last, end + _BESIDE)


def _is_made_private(passage: Passage, one: Redaction, sentence: Span) -> bool:
    """Whether words beside a name say that it is no public person's."""
    return passage.known != "" and passage.says(_beside(passage, one.start, one.end), "personal", "private")


def _is_at_home(passage: Passage, one: Redaction, names: list[Redaction], sentence: Span) -> bool:
    """A number or address of a person and not of an office: named beside it, pointed to, or a mobile number."""
    before = sentence[0], one.start
    if not passage.known or _is_of_an_office(passage, before):
        return False
    beside = any(name.end <= one.start <= name.end + _TOGETHER for name in names)
    if one.kind is Kind.PHONE:
        return _is_somebodys_number(passage, passage.text[one.start : one.end], before, sentence, beside=beside)
    return _is_somebodys_place(passage, one, sentence, beside=beside)


def _is_somebodys_number(passage: Passage, written: str, before: Span, sentence: Span, *, beside: bool) -> bool:
    place, digits = before[1], _NOT_DIGITS.sub("", written)
    if _SERVICE.fullmatch(digits):
        return False
    # “Her” may be somebody in their function; who is called by name is not.
    pointed = not _is_in_function(passage, sentence, place)
    if _is_called_by_name(passage, place) or (pointed and passage.says(before, "personal", "pointers")):
        return True
    if _REFERENCE.search(passage.text, *before):
        return False
    office = passage.says(sentence, "personal", "office")
    mentioned = pointed and not office and passage.says(before, "personal", "mentions")
    if mentioned or passage.says(before, "personal", "somebodys"):
        return True
    if _THOUSANDS.fullmatch(written):
        return False
    handed = passage.says((max(before[0], place - _TOGETHER), place), "personal", "handsets")
    of_office = passage.says((max(before[0], place - _CLOSE), place), "personal", "office")
    return (handed and not of_office) or (not office and (beside or _MOBILE.fullmatch(digits) is not None))


def _is_somebodys_place(passage: Passage, one: Redaction, sentence: Span, *, beside: bool) -> bool:
    """An address or a postcode; one with the name of an institution in it is no home."""
    if one.kind is Kind.ADDRESS and passage.says((one.start, one.end), "personal", "office"):
        return False
    if passage.says((sentence[0], one.start), "personal", "somebodys"):
        return True
    numbered = one.kind is Kind.ADDRESS and any(letter.isdigit() for letter in passage.text[one.start : one.end])
    if beside or (numbered and follows_somebody(passage, one.start)):
        return True
    return not passage.says(sentence, "personal", "office") and passage.says(sentence, "personal", "pointers")


def _is_of_an_office(passage: Passage, before: Span) -> bool:
    """Whether, of what is named before a number or address in its sentence, an office or a venue comes last."""
    if passage.says(before, "personal", "somebodys"):
        return False
    words = passage.within(before)
    own = [found.last for section in _OWN for found in passage.find("personal", section, words)]
    offices = [found.last for section in _OFFICES for found in passage.find("personal", section, words)]
    return max(offices, default=-1) > max(own, default=-1)


def _is_in_function(passage: Passage, sentence: Span, place: int) -> bool:
    """Whether a number is that of somebody named with their function here or in the sentence before: “Our education
    officer, …, visits schools. You can reach her at …”. Not one said to be their own."""
    at = passage.sentences.index(sentence)
    before = (passage.sentences[at - 1][0] if at else sentence[0]), place
    return passage.says(before, "personal", "function") and not any(
        passage.says(before, "personal", section) for section in ("private", "handsets", "somebodys", "lives")
    )


def _is_venue(passage: Passage, place: Span) -> bool:
    return _is_of_an_office(passage, (passage.sentence_at(place[0])[0], place[0]))


def _is_called_by_name(passage: Passage, start: int) -> bool:
    """Whether somebody is to be called by name at a number: “text Molly on …”; an office is none."""
    found = _NAMED_TO_CALL.search(passage.text, max(0, start - _BESIDE), start)
    if found is None or passage.is_named(*found.span("name")):
        return False
    return not any(passage.says(found.span("name"), "personal", section) for section in ("office", "function"))


def _is_listed(words: str, house: House) -> bool:
    digits = _NOT_DIGITS.sub("", words)
    return any(words.strip() in one or (digits and digits == _NOT_DIGITS.sub("", one)) for one in house.contacts)


def _is_official_mail(address: str, house: House) -> bool:
    local, _at, host = address.lower().rpartition("@")
    official = any(host == one or host.endswith(f".{one}") for one in house.hosts)
    return official or address in house.contacts or _MAILBOX.match(local) is not None


def _joined(text: str, found: list[Span]) -> Iterator[Span]:
    """Stretches side by side as one: a name with its address is one thing to leave out."""
    span: Span | None = None
    for start, end in sorted(found):
        if span and start - span[1] <= _TOGETHER and "." not in text[span[1] : start]:
            span = span[0], max(span[1], end)
            continue
        if span:
            yield span
        span = start, end
    if span:
        yield span


def _health(passage: Passage, people: list[Span], told: list[Span]) -> Iterator[Note]:
    """What is told of somebody's health; and words of it behind their name, or in a next sentence about them."""
    if not passage.known:
        return
    # A word of medicine before the name is the subject: “a petition on insulin, handed in by …”.
    named = {passage.sentence_at(start): start for start, _end in sorted(people, reverse=True)}
    spans = set(told)
    for found in passage.find("personal", "health"):
        sentence = passage.sentence_at(found.start)
        at = passage.sentences.index(sentence)
        goes_on = at and passage.sentences[at - 1] in named and passage.says(sentence, "personal", "goes_on")
        behind = sentence in named and (named[sentence] < found.start or _is_of(passage, found.end, named[sentence]))
        already = any(a < found.end and found.start < b for a, b in told)
        if (behind or goes_on) and not already and not passage.is_named(found.start, found.end):
            spans.add((found.start, found.end))
    yield from (_ill(passage, span) for span in sorted(spans))


def _is_of(passage: Passage, word: int, name: int) -> bool:
    """“the leukaemia of Anna Petit”; “after her stroke, Anna Petit …”."""
    return (
        name - word <= _TOGETHER
        and re.fullmatch(r"\W*(?:of|from|in|with|de|du|d|que)?\W*", passage.text[word:name]) is not None
    )


def _ill(passage: Passage, span: Span) -> Note:
    return passage.note(
        *span,
        _("Somebody’s health is theirs alone to tell."),
        _("Leave it out, or tell of it without saying whose it is."),
    )
