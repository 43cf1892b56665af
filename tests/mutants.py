"""Small mistakes put into a copy of the code, one at a time, to see a test fail: `python -m tests.mutants --seed 7`.

    --seed N      which mistakes are drawn; the same number draws the same ones (1)
    --apps A B    in which apps (all, and the engine)
    --number N    how many in each (3)

A mistake turns a comparison or a condition round, moves a number by one, or leaves a call or an answer out (the
operators of mutation testing: Jia and Harman, An Analysis and Survey of the Development of Mutation Testing, 2011). One
that no test of its app sees is printed with its line: a test is missing there, or the line is not needed.
"""

import argparse
import ast
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from tests.quick import LAYERS

ROOT = Path(__file__).resolve().parent.parent
ENGINE = "engine"
APPS = [*(name for layer in LAYERS for name in layer), ENGINE]
OPPOSITES = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    path: str
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}\n    - {self.before}\n    + {self.after}"


def mutated(node: ast.AST) -> ast.AST | None:
    """The node with one mistake in it; none where it has no place for one."""
    match node:
        case ast.Compare(ops=[one]) if type(one) in OPPOSITES:
            return ast.Compare(node.left, [OPPOSITES[type(one)]()], node.comparators)
        case ast.BoolOp(op=ast.And()):
            return ast.BoolOp(ast.Or(), node.values)
        case ast.BoolOp(op=ast.Or()):
            return ast.BoolOp(ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            return node.operand
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return ast.Constant(number + 1)
        case ast.Expr(value=ast.Call()):
            return ast.Pass()
        case ast.Return(value=ast.expr() as answer) if ast.unparse(answer) != "None":
            return ast.Return(ast.Constant(None))
    return None


def statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Those within functions: what stands outside declares, and a wrong declaration stops the start."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            yield from (
                node for node in ast.walk(function) if isinstance(node, ast.stmt) and not hasattr(node, "body")
            )


def mutants(root: Path, path: Path) -> Iterator[Mutant]:
    text = path.read_text()
    lines = text.splitlines(keepends=True)
    for statement in statements(ast.parse(text)):
        end = statement.end_lineno or statement.lineno
        for number, node in enumerate(ast.walk(statement)):
            changed = deepcopy(statement)
            there = list(ast.walk(changed))[number]
            mistake = mutated(there)
            if mistake is None:
                continue
            changed = mistake if node is statement else _Put(there, mistake).visit(changed)  # type: ignore[assignment]
            after = ast.unparse(ast.fix_missing_locations(changed))
            indent = " " * statement.col_offset
            written = "".join(f"{indent}{line}\n" for line in after.splitlines())
            source = "".join([*lines[: statement.lineno - 1], written, *lines[end:]])
            before = ast.unparse(statement)
            yield Mutant(str(path.relative_to(root)), statement.lineno, before, after, source)


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def drawn(root: Path, app: str, number: int, seed: int) -> list[Mutant]:
    folder = root / "engine" / "src" if app == ENGINE else root / "hemicycle" / app
    files = [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]
    chance = random.Random(f"{seed}/{app}")
    found: list[Mutant] = []
    while len(found) < number:
        if there := list(mutants(root, chance.choice(files))):
            found.append(chance.choice(there))
    return found


def is_seen(copy: Path, mutant: Mutant, app: str) -> bool:
    """Whether a test of the app fails while the mistake is in the copy."""
    path, tests = copy / mutant.path, "engine/tests" if app == ENGINE else f"tests/{app}"
    original = path.read_text()
    path.write_text(mutant.source)
    try:
        environment = os.environ | {"PYTHONPATH": f"{copy}:{copy / 'engine/src'}"}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", tests]
        run = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)
        return run.returncode != 0
    finally:
        path.write_text(original)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--apps", nargs="+", choices=APPS, default=APPS)
    parser.add_argument("--number", type=int, default=3)
    asked = parser.parse_args(arguments)
    survived = []
    with tempfile.TemporaryDirectory(prefix="hemicycle-mutants-") as folder:
        copy = Path(folder) / "checkout"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", copy], cwd=ROOT, check=True)
        try:
            for app in asked.apps:
                for mutant in drawn(copy, app, asked.number, asked.seed):
                    seen = is_seen(copy, mutant, app)
                    sys.stdout.write(f"{'seen' if seen else 'NOT SEEN'}: {mutant}\n")
                    survived += [] if seen else [mutant]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", copy], cwd=ROOT, check=True)
    sys.stdout.write(f"{len(survived)} mistakes were seen by no test; --seed {asked.seed} draws them again.\n")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
