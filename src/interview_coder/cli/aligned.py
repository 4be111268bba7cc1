"""Tables for people: aligned columns of plain text, two spaces apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, takewhile
from math import isfinite

from rich.cells import cell_len, set_cell_size

from interview_coder.domain.display import safe
from interview_coder.domain.listings import Table, spread_attributes
from interview_coder.locale import t

HEADER, DIM, RESET = "\x1b[1;36m", "\x1b[2m", "\x1b[0m"
GAP = "  "
# One terminal cell each; rich finds the same, character by character.
_SINGLE = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u202f-\u205e\u20ac\u2400-\u2426\ufffd]*").fullmatch
_NARROWEST = 8
_SMALL = 0.001
_LONGEST_NAME, _LONG_START = 60, 8


@dataclass(frozen=True, slots=True)
class _Column:
    """The header and then the cells of a column, each with the terminal cells it takes."""

    cells: list[tuple[str, int]]
    numeric: bool
    ends: bool

    @property
    def width(self) -> int:
        """What the widest cell takes."""
        return max(size for _, size in self.cells)

    @property
    def floor(self) -> int:
        """What must remain: numbers and the header whole, something of the texts."""
        return self.width if self.numeric else min(self.width, max(self.cells[0][1], _NARROWEST))


def aligned(table: Table, width: int | None = None, *, colour: bool = False) -> Iterator[str]:
    """The lines of `table`, without newlines: header, rows, then caption and notes after an empty line.

    Numbers and columns of `table.ends` are right-aligned, columns of `table.shares` percentages, attributes columns of
    their own. Lines take at most `width` terminal cells: the widest texts are cut with `…`, those of `table.ends` at
    their beginning, and names lose the words with which all of them begin; where even that is not enough, the last
    columns are left out, which a note says.
    Without `width` all is whole. `colour` adds escape sequences; no cell can.
    """
    table = spread_attributes(table)
    notes = [note for note in (table.caption, *table.notes) if note]
    if table.rows:
        columns = _columns(table)
        kept = len(columns) if width is None else _how_many_fit(columns, width)
        if kept < len(columns):
            notes.append(t("display.left_out", columns=", ".join(table.columns[kept:])))
        yield from _lines(columns[:kept], width, colour)
    else:
        yield t("display.empty")
    if notes:
        yield ""
    for note in notes:
        yield f"{DIM}{safe(note)}{RESET}" if colour else safe(note)


def _columns(table: Table) -> list[_Column]:
    mark = t("display.decimal_mark")
    columns = []
    for name, cells in zip(table.columns, zip(*table.rows, strict=True), strict=True):
        share = name in table.shares
        sized = [_sized(name), *(_sized(c if type(c) is str else shown(c, mark, share=share)) for c in cells)]
        columns.append(_Column(sized, all(cell is None or _is_number(cell) for cell in cells), name in table.ends))
    return columns


@lru_cache(4096)  # names of transcripts, codes and coders come again and again
def _sized(text: str) -> tuple[str, int]:
    """`text` made safe, and the terminal cells that it takes."""
    text = safe(text)
    return text, len(text) if _SINGLE(text) else cell_len(text)


def shown(cell: object, mark: str, *, share: bool = False) -> str:
    """A cell as people read it, on one line and safe; `mark` is the decimal mark, `share` makes it a percentage."""
    if isinstance(cell, bool):
        return t("display.yes" if cell else "display.no")
    if isinstance(cell, int | float):
        number = _number(cell, share).replace(".", mark)
        return t("display.percent", number=number) if share and number else number
    if isinstance(cell, list | tuple):
        nested = any(isinstance(item, dict) for item in cell)
        return ("; " if nested else ", ").join(shown(item, mark) for item in cell)
    if isinstance(cell, dict):
        return ", ".join(f"{safe(str(key))}: {shown(value, mark)}" for key, value in cell.items())
    return "" if cell is None else safe(str(cell))


def _number(number: float, share: bool) -> str:
    """Whole numbers as they are, others with three decimals or their magnitude; nothing for an undefined one."""
    if isinstance(number, float) and not isfinite(number):
        return ""
    if share:
        return f"{100 * number:.1f}"
    if isinstance(number, int):
        return str(number)
    return f"{number:.3f}" if number == 0 or abs(number) >= _SMALL else f"{number:.1e}"


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _how_many_fit(columns: list[_Column], width: int) -> int:
    """How many columns from the left fit into `width` at their floors; at least one."""
    needed = accumulate(column.floor + len(GAP) for column in columns)
    return max(1, sum(cells - len(GAP) <= width for cells in needed))


def _lines(columns: list[_Column], width: int | None, colour: bool) -> Iterator[str]:
    widths = [column.width for column in columns]
    if width is not None:
        floors = [column.floor for column in columns]
        widths = _shrunk(widths, floors, width - len(GAP) * (len(columns) - 1))
        columns = [_told_apart(column, cells) for column, cells in zip(columns, widths, strict=True)]
    fit = [_fitted_end if column.ends else _fitted_number if column.numeric else _fitted for column in columns]
    for number, cells in enumerate(zip(*(column.cells for column in columns), strict=True)):
        line = GAP.join(f(cell, width) for f, cell, width in zip(fit, cells, widths, strict=True)).rstrip(" ")
        yield f"{HEADER}{line}{RESET}" if colour and number == 0 else line


def _told_apart(column: _Column, width: int) -> _Column:
    """The column; its names without the words with which all of them begin, where what follows would be cut."""
    header, *cells = column.cells
    names = {text for text, _ in cells}
    if column.width <= width or column.ends or len(names) == 1 or column.width > _LONGEST_NAME:
        return column
    first, last = min(names), max(names)
    alike = sum(1 for _ in takewhile(lambda signs: signs[0] == signs[1], zip(first, last, strict=False)))
    start = re.sub(r"[^\s_/-]*$", "", first[:alike])
    if len(start) < _LONG_START:
        return column
    return replace(column, cells=[header, *(_sized(f"…{text[len(start) :]}") for text, _ in cells)])


def _shrunk(widths: list[int], floors: list[int], available: int) -> list[int]:
    """`widths` with the widest brought down to one common width, none below its floor, to sum to `available`."""
    cap = min(max(widths), max(available, 1))
    narrow = widths
    while sum(narrow) > available and cap > 0:
        narrow = [min(width, max(cap, floor)) for width, floor in zip(widths, floors, strict=True)]
        cap -= 1
    return narrow


def _fitted(cell: tuple[str, int], width: int) -> str:
    text, size = cell
    if size > width:
        return (text[: width - 1] if _SINGLE(text) else set_cell_size(text, width - 1)) + "…"
    return text.ljust(len(text) + width - size)


def _fitted_number(cell: tuple[str, int], width: int) -> str:
    text, size = cell
    return text.rjust(len(text) + width - size) if size <= width else _fitted(cell, width)


def _fitted_end(cell: tuple[str, int], width: int) -> str:
    text, size = cell
    if size <= width:
        return text.rjust(len(text) + width - size)
    while size > width - 1:
        text = text[1:]
        size = cell_len(text)
    return "…".rjust(width - size) + text
