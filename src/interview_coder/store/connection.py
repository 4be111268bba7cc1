"""Connections to project files: pragmas, checks on opening, and SQLite's errors as plain sentences."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from interview_coder.errors import CoderError, ProjectBusyError, ProjectFileError
from interview_coder.locale import t
from interview_coder.store import schema

BUSY_SECONDS = 30
_SYSTEM_ERRORS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "readonly",
    errno.EPERM: "readonly",
    errno.EROFS: "readonly",
}


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection with our pragmas; transactions are begun and ended by `Project.write` alone.

    DELETE journal with synchronous EXTRA loses no acknowledged commit in a power cut. The other pragmas keep a
    hostile file from running anything of its own.
    """
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(uri(path, mode), uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
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
    except BaseException:
        connection.close()
        raise
    return connection


def uri(path: Path, mode: str) -> str:
    """How SQLite is told to open `path`, whatever signs its name holds; `mode` is `ro`, `rw` or `rwc`."""
    return f"file:{quote(str(path.resolve()))}?mode={mode}"


@contextmanager
def alone(connection: sqlite3.Connection) -> Iterator[None]:
    """Nobody else reads or writes the file in the block, over several transactions; waits for others first.

    The lock is taken before it is made to last, or a writer and we would wait for each other.
    """
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("COMMIT")
    try:
        yield
    finally:
        connection.execute("PRAGMA locking_mode = NORMAL")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # the next reading lets the lock go


class NewerFileError(ProjectFileError):
    """The project file was made by a newer version of the program."""


class DamagedContentsError(sqlite3.DatabaseError):
    """What a project file holds is not what the program put there; `plain_errors` says that it is damaged."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file at `path` into one plain sentence with its remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise plain_error(path, error) from error
    except UnicodeDecodeError as error:
        # Python cannot even read what SQLite says about a damaged definition.
        raise damaged(path) from error


@contextmanager
def plain_system_errors(path: Path) -> Iterator[None]:
    """Turn the system's errors about the file or folder at `path` into one plain sentence with its remedy."""
    try:
        yield
    except OSError as error:
        key = _SYSTEM_ERRORS.get(error.errno or 0, "cantopen")
        raise ProjectFileError(t(f"store.{key}", path=path), t(f"store.{key}_hint", path=path)) from error


def damaged(path: Path) -> ProjectFileError:
    """The error that says that the project file is damaged, and what to do."""
    return ProjectFileError(t("store.damaged", path=path), t("store.damaged_hint", path=path))


def plain_error(path: Path, error: sqlite3.Error) -> CoderError:
    """One plain sentence with its remedy for an error of SQLite about the file at `path`."""
    # Without a code it is Python that cannot decode a text; its message would quote that text.
    undecodable = isinstance(error, sqlite3.OperationalError) and not hasattr(error, "sqlite_errorcode")
    code = sqlite3.SQLITE_CORRUPT if undecodable else getattr(error, "sqlite_errorcode", 0) & 0xFF
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
    """Raise ProjectFileError for what is plainly no project file, without changing it.

    Opened in earnest, a foreign database could be changed. What this first look cannot tell, because another
    program is writing or was killed while it wrote, `check_identity` tells.
    """
    if not path.exists():
        raise ProjectFileError(t("store.missing", path=path), t("store.missing_hint", path=path))
    if path.is_dir():
        raise ProjectFileError(t("store.folder", path=path), t("store.folder_hint"))
    if path.with_name(path.name + "-journal").exists():
        return
    try:
        # Not `open`: closing a file that this program has open elsewhere would drop SQLite's locks on it.
        with closing(sqlite3.connect(uri(path, "ro") + "&immutable=1", uri=True)) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
    except sqlite3.Error as error:
        ours = error.sqlite_errorcode != sqlite3.SQLITE_NOTADB
    if not ours:
        raise _not_ours(path)


def _not_ours(path: Path) -> ProjectFileError:
    return ProjectFileError(t("store.not_ours", path=path), t("store.not_ours_hint", path=path))


def check_identity(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of a file of ours.

    Raises NewerFileError for a newer one, else ProjectFileError for a foreign or altered one.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise _not_ours(path)
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > schema.VERSION:
        raise NewerFileError(t("store.newer", path=path), t("store.newer_hint"))
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


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Another name beside `path` for a file that is not ready yet: empty, ours alone to read, gone at the end.

    What an earlier attempt left there when it was cut off is removed first.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    journal = temporary.with_name(temporary.name + "-journal")

    def clear() -> None:
        journal.unlink(missing_ok=True)
        temporary.unlink(missing_ok=True)

    clear()
    temporary.touch(mode=0o600)
    try:
        yield temporary
    finally:
        with suppress(OSError):  # what went wrong before is what the user must hear
            clear()


def flush(path: Path) -> None:
    """Have the system write a file or folder to disk now."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sqlite_version() -> str:
    """The version of the SQLite library in use."""
    return sqlite3.sqlite_version
