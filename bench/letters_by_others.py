"""Letters with their personal data marked by somebody who has not seen the rules: read, scored, and the scores kept.

A line of JSON a letter: `id`, `lang`, `text` and `spans`, each [start, end, kind] in characters; a clean letter has
none. An item is *touched* where anything of it is found, and *covered* where every letter and figure of it is.
"""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from covering import Span
from hearhear import redaction
from markdown import table

SCORES = Path(__file__).with_name("redaction_scores.csv")
BLIND, DEVELOPMENT = "blind", "development"


@dataclass(frozen=True)
class Letter:
    id: str
    lang: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Score:
    """One set, scored: of `items` so many touched and covered, of `clean` letters so many with anything found."""

    set: str
    seen: str
    items: int
    touched: int
    covered: int
    clean: int
    alarmed: int


def letters(path: Path) -> list[Letter]:
    """The letters of a file. Raises SystemExit for a line that is none, with its number and what is wrong."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            spans = tuple((int(start), int(end), str(kind)) for start, end, kind in row["spans"])
            found.append(Letter(str(row["id"]), row["lang"], row["text"], spans))
        except (ValueError, KeyError, TypeError) as error:
            raise SystemExit(
                f"{path}, line {number}: {error!r}. A line has id, lang, text, spans [[start, end, kind]]."
            ) from error
        if wrong := [span for span in spans if not 0 <= span[0] < span[1] <= len(row["text"])]:
            raise SystemExit(f"{path}, line {number}, spans: {wrong[0]} lies outside the text.")
    return found


class Counts:
    """Items, touched and covered by kind; clean letters and those alarmed."""

    def __init__(self) -> None:
        self.items: Counter[str] = Counter()
        self.touched: Counter[str] = Counter()
        self.covered: Counter[str] = Counter()
        self.clean = self.alarmed = 0

    def add(self, letter: Letter, found: Sequence[Span]) -> None:
        inside = bytearray(len(letter.text))
        for start, end, _ in found:
            inside[start:end] = b"\1" * (end - start)
        for start, end, kind in letter.spans:
            self.items[kind] += 1
            self.touched[kind] += any(inside[start:end])
            self.covered[kind] += all(inside[at] or not letter.text[at].isalnum() for at in range(start, end))
        if not letter.spans:
            self.clean += 1
            self.alarmed += bool(found)

    def score(self, name: str, seen: str) -> Score:
        return Score(
            name, seen, self.items.total(), self.touched.total(), self.covered.total(), self.clean, self.alarmed
        )


def counted(found: Sequence[Letter]) -> Counts:
    """What the engine finds in the letters."""
    counts = Counts()
    for letter in found:
        spans = redaction.find(letter.text, lang=letter.lang)
        counts.add(letter, [(one.start, one.end, one.kind.value) for one in spans])
    return counts


def by_kind(counts: Counts) -> str:
    rows: list[tuple[object, ...]] = [
        (kind, items, counts.touched[kind] / items, counts.covered[kind] / items)
        for kind, items in sorted(counts.items.items())
    ]
    total = counts.items.total() or 1
    rows.append(("**all**", counts.items.total(), counts.touched.total() / total, counts.covered.total() / total))
    alarms = f"Clean letters with anything found: {counts.alarmed} of {counts.clean}."
    return table(("kind", "items", "touched", "covered"), rows) + "\n\n" + alarms


def record(score: Score) -> None:
    """Keeps a score. A set scored blind is scored once: SystemExit for a second time."""
    kept = scores()
    if any(one.set == score.set and one.seen == BLIND for one in kept):
        raise SystemExit(
            f"{SCORES}: {score.set} was scored before. The first score of a blind set is the one that counts."
        )
    kept = [one for one in kept if one.set != score.set] + [score]
    with SCORES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Score)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(one) for one in kept)


def scores() -> list[Score]:
    if not SCORES.exists():
        return []
    with SCORES.open(encoding="utf-8", newline="") as file:
        return [
            Score(row["set"], row["seen"], *(int(row[field.name]) for field in fields(Score)[2:]))
            for row in csv.DictReader(file)
        ]


def scores_table() -> str:
    rows = [
        (
            one.set,
            one.seen,
            one.items,
            one.touched / max(one.items, 1),
            one.covered / max(one.items, 1),
            one.clean,
            one.alarmed / max(one.clean, 1),
        )
        for one in scores()
    ]
    return table(("set", "seen by whoever made the rules", "items", "touched", "covered", "clean", "alarmed"), rows)
