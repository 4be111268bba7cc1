"""Dated, verified backups beside the project, thinned out with time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.store.connection import DamagedContentsError, flush, plain_errors, plain_system_errors, uri
from interview_coder.store.project import Project

KEEP_LAST, KEEP_DAYS = 10, 30
STAMP = "%Y-%m-%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file; `reason` is why it was made ("day", "import", "restore", "manual", …)."""

    path: Path
    at: datetime
    reason: str


def backup_folder(project: Path) -> Path:
    """Where the backups of a project file lie: beside it."""
    return project.resolve().with_name(f"{project.stem}-backups")


def backups(project: Path) -> list[Backup]:
    """The backups of a project file, oldest first."""
    found = []
    for path in backup_folder(project).glob("*.icoder"):
        stamp, _, reason = path.stem.partition("_")
        try:
            at = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, at, reason))
    return sorted(found, key=lambda b: b.at)


def make_backup(project: Project, reason: str, *, spare: Path | None = None) -> Backup:
    """Copy the project into a new dated backup, check the copy, and thin out old ones, but for `spare`.

    The copy is written under another name, checked, flushed to disk and only then given its own name.
    """
    folder = backup_folder(project.path)
    at = datetime.now(UTC)
    made = Backup(folder / f"{at.strftime(STAMP)}_{reason}.icoder", at, reason)
    temporary = made.path.with_suffix(".tmp")
    with plain_system_errors(folder), plain_errors(project.path):
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            write_copy(project.connection, temporary)
            temporary.replace(made.path)
        except BaseException:
            with suppress(OSError):  # what went wrong before is what the user must hear
                temporary.unlink(missing_ok=True)
            raise
        flush(folder)
        for old in superfluous(backups(project.path), at):
            if old.path not in (made.path, spare):
                old.path.unlink(missing_ok=True)
        _clear_unfinished(folder, at)
    return made


def write_copy(source: sqlite3.Connection, target: Path) -> None:
    """Write a copy of a database to `target`, readable by its owner alone, check it and flush it to disk.

    Raises sqlite3.Error or OSError; `target` may then hold a part.
    """
    target.touch(mode=0o600)
    source.execute("VACUUM INTO ?", (str(target),))
    check_copy(target)
    flush(target)


def check_copy(path: Path) -> None:
    """Raise sqlite3.Error unless SQLite finds nothing wrong in the file."""
    # Opened to write: SQLite leaves out CHECK constraints of what it opens to read only.
    with closing(sqlite3.connect(uri(path, "rw"), uri=True)) as connection:
        result = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if result != "ok":
        raise DamagedContentsError(result)


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


def superfluous(known: Sequence[Backup], now: datetime) -> list[Backup]:
    """Those of `known` (oldest first) that need not be kept.

    The last ten are kept, the first of each of the last thirty days, and the first of each month.
    """
    kept = {backup.path for backup in known[-KEEP_LAST:]}
    recent = (now - timedelta(days=KEEP_DAYS)).date()
    firsts: dict[str, Path] = {}
    for backup in known:
        firsts.setdefault(backup.at.strftime("%Y-%m"), backup.path)
        if backup.at.date() >= recent:
            firsts.setdefault(backup.at.strftime("%Y-%m-%d"), backup.path)
    kept.update(firsts.values())
    return [backup for backup in known if backup.path not in kept]


def _clear_unfinished(folder: Path, now: datetime) -> None:
    """Remove what backups left that were cut off a day ago or more."""
    for path in folder.glob("*.tmp*"):
        with suppress(FileNotFoundError):  # another program may have finished or cleared it meanwhile
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - timedelta(days=1):
                path.unlink()
