"""A transcript as a table (.csv, .tsv): a row an utterance, columns known by their French or English name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from unicodedata import normalize

from interview_coder.domain.text import count_words, fold
from interview_coder.domain.transcripts import Reading
from interview_coder.domain.utterances import Utterance, compose
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.cues import QUOTED, milliseconds
from interview_coder.formats.source import Source
from interview_coder.formats.table_csv import rearm
from interview_coder.locale import t

# Names without case, unit and signs, compared without accents; messages print the first ones.
COLUMNS = {
    "speaker": (
        *("speaker", "locuteur", "name", "nom", "participant", "intervenant", "locutrice", "personne", "who"),
        *("qui", "speaker name", "interlocuteur", "interlocutrice", "voice", "voix"),
    ),
    "text": (
        *("text", "texte", "utterance", "énoncé", "transcript", "transcription", "content", "contenu"),
        *("speech", "parole", "paroles", "propos", "sentence", "phrase", "verbatim"),
    ),
    "start": (
        *("start", "début", "begin", "time", "temps", "timestamp", "start time", "from", "horodatage"),
        *("temps de début", "heure de début"),
    ),
    "end": ("end", "fin", "stop", "end time", "to", "temps de fin", "heure de fin"),
    "transcript": ("transcript id", "interview id", "document", "interview", "entretien", "file", "fichier"),
}
UNIT = re.compile(r"[ _(\[]*\b(ms|msec|millisecondes?|milliseconds?|s|sec|secondes?|seconds?)[)\]]?$")
PRINTED = 6
DELIMITERS = ",;\t|"
CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3})\d*)?")
NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,12})?")
# Nobody speaks faster: whole numbers that would need it as milliseconds are seconds.
WORDS_PER_SECOND = 10
SECOND = 1000


def read(source: Source) -> Reading:
    """The transcript in a table; raises UnreadableFileError with the line of what is wrong."""
    (_, header), *rows = list(_rows(source)) or [(0, [])]
    columns = {kind: n for kind in COLUMNS if (n := _column(header, kind)) is not None}
    _refuse_other_tables(columns, header, rows, source.name)
    for line, row in rows:
        if any(cell.strip() for cell in row[len(header) :]):
            message = t("formats.row_too_long", name=source.name, line=line, cells=len(row), columns=len(header))
            raise UnreadableFileError(message, t("formats.row_too_long_hint"))
    factor = _factor(rows, columns, header)
    starts = _times(rows, columns, "start", factor, source.name)
    ends = _times(rows, columns, "end", factor, source.name)
    utterances = [
        Utterance(_cell(row, columns.get("speaker")) or None, _cell(row, columns["text"]), start, end)
        for (_, row), start, end in zip(rows, starts, ends, strict=True)
    ]
    text, turns = compose(utterances)
    return Reading(text, turns, "csv")


def _rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the number of its last line, the header first."""
    text = source.decoded.text
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda sign: (_known(first, sign), first.count(sign)))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        message = t("formats.bad_row", name=source.name, line=reader.line_num)
        raise UnreadableFileError(message, t("formats.row_too_long_hint")) from error


def _known(first: str, delimiter: str) -> int:
    """How many columns of a header line are known with this delimiter."""
    header = first.split(delimiter)
    return sum(_column(header, kind) is not None for kind in COLUMNS)


def _plain(name: str) -> str:
    """A column's name without accents, case, signs and unit."""
    name = _signless(name)
    return UNIT.sub("", name).strip() or name


def _signless(name: str) -> str:
    return re.sub(r"[\s_\-\"]+", " ", fold(normalize("NFC", name))).strip()


def _column(header: Sequence[str], kind: str) -> int | None:
    """Where the column of this kind is, by the order of its names and not of the columns."""
    names = [_plain(cell) for cell in header]
    return next((names.index(name) for name in map(fold, COLUMNS[kind]) if name in names), None)


def _refuse_other_tables(
    columns: dict[str, int], header: list[str], rows: list[tuple[int, list[str]]], name: str
) -> None:
    """Raise UnreadableFileError for a table that is not one transcript."""
    if "text" not in columns or not columns.keys() & {"speaker", "start"}:
        looked_for = "; ".join(f"{kind}: {', '.join(COLUMNS[kind][:PRINTED])}" for kind in ("speaker", "text", "start"))
        found = ", ".join(cell.strip() for cell in header)[:200]
        raise UnreadableFileError(
            t("formats.no_columns", name=name, found=found), t("formats.no_columns_hint", names=looked_for)
        )
    if "transcript" in columns:
        distinct = {_cell(row, columns["transcript"]) for _, row in rows}
        if len(distinct) > 1:
            message = t("formats.many_transcripts", name=name, count=len(distinct))
            raise UnreadableFileError(message, t("formats.many_transcripts_hint"))


def _cell(row: list[str], column: int | None) -> str:
    return rearm(row[column]).strip() if column is not None and column < len(row) else ""


def _times(
    rows: list[tuple[int, list[str]]], columns: dict[str, int], kind: str, factor: int, name: str
) -> list[int | None]:
    """The times of a column in milliseconds, None where a cell is empty or there is no such column."""
    found: list[int | None] = []
    for line, row in rows:
        cell = _cell(row, columns.get(kind))
        clock, number = CLOCK.fullmatch(cell), NUMBER.fullmatch(cell)
        if clock:
            found.append(milliseconds(*clock.groups()))
        elif number:
            found.append(round(float(cell.replace(",", ".")) * factor))
        elif not cell:
            found.append(None)
        else:
            message = t("formats.bad_time", name=name, line=line, text=cell[:QUOTED])
            raise UnreadableFileError(message, t("formats.row_time_hint"))
    return found


def _factor(rows: list[tuple[int, list[str]]], columns: dict[str, int], header: list[str]) -> int:
    """How many milliseconds a plain number in the time columns is: 1 or 1000.

    A unit in the column's name or a decimal sign decides, else whether the words could be said so fast.
    """
    timed = [columns[kind] for kind in ("start", "end") if kind in columns]
    unit = next((match[1] for n in timed if (match := UNIT.search(_signless(header[n])))), "")
    if unit:
        return 1 if unit.startswith("m") else SECOND
    cells = [cell for _, row in rows for n in timed if NUMBER.fullmatch(cell := _cell(row, n))]
    if not all(cell.isdecimal() for cell in cells):
        return SECOND
    values = [int(cell) for cell in cells] or [0]
    words = sum(count_words(_cell(row, columns["text"])) for _, row in rows)
    return SECOND if words * SECOND > WORDS_PER_SECOND * (max(values) - min(values)) else 1
