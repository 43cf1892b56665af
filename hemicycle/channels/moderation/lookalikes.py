"""Names, handles and domains that imitate ours: what somebody saw, against the accounts of the House. Plain Python.

Two names look alike when their skeletons are the same: letters without accents, in one case, without what stands
between them, and with those that are hard to tell apart made one (Unicode TS 39 calls this a skeleton; the table here
holds what is met in Latin names, not all of Unicode's). Beyond that, names are near when a letter or two are added,
missing, changed or swapped (optimal string alignment), and when words stand around ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """From the plainest imitation to the faintest; OURS is none."""

    OURS = "ours"
    WITHIN = "within"
    SAME_LOOK = "same-look"
    OTHER_ENDING = "other-ending"
    SAME_NAME = "same-name"
    ADDED_WORDS = "added-words"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Ours:
    """An account that really is ours, and all that it is known by: address, public address, name."""

    key: int
    known_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """`seen` resembles `ours`, of which `like` is the part that it is like; `detail` says what was added."""

    seen: str
    ours: Ours
    why: Why
    like: str
    detail: str = ""


# Below this, names differ by chance in a letter: "news" and "new".
SHORTEST = 5
# One slip in a short name, two from this length on.
LONG = 9

_LIKE = {
    "l": "iı1|!ǀіιӏ", "o": "0оοσօᴏ", "a": "аα4@", "e": "еεє3ҽ", "p": "рρ", "c": "сϲ", "y": "уγү", "x": "хχ",
    "s": "ѕ5$", "h": "һ", "d": "ԁđ", "j": "ј", "k": "кκ", "m": "м", "t": "тτ7", "b": "вь8", "n": "ηпո", "u": "υս",
    "v": "ν", "w": "ԝω", "q": "ԛ", "g": "9ɡ", "z": "2",
}  # fmt: skip
_ONE = {ord(other): letter for letter, others in _LIKE.items() for other in others}
_ONE |= {ord("ł"): "l", ord("ø"): "o", ord("æ"): "ae", ord("œ"): "oe"}
_TOGETHER = (("rn", "m"), ("vv", "w"), ("cl", "d"))
# What is put beside a name to make it look like the real one, in the languages of the House.
_BESIDE = frozenset({
    "official", "officiel", "officielle", "oficial", "real", "vrai", "verdadero", "the", "our", "news", "info", "help",
    "helpdesk", "support", "service", "contact", "aide", "ayuda", "soporte", "noticias", "live", "tv", "press",
    "presse", "prensa", "media", "team", "gov", "gouv", "gob", "verified", "verifie", "verificado", "new", "nouveau",
    "nuevo", "alert", "alerts", "vote", "online", "fan", "fans",
})  # fmt: skip


# A to Z alone: the Kelvin sign, too, has a small letter that looks like ours.
SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def skeleton(text: str) -> str:
    """What a hasty reader sees."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_ONE)
    plain = unicodedata.normalize("NFKD", plain)
    letters = "".join(one for one in plain if one.isalnum()).translate(_ONE)
    for two, one in _TOGETHER:
        letters = letters.replace(two, one)
    return letters


def resemblances(seen: str, ours: Iterable[Ours]) -> list[Resemblance]:
    """The accounts that `seen` is like, the plainest first; one of ours and nothing else where it is ours itself."""
    found = [best for account in ours if (best := _best(seen, account)) is not None]
    own = [one for one in found if one.why == Why.OURS]
    return own or sorted(found, key=lambda one: list(Why).index(one.why))


def _best(seen: str, account: Ours) -> Resemblance | None:
    """How it is like one account, by the plainest of the reasons."""
    theirs = read(seen)
    found = [
        Resemblance(seen, account, *match)
        for known in map(read, account.known_by)
        for match in ([(Why.OURS, known.whole, "")] if known.whole == theirs.whole else _likeness(theirs, known))
    ]
    return min(found, key=lambda one: list(Why).index(one.why), default=None)


@dataclass(frozen=True, slots=True)
class Read:
    """An address taken apart, in small letters: `whole` in one form whichever way it was copied, its `host` as a
    browser shows it, and the `handle` of a person or an office: behind an @, before one, or the last of a path."""

    whole: str
    host: str = ""
    handle: str = ""
    on_network: bool = False

    def names(self, *, host_too: bool) -> Iterator[str]:
        """What one reads as a name. The domain of a network is no name of ours; `host_too` takes it all the same."""
        if self.handle:
            yield self.handle
        if self.host and (host_too or not self.on_network):
            labels = self.host.split(".")
            # Of parliament.gov.vm as of parliament.example: what names its owner.
            yield labels[-2] if len(labels) < 3 or len(labels[-2]) > 3 else labels[-3]


def read(written: str) -> Read:
    """An address, a handle or a name, as somebody saw it."""
    whole = re.sub(r"^(https?:/+)?(www\.)?|[/?#]+$", "", written.strip().translate(SMALL))
    head, _slash, path = whole.removeprefix("@").partition("/")
    before, at, domain = head.rpartition("@")
    domain = re.split(r"[?#:]", domain)[0]
    if "." not in domain.strip(".") or (whole.startswith("@") and not at):
        return Read(whole.lstrip("@"), handle=head)
    host = ".".join(_decoded(label) for label in domain.split("."))
    last = re.split(r"[?#]", path)[0].strip("/").split("/")[-1].lstrip("@")
    # What stands before the host of a page names nobody, whatever it looks like.
    return Read(whole.lstrip("@"), host, last or before, on_network=bool(path))


def _decoded(label: str) -> str:
    with suppress(UnicodeError):
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    return label


def _likeness(theirs: Read, ours: Read) -> Iterator[tuple[Why, str, str]]:
    if theirs.host and ours.host and not ours.on_network:
        if theirs.host == ours.host or theirs.host.endswith(f".{ours.host}"):
            # Nobody else has names there, unless many share the host: a name that reads like ours is one of theirs.
            match = _compared(theirs.handle, ours.handle) if theirs.handle != ours.handle else None
            if match and match[0] == Why.SAME_LOOK:
                yield match
            return
        yield from _like_host(theirs.host, ours.host)
    for name in theirs.names(host_too=True):
        for known in ours.names(host_too=False):
            if match := _compared(name, known):
                yield match
    if theirs.host and not theirs.handle and (match := _compared(theirs.host, ours.handle)):
        # A handle with points in it is read as a domain.
        yield match


def _like_host(theirs: str, ours: str) -> Iterator[tuple[Why, str, str]]:
    dashed = ours.replace(".", "-")
    if f".{ours}." in f".{theirs}" or dashed in theirs.split("."):
        yield Why.WITHIN, ours, theirs
    elif theirs.rpartition(".")[0] == ours.rpartition(".")[0]:
        yield Why.OTHER_ENDING, ours, theirs.rpartition(".")[2]


def _compared(theirs: str, ours: str) -> tuple[Why, str, str] | None:
    seen, known = skeleton(theirs), skeleton(ours)
    if not seen or len(known) < SHORTEST:
        return None
    if seen == known:
        return (Why.SAME_NAME if theirs == ours else Why.SAME_LOOK), ours, ""
    if added := _added(theirs, known):
        return Why.ADDED_WORDS, ours, added
    if distance(seen, known) <= (2 if len(known) >= LONG else 1):
        return Why.NEAR, ours, ""
    return None


def _added(theirs: str, known: str) -> str:
    """What stands around our name: words by their separators, a known word grown together with it, or digits."""
    words = [word for word in re.split(r"[\W_]+", theirs) if word]
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            if skeleton("".join(words[first:last])) == known and last - first < len(words):
                return " ".join((*words[:first], *words[last:]))
    whole = unicodedata.normalize("NFKC", "".join(words)).casefold()
    for word in sorted(_BESIDE, key=len, reverse=True):
        for rest in (whole.removeprefix(word), whole.removesuffix(word)):
            if rest != whole and skeleton(rest) == known:
                return word
    digits = re.search(r"\d+$", whole)
    return digits[0] if digits and skeleton(whole[: digits.start()]) == known else ""


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change, or swap with their neighbour (optimal string alignment, Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
