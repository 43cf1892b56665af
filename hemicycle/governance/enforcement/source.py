"""Where the code reads which parameter, found in its syntax trees; nothing is run.

Followed are `in_force("name")`, `in_force(CONSTANT)` through imports, names that a loop or a choice of two gives, and
retention rules whose `keeps` is the name of a parameter. A name that is put together is declared in PUT_TOGETHER.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import hemicycle

PACKAGE = Path(hemicycle.__file__).parent
ROOT = PACKAGE.parent
PARAMETERS = "hemicycle.rules.parameters"
# What declares parameters, and the function that reads one for whoever asks.
DECLARING = "hemicycle/rules/parameters/"
# An invented parliament, and what shows every value: nothing is enforced by them.
LEFT_OUT = ("hemicycle/demo/", "hemicycle/governance/enforcement/", "hemicycle/governance/presenters/", DECLARING)
PUT_TOGETHER: dict[str, tuple[str, ...]] = {
    "{}_freezes": ("election_freezes", "dissolution_freezes", "mourning_freezes"),
}
"""By the form of an f-string, what it may give."""
SHOWING_ALL = frozenset({"hemicycle/governance/forms/overrides.py", "hemicycle/site/policy/pages.py"})
"""What shows whichever parameter a person chose, or all of them: a name that cannot be told is none here."""
FUNCTIONS = (ast.FunctionDef, ast.Lambda)
LOOPS = (ast.For, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
BY_ITS_RULES = ("hemicycle/rules/retention.py", "self.keeps")
"""Read for each retention rule: the declaration of the rule counts."""


@dataclass(frozen=True, order=True)
class Reading:
    """`name` is "" where it could not be told which parameter is read."""

    name: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass
class Module:
    """`names`: what each name is bound to by an import, as module and name in it; `values`: what is assigned."""

    file: str
    dotted: str
    tree: ast.Module
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    values: dict[str, ast.expr] = field(default_factory=dict)


@cache
def readings() -> tuple[Reading, ...]:
    """Every place that reads a parameter, in order."""
    modules = {one.dotted: one for one in _modules()}
    found: set[Reading] = set()
    for module in modules.values():
        if not any(part in module.file for part in LEFT_OUT):
            found.update(_Reader(module, modules).readings())
    return tuple(sorted(found))


def _modules() -> Iterator[Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(ROOT)
        parts = file.with_suffix("").parts
        is_package = parts[-1] == "__init__"
        package = parts[:-1]
        module = Module(file.as_posix(), ".".join(package if is_package else parts), ast.parse(path.read_text()))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom):
                source = _source_of(node, package)
                module.names |= {one.asname or one.name: (source, one.name) for one in node.names}
        for statement in module.tree.body:
            module.values.update(_assigned(statement))
        yield module


def _source_of(node: ast.ImportFrom, package: Sequence[str]) -> str:
    above = package[: len(package) - node.level + 1] if node.level else ()
    return ".".join((*above, *((node.module,) if node.module else ())))


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement gives a value, each with it; those of several at once one by one."""
    if isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value
    for target in node.targets if isinstance(node, ast.Assign) else ():
        if isinstance(target, ast.Name):
            yield target.id, node.value  # type: ignore[attr-defined]
        elif isinstance(target, ast.Tuple) and isinstance(value := node.value, ast.Tuple):  # type: ignore[attr-defined]
            pairs = zip(target.elts, value.elts, strict=False)
            yield from ((one.id, each) for one, each in pairs if isinstance(one, ast.Name))


class _Reader:
    """Finds the readings of one module; the others are asked for the constants that it imports."""

    def __init__(self, module: Module, modules: dict[str, Module]) -> None:
        self.module, self.modules = module, modules

    def readings(self) -> Iterator[Reading]:
        yield from self._within(self.module.tree, ())

    def _within(self, node: ast.AST, scopes: tuple[ast.AST, ...]) -> Iterator[Reading]:
        """`scopes`: the functions and loops around it, the innermost first."""
        if isinstance(node, FUNCTIONS + LOOPS):
            scopes = (node, *scopes)
        if isinstance(node, ast.Call):
            yield from self._of_call(node, scopes)
        for child in ast.iter_child_nodes(node):
            yield from self._within(child, scopes)

    def _of_call(self, call: ast.Call, scopes: tuple[ast.AST, ...]) -> Iterator[Reading]:
        if self._reads(call.func) and call.args:
            argument = call.args[0]
            if (self.module.file, ast.unparse(argument)) == BY_ITS_RULES:
                return
            unknown = set() if self.module.file in SHOWING_ALL else {""}
            names = self._words(argument, scopes) or unknown
        elif ast.unparse(call.func) in ("retention.register", "register") and (keeps := _keyword(call, "keeps")):
            names = self._words(keeps, scopes)
        else:
            return
        yield from (Reading(name, self.module.file, call.lineno) for name in names)

    def _reads(self, function: ast.expr) -> bool:
        if isinstance(function, ast.Name):
            source, name = self.module.names.get(function.id, ("", ""))
            return name == "in_force" and source.startswith(PARAMETERS)
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            return function.attr == "in_force" and ".".join(self.module.names.get(function.value.id, ())) == PARAMETERS
        return False

    def _words(self, node: ast.expr, scopes: tuple[ast.AST, ...]) -> set[str]:
        """Every word that an expression may be; none where that cannot be told."""
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else set()
        if isinstance(node, ast.IfExp):
            return self._words(node.body, scopes) | self._words(node.orelse, scopes)
        if isinstance(node, ast.JoinedStr):
            form = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            return set(PUT_TOGETHER.get(form, ()))
        if isinstance(node, ast.Name):
            return self._of_name(node.id, scopes)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            imported = ".".join(self.module.names.get(node.value.id, ()))
            return self._imported(imported, node.attr)
        return set()

    def _of_name(self, name: str, scopes: tuple[ast.AST, ...]) -> set[str]:
        for scope in scopes:
            local = [self._iterated(each, scopes) for each in _looped_over(scope, name)]
            if isinstance(scope, FUNCTIONS):
                local += [self._words(value, scopes) for value in _values_in(scope, name)]
            if local:
                return set().union(*local) if all(local) else set()
        if name in self.module.values:
            return self._words(self.module.values[name], ())
        return self._imported(*self.module.names.get(name, ("", "")))

    def _imported(self, module: str, name: str) -> set[str]:
        other = self.modules.get(module)
        return _Reader(other, self.modules)._of_name(name, ()) if other else set()

    def _iterated(self, node: ast.expr, scopes: tuple[ast.AST, ...]) -> set[str]:
        """The words that a loop over an expression gives; of a dictionary its keys."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "keys"):
            node = node.func.value
        if isinstance(node, ast.BinOp):
            return self._iterated(node.left, scopes) | self._iterated(node.right, scopes)
        if isinstance(node, ast.Name) and node.id in self.module.values:
            node = self.module.values[node.id]
        parts = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        words = [self._words(part, scopes) for part in parts if part is not None]
        return set().union(*words) if all(words) else set()


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None)


def _values_in(scope: ast.AST, name: str) -> list[ast.expr]:
    return [value for node in ast.walk(scope) for bound, value in _assigned(node) if bound == name]


def _looped_over(scope: ast.AST, name: str) -> list[ast.expr]:
    """What a loop goes over for a name, which is the first of its pair or stands alone."""
    found = []
    for loop in [scope] if isinstance(scope, ast.For) else getattr(scope, "generators", []):
        target = loop.target.elts[0] if isinstance(loop.target, ast.Tuple) else loop.target
        if isinstance(target, ast.Name) and target.id == name:
            found.append(loop.iter)
    return found
