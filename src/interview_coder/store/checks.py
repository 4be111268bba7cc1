"""Looking a project file over: integrity, schema, chains, and whether the tables equal the fold of the log."""

from __future__ import annotations

import sqlite3
from itertools import groupby

from interview_coder.domain.events import broken_link
from interview_coder.store import log
from interview_coder.store.connection import plain_errors, schema_differences
from interview_coder.store.fold import FOLDED_TABLES, rebuild
from interview_coder.store.project import Project

_SHOWN = 5


def integrity_problems(project: Project) -> list[str]:
    """What SQLite's own checks of pages, indexes and foreign keys find wrong; empty when sound."""
    found = [str(row[0]) for row in project.rows(f"PRAGMA integrity_check({_SHOWN})")]
    problems = [] if found == ["ok"] else found
    return problems + [f"{row[0]} {row[1]} -> {row[2]}" for row in project.rows("PRAGMA foreign_key_check")][:_SHOWN]


def schema_problems(project: Project) -> list[str]:
    """Names of objects in the file that are not as this version makes them."""
    with plain_errors(project.path):
        return schema_differences(project.connection)


def chain_problems(project: Project) -> list[str]:
    """For each replica whose chain is broken, where."""
    with plain_errors(project.path):
        broken = (broken_link(chain) for _, chain in groupby(log.read(project.connection), key=lambda e: e.replica))
        return [f"{event.replica} {event.seq}" for event in broken if event is not None]


def fold_problems(project: Project) -> list[str]:
    """Tables that differ from a fresh fold of the log, with how many rows; empty when all are equal."""
    with plain_errors(project.path):
        fresh = sqlite3.connect("", isolation_level=None)
        try:
            project.connection.backup(fresh)
            fresh.execute("BEGIN")
            rebuild(fresh)
            return _differences(project.connection, fresh)
        finally:
            fresh.close()


def rebuild_tables(project: Project) -> list[str]:
    """Fold the whole log again into the tables, in one transaction; the tables that changed by it."""
    with plain_errors(project.path):
        project.connection.execute("BEGIN IMMEDIATE")
        try:
            before = {table: _content(project.connection, table) for table in FOLDED_TABLES}
            rebuild(project.connection)
            changed = [t for t in FOLDED_TABLES if _content(project.connection, t) != before[t]]
            project.connection.execute("COMMIT")
        except BaseException:
            project.connection.rollback()
            raise
    return changed


def _differences(one: sqlite3.Connection, other: sqlite3.Connection) -> list[str]:
    problems = []
    for table in FOLDED_TABLES:
        apart = _content(one, table) ^ _content(other, table)
        if apart:
            problems.append(f"{table} ({len(apart)})")
    return problems


def _content(connection: sqlite3.Connection, table: str) -> set[tuple[object, ...]]:
    return set(connection.execute(f"SELECT * FROM {table}"))


def counts(project: Project) -> tuple[int, int, int]:
    """How many events, parked codings and conflicts the file holds."""
    row = project.rows(
        "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM parked), (SELECT count(*) FROM conflicts)"
    )[0]
    return int(row[0]), int(row[1]), int(row[2])
