"""Runs of capitalised words, where names can be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hearhear.redaction.vocabulary import GIVEN, NEVER, SURNAMES, TITLES, section

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"
_WORD = rf"[{UPPER}](?:\.(?:-?[{UPPER}]\.)*|{LETTER}*(?:[-'’]{LETTER}+)*)"
_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Srta|Dña|Dna|Rev|Lic|Ing|Cllr|Mme|Mlle|Pr|St)\."
_PARTICLE = (
    r"de la|de las|de los|de l['’]|del|des|dels|de|du|das|da|dos|do|di|della|van der|van den|van de|van|von der|"
    r"von|der|den|ter|"
    r"le|la|bin|bint|ben|ibn|al|el|y|i|zu|zur|zum|af|av|ap|ab|ferch|wa|ould|ter|ten|della|dei|viuda de|[dl]['’]"
)
_SPACE = r"[ \t\xa0]"
_RUN = re.compile(
    rf"(?<![\w@#/])(?:[dlDL]['’])?(?:{_TITLE}|{_WORD})"
    rf"(?:(?:{_SPACE}{{1,3}}|-(?=[{UPPER}]))(?:(?:{_PARTICLE})(?:{_SPACE}|(?<=['’])))?(?:{_TITLE}|{_WORD}))*"
)
_PIECE = re.compile(rf"(?P<particle>(?<![^\W\d_])(?:{_PARTICLE})(?:{_SPACE}|(?<=['’])))?(?P<word>{_TITLE}|{_WORD})")
_POSSESSIVE = re.compile(r"['’][sS]\Z")
_ELISION = re.compile(
    rf"\A[DLdl]['’](?=[^\W\d_]{{2}})|\A[JjNnSsCcMmTt]['’](?=[^\W\d_{UPPER}][^\W\d_])|\A(?:[Qq]u|[Jj]usqu|"
    rf"[Ll]orsqu)['’]"
)


BINDING = section("particles") | section("name_particles_only") | {"o"}
_ALSO_SURNAMES = section("also_surnames")
ARTICLE_OF_NAMES = "te"
"""The article of Maori names, `Te Ariki`: beside another capital it is hardly ever `you` in French and Spanish."""
SAINTS = frozenset({"st", "saint", "sainte"})
"""In the middle of a name these begin a surname: `J. St Leger Pym`."""
_ALONE = NEVER - TITLES
"""Most runs are the first word of a sentence, and one of these."""


@dataclass(slots=True)
class Token:
    """A word with a capital; `particle` is where a particle before it begins, or its own start."""

    start: int
    end: int
    word: str
    particle: int
    possessive: bool = False
    joined: str = ""
    lower: str = ""

    @property
    def capitals(self) -> bool:
        return len(self.word) > 1 and self.end - self.start > 1 and self.word.upper() == self.word != self.word.lower()


def capitalized_runs(text: str) -> Iterator[list[Token]]:
    """Runs of tokens, split at words that are never part of a name."""
    for run in _RUN.finditer(text):
        if run[0].lower() in _ALONE:
            continue
        segment: list[Token] = []
        tokens = list(_tokens(text, run.start(), run.end()))
        for at, token in enumerate(tokens):
            last = at + 1 == len(tokens)
            if not _is_boundary(token, segment) or (not last and _goes_with(token, tokens[at + 1], segment)):
                segment.append(token)
            elif segment:
                yield segment
                segment = []
        if segment:
            yield segment


def _is_boundary(token: Token, before: list[Token]) -> bool:
    word = lower(token)
    if _is_joined_surname(token):
        return False
    if "'" in word and word.partition("'")[0] in NEVER and word.partition("'")[0] not in ("d", "o"):
        return True
    if word not in NEVER or word in TITLES or (len(word) == 1 and token.word[-1] == "."):
        return False
    named = before and (lower(before[-1]) in GIVEN or lower(before[-1]) in TITLES)
    return not (named and (word in SURNAMES or word in _ALSO_SURNAMES))


def _is_joined_surname(token: Token) -> bool:
    """`N'Guessan`, `M'Bow`: a capital on both sides; an elided word has a small letter before it or behind."""
    first, sign, more = token.word.replace("’", "'").partition("'")
    return bool(sign) and not token.capitals and len(first) == 1 and more[:1].isupper()


def _goes_with(token: Token, following: Token, before: list[Token]) -> bool:
    """Whether a word that is never part of a name is one here: `Bill King`, `Leila El Amrani`."""
    if (lower(token) == ARTICLE_OF_NAMES or (before and lower(token) in SAINTS)) and not token.capitals:
        return True
    if not before and lower(token) in GIVEN and not token.capitals:
        return lower(following) in SURNAMES
    return _binds(token, before)


def _binds(token: Token, before: list[Token]) -> bool:
    """`El`, `De`, `La` between a given name and a surname, as in `Leila El Amrani`."""
    if not before or lower(token) not in BINDING:
        return False
    last = lower(before[-1])
    initial = len(before[-1].word) == 2 and before[-1].word[1] == "."
    return initial or last in BINDING or last in TITLES or (last in GIVEN and last not in NEVER)


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for piece in _PIECE.finditer(text, start, end):
        token = Token(piece.start("word"), piece.end(), piece["word"], piece.start())
        elided = _ELISION.match(token.word) if len(token.word) > 3 else None
        if elided and not token.word.startswith(("D'A", "D'E", "D'O", "D’A", "D’O", "D’E")):
            token.start += elided.end()
            token.word = token.word[elided.end() :]
        possessive = _POSSESSIVE.search(token.word)
        if possessive:
            token.end -= 2
            token.word = token.word[:-2]
            token.possessive = True
        token.joined = (piece["particle"] or "").strip().lower()
        yield token


def lower(token: Token) -> str:
    """A token's word as vocabularies keep it."""
    if not token.lower:
        token.lower = token.word.lower().rstrip(".").replace("’", "'")
    return token.lower
