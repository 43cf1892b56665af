"""Leave one egress point open, and see its refusal test fail: a refusal that cannot fail proves nothing.

    python -m tests.open_gate [--only APP …]                                    every one that is registered, in turn
    python -m pytest -p tests.open_gate --open-egress "record:feed" TEST        one

Left open means that the gate allows everything there, and that what keeps rows back before the gate is asked lets them
through (BEFORE_THE_GATE): the test has to fail then.
"""

import argparse
import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from hemicycle.rules import egress, gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.egress import EgressPoint

ROOT = Path(__file__).resolve().parent.parent
MODELS = "hemicycle.record.models"


def _every_classification(person: object) -> list[Classification]:
    return list(Classification)


def _all(rows: Any) -> Any:
    return rows.all()


def _ever_released(rows: Any) -> Any:
    return rows.exclude(released_at=None)


def _everybody(*_asked: object) -> bool:
    return True


def _every_entry(offices: object) -> Any:
    return apps.get_model("rules", "AuditEntry").objects.all()


def _somebodys(key: str) -> Any:
    return apps.get_model("channels", "Contact").objects.first()


Lock = tuple[str, str, Callable[..., Any]]
_RECORD: list[Lock] = [
    (f"{MODELS}.rows", "readable", _every_classification),
    (f"{MODELS}.speeches", "readable", _every_classification),
    (f"{MODELS}.votes", "readable", _every_classification),
    ("hemicycle.record.feeds.news", "readable", _every_classification),
]
_DESK: list[Lock] = [("hemicycle.desk.models.announcement", "AnnouncementQuerySet.public", _ever_released)]
_LISTENING: list[Lock] = [
    ("hemicycle.listening.models.dossier", "DossierQuerySet.public", _all),
    ("hemicycle.listening.models.dossier", "DossierQuerySet.released", _all),
]
# What stands before the gate, or in its place, at each egress point: module, name in it, and what stands there while it
# is left open.
BEFORE_THE_GATE: dict[tuple[str, EgressPoint], list[Lock]] = {
    ("accounts", EgressPoint.EXPORT): [
        ("hemicycle.accounts.audit_log.asking", "readable_in", _every_entry),
    ],
    ("cases", EgressPoint.EXPORT): [
        ("hemicycle.cases.models.threat", "ThreatReportQuerySet.open_to", lambda rows, person: rows.all()),
        ("hemicycle.accounts.permissions", "Permission.admits", _everybody),
    ],
    ("channels", EgressPoint.EXPORT): [
        ("hemicycle.channels.models.outbound", "OutboundQuerySet.visible_to", lambda rows, person: rows.all()),
        ("hemicycle.accounts.permissions", "Permission.admits", _everybody),
    ],
    ("desk", EgressPoint.EXPORT): [
        ("hemicycle.desk.models.announcement", "AnnouncementQuerySet.visible_to", lambda rows, person: rows.all()),
        ("hemicycle.accounts.permissions", "Permission.admits", _everybody),
    ],
    ("governance", EgressPoint.EXPORT): [
        ("hemicycle.governance.models.policy", "PolicyQuerySet.visible_to", lambda rows, person: rows.all()),
    ],
    **{("desk", point): _DESK for point in (EgressPoint.PAGE, EgressPoint.FEED, EgressPoint.API)},
    **{("listening", point): _LISTENING for point in EgressPoint},
    **{("record", point): _RECORD for point in EgressPoint},
    ("record", EgressPoint.EXPORT): [
        *_RECORD,
        ("hemicycle.record.exporters.public_rows", "public", lambda model: model._default_manager.all()),
    ],
    **{("site", point): _RECORD for point in EgressPoint},
    ("site", EgressPoint.EXPORT): [("hemicycle.site.following.own", "opened", _somebodys)],
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--open-egress", required=True, metavar="APP:POINT")


def pytest_collection_finish(session: pytest.Session) -> None:
    app, _, point = session.config.getoption("--open-egress").partition(":")
    for module, name, instead in BEFORE_THE_GATE.get((app, EgressPoint(point)), []):
        owner: Any = importlib.import_module(module)
        *path, last = name.split(".")
        for part in path:
            owner = getattr(owner, part)
        setattr(owner, last, instead)
    _open(EgressPoint(point))


def _open(opened: EgressPoint) -> None:
    allowed = gate.allowed

    def left_open(thing: Any, *, via: EgressPoint, to: object) -> bool:
        return via is opened or allowed(thing, via=via, to=to)

    gate.allowed = left_open


def passes(app: str, point: EgressPoint, test: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.open_gate", "--open-egress", f"{app}:{point}"]
    done = subprocess.run([*command, test], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise SystemExit(f"{test} could not be run:\n{done.stdout}{done.stderr}")
    return done.returncode == 0


def troubles(chosen: list[str]) -> list[str]:
    """One line for each refusal test that passes with everything open."""
    found = []
    for (app, point), test in sorted(egress.EGRESS.items()):
        if chosen and app not in chosen:
            continue
        sys.stdout.write(f"{app}, {point}: {test}\n")
        sys.stdout.flush()
        if passes(app, point, test):
            found.append(f"{app}, {point} was left open, and this test passed: {test}")
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="APP")
    found = troubles(parser.parse_args(arguments).only)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return int(bool(found))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    importlib.import_module("django").setup()
    sys.exit(main(sys.argv[1:]))
