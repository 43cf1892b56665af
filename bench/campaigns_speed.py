"""Speed and memory of campaigns beside rensa on the same two postbags, in one run; writes docs/performance.md.

Groups alone, as rensa finds them, and the command that a person runs, from file to files.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import stranger
from markdown import made_by, put, table
from million import truth_path, write
from rich.progress import track
from score import SMALLEST_CAMPAIGN, Score, alone, bcubed
from speed_run import BANDING, ENGINE, INDEX_PROBE, OWN_INDEX, Run
from truth import ROOT

PAGE = ROOT / "docs" / "performance.md"
HARD_SET = Path(
    os.environ.get("HEMICYCLE_DATA", ROOT.parent / "shared" / "data"),
    "listening",
    "campaigns",
    "campaign_hard_dev_input.jsonl",
)
SMALL, LARGE = 100_000, 1_000_000
COMMAND = "command"
PLAIN, POOL, VECTORS = "rensa python", "rensa pool", "rensa arrow"
EXPLAINED = {
    ENGINE: "hearhear, groups alone",
    COMMAND: "`hearhear campaigns IN --out OUT`, file to files",
    PLAIN: "rensa, one process, shingles as its manual makes them",
    POOL: "rensa, shingles in one process a core",
    VECTORS: "rensa, fed with word hashes by Arrow (our shingles, words split at spaces)",
}
HEAD = (
    "method", "messages", "seconds", "core seconds", "messages a second", "peak MiB", "campaigns",
    "B³ precision", "B³ recall", "B³ F1",
)  # fmt: skip
OWN, STRANGER, DENSE = "own", "stranger", "dense"
TITLES = {
    OWN: "A postbag of ours, four messages of ten in campaigns",
    STRANGER: "A postbag by another hand, nine messages of ten in campaigns",
    DENSE: "Strangers who share many rare word pairs",
}
MADE_OF = {
    OWN: (
        "`bench/million.py`: 40 % campaign mail (form letters with edits, mad-libs, short templates, text messages, "
        "social posts; sizes by Zipf's law), 60 % individuals. The words follow each other as in individual messages "
        "of public consultations: pairs of letters share about as many runs of two and three words, and as few rare "
        "ones. This was set after a first mix with more shared rare word pairs had made the engine join strangers; "
        "that mix stays as a stress, `--mixes dense`."
    ),
    STRANGER: (
        "`bench/stranger.py`: the campaigns of a set written by somebody who had not seen the engine "
        "(`bench/post/first.jsonl`), their copies drawn anew with sentences dropped, swapped, exchanged and added, "
        "and voices made of pairs of the words of its voices."
    ),
    DENSE: (
        "`bench/million.py --dense`, a stress, not a postbag: strangers share three to five times as many rare word "
        "pairs as in individual messages of public consultations."
    ),
}
CORES = 2
MEMORY_LIMIT, FLAT = 4096, 1.3
BY_MANUAL, BEST, WHOLE = 3.0, 2.0, 2.0
"""How many times as fast as rensa by its manual and as the best of rensa groups shall be found, and at most how many
times as long the command shall take."""


@dataclass(frozen=True)
class Measured:
    """One method on one size."""

    way: str
    messages: int
    run: Run
    campaigns: int
    score: Score

    @property
    def rate(self) -> float:
        return self.messages / self.run.seconds


def main() -> None:
    asked = _arguments()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    ways = [way for way in EXPLAINED if not (asked.peers_only and way in (ENGINE, COMMAND))]
    counts = [int(size) for size in asked.sizes.split(",")]
    mixes = asked.mixes.split(",")
    data = {(mix, size): _mix(mix, size, asked.seed) for mix in mixes for size in counts}
    plan = [(mix, size, way) for mix, size in data for way in ways]
    done = {mix: [_measured(way, size, data[mix, size]) for _, size, way in track(
        [one for one in plan if one[0] == mix], mix)] for mix in mixes}  # fmt: skip
    probes = [(way, _run(way, data[mixes[0], counts[0]])[0].seconds) for way in (OWN_INDEX, BANDING)]
    page = "\n\n".join(_page(done, probes, _hard_scores(ways), asked))
    print(page)
    if not asked.peers_only:
        put(PAGE, "campaigns-dense" if DENSE in mixes else "campaigns", page)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=f"{SMALL},{LARGE}", help="comma-separated numbers of messages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--mixes",
        default=f"{OWN},{STRANGER}",
        help=f"comma-separated, of {', '.join(TITLES)}; dense alone, in a part of its own",
    )
    parser.add_argument("--peers-only", action="store_true", help="leave the engine out and write nothing")
    return parser.parse_args()


def home() -> Path:
    return Path(os.environ.get("HEMICYCLE_HOME", ROOT / "var"), "bench")


def _mix(mix: str, messages: int, seed: int) -> Path:
    path = home() / f"mix-{messages}-{seed}-{mix}.parquet"
    if not path.exists() and mix == STRANGER:
        stranger.write(messages, path, seed)
    elif not path.exists():
        write(messages, path, seed, dense=mix == DENSE)
    return path


def _hard_scores(ways: Sequence[str]) -> list[tuple[str, Score]]:
    """B³ of each method on campaign_hard_dev, without the clauses; nothing where the set is not there."""
    given, gold = HARD_SET, HARD_SET.with_name("campaign_hard_dev_gold.jsonl")
    if not given.is_file():
        return []
    truth = {row["id"]: row["campaign"] for row in map(json.loads, gold.read_text("utf-8").splitlines())}
    rows = [json.loads(line) for line in given.read_text("utf-8").splitlines()]
    names = sorted({one for one in truth.values() if one})
    path = home() / "hard.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist([{name: row.get(name) for name in ("id", "text", "sender")} for row in rows])
    pq.write_table(table, path)
    labels = [names.index(truth[row["id"]]) if truth[row["id"]] else None for row in rows]
    pq.write_table(pa.table({"campaign": pa.array(labels, pa.int32())}), truth_path(path))
    return [(way, _measured(way, len(rows), path).score) for way in ways]


def _measured(way: str, messages: int, data: Path) -> Measured:
    run, found = _command(data) if way == COMMAND else _run(way, data)
    truth = pq.read_table(truth_path(data))["campaign"].fill_null(-1).to_numpy()
    groups = _campaigns(_numbers(found), pq.read_table(data, columns=["sender"])["sender"])
    return Measured(way, messages, run, len(np.unique(groups[groups >= 0])), bcubed(alone(truth), alone(groups)))


def _threads() -> dict[str, str]:
    return dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), str(CORES))


def _run(way: str, data: Path) -> tuple[Run, pa.ChunkedArray]:
    out = home() / "groups.parquet"
    command = [sys.executable, str(ROOT / "bench" / "speed_run.py"), way, str(data), str(out)]
    done = subprocess.run(command, env=os.environ | _threads(), stdout=subprocess.PIPE, check=True)
    found = pq.read_table(out)["group"]
    out.unlink()
    return Run(**json.loads(done.stdout.splitlines()[-1])), found


def _command(data: Path) -> tuple[Run, pa.ChunkedArray]:
    """The command in a process of its own, Python's start and the imports with it, and the campaigns that it wrote."""
    out = home() / "command" / "out.jsonl"
    begun = time.perf_counter()
    command = [sys.executable, "-m", "hearhear", "campaigns", str(data), "--out", str(out), "--quiet"]
    with subprocess.Popen(command, env=os.environ | _threads()) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    run = Run(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    with duckdb.connect() as connection:
        query = f"select campaign_id from read_json('{out}', columns={{campaign_id: 'varchar'}})"
        found = connection.sql(query).to_arrow_table()["campaign_id"]
    shutil.rmtree(out.parent)
    return run, found


def _numbers(found: pa.ChunkedArray) -> np.ndarray:
    """Group numbers, -1 where the method gave none."""
    return found.dictionary_encode().combine_chunks().indices.fill_null(-1).to_numpy().astype(np.int64)


def _campaigns(groups: np.ndarray, senders: pa.ChunkedArray) -> np.ndarray:
    """Groups of fewer than three senders are no campaigns, for every method alike; a missing sender is its own."""
    known = alone(_numbers(senders))
    pairs = np.unique(groups * (known.max() + 1) + known)
    many = np.bincount(pairs[pairs >= 0] // (known.max() + 1), minlength=groups.max() + 1) >= SMALLEST_CAMPAIGN
    return np.where((groups >= 0) & many[groups], groups, -1)


def _page(
    done: Mapping[str, list[Measured]],
    probes: list[tuple[str, float]],
    hard: list[tuple[str, Score]],
    asked: argparse.Namespace,
) -> Iterator[str]:
    yield "## Campaigns, a stress" if DENSE in done else "## Campaigns"
    given = " --mixes dense" if DENSE in done else ""
    yield made_by(
        f"python bench/campaigns_speed.py{given} --sizes {asked.sizes}",
        ("hearhear", "rensa", "duckdb", "pyarrow", "numpy", "scipy"),
    )
    yield (
        f"{CORES} cores, each method in its own process, one after the other in one run; seed {asked.seed}. The "
        "command goes from Parquet to the files that it writes, starting Python and importing with it; groups, ours "
        "and rensa's, from Parquet to groups. rensa: three words, threshold .3, 64 bands, 128 permutations, bands in "
        "numpy, connected components by scipy. Where others use the cores as well, core seconds tell more than "
        f"seconds; the load of the machine was {os.getloadavg()[1]:.1f}."
    )
    for mix, measured in done.items():
        yield f"### {TITLES[mix]}"
        yield MADE_OF[mix]
        yield table(HEAD, map(_row, measured))
        yield from _verdicts(measured)
    yield (
        f"Of {INDEX_PROBE:,} messages, rensa's own index takes {probes[0][1]:.2f} s from file to groups, bands in "
        f"numpy {probes[1][1]:.2f} s; the tables use numpy."
    )
    if hard:
        yield "B³ on campaign_hard_dev, a development set by a second hand, without the clauses:"
        rows = [(EXPLAINED[way], score.precision, score.recall, score.f1) for way, score in hard]
        yield table(("method", "B³ precision", "B³ recall", "B³ F1"), rows)


def _row(one: Measured) -> tuple[object, ...]:
    score = one.score
    return (
        EXPLAINED[one.way], f"{one.messages:,}", f"{one.run.seconds:.1f}", f"{one.run.cpu:.1f}", f"{one.rate:,.0f}",
        f"{one.run.peak:,.0f}", one.campaigns, score.precision, score.recall, score.f1,
    )  # fmt: skip


def _verdicts(done: list[Measured]) -> Iterator[str]:
    largest = max(one.messages for one in done)
    ways = {one.way: one for one in done if one.messages == largest}
    if ENGINE not in ways:
        return
    groups, command = ways[ENGINE], ways[COMMAND]
    best = min((one for way, one in ways.items() if way not in (ENGINE, COMMAND)), key=lambda one: one.run.seconds)
    rows = [
        (
            label,
            f"{groups.rate / one.rate:.2f}",
            f"{one.run.cpu / groups.run.cpu:.2f}",
            wanted,
            groups.score.f1 - one.score.f1,
        )
        for label, one, wanted in (("rensa by its manual", ways[PLAIN], BY_MANUAL), ("the best of rensa", best, BEST))
    ]
    yield table(
        (f"at {largest:,} messages, groups against", "times as fast", "by core seconds", "wanted", "B³ F1 gained"),
        rows,
    )
    yield (
        f"The command takes {command.run.seconds / groups.run.seconds:.2f} times as long as groups alone, "
        f"{command.run.cpu / groups.run.cpu:.2f} times by core seconds (wanted at most {WHOLE}), and "
        f"{command.run.peak:,.0f} MiB (wanted under {MEMORY_LIMIT:,})."
    )
    smallest = min(one.messages for one in done)
    if smallest < largest:
        before = {one.way: one for one in done if one.messages == smallest}
        growth = [before[way].rate / ways[way].rate for way in (ENGINE, COMMAND)]
        yield (
            f"Time per message at {largest:,} against {smallest:,}: groups {growth[0]:.2f}, command {growth[1]:.2f} "
            f"(wanted at most {FLAT})."
        )


if __name__ == "__main__":
    main()
