"""Speed and memory of campaigns beside rensa on the same postbag, in one run; writes docs/performance.md."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from markdown import made_by, put, table
from million import truth_path, write
from rich.progress import track
from score import SMALLEST_CAMPAIGN, Score, alone, bcubed
from speed_run import BANDING, ENGINE, INDEX_PROBE, OWN_INDEX, Run
from truth import ROOT

PAGE = ROOT / "docs" / "performance.md"
SMALL, LARGE = 100_000, 1_000_000
PLAIN, POOL, VECTORS = "rensa python", "rensa pool", "rensa arrow"
EXPLAINED = {
    ENGINE: "hearhear",
    PLAIN: "rensa, one process, shingles as its manual makes them",
    POOL: "rensa, shingles in one process a core",
    VECTORS: "rensa, fed with word hashes by Arrow (our shingles, words split at spaces)",
}
HEAD = (
    "method", "messages", "seconds", "core seconds", "messages a second", "peak MiB", "campaigns",
    "B³ precision", "B³ recall", "B³ F1",
)  # fmt: skip
HABITS_EXPLAINED = (
    "The words follow each other as in individual messages of public consultations: pairs of letters share about as "
    "many runs of two and three words, and as few rare ones. This was set after a first mix with more shared rare "
    "word pairs had made the engine join strangers; that mix stays as a stress, `--dense`."
)
DENSE_EXPLAINED = (
    "A stress, not a postbag: strangers share three to five times as many rare word pairs as in individual messages "
    "of public consultations."
)
CORES = 2
MEMORY_LIMIT, RATIO, FLAT = 4096, 3.0, 1.3


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
    ways = [way for way in EXPLAINED if not (asked.peers_only and way == ENGINE)]
    counts = [int(size) for size in asked.sizes.split(",")]
    data = {size: _mix(size, asked.seed, dense=asked.dense) for size in counts}
    done = [_measured(way, size, data[size]) for size, way in track([(s, w) for s in counts for w in ways], "running")]
    probes = [(way, _run(way, data[counts[0]])[0].seconds) for way in (OWN_INDEX, BANDING)]
    page = "\n\n".join(_page(done, probes, asked.seed, dense=asked.dense))
    print(page)
    if not asked.peers_only:
        put(PAGE, "campaigns-dense" if asked.dense else "campaigns", page)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=f"{SMALL},{LARGE}", help="comma-separated numbers of messages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dense", action="store_true", help="the stress mix, in a part of the page of its own")
    parser.add_argument("--peers-only", action="store_true", help="leave the engine out and write nothing")
    return parser.parse_args()


def home() -> Path:
    return Path(os.environ.get("HEMICYCLE_HOME", ROOT / "var"), "bench")


def _mix(messages: int, seed: int, *, dense: bool) -> Path:
    path = home() / f"mix-{messages}-{seed}{'-dense' if dense else ''}.parquet"
    if not path.exists():
        write(messages, path, seed, dense=dense)
    return path


def _measured(way: str, messages: int, data: Path) -> Measured:
    run, found = _run(way, data)
    truth = pq.read_table(truth_path(data))["campaign"].fill_null(-1).to_numpy()
    groups = _campaigns(_numbers(found), pq.read_table(data, columns=["sender"])["sender"])
    return Measured(way, messages, run, len(np.unique(groups[groups >= 0])), bcubed(alone(truth), alone(groups)))


def _run(way: str, data: Path) -> tuple[Run, pa.ChunkedArray]:
    out = home() / "groups.parquet"
    command = [sys.executable, str(ROOT / "bench" / "speed_run.py"), way, str(data), str(out)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), str(CORES))
    done = subprocess.run(command, env=os.environ | threads, stdout=subprocess.PIPE, check=True)
    found = pq.read_table(out)["group"]
    out.unlink()
    return Run(**json.loads(done.stdout.splitlines()[-1])), found


def _numbers(found: pa.ChunkedArray) -> np.ndarray:
    """Group numbers, -1 where the method gave none."""
    return found.dictionary_encode().combine_chunks().indices.fill_null(-1).to_numpy().astype(np.int64)


def _campaigns(groups: np.ndarray, senders: pa.ChunkedArray) -> np.ndarray:
    """Groups of fewer than three senders are no campaigns, for every method alike; a missing sender is its own."""
    known = alone(_numbers(senders))
    pairs = np.unique(groups * (known.max() + 1) + known)
    many = np.bincount(pairs[pairs >= 0] // (known.max() + 1), minlength=groups.max() + 1) >= SMALLEST_CAMPAIGN
    return np.where((groups >= 0) & many[groups], groups, -1)


def _page(done: list[Measured], probes: list[tuple[str, float]], seed: int, *, dense: bool) -> Iterator[str]:
    yield "## Campaigns, strangers who share many rare word pairs" if dense else "## Campaigns"
    yield made_by(
        f"python bench/campaigns_speed.py{' --dense' if dense else ''}",
        ("hearhear", "rensa", "duckdb", "pyarrow", "numpy", "scipy"),
    )
    yield (
        f"From Parquet to groups, {CORES} cores, each method in its own process, one after the other in one run; seed "
        f"{seed} of `bench/million.py`: 40 % campaign mail (form letters with edits, mad-libs, short templates, text "
        "messages, social posts; sizes by Zipf's law), 60 % individuals. rensa: three words, threshold .3, 64 bands, "
        "128 permutations, bands in numpy, connected components by scipy. Where others use the cores as well, core "
        "seconds tell more than seconds."
    )
    yield DENSE_EXPLAINED if dense else HABITS_EXPLAINED
    yield table(HEAD, map(_row, done))
    yield from _verdicts(done)
    yield (
        f"Of {INDEX_PROBE:,} messages, rensa's own index takes {probes[0][1]:.2f} s from file to groups, bands in "
        f"numpy {probes[1][1]:.2f} s; the table uses numpy."
    )


def _row(one: Measured) -> tuple[object, ...]:
    score = one.score
    return (
        EXPLAINED[one.way], f"{one.messages:,}", f"{one.run.seconds:.1f}", f"{one.run.cpu:.1f}", f"{one.rate:,.0f}",
        f"{one.run.peak:,.0f}", one.campaigns, score.precision, score.recall, score.f1,
    )  # fmt: skip


def _verdicts(done: list[Measured]) -> Iterator[str]:
    largest = max(one.messages for one in done)
    own = {one.messages: one for one in done if one.way == ENGINE}
    if not own:
        return
    engine = own[largest]
    peers = [one for one in done if one.messages == largest and one.way != ENGINE]
    rows = [(EXPLAINED[p.way], f"{engine.rate / p.rate:.2f}", engine.score.f1 - p.score.f1) for p in peers]
    yield table(
        (f"at {largest:,} messages, hearhear against", f"times as fast (wanted {RATIO})", "B³ F1 gained"), rows
    )
    if len(own) == 1:
        return
    growth = (engine.run.seconds / largest) / (own[min(own)].run.seconds / min(own))
    yield (
        f"Time per message at {largest:,} against {min(own):,}: {growth:.2f} (wanted at most {FLAT}). "
        f"Peak memory {engine.run.peak:,.0f} MiB (wanted under {MEMORY_LIMIT:,})."
    )


if __name__ == "__main__":
    main()
