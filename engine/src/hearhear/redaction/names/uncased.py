"""Names in lower-case or all-capital text, where only word lists and context can identify them."""

import re
from collections.abc import Iterator

from hearhear.redaction.classes import (
    BINDING,
    BY_FORM,
    GIVEN_NAME,
    LISTED,
    ORDINARY_WORD,
    PLACE,
    SURE_GIVEN,
    SURNAME,
    classes,
    may_be_surname,
)
from hearhear.redaction.names.context import (
    DISTINCTIVE_WORDS,
    LAST_PAIRS,
    ROW,
    ROW_BEFORE,
    ROW_REACH,
    PrecedingContext,
    is_namesake_behind,
    is_person_action,
    is_private_action,
    leads_to_private_person,
)
from hearhear.redaction.names.leads import LEAST, MEDIUM, NONE, STRICT_TITLES, STRONG, LedTokens
from hearhear.redaction.names.letters import letters_of_name
from hearhear.redaction.names.tokens import PARTICLES
from hearhear.redaction.spans import BARE, LIKELY, NAMED, POSSIBLE, Candidate, Kind, Public
from hearhear.redaction.vocabulary import GIVEN, KIN, NAMESAKES, SURNAMES, TITLES, section, well_known_name_at

_BEFORE_PARTICLES = (STRICT_TITLES | {"madame", "docteur", "maître", "m"}) - {"don"}
"""Titles behind which a surname may begin with its particle; `don de` is a gift in French."""
_CALLING = (
    frozenset(word for word in GIVEN | SURNAMES if not classes(word) & ORDINARY_WORD)
    | KIN
    | DISTINCTIVE_WORDS
    | STRICT_TITLES
) - {"son", "don", "mayor"}
"""A text that has none of these in small letters, nor an initial, has no name in small letters.

`son`, `don` and `mayor` are everyday words in two of three languages, and a name that follows is mostly listed.
"""
_INITIAL = re.compile(r"(?<!\w)[^\W\d_A-Z]\. ?[^\W\d_A-Z]{3}")
# `soy jonatan`, `its zubeida`, `zarah obengwa here,`: who says so often has no other name in the text.
_PRESENTED = re.compile(
    r"(?<![^\W\d_])(?:soy|suis|im|i'm|its|it's|c'est|cest|c|famille|familia) [^\W\d_A-Z]{3}|"
    r"[^\W\d_A-Z]{3} here[,.]"
)
_MOST_WORDS, _MOST_UNKNOWN = 7, 2
_MOST_INTRODUCED = 5
"""Words of a name that is introduced: two given names and two surnames, and a particle."""
_AFTER_NAMES = section("after_names") | TITLES
_FURTHER = 40
"""Characters behind a name in which the surname of somebody in office may follow."""


def uncased_names(text: str, lower: str, words: set[str], public: Public, *, shouted: bool) -> list[Candidate]:
    """Names among words that have no capital; in a shouted text, among all words."""
    called = shouted or any(word in text for word in words & _CALLING)
    if not called and not _INITIAL.search(text) and not _PRESENTED.search(text):
        return []
    return list(_UncasedNameFinder(text, lower, public, shouted=shouted).found())


class _UncasedNameFinder(LedTokens):
    """The words of one text with their places, and what is known of each."""

    def found(self) -> Iterator[Candidate]:
        at, last = 0, -1
        ends: dict[int, int] = {}
        for at, (word, found) in enumerate(zip(self.words, self.classes, strict=True)):
            if at < last:
                continue
            if found & ORDINARY_WORD and not found & LISTED:
                if end := self._ordinary_end(at):
                    last = end
                    yield from self._kept(at, end)
                continue
            known = well_known_name_at(self.lower, self.starts[at], word)
            if known and not (self._may_be_led(at) and self._lead(at) == STRONG):
                last = at + known.count(" ") + 1
            elif self.may_begin(at) and (end := self._name_end(at)):
                last = end
                ends[at] = end
                yield from self._kept(at, end)
            elif found & SURE_GIVEN and len(word) > LEAST and self.may_begin(at):
                yield from (one._replace(certainty=BARE) for one in self._kept(at, at + 1))
        yield from self._rows(ends)

    def _ordinary_end(self, at: int) -> int:
        """Where a name ends that begins with a word of everyday language, 0 if none does."""
        if at == 0:
            return 0
        word, previous = self.words[at], self.words[at - 1].rstrip(".")
        if self._may_be_introduced(at) and (end := self._introduced_end(at)):
            return end
        if self.classes[at] & BY_FORM and previous in STRICT_TITLES and letters_of_name(word) > 0:
            return at + 1
        return self._joined_end(at) if word in PARTICLES and previous in _BEFORE_PARTICLES else 0

    def _rows(self, ends: dict[int, int]) -> Iterator[Candidate]:
        """Names in a list with a name that was found: `ann hart, bo li and zev adler`."""
        taken = {one for at, end in ends.items() for one in range(at, end)}
        for name in list(ends.items()):
            first, last = name
            while (found := self._in_row_behind(last, taken) or self._in_row_before(first, taken)) is not None:
                taken.update(range(*found))
                yield from self._kept(*found)
                first, last = min(first, found[0]), max(last, found[1])

    def _in_row_behind(self, end: int, taken: set[int]) -> tuple[int, int] | None:
        row = ROW.match(self.lower, self.ends(end - 1))
        if row is None:
            return None
        at = end
        while at < len(self.words) and self.starts[at] < row.end():
            at += 1
        if at >= len(self.words) or at in taken or self.starts[at] != row.end() or not self.may_begin(at):
            return None
        stop = self._end(at, MEDIUM)
        called = at - end > 1 and not self.classes[at] & BINDING  # `et la petite grâce`
        return (at, stop) if called or self._may_be_in_row(at, stop) else None

    def _in_row_before(self, at: int, taken: set[int]) -> tuple[int, int] | None:
        row = ROW_BEFORE.search(self.lower, max(0, self.starts[at] - ROW_REACH), self.starts[at])
        if row is None:
            return None
        end = at
        while end > 0 and self.starts[end - 1] >= row.start():
            end -= 1
        for size in (3, 2, 1):
            first = end - size
            if first < 0 or taken.intersection(range(first, end)) or self.ends(end - 1) != row.start():
                continue
            if self.may_begin(first) and self._end(first, MEDIUM) == end and self._may_be_in_row(first, end):
                return first, end
        return None

    def _may_be_in_row(self, at: int, end: int) -> bool:
        first = self.classes[at]
        if first & (BINDING | PLACE):
            return False
        if first & SURE_GIVEN or (first & GIVEN_NAME and end - at > 1):
            return True
        if self.shouted and end - at == 1:
            return bool(first & GIVEN_NAME) or self._is_surely_like_a_name(at)
        return end - at > 1 and (self.is_initial(at) or not any(one & ORDINARY_WORD for one in self.classes[at:end]))

    def _may_be_introduced(self, at: int) -> bool:
        """A cheap look at the two words before."""
        return at > 0 and (
            (self.words[at - 1],) in LAST_PAIRS or (self.words[at - 2], self.words[at - 1]) in LAST_PAIRS
        )

    def _introduced_end(self, at: int) -> int:
        """Where a name ends that is introduced as one, whatever its words mean elsewhere; 0 if it is not.

        `me llamo paz bueno`, `my daughter is called summer rose field`: it goes on to a particle of another kind, a
        word that follows names, or a sign.
        """
        around = PrecedingContext(self.lower, self.starts[at])
        named = around.introduces() or around.calls_kin()
        if not named or around.gap or self._next(at - 1) != at or not self.may_begin(at) or self._ends_name(at):
            return 0
        end = at + 1
        while end - at < _MOST_INTRODUCED:
            following = self._next(end - 1)
            particle = following
            while particle is not None and self._is_particle(particle):
                particle = self._next(particle)
            if particle is None or self._ends_name(particle) or not self.may_begin(particle):
                break
            end = particle + 1
        return end if end - at > 1 else 0

    def _ends_name(self, at: int) -> bool:
        word = self.words[at]
        return bool(self.classes[at] & BINDING and not self.classes[at] & LISTED) or word in _AFTER_NAMES

    def _joined_end(self, at: int) -> int:
        """Where a surname ends that begins with its particles, as in `Dr Van Horn`; 0 if there is none."""
        following = self.following(at - 1)
        return self._end(following, MEDIUM) if following is not None and following > at else 0

    def _name_end(self, at: int) -> int:
        """Where the name ends that begins at a word, 0 if none does."""
        first = self.classes[at]
        lead = self._lead(at) if self._may_be_led(at) else NONE
        if lead < STRONG and first & BINDING:
            return 0
        if lead == NONE and not first and not self.is_initial(at) and not self._precedes_surname(at):
            return self._unheard_of_end(at)
        end = self._end(at, lead)
        if lead < STRONG and self._may_be_introduced(at) and (introduced := self._introduced_end(at)) > end:
            return introduced
        if lead == STRONG:
            return max(end, self._introduced_end(at) if self._may_be_introduced(at) else 0)
        if self.is_initial(at):
            return end if end - at > 1 and self._is_alone(at) and may_be_surname(self.words[end - 1]) else 0
        return end if self._is_likely(at, end, lead) else 0

    def _unheard_of_end(self, at: int) -> int:
        """Of two words that no list knows, with the letters of names, where people act: `zara oduku here`."""
        end = at + 2
        if not self._has_letters_of_name(at) or self._next(at) is None or not self._has_letters_of_name(at + 1):
            return 0
        return end if is_private_action(self.lower, self.ends(end - 1)) else 0

    def _is_likely(self, at: int, end: int, lead: int) -> bool:
        """Whether words that nothing introduces are a name: by lists, and by what stands beside them."""
        first, more = self.classes[at], self.classes[at + 1 : end]
        if first & SURE_GIVEN and more:
            return True
        surname = any(
            one & SURNAME and not one & (ORDINARY_WORD | GIVEN_NAME) and len(word) > LEAST
            for one, word in zip(more, self.words[at + 1 : end], strict=True)
        )
        if surname and not first & (ORDINARY_WORD | PLACE):
            return True
        if (
            lead == NONE
            and not self._is_closing(at)
            and not is_person_action(self.lower, self.ends(end - 1))
            and not self._is_line(at, end)
        ):
            return False
        if first & GIVEN_NAME:
            if first & ORDINARY_WORD and more and not more[0] & LISTED:
                return self._has_letters_of_name(at + 1)  # `will enter`
            return bool(first & SURE_GIVEN or more or not first & (ORDINARY_WORD | PLACE))
        known = any(one & LISTED and not one & ORDINARY_WORD for one in more) or bool(first & SURNAME and more)
        return known and not first & (PLACE | ORDINARY_WORD)

    def _precedes_surname(self, at: int) -> bool:
        following = self.following(at)
        return following is not None and bool(self.classes[following] & LISTED)

    def _is_alone(self, at: int) -> bool:
        """An initial, not the end of an abbreviation or of a reference such as `art. l. 123`."""
        start = self.starts[at]
        return start == 0 or (
            self.text[start - 1] in ' \n\t\xa0("“«,' and self.lower[max(0, start - 5) : start] != "art. "
        )

    def _end(self, at: int, lead: int) -> int:
        """Surnames and further given names go on; of words that are not known, two at most."""
        unknown = 0 if self.classes[at] & LISTED else 1
        end = at + 1
        while end - at < _MOST_WORDS:
            following = self.following(end - 1)
            if following is None:
                break
            if not self.is_initial(following):
                found = self.classes[following]
                unknown += not found & LISTED
                if unknown > _MOST_UNKNOWN or not self._goes_on(following, first=end - at == 1, lead=lead):
                    break
            end = following + 1
        return end

    def _goes_on(self, at: int, *, first: bool, lead: int) -> bool:
        """Whether a word behind a name belongs to it; one of everyday language only as the second of a name."""
        word, found = self.words[at], self.classes[at]
        if found & BINDING or (not found & LISTED and len(word) < LEAST):
            return False
        if not found & ORDINARY_WORD:
            return True
        if is_person_action(self.lower, self.ends(at - 1)):
            return False
        if found & SURNAME or (first and found & LISTED):
            return True
        return first and (lead == STRONG or is_person_action(self.lower, self.ends(at)))

    def _is_private(self, at: int, end: int, before: PrecedingContext) -> bool:
        """Whether something beside a name says that it is a private person's."""
        return (
            is_private_action(self.lower, self.ends(end - 1))
            or (at > 0 and self.words[at - 1].rstrip(".") in TITLES)
            or before.addresses()
            or before.is_kin()
            or before.calls_privately()
            or before.greets()
            or before.presents_family()
            or leads_to_private_person(before.lower)
            or self._is_closing(at)
            or self._is_line(at, end)
        )

    def _kept(self, at: int, end: int) -> Iterator[Candidate]:
        """The name, unless it stays: somebody in office, or the name of something else."""
        words = [word.rstrip(".") for word in self.words[at:end]]
        start, stop = self.starts[at], self.ends(end - 1)
        before = PrecedingContext(self.lower, start)
        introduced = before.introduces() or before.is_kin(possessed=True) or before.calls_kin()
        if not (introduced or before.greets()) and (
            before.is_office()
            or (at and self.words[at - 1] in NAMESAKES and before.is_namesake())
            or is_namesake_behind(self.lower, stop)
        ):
            return
        if self.public.begins(self.text[start : stop + _FURTHER], end - at) or self.public.has(words):
            return
        certainty = NAMED if introduced else LIKELY if self.classes[at] & SURE_GIVEN else POSSIBLE
        if not introduced and not self._is_private(at, end, before):
            certainty = BARE
        yield Candidate(start, stop, Kind.NAME, certainty)
