"""Text as mobile networks carry it: alphabet, segments, and what they cost.

Plain Python, shared by the adapters that send text messages. A text goes out as it was written: in GSM-7 where every
character is in that alphabet, else in UCS-2. What could be written instead is data for a person (`plainer`); nothing
is replaced here but no-break spaces, which look like any other: French has one before every colon, and a single one
would more than double what a text costs.

3GPP TS 23.038 (6.2.1: default alphabet and its extension) and TS 23.040 (9.2.3.24: user data header).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hemicycle.channels.contract import Count, Message, OutgoingText, Rendered, Segment

GSM_7, UCS_2 = "GSM-7", "UCS-2"

_ESCAPE = 0x1B
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
_OCTETS = {character: bytes([code]) for code, character in enumerate(_BASIC) if code != _ESCAPE}
_OCTETS |= {character: bytes([_ESCAPE, code]) for character, code in _EXTENSION.items()}
_BEHIND_ESCAPE = {code: character for character, code in _EXTENSION.items()}

# Units in a message that travels alone, and in a part: 140 octets, six of them the header of a part.
_ALONE = {GSM_7: 160, UCS_2: 70}
_IN_PARTS = {GSM_7: 153, UCS_2: 67}
# What a header of eight bits can count; the limit of a message is `most_segments` of an account.
MOST_PARTS = 255
# Ten parts are 1,530 characters; operators commonly join no more on delivery.
MOST_SEGMENTS = 10


# A recipient's token has 22 characters of base64 (models/contact.py), all of them in GSM-7.
TOKEN = "x" * 22


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as it travels: `parts` in order, `units` in all (septets, or 16 bits each). `forcing`: the characters
    for which UCS-2 is needed, each once, in order."""

    encoding: str
    parts: tuple[str, ...]
    units: int
    forcing: tuple[str, ...] = ()

    @property
    def room(self) -> int:
        """How many units fit into as many segments."""
        return _ALONE[self.encoding] if len(self.parts) == 1 else _IN_PARTS[self.encoding] * len(self.parts)


def cut(text: str) -> Cut:
    """Segments of a text. No escape is parted from what it escapes, no half of a surrogate pair from the other."""
    forcing = tuple(dict.fromkeys(c for c in text if c not in _OCTETS))
    encoding = UCS_2 if forcing else GSM_7
    units = sum(_width(c, encoding) for c in text)
    if units <= _ALONE[encoding]:
        return Cut(encoding, (text,), units, forcing)
    parts, begins, used = list[str](), 0, 0
    for at, character in enumerate(text):
        width = _width(character, encoding)
        if used + width > _IN_PARTS[encoding]:
            parts.append(text[begins:at])
            begins, used = at, 0
        used += width
    return Cut(encoding, (*parts, text[begins:]), units, forcing)


def _width(character: str, encoding: str) -> int:
    if encoding == GSM_7:
        return len(_OCTETS[character])
    return 2 if ord(character) > 0xFFFF else 1


def encode(text: str, encoding: str) -> bytes:
    """GSM-7 with one septet an octet, as SMPP has it; UCS-2 with the high octet first. A lone surrogate, which is no
    character, becomes U+FFFD. Raises KeyError where GSM-7 has not the character."""
    if encoding == GSM_7:
        return b"".join(_OCTETS[character] for character in text)
    return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace").encode("utf-16-be")


def decode(octets: bytes, encoding: str) -> str:
    """The text of these octets; what the table does not know becomes U+FFFD, or a space behind an escape (6.2.1.1)."""
    if encoding == UCS_2:
        return octets.decode("utf-16-be", "replace")
    found, left = list[str](), iter(octets)
    for octet in left:
        if octet == _ESCAPE:
            found.append(_BEHIND_ESCAPE.get(next(left, 0), " "))
        else:
            found.append(_BASIC[octet] if octet < len(_BASIC) else "\ufffd")
    return "".join(found)


def header(reference: int, parts: int, number: int) -> bytes:
    """The user data header of one part: concatenated short messages with a reference of eight bits (9.2.3.24.1)."""
    return bytes([5, 0, 3, reference % 256, parts, number])


def split_header(octets: bytes) -> tuple[bytes, Segment | None]:
    """What a message with a user data header says, and which part it is (references of 8 and of 16 bits). A header
    that cannot be read is left off as far as it says it goes."""
    length = octets[0] if octets else 0
    header_, text = octets[1 : 1 + length], octets[1 + length :]
    while len(header_) >= 2:
        kind, size = header_[0], header_[1]
        value, header_ = header_[2 : 2 + size], header_[2 + size :]
        if (kind, len(value)) in ((0x00, 3), (0x08, 4)):
            parts, number_ = value[-2:]
            if parts > 1 and 1 <= number_ <= parts:
                return text, Segment(value[:-2].hex(), number_, parts)
    return text, None


def decode_as(octets: bytes, coding: int) -> str:
    """The text by its data coding scheme: as SMPP has it (3.4, 5.2.19), else as the phones do (TS 23.038, 4 and 5)."""
    if coding in _CODECS:
        return octets.decode(_CODECS[coding], "replace")
    if coding & 0xC0 == 0 and coding & 0x0C == 0x08:
        return decode(octets, UCS_2)
    eight_bits = coding & 0xF4 == 0xF4 or (coding & 0xC0 == 0 and coding & 0x0C == 0x04)
    return octets.decode("latin-1") if eight_bits else decode(octets, GSM_7)


_CODECS = {0x01: "latin-1", 0x02: "latin-1", 0x03: "latin-1", 0x04: "latin-1", 0x06: "iso8859-5", 0x07: "iso8859-8"}
"""IA5, octets, Latin-1, octets, Cyrillic, Hebrew."""


@dataclass(frozen=True, slots=True)
class Plainer:
    """A character of a text that is not in GSM-7, and what could be written `instead`: "" where it shows nothing
    anyway, None where no way is known."""

    start: int
    end: int
    written: str
    instead: str | None


# Punctuation of word processors, and letters without a decomposition (Unicode CLDR, Latin-ASCII).
_INSTEAD_OF = {
    "'": "’‘‚‛′ʼ´`‹›",
    '"': "“”„‟″«»",
    "-": "‐‑‒–—―−·",
    " ": "\u00a0\u202f\u2009\u2007\u2003\u2002\t",
    "": "\u200b\u200e\u200f\ufeff\u00ad",
    "*": "•", "/": "÷", "x": "×", "l": "ł", "L": "Ł", "d": "đð", "D": "ĐÐ", "h": "ħ", "H": "Ħ", "i": "ı", "a": "ª",
    "o": "º°", "oe": "œ", "OE": "Œ", "th": "þ", "Th": "Þ", "SS": "ẞ", "...": "…", "No": "№", "(c)": "©", "(R)": "®",
    "(TM)": "™", "1/2": "½", "1/4": "¼", "3/4": "¾", "->": "→", "<-": "←",
}  # fmt: skip
_INSTEAD = {character: instead for instead, characters in _INSTEAD_OF.items() for character in characters}


def plainer(text: str) -> tuple[Plainer, ...]:
    """What keeps a text out of GSM-7, character by character, for a person to choose. Accents go where the letter
    without them is in the alphabet."""
    return tuple(
        Plainer(at, at + 1, character, _instead(character))
        for at, character in enumerate(text)
        if character not in _OCTETS
    )


def in_gsm(text: str) -> str:
    """For what the software writes itself: what GSM-7 has not is written as it can be, for one accent would more than
    halve what fits."""
    for one in reversed(plainer(text)):
        if one.instead is not None:
            text = text[: one.start] + one.instead + text[one.end :]
    return text


_PLAIN_PUNCTUATION = str.maketrans({
    character: instead for instead in ("'", '"', "-", " ", "", "...") for character in _INSTEAD_OF[instead]
})  # fmt: skip


def plain_punctuation(text: str) -> str:
    """As a typewriter has it, for what nobody wrote as a text message: one apostrophe of a word processor makes two
    messages of one."""
    return text.translate(_PLAIN_PUNCTUATION)


def _instead(character: str) -> str | None:
    if character in _INSTEAD:
        return _INSTEAD[character]
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return bare if bare and all(c in _OCTETS for c in bare) else None


_PLAIN_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")


def render(outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
    """One text: notice, title, body, link and footer, each on a line of its own, composed (NFC), with plain spaces.
    `settings`: `most_segments`, `price` of a segment and its `currency`."""
    lines = filter(None, (outgoing.notice, outgoing.title, outgoing.body, outgoing.link, outgoing.footer))
    text = unicodedata.normalize("NFC", "\n".join(line.strip() for line in lines).replace("\r\n", "\n"))
    text = text.translate(_PLAIN_SPACES)
    content = {"text": text, "free": True} if outgoing.free else {"text": text}
    return Rendered(content, (text,), counts(text, settings))


def written(message: Message) -> str:
    """The text as this recipient gets it."""
    text: str = message.content["text"]
    if slot := message.content.get("slot"):
        text = text.replace(slot, message.own)
    return text.replace("{token}", message.token)


def counts(text: str, settings: Mapping[str, Any]) -> tuple[Count, ...]:
    """Characters of the segments begun, with the encoding and what forces UCS-2; segments; what one recipient costs,
    where the account says what a segment costs."""
    found = cut(text.replace("{token}", TOKEN))
    detail = " ".join((found.encoding, *found.forcing))
    counted = (
        Count("characters", found.units, found.room, detail),
        Count("segments", len(found.parts), min(int(settings.get("most_segments", MOST_SEGMENTS)), MOST_PARTS)),
    )
    if not settings.get("price"):
        return counted
    cost = round(len(found.parts) * float(settings["price"]), 4)
    return (*counted, Count("cost", cost, detail=str(settings.get("currency", ""))))
