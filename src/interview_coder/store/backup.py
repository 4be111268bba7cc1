"""Dated, verified backups beside the project, and bringing one back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from interview_coder.domain.events import Event
from interview_coder.errors import ProjectFileError, UnknownNameError
from interview_coder.locale import t
from interview_coder.store import log
from interview_coder.store.connection import check_header, check_identity, connect, plain_errors
from interview_coder.store.project import Project

KEEP_LAST, KEEP_DAYS = 10, 30
_STAMP = "%Y-%m-%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file; `reason` is why it was made ("day", "import", "restore", "manual", …)."""

    path: Path
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: from which backup, where the former file went, and the events the backup lacks."""

    backup: Backup
    former: Path | None
    lacking: tuple[Event, ...]
    reapplied: bool


def backup_folder(project: Path) -> Path:
    """Where the backups of a project file lie: beside it."""
    return project.resolve().with_name(f"{project.stem}-backups")


def backups(project: Path) -> list[Backup]:
    """The backups of a project file, oldest first."""
    found = []
    for path in backup_folder(project).glob("*.icoder"):
        stamp, _, reason = path.stem.partition("_")
        try:
            at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, at, reason))
    return sorted(found, key=lambda b: b.at)


def make_backup(project: Project, reason: str) -> Backup:
    """Copy the project into a new dated backup, check the copy, and thin out old ones.

    The copy is written under another name, checked, flushed to disk and only then given its own name.
    """
    folder = backup_folder(project.path)
    at = datetime.now(UTC)
    target = folder / f"{at.strftime(_STAMP)}_{reason}.icoder"
    temporary = target.with_suffix(".tmp")
    with plain_errors(project.path):
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            temporary.unlink(missing_ok=True)
            project.connection.execute("VACUUM INTO ?", (str(temporary),))
            _check_copy(temporary)
            temporary.chmod(0o600)
            _flush(temporary)
            temporary.replace(target)
            _flush(folder)
        except OSError as error:
            raise ProjectFileError(t("store.readonly", path=folder), t("store.readonly_hint")) from error
        finally:
            temporary.unlink(missing_ok=True) if folder.is_dir() else None
    _thin_out(backups(project.path))
    return Backup(target, at, reason)


def backup_of_today(project: Project) -> Backup | None:
    """The first backup of the day, made now unless there is one; None when it was there already."""
    today = datetime.now(UTC).date()
    if any(b.at.date() == today for b in backups(project.path)):
        return None
    return make_backup(project, "day")


def find_backup(project: Path, name: str | None) -> Backup:
    """The backup whose file name or path begins with or equals `name`; the newest for None.

    Raises UnknownNameError.
    """
    known = backups(project)
    if name is None:
        if not known:
            raise UnknownNameError(
                t("store.no_backup", path=project), t("store.no_backup_hint", folder=backup_folder(project))
            )
        return known[-1]
    matching = [b for b in known if b.path.name.startswith(name)]
    if matching:
        return matching[-1]
    path = Path(name)
    if path.is_file():
        return Backup(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), "file")
    raise UnknownNameError(t("store.unknown_backup", name=name), t("store.unknown_backup_hint"))


def restore(path: Path, backup: Backup, *, reapply: bool) -> Restored:
    """Bring `backup` back as the project file at `path`, after a backup of what is there.

    With `reapply`, events that the backup lacks are put back into it; else they are only returned. A damaged file
    is kept aside under another name. Raises ProjectFileError and changes nothing when the backup is not sound.
    """
    source = _open_backup(backup.path)
    try:
        current = _open_current(path)
        if current is None:
            former = _set_aside(path)
            _copy_into_new_file(source, path)
            lacking: list[Event] = []
        else:
            former = make_backup(current, "restore").path
            _same_study(source, current, backup.path)
            lacking = _overwrite(source, current, reapply=reapply)
            current.close()
    finally:
        source.close()
    with Project.open(path) as restored:
        restored.forget_replicas()
    return Restored(backup, former, tuple(lacking), reapply)


def _open_backup(path: Path) -> sqlite3.Connection:
    try:
        check_header(path)
        with plain_errors(path):
            _check_copy(path)
            connection = connect(path)
            check_identity(connection, path)
    except ProjectFileError as error:
        raise ProjectFileError(t("store.not_a_backup", path=path), t("store.not_a_backup_hint")) from error
    return connection


def _open_current(path: Path) -> Project | None:
    """The project at `path`, or None when it is missing or too damaged to open and read through."""
    try:
        project = Project.open(path)
        with plain_errors(path):
            if project.connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                project.close()
                return None
    except ProjectFileError:
        return None
    return project


def _same_study(source: sqlite3.Connection, current: Project, path: Path) -> None:
    row = source.execute("SELECT id, name FROM project").fetchone()
    if row[0] != current.id:
        current.close()
        raise ProjectFileError(t("store.foreign_backup", path=path, name=row[1]), t("store.foreign_backup_hint"))


def _overwrite(source: sqlite3.Connection, current: Project, *, reapply: bool) -> list[Event]:
    """Copy the backup over the open file in one transaction, what it lacks put back first; the events it lacks."""
    with plain_errors(current.path):
        known = set(source.execute("SELECT replica, seq FROM events"))
        lacking = [event for event in log.read(current.connection) if (event.replica, event.seq) not in known]
        if not (reapply and lacking):
            source.backup(current.connection)
            return lacking
        merged = sqlite3.connect("", isolation_level=None)
        try:
            source.backup(merged)
            _put_back(current.connection, merged, lacking)
            merged.backup(current.connection)
        finally:
            merged.close()
    return lacking


def _put_back(source: sqlite3.Connection, merged: sqlite3.Connection, lacking: list[Event]) -> None:
    from interview_coder.store.fold import rebuild  # noqa: PLC0415 - needed here only

    merged.execute("BEGIN IMMEDIATE")
    for table in ("texts", "blobs"):
        for row in source.execute(f"SELECT * FROM {table}"):
            merged.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    log.insert(merged, lacking)
    rebuild(merged)
    merged.execute("COMMIT")


def _set_aside(path: Path) -> Path | None:
    """Rename a damaged file and its journal out of the way; where the file went, or None when there was none."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    aside = path.with_name(f"{path.stem}-damaged-{stamp}{path.suffix}")
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        journal.rename(aside.with_name(aside.name + "-journal"))
    if not path.exists():
        return None
    path.rename(aside)
    return aside


def _copy_into_new_file(source: sqlite3.Connection, path: Path) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with plain_errors(path):
            source.execute("VACUUM INTO ?", (str(temporary),))
        temporary.chmod(0o600)
        _flush(temporary)
        temporary.replace(path)
        _flush(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _check_copy(path: Path) -> None:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        result = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    if result != "ok":
        raise ProjectFileError(t("store.not_a_backup", path=path), t("store.not_a_backup_hint"))


def _flush(path: Path) -> None:
    """Have the system write a file or folder to disk now."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _thin_out(known: Sequence[Backup]) -> None:
    """Keep the last ten, one a day for thirty days, one a month."""
    kept = {b.path for b in known[-KEEP_LAST:]}
    recent = datetime.now(UTC) - timedelta(days=KEEP_DAYS)
    firsts: dict[str, Path] = {}
    for backup in known:
        firsts.setdefault(backup.at.strftime("%Y-%m"), backup.path)
        if backup.at >= recent:
            firsts.setdefault(backup.at.strftime("%Y-%m-%d"), backup.path)
    for backup in known:
        if backup.path not in kept and backup.path not in firsts.values():
            backup.path.unlink(missing_ok=True)
