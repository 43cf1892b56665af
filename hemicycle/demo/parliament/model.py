"""What the papers of the Assembly are made of: frozen, with readable keys, every public word in three languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True)
class Trilingual:
    """One text in the three languages of the Republic; `text["fr"]` picks one."""

    en: str
    fr: str
    es: str

    def __getitem__(self, language: str) -> str:
        if language not in LANGUAGES:
            raise KeyError(language)
        return str(getattr(self, language))


@dataclass(frozen=True)
class Country:
    name: Trilingual
    assembly: Trilingual
    currency: Trilingual
    about: Trilingual


@dataclass(frozen=True)
class Place:
    """A region or a river."""

    key: str
    name: Trilingual


@dataclass(frozen=True)
class Constituency:
    """Returns three members. `region` and `river` are keys of places."""

    key: str
    name: Trilingual
    region: str
    river: str
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Party:
    """`side` is "government" or "opposition"; `leader` is a member's key; `colour` is #rrggbb."""

    key: str
    name: Trilingual
    short_name: Trilingual
    colour: str
    side: str
    seats: int
    leader: str
    about: Trilingual


@dataclass(frozen=True)
class Member:
    """`gender` is "f" or "m"; `committee` is None for the Speaker and for ministers; `office` is None for most."""

    key: str
    name: str
    gender: str
    born: int
    party: str
    constituency: str
    since: int
    language: str
    biography: Trilingual
    committee: str | None = None
    office: Trilingual | None = None


@dataclass(frozen=True)
class Committee:
    """`members` are members' keys, the chair first, the vice-chair second."""

    key: str
    name: Trilingual
    remit: Trilingual
    chair: str
    vice_chair: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """`text` may hold several lines, one a subclause."""

    number: int
    heading: Trilingual
    text: Trilingual


@dataclass(frozen=True)
class Version:
    """A bill as it stood on a day: "introduced" or "amended". `changed` are numbers of clauses new or altered."""

    key: str
    date: date
    label: Trilingual
    clauses: tuple[Clause, ...]
    changed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One step of a bill: introduced, second_reading, committee, evidence, report, third_reading, passed, rejected."""

    key: str
    date: date
    note: Trilingual


@dataclass(frozen=True)
class Bill:
    """`number` is short ("12") and unique in its session; `origin` is "government" or "member".

    The last of `stages` is where the bill stands.
    """

    key: str
    number: str
    session: str
    title: Trilingual
    popular_name: Trilingual
    hashtag: Trilingual
    origin: str
    sponsor: str
    committee: str
    summary: Trilingual
    stages: tuple[Stage, ...]
    versions: tuple[Version, ...]

    @property
    def stage(self) -> Stage:
        return self.stages[-1]

    @property
    def introduced(self) -> date:
        return self.stages[0].date

    def version(self, key: str) -> Version:
        return next(version for version in self.versions if version.key == key)


@dataclass(frozen=True)
class Contribution:
    """What a member said: `text[language]` as spoken, the others translated; `kind` is the record's.

    `printed` is all that the record says of somebody who is no `member` to it.
    """

    language: str
    at: time
    text: Trilingual
    member: str = ""
    printed: Trilingual | None = None
    kind: str = "speech"


@dataclass(frozen=True)
class Division:
    """A vote. Each list names parties and members; a member named by name does not vote with their party."""

    number: str
    at: time
    motion: Trilingual
    result: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    abstain: tuple[str, ...] = ()

    def choices(self, members: tuple[Member, ...]) -> dict[str, str]:
        """What each member chose, by the member's key."""
        said = {key: option for option in ("yes", "no", "abstain") for key in getattr(self, option)}
        return {member.key: said.get(member.key) or said[member.party] for member in members}


@dataclass(frozen=True)
class AgendaItem:
    """`kind` is one of statement, questions, debate, vote, motion; `bill` is a bill's key or None."""

    number: int
    kind: str
    title: Trilingual
    bill: str | None = None
    contributions: tuple[Contribution, ...] = ()
    vote: Division | None = None


@dataclass(frozen=True)
class Sitting:
    number: int
    date: date
    opened: time
    closed: time
    agenda: tuple[AgendaItem, ...]


@dataclass(frozen=True)
class NextSitting:
    """The one to come, whose day depends on today."""

    number: int
    opened: time
    agenda: tuple[AgendaItem, ...]


@dataclass(frozen=True)
class Parliament:
    country: Country
    regions: tuple[Place, ...]
    rivers: tuple[Place, ...]
    constituencies: tuple[Constituency, ...]
    parties: tuple[Party, ...]
    members: tuple[Member, ...]
    committees: tuple[Committee, ...]
    bills: tuple[Bill, ...]
    sittings: tuple[Sitting, ...]
    next_sitting: NextSitting

    def bill(self, number: str) -> Bill:
        return next(bill for bill in self.bills if bill.number == number)

    def member(self, key: str) -> Member:
        return next(member for member in self.members if member.key == key)

    def constituency(self, key: str) -> Constituency:
        return next(constituency for constituency in self.constituencies if constituency.key == key)
