"""`make explore`: what is drawn anew, for hours if wanted; what it finds becomes a fixed case of `make test`.

    --seed N         draws the same again (a new one each time, printed first)
    --only PART …    seeds, fuzz, mutants, policy, gate (all)
    --seconds N      how long each format of file is fuzzed (60)
    --areas A B      where lines are changed (rules, accounts, desk, channels, follow, listening, engine: all)
    --number N       how many lines are changed (300, which takes two cores about 45 minutes)

seeds: all tests in an order drawn anew, with other letters and questions, ten times the examples of Hypothesis, every
fault of every adapter at every step of a send, every page in every language. fuzz: the readers of files, guided by
coverage (atheris, where it is installed). mutants: one line at a time is changed in a copy of the code; the run ends with
a table of how many changes a test saw, and a list of the others (tests/mutants.py). policy: each parameter that the
policy decides is stuck at its default, and the test that proves it must fail (tests/policy_proofs.py). gate: each
egress point is left open in turn, and its refusal test has to fail (tests/open_gate.py).
"""

import argparse
import importlib.util
import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests/record/golden"
PARTS = ("seeds", "fuzz", "mutants", "policy", "gate")
MANY_PROCESSES = ["-n", "3", "--dist", "loadfile"]


def with_seeds(seed: int, *pytest: str) -> bool:
    drawn = {"HEMICYCLE_EXPLORE": str(seed), "PYTHONHASHSEED": str(seed)}
    again = f"{' '.join(f'{name}={value}' for name, value in drawn.items())} python -m pytest -p randomly -p 'no:cacheprovider' --randomly-seed={seed} TEST"
    print(f"seeds: bring a failure back with\n    {again}", flush=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--timeout=3600",
        "-p",
        "randomly",
        f"--randomly-seed={seed}",
        *pytest,
    ]
    return subprocess.run(command, cwd=ROOT, env=os.environ | drawn, check=False).returncode == 0


def fuzzed(seed: int, seconds: int) -> bool:
    if not importlib.util.find_spec("atheris"):
        print("fuzz: atheris is not installed: .venv/bin/uv pip install atheris", flush=True)
        return True
    well = True
    for path in sorted(GOLDEN.iterdir()):
        command = [
            sys.executable,
            "-m",
            "tests.record.fuzz_importers",
            path.name,
            f"-max_total_time={seconds}",
            f"-seed={seed}",
        ]
        print(f"fuzz: {' '.join(command[1:])}", flush=True)
        well &= subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    return well


def with_mutants(seed: int, *chosen: str) -> bool:
    command = [sys.executable, "-m", "tests.mutants", "--seed", str(seed), *chosen]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def with_an_open_gate() -> bool:
    return subprocess.run([sys.executable, "-m", "tests.open_gate"], cwd=ROOT, check=False).returncode == 0


def with_stuck_parameters() -> bool:
    return subprocess.run([sys.executable, "-m", "tests.policy_proofs"], cwd=ROOT, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000) + 1)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--areas", nargs="+", default=[])
    parser.add_argument("--number", type=int, default=300)
    asked, pytest = parser.parse_known_args(arguments)
    print(f"make explore ARGS='--seed {asked.seed}' draws all of this again.", flush=True)
    areas = ["--areas", *asked.areas] if asked.areas else []
    runs = {
        "seeds": lambda: with_seeds(asked.seed, *(pytest or MANY_PROCESSES)),
        "fuzz": lambda: fuzzed(asked.seed, asked.seconds),
        "gate": with_an_open_gate,
        "mutants": lambda: with_mutants(asked.seed, "--number", str(asked.number), *areas),
        "policy": with_stuck_parameters,
    }
    failed = [name for name in asked.only if not runs[name]()]
    print(f"Found something: {', '.join(failed)}. Make a fixed case of it." if failed else "Found nothing.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
