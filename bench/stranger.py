"""A postbag by another hand as Parquet, for the speed run: `python bench/stranger.py 100000 mix.parquet`.

Nine messages of ten are in campaigns. Templates, voices, openings and endings are those of `post/first.jsonl`, which
was written by somebody who had not seen the engine. Copies are drawn anew: sentences dropped, swapped and, in mad-libs
and rewritten letters, taken from other copies of the campaign, with a line of one's own between them; what was
scanned, forwarded or marked up stays as it is. Voices and own lines are made of pairs of the words of voices, so that
no two of them are alike. The same seed gives the same rows.
"""

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from million import CHUNK, TRUTH, write_chunks
from mix import DAYS
from truth import MESSAGES

POST = Path(__file__).parent / "post" / "first.jsonl"
IN_CAMPAIGNS = 0.9
REWRITTEN = frozenset(("madlib", "synonyms", "combined"))
BRIEF = frozenset(("sms", "social"))
VERBATIM, OWN_LINE, DROPPED = 0.35, 0.65, 0.85
"""Up to these parts of the letters that are not rewritten: as they are, with a line of one's own, with a sentence or
two left out; the rest with two sentences in each other's place."""
OWN_WORDS, VOICE_WORDS = (8, 30), (12, 90)
FRAME = 60
"""Characters that a line of an opening or ending has at most."""
UNKNOWN_SENDER = 0.05
FIRST_DAY = datetime(2026, 1, 12, 7, tzinfo=UTC)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass
class Copies:
    """The copies of a campaign: those that stay as they are, bodies in sentences, and rewritten ones by the number of
    their sentences."""

    lang: str
    channels: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    bodies: list[list[str]] = field(default_factory=list)
    rewritten: dict[int, list[list[str]]] = field(default_factory=lambda: defaultdict(list))


class Stranger:
    """Writes messages by another hand."""

    def __init__(self, messages: int, seed: int):
        self.messages, self.seed = messages, seed
        self.copies: dict[str, Copies] = {}
        self.openings: Mapping[str, list[str]] = defaultdict(list)
        self.endings: Mapping[str, list[str]] = defaultdict(list)
        self.pairs: Mapping[str, list[str]] = defaultdict(list)
        for line in POST.read_text(encoding="utf-8").splitlines():
            self._learn(json.loads(line))
        self.names = sorted(self.copies)
        weights = 1 / (np.random.default_rng([seed, 1]).permutation(len(self.names)) + 3)
        self.weights: list[float] = weights.tolist()

    def _learn(self, row: dict[str, Any]) -> None:
        if row["campaign"] is None:
            words = row["text"].split() if not row["noise"] else []
            self.pairs[row["lang"]] += [" ".join(words[at : at + 2]) for at in range(0, len(words), 2)]
            return
        copies = self.copies.setdefault(row["campaign"], Copies(row["lang"]))
        copies.channels.append(row["channel"])
        if row["noise"] not in (None, "typos") or row["kind"] in BRIEF:
            copies.whole.append(row["text"])
            return
        opening, body, ending = _parts(row["text"])
        self.openings[row["lang"]].append(opening)
        self.endings[row["lang"]].append(ending)
        sentences = [one for paragraph in body for one in _SENTENCE.split(paragraph)]
        copies.bodies.append(sentences)
        if row["kind"] in REWRITTEN:
            copies.rewritten[len(sentences)].append(sentences)

    def chunks(self) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        """The messages and their truth, a chunk at a time."""
        for first in range(0, self.messages, CHUNK):
            rng = random.Random(f"{self.seed}/{self.messages}/{first}")
            count = min(CHUNK, self.messages - first)
            names = rng.choices(range(len(self.names)), self.weights, k=count)
            campaigns = [name if rng.random() < IN_CAMPAIGNS else None for name in names]
            ids = [f"s{first + at:08}" for at in range(count)]
            rows = [self._message(campaign, rng) for campaign in campaigns]
            text, lang, channel = (list(column) for column in zip(*rows, strict=True))
            columns = [ids, text, lang, channel, [_sender(rng) for _ in ids], [_moment(rng) for _ in ids]]
            table = dict(zip(MESSAGES.names, columns, strict=True))
            yield (
                pa.RecordBatch.from_pydict(table, schema=MESSAGES),
                pa.RecordBatch.from_pydict({"id": ids, "campaign": campaigns}, schema=TRUTH),
            )

    def _message(self, campaign: int | None, rng: random.Random) -> tuple[str, str, str]:
        if campaign is None:
            lang = rng.choice(tuple(self.pairs))
            return self._own(lang, VOICE_WORDS, rng), lang, rng.choice(("email", "web", "letter"))
        copies = self.copies[self.names[campaign]]
        whole = rng.random() * (len(copies.whole) + len(copies.bodies)) < len(copies.whole)
        text = self._copy(copies, rng) if whole else self._redrawn(copies, rng)
        return text, copies.lang, rng.choice(copies.channels)

    def _copy(self, copies: Copies, rng: random.Random) -> str:
        text = rng.choice(copies.whole)
        if rng.random() < VERBATIM or text.startswith("<"):
            return text
        return f"{text} {self._own(copies.lang, (1, 4), rng)}"

    def _redrawn(self, copies: Copies, rng: random.Random) -> str:
        body = self._changed(list(rng.choice(copies.bodies)), copies, rng)
        return f"{rng.choice(self.openings[copies.lang])}{' '.join(body)}{rng.choice(self.endings[copies.lang])}"

    def _changed(self, body: list[str], copies: Copies, rng: random.Random) -> list[str]:
        others = copies.rewritten.get(len(body), ())
        if len(others) > 1:
            return [rng.choice(others)[at] for at in range(len(body))]
        change = rng.random()
        if change < VERBATIM or len(body) < 3:
            return body
        if change < OWN_LINE:
            body.insert(rng.randrange(len(body) + 1), self._own(copies.lang, OWN_WORDS, rng))
        elif change < DROPPED:
            for _ in range(rng.randint(1, 2)):
                del body[rng.randrange(len(body))]
        else:
            at = rng.randrange(len(body) - 1)
            body[at : at + 2] = body[at + 1], body[at]
        return body

    def _own(self, lang: str, words: tuple[int, int], rng: random.Random) -> str:
        return " ".join(rng.choices(self.pairs[lang], k=max(1, rng.randint(*words) // 2)))


def _parts(text: str) -> tuple[str, list[str], str]:
    """Opening, the paragraphs of the body, and ending."""
    lines = text.split("\n")
    first, last = 0, len(lines)
    while first < last - 1 and len(lines[first]) < FRAME:
        first += 1
    while last > first + 1 and len(lines[last - 1]) < FRAME:
        last -= 1
    opening, ending = "\n".join(lines[:first]), "\n".join(lines[last:])
    return opening + "\n" * bool(opening), [line for line in lines[first:last] if line], "\n" * bool(ending) + ending


def _sender(rng: random.Random) -> str | None:
    return None if rng.random() < UNKNOWN_SENDER else f"s{rng.randrange(10**11, 10**12)}"


def _moment(rng: random.Random) -> datetime:
    return FIRST_DAY + timedelta(seconds=rng.randrange(DAYS * 86400))


def write(messages: int, path: Path, seed: int) -> None:
    """Writes the messages and, beside them, their truth."""
    write_chunks(path, Stranger(messages, seed).chunks(), -(-messages // CHUNK))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(asked.messages, asked.path, asked.seed)


if __name__ == "__main__":
    main()
