"""How soon the desk answers somebody who types, and what its pages cost; a part of docs/performance.md.

Remarks on 2,000 characters, in each language: the whole request beside the same request without a text, and beside the
checks alone, in one process and one run. Each language has a process of its own.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from markdown import made_by, put, table
from truth import ROOT

PAGE = ROOT / "docs" / "performance.md"
WANTED_MS, MOST = 150, 25
LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish"}
COLUMNS = {
    "empty": "no text",
    "checks": "the checks alone",
    "page": "2,000 characters",
    "every": "2,000 in each of three languages",
    "first": "first of a process",
    "unprepared": "first, unprepared",
    "ready": "preparing a process",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--announcements", type=int, default=10_000)
    parser.add_argument(
        "--against", type=Path, help="a checkout of an earlier version: measure its pages beside these"
    )
    parser.add_argument("--runs", type=int, default=3, help="of each checkout, by turns")
    asked = parser.parse_args()
    if asked.against:
        print("\n\n".join(_compared(asked.announcements, asked.against.resolve(), asked.runs)))
        return
    with TemporaryDirectory() as home:
        _child(home, "make")
        typed = {lang: _child(home, "ask", lang) | _child(home, "first", lang) for lang in LANGUAGES}
    (pages,) = _measured(asked.announcements, (ROOT,), asked.runs)
    page = "\n\n".join(_page(asked.announcements, typed, pages))
    print(page)
    put(PAGE, "desk", page)


def _child(home: str, *arguments: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(_run(ROOT, home, "desk_run.py", *arguments).splitlines()[-1])
    return result


def _run(checkout: Path, home: str, script: str, *arguments: str) -> str:
    """A script of this folder on the code of a checkout, in an installation of its own."""
    python = checkout / ".venv" / "bin" / "python"
    code = os.pathsep.join(map(str, (checkout, checkout / "engine" / "src")))
    own = {"HEMICYCLE_HOME": home, "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings", "PYTHONPATH": code}
    command = [str(python) if python.exists() else sys.executable, str(Path(__file__).with_name(script)), *arguments]
    return subprocess.run(command, env=os.environ | own, stdout=subprocess.PIPE, text=True, check=True).stdout


Measured = dict[str, dict[str, float]]


def _measured(count: int, checkouts: Sequence[Path], runs: int) -> list[Measured]:
    """Of each checkout the median of its runs, by page; they take turns, so that other work meets them alike. Schemas
    differ: each fills a database of its own with the same rows."""
    with ExitStack() as stack:
        homes = [stack.enter_context(TemporaryDirectory()) for _one in checkouts]
        for checkout, home in zip(checkouts, homes, strict=True):
            _run(checkout, home, "desk_pages.py", "make", str(count))
        found: list[list[Measured]] = [[] for _one in checkouts]
        for _turn in range(runs):
            for checkout, home, results in zip(checkouts, homes, found, strict=True):
                results.append(json.loads(_run(checkout, home, "desk_pages.py", "ask").splitlines()[-1]))
    return [_middle(results) for results in found]


def _middle(results: Sequence[Measured]) -> Measured:
    return {
        page: {what: median(one[page][what] for one in results) for what in figures}
        for page, figures in results[0].items()
    }


def _compared(count: int, against: Path, runs: int) -> Iterator[str]:
    before, after = _measured(count, (against, ROOT), runs)
    yield (
        f"Pages of the desk with {count:,} announcements, of an editor: the code of {_commit(against)} beside that of "
        f"{_commit(ROOT)}, by turns, the median of {runs} runs. *First* is a request with nothing in the cache."
    )
    head = ("page", "queries before", "after", "first before", "after", "ms before", "after", "ms after to before")
    yield table(head, [_beside(page, before[page], after[page]) for page in after])


def _beside(page: str, was: Mapping[str, float], now: Mapping[str, float]) -> tuple[str, ...]:
    whole = (f"{one[what]:.0f}" for what in ("queries", "first", "ms") for one in (was, now))
    return page, *whole, f"{now['ms'] / was['ms']:.2f}"


def _commit(checkout: Path) -> str:
    command = ["git", "-C", str(checkout), "log", "-1", "--format=%h (%ad)", "--date=format:%d %B %Y, %H:%M"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def _page(count: int, typed: Measured, pages: Measured) -> Iterator[str]:
    yield "## The desk"
    yield made_by(f"python bench/desk_speed.py --announcements {count}", ("hemicycle", "django"))
    yield (
        "What the composer sends after a pause in typing: the text is saved, and answered with the remarks on it and "
        "its previews for the site, the feeds and text messages. The texts are announcements of `bench/checks`, the "
        "House is the invented one. Milliseconds of core time, database included, since other work on the machine "
        "lengthens those by the clock; the median of fifteen after one that is not counted; "
        f"wanted are at most {WANTED_MS}. Each process that answers reads the lists of words before the first "
        "person asks; *unprepared* is what that person waited for otherwise."
    )
    yield table(("language", *COLUMNS.values(), "against no text"), _typed(typed))
    yield (
        f"Pages with {count:,} announcements, of an editor; wanted are at most {MOST} queries and {WANTED_MS} ms of "
        "core time. *First* is a request with nothing in the cache. `--against FOLDER` measures an earlier checkout "
        "beside it."
    )
    yield table(("page", "queries", "first", "ms"), [(page, *_rounded(one)) for page, one in pages.items()])


def _typed(typed: Measured) -> Iterator[tuple[str, ...]]:
    for lang, name in LANGUAGES.items():
        took = typed[lang]
        yield name, *(f"{took[column]:.0f}" for column in COLUMNS), f"{took['page'] / took['empty']:.2f}"


def _rounded(one: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(f"{one[what]:.0f}" for what in ("queries", "first", "ms"))


if __name__ == "__main__":
    main()
