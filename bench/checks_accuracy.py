"""How well the checks remark on what a careful editor would, and how long they take."""

import argparse
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from hearhear import redaction  # noqa: E402
from markdown import made_by, put, table  # noqa: E402

from hemicycle import checks  # noqa: E402
from hemicycle.rules.parameters import PARAMETERS  # noqa: E402
from hemicycle.rules.quiet_hours import QuietHours  # noqa: E402

FOLDER = Path(__file__).parent / "checks"
PAGE = ROOT / "docs" / "checks.md"
LANGUAGES = ("en", "fr", "es")
BLOCKING = PARAMETERS["checks_blocking"].default
ONE_LABEL = ("personal-data", "private-person")
"""Two checks behind one label: labels do not tell whether a number or a name gives somebody away."""
CHARACTERS = 2000

EXPLAINED = (
    "A remark is right where a label of its check overlaps its words, a label found where a remark of its check does. "
    "`personal-data` and `private-person` share their labels. A check without a row has no labels: its tests hold it."
)


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
    about = example.get("about") and checks.About(example["about"]["kind"], tuple(example["about"]["names"]))
    texts = {lang: checks.Text(example["title"], example["body"])}
    return checks.Draft(
        texts=texts,
        media=tuple(_medium(one, lang) for one in example.get("media", ())),
        about=about,
        release_at=datetime.fromisoformat(example["release_at"]) if example.get("release_at") else None,
        channels=frozenset({example["kind"]}),
        languages=tuple(
            one for one in example.get("languages_required", ()) if one not in set(example["languages"]) - {lang}
        ),
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
        hits = [n for n, span in enumerate(spans) if _is_label_of(span[0], remark.check) and _meets(remark, span)]
        free = [n for n in hits if n not in met]
        met.update(hits if spans and hits and spans[hits[0]][2] != -1 else free[:1])
        yield remark.check, "right" if hits else "wrong", f"{example['id']} {remark.words[:80]!r}"
    for number, span in enumerate(spans):
        if number not in met:
            yield span[0], "missed", f"{example['id']} {str(example['expect'][number]['words'])[:90]!r}"


def _is_label_of(label: str, check: str) -> bool:
    return label == check or {label, check} <= set(ONE_LABEL)


def _span(example: dict, words: str | None) -> tuple[str, int, int]:
    if words is None:
        return "", -1, -1
    where = "title" if words in example["title"] else "body"
    start = example[where].index(words)
    return where, start, start + len(words)


def _meets(remark: checks.Remark, span: tuple[str, str, int, int]) -> bool:
    _check, where, start, end = span
    return where == "" or (remark.field == where and remark.start < end and start < remark.end)


def development() -> list[Path]:
    return [FOLDER / f"development-{lang}.jsonl" for lang in LANGUAGES]


def examples(files: Iterable[Path]) -> list[dict]:
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


def measure(files: Iterable[Path], *, show: bool = False) -> dict[str, Count]:
    """Counts by language."""
    counts = {lang: Count() for lang in LANGUAGES}
    known = houses()
    for example in examples(files):
        if unknown := {label["check"] for label in example["expect"]} - set(checks.CHECKS):
            raise SystemExit(f"{example['id']}: there is no check {min(unknown)}")
        remarks = checks.look(draft(example), known[example["house"]])
        for check, verdict, words in judged(example, remarks):
            getattr(counts[example["lang"]], verdict)[check] += 1
            if show and verdict != "right":
                print(f"{verdict:7} {check:17} {words}")
    return counts


def page(counts: Mapping[str, Count]) -> str:
    """Tables of one set: blocking and advising in sum, then each check."""
    return "\n\n".join((EXPLAINED, _overall(counts), _by_check(counts)))


def _overall(counts: Mapping[str, Count]) -> str:
    blocking = [check for check in checks.CHECKS if check in BLOCKING]
    advisory = [check for check in checks.CHECKS if check not in BLOCKING]
    rows = []
    for name, group in (("blocking", blocking), ("advisory", advisory)):
        rows += [(name, lang, *_shares([counts[lang]], group)) for lang in LANGUAGES]
        rows.append((f"**{name}**", "all", *_shares(counts.values(), group)))
    return table(("checks", "language", "precision", "recall"), rows)


def _by_check(counts: Mapping[str, Count]) -> str:
    heads = [f"{lang} {what}" for lang in LANGUAGES for what in ("precision", "recall")]
    rows = []
    for check in checks.CHECKS:
        cells = [cell for lang in LANGUAGES for cell in _shares([counts[lang]], [check])]
        if set(cells) != {"–"}:
            rows.append((f"`{check}`", *cells))
    return table(("check", *heads), rows)


def _shares(counts: Iterable[Count], group: Sequence[str]) -> tuple[str, str]:
    counts = list(counts)
    right, wrong, missed = (
        sum(getattr(one, what)[check] for one in counts for check in group) for what in ("right", "wrong", "missed")
    )
    return _share(right, right + wrong), _share(right, right + missed)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "–"


def speed() -> str:
    """Milliseconds of `look` for 2,000 characters, beside those of the engine's redaction alone on the same text."""
    rows = []
    for lang in LANGUAGES:
        house = _large(houses()[{"en": "aldermoor", "fr": "sauverne", "es": "sierralta"}[lang]])
        body = " ".join(one["body"] for one in examples(development()) if one["lang"] == lang)[:CHARACTERS]
        written = checks.Draft(texts={lang: checks.Text("A title", body)})
        begun = time.perf_counter()
        checks.look(written, house)
        first = time.perf_counter() - begun
        names = tuple(name for member in house.members for name in member.names)
        look = _median(lambda written=written, house=house: checks.look(written, house))
        alone = _median(lambda body=body, lang=lang, names=names: redaction.find(body, lang=lang, public=names))
        rows.append((lang, f"{1000 * look:.0f}", f"{look / alone:.1f}", f"{1000 * first:.0f}"))
    return table(("language", "ms", "times the redaction of the same text", "ms the first time in a process"), rows)


def _large(house: checks.House) -> checks.House:
    """The same with 650 members and 400 bills."""
    members = tuple(checks.Member(f"m{n}", (f"Given{n} Surname{n}",), "") for n in range(650))
    papers = tuple(checks.Paper(f"X {n}", (f"Bill about thing number {n}",)) for n in range(400))
    return replace(house, members=(*house.members, *members), papers=(*house.papers, *papers))


def _median(call: Callable[[], object]) -> float:
    taken = []
    for _ in range(20):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=Path, metavar="FILE", help="score a blind set: once, when rules are finished")
    parser.add_argument("--write", action="store_true", help="with --held: put the figures into docs/checks.md")
    parser.add_argument(
        "--show", action="store_true", help="what was wrong and missed in the development set; writes nothing"
    )
    asked = parser.parse_args()
    if asked.held:
        written = page(measure([asked.held]))
        print(written)
        if asked.write:
            put(PAGE, "blind", written)
        return
    if asked.show:
        print(page(measure(development(), show=True)))
        return
    # The first look of a process reads the lists: speed is measured before anything else does.
    fast = speed()
    written = page(measure(development()))
    print(written, fast, sep="\n\n")
    put(PAGE, "development", written)
    put(PAGE, "speed", f"{made_by('python bench/checks_accuracy.py', ('hearhear',))}\n\n{fast}")


if __name__ == "__main__":
    main()
