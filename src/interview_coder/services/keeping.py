"""Keeping work safe: backups, bringing one back, and looking everything over."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from interview_coder.domain.events import Event, moment
from interview_coder.domain.listings import Table
from interview_coder.errors import CoderError, UnknownNameError
from interview_coder.locale import t
from interview_coder.store import backup as backups
from interview_coder.store import checks, restoring
from interview_coder.store.connection import sqlite_version
from interview_coder.store.project import Project

COLUMNS = ("check", "ok", "detail")
FATAL = ("open", "integrity", "schema", "chains", "contents", "fold")
Check = tuple[str, bool, str]


def back_up(project: Project) -> Table:
    """Make a verified backup now."""
    made = backups.make_backup(project, "manual")
    return Table(COLUMNS, (("backup", True, str(made.path)),))


def list_backups(path: Path) -> Table:
    """The backups of the project file at `path`, oldest first."""
    rows = tuple((found.path.name, True, found.reason) for found in backups.backups(path))
    return Table(COLUMNS, rows)


def restore(path: Path, name: str | None, *, reapply: bool) -> Table:
    """Bring a backup back (the newest, or the one named) and say what it lacks, step by step, or that it was put back.

    Raises CoderError and changes nothing when it cannot be done.
    """
    found = backups.find_backup(path, name)
    if found.path.resolve() == path.resolve():
        raise UnknownNameError(t("store.unknown_backup", name=name), t("store.unknown_backup_hint"))
    done = restoring.restore(path, found, reapply=reapply)
    rows: list[Check] = [("restored", True, str(done.backup.path))]
    if done.former is not None:
        rows.append(("former_file", True, str(done.former)))
    if done.lacking is None:
        rows.append(("lacking_events", False, t("keep.unknown_lacking")))
    elif not done.lacking:
        rows.append(("lacking_events", True, t("keep.nothing_lacking")))
    elif done.reapplied:
        rows.append(("lacking_events", True, t("keep.put_back", count=len(done.lacking))))
    else:
        rows.append(("lacking_events", False, t("keep.lacking", count=len(done.lacking))))
        rows += [("lacking_step", False, step) for step in _steps(done.lacking)]
    return Table(COLUMNS, tuple(rows))


def _steps(lacking: Sequence[Event]) -> Iterator[str]:
    """When, who, what and how often, for each step that the events belong to, in order of time."""
    counts = Counter((event.step, event.actor, event.type) for event in lacking)
    times = {event.step: moment(event.hlc) for event in reversed(lacking)}
    for (step, actor, type_), count in sorted(counts.items(), key=lambda item: times[item[0][0]]):
        yield f"{times[step]} {actor} {type_} × {count}"


def examine(project: Project | None, *, rebuild: bool) -> Table:
    """Everything `doctor` knows: this machine, the models, and the project file; with `rebuild` folded anew first."""
    rows = [*_machine(), *_models()]
    if project is not None:
        rows += _project(project, rebuild=rebuild)
    return Table(COLUMNS, tuple(rows))


def _machine() -> Iterator[Check]:
    yield "python", True, f"{platform.python_version()} ({sys.platform})"
    yield "sqlite", True, sqlite_version()


def _models() -> Iterator[Check]:
    from interview_coder.language.models import installed_models  # noqa: PLC0415 - reads what is installed

    for model in installed_models():
        detail = f"{model.package} {model.version}" if model.version else model.effect
        yield f"model_{model.language}", model.version is not None, detail


def _project(project: Project, *, rebuild: bool) -> Iterator[Check]:
    if rebuild:
        backups.make_backup(project, "rebuild")
        changed = checks.rebuild_tables(project)
        yield "rebuild", not changed, ", ".join(changed) or t("keep.rebuilt_equal")
    yield _verdict("integrity", checks.integrity_problems(project))
    yield _verdict("schema", checks.schema_problems(project))
    yield _verdict("chains", checks.chain_problems(project))
    yield _verdict("contents", checks.content_problems(project))
    yield _verdict("fold", checks.fold_problems(project))
    events, parked, conflicts = checks.counts(project)
    yield "events", True, str(events)
    yield "parked", not parked, str(parked)
    yield "conflicts", not conflicts, str(conflicts)
    made = backups.backups(project.path)
    yield "backups", True, f"{len(made)} ({made[-1].path.name})" if made else "0"


def _verdict(check: str, problems: list[str]) -> Check:
    return check, not problems, "; ".join(problems) or "ok"


def open_or_explain(path: Path) -> tuple[Project | None, Check | None]:
    """The project for an examination, or why it does not open."""
    try:
        return Project.open(path), None
    except CoderError as error:
        return None, ("open", False, str(error))


def unsound(table: Table) -> bool:
    """Whether an examination found the project file itself in trouble."""
    return any(not ok for check, ok, _ in table.rows if check in FATAL)
