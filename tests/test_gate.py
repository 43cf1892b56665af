"""The rules by which the tests themselves are run: what is chosen, what is left out, what is changed to see a test fail."""

import ast

from tests import mutants, page, quick
from tests.gate import PARTS, covering, part_of


def test_a_covering_meets_every_row_and_every_column_and_few_pairs() -> None:
    pairs = covering("abcdefg", range(3))
    assert {row for row, _ in pairs} == set("abcdefg") and {column for _, column in pairs} == {0, 1, 2}
    assert len(pairs) == 7


def test_every_test_belongs_to_one_part() -> None:
    assert part_of("tests/verification/test_faults.py::test_x") == "servers"
    assert part_of("tests/site/test_record.py::test_x") == "browser"
    assert part_of("engine/tests/test_cli.py::test_x") == PARTS[-1][0]


def test_what_stands_above_an_app_is_read_from_its_layers() -> None:
    assert quick.above("checks") == ["conf", "demo", "site", "desk", "listening", "follow", "checks"]
    assert quick.above("rules")[-1] == "rules" and len(quick.above("rules")) == sum(map(len, quick.LAYERS))


def test_a_change_chooses_the_tests_of_its_app_and_of_those_above() -> None:
    assert "tests/record" in quick.chosen({"hemicycle/rules/audit.py"})
    assert "tests/rules" not in quick.chosen({"hemicycle/desk/forms.py"})
    assert {"engine/tests", "tests/listening", "tests/desk"} <= set(quick.chosen({"engine/src/hearhear/cli.py"}))


def test_the_page_of_the_tests_says_what_quick_leaves_out() -> None:
    slow = {"tests/x/test_a.py::test_1": {"setup": 3.0, "call": 4.0}, "tests/x/test_a.py::test_2": {"call": 0.1}}
    assert page.left_out(page.page(slow)) == ["tests/x/test_a.py::test_1", "tests/x/test_a.py"]


def test_a_mutant_is_one_line_that_says_something_else_and_still_compiles() -> None:
    found = mutants.drawn(mutants.ROOT, "rules", 20, seed=1)
    assert found == mutants.drawn(mutants.ROOT, "rules", 20, seed=1)
    for mutant in found:
        assert mutant.before != mutant.after
        assert ast.parse(mutant.source)
