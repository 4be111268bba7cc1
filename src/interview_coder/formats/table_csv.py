"""Tables to CSV that spreadsheets cannot be attacked with and that `rows_in` reads back unchanged.

RFC 4180 with a comma and lines that end with LF, which command-line tools, R and pandas expect; `excel_fr` is
what a French Excel opens with a double click. A text cell that a spreadsheet would take for a formula gets a
leading `'` (CWE-1236; OWASP, CSV Injection), and so does one that already looks defused, so that reading takes
back exactly one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from math import isfinite
from types import SimpleNamespace
from typing import TextIO

from interview_coder.domain.display import MARK
from interview_coder.domain.listings import Table, spread_attributes
from interview_coder.formats.table_json import json_text

_FORMULA = re.compile(r"'*(?:[\t\r\n]|[\s\x00-\x1f\u200b\ufeff]*[=+\-@＝＋－＠])")
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_csv(table: Table, stream: TextIO, *, raw: bool = False, excel_fr: bool = False) -> None:
    """Write a header and one record a row; `stream` must not translate newlines.

    None and undefined numbers are empty, booleans `true` and `false`, lists and dicts JSON text, the column
    `attributes` is one column for each attribute; what UTF-8 cannot hold becomes U+FFFD. `raw` leaves formulas
    alone. `excel_fr`: semicolons, a byte order mark, CRLF, decimal commas.
    """
    table = spread_attributes(table)
    text = str if raw else defuse
    end = "\r\n" if excel_fr else "\n"

    def write(record: str) -> None:
        stream.write(_encodable(record[:-2]) + end)

    # csv quotes a lone carriage return only when its own line terminator holds one.
    writer = csv.writer(SimpleNamespace(write=write), delimiter=";" if excel_fr else ",", lineterminator="\r\n")
    if excel_fr:
        stream.write("\ufeff")
    writer.writerow(map(text, table.columns))
    decimal = "," if excel_fr else "."
    writer.writerows(
        [
            cell if type(cell) is int or (type(cell) is str and cell[:1].isalnum()) else _cell(cell, text, decimal)
            for cell in row
        ]
        for row in table.rows
    )


def _cell(cell: object, text: Callable[[str], str], decimal: str) -> object:
    """What csv is to write for `cell`."""
    if cell is None or type(cell) is int:
        return cell
    if isinstance(cell, str):
        return text(str(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(float(cell)).replace(".", decimal) if isfinite(cell) else ""
    return json_text(cell)


def defuse(cell: str) -> str:
    """`cell` with a leading `'` when a spreadsheet could run it, or when it looks as if it had got one already."""
    return f"'{cell}" if not cell[:1].isalnum() and _FORMULA.match(cell) else cell


def rearm(cell: str) -> str:
    """The inverse of `defuse`."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def _encodable(record: str) -> str:
    try:
        record.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(MARK, record)
    return record
