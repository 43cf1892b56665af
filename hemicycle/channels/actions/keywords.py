"""Words with which a person steers what they get: STOP is built in, other apps register theirs.

    keywords.register({"en": ("follow",), "fr": ("suivre",), "es": ("seguir",)}, follow)

    def follow(request: KeywordRequest) -> str:
        ...                                 # request.rest is what stands behind the word
        return _("You follow %s.")          # the answer, in request.lang, or an OutgoingText; "" for none;
                                            # or FOR_PEOPLE, where what follows is to be read by somebody

A keyword is the first word of a text message, in any case, with or without accents. Elsewhere (e-mail, a form) it
counts in a message of a few words only, for a letter may begin with any word. STOP is understood with a slip of the
finger too, unless that makes another word; it counts where its sentence says no more than that, for "Stop the new tax"
is an opinion. actions/answering.py calls the handlers, as part of taking the message: one that raises has the message
stay where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from string import ascii_lowercase
from typing import TYPE_CHECKING

from hemicycle.channels.contract import OutgoingText

if TYPE_CHECKING:
    from hemicycle.channels.models import Contact, Inbound


@dataclass(frozen=True, slots=True)
class KeywordRequest:
    """A keyword that a person sent: `word` as it is registered, `rest` as they wrote it, `lang` to answer in."""

    message: Inbound
    contact: Contact
    word: str
    rest: str
    lang: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The confirmation that something ended: whoever ended it is owed that, however many answers they had before."""

    text: str


class ForPeople(Enum):
    """It only begins like a keyword: the message is for people to read, and is no command."""

    LETTER = "letter"


FOR_PEOPLE = ForPeople.LETTER

Handle = Callable[[KeywordRequest], str | OutgoingText | Ended | ForPeople]


@dataclass(frozen=True, slots=True)
class Keyword:
    """`lang` is "" for a word that people of any language use. `alone`: only where nothing else is said; `beside`:
    only where nothing but these words and keywords stands beside it, to the end of its sentence."""

    word: str
    lang: str
    handle: Handle
    alone: bool = False
    beside: frozenset[str] | None = None


KEYWORDS: dict[str, Keyword] = {}
_typos: dict[str, tuple[Keyword, Callable[[str], bool]]] = {}

# Beyond that, what came by another way than a text message is a letter.
_FEW_WORDS = 5
# A slip is forgiven where nearly nothing else is said: "stpo", "stopp please"; else only where its app knows what
# stands behind: "siguir 7".
_WORDS_BESIDE_A_SLIP = 1


def register(
    words: Mapping[str, Iterable[str]], handle: Handle, *, alone: bool = False, beside: frozenset[str] | None = None
) -> None:
    """One handler for these words, by language. ValueError where a word has a handler already or is none."""
    for lang, spelled in words.items():
        for word in spelled:
            folded = fold(word)
            if not _WORD.fullmatch(folded) or (folded in KEYWORDS and KEYWORDS[folded].handle is not handle):
                raise ValueError(f"{word} cannot be a keyword, or is one already")
            KEYWORDS.setdefault(folded, Keyword(folded, lang, handle, alone, beside))


def forgive_slips(word: str, *, before: Callable[[str], bool] | None = None) -> None:
    """A registered word is understood as slips make it, too; never what is a word of its own. `before`: only where
    this says of what follows that it belongs to the keyword, and then any one letter may be wrong or too many."""
    keyword = KEYWORDS[fold(word)]
    found = slips(keyword.word) if before is None else slips(keyword.word) | _other_letters(keyword.word)
    for slip in found - _WORDS_OF_THEIR_OWN:
        _typos.setdefault(slip, (keyword, before or _is_nearly_nothing))


def _is_nearly_nothing(rest: str) -> bool:
    return len(_WORD.findall(rest)) <= _WORDS_BESIDE_A_SLIP


def recognise(text: str, *, short: bool) -> tuple[Keyword, str] | None:
    """The keyword a text begins with and what follows it, or None. `short`: it came as a text message."""
    words = list(_WORD.finditer(text))
    if not words:
        return None
    first, behind = fold(words[0].group()), text[words[0].end() :]
    rest = behind.lstrip(" \t:.,;!-–—").rstrip()
    beside = len(words) - 1
    if spelled := _spelled_out(words):
        first, rest, behind, beside = spelled, "", "", 0
    if not short and beside >= _FEW_WORDS:
        return None
    keyword = KEYWORDS.get(first)
    if keyword is None and first in _typos:
        meant, fits = _typos[first]
        keyword = meant if fits(rest) else None
    if keyword is None or (keyword.alone and beside):
        return None
    if keyword.beside is not None and not _says_no_more(behind, keyword.beside):
        return None
    return keyword, rest


# A comma does not end what is said: "Stop, the new tax is wrong".
_END_OF_SENTENCE = re.compile(r"[.!?;\n\r]")


def _says_no_more(text: str, known: frozenset[str]) -> bool:
    """`text` begins behind the keyword, and with it the end of the sentence where that stands there."""
    sentence = _END_OF_SENTENCE.split(text, maxsplit=1)[0]
    words = (fold(word.group()) for word in _WORD.finditer(sentence))
    return all(word in known or word in KEYWORDS or word.isdigit() for word in words)


def words_in(lang: str) -> list[str]:
    """The words to name to a person, one for each handler, in their language."""
    found: dict[Handle, str] = {}
    for keyword in KEYWORDS.values():
        if keyword.lang in (lang, ""):
            found.setdefault(keyword.handle, keyword.word.upper())
    return list(found.values())


_WORD = re.compile(r"\w+")


def fold(word: str) -> str:
    """Without case and accents; full-width letters as plain ones."""
    bare = unicodedata.normalize("NFKD", word)
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


def _spelled_out(words: list[re.Match[str]]) -> str:
    """S T O P and S.T.O.P."""
    if len(words) > 1 and all(len(word.group()) == 1 for word in words):
        return fold("".join(word.group() for word in words))
    return ""


# QWERTY; AZERTY differs in two letters of the left hand, which are neighbours here too.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LOOKS_LIKE = {"o": "0", "l": "1", "s": "5", "e": "3"}

# Within one slip of STOP, ARRET or ALTO, and used in English, French or Spanish: all with a Zipf frequency of 2.3 or
# more in wordfreq 3.1, and those below it that a dictionary has. Then the same of the words of following that do not
# mean them: SIGUIR is SEGUIR, DÉJÀ is not DEJAR. ALOT is no word, and with nothing behind it nobody writes it for
# "a lot": it is ALTO.
_WORDS_OF_THEIR_OWN = frozenset({
    "top", "stp", "atop", "stoop", "sop", "adret", "arre", "algo", "alt", "apto", "alo", "ato", "lato", "lto",
    "fallow", "hollow", "suive", "suivi", "segur", "deja", "statue", "estadio", "estrado", "estando",
    "eta", "eat", "tat", "etal", "etai", "etait", "etang", "etant", "beat", "heat", "meat", "seat", "elat",
})  # fmt: skip


def slips(word: str) -> set[str]:
    """What becomes of a word when a letter is left out, doubled, swapped with the next, hit beside, or a digit that
    looks like it."""
    found = set[str]()
    for at, letter in enumerate(word):
        before, after = word[:at], word[at + 1 :]
        found |= {before + after, before + 2 * letter + after, before + after[:1] + letter + after[1:]}
        found |= {before + other + after for other in (*_beside(letter), _LOOKS_LIKE.get(letter, letter))}
    return found - {word}


def _other_letters(word: str) -> set[str]:
    """What becomes of a word with one letter that is another, or one too many."""
    found = set[str]()
    for at in range(len(word) + 1):
        for letter in ascii_lowercase:
            found |= {word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]}
    return found - {word}


def _beside(letter: str) -> set[str]:
    row = next((at for at, letters in enumerate(_ROWS) if letter in letters), None)
    if row is None:
        return set()
    column = _ROWS[row].index(letter)
    # Each row stands half a key to the right of the one above.
    places = [(row, column - 1), (row, column + 1), (row - 1, column), (row - 1, column + 1), (row + 1, column - 1)]
    places.append((row + 1, column))
    return {_ROWS[r][c] for r, c in places if 0 <= r < len(_ROWS) and 0 <= c < len(_ROWS[r])}
