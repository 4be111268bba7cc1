"""Transcripts in spreadsheets (.xlsx, .ods): the sheets whose header row names a text and who speaks it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats import rows
from interview_coder.formats.interviews import Row
from interview_coder.formats.sheet_limits import refuse_unreadable
from interview_coder.formats.source import Source
from interview_coder.locale import t

PRINTED = 6
Cell = str | float | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None


def read(source: Source) -> tuple[Reading, ...]:
    """The transcripts in a spreadsheet, of every sheet that holds any; a sheet names the one that it holds.

    Raises UnreadableFileError with the row of what is wrong, also when no sheet is a table of transcripts.
    """
    format_name = "xlsx" if "xl/workbook.xml" in source.package.members else "ods"
    refuse_unreadable(source.package)
    sheets = list(_sheets(source))
    if not sheets:
        raise UnreadableFileError(t("formats.empty", name=source.name), t("formats.empty_hint"))
    taken = [sheet for sheet in sheets if rows.holds_transcripts(sheet[1])] or sheets[:1]
    found: list[Reading] = []
    for title, table in taken:
        readings = rows.from_rows(table, source.name, format_name)
        alone = len(readings) == 1 and len(taken) > 1
        found += [replace(readings[0], name=readings[0].name or title)] if alone else readings
    others = [title for title, _ in sheets if title not in dict(taken)]
    if others:
        names = ", ".join(title for title, _ in taken[:PRINTED])
        warning = t("formats.other_sheets", name=source.name, sheets=names, others=", ".join(others[:PRINTED]))
        found[0] = replace(found[0], warnings=(*found[0].warnings, warning))
    return tuple(found)


def first_sheet(source: Source) -> list[Row]:
    """The rows of the first sheet that holds anything; empty rows are left out.

    Raises UnreadableFileError for what is no spreadsheet, is damaged or locked.
    """
    if not source.zipped:
        raise UnreadableFileError(t("formats.damaged", name=source.name), t("formats.save_hint"))
    refuse_unreadable(source.package)
    return next((filled for _, filled in _sheets(source)), [])


def _sheets(source: Source) -> Iterator[tuple[str, list[Row]]]:
    """The sheets that hold something: name, and rows that hold something with their numbers."""
    import python_calamine  # noqa: PLC0415 (only for spreadsheets)

    try:
        with python_calamine.load_workbook(BytesIO(source.data)) as book:
            for title in book.sheet_names:
                table = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                numbered = [(n, [_written(cell) for cell in row]) for n, row in enumerate(table, 1)]
                filled = [(n, row) for n, row in numbered if any(cell.strip() for cell in row)]
                if filled:
                    yield title, filled
    except python_calamine.PasswordError as error:
        raise UnreadableFileError(t("formats.encrypted", name=source.name), t("formats.encrypted_hint")) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(t("formats.damaged", name=source.name), t("formats.save_hint")) from error


def _written(cell: Cell) -> str:
    """A cell as people read it: clock times for durations, whole numbers without a point."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.time):
        return cell.isoformat("milliseconds" if cell.microsecond else "seconds")
    if isinstance(cell, datetime.timedelta):
        return _clock(cell)
    return "" if cell is None else str(cell)


def _clock(duration: datetime.timedelta) -> str:
    """A duration as `1:02:03.500`."""
    milliseconds = max(0, round(duration.total_seconds() * 1000))
    seconds, rest = divmod(milliseconds, 1000)
    fraction = f".{rest:03}" if rest else ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"
