"""Tables to XLSX: texts stay texts (never formulas or links), numbers stay numbers, notes on their own sheet."""

from __future__ import annotations

import io
import re
from math import isfinite
from typing import TYPE_CHECKING, BinaryIO

from interview_coder.domain.display import MARK, safe
from interview_coder.domain.listings import Table, spread_attributes
from interview_coder.errors import RefusedError
from interview_coder.formats.table_json import json_text
from interview_coder.locale import t

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Excel's limits: rows and columns of a sheet, characters (UTF-16 units) of a cell, and whole numbers kept exactly.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
MAX_CHARACTERS = 32_767
MAX_EXACT = 10**15
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, Char
_TOO_LONG = -2
_SAMPLE = 200
_NARROWEST, _WIDEST = 8, 60


def write_xlsx(table: Table, stream: BinaryIO) -> tuple[str, ...]:
    """Write a workbook: sheet `table` (bold frozen header, filters) and, where there are any, sheet `notes`.

    Cells as in csv, percentages in the columns of `table.shares`. Texts over Excel's 32,767 characters are cut, with
    a note for each, which are given back too. Raises RefusedError when Excel has not that many rows or columns.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 (40 ms, needed by this format only)

    table = spread_attributes(table)
    if len(table.rows) >= MAX_ROWS or len(table.columns) > MAX_COLUMNS:
        raise RefusedError(
            t("rows.too_big_for_excel", rows=len(table.rows), columns=len(table.columns)),
            t("rows.too_big_for_excel_hint"),
        )
    # In memory, because otherwise the rows pass through files in the system's temporary folder.
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as workbook:
        plain = workbook.add_format()
        sheet = workbook.add_worksheet("table")
        _lay_out(sheet, table, workbook.add_format({"bold": True}), workbook.add_format({"num_format": "0.0%"}))
        cut = [
            t("rows.cut", row=line + 1, column=table.columns[at], kept=MAX_CHARACTERS)
            for line, row in enumerate(table.rows, 1)
            for at, cell in enumerate(row)
            if _write_cell(sheet, line, at, cell, plain) == _TOO_LONG
        ]
        notes = [note for note in (table.caption, *table.notes, *cut) if note]
        if notes:
            page = workbook.add_worksheet("notes")
            page.set_column(0, 0, 2 * _WIDEST)
            for line, note in enumerate(notes):
                _write_cell(page, line, 0, note, plain)
    stream.write(buffer.getbuffer())
    return tuple(cut)


def _lay_out(sheet: Worksheet, table: Table, bold: Format, percent: Format) -> None:
    """Header, widths from the first rows, filters."""
    for at, column in enumerate(table.columns):
        longest = max((len(str(row[at])) for row in table.rows[:_SAMPLE]), default=0)
        width = min(max(longest, len(column) + 3, _NARROWEST), _WIDEST)
        sheet.set_column(at, at, width, percent if column in table.shares else None)
        sheet.write_string(0, at, _legal(column), bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), max(len(table.columns) - 1, 0))


def _write_cell(sheet: Worksheet, line: int, at: int, cell: object, plain: Format) -> int:
    """Write one cell by its type; returns _TOO_LONG when a text was cut."""
    if cell is None or cell == "" or (isinstance(cell, float) and not isfinite(cell)):
        return 0
    if isinstance(cell, bool):
        return int(sheet.write_boolean(line, at, cell))
    if isinstance(cell, float) or (isinstance(cell, int) and abs(cell) < MAX_EXACT):
        return int(sheet.write_number(line, at, cell))
    text = _legal(cell if isinstance(cell, str) else json_text(cell))
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter writes such a string as markup of its own, unescaped, unless it is in parts.
        return int(sheet.write_rich_string(line, at, text[:1], plain, text[1:]))
    return int(sheet.write_string(line, at, text))


def _legal(text: str) -> str:
    """`text` with what XML cannot hold made visible."""
    return _ILLEGAL.sub(lambda match: safe(match[0]).replace(match[0], MARK), text)
