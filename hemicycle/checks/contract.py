"""What the checks are given and what they answer: plain, frozen, without tables or network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from hemicycle.rules.quiet_hours import QuietHours

NIGHT = QuietHours(time(20), time(8), ZoneInfo("UTC"))


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


class Severity(StrEnum):
    """A blocking remark keeps a draft from being approved; an advisory one is for its author to weigh."""

    BLOCKING = "blocking"
    ADVISORY = "advisory"


class Answer(StrEnum):
    """What was found at the other end of a link. Only of `GONE` is it certain that the page is not there."""

    REACHED = "reached"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Text:
    """One language version of an announcement."""

    title: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """The text as one kind of channel will carry it. `was`: that of the announcement which this corrects, "" where it
    had none."""

    channel: str
    lang: str
    text: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, film or sound. `kind` is image, video or audio.

    `words` are those that stand in the picture, as the officer says, by language; `image` is the file itself. What
    only decorates (`decorative`) needs no alternative. `usable_until` is the last day of its rights, None: no end.
    """

    key: str
    kind: str
    alternatives: Mapping[str, str] = field(default_factory=_nothing)
    captions: frozenset[str] = frozenset()
    image: Path | None = None
    words: Mapping[str, str] = field(default_factory=_nothing)
    decorative: bool = False
    usable_until: date | None = None
    for_networks: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """What of the record a draft is about. `kind` is bill, sitting, vote, committee or member.

    `names` are its names in all languages; `stated` is what those who moved it wrote for it, by language, which the
    House quotes and does not make its own.
    """

    kind: str
    names: tuple[str, ...] = ()
    stated: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Draft:
    """An announcement that somebody writes. `release_at` is aware of its zone; `links` is what is known of addresses.

    `texts` by language, and `warnings`, what a reader is warned of before they open it; `channels` are kinds, such as
    sms, and `networks` the names of those among them that are social networks; `languages` are those it has to be in.
    `out_on` is the day on which it goes out, as far as one knows. `corrects`: the texts of what it corrects.
    `begun_with`: by language, what was filled in for its author, and says nothing as it is.
    """

    texts: Mapping[str, Text] = field(default_factory=_nothing)
    warnings: Mapping[str, str] = field(default_factory=_nothing)
    variants: tuple[Variant, ...] = ()
    media: tuple[Medium, ...] = ()
    about: About | None = None
    purpose: str = ""
    release_at: datetime | None = None
    channels: frozenset[str] = frozenset()
    networks: tuple[str, ...] = ()
    out_on: date | None = None
    languages: tuple[str, ...] = ()
    links: Mapping[str, Answer] = field(default_factory=_nothing)
    corrects: Mapping[str, Text] = field(default_factory=_nothing)
    begun_with: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Party:
    """`names` and `abbreviations` in all languages. `seats` is a count, `speaking` seconds or, of a record without
    times, characters spoken in the window; both may be unknown."""

    key: str
    names: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    seats: int | None = None
    speaking: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in office; `party` is the key of theirs. One who presides speaks for the House, not for a party."""

    key: str
    names: tuple[str, ...]
    party: str = ""
    presides: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A bill or another paper of the House: what it is called, and whether everybody may know of it."""

    number: str
    titles: tuple[str, ...] = ()
    public: bool = True


@dataclass(frozen=True, slots=True)
class House:
    """What the checks know of the House; `checks.house.current` reads it from the record and the parameters.

    `bodies` are names of committees and chambers. `hosts` are official; a host below one of them is too. `mentions`
    counts, by key of a party or member, what was released in the last `window_days`. `sub_judice` are words by which
    cases before the courts are known. Text messages wait while `quiet` hours last. `blocking` are the
    names of checks that block.
    """

    parties: tuple[Party, ...] = ()
    members: tuple[Member, ...] = ()
    papers: tuple[Paper, ...] = ()
    bodies: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    sub_judice: tuple[str, ...] = ()
    mentions: Mapping[str, int] = field(default_factory=_nothing)
    window_days: int = 30
    least_mentions: int = 20
    points: int = 15
    quiet: QuietHours = NIGHT
    blocking: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check has to say about a place of a draft, in the language of whoever reads it.

    `field` is title, body, warning, `media:KEY` or `variant:CHANNEL`; `start` and `end` are characters in it, `end`
    excluded, and both 0 where something is missing. `words` is the text remarked on. `basis`: what else it rests on;
    whoever lets it stand does so while that is the same.
    """

    check: str
    severity: Severity
    lang: str
    field: str
    start: int
    end: int
    reason: str
    suggestion: str
    words: str = ""
    basis: str = ""


class Message(NamedTuple):
    """One sentence in each language; `%(name)s` stands for a value that the check gives with a place."""

    en: str
    fr: str
    es: str

    def in_language_of_reader(self) -> str:
        language = (get_language() or "en").partition("-")[0]
        return str(getattr(self, language, self.en)) if language in self._fields else self.en
