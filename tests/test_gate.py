"""The rules by which the tests themselves are run: what is chosen, what is left out, what is changed to see a test fail."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests import mutants, page, quick
from tests.conf.installation import ROOT
from tests.gate import PARTS, covering, part_of


def test_a_covering_meets_every_row_and_every_column_and_few_pairs() -> None:
    pairs = covering("abcdefg", range(3))
    assert {row for row, _ in pairs} == set("abcdefg") and {column for _, column in pairs} == {0, 1, 2}
    assert len(pairs) == 7


def test_every_test_belongs_to_one_part() -> None:
    assert part_of("tests/verification/test_faults.py::test_x") == "servers"
    assert part_of("tests/site/test_record.py::test_x") == "browser"
    assert part_of("engine/tests/test_cli.py::test_x") == "servers"
    assert part_of("tests/cases/test_threats.py::test_x") == PARTS[-1][0]


def run_of(folder: Path) -> subprocess.CompletedProcess[str]:
    """The tests of this folder in a process of their own, by the rules of the gate."""
    options = ["-p", "tests.gate", "-p", "no:django", "-p", "no:cacheprovider", "-p", "no:randomly", "-n", "1"]
    command = [sys.executable, "-m", "pytest", *options, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_test_that_hangs_is_ended_with_its_stacks_and_the_others_go_on(tmp_path: Path) -> None:
    hangs = "import time\n\n\ndef test_hangs():\n    time.sleep(60)\n\n\ndef test_goes_on():\n    pass\n"
    (tmp_path / "test_it.py").write_text(hangs)
    (tmp_path / "pytest.ini").write_text("[pytest]\ntimeout = 1\ntimeout_method = thread\n")
    ended = run_of(tmp_path)
    assert "1 failed, 1 passed" in ended.stdout
    assert "time.sleep(60)" in ended.stderr


DEAD = """
from tests.gate import PEERS

class Dead:
    name = "Server"

    def has_died(self):
        return True

    def start_afresh(self):
        raise OSError("no port is left")

def test_loses_it():
    PEERS["Server"] = Dead()
    assert False

def test_goes_on():
    pass
"""


def test_a_peer_that_does_not_come_back_fails_one_test_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(DEAD)
    ended = run_of(tmp_path)
    assert "1 failed, 1 passed" in ended.stdout
    assert "could not be started afresh" in ended.stdout and "OSError: no port is left" in ended.stdout


def test_what_stands_above_an_app_is_read_from_its_layers() -> None:
    assert quick.above("checks") == [
        "conf",
        "demo",
        "site",
        "governance",
        "cases",
        "desk",
        "listening",
        "follow",
        "checks",
    ]
    assert quick.above("rules")[-1] == "rules" and len(quick.above("rules")) == sum(map(len, quick.LAYERS))


def test_a_change_chooses_the_tests_of_its_app_and_of_those_above() -> None:
    assert "tests/record" in quick.chosen({"hemicycle/rules/audit.py"})
    assert "tests/rules" not in quick.chosen({"hemicycle/desk/urls.py"})
    assert {"engine/tests", "tests/listening", "tests/desk"} <= set(quick.chosen({"engine/src/hearhear/cli.py"}))


def test_the_page_of_the_tests_says_what_quick_leaves_out() -> None:
    slow = {"tests/x/test_a.py::test_1": {"setup": 3.0, "call": 4.0}, "tests/x/test_a.py::test_2": {"call": 0.1}}
    assert page.left_out(page.page(slow)) == ["tests/x/test_a.py::test_1", "tests/x/test_a.py"]


def changed(tmp_path: Path, code: str) -> set[str]:
    """Everything that can become of these lines, each as the lines that differ."""
    path = tmp_path / "code.py"
    path.write_text(code)
    drawn = (mutants.mutants(tmp_path, path, Random(number)) for number in range(200))
    return {" ".join(mutant.change.split()) for each in drawn for make in each if (mutant := make())}


def test_a_sample_of_mutants_is_the_same_for_the_same_seed_and_each_still_compiles() -> None:
    def sample(seed: int) -> dict[str, list[mutants.Mutant]]:
        return mutants.drawn(mutants.ROOT, ["channels", "engine"], 1, seed)

    found = sample(1)
    assert found == sample(1) != sample(2)
    assert len(found["channels"]) == len(found["engine"]) == mutants.LEAST
    for mutant in (*found["channels"], *found["engine"]):
        assert ast.parse(mutant.source)
        assert mutant.change.split()[0] == "-" and mutant.line >= mutant.statement


def test_every_area_of_mutants_and_its_tests_are_where_the_list_says() -> None:
    listed = [name for area in mutants.AREAS.values() for names in area for name in names]
    assert not [name for name in listed if not (mutants.ROOT / name).exists()]


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("f(a)", {"- f(a) + pass", "- f(a) + f(None)"}),
        ("return a", {"- return a + return None"}),
        ("return a < 3", {"- return a < 3 + return a <= 3", "- return a < 3 + return a < 4", "- return a < 3 + return None"}),
        ("raise E('said')", {"- raise E('said') + pass"}),
        ("raise E(_('said'))", {"- raise E(_('said')) + pass"}),
        ("x: int = _('said')", {"- x: int = _('said') + x: int = None"}),
    ],
)  # fmt: skip
def test_a_line_is_changed_in_every_way_that_a_test_should_see(tmp_path: Path, line: str, becomes: set[str]) -> None:
    assert changed(tmp_path, f"def f(a=1):\n    {line}\n") == becomes


def test_conditions_and_what_is_caught_are_changed_and_declarations_are_not(tmp_path: Path) -> None:
    code = "LIMIT = 3\n\n@decorated(1)\ndef f():\n    try:\n        if a: b\n    except E: c\n"
    assert changed(tmp_path, code) == {"- if a: b + if not (a): b", "- except E: c + except (): c"}


def test_a_mutant_meets_the_tests_of_its_line_first_and_of_those_the_most_specific() -> None:
    tests = {
        ("a.py", 1): {"t/broad.py::x", "t/narrow.py::y"},
        ("a.py", 2): {"t/broad.py::x"},
        ("a.py", 3): {"t/late.py::z"},
    }
    reach = mutants.Reach(
        tests, {"t/broad.py::x": 9.0}, Counter({"t/broad.py::x": 2, "t/narrow.py::y": 1, "t/late.py::z": 1})
    )
    mutant = mutants.Mutant("a.py", 1, 1, "", "")
    assert reach.nearest(mutant, 60) == ["t/narrow.py::y", "t/broad.py::x", "t/late.py::z"]
    # What is too slow for the time that is left is passed over.
    assert reach.nearest(mutant, 1) == ["t/narrow.py::y", "t/late.py::z"]


@pytest.mark.parametrize(("survived", "ended"), [(3, 0), (4, 1)])
def test_too_many_survivors_are_a_failure_and_each_is_listed(survived: int, ended: int, capsys) -> None:
    def result(number: int, outcome: str) -> mutants.Result:
        return mutants.Result("rules", mutants.Mutant("a.py", number, number, "", f"    - {number}"), 1, outcome)

    found = [result(number, "survived") for number in range(survived)]
    assert mutants.report([*found, *(result(number, "killed") for number in range(survived, 20))]) == ended
    said = capsys.readouterr().out
    assert [f"a.py:{number}" in said for number in range(20)] == [number < survived for number in range(20)]
