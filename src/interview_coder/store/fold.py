"""Keeping the tables equal to the fold of the log: after each step only the touched objects are folded again."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from interview_coder.domain.events import COUNTER_BITS, Event
from interview_coder.domain.fold import ObjectState, fold_object
from interview_coder.store import case_rows as cases
from interview_coder.store import rows

# Families in the order in which their tables may depend on each other.
_WRITERS = {
    "project": rows.write_project,
    "codebook": rows.write_codebook,
    "query": cases.write_queries,
    "attribute": cases.write_attributes,
    "case": cases.write_cases,
    "code": rows.write_codes,
    "transcript": rows.write_transcripts,
    "speaker": rows.write_speakers,
    "preparation": rows.write_preparations,
    "coding": rows.write_codings,
}
_BATCH = 10_000
Touched = dict[str, dict[str, None]]
"""By family, ids of objects in the order in which they are to be written."""
FOLDED_TABLES = (
    "replicas",
    "steps",
    "project",
    "codebook",
    "queries",
    "attributes",
    "cases",
    "case_values",
    "codes",
    "transcripts",
    "speakers",
    "turns",
    "preparations",
    "codings",
    "parked",
    "conflicts",
)


def fold_in(connection: sqlite3.Connection, events: Sequence[Event]) -> None:
    """Bring the tables up to date after `events` were added to the log, within the same transaction."""
    touched: Touched = defaultdict(dict)
    steps: set[str] = set()
    for event in events:
        steps.add(event.step)
        if event.family == "step":
            steps.add(event.object)
            for family, object_ in _objects_of_step(connection, event.object):
                touched[family][object_] = None
        else:
            touched[event.family][event.object] = None
    _write_replicas(connection, {event.replica for event in events})
    _write_steps(connection, steps)
    _write_objects(connection, touched, events)


def rebuild(connection: sqlite3.Connection) -> None:
    """Empty every folded table and fold the whole log again, within the caller's transaction."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in FOLDED_TABLES:
        connection.execute(f"DELETE FROM {table}")
    touched: Touched = defaultdict(dict)
    for type_, object_ in connection.execute("SELECT type, object FROM events ORDER BY replica, seq"):
        touched[type_.partition(".")[0]][object_] = None
    steps = "SELECT step FROM events UNION SELECT object FROM events WHERE type LIKE 'step.%'"
    _write_replicas(connection, {row[0] for row in connection.execute("SELECT DISTINCT replica FROM events")})
    _write_steps(connection, {row[0] for row in connection.execute(steps)})
    _write_objects(connection, touched, ())


def _write_objects(connection: sqlite3.Connection, touched: Touched, new: Sequence[Event]) -> None:
    """Write the rows of the touched objects, by family, a few thousand at a time: a study may hold a million.

    They keep the order in which they were made, in which the codings of a transcript mostly stand together: a batch
    then needs few texts.
    """
    last = {event.object: event for event in new}
    for family, write in _WRITERS.items():
        waiting = list(touched[family])
        for start in range(0, len(waiting), _BATCH):
            states = _states(connection, family, set(waiting[start : start + _BATCH]), last)
            for dependent, others in write(connection, states).items():
                touched[dependent] |= dict.fromkeys(others)
            _write_conflicts(connection, states)


def _objects_of_step(connection: sqlite3.Connection, step: str) -> Iterator[tuple[str, str]]:
    for type_, object_ in connection.execute("SELECT DISTINCT type, object FROM events WHERE step = ?", (step,)):
        yield type_.partition(".")[0], object_


def _states(
    connection: sqlite3.Connection, family: str, objects: set[str], new: Mapping[str, Event]
) -> dict[str, ObjectState | None]:
    """The state of each object from the events of steps that stand; None for those with no such event.

    Objects whose only event is one of the `new` ones need not be read back: most are, when work is added.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (object TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM touched")
    connection.executemany("INSERT INTO touched VALUES (?)", ((object_,) for object_ in objects))
    undone = {row[0] for row in connection.execute("SELECT step FROM steps WHERE undone = 1")}
    alone = {object_: new[object_] for object_ in objects if object_ in new}
    alone = {o: event for o, event in alone.items() if event.family == family and event.step not in undone}
    several = connection.execute(
        "SELECT object FROM touched JOIN events USING (object) GROUP BY object HAVING count(*) > 1"
    )
    for (object_,) in several:
        alone.pop(object_, None)
    states: dict[str, ObjectState | None] = dict.fromkeys(objects)
    states |= {object_: fold_object((event,)) for object_, event in alone.items()}
    if len(alone) < len(objects):
        states |= _read_states(connection, family, objects - alone.keys())
    return states


def _read_states(connection: sqlite3.Connection, family: str, objects: set[str]) -> dict[str, ObjectState | None]:
    found = connection.execute(
        """SELECT events.* FROM touched JOIN events ON events.object = touched.object
        JOIN steps ON steps.step = events.step WHERE steps.undone = 0
        ORDER BY events.object, events.hlc, events.replica, events.seq"""
    )
    return {
        object_: fold_object(event for event in history if event.family == family)
        for object_, history in groupby(map(Event._make, found), key=lambda e: e.object)
        if object_ in objects
    }


def _write_replicas(connection: sqlite3.Connection, replicas: set[str]) -> None:
    """Each replica's row; its clock never goes back, so that its last event holds its latest time."""
    connection.executemany(
        f"""INSERT OR REPLACE INTO replicas
        SELECT first.replica, first.coder, json_extract(first.payload, '$.follows'),
            strftime('%Y-%m-%dT%H:%M:%fZ', (first.hlc >> {COUNTER_BITS}) / 1000.0, 'unixepoch'),
            top.seq, top.hlc, top.hash
        FROM events AS first JOIN events AS top ON top.replica = first.replica
            AND top.seq = (SELECT max(seq) FROM events WHERE replica = ?1)
        WHERE first.replica = ?1 AND first.seq = 1""",
        ((replica,) for replica in replicas),
    )


def _write_steps(connection: sqlite3.Connection, steps: set[str]) -> None:
    connection.executemany(
        f"""INSERT OR REPLACE INTO steps
        SELECT step, replica, coder, actor, min(hlc),
            strftime('%Y-%m-%dT%H:%M:%fZ', (min(hlc) >> {COUNTER_BITS}) / 1000.0, 'unixepoch'), type, object, count(*),
            COALESCE((SELECT type = 'step.undone' FROM events AS e WHERE e.object = ?1 AND e.type LIKE 'step.%'
                ORDER BY hlc DESC, replica DESC, seq DESC LIMIT 1), 0),
            COALESCE((SELECT max(hlc) FROM events AS e WHERE e.object = ?1 AND e.type LIKE 'step.%'), 0)
        FROM events WHERE step = ?1 GROUP BY step""",
        ((step,) for step in steps),
    )


def _write_conflicts(connection: sqlite3.Connection, states: dict[str, ObjectState | None]) -> None:
    connection.execute("DELETE FROM conflicts WHERE object IN (SELECT object FROM touched)")
    found = [
        (state.object, loser.replica, loser.seq, winner.replica, winner.seq, state.family)
        for state in states.values()
        if state is not None
        for loser, winner in state.conflicts
    ]
    connection.executemany("INSERT OR IGNORE INTO conflicts VALUES (?, ?, ?, ?, ?, ?)", found)
