"""What a table hides cannot be worked out: not from the cells it shows, nor from its totals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from hemicycle.listening.actions.crossing.disclosure import fixed_cells, hidden_cells
from hemicycle.listening.models.stratum import FEWEST

Table = list[list[int]]

# Few are above five, so that most tables have something to hide.
COUNTS = st.one_of(st.integers(0, FEWEST - 1), st.integers(0, 12))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """At least five behind each row and column, as groups and values of fewer have none."""
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    table = [[draw(COUNTS) for _ in range(columns)] for _ in range(rows)]
    for at in range(max(rows, columns)):
        table[at % rows][at % columns] += FEWEST
    return table


@given(tables())
def test_what_is_hidden_has_more_than_one_possible_count(table: Table) -> None:
    hidden = hidden_cells(table)

    assert {cell for cell in hidden if _least_and_most(table, hidden, cell)} == hidden


@given(tables())
def test_every_cell_below_five_is_hidden_and_never_alone(table: Table) -> None:
    hidden = hidden_cells(table)

    assert {(r, c) for r, row in enumerate(table) for c, n in enumerate(row) if n < FEWEST} <= hidden
    for line in ([cell for cell in hidden if cell[at] == n] for at in (0, 1) for n in range(5)):
        assert not line or (len(line) > 1 and sum(table[r][c] for r, c in line) >= FEWEST)


def _least_and_most(table: Table, hidden: set[tuple[int, int]], cell: tuple[int, int]) -> bool:
    """Whether linear programming finds two counts for this cell that leave every total as it is."""
    cells = sorted(hidden)
    lines = [[float(one[at] == n) for one in cells] for at in (0, 1) for n in range(5)]
    totals = [sum(table[r][c] for r, c in cells if (r, c)[at] == n) for at in (0, 1) for n in range(5)]
    aim = np.array([float(one == cell) for one in cells])
    ends = [linprog(sign * aim, A_eq=lines, b_eq=totals, bounds=(0, None)).fun * sign for sign in (1, -1)]
    return bool(ends[1] - ends[0] > 1e-6)


def test_a_table_without_a_small_cell_hides_nothing() -> None:
    assert hidden_cells([[5, 9], [12, 40]]) == set()


@pytest.mark.parametrize("small", [0, 1, FEWEST - 1])
def test_one_small_cell_takes_one_more_of_its_row_and_of_its_column_along(small: int) -> None:
    hidden = hidden_cells([[small, 20, 90], [30, 40, 80], [50, 60, 70]])

    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_cell_between_two_circles_is_known() -> None:
    """Two hidden cells in every row and column are not enough."""
    table = [[6, 7, 9, 9], [8, 9, 9, 9], [9, 6, 9, 9], [9, 9, 6, 7], [9, 9, 7, 8]]
    circles = {(0, 0), (0, 1), (1, 0), (1, 1), (3, 2), (3, 3), (4, 2), (4, 3)}

    assert fixed_cells(table, circles) == set()
    assert fixed_cells(table, circles | {(1, 2)}) == {(1, 2)}
