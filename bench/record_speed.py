"""The import of sittings beside the least it can cost, and its memory; a part of docs/performance.md.

`--days 1,10,287` imports files of so many sittings; 287 are 200 MiB and take some minutes.
"""

import argparse
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
RUNS = 7
MEASURED = {
    "United Kingdom, a day of debates": (DAY,),
    "Canada, one language": (DATA / "canada" / "hansard_12324877-en.xml",),
    "Canada, one sitting in two languages": tuple(
        DATA / "canada" / f"hansard_42-1-2-{one}.xml" for one in ("en", "fr")
    ),
    "Spain, a sitting with its lists of bodies and people": tuple(
        DATA / "spain" / f"ParlaMint-ES{name}.xml" for name in ("-listOrg", "-listPerson", "_2016-01-13-CD160113")
    ),
}
READ_MEBIBYTES = (20, 200)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", default="1,10", help="how many sittings the imported files have")
    days = parser.parse_args().days
    page = "\n\n".join(_page([int(count) for count in days.split(",")], f"python bench/record_speed.py --days {days}"))
    print(page)
    put(PAGE, "record", page)


def _page(days: list[int], command: str) -> Iterator[str]:
    yield "## The record"
    yield made_by(command, ("hemicycle", "django", "lxml"))
    yield (
        "An import into an empty SQLite database, beside the least it can cost: lxml parses the file, and a bare "
        "`bulk_create` stores the same rows (ready made, with their keys), in one transaction and under the same "
        f"constraints and indexes. Core seconds of the process, the median of {RUNS} runs. A second import changes "
        "nothing."
    )
    head = ("file", "KiB", "rows", "lxml", "bare", "import", f"against the least (wanted {WANTED:g})", "again")
    yield table(head, [_speed(name, files) for name, files in MEASURED.items()])
    yield (
        "Memory as files grow, made by repeating the British day under later dates; peak of the process, Django "
        "included, of which bringing the database up to date takes most:"
    )
    yield table(("file", "MiB of file", "peak MiB", "core seconds"), list(_grown(days)))


def _speed(name: str, files: tuple[Path, ...]) -> tuple[str, ...]:
    result = _child("speed", *files)
    ratio = result["whole"] / (result["parse"] + result["bare"])
    kibibytes = sum(file.stat().st_size for file in files) // 1024
    seconds = (f"{result[what]:.3f}" for what in ("parse", "bare", "whole"))
    return name, f"{kibibytes:,}", f"{result['rows']:,.0f}", *seconds, f"{ratio:.1f}", f"{result['again']:.3f}"


def _grown(imported: list[int]) -> Iterator[tuple[str, ...]]:
    size = DAY.stat().st_size
    for name, child, counts in (
        ("read into papers", "read", [mebibytes * 1024 * 1024 // size for mebibytes in READ_MEBIBYTES]),
        ("imported", "import", imported),
    ):
        for days in counts:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "days.xml"
                _repeat(path, days)
                result = _child(child, path)
                size_now = path.stat().st_size / 1024 / 1024
                sittings = f"{name}, {days:,} sitting{'s' if days > 1 else ''}"
                yield sittings, f"{size_now:.0f}", f"{result['peak']:.0f}", f"{result['seconds']:.1f}"


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


def _child(name: str, *paths: Path) -> dict[str, float]:
    """In a process and an installation of its own."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, str(ROOT / "bench" / "record_run.py"), name, *map(str, paths)]
        environment = os.environ | {"HEMICYCLE_HOME": home, "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings"}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    main()
