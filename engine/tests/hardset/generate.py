"""The whole set: campaigns, traps and individuals of three languages, shuffled, sent and dated."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hardset.campaigns import all_campaigns
from hardset.deal import dealt
from hardset.draft import Draft
from hardset.dressing import OWN_LINK_SHARE, dressed, own_link
from hardset.material import LANGUAGES, Material, load
from hardset.row import Row
from hardset.traps import all_traps
from hardset.writer import Writer

INDIVIDUALS_PER_LANGUAGE = 450
ALL_CHANNELS = (("letter", "email", "web", "social", "sms"), (25, 40, 20, 10, 5))
WRITTEN_CHANNELS = (("letter", "email", "web"), (30, 50, 20))
FIRST_DAY = datetime(2026, 1, 12, 7, tzinfo=UTC)
DAYS = 90
# A wave of campaign mail rises within hours and is spent in about a week.
WAVE_DAYS = 2.5
UNKNOWN_SENDER, WRITES_AGAIN = 0.08, 0.02


def generate(seed: int | str) -> list[Row]:
    """At least 3,000 labelled messages in EN, FR and ES; the same seed gives the same rows."""
    rng = random.Random(f"{seed}/rows")
    largest = rng.choice(LANGUAGES)
    rows: list[Row] = []
    for lang in LANGUAGES:
        material = dealt(load(lang), random.Random(f"{seed}/{lang}/deal"))
        writer = Writer(material, str(seed))
        drafts = [*all_campaigns(writer, with_largest=lang == largest), *all_traps(writer), *_individuals(writer)]
        rows += _Post(material, random.Random(f"{seed}/{lang}/post")).deliver(drafts)
    rng.shuffle(rows)
    return [replace(row, id=f"m{at:05}") for at, row in enumerate(rows)]


def _individuals(writer: Writer) -> Iterator[Draft]:
    for _ in range(INDIVIDUALS_PER_LANGUAGE):
        channel = writer.rng.choices(*ALL_CHANNELS)[0]
        if channel == "social":
            link = own_link(writer.rng) if writer.rng.random() < OWN_LINK_SHARE else ""
            yield Draft(text=writer.post() + link, channel=channel)
        else:
            yield Draft(text=writer.post() if channel == "sms" else writer.letter(), channel=channel)


class _Post:
    """Gives each draft a channel, a sender and a date."""

    def __init__(self, material: Material, rng: random.Random):
        self.material, self.rng = material, rng
        self._senders: dict[str, list[str]] = {}
        self._waves: dict[str, datetime] = {}

    def deliver(self, drafts: list[Draft]) -> list[Row]:
        return [self._row(draft) for draft in drafts]

    def _row(self, draft: Draft) -> Row:
        channel = draft.channel or self.rng.choices(*WRITTEN_CHANNELS)[0]
        text = dressed(draft.text, channel, self.material.lang, self.material.phrases, self.rng)
        return Row(
            id="", text=text, lang=self.material.lang, channel=channel, sender=self._sender(draft),
            sent_at=self._sent_at(draft), campaign=draft.campaign, family=draft.family, kind=draft.kind,
            trap=draft.trap, trap_group=draft.trap_group, about=draft.about, personal=draft.personal,
        )  # fmt: skip

    def _sender(self, draft: Draft) -> str | None:
        known = self._senders.setdefault(draft.same_sender or draft.campaign or "", [])
        if draft.same_sender and known:
            return known[0]
        if draft.campaign and len(known) > 4 and self.rng.random() < WRITES_AGAIN:
            return self.rng.choice(known)
        if not draft.same_sender and len(known) > 2 and self.rng.random() < UNKNOWN_SENDER:
            return None
        known.append(f"s{self.rng.getrandbits(48):012x}")
        return known[-1]

    def _sent_at(self, draft: Draft) -> datetime:
        day = FIRST_DAY + timedelta(seconds=self.rng.randrange(DAYS * 86400))
        if not draft.campaign:
            return day
        start = self._waves.setdefault(draft.campaign, day)
        return start + timedelta(seconds=int(self.rng.expovariate(1 / WAVE_DAYS) * 86400))
