"""Each parameter with its value in force, the code that obeys it and the test that proves it; and what is missing."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hemicycle.rules.errors import BadParameter
from hemicycle.rules.parameters import PARAMETERS, DecidedBy, Parameter, in_force

from .source import ROOT, Reading, readings


@dataclass(frozen=True)
class Enforcement:
    parameter: Parameter
    read_at: tuple[Reading, ...]

    @property
    def files(self) -> list[str]:
        return sorted({one.file for one in self.read_at})

    @property
    def value(self) -> Any:
        """In force now; None where what is stored is none that it may have."""
        try:
            return in_force(self.parameter.name)
        except BadParameter:
            return None


@dataclass(frozen=True)
class Fault:
    """`of`: the name of a parameter, or of what is none; "" where it could not be told which is read."""

    of: str
    text: str

    def __str__(self) -> str:
        return f"{self.of}: {self.text}" if self.of else self.text


def enforcements(declared: Mapping[str, Parameter] = PARAMETERS) -> list[Enforcement]:
    """Every parameter, by name."""
    by_name: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings():
        by_name[reading.name].append(reading)
    return [Enforcement(one, tuple(by_name[name])) for name, one in sorted(declared.items())]


def faults(
    declared: Mapping[str, Parameter] = PARAMETERS, read: Iterable[Reading] | None = None, root: Path = ROOT
) -> list[Fault]:
    """What is missing on either side: code that obeys a parameter, the parameter that code reads, a test of it."""
    found = []
    places = readings() if read is None else tuple(read)
    for reading in places:
        if not reading.name:
            found.append(Fault("", f"{reading} reads a parameter whose name cannot be told from the source"))
        elif reading.name not in declared:
            found.append(Fault(reading.name, f"{reading} reads it, and it is no parameter"))
    is_read = {one.name for one in places}
    for name, parameter in sorted(declared.items()):
        if name not in is_read:
            found.append(Fault(name, "nothing reads it"))
        if parameter.decided_by is DecidedBy.POLICY and (lack := _lack_of_proof(parameter, root)):
            found.append(Fault(name, lack))
    return found


def has_tests(root: Path = ROOT) -> bool:
    """Whether this is the source with its tests, and not an installed package."""
    return (root / "tests" / "governance").is_dir()


def _lack_of_proof(parameter: Parameter, root: Path) -> str:
    """What is wrong with its test, in words; "" where nothing is, or where no tests came with the program."""
    if not parameter.test:
        return "it names no test that proves it"
    file, _, name = parameter.test.partition("::")
    if not has_tests(root):
        return ""
    test = _functions(root / file).get(name)
    if test is None:
        return f"there is no test {parameter.test}"
    return "" if parameter.name in test else f"the test {parameter.test} does not mention it"


@cache
def _functions(file: Path) -> dict[str, str]:
    """The source of each function of a file, with that of the functions and fixtures of the file that it uses."""
    if not file.is_file():
        return {}
    nodes = {one.name: one for one in ast.parse(file.read_text()).body if isinstance(one, ast.FunctionDef)}
    source = {name: ast.unparse(node) for name, node in nodes.items()}
    return {name: "\n".join((source[name], *(source[one] for one in _used(nodes[name], source)))) for name in nodes}


def _used(function: ast.FunctionDef, known: Iterable[str]) -> list[str]:
    """Which of the known names a function calls, or is given by pytest."""
    named = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    given = {argument.arg for argument in function.args.args}
    return sorted((named | given) & set(known))
