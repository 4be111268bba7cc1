"""Rows of the folded tables, written from the states of objects.

Each `write_…` takes the states of touched objects of its family (None: no event of it stands; their ids are in the
temporary table `touched` too), replaces their rows, and returns objects of later families that depend on them.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from interview_coder.domain.codebook import code_from_fields, definition_hash
from interview_coder.domain.events import canonical, moment
from interview_coder.domain.fold import ObjectState
from interview_coder.domain.ids import speaker_id
from interview_coder.domain.text import words_between
from interview_coder.store import contents

States = Mapping[str, ObjectState | None]
Dependents = dict[str, set[str]]


def standing(states: States) -> list[ObjectState]:
    """The objects that are there: added by a step that stands, and not removed since."""
    return [s for s in states.values() if s is not None and s.added is not None and not s.removed]


def delete(connection: sqlite3.Connection, table: str, column: str, keys: Iterable[str]) -> None:
    """Remove the rows with these keys."""
    connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((key,) for key in keys))


def write_project(connection: sqlite3.Connection, states: States) -> Dependents:
    """The one row of `project`."""
    delete(connection, "project", "id", states)
    for state in standing(states):
        created = moment(state.added.hlc) if state.added else ""
        row = (state.object, state.fields["name"], state.fields["language"], created)
        connection.execute("INSERT INTO project VALUES (?, ?, ?, ?)", row)
    return {}


def write_codebook(connection: sqlite3.Connection, states: States) -> Dependents:
    """The row of `codebook`: its id and name."""
    delete(connection, "codebook", "id", states)
    for state in standing(states):
        connection.execute("INSERT INTO codebook VALUES (?, ?)", (state.object, canonical(state.fields["name"])))
    return {}


def write_codes(connection: sqlite3.Connection, states: States) -> Dependents:
    """Rows of `codes`; codings of codes that come or go, or are merged into another, depend on them."""
    before = dict(connection.execute("SELECT id, stands_for FROM codes"))
    delete(connection, "codes", "id", states)
    for state in standing(states):
        fields = state.fields
        code = code_from_fields(state.object, fields)
        texts = [
            canonical(fields[key]) for key in ("label", "definition", "include", "exclude", "examples", "keywords")
        ]
        connection.execute(
            "INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                code.id,
                code.parent,
                code.name,
                fields["position"],
                *texts,
                code.colour,
                code.shortcut,
                definition_hash(code),
                int(code.retired),
                fields.get("merged_into"),
            ),
        )
    after = _resolve_merges(connection)
    # Nothing else of a code is written beside its codings.
    moved = {code for code in before.keys() | after.keys() if before.get(code, "") != after.get(code, "")}
    return {"coding": _codings_of(connection, "made_as", moved)}


def _resolve_merges(connection: sqlite3.Connection) -> dict[str, str | None]:
    """Note for each code which one its codings count for; None: for itself.

    A code that was merged in a circle, or into one that is not there, stands for itself again: merges made in two
    files can come to that, and no coding may get lost by it.
    """
    merged = dict(connection.execute("SELECT id, merged_into FROM codes"))
    found: dict[str, str | None] = {}
    for code in merged:
        target, seen = code, {code}
        while (further := merged[target]) is not None and further in merged and further not in seen:
            seen.add(further)
            target = further
        circle = merged[target] in seen
        found[code] = None if target == code or circle else target
    connection.executemany("UPDATE codes SET stands_for = ? WHERE id = ?", ((v, k) for k, v in found.items()))
    return found


def write_transcripts(connection: sqlite3.Connection, states: States) -> Dependents:
    """Rows of `transcripts`, their turns and speakers; corrections of speakers and codings depend on them."""
    speakers: set[str] = set()
    for table, column in (("turns", "transcript"), ("speakers", "transcript"), ("transcripts", "id")):
        delete(connection, table, column, states)
    complete = [
        state
        for state in standing(states)
        if contents.has_contents(connection, state.fields["text"], state.fields["layout"], state.fields["original"])
    ]
    for state in complete:
        speakers |= _write_transcript(connection, state)
    contents.index_texts(connection, ((state.text("layout"), state.text("text")) for state in complete))
    return {"speaker": speakers, "coding": _codings_of(connection, "transcript", states)}


def _write_transcript(connection: sqlite3.Connection, state: ObjectState) -> set[str]:
    f, added = state.fields, state.added
    turns = contents.layout(connection, state.text("layout"))
    connection.execute(
        "INSERT INTO transcripts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(state.object, f["name"], f["language"], f["format"], f["encoding"], f["text"], f["layout"]),
            *(f["original"], len(turns), moment(added.hlc) if added else "", added.coder if added else ""),
            f.get("case"),
        ),
    )
    names = dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None)
    roles = f["roles"] if isinstance(f["roles"], dict) else {}
    ids = {name: speaker_id(state.object, name) for name in names}
    connection.executemany(
        "INSERT INTO speakers VALUES (?1, ?2, ?3, ?4, NULL, ?3, ?4, NULL)",
        ((ids[name], state.object, name, roles.get(ids[name])) for name in names),
    )
    connection.executemany(
        "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(state.object, n, *(turn.header or (None, None)), turn.start, turn.end),
                *(ids[turn.speaker] if turn.speaker is not None else None, turn.start_ms, turn.end_ms),
            )
            for n, turn in enumerate(turns, 1)
        ),
    )
    return set(ids.values())


# A speaker can only be the same as one of the same transcript, which is written with it.
_SPEAKER_COLUMNS = {
    "name": "?1",
    "role": "?1",
    "same_as": "(SELECT id FROM speakers AS main WHERE id = ?1 AND transcript = speakers.transcript AND id <> ?2)",
    "case_id": "?1",
}
_SPEAKER_FIELDS = {"case_id": "case"}


def write_speakers(connection: sqlite3.Connection, states: States) -> Dependents:
    """Speakers as the layouts name them, with the corrections that stand laid over."""
    connection.executemany(
        "UPDATE speakers SET name = spelling, role = guess, same_as = NULL, case_id = NULL WHERE id = ?",
        ((key,) for key in states),
    )
    for state in states.values():
        for column, value in _SPEAKER_COLUMNS.items():
            field = _SPEAKER_FIELDS.get(column, column)
            if state is not None and field in state.fields:
                connection.execute(
                    f"UPDATE speakers SET {column} = {value} WHERE id = ?2", (state.fields[field], state.object)
                )
    return {}


def write_preparations(connection: sqlite3.Connection, states: States) -> Dependents:
    """Rows of `preparations`: sentences and lemmas of texts."""
    delete(connection, "preparations", "text", states)
    for state in standing(states):
        f = state.fields
        if contents.has_contents(connection, state.object, f["sentences"], f["lemmas"]):
            row = (state.object, f["model"], f["sentences"], f["lemmas"], f["count"])
            connection.execute("INSERT INTO preparations VALUES (?, ?, ?, ?, ?)", row)
    return {}


def _codings_of(connection: sqlite3.Connection, column: str, keys: Iterable[str]) -> set[str]:
    """Codings that were put on these transcripts or codes, or wait for them."""
    waiting = {"made_as": "code"}.get(column, column)
    found: set[str] = set()
    for key in keys:
        found |= {row[0] for row in connection.execute(f"SELECT id FROM codings WHERE {column} = ?", (key,))}
        found |= {row[0] for row in connection.execute(f"SELECT object FROM parked WHERE {waiting} = ?", (key,))}
    return found


def write_codings(connection: sqlite3.Connection, states: States) -> Dependents:
    """Rows of `codings`; those whose transcript, code or version of the text is not there are parked until it comes."""
    before = _spans_with_twins(connection)
    connection.execute("DELETE FROM codings WHERE id IN (SELECT object FROM touched)")
    connection.execute("DELETE FROM parked WHERE object IN (SELECT object FROM touched)")
    codes = dict(connection.execute("SELECT id, COALESCE(stands_for, id) FROM codes"))
    texts = dict(connection.execute("SELECT id, text FROM transcripts"))
    places = _Places(connection)
    rows, parked = [], []
    for state in sorted(standing(states), key=lambda s: s.text("transcript")):
        transcript, text = state.text("transcript"), state.text("text")
        code = codes.get(state.text("code"))
        if code is None or texts.get(transcript) != text:
            parked.append(
                _parked_row(state, "code" if code is None else "text" if transcript in texts else "transcript")
            )
        else:
            place = places.of(transcript, text, state.number("start"), state.number("end"))
            rows.append(_coding_row(state, code, place))
    connection.executemany(f"INSERT INTO codings VALUES ({', '.join('?' * 20)})", rows)
    connection.executemany(f"INSERT INTO parked VALUES ({', '.join('?' * 10)})", parked)
    _mark_twins(connection, before | _spans_with_twins(connection))
    return {}


def _parked_row(state: ObjectState, reason: str) -> tuple[object, ...]:
    f, coder = state.fields, state.added.coder if state.added else ""
    place = (state.object, f["transcript"], f["code"], reason, f["text"], f["start"], f["end"])
    return (*place, coder, f.get("memo", ""), int(bool(f.get("star"))))


def _coding_row(state: ObjectState, code: str, place: tuple[int | None, int | None, int, int]) -> tuple[object, ...]:
    f, added = state.fields, state.added
    if added is None:
        raise AssertionError("a coding row needs the event that made the coding")
    review = f.get("review")
    return (
        *(state.object, f["transcript"], f["start"], f["end"], code, added.coder, added.actor, f["origin"]),
        *(f.get("memo", ""), int(bool(f.get("star"))), f["definition"], moment(added.hlc), added.hlc, *place, None),
        *(f["code"], canonical(review) if review else None),
    )


class _Places:
    """Where spans lie in turns and words, for codings that come transcript by transcript."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._transcript = ""
        self._turns: list[tuple[int, int, int]] = []
        self._text = ""
        self._words: Sequence[int] = ()

    def of(self, transcript: str, text: str, start: int, end: int) -> tuple[int | None, int | None, int, int]:
        """First and last turn that the span touches (None: none), first word and the word after its last."""
        if transcript != self._transcript:
            self._load(transcript, text)
        touched = [n for n, turn_start, turn_end in self._near(start, end) if turn_start < end and turn_end > start]
        first, last = (touched[0], touched[-1]) if touched else (None, None)
        return first, last, *words_between(self._text, self._words, start, end)

    def _load(self, transcript: str, text: str) -> None:
        self._transcript = transcript
        self._turns = self._connection.execute(
            'SELECT n, start, "end" FROM turns WHERE transcript = ? ORDER BY n', (transcript,)
        ).fetchall()
        self._turn_starts = [start for _, start, _ in self._turns]
        self._text, self._words = contents.text_and_words(self._connection, text)

    def _near(self, start: int, end: int) -> list[tuple[int, int, int]]:
        first = max(0, bisect_right(self._turn_starts, start) - 1)
        return self._turns[first : bisect_left(self._turn_starts, end)]


def _spans_with_twins(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
    """Span, code and coder of the touched codings that are not alone with them."""
    return set(
        connection.execute(
            """SELECT one.transcript, one.start, one."end", one.code, one.coder FROM touched
            JOIN codings AS one ON one.id = touched.object JOIN codings AS other
                ON other.transcript = one.transcript AND other.start = one.start AND other."end" = one."end"
                AND other.code = one.code AND other.coder = one.coder AND other.id <> one.id"""
        )
    )


def _mark_twins(connection: sqlite3.Connection, spans: set[tuple[object, ...]]) -> None:
    """Of codings alike in span, code and coder, made in two files and merged, only the oldest counts."""
    same = 'transcript = ? AND start = ? AND "end" = ? AND code = ? AND coder = ?'
    for span in spans:
        found = connection.execute(f"SELECT id FROM codings WHERE {same} ORDER BY hlc, id", span).fetchall()
        if len(found) > 1:
            connection.execute(
                f"UPDATE codings SET twin_of = CASE WHEN id = ? THEN NULL ELSE ? END WHERE {same}",
                (found[0][0], found[0][0], *span),
            )
        elif found:
            connection.execute("UPDATE codings SET twin_of = NULL WHERE id = ? AND twin_of IS NOT NULL", found[0])
