"""Search over a record of many speeches beside the bare engine; parts of docs/performance.md.

A million speeches take some minutes to write and to index: `--home FOLDER` keeps the record, to be asked again.
`--engine postgres` starts a server of its own (deploy/start-postgres.sh) on `--port`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from markdown import made_by, put, table
from truth import ROOT

PAGE = ROOT / "docs" / "performance.md"
WANTED = 1.5
SPEECHES_A_SITTING = 500
NAMES = {"tantivy": "Tantivy, in process", "postgres": "PostgreSQL"}
WAYS = {"bare": "the bare engine", "keys": "keys and count", "page": "a page: rows, gate, passages"}
BARE = {
    "tantivy": "Tantivy by itself is given the same query, ready made, for the keys of the best 20 and their count.",
    "postgres": "PostgreSQL by itself is given the same condition (`words @@ tsquery`) and rank, for the best 20.",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=NAMES, default="tantivy")
    parser.add_argument("--speeches", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="where the record is kept; one that is there is asked again")
    parser.add_argument("--port", type=int, default=8140, help="of the server that is started")
    asked = parser.parse_args()
    with _folder(asked.home) as home, _server(asked.engine, home, asked.port) as environment:
        kept = home / "load.json"
        if not kept.exists():
            loaded = _child(environment, "load", str(asked.speeches // SPEECHES_A_SITTING))
            kept.write_text(json.dumps(loaded))
        result = json.loads(kept.read_text()) | _child(environment, "ask")
    page = "\n\n".join(_page(asked.engine, result))
    print(page)
    put(PAGE, f"search in {asked.engine}", page)


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    if home is None:
        with TemporaryDirectory() as made:
            yield Path(made)
    else:
        home.mkdir(parents=True, exist_ok=True)
        yield home


@contextmanager
def _server(engine: str, home: Path, port: int) -> Iterator[dict[str, str]]:
    """The environment of an installation with that engine."""
    own = {
        "HEMICYCLE_HOME": str(home),
        "HEMICYCLE_SEARCH": engine,
        "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings",
    }
    if engine == "tantivy":
        yield os.environ | own
        return
    folder = home / "postgres"
    folder.mkdir(exist_ok=True)
    for place in (home, folder):
        place.chmod(0o755)
    server = subprocess.Popen([str(ROOT / "deploy" / "start-postgres.sh"), str(folder), str(port)])
    try:
        while not (folder / f".s.PGSQL.{port}").exists():
            time.sleep(0.2)
        yield os.environ | own | {"DATABASE_URL": f"postgres://hemicycle@127.0.0.1:{port}/postgres"}
    finally:
        server.terminate()
        server.wait()


def _child(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "bench" / "search_run.py"), *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _page(engine: str, result: dict[str, Any]) -> Iterator[str]:
    questions = result["questions"]
    yield f"## Search: {NAMES[engine]}"
    command = f"python bench/search_speed.py --engine {engine} --speeches {result['speeches']}"
    yield made_by(command, ("hemicycle", "django", "tantivy" if engine == "tantivy" else "psycopg"))
    yield (
        f"{result['speeches']:,} made-up speeches in English, French and Spanish, with words by Zipf’s law "
        f"(`bench/speeches.py`); {len(questions)} questions, half of them two or three words (`bench/questions.py`). "
        "Milliseconds of core time, of the server’s process too where there is one; each question’s is the median of "
        f"five, after one run that is not counted. {BARE[engine]}"
    )
    yield table(("", "median ms", "p95 ms", "all questions, ms", "against the bare engine"), _ways(questions))
    yield (
        f"Wanted: at most {WANTED:g} times. The last column is all of the time, and in brackets the median of the "
        "questions’ own ratios."
    )
    head = ("questions", "how many", "median found", *(f"{name}, median ms" for name in WAYS.values()))
    yield table(head, list(_kinds(questions)))
    yield (
        f"Writing the rows took {result['load_core']:,.0f} core seconds, `rebuild_search` {result['index_core']:,.0f} "
        f"of its own process for {result['entries']:,} entries."
    )


def _ways(questions: Sequence[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    bare = np.array([one["bare"] for one in questions])
    for way, name in WAYS.items():
        took = np.array([one[way] for one in questions])
        ratio = "" if way == "bare" else f"{took.sum() / bare.sum():.2f} ({np.median(took / bare):.2f})"
        yield name, f"{_ms(np.median(took))}", f"{_ms(np.percentile(took, 95))}", f"{1000 * took.sum():,.0f}", ratio


def _kinds(questions: Sequence[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    for kind in dict.fromkeys(one["kind"] for one in questions):
        mine = [one for one in questions if one["kind"] == kind]
        found = int(np.median([one["total"] for one in mine]))
        yield kind, str(len(mine)), f"{found:,}", *(_ms(np.median([one[way] for one in mine])) for way in WAYS)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f}"


if __name__ == "__main__":
    main()
