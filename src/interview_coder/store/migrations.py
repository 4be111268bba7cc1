"""Migrations of the project file: forward only, each in one transaction with its record."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from interview_coder.store import schema

migrations = Migrations("interview_coder")


@migrations()  # type: ignore[untyped-decorator]  # sqlite-utils declares no types for it
def m001_initial(db: Database) -> None:
    """The log, the contents, the fold and the views."""
    for statement in schema.STATEMENTS:
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file up to `schema.VERSION` in one transaction; old or new, never between."""
    database = Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(database)
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
