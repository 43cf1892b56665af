"""What the shared patterns are given, and the drawing that is too much for a template. Plain Python, no request.

docs/look.md shows each pattern in use.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final, Self

from django.utils import formats
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Text = str | Promise

# Word by word is quadratic at worst: two texts of this many words take well under a second, a bill would not.
MOST_WORDS_COMPARED: Final = 6_000
# No name of a person or a bill is longer; an address that asks for more is cut.
MOST_LETTERS: Final = 200
# Counted no further: nobody pages through more, they narrow the list.
MOST_COUNTED: Final = 1_000


# The Real Academia Española (Ortografía 2010, VIII 2.3.1) leaves numbers of four digits whole.
UNGROUPED = {"es": 10_000}


def grouped(value: float) -> str:
    """Digits grouped as the language of the page groups them."""
    whole = abs(value) < UNGROUPED.get((get_language() or "").partition("-")[0], 0)
    return formats.number_format(value, use_l10n=True, force_grouping=not whole)


def capped(count: int) -> str:
    """In words; of what is counted no further, that there is more."""
    return f"{grouped(MOST_COUNTED)}+" if count > MOST_COUNTED else grouped(count)


@dataclass(frozen=True, slots=True)
class Filter:
    """One field of a board's filters. `value` is what the address asks for; "" is no filter.

    One of `words` is typed, not chosen.
    """

    name: str
    label: Text
    choices: tuple[tuple[str, Text], ...] = ()
    value: str = ""
    words: bool = False

    def read(self, address: Mapping[str, str]) -> Self:
        """The same filter with the value of the address; what is no choice counts as none."""
        asked = address.get(self.name, "").strip()
        known = self.words or asked in {value for value, _ in self.choices}
        return type(self)(self.name, self.label, self.choices, asked[:MOST_LETTERS] if known else "", self.words)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline; `url` leads to what it made."""

    at: datetime
    who: str
    what: Text
    why: str = ""
    url: str = ""
    state: str = ""
    state_label: Text = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What we know about some words of a text: `start` and `end` are character offsets, `end` excluded. `number`: its
    own in a list that goes beyond this text; 0: as the words come."""

    id: str
    start: int
    end: int
    title: Text
    text: Text = ""
    kind: str = "shared"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """Seats of one party. `color` is a mark beside the name, never a meaning."""

    name: Text
    short: str
    seats: int
    color: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    x: float
    y: float
    color: str
    party: str


@dataclass(frozen=True, slots=True)
class VotedSeat:
    """`option` as Popolo names it; the page draws each by a shape of its own."""

    x: float
    y: float
    option: str


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words: `kind` is same, added or removed."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Change]:
    """Two versions word by word; line by line where they are too long for that."""
    before, after = _pieces(old, r"\w+|\s+|[^\w\s]"), _pieces(new, r"\w+|\s+|[^\w\s]")
    if max(len(before), len(after)) > MOST_WORDS_COMPARED:
        before, after = _pieces(old, r".*\n|.+"), _pieces(new, r".*\n|.+")
    changes: list[Change] = []
    for old_words, new_words in _runs(before, after):
        if old_words == new_words:
            changes.append(Change("same", old_words))
            continue
        changes += [Change("removed", old_words)] if old_words else []
        changes += [Change("added", new_words)] if new_words else []
    return changes


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Runs of words that stayed or changed; changed words with only a space between them are one run."""
    old_words = new_words = ""
    for kind, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal" and (old.strip() or not (old_words or new_words)):
            if old_words or new_words:
                yield old_words, new_words
            yield old, new
            old_words = new_words = ""
        else:
            old_words, new_words = old_words + old, new_words + new
    if old_words or new_words:
        yield old_words, new_words


def marked(text: str, remarks: Iterable[Remark]) -> SafeString:
    """The text with each remark's words in a `mark` that leads to the remark. Words belong to the earlier remark.

    A remark whose words are all taken, or all but white space, stands there with its number alone.
    """
    parts: list[SafeString] = []
    at = 0
    for place, remark in numbered(remarks):
        number = remark.number or place
        start, end = max(remark.start, at), min(remark.end, len(text))
        if not text[start:end].strip():
            parts.append(_number(remark, number, own_id=True))
            continue
        parts.append(format_html("{}{}", text[at:start], _mark(text[start:end], remark, number)))
        at = end
    parts.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def numbered(remarks: Iterable[Remark]) -> list[tuple[int, Remark]]:
    """The remarks in the order of their words, with the number they carry in the text."""
    return list(enumerate(sorted(remarks, key=lambda r: (r.start, r.end)), start=1))


def seats(parties: Sequence[Party]) -> list[Seat]:
    """Where each seat lies in a half-circle 200 wide and 106 high, parties as sectors from left to right.

    Rows share the seats by their length; seats are filled by angle, so that a party sits together in every row.
    """
    owners = [party for party in parties for _ in range(party.seats)]
    return [Seat(x, y, owner.color, owner.short) for (x, y), owner in zip(_spots(len(owners)), owners, strict=True)]


def voted_seats(options: Sequence[str]) -> list[VotedSeat]:
    """The same half-circle with what was voted in each seat, in the order in which the options come."""
    return [VotedSeat(x, y, option) for (x, y), option in zip(_spots(len(options)), options, strict=True)]


def seat_size(total: int) -> float:
    """Radius of a seat: 0.4 of the distance between rows, so that neighbours never touch."""
    return round(0.4 * 60 / max(_row_count(total), 3), 2)


def _mark(words: str, remark: Remark, number: int) -> SafeString:
    return format_html(
        '<mark id="mark-{}" class="mark-{}">{}{}</mark>', remark.id, remark.kind, words, _number(remark, number)
    )


def _number(remark: Remark, number: int, *, own_id: bool = False) -> SafeString:
    own = format_html(' id="mark-{}"', remark.id) if own_id else ""
    return format_html(
        '<a class="mark-number" href="#remark-{0}" aria-label="{1}: {2}"{3}>{1}</a>',
        remark.id,
        number,
        remark.title,
        own,
    )


def _pieces(text: str, pattern: str) -> list[str]:
    return re.findall(pattern, text)


def _row_count(total: int) -> int:
    # Square root: rows grow as seats grow in both directions; 5 rows at 60 seats, 15 at 600.
    return max(1, round(math.sqrt(total / 2.6)))


def _spots(total: int) -> list[tuple[float, float]]:
    """Where the seats lie, from left to right."""
    places = sorted(_places(total), key=lambda place: (place[0], place[1]))
    return [(round(100 - r * math.cos(angle), 2), round(102 - r * math.sin(angle), 2)) for angle, r in places]


def _places(total: int) -> list[tuple[float, float]]:
    """(angle, radius) of every seat; the inner row at 0.36 of the outer leaves room for the total."""
    count = _row_count(total)
    radii = [96 - row * (60 / count) for row in range(count)]
    shared = _share(total, radii)
    return [
        (math.pi * (seat / (row - 1) if row > 1 else 0.5), radius)
        for row, radius in zip(shared, radii, strict=True)
        for seat in range(row)
    ]


def _share(total: int, weights: Sequence[float]) -> list[int]:
    """Largest remainders: whole numbers in proportion to the weights that add up to the total."""
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda row: whole[row] - exact[row])
    for row in by_remainder[: total - sum(whole)]:
        whole[row] += 1
    return whole
