"""`python -m hemicycle.demo.letters --seed N --count 3000 --out FILE.jsonl --truth FILE.truth.jsonl`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from hemicycle.demo.letters import generate


def main(arguments: list[str] | None = None) -> None:
    asked = _parser().parse_args(arguments)
    corpus = generate(asked.seed, asked.count)
    _write(asked.out, map(asdict, corpus.messages))
    if asked.truth:
        _write(asked.truth, ({"id": name, **asdict(truth)} for name, truth in corpus.truth.items()))
    summary = {"seed": asked.seed, **asdict(corpus.summary())}
    sys.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m hemicycle.demo.letters", description="Write the demonstration's letters."
    )
    parser.add_argument("--seed", type=int, required=True, help="the same seed gives the same letters")
    parser.add_argument("--count", type=int, default=3000, help="how many letters, 300 to 4,000")
    parser.add_argument("--out", type=Path, required=True, help="letters, one JSON object a line")
    parser.add_argument("--truth", type=Path, help="what is true of each letter, one JSON object a line")
    return parser


def _write(file: Path, rows: Iterable[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False, sort_keys=True, default=_as_text) + "\n")


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(value)


if __name__ == "__main__":
    main()
