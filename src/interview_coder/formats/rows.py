"""Transcripts as a table (.csv, .tsv): a row an utterance or a whole interview, columns known by their name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from unicodedata import normalize

from interview_coder.domain.text import count_words, fold
from interview_coder.domain.transcripts import Reading
from interview_coder.domain.utterances import Utterance, compose
from interview_coder.errors import UnreadableFileError
from interview_coder.formats import interviews
from interview_coder.formats.cues import QUOTED, milliseconds
from interview_coder.formats.interviews import Row, cell_of
from interview_coder.formats.source import Source
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
    "transcript": (
        *("transcript id", "interview id", "entretien id", "transcript", "document", "interview", "entretien"),
        *("file", "fichier", "file name", "filename", "nom du fichier", "nom fichier", "code entretien"),
        *("id transcription", "id entretien"),
    ),
    "row": (
        *("id", "identifiant", "participant id", "respondent id", "respondent", "répondant", "case", "cas"),
        *("enquêté", "interviewee", "interviewé", "numéro", "number", "code"),
    ),
}
SHOWN = ("transcript", "speaker", "text", "start")
LONGEST_CELL = 2**31 - 1
WORDS_OF_AN_INTERVIEW = 200
UNIT = re.compile(r"[ _(\[]*\b(ms|msec|millisecondes?|milliseconds?|s|sec|secondes?|seconds?)[)\]]?$")
PRINTED = 6
DELIMITERS = ",;\t|"
CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3})\d*)?")
NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,12})?")
# Nobody speaks faster: whole numbers that would need it as milliseconds are seconds.
WORDS_PER_SECOND = 10
SECOND = 1000


def read(source: Source) -> tuple[Reading, ...]:
    """The transcripts in a delimited table; raises UnreadableFileError with the line of what is wrong."""
    return from_rows(list(_rows(source)), source.name, "csv")


def from_rows(rows: Sequence[Row], name: str, format_name: str) -> tuple[Reading, ...]:
    """The transcripts in the numbered rows of a table of the file `name`, its header first.

    Rows are utterances, of one transcript or of each that a column names; or else each is a whole interview.
    Raises UnreadableFileError for another table and, with the line, for a row that does not fit.
    """
    (_, header), *rest = rows or [(0, [])]
    columns = known_columns(header)
    for line, row in rest:
        if any(cell.strip() for cell in row[len(header) :]) and "text" in columns:
            message = t("formats.row_too_long", name=name, line=line, cells=len(row), columns=len(header))
            raise UnreadableFileError(message, t("formats.row_too_long_hint"))
    title = _title_column(rest, columns)
    if title is not None:
        return interviews.readings(header, rest, (title, columns["text"]), name, format_name)
    _refuse_other_tables(columns, header, name)
    utterances = _utterances(header, rest, columns, name)
    if len({cell_of(row, columns.get("transcript")) for _, row in rest}) > 1:
        return interviews.grouped(header, rest, columns, utterances, format_name)
    text, turns = compose(utterances)
    return (Reading(text, turns, format_name),)


def holds_transcripts(rows: Sequence[Row]) -> bool:
    """Whether these rows, a header first, are utterances or whole interviews."""
    columns = known_columns(rows[0][1])
    return "text" in columns and (
        "speaker" in columns or "start" in columns or _title_column(rows[1:], columns) is not None
    )


def known_columns(header: Sequence[str]) -> dict[str, int]:
    """Where the columns that matter are, by their kind; one column is of one kind only."""
    found: dict[str, int] = {}
    for kind in COLUMNS:
        at = _column(header, kind)
        if at is not None and at not in found.values():
            found[kind] = at
    return found


def _title_column(rows: Sequence[Row], columns: Mapping[str, int]) -> int | None:
    """Where a table with a whole interview in each row names them; None for a table of utterances, or another.

    Such a table names nobody who speaks, or each one once beside a long text.
    """
    if "text" not in columns or "start" in columns:
        return None
    if "speaker" not in columns:
        return columns.get("transcript", columns.get("row"))
    speakers = {cell_of(row, columns["speaker"]) for _, row in rows}
    words = sum(count_words(cell_of(row, columns["text"])) for _, row in rows)
    long = words >= WORDS_OF_AN_INTERVIEW * len(rows)
    return columns["speaker"] if len(rows) > 1 and len(speakers) == len(rows) and long else None


def _utterances(header: Sequence[str], rows: Sequence[Row], columns: Mapping[str, int], name: str) -> list[Utterance]:
    factor = _factor(rows, columns, header)
    starts = _times(rows, columns, "start", factor, name)
    ends = _times(rows, columns, "end", factor, name)
    return [
        Utterance(cell_of(row, columns.get("speaker")) or None, cell_of(row, columns["text"]), start, end)
        for (_, row), start, end in zip(rows, starts, ends, strict=True)
    ]


def _rows(source: Source) -> Iterator[Row]:
    """The rows that hold something, each with the number of its last line, the header first."""
    text = source.decoded.text
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda sign: (_known(first, sign), first.count(sign)))
    csv.field_size_limit(LONGEST_CELL)
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
    return len(known_columns(header))


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


def _refuse_other_tables(columns: Mapping[str, int], header: Sequence[str], name: str) -> None:
    """Raise UnreadableFileError for a table that holds no transcript."""
    if "text" not in columns or not columns.keys() & {"speaker", "start"}:
        looked_for = t("formats.between").join(f"{kind}: {', '.join(COLUMNS[kind][:PRINTED])}" for kind in SHOWN)
        found = ", ".join(cell.strip() for cell in header)[:200]
        raise UnreadableFileError(
            t("formats.no_columns", name=name, found=found), t("formats.no_columns_hint", names=looked_for)
        )


def _times(rows: Sequence[Row], columns: Mapping[str, int], kind: str, factor: int, name: str) -> list[int | None]:
    """The times of a column in milliseconds, None where a cell is empty or there is no such column."""
    found: list[int | None] = []
    for line, row in rows:
        cell = cell_of(row, columns.get(kind))
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


def _factor(rows: Sequence[Row], columns: Mapping[str, int], header: Sequence[str]) -> int:
    """How many milliseconds a plain number in the time columns is: 1 or 1000.

    A unit in the column's name or a decimal sign decides, else whether the words could be said so fast.
    """
    timed = [columns[kind] for kind in ("start", "end") if kind in columns]
    unit = next((match[1] for n in timed if (match := UNIT.search(_signless(header[n])))), "")
    if unit:
        return 1 if unit.startswith("m") else SECOND
    cells = [cell for _, row in rows for n in timed if NUMBER.fullmatch(cell := cell_of(row, n))]
    if not all(cell.isdecimal() for cell in cells):
        return SECOND
    values = [int(cell) for cell in cells] or [0]
    words = sum(count_words(cell_of(row, columns["text"])) for _, row in rows)
    return SECOND if words * SECOND > WORDS_PER_SECOND * (max(values) - min(values)) else 1
