"""Small cells are hidden, and cannot be found again by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.suppression import suppressed

TABLES = st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
    lambda sides: st.lists(
        st.lists(st.integers(0, 12), min_size=sides[1], max_size=sides[1]), min_size=sides[0], max_size=sides[0]
    )
)


def cells_of(table: list[list[int]]) -> dict[tuple[str, ...], int]:
    return {(f"r{i}", f"c{j}"): n for i, row in enumerate(table) for j, n in enumerate(row)}


def lines_of(table: list[list[int]]) -> list[list[tuple[str, str]]]:
    rows = [[(f"r{i}", f"c{j}") for j in range(len(table[0]))] for i in range(len(table))]
    return rows + [list(column) for column in zip(*rows, strict=True)]


@given(TABLES, st.integers(2, 6))
def test_no_line_gives_a_small_cell_away(table: list[list[int]], least: int) -> None:
    cells = cells_of(table)
    hidden = suppressed(cells, least)
    assert {key for key, n in cells.items() if 0 < n < least} <= hidden
    for line in lines_of(table):
        inside = [key for key in line if key in hidden]
        if inside and len(inside) < len(line):
            assert len(inside) > 1
            assert sum(cells[key] for key in inside) >= least


@given(TABLES)
def test_nothing_is_hidden_where_no_cell_is_small(table: list[list[int]]) -> None:
    cells = {key: n * 5 for key, n in cells_of(table).items()}
    assert suppressed(cells, 5) == frozenset()


def test_the_smallest_neighbours_are_hidden_with_a_small_cell() -> None:
    table = [[3, 9, 20], [8, 30, 40], [50, 60, 70]]
    assert suppressed(cells_of(table), 5) == {("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")}


def test_a_zero_is_shown_unless_nothing_else_hides_a_small_cell() -> None:
    assert suppressed({("a",): 0, ("b",): 7}, 5) == frozenset()
    assert suppressed({("a",): 0, ("b",): 2}, 5) == {("a",), ("b",)}
    assert suppressed({("a",): 0, ("b",): 2, ("c",): 9}, 5) == {("b",), ("c",)}
