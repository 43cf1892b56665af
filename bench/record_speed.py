"""The import of a day of debates beside the least it can cost, and its memory; a part of docs/performance.md."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from markdown import made_by, put, table
from truth import ROOT

PAGE = ROOT / "docs" / "performance.md"
DATA = Path(os.environ.get("HEMICYCLE_DATA") or ROOT.parent / "shared" / "data") / "record"
DAY = DATA / "uk" / "twfy_debates2009-10-28c.xml"
WANTED = 4.0
RUNS = 3
READ_MEBIBYTES, IMPORTED_DAYS = (20, 200), (1, 4)


def main() -> None:
    page = "\n\n".join(_page())
    print(page)
    put(PAGE, "record", page)


def _page() -> Iterator[str]:
    yield "## The record"
    yield made_by("python bench/record_speed.py", ("hemicycle", "django", "lxml"))
    speed = _child("speed", DAY)
    least = speed["parse"] + speed["bare"]
    yield (
        f"The import of a British day of debates ({DAY.stat().st_size // 1024} KiB, {speed['rows']:,} rows) into an "
        f"empty SQLite database, beside the least it can cost. Core seconds of the process, the median of {RUNS} runs."
    )
    rows = [
        ("lxml parses the file", f"{speed['parse']:.2f}"),
        ("a bare `bulk_create` of the same rows", f"{speed['bare']:.2f}"),
        ("the import", f"{speed['whole']:.2f}"),
        (f"import against the least (wanted {WANTED:g})", f"{speed['whole'] / least:.1f}"),
        ("a second import, which changes nothing", f"{speed['again']:.2f}"),
    ]
    yield table(("what", "core seconds"), rows)
    yield (
        "Memory as files grow, made by repeating the day under later dates; peak of the process, Django included, "
        "of which bringing the database up to date takes most:"
    )
    yield table(("file", "MiB of file", "peak MiB"), list(_grown()))


def _grown() -> Iterator[tuple[str, str, str]]:
    size = DAY.stat().st_size
    for name, child, counts in (
        ("read into papers", "read", [mebibytes * 1024 * 1024 // size for mebibytes in READ_MEBIBYTES]),
        ("imported", "import", IMPORTED_DAYS),
    ):
        for days in counts:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "days.xml"
                _repeat(path, days)
                told = _child(child, path)
                yield f"{name}, {days:,} sittings", f"{path.stat().st_size / 1024 / 1024:.0f}", f"{told['peak']:.0f}"


def _repeat(path: Path, days: int) -> None:
    """The day again and again, each under its own date, so that each is a sitting of its own."""
    content = DAY.read_bytes()
    start = content.index(b">", content.index(b"<publicwhip")) + 1
    end = content.rindex(b"</publicwhip>")
    with path.open("wb") as file:
        file.write(content[:start])
        for number in range(days):
            day = date(2009, 10, 28) + timedelta(days=number)
            file.write(content[start:end].replace(b"2009-10-28", day.isoformat().encode()))
        file.write(content[end:])


def _child(name: str, path: Path) -> dict[str, float]:
    """In a process and an installation of its own."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, str(ROOT / "bench" / "record_run.py"), name, str(path)]
        environment = os.environ | {"HEMICYCLE_HOME": home, "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings"}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    main()
