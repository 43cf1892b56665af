"""Letterhead and signature block of a letter: names, houses and towns found by their position."""

import re
from collections.abc import Iterator
from itertools import pairwise

from hearhear.redaction.classes import (
    BINDING,
    GIVEN_NAME,
    PARTS,
    WORD,
    classes,
    fits_name_field,
    is_evenly_written,
    is_person,
    is_signature,
    is_surely_person,
    is_unknown_name,
    words_of,
)
from hearhear.redaction.names.context import is_office_behind
from hearhear.redaction.names.leads import writes_with_capitals
from hearhear.redaction.names.letters import letters_of_name
from hearhear.redaction.spans import BARE, LIKELY, NAMED, POSSIBLE, Candidate, Kind, Public
from hearhear.redaction.vocabulary import GIVEN, INSTITUTIONS, NAMESAKES, OFFICES, SURNAMES, section
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
# Whatever else closes a letter: a few words and a comma, on a line of their own; commas inside as well.
_SALUTES = (
    r"dear|hello|hi\b|good|to |madame|monsieur|mesdames|messieurs|bon|cher|chère|salut|à |"
    r"estimad|querid|señor|hola|buen|a |muy "
)
_COURTESY = re.compile(rf"(?mi)^[ \t]*(?!{_SALUTES})[^\W\d_](?:[^\n.;:!?\d]{{1,60}}),[ \t]*\n\s*(?=[^\W\d_])")
# Where the mail begins that is answered or passed on; lines under marks end where the marks do.
_WROTE = r"(?:wrote|a écrit|a ecrit|escribió|escribio)[ \xa0]?:[ \t]*$"
_QUOTED = re.compile(
    rf"(?mi)^(?:[ \t]*-{{3,}}|[ \t]*_{{8,}}|(?P<marked>(?:[ \t]*>[^\n]*(?:\n|\Z))+)|[^\n]{{0,120}}{_WROTE})"
)
_MARKS = re.compile(r"(?m)^[ \t]*>[> \t]*")
_SIGNS_OF_QUOTES = ("---", "____", ">", "rote:", "crit :", "crit:", "ribió:", "ribio:")
_REACH = 420
"""Characters from the end in which a closing is looked for: a sentence of courtesy and seven short lines."""
_LINES = 7
_MOST_PARTS = 12
"""Edges between own words and other mail; further down, threads repeat what stands above."""
# Sender, date and recipient stand above the salutation in some twenty lines.
_HEAD = 700
_SALUTATION = re.compile(rf"(?m)^(?:{GREETED})".replace(r"\z", r"\Z"))
_STREETS = section("streets_first") | section("streets_last")
_FIGURE = re.compile(r"\d")
_FIGURES = re.compile(r"\n[^\n]*[\d@]")
_DATED = re.compile(r"(?m)^[^\n]{3,40}[ \xa0](?:19|20)\d{2}[ \t\r.]*$")
_BLANK_LINE = re.compile(r"\n[ \t\xa0\r]*\n")
_HOUSES = frozenset({"farm", "farmhouse", "cottage", "cottages", "barn", "lodge", "croft", "grange", "bungalow"})
"""What a house in the country is called; with a name before it, alone on a line of an address."""
_LIKE_TOWNS = frozenset({"city", "hill", "park", "island", "bay", "green", "town"}) | _HOUSES
_LINE = re.compile(r"[^\n]+")
_SMALL = section("connectors") | section("street_particles") | section("name_particles")
_ROLES = section("roles")
# A rank in an army, with what says that it is one no more: `Lt Col (retd)`.
RANK = (
    r"(?:(?:lt|lieut|col|maj|major|capt|captain|cpl|sgt|cmdr|flt|sqn|wg|brig|gen|wo[12]?|cdt|adj|cap|cte|tte|sgto|brig|"
    r"cpt)\.? ){1,2}(?:\((?:ret(?:d|'d|ired|\.)?|r|er|h|rés|res)\.?\) )?"
)
_LEAD = re.compile(
    r"\A[ \t\-–—*•~_.,]*(?:(?:signed|signé|firmado|fdo|nom|name|nombre)\.?[ \t]*:?[ \t]*)?",
    re.IGNORECASE,
)
_RANKED = re.compile(rf"[ \t]*{RANK}", re.IGNORECASE)
_TRAIL = re.compile(r"[ \t\r.,;~*_-]*\Z")
_INITIAL_LAST = re.compile(r"(?:\A|[ \t])[^\W\d_]\.\Z")
# The last words of a message that has no closing: behind its last sentence, a dash, or a word in capitals.
_TAIL = re.compile(
    r"(?:(?:(?<!\b[^\W\d_])\.|[!?…])\s+|\s[-–—]\s+|\n\s*|(?<=[^\W\d_a-zß-ÿ]{2})[ \t](?=[^\W\d_a-zß-ÿ][a-zß-ÿ]))"
    r"(?P<name>[^\W\d_][^\n!?…;:\d]{1,50}?)[ \t]*(?:,[^\n,!?]{1,30})?\.?\s*\Z"
)
# `Nagore L.` as the last line.
_INITIAL_SIGNED = re.compile(r"\n[ \t]*(?P<name>[A-ZÀ-ÖØ-Þ][^\W\d_]{2,20} [A-ZÀ-ÖØ-Þ]\.?)\s*\Z")
_LAST_LINE = re.compile(r"\n[ \t\-–—]*(?P<name>[^\W\d_][^\n!?…;:\d,]{1,50}?)[ \t]*(?:,[^\n,!?]{1,30})?\s*\Z")
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[ -]?){2,4}")
_LAWS = frozenset({"loi", "projet de loi", "ley", "proyecto de ley"})
# The first words of a short message, before what it is about: `Ann Hart, Upper Fell BILL 12: vote no`.
_TOP = re.compile(
    r"\A\s*(?P<name>[^\W\d_]+[ \t][^\n,.;:!?\d]{2,40}?)(?:,[^\n,.;:!?\d]{2,40}?)?[ \t]"
    rf"(?=(?i:{'|'.join(sorted(section('laws') | _LAWS))})[ \t](?:[Nn][o.º°]{{1,2}}[ \t]?)?\d{{1,3}}(?!\d))"
)
# A name on one line with what stands below it elsewhere: a street, a number, an address of mail.
_RUN_ON = re.compile(
    r"(?P<name>[^\W\d_a-zß-ÿ][^\W\d_]*[ \t][^\n\d@+(]{2,50}?)[ \t]+"
    rf"(?=[\d+(]|(?i:{'|'.join(map(re.escape, sorted(section('streets_first'))))})\b[^\n]*\d|[^\s@]+@)"
)
_HOUSE_LINE = re.compile(
    rf"(?m)^[ \t]*(?P<house>(?:[A-ZÀ-ÖØ-Þ][\w'’-]{{1,30}} ){{1,3}}(?i:{'|'.join(sorted(_HOUSES))}))"
    r"[ \t]*[,.]?[ \t\r]*$"
)


def signature(text: str, public: Public) -> list[Candidate]:
    """The lines under a closing; or a name that is the last line, or stands behind the last sentence.

    Where other mail stands in the letter, each piece of either may be signed.
    """
    parts = _own_and_quoted(text)
    if len(parts) == 1:
        return _signature_of(text, 0, public, passed_on=False)
    plain = _MARKS.sub(lambda marks: " " * len(marks[0]), text)
    found: list[Candidate] = []
    for place, (start, end) in enumerate(parts):
        if place == 0 and "\n" not in text[:end].strip():
            found += _block(text[:end], 0, public, led=False)  # a name above other mail and nothing else
        else:
            found += _signature_of(plain[:end], start, public, passed_on=place == 0)
    return found


def _own_and_quoted(text: str) -> list[tuple[int, int]]:
    """Where the writer's own words and those of other mail begin and end by turns, the first ones first."""
    if not any(sign in text for sign in _SIGNS_OF_QUOTES):
        return [(0, len(text))]
    cuts = {cut for quoted in _QUOTED.finditer(text) for cut in (quoted.start(), *quoted.span("marked")) if cut > 0}
    edges = [0, *sorted(cuts)[:_MOST_PARTS], len(text)]
    return [(start, end) for start, end in pairwise(edges) if text[start:end].strip()] or [(0, len(text))]


def _signature_of(text: str, first: int, public: Public, *, passed_on: bool) -> list[Candidate]:
    start = max(first, len(text) - _REACH)
    for patterns in ((_CLOSING, _DASHES), (_COURTESY,)):
        ends = {match.end() for pattern in patterns for match in pattern.finditer(text, start)}
        for at in sorted(ends, reverse=True):
            found = list(_block(text, at, public, led=True))
            if found:
                return found
    footer = _DASHES.search(text, first, len(text) - _REACH // 2)
    if footer:  # so long that it leaves no room for a closing above it
        return _signature_of(text[: footer.start()], first, public, passed_on=passed_on)
    return _last_words(text, start, public, passed_on=passed_on)


def letterhead(text: str, public: Public) -> Iterator[Candidate]:
    """Who writes and from where, in the lines above everything else: with figures in them, above a date or above a
    salutation.
    """
    head = text[:_HEAD]
    first = len(head) - len(head.lstrip())
    blank = _BLANK_LINE.search(head, first)
    if blank is None or "\n" not in head[first : blank.start()]:
        return
    given, *others = words_of(head[first:].partition("\n")[0]) or [""]
    if any(classes(word) & BINDING for word in (others if classes(given) & GIVEN_NAME else [given, *others])):
        return  # `Harbour Bill`: names with such a word are left to other rules
    below = blank.end()
    if _FIGURES.search(head, first, blank.start()) or _DATED.search(head, below) or _SALUTATION.search(head, below):
        yield from _block(head[: blank.start()], first, public, led=_has_street(head[first : blank.start()]))


def _has_street(head: str) -> bool:
    """Whether the second line is a street with its number."""
    line = head.split("\n")[1].lower()
    return bool(_FIGURE.search(line)) and not _STREETS.isdisjoint(WORD.findall(line))


def top(text: str, public: Public) -> Iterator[Candidate]:
    """Who writes a short message, before anything else in it."""
    found = _TOP.match(text)
    name = found["name"] if found else ""
    if found and (is_unknown_name(name) or is_surely_person(name)) and not public.has(words_of(name)):
        yield Candidate(*found.span("name"), Kind.NAME, POSSIBLE)


def houses(text: str) -> Iterator[Candidate]:
    """Lines that are the name of a house and nothing else."""
    for line in _HOUSE_LINE.finditer(text):
        yield Candidate(*line.span("house"), Kind.ADDRESS, POSSIBLE)


def _block(text: str, at: int, public: Public, *, led: bool) -> Iterator[Candidate]:
    """A name and what stands below it; `led`: what stands first is hardly anything but a name."""
    asked, named = fits_name_field if led else is_signature, False
    lines = [line for line in _LINE.finditer(text, at) if line[0].strip()]
    if len(lines) > _LINES + 2:
        return
    for line in lines[:_LINES]:
        if line[0].lstrip().lower().startswith(("ps", "p.s", "p.d", "pd")):
            return
        for start, end in _stretches(text, line.start(), line.end()):
            stop = end if named else _name_end(text, start, end)
            part = text[start:stop]
            if not named and asked(part) and not _is_a_word(part, text):
                if not public.has(words_of(part)) and not is_office_behind(text, stop):
                    yield Candidate(start, stop, Kind.SIGNATURE, NAMED if _is_known(part) else LIKELY)
                named = True
            elif named and _is_place(part):
                yield Candidate(start, stop, Kind.ADDRESS, POSSIBLE)
            asked = is_signature


def _is_a_word(part: str, text: str) -> bool:
    """One small word that no list knows, without the letters of a name or in a text of capitals: `Yours, amused`."""
    if not (part.isalpha() and part.islower()) or classes(part):
        return False
    return letters_of_name(part) <= 0 or writes_with_capitals(text)


def _name_end(text: str, start: int, end: int) -> int:
    run_on = _RUN_ON.match(text, start, end)
    if run_on is None or run_on["name"].split()[-1].islower():  # `Virée en 2020`
        return end
    return run_on.end("name") if fits_name_field(run_on["name"]) else end


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a line between commas and dashes, without what leads to them."""
    ranked = _RANKED.match(text, start, end)
    at = ranked.end() if ranked else start
    edges = [(match.start(), match.end()) for match in PARTS.finditer(text, at, end)]
    for left, right in [*edges, (end, end)]:
        lead = _LEAD.match(text[at:left])
        trail = _TRAIL.search(text[at:left])
        first, last = at + (lead.end() if lead else 0), at + (trail.start() if trail else left - at)
        last += text.startswith(".", last) and bool(_INITIAL_LAST.search(text[first : last + 1]))
        if last > first:
            yield first, last
        at = right


def _is_known(part: str) -> bool:
    return any(word.lower() in GIVEN for word in WORD.findall(part))


def _is_place(part: str) -> bool:
    """A town under a name: up to four words with capitals, no calling, no organisation."""
    words = WORD.findall(part)
    if not 1 <= len(words) <= 4 or re.search(r"[!?@:%&+=]", part) or len(part) > 40:
        return False
    low = [word.lower() for word in words]
    if any(word in _ROLES or word in OFFICES - SURNAMES for word in low) or re.search(r"\d", part):
        return False
    if low[-1] in INSTITUTIONS and low[-1] not in _LIKE_TOWNS:
        return False
    return all(
        word[0].isupper() or small in _SMALL or small in ("sur", "en", "on", "upon")
        for word, small in zip(words, low, strict=True)
    )


def _last_words(text: str, start: int, public: Public, *, passed_on: bool) -> list[Candidate]:
    """A message that ends in a name and nothing else: on a line of its own, or behind the last sentence.

    Above mail that is passed on, a line of its own is one more surely.
    """
    match = _TAIL.search(text, start)
    while match and (later := _TAIL.search(text, match.start("name"))):
        match = later
    if match is None:
        initial = _INITIAL_SIGNED.search(text, start)
        if initial:
            return [Candidate(*initial.span("name"), Kind.SIGNATURE, LIKELY)]
        return _bare_last_line(text, start, public)
    if public.has(words_of(match["name"])):
        return []
    name, words = match["name"], words_of(match["name"])
    if not is_evenly_written(name):
        return []
    asked = is_person if match[0][1] in "-–—" and classes(words[0]) & GIVEN_NAME else is_surely_person
    if passed_on and "\n" in match[0][: match.start("name") - match.start()]:
        asked = is_signature
    stands_out = (
        match[0][0] in ".!?…" or match[0].lstrip()[0] in "-–—" or (match[0][0] in " \t" and match[0][1].isalpha())
    )
    if not asked(name) and not (stands_out and is_unknown_name(name)):
        if stands_out and match[0][0] in ".!?…" and _is_bare_name(name):
            return [Candidate(*match.span("name"), Kind.SIGNATURE, BARE)]
        return _bare_last_line(text, start, public)
    end = match.end("name")
    end += text.startswith(".", end) and bool(_INITIAL_LAST.search(text[match.start("name") : end + 1]))
    return [Candidate(match.start("name"), end, Kind.SIGNATURE, LIKELY)]


def _bare_last_line(text: str, start: int, public: Public) -> list[Candidate]:
    """A last line that is two or three words with capitals, or initials: who signs, where the letter is private."""
    line = text.rstrip().rfind("\n", start)
    match = _LAST_LINE.match(text, line) if line >= 0 else None
    if match is None or public.has(words_of(match["name"])):
        return []
    if _is_bare_name(match["name"]) or _INITIALS.fullmatch(match["name"]):
        return [Candidate(*match.span("name"), Kind.SIGNATURE, BARE)]
    return []


def _is_bare_name(line: str) -> bool:
    return fits_name_field(line) and NAMESAKES.isdisjoint(words_of(line))
