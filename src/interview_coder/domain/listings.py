"""A listing: columns and rows that faces print and exports write, whatever their format."""

from __future__ import annotations

from dataclasses import dataclass, replace

ATTRIBUTES = "attributes"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under `columns`, which are the keys of the command-line contract.

    A cell is a str, int, float, bool, None, or a list or dict of these; an undefined number is None.
    `caption` and `notes` are sentences in the user's language: unit, n, what is left out.
    `shares` names the columns of numbers between 0 and 1 that people read as percentages; `ends` those of texts whose
    end matters more than their beginning, such as what stands before a match.
    Raises ValueError when a row is not as long as `columns`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    caption: str = ""
    notes: tuple[str, ...] = ()
    shares: frozenset[str] = frozenset({"share"})
    ends: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        width = len(self.columns)
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"each row must have {width} cells: {', '.join(self.columns)}")


def spread_attributes(table: Table) -> Table:
    """`table` with one column `attributes.X` for each X in its column `attributes`, sorted, None where missing.

    Flat formats (csv, xlsx, the terminal) need it; a table without that column is returned as it is.
    """
    if ATTRIBUTES not in table.columns:
        return table
    at = table.columns.index(ATTRIBUTES)
    cases = [cell if isinstance(cell, dict) else {} for cell in (row[at] for row in table.rows)]
    names = sorted({name for case in cases for name in case})
    columns = (*table.columns[:at], *(f"{ATTRIBUTES}.{name}" for name in names), *table.columns[at + 1 :])
    rows = tuple(
        (*row[:at], *map(case.get, names), *row[at + 1 :]) for row, case in zip(table.rows, cases, strict=True)
    )
    return replace(table, columns=columns, rows=rows)


def select(table: Table, columns: tuple[str, ...]) -> Table:
    """`table` with these of its columns, in this order; raises ValueError for a column that it lacks."""
    places = [table.columns.index(column) for column in columns]
    return replace(table, columns=columns, rows=tuple(tuple(row[at] for at in places) for row in table.rows))
