"""Change one line at a time in a copy of the code and see a test fail: `python -m tests.mutants --seed 7`.

    --seed N        which changes are drawn; the same number draws the same ones (1)
    --areas A B     in which areas (all of AREAS)
    --number N      how many in all, shared out by the areas' sizes (300)
    --seconds N     how long the tests of one mutant may take (40)

The operators are those of mutmut (comparison, boolean, number, string, argument, assignment and so on) and five that it
lacks: a call, a `raise` or a returned value left out, a condition negated, an exception not caught. mutmut's own runner
leaves out every decorated function, which is each of our actions; cosmic-ray has neither operators for arguments, strings
and calls nor a choice of tests per mutant: so the sample and the choice of tests are ours.

The tests of each area run once under coverage.py; a mutant then runs only those that reach its line, in its own area, the
most specific file first. Those that need a server or a browser are left out. A mutant whose tests do not end in three times
the usual time counts as killed. What is not drawn: words for people (translated texts, which tests/test_catalogues.py
holds, and the messages of exceptions), annotations, decorators, and what stands outside functions.
"""

import argparse
import ast
import difflib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any, cast

import libcst
import pytest
from coverage import CoverageData
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = 2
SHARE = 0.85
"""How many of the mutants have to be killed."""
LEAST = 10
"""Of the sample, in each area."""
STARTING_SECONDS = 60

Area = tuple[Sequence[str], Sequence[str]]
# What is changed, and the tests that should see it.
AREAS: dict[str, Area] = {
    "rules": (
        ["hemicycle/rules"],
        [
            "tests/rules",
            "tests/test_egress.py",
            "tests/test_retention.py",
            "tests/conf/test_site_address.py",
            "tests/channels/test_exchange.py",
        ],
    ),
    "accounts": (["hemicycle/accounts"], ["tests/accounts", "tests/look", "tests/test_docs.py"]),
    "desk": (["hemicycle/desk/actions"], ["tests/desk"]),
    "channels": (
        ["hemicycle/channels/jobs/sending.py", "hemicycle/channels/jobs/journal.py"],
        ["tests/channels"],
    ),
    "follow": (["hemicycle/follow/actions"], ["tests/follow"]),
    "listening": (["hemicycle/listening/text/redaction.py", "hemicycle/listening/dossier"], ["tests/listening"]),
    "engine": (["engine/src/hearhear/analyse.py"], ["engine/tests/report", "engine/tests/test_cli.py"]),
}


# ── What is changed ──


@dataclass(frozen=True)
class Mutant:
    path: str
    line: int
    statement: int
    """The line on which its statement begins."""
    source: str
    """The whole file with the change in it."""
    change: str
    """The lines that differ, before and after."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}\n{self.change}"


def _call_left_out(node: libcst.Expr) -> Iterator[libcst.CSTNode]:
    if isinstance(node.value, libcst.Call):
        yield libcst.Pass()


def _raise_left_out(node: libcst.Raise) -> Iterator[libcst.CSTNode]:
    yield libcst.Pass()


def _nothing_returned(node: libcst.Return) -> Iterator[libcst.CSTNode]:
    if node.value is not None and not (isinstance(node.value, libcst.Name) and node.value.value == "None"):
        yield node.with_changes(value=libcst.Name("None"), whitespace_after_return=libcst.SimpleWhitespace(" "))


def _condition_negated(node: libcst.If | libcst.CompIf) -> Iterator[libcst.CSTNode]:
    brackets = {"lpar": [libcst.LeftParen()], "rpar": [libcst.RightParen()]}
    if not (isinstance(node.test, libcst.UnaryOperation) and isinstance(node.test.operator, libcst.Not)):
        negated = libcst.UnaryOperation(libcst.Not(), node.test.with_changes(**brackets))
        yield node.with_changes(test=negated)


def _exception_not_caught(node: libcst.ExceptHandler) -> Iterator[libcst.CSTNode]:
    if node.type is not None:
        yield node.with_changes(type=libcst.Tuple([]), whitespace_after_except=libcst.SimpleWhitespace(" "))


OPERATORS: Sequence[tuple[Any, Any]] = (
    *mutation_operators,
    (libcst.Expr, _call_left_out),
    (libcst.Raise, _raise_left_out),
    (libcst.Return, _nothing_returned),
    (libcst.If | libcst.CompIf, _condition_negated),
    (libcst.ExceptHandler, _exception_not_caught),
)
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


class _Changes(libcst.CSTVisitor):
    """What can be changed within functions: the line and that of its statement, the node, and what it becomes."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[tuple[int, int], libcst.CSTNode, libcst.CSTNode]] = []
        self.depth = self.statement = 0

    def on_visit(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, libcst.Annotation | libcst.Decorator | libcst.Parameters):
            return False
        if isinstance(node, libcst.Call) and isinstance(node.func, libcst.Name) and node.func.value in TRANSLATED:
            return False
        position = self.get_metadata(PositionProvider, node, None)
        if position and isinstance(node, libcst.BaseCompoundStatement | libcst.SimpleStatementLine):
            self.statement = position.start.line
        if self.depth and position:
            place = position.start.line, self.statement
            fitting = [operator for kind, operator in OPERATORS if isinstance(node, kind)]
            self.found += [(place, node, new) for operator in fitting for new in operator(node)]
        self.depth += isinstance(node, libcst.FunctionDef)
        return not isinstance(node, libcst.Raise)

    def on_leave(self, node: libcst.CSTNode) -> None:
        self.depth -= isinstance(node, libcst.FunctionDef)


def mutants(root: Path, path: Path, chance: random.Random) -> Iterator[Callable[[], Mutant | None]]:
    """For each line that can be changed, what makes one of its changes; None where that says the same as before."""
    text = path.read_text()
    module, changes, meaning = libcst.parse_module(text), _Changes(), ast.dump(ast.parse(text))
    MetadataWrapper(module, unsafe_skip_copy=True).visit(changes)
    by_line: dict[tuple[int, int], list[tuple[libcst.CSTNode, libcst.CSTNode]]] = defaultdict(list)
    for place, node, new in changes.found:
        by_line[place].append((node, new))

    def made(place: tuple[int, int], node: libcst.CSTNode, new: libcst.CSTNode) -> Mutant | None:
        source = cast(libcst.Module, module.deep_replace(node, new)).code
        try:
            says_the_same = ast.dump(ast.parse(source)) == meaning
        except SyntaxError:
            return None
        return (
            None if says_the_same else Mutant(str(path.relative_to(root)), *place, source, _difference(text, source))
        )

    for place, possible in by_line.items():
        yield partial(made, place, *chance.choice(possible))


def _difference(before: str, after: str) -> str:
    compared = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(f"    {line}" for line in list(compared)[3:] if not line.startswith("@@"))


def files(root: Path, area: str) -> list[Path]:
    named = [root / name for name in AREAS[area][0]]
    found = [path for place in named for path in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
    return [path for path in found if "migrations" not in path.parts]


def drawn(root: Path, areas: Sequence[str], number: int, seed: int) -> dict[str, list[Mutant]]:
    """The sample: lines are drawn, and one change on each, so that a long call weighs no more than a short one."""
    chance = {area: random.Random(f"{seed}/{area}") for area in areas}
    possible = {
        area: [made for path in files(root, area) for made in mutants(root, path, chance[area])] for area in areas
    }
    size = sum(map(len, possible.values()))
    found = {}
    for area, lines in possible.items():
        chance[area].shuffle(lines)
        different = (mutant for make in lines if (mutant := make()))
        found[area] = list(islice(different, max(LEAST, round(number * len(lines) / size))))
    return found


# ── Which tests reach it ──


@dataclass(frozen=True)
class Reach:
    """`tests`: by path and line, the tests that run it; `seconds`: how long each takes; `breadth`: of how many lines."""

    tests: dict[tuple[str, int], set[str]]
    seconds: dict[str, float]
    breadth: Counter[str]

    def nearest(self, mutant: Mutant, seconds: float) -> list[str]:
        """Those that run its line, then those that run its file, since what is cached is run in one test only; file by
        file, those first that run least besides; as many as the time allows, without those too slow for what is left.
        """
        of_file = set().union(*(found for (path, _), found in self.tests.items() if path == mutant.path))
        of_line = set().union(*(self.tests.get((mutant.path, line), ()) for line in (mutant.line, mutant.statement)))
        narrowest: dict[str, int] = {}
        for test in of_file:
            file = test.partition("::")[0]
            narrowest[file] = min(self.breadth[test], narrowest.get(file, self.breadth[test]))

        def distance(test: str) -> tuple[bool, int, str, int, str]:
            file = test.partition("::")[0]
            return test not in of_line, narrowest[file], file, self.breadth[test], test

        chosen: list[str] = []
        for test in sorted(of_file, key=distance):
            if not chosen or self.seconds.get(test, 0.0) <= seconds:
                chosen.append(test)
                seconds -= self.seconds.get(test, 0.0)
        return chosen


def reach(copy: Path, area: str) -> Reach:
    """Run the tests of the area once, unchanged; they have to pass."""
    _, tests = AREAS[area]
    data, seconds = copy / f".coverage-{area}", copy / f".seconds-{area}"
    folders = sorted({str(path.parent.relative_to(copy)) for path in files(copy, area)})
    words = [
        *(f"--cov={folder}" for folder in folders),
        "--cov-context=test",
        "--cov-report=",
        "--cov-config=/dev/null",
    ]
    run = _pytest(copy, *words, "-p", "tests.mutants", *tests, COVERAGE_FILE=str(data), HEMICYCLE_SECONDS=str(seconds))
    if run:
        said = (copy / ".pytest-output").read_text()[-2_000:]
        raise SystemExit(f"{area}: its tests fail before anything is changed.\n{said}")
    measured = CoverageData(str(data))
    measured.read()
    by_line: dict[tuple[str, int], set[str]] = {}
    for path in files(copy, area):
        name = str(path.relative_to(copy))
        for line, contexts in measured.contexts_by_lineno(str(path)).items():
            by_line[name, line] = {context.rpartition("|")[0] for context in contexts if context}
    return Reach(
        by_line, json.loads(seconds.read_text()), Counter(test for tests in by_line.values() for test in tests)
    )


_SECONDS: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """As a plugin of the run that measures."""
    _SECONDS[report.nodeid] += report.duration


def pytest_sessionfinish() -> None:
    Path(os.environ["HEMICYCLE_SECONDS"]).write_text(json.dumps(_SECONDS))


# ── Running them ──


def copied(folder: Path) -> Path:
    """The checkout as it stands, with what is not committed yet."""
    run = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    kept = [str(path.relative_to(ROOT)) for path in (ROOT / ".pytest_cache" / "databases").glob("*.sqlite3")]
    for name in [*run.stdout.split("\0"), *kept]:
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def _pytest(copy: Path, *words: str, seconds: float | None = None, **environment: str) -> int | None:
    """How pytest ended; None where it did not end in time."""
    given = {
        "PYTHONPATH": f"{copy}:{copy / 'engine/src'}",
        "HEMICYCLE_QUICK": "36000",
        "HEMICYCLE_DATA": os.environ.get("HEMICYCLE_DATA") or str(ROOT.parent / "shared" / "data"),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *words]
    with subprocess.Popen(
        command,
        cwd=copy,
        env=os.environ | given | environment,
        stdout=(copy / ".pytest-output").open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None


def outcome(copy: Path, mutant: Mutant, tests: Sequence[str], seconds: float) -> str:
    """killed, timed out or survived."""
    if not tests:
        return "survived"
    chosen, path = copy / ".chosen", copy / mutant.path
    chosen.write_text("\n".join(tests))
    original = path.read_text()
    path.write_text(mutant.source)
    try:
        code = _pytest(copy, f"@{chosen}", seconds=STARTING_SECONDS + 3 * seconds)
    finally:
        path.write_text(original)
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise SystemExit(f"No test was run for {mutant}")
    return "timed out" if code is None else "killed" if code else "survived"


@dataclass(frozen=True)
class Result:
    area: str
    mutant: Mutant
    tests: int
    outcome: str


def results(areas: Sequence[str], number: int, seed: int, seconds: float) -> Iterator[Result]:
    """Each mutant of the sample, as it ends."""
    with tempfile.TemporaryDirectory(prefix="hemicycle-mutants-") as folder, ThreadPoolExecutor(PROCESSES) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for name in range(PROCESSES):
            copies.put(copied(Path(folder, str(name))))
        sample = drawn(ROOT, areas, number, seed)

        def with_copy(task: Callable[[Path], Any]) -> Any:
            copy = copies.get()
            try:
                return task(copy)
            finally:
                copies.put(copy)

        def measure(area: str) -> Reach:
            return with_copy(lambda copy: reach(copy, area))

        def result(area: str, mutant: Mutant) -> Result:
            tests = reached[area].result().nearest(mutant, seconds)
            how = with_copy(lambda copy: outcome(copy, mutant, tests, seconds))
            return Result(area, mutant, len(tests), how)

        # What is submitted first is begun first: no mutant waits for an area that nobody measures.
        reached = {area: pool.submit(measure, area) for area in areas}
        asked = [pool.submit(result, area, mutant) for area in areas for mutant in sample[area]]
        for future in as_completed(asked):
            yield future.result()


def report(found: Sequence[Result]) -> int:
    """Print the table and the survivors; 1 where too few were killed."""
    console, table = Console(), Table("area", "drawn", "killed", "timed out", "survived", "share")
    for area in [*dict.fromkeys(result.area for result in found), "all"]:
        counted = Counter(result.outcome for result in found if area in (result.area, "all"))
        drawn_ = counted.total()
        share = 1 - counted["survived"] / drawn_
        table.add_row(
            area,
            str(drawn_),
            str(counted["killed"]),
            str(counted["timed out"]),
            str(counted["survived"]),
            f"{share:.0%}",
        )
    survivors = [result for result in found if result.outcome == "survived"]
    for result in survivors:
        console.print(f"{result.mutant}\n    ({result.tests} tests)", markup=False, highlight=False, soft_wrap=True)
    console.print(table)
    return int(len(survivors) > (1 - SHARE) * len(found))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--areas", nargs="+", choices=AREAS, default=list(AREAS))
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=40)
    asked = parser.parse_args(arguments)
    found = []
    for result in results(asked.areas, asked.number, asked.seed, asked.seconds):
        sys.stdout.write(f"{result.outcome}: {result.mutant.path}:{result.mutant.line}\n")
        sys.stdout.flush()
        found.append(result)
    order = {area: place for place, area in enumerate(asked.areas)}
    return report(sorted(found, key=lambda result: (order[result.area], result.mutant.path, result.mutant.line)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
