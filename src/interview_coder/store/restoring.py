"""Bringing a backup back as the project file."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from shutil import copyfile

from interview_coder.domain.events import Event, broken_link
from interview_coder.domain.ids import content_hash
from interview_coder.errors import ProjectFileError
from interview_coder.locale import t
from interview_coder.store import log, schema
from interview_coder.store.backup import STAMP, Backup, check_copy, make_backup, write_copy
from interview_coder.store.connection import (
    NewerFileError,
    alone,
    check_header,
    check_identity,
    connect,
    flush,
    plain_errors,
    plain_system_errors,
    unfinished,
)
from interview_coder.store.place import refuse_shared_place
from interview_coder.store.project import Project
from interview_coder.store.replicas import forget_token


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: from which backup, where the former file went, and the events that the backup lacks.

    `lacking` is None when the former file was too damaged to tell.
    """

    backup: Backup
    former: Path | None
    lacking: tuple[Event, ...] | None
    reapplied: bool


def restore(path: Path, backup: Backup, *, reapply: bool) -> Restored:
    """Bring `backup` back as the project file at `path`, after a backup of what is there.

    With `reapply`, events that the backup lacks are put back into it; else they are only returned. A damaged file
    is kept aside under another name. Every coder then starts a new replica. Raises ProjectFileError and changes
    nothing when the backup is not sound or not of this project.
    """
    path = path.resolve()
    refuse_shared_place(path)
    if path.exists() and not os.access(path, os.W_OK):
        raise ProjectFileError(t("store.readonly", path=path), t("store.readonly_hint"))
    with closing(_open_backup(backup.path)) as source:
        current = _open_current(path)
        if current is None:
            former, lacking = _replace_damaged(source, path, reapply=reapply)
        else:
            with current:
                _same_study(source, current, backup.path)
                former, lacking = _overwrite(source, current, backup.path, reapply=reapply)
    Project.open(path).close()
    return Restored(backup, former, None if lacking is None else tuple(lacking), reapply and lacking is not None)


def _open_backup(path: Path) -> sqlite3.Connection:
    try:
        check_header(path)
        with plain_errors(path):
            check_copy(path)
            connection = connect(path)
            try:
                check_identity(connection, path)
            except BaseException:
                connection.close()
                raise
    except NewerFileError:
        raise
    except ProjectFileError as error:
        raise ProjectFileError(t("store.not_a_backup", path=path), t("store.not_a_backup_hint")) from error
    return connection


def _open_current(path: Path) -> Project | None:
    """The project at `path`, or None when it is missing or too damaged to open and read through."""
    try:
        project = Project.open(path)
    except NewerFileError:
        raise
    except ProjectFileError:
        return None
    try:
        sound = project.rows("PRAGMA quick_check")[0][0] == "ok"
    except ProjectFileError:
        sound = False
    if sound:
        return project
    project.close()
    return None


def _same_study(source: sqlite3.Connection, current: Project, path: Path) -> None:
    identifier, name = source.execute("SELECT id, name FROM project").fetchone()
    if identifier != current.id:
        raise ProjectFileError(t("store.foreign_backup", path=path, name=name), t("store.foreign_backup_hint"))


def _overwrite(
    source: sqlite3.Connection, current: Project, backup: Path, *, reapply: bool
) -> tuple[Path, list[Event] | None]:
    """Copy the backup over the open file in one transaction; where the former content went, and what it lacks."""
    # No step of somebody else can fall between what is kept, what is compared and what is overwritten.
    with plain_errors(current.path), alone(current.connection):
        former = make_backup(current, "restore", spare=backup).path
        lacking = _lacking(source, current.connection)
        with _with_put_back(source, current.connection, lacking if reapply else None, current.path) as wanted:
            _forget_replicas(source, current.connection)
            wanted.backup(current.connection)
    return former, lacking


def _replace_damaged(
    source: sqlite3.Connection, path: Path, *, reapply: bool
) -> tuple[Path | None, list[Event] | None]:
    """Put the backup in the place of a damaged or missing file, which is kept aside; where, and what it lacks."""
    with plain_system_errors(path), plain_errors(path), unfinished(path) as temporary:
        with closing(_damaged(path)) as damaged:
            lacking = _lacking(source, damaged)
            with _with_put_back(source, damaged, lacking if reapply else None, path) as wanted:
                write_copy(wanted, temporary)
        _forget_replicas(source)
        former = _set_aside(path)
        temporary.replace(path)
        flush(path.parent)
    return former, lacking


def _damaged(path: Path) -> sqlite3.Connection:
    """What can still be read at `path`: perhaps nothing."""
    try:
        check_header(path)
        return connect(path)
    except (ProjectFileError, sqlite3.Error):
        return sqlite3.connect("", isolation_level=None)


def _lacking(source: sqlite3.Connection, other: sqlite3.Connection) -> list[Event] | None:
    """Events of `other` that the backup lacks; None when its log cannot be read or is not whole."""
    known = set(source.execute("SELECT replica, seq FROM events"))
    try:
        chains = [list(chain) for _, chain in groupby(log.read(other), key=lambda event: event.replica)]
    except sqlite3.Error:
        return None
    if any(broken_link(chain) for chain in chains):
        return None
    return [event for chain in chains for event in chain if (event.replica, event.seq) not in known]


@contextmanager
def _with_put_back(
    source: sqlite3.Connection, other: sqlite3.Connection, lacking: list[Event] | None, path: Path
) -> Iterator[sqlite3.Connection]:
    """The backup, or a copy of it into which `lacking` was put back, with the contents that they name."""
    if not lacking:
        yield source
        return
    from interview_coder.store.fold import rebuild  # noqa: PLC0415 - needed here only

    with closing(sqlite3.connect("", isolation_level=None)) as merged:
        source.backup(merged)
        if check_identity(merged, path) < schema.VERSION:
            from interview_coder.store.migrations import migrate  # noqa: PLC0415 - sqlite-utils costs 250 ms

            migrate(merged, path)
        merged.execute("BEGIN IMMEDIATE")
        for table in ("texts", "blobs"):
            for row in _sound_contents(other, table):
                merged.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        log.insert(merged, lacking)
        rebuild(merged)
        merged.execute("COMMIT")
        yield merged


def _sound_contents(other: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    """Rows of `texts` or `blobs` that are still what their address says."""
    for row in other.execute(f"SELECT * FROM {table}"):
        try:
            content = row[1].encode() if table == "texts" else zlib.decompress(row[2])
        except (AttributeError, TypeError, zlib.error):
            continue
        if content_hash(content) == row[0]:
            yield row


def _forget_replicas(*connections: sqlite3.Connection) -> None:
    """Make every coder of this project on this machine start a new replica with their next step."""
    for connection in connections:
        for (replica,) in connection.execute("SELECT replica FROM replicas").fetchall():
            forget_token(replica)


def _set_aside(path: Path) -> Path | None:
    """Give a damaged file a second name, and its journals that of theirs: no journal may act on another file.

    Gives the second name, or None when there is no file.
    """
    aside = path.with_name(f"{path.stem}-damaged-{datetime.now(UTC).strftime(STAMP)}{path.suffix}")
    for suffix in ("-journal", "-wal", "-shm"):
        journal = path.with_name(path.name + suffix)
        if journal.exists():
            journal.rename(aside.with_name(aside.name + suffix))
    if not path.exists():
        return None
    try:
        aside.hardlink_to(path)
    except OSError:  # not every disk can give a file two names
        copyfile(path, aside)
    return aside
