"""Campaigns as facts: how many, since when, the letter, and what senders added of their own."""

import re
from collections import Counter, defaultdict
from typing import Any

from ..models import Campaign, Place
from ..text.letters import Letter, letter_of
from ..text.templating import OPENING, Segment, segments, spaced
from .blocks import Notes
from .facts import Facts, number
from .quoting import WRAPPED, Reviews, Run, is_of, own_words_of, runs
from .reading import Reading, Row, senders

# Shown one by one; a bill that draws more campaigns has the others in one table.
MOST_IN_FULL = 20
OWN_WORDS = 3
# Own words read of a campaign, the longest first. Some cannot be quoted, and that several senders add much the same is
# seen only where many are read: 24 missed it of a campaign of 55.
MOST_READ = 64
# Three organised it, two may share a letter (the parameter campaign_minimum_senders says the same of messages).
SHARED_BY = 3
# A line that is as long as a wrapped one continues.
CONTINUED = re.compile(rf"([^\n]{{{WRAPPED},}})\n(?=\S)")


def campaigns(reading: Reading, notes: Notes) -> list[Facts]:
    """Every campaign, most messages first; the largest with their letter and words of senders."""
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in reading.of_place(Place.CAMPAIGN):
        if row.campaign is not None:
            rows[row.campaign].append(row)
    found = [one for one in reading.analysis.campaigns.shown().select_related("analysis") if one.pk in rows]
    found.sort(key=lambda one: (-len(rows[one.pk]), rows[one.pk][0].message))
    numbers = {campaign.key: place for place, campaign in enumerate(found, 1)}
    return [
        _campaign(campaign, rows[campaign.pk], place, reading, notes)
        | {"says_the_same": _relations(campaign, found, numbers)}
        for place, campaign in enumerate(found, 1)
    ]


def _campaign(campaign: Campaign, rows: list[Row], place: int, reading: Reading, notes: Notes) -> Facts:
    dated = sorted(row.day for row in rows if row.day is not None)
    own = [row for row in rows if row.has_own_words]
    in_full, shown = place <= MOST_IN_FULL, letter_of(campaign.letter)
    template = _letter(shown) if shown else _template(campaign)
    return {
        "number": place,
        "name": campaign.name,
        "opening": (shown and shown.title) or _opening(template),
        "kind": campaign.kind,
        "lang": campaign.lang,
        "confirmed": campaign.confirmed_id is not None,
        "messages": number(len(rows), rows, notes),
        "senders": number(senders(rows), rows, notes),
        "own_words": number(len(own), own, notes),
        "first_day": dated[0].isoformat() if dated else None,
        "last_day": dated[-1].isoformat() if dated else None,
        "template": template if in_full else [],
        "letters": shown.letters if shown else None,
        "compared": shown.compared if shown else None,
        "quotes": _own_words(campaign, reading.reviews) if in_full else [],
    }


def _letter(letter: Letter) -> list[Facts]:
    """The message that stands for the campaign: its words, and in places that change how many letters have which."""
    parts: list[Facts] = []
    for space, one in letter.spaced():
        if space:
            parts.append({"text": space, "slot": False})
        changes = {
            "kind": one.kind,
            "letters": one.letters,
            "wordings": one.wordings,
            "examples": [{"text": example.text, "letters": example.letters} for example in one.examples],
        }
        parts.append({"text": _unwrapped(one.text), "slot": one.number > 0} | (changes if one.number else {}))
    return parts


def _template(campaign: Campaign) -> list[dict[str, Any]]:
    """The letter in reading order: fixed words, and in the places that change their most frequent words."""
    parts = []
    for space, one in spaced(segments(campaign.template)):
        if space:
            parts.append({"text": space, "slot": False})
        words = _shared(one, campaign.engine_messages) if one.is_slot else one.text
        parts.append({"text": _unwrapped(words), "slot": one.is_slot})
    return [part for part in parts if part["text"]]


def _shared(slot: Segment, messages: int) -> str:
    """The most frequent words of a slot, unless so few have them that they may be somebody's own name."""
    known = slot.alternatives[0].share if slot.alternatives else None
    return slot.inline if known is not None and known * messages >= SHARED_BY else "…"


def _opening(parts: list[dict[str, Any]]) -> str:
    """How the letter begins, cut between two words."""
    words = " ".join("".join(part["text"] for part in parts).split()).lstrip("… ")
    return words if len(words) <= OPENING else words[: words.rfind(" ", 1, OPENING)] + " …"


def _unwrapped(text: str) -> str:
    """Without the line ends that a mail program put into sentences; those of lists and addresses are shorter."""
    return CONTINUED.sub(r"\1 ", text)


def _own_words(campaign: Campaign, reviews: Reviews) -> list[dict[str, Any]]:
    rows = campaign.findings.with_own_words().filter(casework__isnull=True).select_related("inbound")
    quotes = [own_words_of(finding, reviews) for finding in rows.order_by("-personal_length", "inbound")[:MOST_READ]]
    read = {quote["text"]: quote for quote in quotes if quote}
    shared = _said_by_several([quote["text"] for quote in quotes if quote])
    return [quote for text, quote in read.items() if not is_of(text, shared)][:OWN_WORDS]


def _said_by_several(texts: list[str]) -> set[Run]:
    """Runs of three words that two senders have: where half of what they add is of these, it is nobody's own."""
    having = Counter(run for text in texts for run in set(runs(text)))
    return {run for run, senders in having.items() if senders > 1}


def _relations(campaign: Campaign, found: list[Campaign], numbers: dict[str, int]) -> list[int]:
    """The numbers of the campaigns that say the same in another language or other words."""
    if not campaign.family:
        return []
    return [numbers[other.key] for other in found if other.family == campaign.family and other.pk != campaign.pk]
