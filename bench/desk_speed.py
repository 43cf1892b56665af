"""How soon the desk answers somebody who types, and how many queries its boards ask; a part of docs/performance.md.

Remarks on 2,000 characters, in each language: the whole request beside the same request without a text, and beside the
checks alone, in one process and one run. Each language has a process of its own.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markdown import made_by, put, table
from truth import ROOT

PAGE = ROOT / "docs" / "performance.md"
WANTED_MS, FEWER_THAN = 150, 20
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
    asked = parser.parse_args()
    with TemporaryDirectory() as home:
        _child(home, "make")
        typed = {lang: _child(home, "ask", lang) | _child(home, "first", lang) for lang in LANGUAGES}
        pages = _child(home, "pages", "0")["pages"]
        boards = _child(home, "boards", str(asked.announcements))["boards"]
        boards |= {f"{name} (page)": one for name, one in pages.items() if name != "board"}
    page = "\n\n".join(_page(asked.announcements, typed, boards))
    print(page)
    put(PAGE, "desk", page)


def _child(home: str, *arguments: str) -> dict[str, Any]:
    own = {"HEMICYCLE_HOME": home, "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings"}
    command = [sys.executable, str(Path(__file__).with_name("desk_run.py")), *arguments]
    done = subprocess.run(command, env=os.environ | own, stdout=subprocess.PIPE, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _page(count: int, typed: dict[str, dict[str, float]], boards: dict[str, dict[str, float]]) -> Iterator[str]:
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
    yield f"Boards with {count:,} announcements, of an editor; wanted are fewer than {FEWER_THAN} queries."
    yield table(("board", "queries", "ms"), [(f"`{at}`", *_rounded(one)) for at, one in boards.items()])


def _typed(typed: dict[str, dict[str, float]]) -> Iterator[tuple[str, ...]]:
    for lang, name in LANGUAGES.items():
        took = typed[lang]
        yield name, *(f"{took[column]:.0f}" for column in COLUMNS), f"{took['page'] / took['empty']:.2f}"


def _rounded(one: dict[str, float]) -> tuple[str, str]:
    return f"{one['queries']:.0f}", f"{one['ms']:.0f}"


if __name__ == "__main__":
    main()
