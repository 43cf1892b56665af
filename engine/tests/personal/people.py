"""Invented people: names combined by chance, in the ways they are written."""

import random
import re
from dataclasses import dataclass

from personal.draft import NEAR, Segment, Segments, without_accents
from personal.material import LANGUAGES, sections

ORIGINS = (("home", "further", "neighbour"), (62, 26, 12))
FURTHER = ("arabic", "african", "asian", "eastern", "lusophone", "german")
DOMAINS = ("example.org", "example.com", "example.net", "mail.example.org", "post.example.net")
AT = {"en": ("at", "dot"), "fr": ("arobase", "point"), "es": ("arroba", "punto")}
OBFUSCATED = 0.15


@dataclass(frozen=True)
class Person:
    """Someone who does not exist."""

    first: str
    last: str

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


def invent(lang: str, rng: random.Random, unlike: frozenset[str] = frozenset()) -> Person:
    """A person whose family name is none of `unlike`."""
    while True:
        person = _invented(lang, rng)
        if not unlike & set(re.split(r"[ -]", person.last)):
            return person


def _invented(lang: str, rng: random.Random) -> Person:
    names = sections("names")
    origin = rng.choices(*ORIGINS)[0]
    key = {"home": lang, "further": f"further.{{}}.{rng.choice(FURTHER)}"}.get(origin) or rng.choice(
        [other for other in LANGUAGES if other != lang]
    )
    first, last = ((names[key.format(part)] if "{}" in key else names[f"{key}.{part}"]) for part in ("first", "last"))
    return Person(rng.choice(first), _family(rng, last, key))


def _family(rng: random.Random, last: tuple[str, ...], key: str) -> str:
    if key == "es" and rng.random() < 0.6:
        return " ".join(rng.sample(last, 2))
    if key == "en" and rng.random() < 0.08:
        return "-".join(rng.sample([name for name in last if name.isalpha()], 2))
    return rng.choice(last)


def named(person: Person, lang: str, rng: random.Random) -> Segments:
    """The full name as people give it."""
    written = [person.full] * 7 + [f"{person.first[0]}. {person.last}", f"{person.first} {person.last.upper()}"]
    if lang == "en":
        written.append(f"{person.first} {rng.choice('ABCDEHJLMPRST')}. {person.last}")
    title = Segment(f"{rng.choice(sections(lang)['titles'])} ", NEAR)
    return [title] * (rng.random() < 0.12) + [Segment(rng.choice(written), "name")]


def titled(person: Person, lang: str, rng: random.Random) -> Segments:
    """Title and family name."""
    return [Segment(f"{rng.choice(sections(lang)['titles'])} ", NEAR), Segment(person.last, "name")]


def family_first(person: Person) -> Segments:
    """As forms ask for it."""
    return [Segment(f"{person.last.upper()} {person.first}", "name")]


def signed(person: Person, rng: random.Random) -> Segments:
    """The name at the end of a letter."""
    initial = f"{person.first[0]}. {person.last}"
    written = [person.full] * 6 + [initial, person.first, f"{person.first} {person.last[0]}.", person.full.upper()]
    return [Segment(rng.choice(written), "signature")]


def email(person: Person, lang: str, rng: random.Random) -> Segments:
    """An address at a reserved domain, at times disguised from machines."""
    first, last = (_plain(part) for part in (person.first, person.last))
    shapes = (f"{first}.{last}", f"{first[0]}{last}{rng.randint(50, 99)}", f"{first}_{last[:1]}", f"{last}.{first}")
    local, domain = rng.choice(shapes), rng.choice(DOMAINS)
    if rng.random() >= OBFUSCATED:
        return [Segment(f"{local}@{domain}", "email")]
    at, dot = AT[lang]
    ways = (
        f"{local} {at} {domain.replace('.', f' {dot} ')}", f"{local}({at}){domain}", f"{local} [at] {domain}",
        f"{local}[at]{domain.replace('.', '[dot]')}",
    )  # fmt: skip
    return [Segment(rng.choice(ways), "email")]


def handle(person: Person, rng: random.Random) -> Segments:
    """A name on a social network, of one server or with its server."""
    first, last = (_plain(part) for part in (person.first, person.last))
    shapes = (
        f"@{first}{last}",
        f"@{first}_{last}{rng.randint(1, 99)}",
        f"@the_{last}",
        f"@{last}{rng.randint(60, 99)}",
    )
    server = "@social.example.org" if rng.random() < 0.1 else ""
    return [Segment(rng.choice(shapes) + server, "handle")]


def _plain(part: str) -> str:
    return re.sub(r"[^a-z]", "", without_accents(part).lower())
