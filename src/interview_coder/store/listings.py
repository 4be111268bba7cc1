"""Reading transcripts, turns, speakers, codes and codings out of a project file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.store import contents
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """One transcript with its counts; `sentences` is None until prepared; `coders` are those with codings on it."""

    id: str
    name: str
    language: str | None
    words: int
    turns: int
    sentences: int | None
    text: str
    layout: str
    codings: int
    coders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn with its speaker after merges of spellings; spans are code points of the text, half-open."""

    n: int
    header: tuple[int, int] | None
    start: int
    end: int
    speaker: str | None
    role: str | None
    start_ms: int | None
    end_ms: int | None


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


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One coding as stored. Turns are numbered from 1, words counted from 0 (`last_word` is the one after)."""

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
    last_turn: int | None
    word: int
    last_word: int


def transcripts(project: Project) -> list[TranscriptRow]:
    """All transcripts by name."""
    coders: dict[str, dict[str, int]] = {}
    for transcript, coder, count in project.rows(
        "SELECT transcript, coder, count(*) FROM codings WHERE twin_of IS NULL GROUP BY 1, 2 ORDER BY 2"
    ):
        coders.setdefault(transcript, {})[coder] = count
    sql = """SELECT id, name, language, words, turns, preparations.count, transcripts.text, layout FROM transcripts
        JOIN texts ON texts.hash = transcripts.text
        LEFT JOIN preparations ON preparations.text = transcripts.text ORDER BY name, id"""
    return [
        TranscriptRow(*(*row, sum(coders.get(row[0], {}).values()), tuple(coders.get(row[0], {}))))
        for row in project.rows(sql)
    ]


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
            COALESCE(main.role, speakers.role), start_ms, end_ms
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


def speaker_of_turns(project: Project) -> dict[tuple[str, int], tuple[str, str]]:
    """(transcript, turn number) to (speaker, role), both "" where unknown."""
    sql = """SELECT turns.transcript, n, COALESCE(main.name, speakers.name, ''), COALESCE(main.role, speakers.role, '')
        FROM turns LEFT JOIN speakers ON speakers.id = turns.speaker
        LEFT JOIN speakers AS main ON main.id = speakers.same_as"""
    return {(str(row[0]), int(str(row[1]))): (str(row[2]), str(row[3])) for row in project.rows(sql)}


def turn_times(project: Project) -> dict[tuple[str, int], int]:
    """(transcript, turn number) to the turn's start in milliseconds, where known."""
    sql = "SELECT transcript, n, start_ms FROM turns WHERE start_ms IS NOT NULL"
    return {(str(t), int(n)): int(ms) for t, n, ms in project.rows(sql)}


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
    sql = """SELECT id, name, parent, label, definition, include, exclude, examples, keywords, colour, shortcut
        FROM codes ORDER BY position, id"""
    codes = [_code(row) for row in project.rows(sql)]
    return Codebook(str(head[0][0]), json.loads(str(head[0][1])), tuple(_in_tree_order(codes)))


def _code(row: Sequence[Any]) -> Code:
    identifier, name, parent, *texts, colour, shortcut = row
    label, definition, *lists = map(json.loads, texts)
    include, exclude, examples, keywords = (
        {language: tuple(values) for language, values in found.items()} for found in lists
    )
    return Code(identifier, name, parent, label, definition, include, exclude, examples, keywords, colour, shortcut)


def _in_tree_order(codes: list[Code]) -> Iterator[Code]:
    """Parents before their children, siblings by position; a code whose parent is gone stands at the top."""
    known = {code.id for code in codes}
    below: dict[str | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent if code.parent in known else None, []).append(code)
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        code = waiting.pop()
        yield code
        waiting.extend(reversed(below.get(code.id, [])))


_CODINGS = """SELECT id, transcript, start, "end", code, coder, actor, origin, memo, star, definition, created_at,
    turn, last_turn, word, last_word FROM codings WHERE twin_of IS NULL"""


def codings(project: Project, *, transcript: str | None = None) -> list[CodingRow]:
    """All codings that count, by transcript and place, or those of one transcript (its id)."""
    where, values = (" AND transcript = ?", (transcript,)) if transcript else ("", ())
    found = project.rows(_CODINGS + where + ' ORDER BY transcript, start, "end", hlc', values)
    return [CodingRow(*row) for row in found]


def coding_keys(project: Project) -> set[tuple[str, int, int, str, str]]:
    """(transcript, start, end, code, coder) of every coding that counts."""
    sql = 'SELECT transcript, start, "end", code, coder FROM codings WHERE twin_of IS NULL'
    return set(project.rows(sql))


def parked_count(project: Project) -> int:
    """How many codings wait for a transcript or code that is not there."""
    return int(project.rows("SELECT count(*) FROM parked")[0][0])


def coding_id(project: Project, key: tuple[str, int, int, str, str]) -> str | None:
    """The id of the coding with this (transcript, start, end, code, coder), or None."""
    sql = """SELECT id FROM codings WHERE transcript = ? AND start = ? AND "end" = ? AND code = ? AND coder = ?
        AND twin_of IS NULL"""
    found = project.rows(sql, key)
    return str(found[0][0]) if found else None


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
