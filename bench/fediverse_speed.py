"""How quickly one worker delivers what the House says to a fediverse of 500 servers, beside a bare loop that signs
and posts the same bytes; what becomes of dead servers, and whom a slow one delays. A part of docs/performance.md.

The servers are one process on loopback (`fediverse_sink.py`), each at an address of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fediverse_sink import address
from markdown import made_by, put, table
from truth import ROOT

BENCH = ROOT / "bench"
PAGE = ROOT / "docs" / "performance.md"
SLOW_SECONDS = 5
# Longer than the House keeps trying, and than a server is silent before it is gone (rules/parameters.py).
DAYS = 8


class Fediverse:
    """An installation whose actor is followed there."""

    def __init__(self, home: Path, asked: argparse.Namespace) -> None:
        self.home, self.asked = home, asked

    def run(self, *words: object) -> dict[str, Any]:
        own = {
            "HEMICYCLE_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings",
            "HEMICYCLE_ADDRESS": "https://parliament.example", "HEMICYCLE_PRIVATE_NETWORKS": "127.0.0.0/8",
        }  # fmt: skip
        command = [sys.executable, str(BENCH / "fediverse_run.py"), *map(str, words)]
        run = subprocess.run(command, env=os.environ | own, stdout=subprocess.PIPE, check=True)
        result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
        return result

    def begin(self, port: int, *, dead: int) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.run("people", port, self.asked.followers, self.asked.servers, dead, self.asked.alone)


@contextmanager
def sink(servers: int, slow: float) -> Iterator[int]:
    command = [sys.executable, str(BENCH / "fediverse_sink.py"), str(servers), str(slow)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def came(port: int) -> dict[str, dict[str, float]]:
    """By server: how much, and when."""
    with urllib.request.urlopen(f"http://{address(0)}:{port}/control", timeout=30) as answer:
        counts: dict[str, dict[str, float]] = json.load(answer)
    return counts


def measured(home: Path, asked: argparse.Namespace, *, slow: float, dead: int, said: int) -> dict[str, Any]:
    """So many announcements delivered; `others` is when the last server but the slow one had the last of them."""
    fediverse = Fediverse(home, asked)
    with sink(asked.servers, slow) as port:
        fediverse.begin(port, dead=dead)
        fediverse.run("say", said)
        dispatched = fediverse.run("dispatch")
        there = came(port)
        posts = sum(int(one["posts"]) for one in there.values())
        if posts != sum(int(one["different"]) for one in there.values()) and not asked.alone:
            raise SystemExit("a server got something twice")
        others = max(one["last"] for here, one in there.items() if here != address(0)) - dispatched["at"]
        waits = fediverse.run("days", DAYS) if dead else {}
        bare = fediverse.run("bare") if not slow else None
    return {"dispatched": dispatched, "posts": posts, "others": others, "days": waits, "bare": bare, "said": said}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--followers", type=int, default=10_000)
    parser.add_argument("--servers", type=int, default=500)
    parser.add_argument("--dead", type=int, default=10)
    parser.add_argument("--alone", type=int, default=20, help="servers without an inbox for all of their people")
    parser.add_argument("--said", type=int, default=10, help="announcements")
    asked = parser.parse_args()
    with TemporaryDirectory() as made:
        home = Path(made)
        few = measured(home / "few", asked, slow=0, dead=0, said=1)
        many = measured(home / "many", asked, slow=0, dead=asked.dead, said=asked.said)
        slow = measured(home / "slow", asked, slow=SLOW_SECONDS, dead=0, said=asked.said)
    page = "\n\n".join(_page(asked, few, many, slow))
    print(page)
    put(PAGE, "fediverse", page)


def _page(asked: argparse.Namespace, few: dict[str, Any], many: dict[str, Any], slow: dict[str, Any]) -> Iterator[str]:
    yield "## Telling the fediverse"
    command = (
        f"python bench/fediverse_speed.py --followers {asked.followers} --servers {asked.servers} --dead {asked.dead} "
        f"--alone {asked.alone} --said {asked.said}"
    )
    yield made_by(command, ("hemicycle", "django", "cryptography"))
    yield (
        f"{asked.followers:,} people on {asked.servers} servers follow one actor; {asked.alone} of them have an "
        f"inbox for each of their people, the others one for all. All are one process on loopback, distinguished by "
        f"their addresses (127.9.0.1 and so on). One worker on SQLite tells each inbox; the bare loop signs and posts "
        f"the same bytes by the same request, one after the other, and writes nothing down. Machine: "
        f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}."
    )
    names = (
        "one announcement",
        f"{asked.said}, {asked.dead} servers dead",
        f"{asked.said}, one takes {SLOW_SECONDS} s",
    )
    yield table(
        ("", "posts", "a second", "bare loop, a second", "against it", "core ms a post: worker, bare",
         "all but the slow one notified after s", "the slow one too after s", "peak MiB"),
        [_line(name, one) for name, one in zip(names, (few, many, slow), strict=True)],
    )  # fmt: skip
    gone = many["days"]
    yield (
        f"The {asked.dead} dead servers were asked {gone['attempts']} times at most, their messages given up after "
        f"{gone['given_up_after']} hours and they themselves, with their followers, after {gone['gone_after']} hours "
        f"of silence. The clock was put on an hour at a time, and something said every day; `fediverse_retry_days` "
        f"is 2, `fediverse_gone_days` 7."
    )


def _line(name: str, one: dict[str, Any]) -> tuple[str, ...]:
    dispatched, bare = one["dispatched"], one["bare"]
    rate, core = one["posts"] / one["others"], 1000 * dispatched["core"] / one["posts"]
    beside = ("–", "–", f"{core:.1f}")
    if bare:
        loop = bare["posts"] / bare["seconds"]
        beside = f"{loop:,.0f}", f"{rate / loop:.2f}", f"{core:.1f}, {1000 * bare['core'] / bare['posts']:.1f}"
    return (
        name, f"{one['posts']:,}", f"{rate:,.0f}", *beside, f"{one['others']:.1f}", f"{dispatched['seconds']:.1f}",
        f"{dispatched['peak']:,.0f}",
    )  # fmt: skip


if __name__ == "__main__":
    main()
