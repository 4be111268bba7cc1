"""Connections to project files: pragmas, checks on opening, and SQLite's errors as plain sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from interview_coder.errors import CoderError, ProjectBusyError, ProjectFileError
from interview_coder.locale import t
from interview_coder.store import schema

BUSY_SECONDS = 30
_MAGIC = b"SQLite format 3\x00"


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection with our pragmas; transactions are begun and ended by `Project.write` alone.

    DELETE journal with synchronous EXTRA loses no acknowledged commit in a power cut. The other pragmas keep a
    hostile file from running anything of its own.
    """
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        f"file:{quote(str(path.resolve()))}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "foreign_keys = ON",
        "synchronous = EXTRA",
        "temp_store = MEMORY",
        "cache_size = -32768",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file at `path` into one plain sentence with its remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise _plain(path, error) from error


def _plain(path: Path, error: sqlite3.Error) -> CoderError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProjectBusyError(t("store.busy", path=path), t("store.busy_hint"))
    key = {
        sqlite3.SQLITE_FULL: "full",
        sqlite3.SQLITE_READONLY: "readonly",
        sqlite3.SQLITE_PERM: "readonly",
        sqlite3.SQLITE_CANTOPEN: "cantopen",
        sqlite3.SQLITE_IOERR: "io",
        sqlite3.SQLITE_NOTADB: "damaged",
        sqlite3.SQLITE_CORRUPT: "damaged",
    }.get(code)
    if key is None:
        return ProjectFileError(t("store.failed", path=path, reason=error), t("store.failed_hint"))
    return ProjectFileError(t(f"store.{key}", path=path), t(f"store.{key}_hint", path=path))


def check_header(path: Path) -> None:
    """Raise ProjectFileError unless `path` is a file that begins like a SQLite database."""
    if not path.exists():
        raise ProjectFileError(t("store.missing", path=path), t("store.missing_hint", path=path))
    if path.is_dir():
        raise ProjectFileError(t("store.folder", path=path), t("store.folder_hint"))
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise ProjectFileError(t("store.cantopen", path=path), t("store.cantopen_hint", path=path)) from error
    if magic != _MAGIC:
        raise ProjectFileError(t("store.not_ours", path=path), t("store.not_ours_hint", path=path))


def check_identity(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of a file of ours; raise ProjectFileError for a foreign, newer or altered one."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != schema.APPLICATION_ID:
        raise ProjectFileError(t("store.not_ours", path=path), t("store.not_ours_hint", path=path))
    if version > schema.VERSION:
        raise ProjectFileError(t("store.newer", path=path), t("store.newer_hint"))
    if version == schema.VERSION:
        strange = schema_differences(connection)
        if strange:
            raise ProjectFileError(t("store.altered", path=path, names=", ".join(strange)), t("store.altered_hint"))
    return version


def schema_differences(connection: sqlite3.Connection) -> list[str]:
    """Names of triggers and views that are not ours and of objects of ours that are missing or altered."""
    expected = schema.expected_schema()
    found = {
        name: (kind, sql)
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    }
    foreign = [name for name, (kind, _) in found.items() if kind in ("trigger", "view") and name not in expected]
    altered = [name for name, sql in expected.items() if name not in found or found[name][1] != sql]
    return sorted(foreign + altered)


def sqlite_version() -> str:
    """The version of the SQLite library in use."""
    return sqlite3.sqlite_version
