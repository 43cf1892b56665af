"""Names of persons written with capitals: a known given name with what follows it, a title, an introduction, kinship.

A person in public office who is named with the office stays, as do names that the caller gives as public, and the
streets, schools and laws that are named after a person. Once a name is found, its parts are found again alone.
"""

import re
from collections.abc import Iterator

from hearhear.redaction.addresses.lines import is_home_behind
from hearhear.redaction.classes import (
    BINDING,
    DOUBTFUL_GIVEN,
    ORDINARY_WORD,
    PLACE,
    SURE_GIVEN,
    classes,
    is_known,
    may_be_surname,
)
from hearhear.redaction.names.capitalized import BINDING as PARTICLES
from hearhear.redaction.names.capitalized import Token, capitalized_runs, lower
from hearhear.redaction.names.context import (
    FAMILY,
    LEADING,
    ROW,
    ROW_BEFORE,
    ROW_REACH,
    PrecedingContext,
    is_namesake_behind,
    is_office_behind,
    is_person_action,
    is_private_action,
    is_quoted,
    is_role_behind,
    leads_to_person,
    leads_to_private_person,
    may_be_led,
)
from hearhear.redaction.names.grading import (
    NO_NAMES,
    ROMAN,
    WHOLE,
    first_unheard_of,
    is_kin_of,
    is_plain,
    may_be_listed,
    name_end,
    parts_of,
    with_given_name,
    without_given_name,
)
from hearhear.redaction.names.officers import surnames_in_office
from hearhear.redaction.spans import BARE, LIKELY, NAMED, POSSIBLE, Candidate, Kind, Public
from hearhear.redaction.vocabulary import (
    DOUBTFUL,
    GIVEN,
    KNOWN_SURNAMES,
    NEVER,
    OFFICES,
    SURNAMES,
    TITLES,
    TOWNS,
    plain,
    section,
    well_known_name_at,
)

_PRIVATE_TITLES = frozenset({"mr", "mrs", "ms", "mx", "mme", "mlle"})
"""Titles with which no school and no street is named."""
_HONOURS = frozenset({"sir", "dame"})
"""Titles of people whom everybody knows: private ones use others in letters."""
_WEAK_TITLES = section("weak_titles")
_THINGS = frozenset({"day", "lane", "park", "square"})
"""Surnames that, behind a name that is also a word, make a place or a holiday of it."""
_NEVER_AGAIN = NEVER | DOUBTFUL | NO_NAMES | OFFICES
_FURTHER = 40
"""Characters behind a name in which the surname of somebody in office may follow."""
_LAST_ON_LINE = re.compile(r"[ \t]*(?:[,(][^\n,;:]{1,60})?\.?[ \t]*(?:\n|\Z)")
_FIGURES_BEHIND = re.compile(r",? ?[A-Za-z]{0,3}\d|,? (?:[^\W\d_]{1,12}\.? ){1,2}\d")


def cased_names(text: str, lower: str, words: set[str], public: Public) -> list[Candidate]:
    """Names written with capitals; `words` are all words of the text in small letters."""
    return _CasedNameFinder(text, lower, words, public).found()


class _CasedNameFinder:
    """One text, with what has been learnt of it."""

    def __init__(self, text: str, lower: str, words: set[str], public: Public) -> None:
        self.text = text
        self.lower = lower
        self.public = public
        self.runs = list(capitalized_runs(text))
        self.leads = not words.isdisjoint(LEADING)
        self.offices: frozenset[str] | None = None
        self.contexts: dict[int, PrecedingContext] = {}

    def _before(self, start: int) -> PrecedingContext:
        """What stands before a place, read once."""
        if start not in self.contexts:
            self.contexts[start] = PrecedingContext(self.text, start)
        return self.contexts[start]

    def found(self) -> list[Candidate]:
        found: list[Candidate] = []
        for segment in self.runs:
            at = 0
            while at < len(segment):
                one, at = self._at(segment, at)
                if one is not None:
                    found.append(one)
        found += self._listed(found)
        found += self._unheard_of(found)
        return found + list(self._again(parts_of(self.text, found)))

    def _at(self, segment: list[Token], at: int) -> tuple[Candidate | None, int]:
        """The name that begins at a token, if one does, and where to go on."""
        word = lower(segment[at])
        if word in TITLES and at + 1 < len(segment) and not self._is_initial(segment, at):
            return self._titled(segment, at)
        if word not in GIVEN and len(word) > 2 and not self._may_begin(segment, at, word):
            return None, at + 1
        if at and f"{lower(segment[at - 1])} {word}" in TOWNS:
            return None, at + 1
        before = self._before(segment[at].particle)
        strong = at == 0 and (before.introduces() or before.titles() or before.is_kin(possessed=True))
        led = at == 0 and (leads_to_person(before.lower) or self._is_signed(segment[at].start))
        whole = strong or led or is_person_action(self.lower, segment[min(at + WHOLE, len(segment)) - 1].end)
        end = name_end(segment, at, whole=whole)
        certainty = self._certainty(segment, at, end, before)
        if not self._is_private(segment, at, end, before):
            certainty = min(certainty, BARE)
        return (self._kept(segment, at, end, certainty), end) if certainty else (None, at + 1)

    def _may_begin(self, segment: list[Token], at: int, word: str) -> bool:
        """Whether a word that is no given name may begin one: cheap, since nearly no sentence begins with a name."""
        if at and not classes(lower(segment[at - 1])) & ORDINARY_WORD:
            return False
        found = classes(word)
        if not found & ORDINARY_WORD and at + 1 < len(segment) and may_be_surname(lower(segment[at + 1])):
            return True
        if self._is_familys(segment, at, at + 1) and not found & ORDINARY_WORD:
            return True
        return at == 0 and self.leads and may_be_led(self.text, segment[0].particle)

    def _is_initial(self, segment: list[Token], at: int) -> bool:
        """`M.` behind a title, or behind kin and a comma, is no monsieur."""
        token = segment[at]
        if len(token.word) != 2 or token.word[1] != ".":
            return False
        if at:
            return lower(segment[at - 1]) in TITLES
        before = self._before(token.particle)
        return before.gap == "," and before.is_kin(possessed=True)

    def _titled(self, segment: list[Token], at: int) -> tuple[Candidate | None, int]:
        dotted = self.text.startswith(".", segment[at].end - 1)
        letter = lower(segment[at]) in "dc" or (lower(segment[at]) == "m" and not dotted)
        weak = lower(segment[at]) in _WEAK_TITLES and (letter or not dotted)
        title = segment[at]
        famous = well_known_name_at(self.lower, title.start, lower(title))
        if famous and not self._before(title.particle).introduces():
            return None, at + famous.count(" ") + 1
        while at < len(segment) and lower(segment[at]) in TITLES and not self._is_initial(segment, at):
            at += 1
        if at == len(segment):
            return None, at
        word = lower(segment[at])
        known = word in GIVEN or word in SURNAMES
        if not known and dotted and lower(title) == "d" and not classes(word) & (ORDINARY_WORD | PLACE | BINDING):
            end = name_end(segment, at - 1, whole=True)
            return self._kept(segment, at - 1, end, BARE), end  # an initial in English and French
        if not known and (word in NO_NAMES or (weak and (segment[at].joined or letter))):
            return None, len(segment)
        end = name_end(segment, at, whole=True)
        before = self._before(title.particle)
        private = self._is_titled_private(segment, at, end, before)
        sure = NAMED if private and lower(title) not in _HONOURS else BARE
        found = self._kept(segment, at, end, sure, titled=lower(title) in _PRIVATE_TITLES or before.greets())
        if found and segment[at].joined in PARTICLES and not weak:
            found = found._replace(start=segment[at].particle)
        return found, end

    def _before_title(self, token: Token, before: PrecedingContext) -> PrecedingContext:
        """What stands before a title in small letters: `la señorita`."""
        return self._before(self.text.rfind(before.words[-1], 0, token.particle))

    def _is_titled_private(self, segment: list[Token], at: int, end: int, before: PrecedingContext) -> bool:
        """Whether more than a title says that somebody is private: ministers and characters of novels have titles.

        `before` is what stands before the title; whom a letter greets is mostly in office.
        """
        word = lower(segment[at])
        if end - at == 1 and word in KNOWN_SURNAMES:
            return False
        return (
            is_private_action(self.lower, segment[end - 1].end)
            or before.introduces()
            or before.is_kin()
            or before.is_own()
            or before.is_role()
            or before.signs()
            or (at > 0 and before.greets() and lower(segment[at - 1]) in _WEAK_TITLES)
            or leads_to_private_person(before.lower)
            or is_role_behind(self.text, segment[end - 1].end)
            or self._is_signed(segment[0].start)
            or is_home_behind(self.text, segment[end - 1].end)
        )

    def _certainty(self, segment: list[Token], at: int, end: int, before: PrecedingContext) -> float:
        """The certainty that tokens are a name, 0 without evidence."""
        words = [lower(token) for token in segment[at:end]]
        if words[0] not in NO_NAMES and self._is_familys(segment, at, end):
            return LIKELY
        if at == 0 and words[0] not in NO_NAMES and (before.introduces() or before.titles()):
            return NAMED
        led = self._is_led(segment, at, end, before)
        if words[0] in GIVEN:
            return with_given_name(segment, at, words, before, led=led)
        own = at == 0 and len(words) > 1 and before.is_own() and not before.gap
        found = [classes(word) for word in words]
        if own and words[0] not in NO_NAMES and not found[0] & (PLACE | BINDING) and not all(map(is_plain, found)):
            return LIKELY
        kin = at == 0 and len(words[0]) > 2 and words[0] not in NO_NAMES and is_kin_of(words[0], before)
        if kin and not (len(words) == 1 and segment[at].capitals and before.gap):
            return LIKELY
        if len(words[0]) <= 2:
            following = next((word for word in words[1:] if len(word) > 2), "")
            initial = self.text.startswith(".", segment[at].end - 1)
            named = may_be_surname(following) or following in GIVEN
            return POSSIBLE if initial and named and not ROMAN.fullmatch(following) else 0.0
        return without_given_name(
            words,
            presented=before.presents() or before.greets() or before.calls(),
            led=led,
            acting=led
            and leads_to_person(before.lower)
            and is_person_action(self.lower, segment[end - 1].end)
            and not segment[at].capitals,
        )

    def _is_private(self, segment: list[Token], at: int, end: int, before: PrecedingContext) -> bool:
        """Whether something beside a name says that it is a private person's, not an author's or a thing's."""
        if is_private_action(self.lower, segment[end - 1].end):
            return True
        words = [*before.lower, "de"] if segment[at].joined in ("de", "d'", "d’") else before.lower
        if leads_to_private_person(words) and (end - at > 1 or not classes(lower(segment[at])) & DOUBTFUL_GIVEN):
            return True
        if at and not classes(lower(segment[at - 1])) & ORDINARY_WORD:
            return segment[at - 1].capitals and not segment[at].capitals
        return (
            before.introduces()
            or (before.titles() and self._is_titled_private(segment, at, end, self._before_title(segment[at], before)))
            or before.addresses()
            or before.is_kin()
            or before.is_family()
            or (before.presents_family() and self._is_familys(segment, at, end))
            or self._has_role(segment, at, end, before)
            or before.signs()
            or before.calls_privately()
            or before.calls_kin()
            or before.greets()
            or (
                self._is_signed(segment[at].start) and _LAST_ON_LINE.match(self.text, segment[end - 1].end) is not None
            )
            or self._is_heading(segment[at].start, segment[end - 1].end)
        )

    def _is_led(self, segment: list[Token], at: int, end: int, before: PrecedingContext) -> bool:
        """Whether something leads to a person, or something is done that persons do."""
        if at == 0 and (leads_to_person(before.lower) or self._is_signed(segment[at].start)):
            return True
        return is_person_action(self.lower, segment[end - 1].end)

    def _is_familys(self, segment: list[Token], at: int, end: int) -> bool:
        """`the Hart family`, `la famille Hart`."""
        if at:
            return lower(segment[at - 1]) in FAMILY
        if self.lower.startswith((" family", " household"), segment[end - 1].end):
            return self._before(segment[0].particle).lower[-1:] == ["the"]
        return self._before(segment[0].particle).is_of_family()

    def _has_role(self, segment: list[Token], at: int, end: int, before: PrecedingContext) -> bool:
        """Whether somebody's role in a private life stands beside a name: `my vet`, `the supervisor,`."""
        if before.is_own():
            return True
        whole = end - at > 1 or bool(classes(lower(segment[at])) & SURE_GIVEN)
        return whole and (before.is_role() or is_role_behind(self.text, segment[end - 1].end))

    def _is_heading(self, start: int, end: int) -> bool:
        """A name before anything else, with figures behind it: `Ann Hart, 20460`, `J. Hart Bill no. 3`."""
        return not self.text[:start].strip() and _FIGURES_BEHIND.match(self.text, end) is not None

    def _is_signed(self, start: int) -> bool:
        """After a dash between spaces: how short messages are signed."""
        return self.text[max(0, start - 3) : start] in (" - ", " – ", " — ")

    def _kept(
        self, segment: list[Token], at: int, end: int, certainty: float, *, titled: bool = False
    ) -> Candidate | None:
        """The name, unless it stays: somebody in office, or the name of something else."""
        words = [lower(token) for token in segment[at:end]]
        start, stop = segment[at].start, segment[end - 1].end
        if at and segment[at - 1].capitals and not segment[at].capitals and lower(segment[at - 1]) not in NO_NAMES:
            start = segment[at - 1].start
        before = self._before(segment[at].particle)
        if not (before.is_somebodys() or self._is_familys(segment, at, end)):
            if (
                self.public.begins(self.text[start : stop + _FURTHER], len(words))
                or before.is_office()
                or is_office_behind(self.text, stop)
            ):
                return None
            if (
                (" ".join(words) in TOWNS and not titled)
                or (before.is_namesake() and not titled)
                or is_namesake_behind(self.text, stop)
                or self._in_office(words)
            ):
                return None
            if words[-1] in _THINGS and (words[0] in DOUBTFUL or len(words) > 2):
                return None
            known = well_known_name_at(self.lower, start, words[0])
            if known and known.count(" ") + 1 >= len(words):
                return None
            if classes(words[0]) & PLACE and len(words) > 1 and segment[at + 1].joined and not before.titles():
                return None
        opened = segment[0].start if at and lower(segment[0]) in TITLES else start
        if is_quoted(self.text, opened, stop) and not before.introduces():
            certainty = min(certainty, BARE)
        return Candidate(start, stop, Kind.NAME, certainty)

    def _listed(self, found: list[Candidate]) -> list[Candidate]:
        """Names in a list with a name that was found: `Ann Hart, Bo Li and Zev Adler`."""
        runs = [run for run in self.runs if may_be_listed(run)] if found else []
        starts = {run[0].start: run for run in runs}
        ends = {run[-1].end: run for run in runs}
        known = list(found)
        more: list[Candidate] = []
        taken = {one.start for one in found}
        while known:
            one = known.pop()
            behind = ROW.match(self.text, one.end)
            before = ROW_BEFORE.search(self.text, max(0, one.start - ROW_REACH), one.start)
            for run in (starts.get(behind.end()) if behind else None, ends.get(before.start()) if before else None):
                if run is None or run[0].start in taken:
                    continue
                taken.add(run[0].start)
                name = self._kept(run, 0, len(run), min(POSSIBLE, one.certainty))
                if name is not None:
                    more.append(name)
                    known.append(name)
        return more

    def _unheard_of(self, found: list[Candidate]) -> list[Candidate]:
        """Words with capitals of which nothing is known, inside a sentence: names, where the letter is private."""
        ends = {one.end for one in found}
        more: list[Candidate] = []
        for segment in self.runs:
            if segment[-1].end in ends or (len(segment) > 1 and all(is_known(lower(token)) for token in segment)):
                continue
            before = self._before(segment[0].particle)
            at = first_unheard_of(segment, before)
            if at is None or segment[at].word[0].islower():  # `L'horloge`: the capital is the article's
                continue
            alone = len(segment) - at == 1
            private = before.is_own() or (not alone and self._is_private(segment, at, len(segment), before))
            if name := self._kept(segment, at, len(segment), POSSIBLE if private else BARE):
                more.append(name)
        return more

    def _in_office(self, words: list[str]) -> bool:
        if self.offices is None:
            self.offices = surnames_in_office(self.text, self.runs, self._before)
        return any(plain(word) in self.offices for word in words)

    def _again(self, parts: dict[str, float]) -> Iterator[Candidate]:
        """Parts of found names where they occur alone, also in the plural: `the Harts`."""
        offices = self.offices or frozenset()
        parts = {word: sure for word, sure in parts.items() if word not in _NEVER_AGAIN and plain(word) not in offices}
        for token in (token for segment in self.runs for token in segment) if parts else ():
            word, end = lower(token), token.end
            certainty = parts.get(word) or (parts.get(word[:-1]) if word[-1] == "s" else None)
            if certainty is None:
                continue
            if is_namesake_behind(self.text, end) or self.public.has([token.word]):
                continue
            before = self._before(token.particle)
            if not before.is_namesake() and not before.is_office():
                yield Candidate(token.start, end, Kind.NAME, certainty)
