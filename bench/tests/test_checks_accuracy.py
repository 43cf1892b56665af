"""docs/checks.md prints what the checks do today on the development set."""

import checks_accuracy as bench
import pytest


@pytest.fixture(scope="module")
def counts() -> dict[str, bench.Count]:
    return bench.measure(bench.development())


def test_the_page_prints_todays_figures(counts: dict[str, bench.Count]) -> None:
    assert bench.page(counts) in bench.PAGE.read_text("utf-8"), "run python bench/checks_accuracy.py"


def test_what_blocks_is_hardly_ever_wrong_and_what_advises_is_seldom(counts: dict[str, bench.Count]) -> None:
    blocking = {name for name in bench.checks.CHECKS if name in bench.BLOCKING}
    for group, target in ((blocking, 0.95), (set(bench.checks.CHECKS) - blocking, 0.7)):
        right, wrong = (
            sum(getattr(one, what)[c] for one in counts.values() for c in group) for what in ("right", "wrong")
        )
        assert right / (right + wrong) >= target


def test_the_development_set_is_small() -> None:
    """A set that rules are written on says how they were made, not how good they are."""
    for file in bench.development():
        assert len(bench.examples([file])) <= 40
