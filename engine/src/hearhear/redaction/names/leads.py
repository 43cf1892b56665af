"""What leads to a name among words without capitals: a title, an introduction, kinship, a greeting."""

import re
from functools import lru_cache

from hearhear.redaction.classes import (
    BINDING,
    GIVEN_NAME,
    LISTED,
    ORDINARY_WORD,
    SURE_GIVEN,
    may_be_surname,
)
from hearhear.redaction.names.context import (
    FAMILY,
    LAST_OF_LEADS,
    LAST_WORDS,
    PrecedingContext,
    is_person_action,
    leads_to_person,
)
from hearhear.redaction.names.grading import SURELY_A_NAME
from hearhear.redaction.names.letters import letters_of_name
from hearhear.redaction.names.tokens import Tokens
from hearhear.redaction.vocabulary import KIN, OFFICES, TITLES, section

_LED = re.compile(r"(?:\(e?s?\)|·e)?[,:(]?[ \t\xa0]{1,3}[\"“«(]?\Z|[(“«\"]\Z")
_SHORT_TITLES = frozenset(title for title in TITLES if len(title) < 5) - {"mes"}
"""Titles that may have a dot behind them."""
STRICT_TITLES = section("strict_titles")
"""Titles that are nothing else: a name follows, whatever word it is."""
_NO_SURNAMES = (
    OFFICES | TITLES | section("connectors") | section("mine") | section("greetings") | section("after_names")
)
_LEADING = FAMILY | LAST_WORDS | KIN | TITLES | LAST_OF_LEADS
"""Only behind one of these, or behind a comma, is it asked what leads to a name."""
_NEVER_SMALL = section("never_small")
_FIRST_LETTER = re.compile(r"(?:\A|[.!?]\s+)(?P<first>[^\W\d_])")
_I = frozenset({"yo", "soy", "moi"})
STRONG, MEDIUM, NONE = 2, 1, 0
LEAST = 3
"""Letters of the shortest surname behind an initial, and of the shortest word that is taken for one unheard of."""


class LedTokens(Tokens):
    """The words of one text, and how strongly those before each lead to a person."""

    def _may_be_led(self, at: int) -> bool:
        """A cheap look at what stands right before."""
        if at == 0 or (self.lower[self.starts[at] - 1] == "(" and self.ends(at - 1) == self.starts[at] - 1):
            return False
        return self.words[at - 1].rstrip(".") in _LEADING or self.text[self.starts[at] - 2] in ",:("

    def _lead(self, at: int) -> int:
        """How strongly the words before lead to a person."""
        start = self.starts[at]
        if not _LED.search(self.lower, max(0, start - 4), start):
            return NONE
        previous = self.words[at - 1].rstrip(".")
        if self.lower[self.starts[at - 1] + len(previous)] == "." and previous not in _SHORT_TITLES:
            return NONE
        if previous in TITLES and self._is_beside(at) and self._titles(previous, at):
            return STRONG
        around = PrecedingContext(self.lower, start)
        if around.introduces():
            return MEDIUM if previous in _NEVER_SMALL else STRONG
        if around.gap == ":" and around.lower[-1:] and around.lower[-1] in KIN:
            return STRONG if self._is_like_a_name(at) or self._has_letters_of_name(at) else MEDIUM
        if around.is_kin(possessed=True):
            return STRONG if self._is_like_a_name(at) else MEDIUM
        if self._is_listed_behind(at, around) or (
            self._has_letters_of_name(at) and self._is_unheard_behind(at, around)
        ):
            return STRONG
        return MEDIUM if leads_to_person(self.words[max(0, at - 4) : at]) or around.calls() else NONE

    def _is_listed_behind(self, at: int, around: PrecedingContext) -> bool:
        """Whether a listed name follows kin or a greeting."""
        found = self.classes[at]
        kin = bool(found & SURE_GIVEN) and around.is_kin() and not around.gap
        return kin or (bool(found & GIVEN_NAME) and not found & ORDINARY_WORD and around.greets())

    def _is_unheard_behind(self, at: int, around: PrecedingContext) -> bool:
        """Whether words that lead to people of any name stand before one that is in no list."""
        if around.greets() and not around.presents() and around.lower[-1] not in _I:
            return True
        if around.is_of_family() and around.presents_family():
            return True
        if around.addresses() and self._ends_line(at):
            return True
        if around.presents() and self._is_beside_unheard_of(at):
            return True
        led = around.greets() or around.presents() or around.calls() or (around.is_kin() and not around.gap)
        return led and self._is_surely_like_a_name(at)

    def _is_beside_unheard_of(self, at: int) -> bool:
        """`I AM FIRMINE ADJOVI`: a second word that no list knows, where capitals tell nothing."""
        following = self._next(at)
        unheard_of = following is not None and self._has_letters_of_name(following)
        return unheard_of and self.shouted

    def _ends_line(self, at: int) -> bool:
        """`thanks keziah` as the last words."""
        return not self.text[self.ends(at) : self.ends(at) + 2].strip(" .!,\n")

    def _has_letters_of_name(self, at: int) -> bool:
        """Whether a word that is in no list, and the next if it may belong to it, have the letters of names."""
        return not self.classes[at] and letters_of_name(self.words[at]) > 0

    def _is_beside(self, at: int) -> bool:
        """Whether nothing but a dot and a space parts a word from the one before: not `d'€ jetés`."""
        return not self.text[self.ends(at - 1) : self.starts[at]].strip(". \t\xa0'’\"“«(")

    def _is_surely_like_a_name(self, at: int) -> bool:
        """Behind `soy` and `je suis` stand what people are as well, and behind kin what they do."""
        return (
            len(self.words[at]) > LEAST
            and letters_of_name(self.words[at]) > SURELY_A_NAME
            and (self.shouted or not writes_with_capitals(self.text))
        )

    def _titles(self, title: str, at: int) -> bool:
        word, found = self.words[at], self.classes[at]
        if word in OFFICES or word in TITLES:
            return False
        if title in STRICT_TITLES:
            return word not in _NO_SURNAMES and not is_person_action(self.lower, self.ends(at - 1))
        if found & BINDING or (found & ORDINARY_WORD and not found & LISTED):
            return False
        return bool(found & LISTED and not found & ORDINARY_WORD and len(title) > 2) or (
            not found and title not in KIN
        )

    def _is_like_a_name(self, at: int) -> bool:
        """Whether a word behind kin is their name, not what they do: it is listed, or a surname follows."""
        found = self.classes[at]
        if found & BINDING:
            return False
        if found & LISTED and (not found & ORDINARY_WORD or is_person_action(self.lower, self.ends(at))):
            return True
        if self.text[max(0, self.starts[at] - 2) : self.starts[at]] != ", " and self._has_letters_of_name(at):
            return True
        following = self.following(at)
        return following is not None and may_be_surname(self.words[following]) and not found & ORDINARY_WORD

    def _is_line(self, at: int, end: int) -> bool:
        """A name with a comma or a line's end behind it, at the beginning of a line."""
        start, stop = self.starts[at], self.ends(end - 1)
        return (start == 0 or self.text[start - 1] == "\n") and self.text[stop : stop + 1] in (",", "\n", "")

    def _is_closing(self, at: int) -> bool:
        """After a dash between spaces: how short messages are signed."""
        return self.text[max(0, self.starts[at] - 3) : self.starts[at]] in (" - ", " – ", " — ")


@lru_cache(maxsize=1)
def writes_with_capitals(text: str) -> bool:
    """Whether every sentence of several begins with a capital: who writes so gives names theirs."""
    first = [match["first"].isupper() for match in _FIRST_LETTER.finditer(text)]
    return len(first) > 1 and all(first)
