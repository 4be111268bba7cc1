"""Looking a project file over: integrity, schema, chains, and whether the tables equal the fold of the log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import groupby

from interview_coder.domain.events import Event, broken_link
from interview_coder.errors import ProjectFileError
from interview_coder.locale import t
from interview_coder.store import contents, log
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
    return [f"{event.replica} {event.seq}" for event in _broken_links(project)]


def _broken_links(project: Project) -> list[Event]:
    with plain_errors(project.path):
        broken = (broken_link(chain) for _, chain in groupby(log.read(project.connection), key=lambda e: e.replica))
        return [event for event in broken if event is not None]


def content_problems(project: Project) -> list[str]:
    """Addresses of texts and blobs whose bytes are no longer those that were stored; empty when all are."""
    with plain_errors(project.path):
        return list(contents.damaged(project.connection))


def fold_problems(project: Project) -> list[str]:
    """Tables that differ from a fresh fold of the log, with how many rows; empty when all are equal.

    A log that is not whole is not folded: then its broken places are given.
    """
    broken = chain_problems(project) + content_problems(project)
    if broken:
        return broken
    with plain_errors(project.path), closing(sqlite3.connect("", isolation_level=None)) as fresh:
        project.connection.backup(fresh)
        fresh.execute("CREATE TEMP TABLE turn_index (body)")  # hides the search index, which may be damaged
        fresh.execute("BEGIN")
        return [f"{table} ({rows})" for table, rows in _folded_anew(fresh).items()]


ALL = (integrity_problems, schema_problems, chain_problems, content_problems, fold_problems)


def rebuild_tables(project: Project) -> list[str]:
    """Fold the whole log again into the tables and index the texts again, in one transaction; the changed tables.

    Raises ProjectFileError, and changes nothing, when the log or a content is not whole.
    """
    for event in _broken_links(project):
        raise ProjectFileError(
            t("store.chain_broken", path=project.path, replica=event.replica, seq=event.seq),
            t("store.chain_broken_hint"),
        )
    with plain_errors(project.path):
        project.connection.execute("BEGIN IMMEDIATE")
        try:
            contents.empty_index(project.connection)
            changed = list(_folded_anew(project.connection))
            project.connection.execute("COMMIT")
        except BaseException:
            project.connection.rollback()
            raise
    return changed


def _folded_anew(connection: sqlite3.Connection) -> dict[str, int]:
    """Fold the whole log again, within the caller's transaction; tables that changed by it, and in how many rows."""
    for table in FOLDED_TABLES:
        connection.execute(f"DROP TABLE IF EXISTS temp.before_{table}")
        connection.execute(f"CREATE TEMP TABLE before_{table} AS SELECT * FROM {table}")
    rebuild(connection)
    changed = {}
    for table in FOLDED_TABLES:
        now, before = f"SELECT * FROM {table}", f"SELECT * FROM before_{table}"
        both = f"SELECT * FROM ({now} EXCEPT {before}) UNION ALL SELECT * FROM ({before} EXCEPT {now})"
        (rows,) = connection.execute(f"SELECT count(*) FROM ({both})").fetchone()
        if rows:
            changed[table] = rows
        connection.execute(f"DROP TABLE before_{table}")
    return changed


def counts(project: Project) -> tuple[int, int, int]:
    """How many events, parked codings and conflicts the file holds."""
    row = project.rows(
        "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM parked), (SELECT count(*) FROM conflicts)"
    )[0]
    return int(row[0]), int(row[1]), int(row[2])
