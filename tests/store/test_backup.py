"""Yesterday's project comes back with one command: whole, told what it lacks, and nothing else touched."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interview_coder.services import keeping
from interview_coder.services.coding import code_passage
from interview_coder.store import backup as backups
from interview_coder.store import restoring
from interview_coder.store.backup import Backup
from interview_coder.store.project import Project
from tests.store.builders import (
    CODER,
    assert_sound,
    events,
    make_project,
    refused,
    tables,
    take_in,
    write_interviews,
)
from tests.store.killing import Say, run

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
Content = dict[str, set[tuple[object, ...]]]


def back_up(path: Path) -> Backup:
    """A backup now."""
    with Project.open(path) as project:
        return backups.make_backup(project, "manual")


def a_day_of_work(path: Path) -> Content:
    """An import and some codings; what the project then holds."""
    with Project.open(path) as project:
        take_in(project, write_interviews(path.parent / "more", [7, 8]), "bob")
        code_passage(project, CODER, "interview-7", (3, 30), "job")
        code_passage(project, "bob", "interview-1", (3, 30), "job")
        return tables(project)


def content(path: Path) -> Content:
    """What a sound project holds."""
    with Project.open(path) as project:
        assert_sound(project)
        return tables(project)


def test_a_backup_is_dated_whole_and_for_its_owner_only(place: Path) -> None:
    path = make_project(place)
    made = back_up(path)
    assert made.path.parent == place / "study-backups"
    assert made.path.name.startswith(datetime.now(UTC).strftime("%Y-%m-"))
    assert abs(made.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert content(made.path) == content(path)
    assert backups.backups(path)[-1] == made


@needs_fork
def test_a_backup_and_a_new_project_are_on_the_disk_before_they_get_their_names(place: Path) -> None:
    path = make_project(place)

    def back_up_and_make(say: Say) -> None:
        back_up(path)
        Project.create(place / "new.icoder", name="new", language="fr", coder=CODER).close()
        say("done")

    calls = run(back_up_and_make).calls
    named = [place for place, name in enumerate(calls) if name == "os.rename" and "fsync" in calls[place : place + 3]]
    assert len(named) == 2
    backup, _ = named
    assert "fsync" in calls[calls.index("VACUUM") : backup]


def test_the_day_has_one_backup_of_its_own(place: Path) -> None:
    path = make_project(place, codings=0)
    with Project.open(path) as project:
        assert backups.backup_of_today(project) is not None
        assert backups.backup_of_today(project) is None


def test_before_an_import_a_backup_is_made(place: Path) -> None:
    path = make_project(place)
    before = content(path)
    with Project.open(path) as project:
        take_in(project, write_interviews(place / "more", [5]))
    last = backups.backups(path)[-1]
    assert last.reason == "import"
    assert content(last.path) == before


def test_the_morning_backup_comes_back_and_what_it_lacks_is_listed(place: Path) -> None:
    path = make_project(place)
    made, morning = back_up(path), content(path)
    evening = a_day_of_work(path)
    with Project.open(path) as project:
        later = [event for event in events(project) if event.seq > 0]
    done = restoring.restore(path, made, reapply=False)
    assert done.lacking is not None
    assert {event.type for event in done.lacking} == {"transcript.added", "coding.added", "replica.added"}
    assert content(path) == morning
    assert done.former is not None
    assert content(done.former) == evening
    with Project.open(path) as project:
        assert set(later) - set(events(project)) == set(done.lacking)


def test_putting_back_what_the_backup_lacks_gives_exactly_what_was_there(place: Path) -> None:
    path = make_project(place)
    made = back_up(path)
    evening = a_day_of_work(path)
    done = restoring.restore(path, made, reapply=True)
    assert done.reapplied
    assert content(path) == evening


def test_the_former_file_comes_back_after_a_restore_that_was_a_mistake(place: Path) -> None:
    path = make_project(place)
    made = back_up(path)
    evening = a_day_of_work(path)
    done = restoring.restore(path, made, reapply=False)
    with Project.open(path) as project:
        more = code_passage(project, CODER, "interview-2", (2, 9), "job")
    assert done.former is not None
    restoring.restore(path, backups.find_backup(path, done.former.name), reapply=True)
    after = content(path)
    assert after["transcripts"] == evening["transcripts"]
    assert {row[0] for row in after["codings"]} == {row[0] for row in evening["codings"]} | {more}


@pytest.mark.parametrize("reapply", [False, True])
def test_over_a_file_whose_pages_are_damaged_the_backup_comes_back_and_the_log_still_tells_the_rest(
    place: Path, reapply: bool
) -> None:
    path = make_project(place)
    made, morning = back_up(path), content(path)
    evening = a_day_of_work(path)
    damage_index(path, "turn_index_data")
    damaged = path.read_bytes()
    done = restoring.restore(path, made, reapply=reapply)
    assert done.former is not None
    assert done.former.read_bytes() == damaged
    assert done.lacking
    assert content(path) == (evening if reapply else morning)


@pytest.mark.parametrize("pages", ["sound", "damaged"])
def test_a_log_that_was_changed_is_not_put_back(place: Path, pages: str) -> None:
    path = make_project(place)
    made, morning = back_up(path), content(path)
    a_day_of_work(path)
    forge(path)
    if pages == "damaged":
        damage_index(path, "turn_index_data")
    done = restoring.restore(path, made, reapply=True)
    assert done.lacking is None
    assert not done.reapplied
    assert content(path) == morning


def forge(path: Path) -> None:
    """Change an event as somebody who knows SQL could."""
    connection = sqlite3.connect(path)
    (trigger,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'events_never_change'").fetchone()
    connection.executescript(
        f"DROP TRIGGER events_never_change; UPDATE events SET coder = 'carol' WHERE coder = 'bob'; {trigger}"
    )
    connection.close()


def test_no_backup_is_made_of_what_is_not_sound(place: Path) -> None:
    path = make_project(place)
    before = backups.backups(path)
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA ignore_check_constraints = ON; UPDATE codings SET star = 5")
    connection.close()
    with Project.open(path) as project, refused(path, "damaged"):
        backups.make_backup(project, "manual")
    assert backups.backups(path) == before


def damage_index(path: Path, table: str) -> None:
    """Spoil the first page of one table."""
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def test_over_a_file_of_which_nothing_can_be_read_it_says_that_it_cannot_tell_what_is_lacking(place: Path) -> None:
    path = make_project(place)
    before = content(path)
    made = back_up(path)
    path.write_bytes(b"\0" * path.stat().st_size)
    rows = keeping.restore(path, made.path.name, reapply=True).rows
    assert ("lacking_events", False) in [row[:2] for row in rows]
    assert content(path) == before


def test_a_project_that_was_deleted_comes_back(place: Path) -> None:
    path = make_project(place)
    before = content(path)
    made = back_up(path)
    path.unlink()
    done = restoring.restore(path, made, reapply=False)
    assert done.former is None
    assert content(path) == before


def deleted(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def spoilt(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:8192] + bytes(len(content) - 8192))


@needs_fork
@pytest.mark.parametrize("harm", [deleted, emptied, zeroed, spoilt])
def test_the_journal_of_a_killed_program_does_not_spoil_the_file_brought_back(
    place: Path, harm: Callable[[Path], None]
) -> None:
    path = make_project(place)
    before = content(path)
    made = back_up(path)

    def write_and_die(say: Say) -> None:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA cache_size = 1")  # so that changed pages reach the file before the commit
        connection.execute("UPDATE codings SET memo = hex(randomblob(20000))")
        say("not committed")
        os.kill(os.getpid(), signal.SIGKILL)

    assert run(write_and_die).said == ["not committed"]
    journal = path.with_name(path.name + "-journal")
    assert journal.read_bytes()[:8] == b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    harm(path)
    restoring.restore(path, made, reapply=False)
    assert not journal.exists()
    assert content(path) == before


def damaged_backup(path: Path) -> Path:
    copy = back_up(path).path
    damage_index(copy, "events")
    return copy


def cut_backup(path: Path) -> Path:
    copy = back_up(path).path
    os.truncate(copy, 8192)
    return copy


def foreign_backup(path: Path) -> Path:
    folder = path.parent / "other"
    folder.mkdir()
    return back_up(make_project(folder)).path


def newer_backup(path: Path) -> Path:
    copy = back_up(path).path
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    return copy


def no_backup(path: Path) -> Path:
    return path.with_name("nothing.icoder")


@pytest.mark.parametrize("bad", [damaged_backup, cut_backup, foreign_backup, newer_backup, no_backup])
def test_a_backup_that_is_damaged_or_of_another_project_is_refused_and_nothing_changes(
    place: Path, bad: Callable[[Path], Path]
) -> None:
    path = make_project(place)
    copy = bad(path)
    before = path.read_bytes(), {file.name for file in place.rglob("*")}
    with refused(copy):
        restoring.restore(path, Backup(copy, datetime.now(UTC), "day"), reapply=False)
    assert (path.read_bytes(), {file.name for file in place.rglob("*")}) == before


def test_a_newer_project_is_not_overwritten_by_an_older_backup(place: Path) -> None:
    path = make_project(place)
    made = back_up(path)
    newer_backup_in_place(path)
    before = path.read_bytes()
    with refused(path, "newer"):
        restoring.restore(path, made, reapply=False)
    assert path.read_bytes() == before


def newer_backup_in_place(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize("name", ["100% sûr", "où ? #1", "a b&c=d", "[été] * {x}", "l'enquête"])
def test_any_name_of_a_project_will_do(place: Path, name: str) -> None:
    folder = place / name
    folder.mkdir()
    path = make_project(folder).rename(folder / f"{name}.icoder")
    before = content(path)
    made = back_up(path)
    assert backups.backups(path)[-1] == made
    path.write_bytes(b"")
    restoring.restore(path, backups.find_backup(path, None), reapply=False)
    assert content(path) == before


def test_a_project_reached_through_a_link_is_brought_back_where_it_really_lies(place: Path) -> None:
    path = make_project(place)
    before = content(path)
    link = place / "link.icoder"
    link.symlink_to(path)
    made = back_up(link)
    path.write_bytes(b"")
    restoring.restore(link, made, reapply=False)
    assert link.is_symlink()
    assert content(path) == before


def test_backups_are_found_by_the_beginning_of_their_names(place: Path) -> None:
    path = make_project(place)
    with refused("nowhere"):
        backups.find_backup(path, "nowhere")
    made = back_up(path)
    assert backups.find_backup(path, None) == made
    assert backups.find_backup(path, made.path.name[:10]) == made
    assert backups.find_backup(path, str(made.path)).path == made.path
    with refused(place / "empty.icoder", "empty-backups"):
        backups.find_backup(place / "empty.icoder", None)
