"""The closing block of a letter: names and towns told by where they stand."""

import re
from collections.abc import Iterator

from hearhear.redaction.people import Public
from hearhear.redaction.people.beside import is_office_behind
from hearhear.redaction.spans import LIKELY, LOOKS, NAMED, Found, Kind
from hearhear.redaction.vocabulary import GIVEN, INSTITUTIONS, NEVER, OFFICES, SURE, SURNAMES, TITLES, section
from hearhear.structure.letter import PHRASES, SENTENCES

_CLOSING = re.compile(
    rf"(?i)(?:\A|\n|(?<=[.!?…,;])[ \t\xa0])[ \t]*(?:{PHRASES}|{SENTENCES}|[ae]t(?:entamen)?te|bien amicalement|"
    rf"amicalement|love|"
    r"best|all the best|a bientôt|à bientôt|salutations|un abrazo|abrazos|quedo a la espera[^\n]*|in hope|"
    r"signed|signé|firmado|fdo)"
    r"[ \t]*(?:[,.;:!–-]+|(?=\n)|(?=\s*\Z))"
)
_REACH = 420
"""Characters from the end in which a closing is looked for: a sentence of courtesy and seven short lines."""
_LINES = 7
_LINE = re.compile(r"[^\n]+")
WORD = re.compile(r"[^\W\d_]+(?:['’.-]+[^\W\d_]+)*\.?")
_NO_NAME = re.compile(r"[!?@:/\d%&+=]|\.\s+\S+\s+\S+\s+\S+\s")
_SMALL = section("connectors") | section("street_particles") | section("name_particles")
_ROLES = section("roles")
_LEAD = re.compile(
    r"\A[ \t\-–—*•~_.,]*(?:(?:signed|signé|firmado|fdo|nom|name|nombre)\.?[ \t]*:?[ \t]*)?", re.IGNORECASE
)
_TRAIL = re.compile(r"[ \t\r.,;~*_-]*\Z")
PARTS = re.compile(r"[,|•·]|\s[-–—/]\s|\(|\)")


def signature(text: str, public: Public) -> list[Found]:
    """The lines under a closing; or a name that is the last line."""
    start = max(0, len(text) - _REACH)
    closing = None
    for match in _CLOSING.finditer(text, start):
        closing = match
    if closing is None:
        return _last_line(text, public)
    return list(_block(text, closing.end(), public))


def _block(text: str, at: int, public: Public) -> Iterator[Found]:
    named = False
    lines = [line for line in _LINE.finditer(text, at) if line[0].strip()]
    if len(lines) > _LINES + 2:
        return
    for line in lines[:_LINES]:
        if line[0].lstrip().lower().startswith(("ps", "p.s", "p.d", "pd")):
            return
        for start, end in _stretches(text, line.start(), line.end()):
            piece = text[start:end]
            if not named and is_name(piece):
                if not public.has(WORD.findall(piece)) and not is_office_behind(text, end):
                    yield Found(start, end, Kind.SIGNATURE, NAMED if _is_known(piece) else LIKELY)
                named = True
            elif named and _is_place(piece):
                yield Found(start, end, Kind.ADDRESS, LOOKS)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a line between commas and dashes, without what leads to them."""
    at = start
    edges = [(match.start(), match.end()) for match in PARTS.finditer(text, start, end)]
    for left, right in [*edges, (end, end)]:
        lead = _LEAD.match(text[at:left])
        trail = _TRAIL.search(text[at:left])
        first, last = at + (lead.end() if lead else 0), at + (trail.start() if trail else left - at)
        if last > first:
            yield first, last
        at = right


def is_name(piece: str) -> bool:
    """One to six words, all with capitals, or all small with a given name that is known in front."""
    words = [word for word in WORD.findall(piece) if len(word) != 2 or word[1] != "."]
    if not 1 <= len(words) <= 6 or len(piece) < 2 or _NO_NAME.search(piece) or len(piece) > 60:
        return False
    low = [word.lower().rstrip(".") for word in words]
    if any(word in _ROLES or (word in INSTITUTIONS and word not in SURNAMES and word not in GIVEN) for word in low):
        return False
    if any(word in OFFICES and word not in SURNAMES and word not in TITLES for word in low):
        return False
    if low[0] in TITLES:
        low, words = low[1:], words[1:]
    if not words or any(
        word in NEVER and word not in SURNAMES and word not in _SMALL and word not in GIVEN for word in low
    ):
        return False
    if all(word[0].isupper() or small in _SMALL for word, small in zip(words, low, strict=True)):
        return True
    return low[0] in GIVEN and (len(low) == 1 or low[-1] in SURNAMES or (len(low) <= 3 and low[0] in SURE))


def _is_known(piece: str) -> bool:
    return any(word.lower() in GIVEN for word in WORD.findall(piece))


def _is_place(piece: str) -> bool:
    """A town under a name: up to four words with capitals, no calling, no organisation."""
    words = WORD.findall(piece)
    if not 1 <= len(words) <= 4 or re.search(r"[!?@:%&+=]", piece) or len(piece) > 40:
        return False
    low = [word.lower() for word in words]
    if any(word in _ROLES or word in OFFICES - SURNAMES for word in low) or re.search(r"\d", piece):
        return False
    if low[-1] in INSTITUTIONS and low[-1] not in ("city", "hill", "park", "island", "bay", "green", "town"):
        return False
    return all(
        word[0].isupper() or small in _SMALL or small in ("sur", "en", "on", "upon")
        for word, small in zip(words, low, strict=True)
    )


def _last_line(text: str, public: Public) -> list[Found]:
    """A message that ends in a line that is a name and nothing else."""
    end = len(text.rstrip())
    start = text.rfind("\n", 0, end) + 1
    if start == 0 or end - start > 50:
        return []
    for first, last in list(_stretches(text, start, end))[:1]:
        piece = text[first:last]
        words = WORD.findall(piece)
        sure = words and (words[0].lower() in SURE or (len(words) > 1 and words[0].lower() in GIVEN))
        if sure and is_name(piece) and not public.has(words):
            return [Found(first, last, Kind.SIGNATURE, LIKELY)]
    return []
