"""Who writes: invented people of three languages, each with a place, a way of writing and reserved addresses."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from hemicycle.demo import parliament
from hemicycle.demo.letters import grammar
from hemicycle.demo.letters.phrases import Phrases, phrases

_DOMAINS = ("post.example.org", "mail.example.com", "inbox.example.net", "vell.example.org", "valmora.example.com")


@dataclass(frozen=True)
class Style:
    """How a person's fingers write: chance of a slip per word, shouting, small letters, accents left out."""

    slips: float = 0.0
    shouts: bool = False
    small: bool = False
    bare: bool = False
    curly: bool = False


@dataclass(frozen=True)
class Person:
    lang: str
    name: str
    gender: str
    town: str
    river: str
    constituency: str
    street: str
    spoken_street: str
    phone: str
    email: str
    handle: str
    persona: str
    stance: str
    style: Style

    def sender(self, channel: str) -> str:
        return {
            "letter": f"{self.name}, {self.town}",
            "email": self.email,
            "sms": self.phone,
            "social": self.handle,
        }[channel]


class Crowd:
    """Makes people, no two with the same name, address, number or handle."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()
        self._valmora = parliament.load()

    def person(self, lang: str, stance: str | None = None) -> Person:
        while True:
            person = self._invent(phrases(lang), stance)
            keys = {person.sender(channel) for channel in ("letter", "email", "sms", "social")} | {person.name}
            if not keys & self._taken:
                self._taken |= keys
                return person

    def _invent(self, words: Phrases, stance: str | None) -> Person:
        rng = self._rng
        gender = rng.choice("fm")
        name = f"{rng.choice(words.people['given_' + gender])} {self._family(words)}"
        place = rng.choice([p for p in self._valmora.constituencies if p.region in words.people["regions"]])
        river = next(river for river in self._valmora.rivers if river.key == place.river)
        plain = ascii_name(name)
        return Person(
            lang=words.lang,
            name=name,
            gender=gender,
            town=rng.choice(place.towns),
            river=river.name[words.lang],
            constituency=place.name[words.lang],
            street=self._street(words, rng.choice(words.people["street"])),
            spoken_street=self._street(words, words.people["street_spoken"]),
            phone=phone(rng),
            email=f"{plain}{rng.choice(['', rng.randint(1, 99)])}@{rng.choice(_DOMAINS)}",
            handle=f"@{plain.replace('.', rng.choice(['', '_']))}{rng.choice(['', rng.randint(1, 999)])}",
            persona=rng.choice(sorted(words.voices["persona"])),
            stance=stance or rng.choices(("for", "against", "mixed"), weights=(52, 30, 18))[0],
            style=_style(rng),
        )

    def _family(self, words: Phrases) -> str:
        rng, names = self._rng, words.people["family"]
        if words.lang == "es" or rng.random() < 0.04:
            joiner = " " if words.lang == "es" else "-"
            return joiner.join(rng.sample(names, 2))
        return str(rng.choice(names))

    def _street(self, words: Phrases, frame: str) -> str:
        def fill(slot: grammar.Slot) -> str:
            if slot.name == "s":
                return str(self._rng.choice(words.people["street_name"]))
            return str(self._rng.randint(slot.low, slot.high))

        return grammar.expand(grammar.parse(frame), fill, self._rng, "f")


def phone(rng: random.Random) -> str:
    """+999 is no country's prefix, so nobody is ever called."""
    return f"+999 6{rng.randint(10, 99)} {rng.randint(100, 999)} {rng.randint(100, 999)}"


def ascii_name(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".").replace("'", "")


def written_date(moment: datetime, lang: str) -> str:
    people = phrases(lang).people
    values = {"day": moment.day, "month": people["months"][moment.month - 1], "year": moment.year}
    return str(people["date"].format(**values))


def _style(rng: random.Random) -> Style:
    return Style(
        slips=rng.choices((0.0, 0.012, 0.045), weights=(60, 30, 10))[0],
        shouts=rng.random() < 0.03,
        small=rng.random() < 0.08,
        bare=rng.random() < 0.08,
        curly=rng.random() < 0.25,
    )
