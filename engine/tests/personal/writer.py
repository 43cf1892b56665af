"""Fills hand-written frames with what one invented sender has: name, address, numbers; and with what is nobody's."""

import random
import re
from collections.abc import Callable

from personal import neutral, people, places
from personal.draft import NEAR, Segment, Segments
from personal.material import COUNTRIES, sections
from personal.numbers import ACCOUNTS, NATIONAL, iban
from personal.people import Person

CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
SLOT = re.compile(r"<([a-z-]+)>|\{([a-z]+)\}")
SECOND_MENTION = 0.2
COUNTRY_SHARES = (40, 20, 20, 20)
JOINS = {
    "en": (),
    "fr": ((("à", "le"), "au"), (("à", "les"), "aux"), (("de", "le"), "du"), (("de", "les"), "des")),
    "es": ((("a", "el"), "al"), (("de", "el"), "del")),
}


class Writer:
    """One sender of one country, and the members the letter speaks of."""

    def __init__(self, lang: str, rng: random.Random):
        self.lang, self.rng = lang, rng
        self.country = rng.choices(COUNTRIES[lang], COUNTRY_SHARES)[0]
        self.member = people.invent(lang, rng)
        self.sender = self._somebody()
        self.public: tuple[str, ...] = ()
        self._used: set[str] = set()

    def frame(self, section: str) -> str:
        """A random frame of a section that this sender's country can fill, none twice."""
        frame = self.rng.choice(self._fitting(section))
        self._used.add(frame)
        return frame

    def has(self, section: str) -> bool:
        return bool(self._fitting(section))

    def _fitting(self, section: str) -> list[str]:
        return [frame for frame in sections(self.lang)[section] if self._can(frame) and frame not in self._used]

    def write(self, frame: str) -> Segments:
        """The frame with choices made and slots filled."""
        chosen = CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), frame)
        segments: Segments = []
        at = 0
        for found in SLOT.finditer(chosen):
            before = chosen[at : found.start()]
            segments += _joined(before, self._neutral(found[2]), self.lang) if found[2] else [
                Segment(before), *self._personal(found[1])
            ]  # fmt: skip
            at = found.end()
        return _begun([*segments, Segment(chosen[at:])])

    def line(self, section: str) -> Segments:
        return self.write(self.frame(section))

    def _can(self, frame: str) -> bool:
        return ("<id>" not in frame or bool(self._ids())) and ("<iban>" not in frame or self.country in ACCOUNTS)

    def _ids(self) -> list[list[str]]:
        known = [line.split(" ", 2) for line in sections(self.lang)["ids"]]
        return [one for one in known if one[0] == self.country.upper()]

    def _somebody(self) -> Person:
        return people.invent(self.lang, self.rng, frozenset(re.split(r"[ -]", self.member.last)))

    def _personal(self, slot: str) -> Segments:
        return _FILLED[slot](self)

    def _neutral(self, slot: str) -> Segments:
        if slot == "public":
            return self._public()
        if slot == "clean":
            return self.line("clean")
        return [Segment(neutral.fill(slot, self.lang, self.rng))]

    def _public(self) -> Segments:
        mentioned = self.public and self.rng.random() < SECOND_MENTION
        self.public = (self.member.full,)
        title = self.rng.choice(sections(self.lang)["offices"])
        return [Segment(f"{title} "), Segment(self.member.last if mentioned else self.member.full, "public")]

    def national(self) -> Segments:
        _, kind, label = self.rng.choice(self._ids())
        return [Segment(f"{label} "), Segment(NATIONAL[kind](self.rng), "national_id")]


def _joined(before: str, neutral: Segments, lang: str) -> Segments:
    """Preposition and article melted together, as in "du" and "al"."""
    for apart, together in JOINS[lang]:
        if f" {before}".endswith(f" {apart[0]} ") and neutral[0].text.startswith(f"{apart[1]} "):
            rest = neutral[0].text.removeprefix(f"{apart[1]} ")
            kept = before[: len(before) - len(apart[0]) - 1]
            return [Segment(f"{kept}{together} {rest}"), *neutral[1:]]
    return [Segment(before), *neutral]


def _begun(segments: Segments) -> Segments:
    """A sentence that begins with something neutral begins with a capital."""
    first = next((at for at, segment in enumerate(segments) if segment.text), 0)
    if first and segments[first].kind is None:
        text = segments[first].text
        segments[first] = Segment(text[:1].upper() + text[1:])
    return segments


def _short(writer: Writer, part: str) -> Segments:
    return [Segment(getattr(writer._somebody(), part), "name")]


_FILLED: dict[str, Callable[[Writer], Segments]] = {
    "name": lambda one: people.named(one.sender, one.lang, one.rng),
    "first": lambda one: [Segment(one.sender.first, "name")],
    "lastfirst": lambda one: people.family_first(one.sender),
    "signed": lambda one: people.signed(one.sender, one.rng),
    "other": lambda one: people.named(one._somebody(), one.lang, one.rng),
    "other-first": lambda one: _short(one, "first"),
    "other-last": lambda one: _short(one, "last"),
    "title-last": lambda one: people.titled(one._somebody(), one.lang, one.rng),
    "address": lambda one: [Segment(places.street(one.country, one.rng), "address")],
    "postcode": lambda one: [Segment(places.POSTCODES[one.country](one.rng), "postcode")],
    "town": lambda one: [Segment(places.town(one.country, one.rng), NEAR)],
    "phone": lambda one: [Segment(places.phone(one.country, one.rng), "phone")],
    "email": lambda one: people.email(one.sender, one.lang, one.rng),
    "handle": lambda one: people.handle(one._somebody(), one.rng),
    "iban": lambda one: [Segment(iban(one.country, one.rng), "iban")],
    "id": lambda one: one.national(),
    "file": lambda one: [
        Segment(neutral.filled_in(one.rng.choice(sections(one.lang)["files"]), one.rng), "reference")
    ],
}
