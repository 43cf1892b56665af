"""Prove the proofs: stick one parameter of the policy at its default, and the test that proves it goes red.

`python -m tests.policy_proofs [NAME …]` does it for each parameter that names a test (`Parameter.test`), and is what
`make explore ARGS="--only policy"` runs. As a plugin of pytest it sticks the one that HEMICYCLE_STUCK names.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import django
import pytest
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parent.parent
STUCK = "HEMICYCLE_STUCK"
DECIDED = "hemicycle.rules.parameters.parameter._decided"


@pytest.fixture(autouse=True)
def _stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    name, decided = os.environ[STUCK], import_string(DECIDED)
    monkeypatch.setattr(DECIDED, lambda asked: {} if asked == name else decided(asked))


def ended(stuck: str, *tests: str) -> int:
    """The exit code of these tests, with a parameter stuck at its default; "" for none."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "tests.policy_proofs",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | {STUCK: stuck}, check=False, capture_output=True
    ).returncode


def main(asked: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    declared = import_string("hemicycle.rules.parameters.PARAMETERS")
    chosen = [one for name, one in sorted(declared.items()) if one.test and (not asked or name in asked)]
    if ended("", *sorted({one.test for one in chosen})) != pytest.ExitCode.OK:
        print("policy: with nothing stuck these tests fail already.", flush=True)
        return 1
    unseen = []
    for one in chosen:
        seen = ended(one.name, one.test) == pytest.ExitCode.TESTS_FAILED
        print(f"{'seen' if seen else 'NOT SEEN'}  {one.name}  {one.test}", flush=True)
        if not seen:
            unseen.append(one.name)
    print(f"policy: {len(chosen) - len(unseen)} of {len(chosen)} parameters are proven.", flush=True)
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
