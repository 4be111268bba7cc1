"""Steps: the readable history, and what undo and redo would take back or put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from interview_coder.store.project import Project

_WORK = "type NOT LIKE 'step.%' AND type NOT LIKE 'replica.%' AND type NOT LIKE 'project.%'"

# The replicas of ?1 (a coder) in this file whose chain goes on in the coder's newest one.
_MINE = """WITH RECURSIVE mine (replica) AS (
    SELECT * FROM (SELECT replica FROM replicas WHERE coder = ?1 ORDER BY hlc DESC LIMIT 1)
    UNION SELECT replicas.follows FROM replicas JOIN mine ON mine.replica = replicas.replica
    WHERE replicas.follows IS NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history. `events` is how many events it made; `object` what the first of them changed."""

    step: str
    at: str
    coder: str
    actor: str
    type: str
    object: str
    events: int
    undone: bool
    payload: str


_COLUMNS = """steps.step, at, steps.coder, steps.actor, steps.type, steps.object, steps.events, undone,
    (SELECT payload FROM events WHERE events.step = steps.step ORDER BY seq LIMIT 1)"""


def history(project: Project, *, limit: int | None = None) -> list[Step]:
    """Every step in order of time, or only the last `limit`; openings of replicas are left out."""
    sql = f"""SELECT * FROM (SELECT {_COLUMNS}, hlc FROM steps WHERE type NOT LIKE 'replica.%'
        ORDER BY hlc DESC LIMIT ?) ORDER BY hlc"""
    return [_step(row[:-1]) for row in project.rows(sql, (-1 if limit is None else limit,))]


def undoable(project: Project, coder: str) -> Step | None:
    """The last step of `coder` in this file that stands, or None."""
    sql = f"""{_MINE} SELECT {_COLUMNS} FROM steps WHERE replica IN mine AND {_WORK} AND undone = 0
        ORDER BY hlc DESC LIMIT 1"""
    return _first(project.rows(sql, (coder,)))


def redoable(project: Project, coder: str) -> Step | None:
    """The step of `coder` that was undone last and not followed by a new one, or None."""
    sql = f"""{_MINE} SELECT {_COLUMNS} FROM steps WHERE replica IN mine AND {_WORK} AND undone = 1
        AND undone_hlc > (SELECT max(hlc) FROM steps WHERE replica IN mine AND {_WORK})
        ORDER BY undone_hlc DESC LIMIT 1"""
    return _first(project.rows(sql, (coder,)))


def _first(rows: list[tuple[Any, ...]]) -> Step | None:
    return _step(rows[0]) if rows else None


def _step(row: tuple[Any, ...]) -> Step:
    *before, undone, payload = row
    return Step(*(*before, bool(undone), payload))


def codings_of_others(project: Project, step: str, coder: str) -> dict[str, int]:
    """How many codings, by coder, undoing `step` would hide: others' on transcripts or codes that it brought in, and
    those that a later step put on a version of a text that it brought in.

    Codings that only followed that text go back with it, and those to which only the step itself gave such a code get
    back the one they had.
    """
    sql = """SELECT codings.coder, count(*) FROM codings
        WHERE (codings.coder <> ?2 AND (
            transcript IN (SELECT object FROM events WHERE step = ?1 AND type = 'transcript.added')
            OR made_as IN (SELECT object FROM events WHERE step = ?1 AND type = 'code.added')
                AND made_as = (SELECT json_extract(put.payload, '$.code') FROM events AS put
                    JOIN steps ON steps.step = put.step WHERE put.object = codings.id AND put.step <> ?1 AND undone = 0
                    AND json_extract(put.payload, '$.code') IS NOT NULL ORDER BY put.hlc DESC LIMIT 1)))
        OR codings.id IN (SELECT there.id FROM events AS version
            JOIN codings AS there ON there.transcript = version.object
            JOIN events AS put ON put.object = there.id AND put.hlc > version.hlc AND put.step <> ?1
                AND json_extract(put.payload, '$.text') = json_extract(version.payload, '$.text')
            JOIN steps ON steps.step = put.step AND undone = 0
            WHERE version.step = ?1 AND version.type = 'transcript.changed')
        GROUP BY 1 ORDER BY 1"""
    return {str(name): int(count) for name, count in project.rows(sql, (step, coder))}
