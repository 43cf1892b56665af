"""Texts whose language is known, for the run in `language.py`: development data, a set a source and language."""

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Conversations of Polis by language; the others are in English.
GERMAN, CHINESE = "austria-climate", "vtaiwan"


@dataclass(frozen=True)
class Tongue:
    """Texts of one source that are said to be in one language."""

    source: str
    lang: str
    texts: tuple[str, ...]

    def beginnings(self, words: int) -> "Tongue":
        """The same with the first words of each text."""
        return Tongue(self.source, self.lang, tuple(" ".join(text.split()[:words]) for text in self.texts))


def mixed(tongues: list[Tongue], share: float, count: int, seed: str) -> list[str]:
    """Texts of 200 to 800 characters, of which about this share, at the end, is in another language."""
    rng = random.Random(f"{seed}/{share}")
    by_lang: dict[str, list[str]] = {}
    for tongue in tongues:
        if tongue.lang != "zh":
            by_lang.setdefault(tongue.lang, []).extend(tongue.texts)
    texts = []
    for _ in range(count):
        one, other = rng.sample(sorted(by_lang), 2)
        length = rng.randint(200, 800)
        parts = [(one, length * (1 - share)), (other, length * share)]
        texts.append("\n".join(_lengthened(by_lang[lang], letters, rng) for lang, letters in parts if letters))
    return texts


def _lengthened(texts: list[str], letters: float, rng: random.Random) -> str:
    """Sentences of one source until there are enough letters, the last one cut at a word."""
    found = ""
    while len(found) < letters:
        found += f" {rng.choice(texts)}"
    return found[: int(letters) + 1].rsplit(" ", 1)[0].strip()


def load(data: Path) -> list[Tongue]:
    """Every set of the development data under `listening/`."""
    found: dict[tuple[str, str], list[str]] = {}
    for source, lang, text in _all(data / "listening"):
        if text and text.strip():
            found.setdefault((source, lang), []).append(text)
    return [Tongue(source, lang, tuple(texts)) for (source, lang), texts in found.items()]


def _all(folder: Path) -> Iterator[tuple[str, str, str]]:
    for row in _lines(folder / "xstance" / "valid.jsonl"):
        yield "x-stance", row["language"], row["comment"]
    for row in _lines(folder / "xstance" / "questions.it.jsonl"):
        yield "x-stance questions", "it", row["text"]
    for row in _lines(folder / "cofe" / "cofe_valid.jsonl"):
        yield "CoFE", row["lan_cm"], row["comment"]
    for row in _rows(folder / "decide_madrid" / "comments.csv"):
        yield "Decide Madrid", "es", row["text"]
    for row in _rows(folder / "granddebat_mel" / "commentaires_debats.csv"):
        yield "Grand Débat", "fr", row["body"]
    for row in _lines(folder / "uk_petitions" / "petitions.jsonl"):
        yield "UK petitions", "en", row["background"] or row["action"]
    for row in _rows(folder / "polis" / "polis_comments_all.csv"):
        yield "Polis", _polis(row["conversation"]), row["comment-body"]


def _polis(conversation: str) -> str:
    if conversation.startswith(CHINESE):
        return "zh"
    return "de" if conversation.startswith(GERMAN) else "en"


def _lines(path: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, path.read_text(encoding="utf-8").strip().split("\n"))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
