"""A realistic postbag as Parquet, for the speed run: `python bench/million.py 100000 mix.parquet`.

The truth lies beside it as `mix.truth.parquet`. Rows are written chunk by chunk; the same seed gives the same rows.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from language_model import DENSE, FORMS, LIKE_LETTERS, TOPICS, VOCABULARY, LanguageModel
from mix import DAYS, FIRST_DAY, LANGUAGE_WEIGHTS, LANGUAGES, WAVE_DAYS, Campaign, plan, sizes
from phrasebook import Phrasebook
from rich.progress import track
from truth import MESSAGES

CHUNK = 25_000
TRUTH = pa.schema([("id", pa.string()), ("campaign", pa.int32())])
CHANNEL_NAMES = ("letter", "email", "web", "social", "sms")
CHANNEL_WEIGHTS = (0.22, 0.38, 0.2, 0.12, 0.08)
# What comes in where people answer below a post or by telephone: no letters but those of campaigns.
POSTED = (0.0, 0.0, 0.0, 0.7, 0.3)
CHANNEL_OF_KIND = {"sms": 4, "social": 3}
EDIT_LEVELS = (0.15, 0.30, 0.40, 0.15)
UNKNOWN_SENDER, REPLACED = 0.05, 0.12
POSTED_WORDS, LETTER_WORDS, LONG_LETTER_WORDS = (9, 26), (4.35, 0.62), (130, 300)
LONGEST_LETTER, SHORTEST_LETTER = 420, 12


@dataclass(frozen=True)
class Batch:
    """One chunk while it is written: for each message its campaign or -1, language, topic and channel."""

    campaign: np.ndarray
    lang: np.ndarray
    topic: np.ndarray
    channel: np.ndarray


class Postbag:
    """Writes the messages of a plan."""

    def __init__(self, messages: int, seed: int, follows: tuple[float, float], channels: Sequence[float]):
        self.messages, self.seed, self.channels = messages, seed, channels
        self.models = {lang: LanguageModel(lang, seed, follows) for lang in LANGUAGES}
        counts = sizes(messages)
        self.campaigns = plan(self.models, len(counts), seed)
        self.book = Phrasebook([model.surfaces() for model in self.models.values()], len(counts))
        members = np.repeat(np.arange(len(counts)), counts)
        owners = np.concatenate((members, np.full(messages - len(members), -1))).astype(np.int32)
        self.owner = np.random.default_rng([seed, messages, 1]).permutation(owners)

    def chunks(self) -> int:
        return -(-self.messages // CHUNK)

    def chunk(self, number: int) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        """The messages of one chunk and their truth."""
        rng = np.random.default_rng([self.seed, self.messages, 2, number])
        batch = self._batch(self.owner[number * CHUNK : (number + 1) * CHUNK], rng)
        count = len(batch.campaign)
        ids = pa.array([f"m{number * CHUNK + at:07}" for at in range(count)])
        columns = [
            ids, self.book.texts(self._bodies(batch, rng)), pa.array(LANGUAGES).take(pa.array(batch.lang)),
            pa.array(CHANNEL_NAMES).take(pa.array(batch.channel)), _senders(count, rng), self._dates(batch, rng),
        ]  # fmt: skip
        campaign = pa.array(batch.campaign, mask=batch.campaign < 0)
        return pa.record_batch(columns, schema=MESSAGES), pa.record_batch([ids, campaign], schema=TRUTH)

    def _batch(self, owner: np.ndarray, rng: np.random.Generator) -> Batch:
        lang = rng.choice(3, len(owner), p=LANGUAGE_WEIGHTS)
        topic = rng.integers(0, TOPICS, len(owner))
        channel = rng.choice(len(CHANNEL_NAMES), len(owner), p=self.channels)
        for at in np.flatnonzero(owner >= 0):
            campaign = self.campaigns[owner[at]]
            lang[at], topic[at] = campaign.lang, campaign.topic
            channel[at] = CHANNEL_OF_KIND.get(campaign.kind, channel[at] % 3)
        return Batch(owner, lang, topic, channel)

    def _bodies(self, batch: Batch, rng: np.random.Generator) -> list[list[np.ndarray]]:
        """For each message the segments of its token sequence."""
        levels = rng.choice(4, len(batch.campaign), p=EDIT_LEVELS)
        own = self._own_words(batch, self._own_lengths(batch, levels, rng), rng)
        return [
            self._individual(batch, at, own[at], rng)
            if batch.campaign[at] < 0
            else self._member(self.campaigns[batch.campaign[at]], levels[at], own[at], rng)
            for at in range(len(own))
        ]

    def _own_lengths(self, batch: Batch, levels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        count = len(levels)
        letter = np.clip(rng.lognormal(*LETTER_WORDS, count), SHORTEST_LETTER, LONGEST_LETTER).astype(np.int64)
        lengths = np.where(batch.channel >= 3, rng.integers(*POSTED_WORDS, count), letter)
        kinds = np.array([*(campaign.kind for campaign in self.campaigns), ""])[batch.campaign]
        lengths[kinds == "madlib"] = 0
        form = kinds == "form"
        lengths[form] = np.where(levels >= 2, rng.integers(10, 41, count), 0)[form]
        lengths[kinds == "short"] = rng.integers(*LONG_LETTER_WORDS, count)[kinds == "short"]
        lengths[kinds == "sms"] = rng.integers(0, 4, count)[kinds == "sms"]
        return lengths

    def _own_words(self, batch: Batch, lengths: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
        own: list[np.ndarray] = [np.empty(0, np.int32)] * len(lengths)
        for number, lang in enumerate(LANGUAGES):
            mine = np.flatnonzero(batch.lang == number)
            spoken = self.models[lang].speak(rng, batch.topic[mine], lengths[mine])
            tokens = spoken.tokens + number * VOCABULARY * FORMS
            for place, at in enumerate(mine):
                own[at] = tokens[spoken.starts[place] : spoken.starts[place + 1]]
        return own

    def _individual(self, batch: Batch, at: int, own: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
        if batch.channel[at] >= 3:
            return [own]
        return self.book.framed([own], int(batch.lang[at]), rng, decorated=True)

    def _member(self, campaign: Campaign, level: int, own: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
        shift = campaign.lang * VOCABULARY * FORMS
        if campaign.slots is not None:
            chosen = campaign.slots[np.arange(len(campaign.slots)), rng.integers(0, 8, len(campaign.slots))].ravel()
            return [chosen[chosen >= 0] + shift]
        sentences = [sentence + shift for sentence in campaign.sentences]
        if campaign.kind == "form":
            return self._form_letter(campaign, sentences, level, own, rng)
        if campaign.kind == "short":
            cut = int(rng.integers(0, len(own)))
            return self.book.framed([own[:cut], *sentences, own[cut:]], campaign.lang, rng, decorated=False)
        if campaign.kind == "social":
            return [own[: 4 + level], *sentences[:level], self.book.link(campaign.number)]
        dropped = np.delete(sentences[0], rng.integers(len(sentences[0]))) if level % 2 else sentences[0]
        return [dropped, own]

    def _form_letter(
        self, campaign: Campaign, sentences: list[np.ndarray], level: int, own: np.ndarray, rng: np.random.Generator
    ) -> list[np.ndarray]:
        if level == 0:
            return sentences
        if level == 2:
            for _ in range(rng.integers(0, 3)):
                del sentences[rng.integers(len(sentences))]
        if level == 3:
            kept = rng.permutation(len(sentences))[: max(3, len(sentences) // 2)]
            sentences = [_worn(sentences[at], rng) for at in kept]
        sentences.insert(int(rng.integers(0, len(sentences) + 1)), own)
        return self.book.framed(sentences, campaign.lang, rng, decorated=False)

    def _dates(self, batch: Batch, rng: np.random.Generator) -> pa.Array:
        count = len(batch.campaign)
        anywhere = FIRST_DAY + rng.integers(0, DAYS * 86400, count).astype("timedelta64[s]")
        starts = np.array([*(campaign.start for campaign in self.campaigns), FIRST_DAY])[batch.campaign]
        wave = starts + (rng.exponential(WAVE_DAYS, count) * 86400).astype("timedelta64[s]")
        return pa.array(np.where(batch.campaign < 0, anywhere, wave), pa.timestamp("us", tz="UTC"))


def write(messages: int, path: Path, seed: int, *, dense: bool = False, posted: bool = False) -> None:
    """Writes the messages and, beside them, their truth; dense makes strangers share many rare word pairs, posted
    makes individual voices short."""
    bag = Postbag(messages, seed, DENSE if dense else LIKE_LETTERS, POSTED if posted else CHANNEL_WEIGHTS)
    write_chunks(path, map(bag.chunk, range(bag.chunks())), bag.chunks())


def write_chunks(path: Path, chunks: Iterable[tuple[pa.RecordBatch, pa.RecordBatch]], count: int) -> None:
    """Writes so many chunks of messages and, beside them, of their truth."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial, partial_truth = path.with_suffix(".partial"), path.with_suffix(".truth.partial")
    with pq.ParquetWriter(partial, MESSAGES) as out, pq.ParquetWriter(partial_truth, TRUTH) as truth:
        for rows, labels in track(chunks, f"writing {path.name}", count):
            out.write_batch(rows)
            truth.write_batch(labels)
    partial_truth.rename(truth_path(path))
    partial.rename(path)


def truth_path(path: Path) -> Path:
    """Where the labels of a mix lie."""
    return path.with_suffix(".truth.parquet")


def _worn(sentence: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A sentence with about one word in eight taken from elsewhere in it or left out."""
    hit = rng.random(len(sentence)) < REPLACED
    worn = np.where(hit, rng.permutation(sentence), sentence)
    return worn[~(hit & (rng.random(len(sentence)) < 0.3))]


def _senders(count: int, rng: np.random.Generator) -> pa.Array:
    keys = pa.array(rng.integers(10**11, 10**12, count), mask=rng.random(count) < UNKNOWN_SENDER)
    return pc.binary_join_element_wise(pa.scalar("s"), keys.cast(pa.string()), "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dense", action="store_true", help="strangers share many rare word pairs")
    asked = parser.parse_args()
    write(asked.messages, asked.path, asked.seed, dense=asked.dense)


if __name__ == "__main__":
    main()
