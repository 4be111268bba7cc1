"""The project file as an object with a life: created, opened, read, written, closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from interview_coder.domain.ids import new_id
from interview_coder.errors import CoderError, ProjectFileError
from interview_coder.locale import t
from interview_coder.store import log, schema
from interview_coder.store.connection import (
    alone,
    check_header,
    check_identity,
    connect,
    damaged,
    flush,
    plain_error,
    plain_errors,
    plain_system_errors,
    unfinished,
)
from interview_coder.store.place import refuse_shared_place
from interview_coder.store.replicas import Head, default_coder, note_default_coder, note_token

# What reading a row whose bytes have changed can lead to, anywhere in the program.
_UNFORESEEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, AssertionError)


class Project:
    """An open project file. `rows` reads; `write` is the only way to change anything."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def create(cls, path: Path, *, name: str, language: str, coder: str) -> Project:
        """Make an empty project file at `path` and open it. Raises ProjectFileError; leaves nothing behind then."""
        refuse_shared_place(path)
        if path.exists():
            raise ProjectFileError(t("store.exists", path=path), t("store.exists_hint"))
        if not path.parent.is_dir():
            raise ProjectFileError(t("store.no_folder", path=path, folder=path.parent), t("store.no_folder_hint"))
        # Filled under another name, so that no unfinished project is ever found under its own.
        with plain_system_errors(path), unfinished(path) as temporary:
            with plain_errors(path):
                cls._fill(temporary, name, language, coder)
            temporary.rename(path)
            flush(path.parent)
        return cls.open(path)

    @classmethod
    def _fill(cls, path: Path, name: str, language: str, coder: str) -> None:
        from interview_coder.store.migrations import migrate  # noqa: PLC0415 - sqlite-utils costs 250 ms

        with cls(path, connect(path, create=True)) as project:
            migrate(project.connection, path)
            project_id = new_id()
            with project.write(coder) as writer:
                writer.add("project.added", project_id, {"name": name, "language": language})
            note_default_coder(project_id, coder)

    @classmethod
    def open(cls, path: Path) -> Project:
        """Open an existing project file, migrating an older one after a backup.

        Raises ProjectFileError when it is missing, not ours, damaged, newer, altered, or in a synced folder.
        """
        check_header(path)
        refuse_shared_place(path)
        with plain_errors(path):
            project = cls(path, connect(path))
            try:
                if check_identity(project.connection, path) < schema.VERSION:
                    project._migrate()
                # Another program may have switched it to WAL, which is less safe and needs more files.
                project.connection.execute("PRAGMA journal_mode = DELETE")
            except BaseException:
                project.close()
                raise
        return project

    def _migrate(self) -> None:
        from interview_coder.store.backup import make_backup  # noqa: PLC0415 - backup opens projects too
        from interview_coder.store.migrations import migrate  # noqa: PLC0415

        with alone(self.connection):
            if check_identity(self.connection, self.path) < schema.VERSION:  # another program may have been faster
                make_backup(self, "migration")
                migrate(self.connection, self.path)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file. SQLite's errors, and any that a damaged file led to, become one plain sentence."""
        with closing(self.connection):
            if isinstance(error, sqlite3.Error):
                raise plain_error(self.path, error) from error
            if isinstance(error, _UNFORESEEN) and self._is_damaged():
                raise damaged(self.path) from error

    def _is_damaged(self) -> bool:
        from interview_coder.store import checks  # noqa: PLC0415 - the checks open projects too

        try:
            return any(problems(self) for problems in checks.ALL)
        except (CoderError, *_UNFORESEEN):
            return True

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises ProjectFileError or ProjectBusyError."""
        with plain_errors(self.path):
            return self.connection.execute(sql, values).fetchall()

    @property
    def id(self) -> str:
        """The project's id, the same in every coder's file."""
        return self._about("id")

    @property
    def name(self) -> str:
        """The project's name."""
        return self._about("name")

    @property
    def language(self) -> str:
        """The project's language, `fr` or `en`."""
        return self._about("language")

    def _about(self, column: str) -> str:
        found = self.rows(f"SELECT {column} FROM project")
        if not found:
            raise damaged(self.path)
        return str(found[0][0])

    @property
    def holds_work(self) -> bool:
        """Whether there is any transcript or coding to lose."""
        return bool(self.rows("SELECT 1 FROM transcripts UNION ALL SELECT 1 FROM codings LIMIT 1"))

    @property
    def default_coder(self) -> str:
        """Who acts on this machine unless told otherwise."""
        return default_coder(self.id)

    @contextmanager
    def write(self, actor: str, *, step: str | None = None) -> Iterator[log.Writer]:
        """One durable transaction for one step of `actor`, or a part of the step named.

        Whatever the writer was told is appended to the log, folded into the tables and committed when the block
        ends; any exception in the block leaves the file as it was. Reads in the block see a state that no other
        program can change meanwhile. Waits up to 30 s for other writers.
        """
        from interview_coder.store.fold import fold_in  # noqa: PLC0415 - reading does without the fold

        with plain_errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                writer = log.Writer(self.connection, actor, step or new_id())
                yield writer
                if not writer.empty:
                    chain = log.own_chain(self.connection, actor, self.path)
                    events = writer.append(chain)
                    fold_in(self.connection, events)
                    note_token(chain.replica, Head(events[-1].seq, events[-1].hash), self.path)
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.rollback()
                raise
