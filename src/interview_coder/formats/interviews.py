"""Tables that hold several interviews: a row an interview, or a column that says to which one a row belongs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.domain.utterances import Utterance, compose
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.table_csv import rearm
from interview_coder.locale import t

# A row of a table with the number of its line, from 1.
Row = tuple[int, list[str]]


def cell_of(row: Sequence[str], column: int | None) -> str:
    """The text of a cell without outer white space and without what our exports put before formulas."""
    return rearm(row[column]).strip() if column is not None and column < len(row) else ""


def readings(
    header: Sequence[str], rows: Sequence[Row], columns: tuple[int, int], name: str, format_name: str
) -> tuple[Reading, ...]:
    """The interviews in the rows of the file `name`; `columns` are those of their names and of their texts.

    Rows without text are left out, with a warning on the first interview. Raises UnreadableFileError for a row
    without a name, or with one that an earlier row has.
    """
    lines: dict[str, int] = {}
    found: list[Reading] = []
    empty: list[str] = []
    for line, row in rows:
        text, title = cell_of(row, columns[1]), _title(row, columns[0])
        if not title:
            raise UnreadableFileError(t("formats.row_unnamed", name=name, line=line), t("formats.row_unnamed_hint"))
        if title in lines:
            message = t("formats.row_twice", name=name, line=line, first=lines[title], title=title)
            raise UnreadableFileError(message, t("formats.row_twice_hint"))
        lines[title] = line
        if text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            further = _attributes(header, [row], columns)
            found.append(Reading(text, find_turns(text), format_name, name=title, attributes=further))
        else:
            empty.append(title)
    if not found:
        raise UnreadableFileError(t("formats.empty", name=name), t("formats.empty_hint"))
    if empty:
        warning = t("formats.rows_empty", name=name, count=len(empty), titles=", ".join(empty[:8]))
        found[0] = replace(found[0], warnings=(warning,))
    return tuple(found)


def grouped(
    header: Sequence[str],
    rows: Sequence[Row],
    columns: Mapping[str, int],
    utterances: Sequence[Utterance],
    format_name: str,
) -> tuple[Reading, ...]:
    """The interviews whose utterances stand in the rows of one table, in the order in which they first come."""
    groups: dict[str, list[int]] = {}
    for n, (_, row) in enumerate(rows):
        groups.setdefault(_title(row, columns["transcript"]), []).append(n)
    found = []
    for title, members in groups.items():
        text, turns = compose(utterances[n] for n in members)
        further = _attributes(header, [rows[n][1] for n in members], columns.values())
        if turns:
            found.append(Reading(text, turns, format_name, name=title, attributes=further))
    return tuple(found)


def _title(row: Sequence[str], column: int) -> str:
    return normalize("NFC", " ".join(cell_of(row, column).split()))


def _attributes(header: Sequence[str], rows: Sequence[Sequence[str]], used: Collection[int]) -> dict[str, str]:
    """What the columns that are not `used` say of an interview, where all its rows say the same."""
    further = {}
    for n, column in enumerate(header):
        values = {cell_of(row, n) for row in rows}
        if n not in used and column.strip() and len(values) == 1 and (value := values.pop()):
            further[column.strip()] = value
    return further
