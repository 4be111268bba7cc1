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
