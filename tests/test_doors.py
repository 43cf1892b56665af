"""A door that is used without a test in which it refuses fails the build."""

import ast
import re
from pathlib import Path

import pytest

from hemicycle.rules.doors import OPENINGS, Door

ROOT = Path(__file__).resolve().parent.parent


def doors_used() -> set[tuple[str, Door]]:
    """(app, door) for every mention of a door in the code, but where it is opened."""
    used: set[tuple[str, Door]] = set()
    for path in (ROOT / "hemicycle").rglob("*.py"):
        app = path.relative_to(ROOT / "hemicycle").parts[0]
        if app != "rules" and path.name != "registers.py":
            used |= {(app, Door[name]) for name in re.findall(r"\bDoor\.([A-Z_]+)", path.read_text())}
    return used


def test_every_door_in_use_was_opened_by_its_app() -> None:
    assert not doors_used() - OPENINGS.keys()


@pytest.mark.parametrize(("opening", "address"), OPENINGS.items(), ids=str)
def test_every_open_door_names_a_refusal_test_that_exists(opening: tuple[str, Door], address: str) -> None:
    file, _, name = address.partition("::")
    tree = ast.parse((ROOT / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
