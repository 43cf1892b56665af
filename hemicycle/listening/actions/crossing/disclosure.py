"""Which cells of a table are hidden, so that no small one can be worked out from the others and the totals.

Primary and complementary suppression of cells, as statistical offices do it (Hundepool and others, Statistical
Disclosure Control, 2012, chapter 4). All hidden cells look alike, so that nobody knows which are the small ones.
"""

from collections.abc import Iterable, Sequence

from ...models.stratum import FEWEST

Cell = tuple[int, int]
Counts = Sequence[Sequence[int]]


def hidden_cells(counts: Counts) -> set[Cell]:
    """(row, column) of the cells to hide, in a table of at least two rows and two columns whose totals are shown.

    Hidden is what is below FEWEST; then, the smallest first, what else must be, until the hidden cells of every row
    and column are two or more that hold FEWEST together, and until each of them could have another count without a
    change of any total. Totals are taken to be sums, even where a message stands in several rows.
    """
    rows = [[(row, column) for column in range(len(cells))] for row, cells in enumerate(counts)]
    lines = [*rows, *(list(column) for column in zip(*rows, strict=True))]
    hidden = {cell for row in rows for cell in row if _count(counts, cell) < FEWEST}
    while (more := _exposed(counts, hidden, lines)) is not None:
        hidden.add(more)
    return hidden


def _count(counts: Counts, cell: Cell) -> int:
    return counts[cell[0]][cell[1]]


def _exposed(counts: Counts, hidden: set[Cell], lines: Sequence[list[Cell]]) -> Cell | None:
    """The next cell to hide; None where all is safe or nothing is left to be hidden."""
    for line in lines:
        inside = [cell for cell in line if cell in hidden]
        if inside and (len(inside) < 2 or sum(_count(counts, cell) for cell in inside) < FEWEST):
            shown = [cell for cell in line if cell not in hidden]
            if shown:
                return _smallest(counts, shown)
    for row, column in sorted(fixed_cells(counts, hidden)):
        crossing = [cell for line in lines if (row, column) in line for cell in line if cell not in hidden]
        if crossing:
            return _smallest(counts, crossing)
    return None


def _smallest(counts: Counts, cells: Iterable[Cell]) -> Cell:
    return min(cells, key=lambda cell: (_count(counts, cell), cell))


def fixed_cells(counts: Counts, hidden: set[Cell]) -> set[Cell]:
    """The hidden cells that can have no other count, given all shown cells and the totals.

    A count can change where others change with it around a circle of hidden cells, one up, the next down, so that no
    total does; none can fall below zero. In a graph of rows and columns, each hidden cell leads from its row to its
    column (up) and, if it is not zero, from its column to its row (down); the circles are its cycles.
    """
    ways: dict[tuple[str, int], list[tuple[tuple[str, int], Cell]]] = {}
    for row, column in hidden:
        ways.setdefault(("row", row), []).append((("column", column), (row, column)))
        if counts[row][column]:
            ways.setdefault(("column", column), []).append((("row", row), (row, column)))

    def leads(start: tuple[str, int], end: tuple[str, int], without: Cell) -> bool:
        seen, left = {start}, [start]
        while left:
            for there, cell in ways.get(left.pop(), ()):
                if cell != without and there not in seen:
                    if there == end:
                        return True
                    seen.add(there)
                    left.append(there)
        return False

    def may_change(cell: Cell) -> bool:
        row, column = ("row", cell[0]), ("column", cell[1])
        return leads(column, row, cell) or (bool(_count(counts, cell)) and leads(row, column, cell))

    return {cell for cell in hidden if not may_change(cell)}
