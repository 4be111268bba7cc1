"""Reading transcripts, turns, speakers, codes and codings out of a project file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.codebook_rules import in_tree_order
from interview_coder.domain.cooccurrence import Passage
from interview_coder.domain.frequencies import Placed
from interview_coder.store import contents
from interview_coder.store.connection import plain_errors
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """One transcript; `sentences` is None until prepared, `text` the hash of its text."""

    id: str
    name: str
    language: str | None
    words: int
    turns: int
    sentences: int | None
    text: str


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn with its speaker after merges of spellings; spans are code points of the text, half-open.

    `speaker_id` is the id of the spelling that stands in the text.
    """

    n: int
    header: tuple[int, int] | None
    start: int
    end: int
    speaker: str | None
    role: str | None
    start_ms: int | None
    end_ms: int | None
    speaker_id: str | None


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """One spelling of a speaker's name in a transcript; `same_as` names the speaker it was merged into."""

    id: str
    transcript: str
    transcript_name: str
    name: str
    role: str | None
    same_as: str | None
    turns: int


class CodingRow(NamedTuple):
    """One coding; `turn` (from 1), `speaker` (an id) and `start_ms` are those of the first turn it touches."""

    id: str
    transcript: str
    start: int
    end: int
    code: str
    coder: str
    actor: str
    origin: str
    memo: str
    star: bool
    definition: str
    created_at: str
    turn: int | None
    speaker: str | None
    start_ms: int | None


CodingKey = tuple[str, int, int, str, str]
"""What one coder can do once: ids of transcript, start, end, id of the code, and the coder's name."""


class KnownCoding(NamedTuple):
    """A coding that is there."""

    id: str
    memo: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which codings: of one transcript, coder, some codes, some cases, some codings (ids, the coder's name).

    None means all; None among `cases` stands for what belongs to no case. `numbers` are those under which the
    project file holds some codings at this moment: many are looked up in a third of the time that ids take.
    """

    transcript: str | None = None
    coder: str | None = None
    codes: frozenset[str] | None = None
    cases: frozenset[str | None] | None = None
    ids: frozenset[str] | None = None
    numbers: Sequence[int] | None = None


def transcripts(project: Project) -> list[TranscriptRow]:
    """All transcripts by name."""
    sql = """SELECT id, name, language, words, turns, preparations.count, transcripts.text FROM transcripts
        JOIN texts ON texts.hash = transcripts.text
        LEFT JOIN preparations ON preparations.text = transcripts.text ORDER BY name, id"""
    return [TranscriptRow(*row) for row in project.rows(sql)]


def codings_by_coder(project: Project) -> dict[str, dict[str, int]]:
    """Transcript to how many codings each coder has on it, coders by name."""
    counts: dict[str, dict[str, int]] = {}
    sql = "SELECT transcript, coder, count(*) FROM codings WHERE twin_of IS NULL GROUP BY 1, 2 ORDER BY 2"
    for transcript, coder, count in project.rows(sql):
        counts.setdefault(transcript, {})[coder] = count
    return counts


def text(project: Project, key: str) -> str:
    """The text of a version, by its hash."""
    return str(project.rows("SELECT text FROM texts WHERE hash = ?", (key,))[0][0])


def texts(project: Project) -> Iterator[tuple[str, str]]:
    """(transcript id, text) of every transcript, one at a time."""
    for identifier, key in project.rows("SELECT id, text FROM transcripts"):
        yield str(identifier), text(project, str(key))


def turns(project: Project, transcript: str) -> list[TurnRow]:
    """The turns of a transcript in order."""
    sql = """SELECT n, header_start, header_end, start, "end", COALESCE(main.name, speakers.name),
            COALESCE(main.role, speakers.role), start_ms, end_ms, turns.speaker
        FROM turns LEFT JOIN speakers ON speakers.id = turns.speaker
        LEFT JOIN speakers AS main ON main.id = speakers.same_as WHERE turns.transcript = ? ORDER BY n"""
    return [
        TurnRow(row[0], None if row[1] is None else (row[1], row[2]), *row[3:])
        for row in project.rows(sql, (transcript,))
    ]


def speakers(project: Project) -> list[SpeakerRow]:
    """Every spelling of every speaker, by transcript, most turns first."""
    sql = """SELECT speakers.id, speakers.transcript, transcripts.name, speakers.name, speakers.role, main.name,
            (SELECT count(*) FROM turns WHERE turns.speaker = speakers.id) AS spoken
        FROM speakers JOIN transcripts ON transcripts.id = speakers.transcript
        LEFT JOIN speakers AS main ON main.id = speakers.same_as
        ORDER BY transcripts.name, speakers.transcript, spoken DESC, speakers.name"""
    return [SpeakerRow(*row) for row in project.rows(sql)]


def speaker_names(project: Project) -> dict[str, tuple[str, str | None]]:
    """Id of each speaker to the name and role of the person, merged spellings alike."""
    sql = """SELECT speakers.id, COALESCE(main.name, speakers.name), COALESCE(main.role, speakers.role)
        FROM speakers LEFT JOIN speakers AS main ON main.id = speakers.same_as"""
    return {key: (name, role) for key, name, role in project.rows(sql)}


def sentences(project: Project, text_hash: str) -> list[tuple[int, int]] | None:
    """The sentences of a text as spans, or None when it is not prepared."""
    row = project.rows("SELECT sentences FROM preparations WHERE text = ?", (text_hash,))
    if not row:
        return None
    return [(start, end) for start, end in json.loads(contents.blob(project.connection, str(row[0][0])))]


def prepared(project: Project) -> dict[str, str]:
    """Hash of each prepared text to the fingerprint of the model that prepared it."""
    return {str(key): str(model) for key, model in project.rows("SELECT text, model FROM preparations")}


def codebook(project: Project) -> Codebook | None:
    """The project's codebook in tree order, or None when it has none yet."""
    head = project.rows("SELECT id, name FROM codebook")
    if not head:
        return None
    sql = """SELECT id, name, parent, label, definition, include, exclude, examples, keywords, colour, shortcut,
            retired
        FROM codes WHERE stands_for IS NULL ORDER BY position, id"""
    codes = [_code(row) for row in project.rows(sql)]
    return Codebook(str(head[0][0]), json.loads(str(head[0][1])), in_tree_order(codes))


def _code(row: Sequence[Any]) -> Code:
    identifier, name, parent, *texts, colour, shortcut, retired = row
    label, definition, *lists = map(json.loads, texts)
    include, exclude, examples, keywords = (
        {language: tuple(values) for language, values in found.items()} for found in lists
    )
    fields = (label, definition, include, exclude, examples, keywords, colour, shortcut)
    return Code(identifier, name, parent, *fields, retired=bool(retired))


def codings(project: Project, wanted: Wanted) -> list[CodingRow]:
    """The codings that count among those wanted, by transcript and place."""
    where, values = condition(project, wanted)
    sql = f"""SELECT codings.id, codings.transcript, codings.start, codings."end", code, coder, actor, origin, memo,
            star, definition, created_at, turn, speaker, start_ms
        FROM codings LEFT JOIN turns ON turns.transcript = codings.transcript AND n = turn
        WHERE twin_of IS NULL{where} ORDER BY codings.transcript, codings.start, codings."end", hlc"""
    return list(map(CodingRow._make, project.rows(sql, values)))


def placed(project: Project, wanted: Wanted, *, speakers: bool) -> list[Placed]:
    """The codings wanted, for counting, by transcript and place; speakers (ids) are only looked up if `speakers`."""
    where, values = condition(project, wanted)
    speaker, join = "NULL", ""
    if speakers:
        speaker, join = "speaker", "LEFT JOIN turns ON turns.transcript = codings.transcript AND n = turn"
    sql = f"""SELECT code, coder, {speaker}, codings.transcript, turn, last_turn, word, last_word
        FROM codings {join} WHERE twin_of IS NULL{where} ORDER BY codings.transcript, codings.start"""
    return project.rows(sql, values)


def passages(project: Project, wanted: Wanted) -> list[Passage]:
    """The codings wanted, for what occurs together and what follows what, by transcript, start and end."""
    where, values = condition(project, wanted)
    sql = f"""SELECT code, coder, codings.transcript, codings.start, codings."end", turn, last_turn
        FROM codings WHERE twin_of IS NULL{where} ORDER BY codings.transcript, codings.start, codings."end\""""
    return project.rows(sql, values)


def codes_by_transcript(project: Project, wanted: Wanted) -> dict[str, set[str]]:
    """Id of each transcript that holds codings wanted to the ids of their codes."""
    where, values = condition(project, wanted)
    found: dict[str, set[str]] = {}
    sql = f"SELECT DISTINCT codings.transcript, code FROM codings WHERE twin_of IS NULL{where}"
    for transcript, code in project.rows(sql, values):
        found.setdefault(transcript, set()).add(code)
    return found


def import_order(project: Project) -> list[str]:
    """Ids of all transcripts in the order in which they came into the project."""
    sql = (
        "SELECT id, (SELECT min(hlc) FROM events WHERE object = transcripts.id) AS came FROM transcripts ORDER BY 2, 1"
    )
    return [str(row[0]) for row in project.rows(sql)]


# The case of a coding: that of who speaks where it begins, if they have one of their own, else the transcript's.
_CASE_OF_TRANSCRIPT = """(SELECT cases.id FROM transcripts JOIN cases ON cases.id = transcripts.case_id
    WHERE transcripts.id = codings.transcript)"""
_CASE = f"""COALESCE((SELECT cases.id FROM turns
        JOIN speakers ON speakers.id = turns.speaker LEFT JOIN speakers AS main ON main.id = speakers.same_as
        JOIN cases ON cases.id = COALESCE(main.case_id, speakers.case_id)
        WHERE turns.transcript = codings.transcript AND turns.n = codings.turn), {_CASE_OF_TRANSCRIPT})"""


def condition(project: Project, wanted: Wanted) -> tuple[str, list[object]]:
    """SQL on the columns of `codings` that only those wanted meet, beginning with AND if there is any; its values."""
    sql, values = "", list[object]()
    for column, value in (("codings.transcript", wanted.transcript), ("coder", wanted.coder)):
        if value is not None:
            sql += f" AND {column} = ?"
            values.append(value)
    if wanted.codes is not None:
        sql += f" AND code IN {_listed(wanted.codes, values)}"
    if wanted.ids is not None:
        _note_chosen(project, "chosen", "id TEXT", wanted.ids)
        sql += " AND codings.id IN (SELECT id FROM temp.chosen)"
    if wanted.numbers is not None:
        _note_chosen(project, "chosen_numbers", "number INTEGER", sorted(wanted.numbers))
        sql += " AND codings.rowid IN (SELECT number FROM temp.chosen_numbers)"
    if wanted.cases is not None:
        own = project.rows("SELECT 1 FROM speakers WHERE case_id IS NOT NULL LIMIT 1")
        case = _CASE if own else _CASE_OF_TRANSCRIPT
        known = f"{case} IN {_listed(wanted.cases - {None}, values)}"
        sql += f" AND ({known} OR {case} IS NULL)" if None in wanted.cases else f" AND {known}"
    return sql, values


def _listed(wanted: Iterable[object], values: list[object]) -> str:
    """Placeholders for `wanted`, which are added to `values`."""
    listed = sorted(wanted, key=str)
    values += listed
    return f"({', '.join('?' * len(listed))})"


def _note_chosen(project: Project, table: str, column: str, keys: Iterable[str | int]) -> None:
    """Put keys of codings where a statement finds them: there may be more than it takes as values."""
    with plain_errors(project.path):
        project.connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({column} PRIMARY KEY)")
        project.connection.execute(f"DELETE FROM temp.{table}")
        # One statement: fifty thousand of them would be a transaction each.
        listed = json.dumps(list(keys))
        project.connection.execute(f"INSERT OR IGNORE INTO temp.{table} SELECT value FROM json_each(?)", (listed,))


def coding_counts(project: Project) -> dict[str, tuple[int, int]]:
    """Code to how many codings it has, in how many transcripts."""
    sql = "SELECT code, count(*), count(DISTINCT transcript) FROM codings WHERE twin_of IS NULL GROUP BY code"
    return {code: (codings, transcripts) for code, codings, transcripts in project.rows(sql)}


def coding_memos(project: Project, key: CodingKey | None = None) -> dict[CodingKey, KnownCoding]:
    """Span, code and coder of every coding that counts, or of the one asked for, to its id and memo."""
    where = 'AND transcript = ? AND start = ? AND "end" = ? AND code = ? AND coder = ?' if key else ""
    sql = f'SELECT transcript, start, "end", code, coder, id, memo FROM codings WHERE twin_of IS NULL {where}'
    return {row[:5]: KnownCoding(*row[5:]) for row in project.rows(sql, key or ())}


def parked_count(project: Project) -> int:
    """How many codings wait for a transcript or code that is not there."""
    return int(project.rows("SELECT count(*) FROM parked")[0][0])


def text_lengths(project: Project) -> dict[str, int]:
    """Hash of each text to its length in code points."""
    return {str(key): int(length) for key, length in project.rows("SELECT hash, characters FROM texts")}


def coders(project: Project) -> list[str]:
    """Everybody with codings, by name."""
    return [str(row[0]) for row in project.rows("SELECT DISTINCT coder FROM codings ORDER BY coder")]


def text_of(project: Project, transcript: str) -> str:
    """The current text of a transcript, by the transcript's id."""
    sql = "SELECT texts.text FROM transcripts JOIN texts ON texts.hash = transcripts.text WHERE transcripts.id = ?"
    return str(project.rows(sql, (transcript,))[0][0])
