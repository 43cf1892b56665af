"""The head and the closing block of a letter: names, houses and towns told by where they stand."""

import re
from collections.abc import Iterator

from hearhear.redaction.people import Public
from hearhear.redaction.people.beside import is_office_behind
from hearhear.redaction.people.classes import BINDING, GIVEN_NAME, classes
from hearhear.redaction.people.lines import PARTS, WORD, is_person, is_signed, is_surely_person, words_of
from hearhear.redaction.spans import LIKELY, LOOKS, NAMED, Found, Kind
from hearhear.redaction.vocabulary import GIVEN, INSTITUTIONS, OFFICES, SURNAMES, section
from hearhear.structure.letter import GREETED, PHRASES, SENTENCES

_CLOSING = re.compile(
    rf"(?i)(?:\A|\n|(?<=[.!?…,;])[ \t\xa0])[ \t]*(?:{PHRASES}|{SENTENCES}|[ae]t(?:entamen)?te|bien amicalement|"
    rf"amicalement|love|"
    r"best|all the best|a bientôt|à bientôt|salutations|un abrazo|abrazos|quedo a la espera[^\n]*|in hope|"
    r"signed|signé|firmado|fdo)"
    r"[ \t]*(?:[,.;:!–-]+|(?=\n)|(?=\s*\Z))"
)
# The dashes that mail programs put above a signature.
_DASHES = re.compile(r"(?m)^--[ \t]?$")
# Whatever else closes a letter: a few words and a comma, on a line of their own.
_SALUTES = (
    r"dear|hello|hi\b|good|to |madame|monsieur|mesdames|messieurs|bon|cher|chère|salut|à |"
    r"estimad|querid|señor|hola|buen|a |muy "
)
_COURTESY = re.compile(rf"(?mi)^[ \t]*(?!{_SALUTES})[^\W\d_](?:[^\n,.;:!?\d]{{1,50}}),[ \t]*\n\s*(?=[^\W\d_])")
# Where the mail begins that is answered or passed on.
_WROTE = r"(?:wrote|a écrit|a ecrit|escribió|escribio)[ \xa0]?:[ \t]*$"
_QUOTED = re.compile(rf"(?mi)^(?:[ \t]*-{{3,}}|[ \t]*_{{8,}}|[ \t]*>|[^\n]{{0,120}}{_WROTE})")
_SIGNS_OF_QUOTES = ("---", "____", ">", "rote:", "crit :", "crit:", "ribió:", "ribio:")
_REACH = 420
"""Characters from the end in which a closing is looked for: a sentence of courtesy and seven short lines."""
_LINES = 7
# Sender, date and recipient stand above the salutation in some twenty lines.
_HEAD = 700
_SALUTATION = re.compile(rf"(?m)^(?:{GREETED})".replace(r"\z", r"\Z"))
_FIGURES = re.compile(r"\n[^\n]*[\d@]")
_DATED = re.compile(r"(?m)^[^\n]{3,40}[ \xa0](?:19|20)\d{2}[ \t\r.]*$")
_BLANK_LINE = re.compile(r"\n[ \t\xa0\r]*\n")
_HOUSES = frozenset({"farm", "farmhouse", "cottage", "cottages", "barn", "lodge", "croft", "grange", "bungalow"})
"""What a house in the country is called; with a name before it, alone on a line of an address."""
_LIKE_TOWNS = frozenset({"city", "hill", "park", "island", "bay", "green", "town"}) | _HOUSES
_LINE = re.compile(r"[^\n]+")
_SMALL = section("connectors") | section("street_particles") | section("name_particles")
_ROLES = section("roles")
_LEAD = re.compile(
    r"\A[ \t\-–—*•~_.,]*(?:(?:signed|signé|firmado|fdo|nom|name|nombre)\.?[ \t]*:?[ \t]*)?", re.IGNORECASE
)
_TRAIL = re.compile(r"[ \t\r.,;~*_-]*\Z")
_INITIAL_LAST = re.compile(r"(?:\A|[ \t])[^\W\d_]\.\Z")
# The last words of a message that has no closing: behind its last sentence, or behind a dash.
_TAIL = re.compile(
    r"(?:[.!?…]\s+|\s[-–—]\s+|\n\s*)(?P<name>[^\W\d_][^\n!?…;:\d]{1,50}?)[ \t]*(?:,[^\n,]{1,30})?\.?\s*\Z"
)


_HOUSE_LINE = re.compile(
    rf"(?m)^[ \t]*(?P<house>(?:[A-ZÀ-ÖØ-Þ][\w'’-]{{1,30}} ){{1,3}}(?i:{'|'.join(sorted(_HOUSES))}))"
    r"[ \t]*[,.]?[ \t\r]*$"
)


def signature(text: str, public: Public) -> list[Found]:
    """The lines under a closing; or a name that is the last line, or stands behind the last sentence.

    Where other mail stands in the letter, what is above it is signed, and what is below it may be.
    """
    own = text[: _own_end(text)]
    if len(own) == len(text):
        return _signed(text, public, passed_on=False)
    if "\n" not in own.strip():
        return list(_block(own, 0, public))  # a name above it and nothing else
    return [*_signed(own, public, passed_on=True), *_signed(text, public, passed_on=False)]


def _signed(text: str, public: Public, *, passed_on: bool) -> list[Found]:
    start = max(0, len(text) - _REACH)
    for patterns in ((_CLOSING, _DASHES), (_COURTESY,)):
        ends = {match.end() for pattern in patterns for match in pattern.finditer(text, start)}
        for at in sorted(ends, reverse=True):
            found = list(_block(text, at, public))
            if found:
                return found
    return _last_words(text, start, public, passed_on=passed_on)


def letterhead(text: str, public: Public) -> Iterator[Found]:
    """Who writes and from where, in the lines above everything else: with figures in them, above a date or above a
    salutation.
    """
    head = text[:_HEAD]
    first = len(head) - len(head.lstrip())
    blank = _BLANK_LINE.search(head, first)
    if blank is None or "\n" not in head[first : blank.start()]:
        return
    if any(classes(word) & BINDING for word in words_of(head[first:].partition("\n")[0])):
        return  # `Harbour Bill`: names with such a word are told by other rules
    below = blank.end()
    if _FIGURES.search(head, first, blank.start()) or _DATED.search(head, below) or _SALUTATION.search(head, below):
        yield from _block(head[: blank.start()], first, public)


def houses(text: str) -> Iterator[Found]:
    """Lines that are the name of a house and nothing else."""
    for line in _HOUSE_LINE.finditer(text):
        yield Found(*line.span("house"), Kind.ADDRESS, LOOKS)


def _own_end(text: str) -> int:
    if not any(sign in text for sign in _SIGNS_OF_QUOTES):
        return len(text)
    quoted = _QUOTED.search(text, 1)
    while quoted and quoted[0].strip() == "--":
        quoted = _QUOTED.search(text, quoted.end())
    return quoted.start() if quoted and text[: quoted.start()].strip() else len(text)


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
            if not named and is_signed(piece):
                if not public.has(words_of(piece)) and not is_office_behind(text, end):
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
        last += text.startswith(".", last) and bool(_INITIAL_LAST.search(text[first : last + 1]))
        if last > first:
            yield first, last
        at = right


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
    if low[-1] in INSTITUTIONS and low[-1] not in _LIKE_TOWNS:
        return False
    return all(
        word[0].isupper() or small in _SMALL or small in ("sur", "en", "on", "upon")
        for word, small in zip(words, low, strict=True)
    )


def _last_words(text: str, start: int, public: Public, *, passed_on: bool) -> list[Found]:
    """A message that ends in a name and nothing else: on a line of its own, or behind the last sentence.

    Above mail that is passed on, a line of its own is one more surely.
    """
    match = _TAIL.search(text, start)
    if match is None or public.has(words_of(match["name"])):
        return []
    name, words = match["name"], words_of(match["name"])
    asked = is_person if match[0][1] in "-–—" and classes(words[0]) & GIVEN_NAME else is_surely_person
    if passed_on and "\n" in match[0][: match.start("name") - match.start()]:
        asked = is_signed
    if not asked(name):
        return []
    end = match.end("name")
    end += text.startswith(".", end) and bool(_INITIAL_LAST.search(text[match.start("name") : end + 1]))
    return [Found(match.start("name"), end, Kind.SIGNATURE, LIKELY)]
