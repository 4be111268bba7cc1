"""Appending to the event log, and reading it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interview_coder.domain.events import GENESIS, Event, chained, next_hlc
from interview_coder.domain.ids import new_id
from interview_coder.store.connection import DamagedContentsError
from interview_coder.store.replicas import Head, holds_token

_COLUMNS = "replica, seq, hlc, coder, actor, step, type, object, payload, prev_hash, hash"
_TYPES = (str, int, int, *[str] * 8)


@dataclass(frozen=True, slots=True)
class Chain:
    """A replica and its head; `opening` is the payload of its first event when the replica is new."""

    replica: str
    head: Head
    opening: Mapping[str, object] | None


class Writer:
    """Collects the events of one step inside one transaction; `Project.write` appends and folds them at its end.

    `actor` does the work and owns the replica; `step` is the id that groups the events.
    """

    def __init__(self, connection: sqlite3.Connection, actor: str, step: str) -> None:
        self.connection = connection
        self.actor = actor
        self.step = step
        self._waiting: list[tuple[str, str, str, Mapping[str, object], str]] = []

    def add(
        self,
        type_: str,
        object_: str,
        payload: Mapping[str, object],
        *,
        coder: str | None = None,
        step: str | None = None,
    ) -> None:
        """Note that `type_` ("family.verb") happened to `object_`; `coder` is whose work it is, if not the actor's."""
        self._waiting.append((type_, object_, coder or self.actor, payload, step or self.step))

    def change(self, type_: str, object_: str, payload: Mapping[str, object], *, coder: str | None = None) -> None:
        """Like `add`, for a change to an object that exists: `over` says what was known of it, by replica."""
        known = "SELECT replica, max(seq) FROM events WHERE object = ? GROUP BY replica"
        over = dict(self.connection.execute(known, (object_,)).fetchall())
        self.add(type_, object_, {**payload, "over": over}, coder=coder)

    @property
    def empty(self) -> bool:
        """Whether nothing has been noted."""
        return not self._waiting

    def append(self, chain: Chain) -> list[Event]:
        """Add what was noted to `chain`, first of all the opening of a new one; the new events in order."""
        if chain.opening is not None:
            self._waiting.insert(0, ("replica.added", chain.replica, self.actor, chain.opening, new_id()))
        events: list[Event] = []
        now = time.time_ns() // 1_000_000
        seq, prev_hash = chain.head.seq, chain.head.hash
        hlc = int(self.connection.execute("SELECT COALESCE(max(hlc), 0) FROM replicas").fetchone()[0])
        for type_, object_, coder, payload, step in self._waiting:
            hlc = next_hlc(hlc, now)
            event = chained(
                replica=chain.replica,
                seq=seq + 1,
                hlc=hlc,
                coder=coder,
                actor=self.actor,
                step=step,
                type=type_,
                object=object_,
                payload=payload,
                prev_hash=prev_hash,
            )
            events.append(event)
            seq, prev_hash = event.seq, event.hash
        insert(self.connection, events)
        self._waiting.clear()
        return events


def insert(connection: sqlite3.Connection, events: Iterable[Event]) -> None:
    """Add events to the log; those already there are left as they are."""
    rows = (
        (e.replica, e.seq, e.hlc, e.coder, e.actor, e.step, e.type, e.object, e.payload, e.prev_hash, e.hash)
        for e in events
    )
    connection.executemany("INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def read(connection: sqlite3.Connection, where: str = "", values: tuple[object, ...] = ()) -> Iterator[Event]:
    """Events that match `where` (SQL on the columns of the log), chain by chain."""
    sql = f"SELECT {_COLUMNS} FROM events {where} ORDER BY replica, seq"
    return (_event(row) for row in connection.execute(sql, values))


def _event(row: tuple[Any, ...]) -> Event:
    if tuple(map(type, row)) != _TYPES:
        raise DamagedContentsError("events")
    return Event(*row)


def own_chain(connection: sqlite3.Connection, coder: str, project: Path) -> Chain:
    """The chain that `coder` continues in this file: an own replica with its token, else a new one."""
    rows = connection.execute(
        "SELECT replica, seq, hash FROM replicas WHERE coder = ? ORDER BY hlc DESC", (coder,)
    ).fetchall()
    for replica, seq, digest in rows:
        if holds_token(replica, Head(seq, digest), project):
            return Chain(replica, Head(seq, digest), opening=None)
    return Chain(new_id(), Head(0, GENESIS), opening={"coder": coder, "follows": rows[0][0] if rows else None})
