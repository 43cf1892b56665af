"""An inbox of a million cases, each view by queries and milliseconds of the database; a part of docs/performance.md.

HEMICYCLE_HOME=… python bench/inbox_run.py make 1000000          once, and with DATABASE_URL for PostgreSQL
HEMICYCLE_HOME=… python bench/inbox_run.py ask | tail -n 1 > sqlite.json
python bench/inbox_speed.py --cases 1000000 SQLite=sqlite.json PostgreSQL=postgres.json
"""

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from markdown import made_by, put, table
from truth import ROOT

PAGE = ROOT / "docs" / "performance.md"
QUERIES, MILLISECONDS = 20, 200

Asked = dict[str, dict[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("found", nargs="+", metavar="NAME=FILE", help="what `ask` printed, by database")
    asked = parser.parse_args()
    found = {
        name: json.loads(Path(path).read_text()) for name, _is, path in (one.partition("=") for one in asked.found)
    }
    page = "\n\n".join(page_of(found, asked.cases))
    print(page)
    put(PAGE, "inbox", page)


def page_of(found: dict[str, Asked], cases: int) -> Iterator[str]:
    yield "## The inbox"
    yield made_by("python bench/inbox_speed.py " + " ".join(f"{name}=…" for name in found), ("hemicycle", "django"))
    yield (
        f"Two offices on one installation: an old one with {cases:,} cases and a young one with a thousand. Each page "
        "with nothing in the cache, the fastest of nine after one that is not counted: its queries, and the "
        "milliseconds that the database took for all of them and their rows by the clock. Wanted are fewer than "
        f"{QUERIES} queries and at most {MILLISECONDS} ms for a view of the list; opening a case must not depend on "
        f"the age of its office. Load average over the last five minutes: {os.getloadavg()[1]:.1f} on "
        f"{os.cpu_count()} cores."
    )
    first = next(iter(found.values()))
    head = ["page", *(f"{name}, {what}" for name in found for what in ("queries", "ms"))]
    yield table(
        head,
        [
            [view, *(f"{one[view][what]:.0f}" for one in found.values() for what in ("queries", "ms"))]
            for view in first
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
