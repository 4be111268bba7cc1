"""The tables of a crosstab: one row a code and value for programs, one row a code for spreadsheets and for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from interview_coder.domain.crosstab import CASES, Cell, Row
from interview_coder.domain.listings import Table
from interview_coder.locale import t
from interview_coder.services.crossing import Crossing
from interview_coder.services.lineages import short_names

CASE_SHARE, ROWS, COLUMNS = SHARES = ("share_of_cases", "row_share", "column_share")
LONG = (
    *("code", "value", "cases", "of_cases", "share_of_cases", "codings", "transcripts", "turns", "words"),
    *("row_share", "column_share", "suppressed", "test", "p", "p_adjusted", "v", "v_corrected", "reason"),
)
_TESTED = ("test", "p", "p_adjusted", "v", "v_corrected", "reason")


def long_table(crossing: Crossing) -> Table:
    """One row a code and value; counts and shares of hidden cells are None."""
    rows = tuple(_long(crossing, row, cell) for row in crossing.table.rows for cell in row.cells)
    return Table(LONG, rows, crossing.caption, crossing.notes, shares=frozenset(SHARES))


def _long(crossing: Crossing, row: Row, cell: Cell) -> tuple[object, ...]:
    value = crossing.meanings.get(cell.value, cell.value)
    counts = cell.counts
    numbers: tuple[object, ...] = (
        *(cell.cases, cell.of_cases, cell.share_of_cases, counts.codings, counts.transcripts),
        *(counts.turns, counts.words, cell.row_share, cell.column_share),
    )
    if cell.hidden:
        numbers = (None, cell.of_cases, *(None,) * (len(numbers) - 2))
    return (row.code, value, *numbers, cell.hidden, *_tested(row))


def _tested(row: Row) -> tuple[object, ...]:
    found = row.independence
    return (found.test, found.p, row.p_adjusted, found.v, found.v_corrected, reason_in_words(row))


def reason_in_words(row: Row) -> str | None:
    """Why a code is not tested, as a sentence; None where it is."""
    reason, best = row.independence.reason, row.independence.best
    if reason is None:
        return None
    return t(f"crosstab.reason_{reason}", best=f"{best or 0:.2f}".replace(".", t("display.decimal_mark")))


def wide_table(crossing: Crossing, share: str) -> Table:
    """One row a code with two columns of numbers a value, count and share, and the test; for spreadsheets."""
    table = crossing.table
    names = [(f"{value} {table.measure}", f"{value} {share}") for value in table.values]
    rows = tuple(
        (row.code, *chain.from_iterable(_pair(cell, table.measure, share) for cell in row.cells), *_tested(row))
        for row in table.rows
    )
    columns = ("code", *chain.from_iterable(names), *_TESTED)
    return Table(columns, rows, crossing.caption, crossing.notes, shares=frozenset(name for _, name in names))


def _pair(cell: Cell, measure: str, share: str) -> tuple[object, object]:
    return (None, None) if cell.hidden else (cell.of(measure), getattr(cell, share))


def page(crossing: Crossing, share: str) -> Table:
    """One row a code for people: under each value the count and in brackets the share, then the test, p and V.

    Codes have their short names.
    """
    table = crossing.table
    headers = tuple(
        t("crosstab.group", value=value, n=n) for value, n in zip(table.values, table.of_cases, strict=True)
    )
    names = short_names(row.code for row in table.rows)
    rows = tuple(
        (
            names[row.code],
            *(_shown(cell, table.measure, share, crossing.suppress) for cell in row.cells),
            *_verdict(row),
        )
        for row in table.rows
    )
    said = t(f"crosstab.{share}", measure=t(f"crosstab.measure_{table.measure}"))
    return Table(
        ("code", *headers, "test", "p", "p_holm", "V"),
        rows,
        crossing.caption,
        (said, *crossing.notes),
        shares=frozenset(),
        ends=frozenset(headers),
    )


def _shown(cell: Cell, measure: str, share: str, suppress: int | None) -> str:
    if cell.hidden:
        return f"<{suppress}" if 0 < cell.cases < (suppress or 0) else t("crosstab.hidden")
    part = getattr(cell, share)
    count = str(cell.of(measure))
    return count if part is None else f"{count} ({t('display.percent', number=f'{100 * part:.0f}')})"


def _verdict(row: Row) -> Iterator[object]:
    found = row.independence
    yield t(f"crosstab.mark_{found.test.replace('-', '_')}") if found.test else "–"
    yield from (found.p, row.p_adjusted, found.v)


def default_share(measure: str) -> str:
    """The share that goes with a measure unless another is asked for: cases of their group, the rest by columns."""
    return CASE_SHARE if measure == CASES else COLUMNS
