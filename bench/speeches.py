"""A record of many speeches, made up: `load` writes it into the database of this installation.

Words follow Zipf's law (`language_model.py`). A sitting has as many speeches as a day of the British House of Commons;
few members speak often. The same seed gives the same words, whatever the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from django.db import transaction
from language_model import FORMS, TOPICS, VOCABULARY, LanguageModel

from hemicycle.record.models import (
    AgendaItem,
    Contribution,
    Membership,
    Organization,
    Person,
    Segment,
    Sitting,
    SpeechText,
)

LANGUAGES, LANGUAGE_WEIGHTS = ("en", "fr", "es"), (0.5, 0.3, 0.2)
# The British day of debates in docs/performance.md has 491 speeches under 28 headings.
SPEECHES_A_SITTING, ITEMS_A_SITTING = 500, 25
MEMBERS, PARTIES = 2_000, 8
# Logarithms of words: half of the speeches have more than 60, a few a thousand.
LENGTH, SHORTEST, LONGEST, A_PARAGRAPH = (4.1, 0.9), 4, 1_200, 80
FIRST_DAY = date(1990, 1, 2)
AT_ONCE = 1_000
# Word by word, many speeches at a time: what is not in memory at once need not be.
SITTINGS_A_BLOCK = 100
# Of Zipf's law over members.
SPEAKS_OFTEN = 1.3

# The number of a member, a language, the words.
Said = tuple[int, str, str]


@dataclass
class Speeches:
    """The made-up record; `block` says what is said in some sittings that follow one another."""

    seed: int = 1
    models: list[LanguageModel] = field(init=False)

    def __post_init__(self) -> None:
        self.models = [LanguageModel(language, self.seed) for language in LANGUAGES]
        self.surfaces = [np.array(model.surfaces(), dtype=object) for model in self.models]

    def people(self) -> list[str]:
        """Names of two made-up words, each once."""
        rng, words = np.random.default_rng([self.seed, 1]), self.models[0].words[VOCABULARY // 2 :]
        pairs = rng.permutation(len(words))[: 2 * MEMBERS].reshape(-1, 2)
        return [f"{words[first].capitalize()} {words[last].capitalize()}" for first, last in pairs]

    def block(self, number: int) -> list[list[Said]]:
        """The speeches of each sitting of one block."""
        rng, count = np.random.default_rng([self.seed, 2, number]), SITTINGS_A_BLOCK * SPEECHES_A_SITTING
        tongues = rng.choice(len(LANGUAGES), count, p=LANGUAGE_WEIGHTS)
        lengths = np.clip(rng.lognormal(*LENGTH, count), SHORTEST, LONGEST).astype(np.int64)
        topics = rng.integers(0, TOPICS, count)
        members = np.minimum(rng.zipf(SPEAKS_OFTEN, count) - 1, rng.integers(0, MEMBERS, count)).tolist()
        said = [""] * count
        for tongue, model in enumerate(self.models):
            mine = np.flatnonzero(tongues == tongue)
            spoken = model.speak(rng, topics[mine], lengths[mine])
            for place, at in enumerate(mine):
                said[at] = " ".join(self.surfaces[tongue][spoken[place]])
        speeches = [(members[at], LANGUAGES[tongues[at]], said[at]) for at in range(count)]
        return [speeches[start : start + SPEECHES_A_SITTING] for start in range(0, count, SPEECHES_A_SITTING)]

    def heading(self, number: int, item: int) -> str:
        rng = np.random.default_rng([self.seed, 3, number, item])
        return " ".join(self.surfaces[0][self.models[0].content_words(rng, item % TOPICS, (3,)) * FORMS]).capitalize()


def load(speeches: Speeches, sittings: int) -> None:
    """Write so many sittings with their members; each block is a transaction."""
    members = _members(speeches)
    house = Organization.objects.create(kind="chamber", names={"en": "The House"})
    for block in range(0, sittings, SITTINGS_A_BLOCK):
        with transaction.atomic():
            for place, said in enumerate(speeches.block(block)[: sittings - block]):
                _write(speeches, block + place, house, members, said)


def _members(speeches: Speeches) -> list[Person]:
    parties = [
        Organization.objects.create(kind="party", names={"en": f"Party {number + 1}"}) for number in range(PARTIES)
    ]
    people = [Person(name=name) for name in speeches.people()]
    Person.objects.bulk_create(people, batch_size=AT_ONCE)
    Membership.objects.bulk_create(
        (
            Membership(person=person, organization=parties[at % PARTIES], since="1989")
            for at, person in enumerate(people)
        ),
        batch_size=AT_ONCE,
    )
    return people


def _write(speeches: Speeches, number: int, house: Organization, members: list[Person], said: list[Said]) -> None:
    sitting = Sitting.objects.create(organization=house, number=1, date=FIRST_DAY + timedelta(days=number * 4))
    items = [
        AgendaItem(sitting=sitting, order=item * 100 + 1, kind="debate", titles={"en": speeches.heading(number, item)})
        for item in range(ITEMS_A_SITTING)
    ]
    rows, texts, segments = list[Contribution](), list[SpeechText](), list[Segment]()
    for at, (member, language, words) in enumerate(said):
        item = items[at * ITEMS_A_SITTING // SPEECHES_A_SITTING]
        rows.append(Contribution(sitting=sitting, item=item, order=item.order + at + 1, person=members[member]))
        texts.append(SpeechText(contribution=rows[-1], language=language, digest=f"{at:064x}"))
        segments += [
            Segment(text_version=texts[-1], order=order, text=text)
            for order, text in enumerate(_paragraphs(words), start=1)
        ]
    for table, made in ((AgendaItem, items), (Contribution, rows), (SpeechText, texts), (Segment, segments)):
        table._default_manager.bulk_create(made, batch_size=AT_ONCE)


def _paragraphs(text: str) -> Iterator[str]:
    words = text.split()
    for start in range(0, len(words), A_PARAGRAPH):
        yield " ".join(words[start : start + A_PARAGRAPH])
