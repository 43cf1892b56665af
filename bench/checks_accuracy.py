"""How well the checks remark on what a careful editor would, and how long they take."""

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from hemicycle import checks  # noqa: E402
from hemicycle.rules.quiet_hours import QuietHours  # noqa: E402

FOLDER = Path(__file__).parent / "checks"
LANGUAGES = ("en", "fr", "es")
LABEL_CHECKS: Mapping[str, str] = {}


@dataclass
class Count:
    """Remarks that a label stands behind, remarks without one, and labels without a remark."""

    right: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)


def houses() -> dict[str, checks.House]:
    return {key: _house(said) for key, said in json.loads((FOLDER / "houses.json").read_text("utf-8")).items()}


def _house(said: dict) -> checks.House:
    parties = tuple(
        checks.Party(one["abbreviation"], tuple(one["name"].values()), (one["abbreviation"],), one["seats"])
        for one in said["parties"]
    )
    members = [checks.Member(name, (name,), one["abbreviation"]) for one in said["parties"] for name in one["members"]]
    quiet = {key: datetime.strptime(hour, "%H:%M").time() for key, hour in said["quiet_hours"].items()}  # noqa: DTZ007
    return checks.House(
        parties=parties,
        members=(*members, checks.Member(said["speaker"], (said["speaker"],), presides=True)),
        papers=tuple(checks.Paper(b["number"], tuple(b["titles"].values()), b["public"]) for b in said["bills"]),
        bodies=(*said["name"].values(), *said["committees"]),
        hosts=tuple(said["official_hosts"]),
        quiet=QuietHours(quiet["from"], quiet["until"], ZoneInfo(said["zone"])),
    )


def draft(example: dict) -> checks.Draft:
    """The announcement in the language of the example; of its other versions only that they are there is known."""
    lang = example["lang"]
    about = example["about"] and checks.About(example["about"]["kind"], tuple(example["about"]["names"]))
    texts = {lang: checks.Text(example["title"], example["body"])}
    return checks.Draft(
        texts=texts,
        media=tuple(_medium(one, lang) for one in example["media"]),
        about=about,
        release_at=datetime.fromisoformat(example["release_at"]) if example["release_at"] else None,
        channels=frozenset({example["kind"]}),
        languages=tuple(one for one in example["languages_required"] if one not in set(example["languages"]) - {lang}),
    )


def _medium(said: dict, lang: str) -> checks.Medium:
    return checks.Medium(
        said["key"],
        said["kind"],
        {lang: said["alternative"]} if said["alternative"] else {},
        frozenset({lang} if said["captions"] else ()),
    )


def judged(example: dict, remarks: Sequence[checks.Remark]) -> Iterator[tuple[str, str, str]]:
    """(check, right | wrong | missed, words) of one example.

    A remark is right when a label of its check overlaps its words; a label is found when a remark of it does. A remark
    on the whole counts once for each label on the whole.
    """
    spans = [(label["check"], *_span(example, label["words"])) for label in example["expect"]]
    met: set[int] = set()
    for remark in remarks:
        hits = [n for n, span in enumerate(spans) if span[0] == remark.check and _meets(remark, span)]
        free = [n for n in hits if n not in met]
        met.update(hits if spans and hits and spans[hits[0]][2] != -1 else free[:1])
        yield remark.check, "right" if hits else "wrong", f"{example['id']} {remark.words[:80]!r}"
    for number, span in enumerate(spans):
        if number not in met:
            yield span[0], "missed", f"{example['id']} {str(example['expect'][number]['words'])[:90]!r}"


def _span(example: dict, words: str | None) -> tuple[str, int, int]:
    if words is None:
        return "", -1, -1
    where = "title" if words in example["title"] else "body"
    start = example[where].index(words)
    return where, start, start + len(words)


def _meets(remark: checks.Remark, span: tuple[str, str, int, int]) -> bool:
    _check, where, start, end = span
    return where == "" or (remark.field == where and remark.start < end and start < remark.end)


def examples(half: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / f"examples-{half}.jsonl").read_text("utf-8").splitlines()]


def measure(half: str, *, show: bool = False) -> dict[str, Count]:
    """Counts by language."""
    counts: dict[str, Count] = defaultdict(Count)
    known = houses()
    for example in examples(half):
        remarks = checks.look(draft(example), known[example["house"]])
        for check, verdict, words in judged(example, remarks):
            getattr(counts[example["lang"]], verdict)[check] += 1
            if show and verdict != "right":
                print(f"{verdict:7} {check:17} {words}")
    return counts


def table(counts: Mapping[str, Count]) -> str:
    lines = ["| check | " + " | ".join(f"{lang} precision | {lang} recall" for lang in LANGUAGES) + " |"]
    lines.append("|---|" + "---|" * (2 * len(LANGUAGES)))
    for check in checks.CHECKS:
        cells = []
        for lang in LANGUAGES:
            one = counts[lang]
            right, wrong, missed = one.right[check], one.wrong[check], one.missed[check]
            cells += [_share(right, right + wrong), _share(right, right + missed)]
        lines.append(f"| {check} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=("dev", "held"))
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    begun = time.perf_counter()
    counts = measure(asked.half, show=asked.show)
    print(table(counts))
    print(f"{time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
