"""What one worker sends beside a bare loop of smtplib, and what becomes of a worker that is killed; parts of
docs/performance.md.

The sink is a server in its own process on loopback. Bare loop and worker take turns, `--runs` times for each number of
messages; each run of the worker begins with a fresh copy of the same database. `--home FOLDER` keeps the databases.
"""

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from markdown import made_by, put, table
from truth import ROOT

BENCH = ROOT / "bench"
PAGE = ROOT / "docs" / "performance.md"
WANTED = 0.5
# A killed worker's account is free after its lease of two seconds (sending_run.py).
LEASE_IS_OVER = 2.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", default="100000,1000000", help="how many, with commas")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--kills", type=int, default=5, help="times the worker is killed, of the smallest number")
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    counts = [int(count) for count in asked.messages.split(",")]
    with _folder(asked.home) as home:
        measured = {count: _measured(Desk(home / str(count), count), asked.runs) for count in counts}
        signed = _measured(Desk(home / str(counts[0]), counts[0]), asked.runs, "signed")
        killed = _killed(Desk(home / str(counts[0]), counts[0]), asked.kills)
    page = "\n\n".join(_page(asked, measured, signed, killed))
    print(page)
    put(PAGE, "sending", page)


@dataclass(frozen=True)
class Desk:
    """An installation with that many messages that are due: made once, copied for each run."""

    home: Path
    count: int

    def make(self) -> dict[str, Any] | None:
        """What putting them out took, if it was done now."""
        if (self.home / "ready").exists():
            return None
        self.home.mkdir(parents=True)
        self.run("people", str(self.count))
        queued = self.run("queue")
        with closing(sqlite3.connect(self.database)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.database, self.home / "queued.sqlite3")
        (self.home / "ready").write_text(json.dumps(queued))
        return queued

    def queued(self) -> dict[str, Any]:
        result: dict[str, Any] = self.make() or json.loads((self.home / "ready").read_text())
        return result

    @property
    def database(self) -> Path:
        return self.home / "hemicycle.sqlite3"

    def fresh(self) -> None:
        for stale in self.home.glob("hemicycle.sqlite3*"):
            stale.unlink()
        shutil.copy(self.home / "queued.sqlite3", self.database)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        own = {"HEMICYCLE_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings"}
        own["HEMICYCLE_PRIVATE_NETWORKS"] = "127.0.0.0/8"
        command = [sys.executable, str(BENCH / "sending_run.py"), *words]
        return subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE)

    def run(self, *words: str) -> dict[str, Any]:
        with self.start(*words) as process:
            assert process.stdout is not None
            said = process.stdout.read()
        if process.returncode:
            raise SystemExit(f"sending_run.py {' '.join(words)} failed")
        result: dict[str, Any] = json.loads(said.splitlines()[-1])
        return result

    def states(self) -> Counter[str]:
        with closing(sqlite3.connect(self.database)) as database:
            return Counter(dict(database.execute("SELECT state, count(*) FROM channels_outbound GROUP BY state")))


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    if home is None:
        with TemporaryDirectory() as made:
            yield Path(made)
    else:
        yield home


@contextmanager
def _sink(got: Path) -> Iterator[str]:
    """A sink's port; who got something stands in the file."""
    got.unlink(missing_ok=True)
    command = [sys.executable, str(BENCH / "smtp_sink.py"), str(got)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sink:
        assert sink.stdin is not None and sink.stdout is not None
        try:
            yield sink.stdout.readline().decode().strip()
        finally:
            sink.stdin.close()


def _measured(desk: Desk, runs: int, *how: str) -> dict[str, Any]:
    queued, bare, sent = desk.queued(), list[dict[str, Any]](), list[dict[str, Any]]()
    for _ in range(runs):
        with _sink(desk.home / "got.txt") as port:
            bare.append(desk.run("bare", port, str(desk.count), *how))
        desk.fresh()
        with _sink(desk.home / "got.txt") as port:
            sent.append(desk.run("send", port, *how))
        got = (desk.home / "got.txt").read_text().split()
        if len(got) != desk.count or len(set(got)) != desk.count:
            raise SystemExit(f"{len(got)} messages to {len(set(got))} of {desk.count} people")
    return {"queued": queued, "bare": bare, "sent": sent}


def _killed(desk: Desk, kills: int) -> dict[str, Any]:
    """A worker killed in the middle again and again, and the next one after it."""
    desk.queued()
    desk.fresh()
    with _sink(desk.home / "got.txt") as port:
        for number in range(kills):
            worker = desk.start("send", port)
            enough = desk.count * (number + 1) // (kills + 1)
            while _lines(desk.home / "got.txt") < enough and worker.poll() is None:
                time.sleep(0.01)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            worker.stdout.close() if worker.stdout else None
            time.sleep(LEASE_IS_OVER)
        desk.run("send", port)
    got = Counter((desk.home / "got.txt").read_text().split())
    states = desk.states()
    return {
        "kills": kills, "count": desk.count, "got": len(got), "twice": sum(1 for times in got.values() if times > 1),
        "sent": states["sent"], "unknown": states["unknown"], "else": desk.count - states["sent"] - states["unknown"],
    }  # fmt: skip


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _page(
    asked: argparse.Namespace, measured: dict[int, Any], signed: dict[str, Any], killed: dict[str, Any]
) -> Iterator[str]:
    yield "## Sending"
    command = f"python bench/sending_speed.py --messages {asked.messages} --runs {asked.runs} --kills {asked.kills}"
    yield made_by(command, ("hemicycle", "django"))
    yield (
        "One worker on SQLite sends letters of 7 KB by the e-mail adapter to a server on loopback that keeps nothing "
        "(`bench/smtp_sink.py`). Beside it a bare loop of `smtplib.sendmail` sends the same letters to the same "
        "server: one that is ready, in which each reader’s address and links are put; of signed letters (DKIM) each "
        "must be signed by the loop too. The adapter says three commands at once where the server takes that "
        "(PIPELINING), which `smtplib.sendmail` cannot. The two take turns, and each figure is the median of the "
        "runs. Putting out writes the rows of the recipients. Other work on the machine lengthens seconds by the "
        "clock; core time is of the process."
    )
    head = ("letters", "bare loop, a second", "worker, a second", "worker against bare loop (wanted 0.5)",
            "the same by core time", "with putting out", "core ms a letter: bare, worker",
            "peak MiB of the worker")  # fmt: skip
    lines = [_line(f"{count:,}", count, result) for count, result in measured.items()]
    yield table(head, [*lines, _line(f"{min(measured):,}, signed", min(measured), signed)])
    yield (
        f"Load average over the last five minutes: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores. Worker and "
        "server need two; where it is more, the figures by the clock say little, and those by core time more."
    )
    counts = sorted(measured)
    if len(counts) > 1:
        per = [_core_ms(measured[count]["sent"]) for count in (counts[0], counts[-1])]
        yield (
            f"Core time of a letter at {counts[-1]:,} against {counts[0]:,}: {per[1] / per[0]:.2f}; peak memory "
            f"{_peak(measured[counts[-1]]) / _peak(measured[counts[0]]):.2f}."
        )
    yield (
        f"A worker killed with `kill -9` {killed['kills']} times while it sent {killed['count']:,} letters: "
        f"{killed['got']:,} people got theirs, {killed['twice']} got one twice; {killed['sent']:,} rows are sent, "
        f"{killed['unknown']} are unknown and shown to a person, {killed['else']} anything else."
    )


def _line(name: str, count: int, result: dict[str, Any]) -> Sequence[str]:
    bare = median(count / run["seconds"] for run in result["bare"])
    sent = median(count / run["seconds"] for run in result["sent"])
    took = median(run["seconds"] for run in result["sent"]) + result["queued"]["seconds"]
    core = _core_ms(result["bare"]), _core_ms(result["sent"])
    return (
        name, f"{bare:,.0f}", f"{sent:,.0f}", f"{sent / bare:.2f}", f"{core[0] / core[1]:.2f}",
        f"{count / took / bare:.2f}", f"{core[0]:.3f}, {core[1]:.3f}", f"{_peak(result):,.0f}",
    )  # fmt: skip


def _core_ms(runs: Sequence[dict[str, Any]]) -> float:
    return median(1000 * run["core"] / run["messages"] for run in runs)


def _peak(result: dict[str, Any]) -> float:
    return max(run["peak"] for run in result["sent"])


if __name__ == "__main__":
    main()
