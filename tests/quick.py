"""`make quick`: lint, types, and the tests of what changed and of the apps above it, without servers and browsers.

What has changed is what differs from `main`; on `main` itself, what is not committed yet, or else the last commit.
Which apps stand above another is read from the layers in pyproject.toml. Left out is what docs/tests.md lists as taking
longest, and what is not reached in time: `make test` runs that.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.page import left_out

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = [[name.strip() for name in layer.split("|")] for layer in CONTRACTS[0]["layers"]]
# Those that call the engine, and with them whatever is above them.
CALLS_THE_ENGINE = ("listening", "checks")
# Held for every file.
OF_THE_HOUSE = ["tests/test_architecture.py", "tests/test_docs.py", "tests/test_catalogues.py"]
# So that all of it ends within 90.
SECONDS = "72"
STATIC = (("ruff", "format", "--check"), ("ruff", "check"), ("lint-imports", "--no-logo"), ("mypy",))


def changed() -> set[str]:
    """Paths that differ from main, below the root of the checkout."""
    new = {*_git("ls-files", "--others", "--exclude-standard"), *_git("diff", "--name-only", "HEAD")}
    forked = _git("merge-base", "HEAD", "main")
    if forked and forked != _git("rev-parse", "HEAD"):
        return new | {*_git("diff", "--name-only", forked[0])}
    return new or {*_git("diff", "--name-only", "HEAD~1")}


def above(app: str) -> list[str]:
    """The app and those that may import it."""
    depth = next(depth for depth, layer in enumerate(LAYERS) if app in layer)
    return [name for layer in LAYERS[:depth] for name in layer] + [app]


def chosen(paths: set[str]) -> list[str]:
    """Folders and files of tests for what changed, in the order in which they run."""
    apps: set[str] = set()
    found = set(OF_THE_HOUSE)
    for parts in (Path(path).parts for path in paths):
        if parts[0] == "hemicycle" and any(parts[1] in layer for layer in LAYERS):
            apps |= {*above(parts[1])}
        elif parts[0] == "engine":
            found.add("engine/tests")
            apps |= {name for caller in CALLS_THE_ENGINE for name in above(caller)}
        elif parts[0] == "hemicycle":
            found.add("tests/look")
        elif parts[0] in ("tests", "bench") and len(parts) > 2:
            found.add("/".join(parts[:2]))
        elif parts[0] == "tests" and parts[-1].startswith("test_"):
            found.add("/".join(parts))
    # Those of the house first, then the app that changed, then those above it, the nearest first.
    order = [*sorted(found), *(f"tests/{name}" for layer in reversed(LAYERS) for name in layer if name in apps)]
    return [path for path in order if (ROOT / path).exists()]


def main(arguments: list[str]) -> int:
    bin_ = Path(sys.executable).parent
    static = [subprocess.Popen([bin_ / name, *words], cwd=ROOT) for name, *words in STATIC]
    slow = [f"--deselect={name}" for name in left_out((ROOT / "docs/tests.md").read_text())]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        *slow,
        *arguments,
    ]
    tests = subprocess.run(
        [*command, *chosen(changed())], cwd=ROOT, env=os.environ | {"HEMICYCLE_QUICK": SECONDS}, check=False
    )
    return max(tests.returncode, *(process.wait() for process in static))


def _git(*words: str) -> list[str]:
    run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stdout.split()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
