"""Makes docs/tests.md of the last whole run of `make test`: `python -m tests.page > docs/tests.md`.

`make quick` leaves out what the page lists as taking longest.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from tests.gate import DURATIONS, PARTS, part_of

ROOT = Path(__file__).resolve().parent.parent
# Seconds of a test, or of the fixtures that a file shares, from which on they stand on the page.
LONG = 2.0
PROVES = (
    ("engine/tests", "the engine: every finding against sets with the truth, its twin written the slow way, hostile input"),
    ("tests/test_", "the house: imports, keys and templates look down, every word is translated, docs and code agree"),
    ("tests/rules", "the floor: audit chain, release gate, leases of work, retention, parameters"),
    ("tests/accounts", "who signs in and may what; one office never reads another's rows"),
    ("tests/record", "each source as published goes in whole, and comes out valid; search; an import that is killed"),
    ("tests/channels", "each adapter against a real server or an imitation; nothing is sent twice or lost"),
    ("tests/checks", "what is remarked on, and what is left alone"),
    ("tests/follow", "consent, digests, STOP"),
    ("tests/desk", "draft to release, correction and withdrawal; nobody publishes alone"),
    ("tests/listening", "letters to findings and dossiers; corrections and their undoing; names covered"),
    ("tests/site", "the public pages, by keyboard and telephone, in three languages"),
    ("tests/look", "the patterns of the look, in a browser, against WCAG 2.2 AA"),
    ("tests/demo", ("the invented parliament is whole, and the same for the same seed; there, "
     "every address answers to every kind of person as the printed table says")),
    ("tests/conf", "real processes: start, worker, health, settings, signals"),
    ("tests/verification", "faults of networks, workers, databases and clocks at each step of a send, on real servers"),
    ("tests/journeys", "a person's way through the served demonstration"),
    ("bench/tests", "the measurements measure what they say"),
)  # fmt: skip
HEAD = """# The tests

`make test` runs all of this, with fixed seeds and a fixed order, in {parts} processes, of which each runs the same files
every time; `python -m tests.on_postgres` (a part of it) runs what the database itself keeps on PostgreSQL as well.
`make quick` runs what a change can break in a minute, without servers and browsers; `make explore` draws seeds, order
and examples anew, meets every fault of every adapter at every step, and changes lines of the code to see a test fail.
A failure that it finds becomes a fixed case of `make test`.

Made by `python -m tests.page > docs/tests.md` after a whole run; seconds are of the clock, with other tests beside.
"""


def page(durations: dict[str, dict[str, float]]) -> str:
    lines = [HEAD.format(parts=len(PARTS)), "## What each layer proves", "", "| tests | what they prove | number | seconds |", "|---|---|---:|---:|"]  # fmt: skip
    left = dict(durations)
    for folder, proves in PROVES:
        mine = {nodeid: left.pop(nodeid) for nodeid in list(left) if nodeid.startswith(folder)}
        if mine:
            lines.append(f"| `{folder}` | {proves} | {len(mine)} | {_sum(mine):.0f} |")
    lines += ["", "## What each process runs", "", "| part | seconds |", "|---|---:|"]
    for name, _ in PARTS:
        lines.append(f"| {name} | {_sum({n: d for n, d in durations.items() if part_of(n) == name}):.0f} |")
    lines += ["", f"## What takes longest ({LONG:.0f} seconds or more)", "", "| test, or a file's shared fixtures | seconds |", "|---|---:|"]  # fmt: skip
    lines += [f"| `{name}` | {seconds:.1f} |" for name, seconds in _longest(durations)]
    return "\n".join(lines) + "\n"


def left_out(text: str) -> list[str]:
    """Tests and files that the page lists as taking longest."""
    return re.findall(r"^\| `([^`]+)` \| [\d.]+ \|$", text, re.MULTILINE)


def _sum(durations: dict[str, dict[str, float]]) -> float:
    return sum(sum(phases.values()) for phases in durations.values())


def _longest(durations: dict[str, dict[str, float]]) -> list[tuple[str, float]]:
    found: dict[str, float] = defaultdict(float)
    for nodeid, phases in durations.items():
        if phases.get("setup", 0) >= LONG:
            found[nodeid.partition("::")[0]] += phases["setup"]
        if phases.get("call", 0) >= LONG:
            found[nodeid] += phases["call"]
    return sorted(found.items(), key=lambda row: (-row[1], row[0]))


if __name__ == "__main__":
    sys.stdout.write(page(json.loads((ROOT / ".pytest_cache/v" / DURATIONS).read_text())))
