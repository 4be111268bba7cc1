"""Migrations of the project file: forward only, each in one transaction with its record."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from interview_coder.store import schema
from interview_coder.store.connection import check_identity

migrations = Migrations("interview_coder")


@migrations()  # type: ignore[untyped-decorator]  # sqlite-utils declares no types for it
def m001_initial(db: Database) -> None:
    """The log, the contents, the fold and the views."""
    for statement in schema.STATEMENTS:
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")


@migrations()  # type: ignore[untyped-decorator]
def m002_cases(db: Database) -> None:
    """Cases, attributes, saved queries, retired and merged codes, new places of codings: the tables folded anew."""
    refold(db.conn)


def refold(connection: sqlite3.Connection) -> None:
    """Make the folded tables and the views as this version has them, and fill them from the log."""
    from interview_coder.store.fold import rebuild  # noqa: PLC0415 - new files have nothing to fold

    ours = schema.names(schema.FOLD + schema.VIEWS)
    found = connection.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
    tables = [name for kind, name in found if kind == "table" and name in ours]
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for name in tables:
        connection.execute(f"DELETE FROM {name}")
    for name in [name for kind, name in found if kind == "view" and name in ours]:
        connection.execute(f"DROP VIEW {name}")
    for name in tables:
        connection.execute(f"DROP TABLE {name}")
    for statement in schema.FOLD + schema.VIEWS:
        connection.execute(statement)
    rebuild(connection)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file at `path` up to `schema.VERSION` in one transaction; old or new, never between.

    Raises ProjectFileError, and leaves the file as it was, when what comes out is not as this version makes it.
    """
    database = Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(database)
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        check_identity(connection, path)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
