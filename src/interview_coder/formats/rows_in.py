"""Rows from a CSV, spreadsheet or JSON Lines file made by a spreadsheet, a program or our own exports."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interview_coder.errors import UnreadableFileError
from interview_coder.formats.column_names import Synonyms, folded, guess, known_names
from interview_coder.formats.encoding import decode
from interview_coder.formats.table_csv import rearm
from interview_coder.locale import t

MAX_BYTES = 200 * 2**20
CSV_SUFFIXES = (".csv", ".tsv", ".txt")
JSONL_SUFFIXES = (".jsonl", ".ndjson")
BOOK_SUFFIXES = (".xlsx", ".ods")
SEPARATORS = (",", ";", "\t")
_LONGEST_CELL = 2**31 - 1
_FIRST_LINE = re.compile(r"[^\r\n]+")
_EXCEL_SEPARATOR = "sep="  # a first line that tells Excel the separator

Record = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file where it begins (from 1), and its values by column.

    Values from CSV and spreadsheets are strings, empty ones included; those from JSON Lines are what JSON makes of
    them.
    """

    line: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sound rows of a file in order, and what is wrong with the others.

    `problems` are (line, sentence without the line); `ignored` are the columns found that nobody asked for;
    `warnings` are sentences about the file, all in the user's language; `columns` are those asked for that the file
    has, each with the name that it has there.
    """

    rows: tuple[Row, ...]
    problems: tuple[tuple[int, str], ...]
    ignored: tuple[str, ...]
    warnings: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def guessed(self) -> dict[str, str]:
        """The columns that go by another name than the one asked for."""
        return {name: found for name, found in self.columns.items() if folded(found) != folded(name)}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The columns that a caller wants; `optional` None: every one. With `short`, rows may end early."""

    required: Sequence[str]
    optional: Sequence[str] | None
    synonyms: Synonyms
    short: bool

    @property
    def names(self) -> tuple[str, ...]:
        """All that are asked for by name."""
        return (*self.required, *(self.optional or ()))


def read_rows(
    path: Path,
    required: Sequence[str],
    optional: Sequence[str] | None = (),
    synonyms: Synonyms | None = None,
    *,
    short: bool = False,
) -> Sheet:
    """The rows of the file at `path` with the columns `required` and those of `optional` that it has.

    With `optional` None every column is kept, one whose name came before with its number behind. Column names in
    CSV and spreadsheets match whatever their case; a column that is not there may go by one of its `synonyms`. CSV may
    be separated by commas, semicolons or tabs, with cells over several lines; the `'` that our exports put before
    formulas is taken away. Of a spreadsheet the first sheet that holds anything is read. With `short`, rows may end
    early: what they lack is empty.
    Raises UnreadableFileError for a file that is no table, lacks a required column, or is over 200 MiB.
    """
    asked = _Asked(required, optional, synonyms or {}, short)
    suffix = path.suffix.lower()
    if suffix not in CSV_SUFFIXES + JSONL_SUFFIXES + BOOK_SUFFIXES:
        known = ", ".join(CSV_SUFFIXES + JSONL_SUFFIXES + BOOK_SUFFIXES)
        raise UnreadableFileError(t("rows.suffix", path=path, known=known), t("rows.suffix_hint"))
    if suffix in BOOK_SUFFIXES:
        from interview_coder.formats.sheets import first_sheet  # noqa: PLC0415 - only for spreadsheets
        from interview_coder.formats.source import Source  # noqa: PLC0415

        try:
            filled = first_sheet(Source(_bytes(path), path.name))
        except UnreadableFileError as error:
            raise UnreadableFileError(error.message, t("rows.suffix_hint")) from error
        return _from_records(path, iter(filled), asked, ())
    text, warnings = _text(path)
    if suffix in JSONL_SUFFIXES:
        return _from_jsonl(text, asked, warnings)
    records = _records(path, text, _separator(text, known_names(asked.names, asked.synonyms)))
    return _from_records(path, records, asked, warnings, clean=rearm)


def _bytes(path: Path) -> bytes:
    """What the file holds."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableFileError(t("formats.missing", name=path), t("formats.missing_hint")) from error
    except IsADirectoryError as error:
        raise UnreadableFileError(t("rows.is_folder", path=path), t("rows.is_folder_hint")) from error
    except PermissionError as error:
        raise UnreadableFileError(t("formats.permission", name=path), t("formats.permission_hint")) from error
    except OSError as error:
        raise UnreadableFileError(t("formats.failed", name=path, reason=error.strerror)) from error
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(t("rows.too_long", path=path, limit=MAX_BYTES >> 20), t("rows.too_long_hint"))
    return data


def _text(path: Path) -> tuple[str, tuple[str, ...]]:
    """The file's text without byte order mark, and warnings about its encoding."""
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        decoded = decode(data, path.name)
        return decoded.text, decoded.warnings


def _from_jsonl(text: str, asked: _Asked, warnings: tuple[str, ...]) -> Sheet:
    rows: list[Row] = []
    problems: list[tuple[int, str]] = []
    ignored: dict[str, None] = {}
    columns: dict[str, str] = {}
    names: dict[tuple[str, ...], dict[str, str]] = {}
    # Not splitlines: strings of JSON may hold U+2028 and its like.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append((number, t("rows.not_json", column=getattr(error, "colno", 1))))
            continue
        if not isinstance(found, dict):
            problems.append((number, t("rows.not_object")))
            continue
        keys = tuple(found)
        if keys not in names:
            names[keys] = _keys(keys, asked)
        kept = {name: found[key] for key, name in names[keys].items()}
        if missing := [name for name in asked.required if name not in kept]:
            problems.append((number, t("rows.lacks", missing=", ".join(missing))))
        else:
            ignored.update(dict.fromkeys(found.keys() - names[keys].keys()))
            rows.append(Row(number, kept))
    for known in names.values():
        columns |= {name: key for key, name in known.items() if name in asked.names}
    return Sheet(tuple(rows), tuple(problems), tuple(sorted(ignored)), warnings, columns)


def _keys(keys: tuple[str, ...], asked: _Asked) -> dict[str, str]:
    """Each key of an object that is kept, and the name it is asked for by; own names are exact here."""
    exact = {key: key for key in keys if asked.optional is None or key in asked.names}
    rest = [key for key in keys if key not in exact]
    others = [name for name in asked.names if name not in exact and name in asked.synonyms]
    return exact | {rest[places[0]]: name for name, places in guess(rest, others, asked.synonyms).items()}


def _from_records(
    path: Path,
    records: Iterator[Record],
    asked: _Asked,
    warnings: tuple[str, ...],
    clean: Callable[[str], str] = str,
) -> Sheet:
    _, header = next(records, (1, []))
    if not header:
        needed = ", ".join(asked.required)
        raise UnreadableFileError(t("rows.empty", path=path), t("rows.no_column_hint", needed=needed))
    columns = _columns(path, header, asked)
    rows: list[Row] = []
    problems: list[tuple[int, str]] = []
    for line, cells in records:
        while len(cells) > len(header) and not cells[-1].strip():
            cells.pop()
        if asked.short:
            cells.extend([""] * (len(header) - len(cells)))
        if len(cells) == len(header):
            rows.append(Row(line, {name: clean(cells[at]) for name, at in columns.items()}))
        else:
            problems.append((line, t("rows.cells", found=len(cells), expected=len(header))))
    used = set(columns.values())
    ignored = tuple(name for at, name in enumerate(header) if name and at not in used)
    found = {name: rearm(header[at]).strip() for name, at in columns.items() if name in asked.names}
    return Sheet(tuple(rows), tuple(problems), ignored, warnings, found)


def _separator(text: str, known: set[str]) -> str:
    """The separator by which the first line yields most of the known columns, then most columns."""
    first = _FIRST_LINE.search(text)
    line = first[0] if first else ""
    if line[:-1].lower() == _EXCEL_SEPARATOR and line[-1] in SEPARATORS:
        return line[-1]

    def found(separator: str) -> tuple[int, int]:
        names = [folded(name) for name in next(csv.reader([line], delimiter=separator), [])]
        return len(known.intersection(names)), len(names)

    return max(SEPARATORS, key=found)


def _records(path: Path, text: str, separator: str) -> Iterator[Record]:
    """The records that hold anything, each with the line where it begins."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells) and not (line == 1 and cells[0].lower().startswith(_EXCEL_SEPARATOR)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(t("rows.quotes", path=path, line=line), t("rows.quotes_hint")) from error


def _columns(path: Path, header: list[str], asked: _Asked) -> dict[str, int]:
    """Where each column that is kept stands, by the name it was asked for or else its own."""
    columns: dict[str, int] = {}
    for name, places in guess(header, asked.names, asked.synonyms).items():
        if len(places) > 1:
            raise UnreadableFileError(t("rows.column_twice", path=path, column=name), t("rows.column_twice_hint"))
        columns[name] = places[0]
    if missing := [name for name in asked.required if name not in columns]:
        message = t("rows.no_column", path=path, missing=", ".join(missing), found=", ".join(filter(None, header)))
        raise UnreadableFileError(message, t("rows.no_column_hint", needed=", ".join(asked.required)))
    used = set(columns.values())
    for at, cell in enumerate(header if asked.optional is None else ()):
        name = rearm(cell).strip()
        if name and at not in used:
            columns[f"{name} {at + 1}" if name in columns else name] = at
    return dict(sorted(columns.items(), key=lambda column: column[1]))
