"""Older projects open: migrated whole, after a backup; no step of it is ever found half-done."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from interview_coder.errors import ProjectFileError
from interview_coder.services.coding import code_passage
from interview_coder.store import backup as backups
from interview_coder.store import migrations, restoring, schema
from interview_coder.store.project import Project
from tests.store.builders import CODER, assert_sound, make_project, tables, work
from tests.store.killing import Run, Say, Scene, kill_everywhere, run

NOTES = "CREATE TABLE notes (object TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT"
OLD_VIEW = schema.VIEWS[-1]
NEW_VIEW = OLD_VIEW.replace("undone FROM", "undone, hlc FROM")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


@pytest.fixture
def old(place: Path) -> Path:
    """A project made before the next version."""
    return make_project(place)


def next_version(monkeypatch: pytest.MonkeyPatch) -> Migrations:
    """The program as it may be one day: a table more, filled from the log, and another view."""
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "STATEMENTS", (*schema.STATEMENTS[:-1], NOTES, NEW_VIEW))
    following = Migrations("interview_coder")
    following()(migrations.m001_initial)
    following()(migrations.m002_cases)

    @following()
    def m003_notes(db: Database) -> None:
        db.conn.execute(NOTES)
        for object_, seq in db.conn.execute("SELECT object, max(seq) FROM events GROUP BY object").fetchall():
            db.conn.execute("INSERT INTO notes VALUES (?, ?)", (object_, seq))
        db.conn.execute("DROP VIEW v_history")
        db.conn.execute(NEW_VIEW)

    monkeypatch.setattr(migrations, "migrations", following)
    return following


def form(path: Path) -> tuple[int, set[str], int]:
    """The version, the definitions and the number of migrations of a file, read without the program."""
    connection = sqlite3.connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    definitions = {row[0] for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    (count,) = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
    connection.close()
    return version, definitions, count


def made_before_migration(path: Path) -> list[Path]:
    return [made.path for made in backups.backups(path) if made.reason == "migration"]


@needs_fork
def test_a_project_whose_migration_was_cut_off_is_old_or_new_and_a_backup_was_there_first(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(old) as project:
        content = tables(project)
    before = form(old)
    next_version(monkeypatch)

    def migrate(say: Say) -> None:
        Project.open(old).close()
        say("migrated")

    def check(found: Run) -> None:
        now = form(old)
        if found.said or now != before:
            assert now[0] == before[0] + 1
            assert NOTES in now[1]
            assert OLD_VIEW not in now[1]
            assert now[2] == 3
            assert [form(path) for path in made_before_migration(old)] == [before]
        with Project.open(old) as project:
            assert form(old)[0] == before[0] + 1
            assert tables(project) == content
            assert_sound(project)
            code_passage(project, CODER, "interview-1", (1, 5), "job")

    kill_everywhere(old.parent, migrate, check, 60)


def test_a_migration_that_fails_leaves_the_project_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = form(old)
    with monkeypatch.context() as later:
        following = next_version(later)

        @following()
        def m004_fails(db: Database) -> None:
            db.conn.execute("CREATE TABLE more (a) STRICT")

        with pytest.raises(ProjectFileError):
            Project.open(old)
    assert form(old) == before
    with Project.open(old) as project:
        assert_sound(project)


def test_an_older_file_to_which_somebody_added_a_trigger_is_not_migrated(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(old)
    connection.execute("CREATE TRIGGER spy AFTER INSERT ON codings BEGIN DELETE FROM codings; END")
    connection.close()
    before = form(old)
    next_version(monkeypatch)
    with pytest.raises(ProjectFileError, match="spy"):
        Project.open(old)
    assert form(old) == before


@pytest.mark.parametrize("reapply", [False, True])
def test_a_backup_of_an_older_version_is_brought_back_and_migrated(
    old: Path, monkeypatch: pytest.MonkeyPatch, reapply: bool
) -> None:
    with Project.open(old) as project:
        made = backups.make_backup(project, "manual")
        morning = work(project)
    next_version(monkeypatch)
    with Project.open(old) as project:
        code_passage(project, CODER, "interview-1", (1, 5), "job")
        evening = work(project)
    done = restoring.restore(old, made, reapply=reapply)
    assert done.lacking is not None
    assert [event.type for event in done.lacking] == ["coding.added"]
    with Project.open(old) as project:
        assert work(project) == (evening if reapply else morning)
        assert_sound(project)


@needs_fork
def test_two_programs_that_open_an_older_project_at_once_migrate_it_once(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version(monkeypatch)

    def both(say: Say) -> None:
        child = os.fork()
        Project.open(old).close()
        if child:
            assert os.waitpid(child, 0)[1] == 0
            say("both")
        os._exit(0)

    scene = Scene(old.parent, old.parent.with_name("state"))
    for _ in range(20):  # they meet at another moment each time
        scene.reset()
        assert run(both).said == ["both"]
        assert form(old)[2] == 3
        assert len(made_before_migration(old)) == 1
        with Project.open(old) as project:
            assert_sound(project)
