"""The mix: how many campaigns, individuals and traps make one corpus, and the truth about each letter."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hemicycle.demo.letters import campaigns, clock, envelope, traps
from hemicycle.demo.letters.corpus import Corpus, Letter, Truth
from hemicycle.demo.letters.draft import Block, Draft
from hemicycle.demo.letters.ledger import Ledger
from hemicycle.demo.letters.people import Crowd
from hemicycle.demo.letters.phrases import phrases
from hemicycle.demo.letters.voices import Voices

_CASE_NUMBER = re.compile(r"\b[A-Za-z]\d\d-\d{5}\b")

LANGUAGES = ("en", "fr", "es")
SMALLEST = 300

# Beyond this the phrases wear out and individuals would begin to repeat each other.
LARGEST = 4000

_LANGUAGE_SHARES = (45, 30, 25)
_CHANNEL_SHARES = {"letter": 16, "email": 46, "social": 21, "sms": 17}

# Of all messages. Automatic replies and repeats are what small committees report from their inboxes' spring.
_AUTOMATIC_SHARE = 0.018
_DISAGREES_SHARE = 0.009
_REPEATERS_SHARE = 0.005
_CAMPAIGN_REPEATERS_SHARE = 0.003

# Of individuals.
_OTHER_BILL_SHARE = 0.16
_QUOTES_CLAUSE_SHARE = 0.06
_NEWS_SHARE_OF_POSTS = 0.09
_HASHTAG_SHARE_OF_POSTS = 0.45
_CASEWORK_SHARE = 0.02


def generate(seed: int, count: int = campaigns.FULL_COUNT) -> Corpus:
    """A corpus of exactly `count` messages (300 to 4,000). The same seed and count give the same bytes anywhere."""
    if not SMALLEST <= count <= LARGEST:
        raise ValueError(f"count must lie between {SMALLEST} and {LARGEST}, not {count}")
    return _corpus(seed, _Mix(seed, count).drafts(), _chance(seed, "envelopes"))


def _chance(seed: int, what: str) -> random.Random:
    """Chance that a seed repeats; nothing here is a secret."""
    return random.Random(f"{seed}:{what}")  # noqa: S311


@dataclass
class _Mix:
    seed: int
    count: int

    def __post_init__(self) -> None:
        self._crowd = Crowd(self._random("people"))
        ledger = Ledger()
        self._voices = {lang: Voices(lang, self._random(f"voices:{lang}"), ledger) for lang in LANGUAGES}

    def _random(self, what: str) -> random.Random:
        """One source of chance for each part, so that a change in one does not stir the others."""
        return _chance(self.seed, what)

    def drafts(self) -> list[Draft]:
        made = [*self._organised(), *self._machines(), *self._disagreeing()]
        repeated = self._repeated(made)
        individuals = list(self._individuals(self.count - len(made) - len(repeated)))
        made += repeated
        again = self._again(individuals)
        return [*made, *individuals[: self.count - len(made) - len(again)], *again]

    def _organised(self) -> Iterator[Draft]:
        for campaign in campaigns.all_campaigns():
            chance = self._random(campaign["key"])
            yield from campaigns.drafts(campaign, self.count, self._crowd, self._voices[campaign["lang"]], chance)

    def _machines(self) -> Iterator[Draft]:
        return traps.automatic_replies(round(self.count * _AUTOMATIC_SHARE), self._crowd, self._random("machines"))

    def _disagreeing(self) -> Iterator[Draft]:
        """People who quote a campaign in order to contradict it hold the other view."""
        chance = self._random("disagreeing")
        quotable = [
            c for c in campaigns.all_campaigns() if c["kind"] == "form_letter" and c["bill"] == "12" and c["size"] > 30
        ]
        for _ in range(round(self.count * _DISAGREES_SHARE)):
            campaign = chance.choice(quotable)
            draft = self._blank(chance, campaign["lang"], "email", "against" if campaign["stance"] == "for" else "for")
            traps.disagree(draft, campaign, self._voices[campaign["lang"]], chance)
            yield draft

    def _repeated(self, made: list[Draft]) -> list[Draft]:
        """Some send a campaign's letter more than once."""
        chance = self._random("campaign repeats")
        mail = [draft for draft in made if draft.kind == "form_letter"]
        chosen = chance.sample(mail, round(self.count * _CAMPAIGN_REPEATERS_SHARE))
        return [again for draft in chosen for again in traps.repeats(draft, chance)]

    def _again(self, individuals: list[Draft]) -> list[Draft]:
        """Some individuals send their own letter again. They stand first, so that cutting to size keeps them."""
        chance = self._random("repeats")
        chosen = individuals[: round(self.count * _REPEATERS_SHARE)]
        return [again for draft in chosen for again in traps.repeats(draft, chance)]

    def _individuals(self, how_many: int) -> Iterator[Draft]:
        chance = self._random("individuals")
        for _ in range(how_many):
            lang = chance.choices(LANGUAGES, weights=_LANGUAGE_SHARES)[0]
            channel = chance.choices(list(_CHANNEL_SHARES), weights=list(_CHANNEL_SHARES.values()))[0]
            draft = self._blank(chance, lang, channel, None)
            if channel in ("social", "sms"):
                self._post(draft, chance)
            else:
                self._letter(draft, chance)
            yield draft

    def _blank(self, chance: random.Random, lang: str, channel: str, stance: str | None) -> Draft:
        person = self._crowd.person(lang, stance)
        stock = phrases(lang).stock
        bill = "12" if stance or chance.random() >= _OTHER_BILL_SHARE else "15"
        subject = chance.choice(stock["subjects"] if bill == "12" else stock["subjects_other"])
        return Draft(
            person=person,
            channel=channel,
            kind="individual",
            bill=bill,
            sent_at=clock.any_day(chance, channel),
            blocks=[],
            subject=subject.format(n=chance.randint(3, 11), town=person.town, river=person.river),
            stance=person.stance,
        )

    def _letter(self, draft: Draft, chance: random.Random) -> None:
        voices = self._voices[draft.person.lang]
        draft.blocks = [Block("own", text) for text in voices.letter(draft.person, draft.bill)]
        if draft.bill == "12" and chance.random() < _QUOTES_CLAUSE_SHARE:
            traps.quote_clause(draft, chance)
        if chance.random() < _CASEWORK_SHARE:
            draft.blocks.append(Block("casework", voices.casework(draft.person)))

    def _post(self, draft: Draft, chance: random.Random) -> None:
        draft.subject = None
        draft.blocks = [Block("own", self._voices[draft.person.lang].short(draft.person, draft.bill))]
        if draft.channel == "social":
            if draft.bill == "12" and chance.random() < _NEWS_SHARE_OF_POSTS:
                traps.share_news(draft, chance)
            if chance.random() < _HASHTAG_SHARE_OF_POSTS:
                tags = phrases(draft.person.lang).shorts["hashtags"]["bill" if draft.bill == "12" else "other"]
                draft.blocks.append(Block("stock", chance.choice(tags)))
                draft.traps.add(traps.HASHTAG)


def _corpus(seed: int, drafts: list[Draft], chance: random.Random) -> Corpus:
    """Letters numbered in the order of sending, each with its truth."""
    texts = {id(draft): envelope.sealed(draft, chance) for draft in drafts if draft.repeats is None}
    ordered = sorted(drafts, key=lambda draft: (draft.sent_at, draft.person.name))
    ids = {id(draft): f"m{number:05d}" for number, draft in enumerate(ordered, start=1)}
    messages = [_message(draft, ids[id(draft)], texts[id(draft.repeats or draft)]) for draft in ordered]
    truth = {ids[id(draft)]: _truth(draft, ids) for draft in ordered}
    return Corpus(seed, messages, truth)


def _message(draft: Draft, name: str, text: str) -> Letter:
    subject = draft.subject if draft.channel == "email" else None
    return Letter(
        name, text, draft.person.lang, draft.channel, draft.person.sender(draft.channel), draft.sent_at, subject
    )


def _truth(draft: Draft, ids: dict[int, str]) -> Truth:
    first = draft.repeats or draft
    found = draft.traps | first.traps
    if draft.campaign in ("harbour-for", "harbour-against"):
        found = found | {traps.SHARED_FACTS}
    return Truth(
        campaign=draft.campaign,
        family=draft.family,
        kind=draft.kind,
        personal_text=draft.personal_text,
        casework=draft.casework,
        traps=tuple(sorted(found)),
        personal_data=tuple(dict.fromkeys([*first.personal_data, *_in_own_words(first)])),
        bill=draft.bill,
        stance=draft.stance,
        edits=draft.edits,
        repeat_of=ids[id(draft.repeats)] if draft.repeats else None,
    )


def _in_own_words(draft: Draft) -> list[str]:
    """Personal data that people put into the body: their telephone, the number of their case."""
    own = draft.personal_text or ""
    phones = [draft.person.phone] if draft.person.phone in own else []
    return [*phones, *_CASE_NUMBER.findall(own)]
