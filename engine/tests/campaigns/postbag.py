"""A postbag for the tests: sentences and voices from `letters/`, and what people do to a form letter."""

import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from hearhear.campaigns import Settings, gather
from hearhear.message import MESSAGE_SCHEMA

_FOLDER = Path(__file__).parent / "letters"
_CHOICE = re.compile(r"\{([^{}]+)\}")
_SYLLABLES = [first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aeiou" for last in ("", "l", "n", "r")]


def lines(name: str) -> list[str]:
    """The lines of one file: sentences of a letter, or one voice each."""
    return (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


def letter(name: str) -> str:
    return " ".join(lines(name))


def spun(name: str, count: int, seed: int = 1, choices: int | None = None) -> list[str]:
    """Copies of a mad-lib, each with its own choice in every gap, of all or of the first `choices`."""
    rng = random.Random(f"{name}/{seed}")
    return [_CHOICE.sub(lambda gap: rng.choice(gap[1].split("|")[:choices]), letter(name)) for _ in range(count)]


def thinned(name: str, count: int, part: float = 0.5, seed: int = 1) -> list[str]:
    """Copies of a letter of which each has kept its own choice of sentences, in order."""
    rng = random.Random(f"{name}/{seed}")
    sentences = lines(name)
    kept = max(1, round(len(sentences) * part))
    chosen = [sorted(rng.sample(range(len(sentences)), kept)) for _ in range(count)]
    return [" ".join(sentences[at] for at in places) for places in chosen]


def strangers(count: int, words: int = 40, seed: int = 1) -> list[str]:
    """Texts in made-up words that have nothing in common: the rest of the postbag, against which words are rare."""
    rng = random.Random(f"strangers/{seed}")
    return [" ".join("".join(rng.choices(_SYLLABLES, k=3)) for _ in range(words)) + "." for _ in range(count)]


def reworded(text: str, every: int, seed: int) -> str:
    """The text with another of two words at each place that people were told to put in other words."""
    rng, made_up = random.Random(f"reworded/{seed}"), strangers(1, 800, seed=11)[0].split()
    return " ".join(
        made_up[2 * at + rng.randrange(2)] if at % every == every - 1 else word for at, word in enumerate(text.split())
    )


def posted(
    texts: Sequence[str], *, senders: Iterable[str | None] | None = None, langs: Iterable[str | None] | None = None
) -> pa.Table:
    """A table of messages m0, m1, …; without `senders` each is from somebody else."""
    rows = [{"id": f"m{at}", "text": text} for at, text in enumerate(texts)]
    for name, values in (("sender", senders), ("lang", langs)):
        rows = rows if values is None else [row | {name: value} for row, value in zip(rows, values, strict=True)]
    return pa.Table.from_pylist(rows, schema=MESSAGE_SCHEMA)


def campaigns_of(texts: Sequence[str], *, about: Sequence[str] = (), threads: int = 2) -> np.ndarray:
    """For each text the number of its campaign or -1, among 120 strangers, each from somebody else."""
    found = gather(posted([*texts, *strangers(120, seed=7)]), about, Settings(threads=threads))
    assert (found.campaign[len(texts) :] == -1).all(), "strangers were joined"
    return found.campaign[: len(texts)]


def same(found: np.ndarray) -> bool:
    """Whether all are in one campaign."""
    return found.min() >= 0 and len(set(found.tolist())) == 1


def none(found: np.ndarray) -> bool:
    """Whether nobody is in a campaign."""
    return bool((found == -1).all())
