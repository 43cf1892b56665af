"""Peers that are measured without being installed here: run by an interpreter of their own, `HEMICYCLE_PEERS`.

`bench/peers-requirements.txt` names what that interpreter needs.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
ABSENT = "not measured here"


def interpreter() -> Path:
    """The Python that has the peers."""
    return Path(os.environ.get("HEMICYCLE_PEERS", ROOT / ".peers" / "bin" / "python"))


def ask(script: str, question: object, python: Path) -> Any:
    """What the script answers, JSON in and out; None where the interpreter or the peer is absent."""
    if not python.exists():
        return None
    run = subprocess.run(
        [python, Path(__file__).parent / script],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        print(f"{script}: {run.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(run.stdout)


def answer(reply: Callable[[Any], object]) -> None:
    """The other end of `ask`: reads the question, writes what `reply` makes of it."""
    json.dump(reply(json.load(sys.stdin)), sys.stdout)
