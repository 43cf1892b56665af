"""Count how letters use their words: `python engine/training/usage.py` writes usage.json of `hearhear.themes.naming`.

The letters are ours (see sentences.py). A run adds how its own letters use their words; these counts are for words
that a small one has too seldom. The same letters give the same file, byte for byte.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hearhear.themes.naming.grammar import LANGUAGES, counted

HERE = Path(__file__).resolve().parent
USAGE = HERE.parent / "src" / "hearhear" / "themes" / "naming" / "grammar" / "usage.json"
LEAST = 2
"""Uses of a word that are kept: one may be a slip."""


def texts(lang: str) -> Iterator[str]:
    """What the letters of a language say, a letter at a time."""
    for file in sorted(HERE.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["lang"] == lang:
                yield row["text"] if "text" in row else "".join(said for said, _ in row["sentences"])


def kept(counts: Counter[str]) -> dict[str, int]:
    return {word: times for word, times in sorted(counts.items()) if times >= LEAST}


def main() -> None:
    """Write the counts of all languages, and print how many words each has."""
    found = {lang: [kept(counts) for counts in counted(texts(lang), lang)] for lang in LANGUAGES}
    USAGE.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    for lang, (noun, verb, described, _) in found.items():
        sys.stdout.write(f"{lang}: {len(noun)} nouns, {len(verb)} verbs, {len(described)} described\n")


if __name__ == "__main__":
    main()
