"""docs/checks.md prints what the checks do today on the labelled announcements."""

import checks_accuracy as bench


def test_the_page_prints_todays_figures_and_blocking_checks_are_hardly_ever_wrong() -> None:
    measured = bench.measured()
    assert bench.page(measured) in bench.PAGE.read_text("utf-8"), "run python bench/checks_accuracy.py"
    counts = [count for part in measured.values() for count in part.values()]
    right, wrong = (
        sum(getattr(one, what)[c] for one in counts for c in bench.BLOCKING) for what in ("right", "wrong")
    )
    assert right / (right + wrong) >= 0.95
