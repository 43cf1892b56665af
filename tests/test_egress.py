"""An egress point that is used without a test in which it refuses fails the build. That each fails where
the gate is left open, `make explore` sees (tests/open_gate.py)."""

import ast
import re
from pathlib import Path

import pytest

from hemicycle.rules.egress import EGRESS, EgressPoint

ROOT = Path(__file__).resolve().parent.parent


def egress_used() -> set[tuple[str, EgressPoint]]:
    """(app, egress point) for every mention of one in the code, except where it is registered."""
    used: set[tuple[str, EgressPoint]] = set()
    for path in (ROOT / "hemicycle").rglob("*.py"):
        app = path.relative_to(ROOT / "hemicycle").parts[0]
        if app != "rules" and path.name != "registers.py":
            used |= {(app, EgressPoint[name]) for name in re.findall(r"\bEgressPoint\.([A-Z_]+)", path.read_text())}
    return used


def test_every_egress_point_in_use_was_registered_by_its_app() -> None:
    assert not egress_used() - EGRESS.keys()


FILES = re.compile(r"\b(?:FileResponse|file_answer)\(|\"Content-Disposition\"\] = ")


def test_every_app_that_gives_out_files_has_opened_the_egress_point_for_them() -> None:
    sources = [path for path in (ROOT / "hemicycle").rglob("*.py") if "/adapters/" not in str(path)]
    giving = {path.relative_to(ROOT / "hemicycle").parts[0] for path in sources if FILES.search(path.read_text())}
    assert giving == {app for app, point in EGRESS if point is EgressPoint.EXPORT}


@pytest.mark.parametrize(("opening", "address"), EGRESS.items(), ids=str)
def test_every_egress_point_names_a_refusal_test_that_exists(opening: tuple[str, EgressPoint], address: str) -> None:
    file, _, name = address.partition("::")
    tree = ast.parse((ROOT / file).read_text())
    (test,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    assert any(isinstance(node, ast.Assert) for node in ast.walk(test))
