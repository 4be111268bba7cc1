"""Copies, moves and restored files: two files never continue the same chain, and undo still finds the way back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from interview_coder.domain.events import Event
from interview_coder.services import histories
from interview_coder.services.coding import code_passage
from interview_coder.store import backup as backups
from interview_coder.store import log, restoring
from interview_coder.store.fold import fold_in
from interview_coder.store.project import Project
from interview_coder.store.replicas import state_folder
from tests.store.builders import (
    CODER,
    assert_sound,
    coding_ids,
    count,
    events,
    make_project,
    refused,
    replicas,
    tables,
    work,
)

COUNTING = "SELECT count(*) FROM codings WHERE twin_of IS NULL"


def code(path: Path, start: int, coder: str = CODER) -> str:
    """One more coding in a file; its id."""
    with Project.open(path) as project:
        return code_passage(project, coder, "interview-1", (start, start + 5), "job")


def chain(path: Path) -> list[tuple[str, str | None]]:
    """The coder's replicas in a file, the newest first."""
    with Project.open(path) as project:
        return replicas(project)


def all_events(*paths: Path) -> list[Event]:
    """The events of several files, each once."""
    found: set[Event] = set()
    for path in paths:
        with Project.open(path) as project:
            found |= set(events(project))
    return sorted(found, key=lambda event: event.order)


def assert_no_fork(*paths: Path) -> None:
    """No two files hold different events under the same replica and number."""
    found = all_events(*paths)
    assert len({(event.replica, event.seq) for event in found}) == len(found)


def copied(path: Path) -> Path:
    """A copy as a file manager makes it."""
    return Path(shutil.copy2(path, path.with_name("copy.icoder")))


def test_the_same_coder_in_the_same_file_goes_on_as_one_replica(place: Path) -> None:
    path = make_project(place)
    code(path, 1)
    assert len(chain(path)) == 1


def test_a_copied_file_starts_a_new_replica_while_the_original_goes_on(place: Path) -> None:
    path = make_project(place)
    (first,) = chain(path)
    copy = copied(path)
    for n in range(3):
        code(copy, 1 + n)
        code(path, 11 + n)
    assert chain(path) == [first]
    assert len(chain(copy)) == 2
    assert chain(copy)[0][1] == first[0]
    assert_no_fork(path, copy)


def test_of_two_copies_whichever_writes_first_only_one_goes_on_as_the_old_replica(place: Path) -> None:
    path = make_project(place)
    copy = copied(path)
    aside = path.rename(place / "aside.icoder")
    back = Path(shutil.copy2(copy, path))
    for n, file in enumerate((back, aside, copy, back, aside, copy)):
        code(file, n + 1)
    assert_no_fork(back, aside, copy)
    assert sorted(len(chain(file)) for file in (back, aside, copy)) == [1, 2, 2]


@pytest.mark.parametrize("name", ["renamed.icoder", "elsewhere/study.icoder"])
def test_a_moved_file_goes_on(place: Path, name: str) -> None:
    path = make_project(place)
    before = chain(path)
    (place / "elsewhere").mkdir()
    moved = path.rename(place / name)
    code(moved, 1)
    code(moved, 2)
    assert chain(moved)[0][0] == before[0][0]
    assert len(chain(moved)) == 1


def by_copy(kept: Path, path: Path) -> None:
    shutil.copyfile(kept, path)


def by_replacing(kept: Path, path: Path) -> None:
    kept.replace(path)


@pytest.mark.parametrize("way", [by_copy, by_replacing])
def test_an_older_file_put_back_by_hand_starts_a_new_replica(place: Path, way: Callable[[Path, Path], None]) -> None:
    path = make_project(place)
    kept = copied(path)
    code(path, 1)
    lost = Path(shutil.copy2(path, place / "lost.icoder"))
    (old,) = chain(path)
    way(kept, path)
    code(path, 2)
    assert chain(path)[0][1] == old[0]
    assert len(chain(path)) == 2
    assert_no_fork(path, lost)


@pytest.mark.parametrize("reapply", [False, True])
def test_a_restored_backup_starts_a_new_replica(place: Path, reapply: bool) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        made = backups.make_backup(project, "manual")
    code(path, 1)
    evening = copied(path)
    (old,) = chain(path)
    restoring.restore(path, made, reapply=reapply)
    code(path, 2)
    assert chain(path)[0][1] == old[0]
    assert_no_fork(path, evening)


def forgotten() -> None:
    shutil.rmtree(state_folder())


def foreign() -> None:
    for token in (state_folder() / "replicas").iterdir():
        token.write_text('{"seq": 3, "hash": "0", "path": "/elsewhere", "file": [1, 2]}', encoding="utf-8")


def garbled() -> None:
    for token in state_folder().rglob("*.json"):
        token.write_text("[1, 2", encoding="utf-8")


def of_another_form() -> None:
    for token in state_folder().rglob("*.json"):
        token.write_text("[1, 2]", encoding="utf-8")


@pytest.mark.parametrize("how", [forgotten, foreign, garbled, of_another_form])
def test_a_lost_or_foreign_state_folder_starts_a_new_replica(place: Path, how: Callable[[], None]) -> None:
    path = make_project(place)
    (old,) = chain(path)
    before = copied(path)
    how()
    code(path, 1)
    assert chain(path)[0][1] == old[0]
    assert_no_fork(path, before)
    with Project.open(path) as project:
        assert isinstance(project.default_coder, str)
        histories.undo(project, CODER)
        histories.undo(project, CODER)
        assert len(coding_ids(project)) == 3


def test_a_state_folder_that_cannot_be_written_is_told_and_nothing_is_saved(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_project(place)
    before = chain(path)
    (place / "file").touch()
    monkeypatch.setenv("INTERVIEW_CODER_STATE", str(place / "file"))
    with refused("state folder"):
        code(path, 1)
    assert chain(path) == before


def test_names_of_replicas_lead_nowhere_else(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        stranger = project.connection.execute("SELECT * FROM events WHERE seq = 1").fetchone()
        made = Event(*("../../work/note", *stranger[1:]))
        project.connection.execute("BEGIN")
        log.insert(project.connection, [made])
        fold_in(project.connection, [made])
        project.connection.execute("COMMIT")
        backup = backups.make_backup(project, "manual")
    note = place / "note.json"
    note.write_text("mine", encoding="utf-8")
    restoring.restore(path, backup, reapply=False)
    code(path, 1)
    assert note.read_text(encoding="utf-8") == "mine"


def test_undo_goes_back_through_every_replica_of_the_coder_in_the_file(place: Path) -> None:
    path = make_project(place, codings=0)
    contents = []
    for n in range(4):
        with Project.open(path) as project:
            contents.append(work(project))
        code(path, 1 + n)
        forgotten()
    with Project.open(path) as project:
        final = work(project)
        assert len(replicas(project)) == 4
        for content in reversed(contents):
            histories.undo(project, CODER)
            assert work(project) == content
        for content in [*contents[1:], final]:
            histories.redo(project, CODER)
            assert work(project) == content
        assert_sound(project)


def test_a_copy_undoes_its_own_work_and_never_what_the_original_did_later(place: Path) -> None:
    path = make_project(place)
    copy = copied(path)
    code(path, 1)
    theirs = code(copy, 2)
    with Project.open(copy) as project:
        histories.undo(project, CODER)
        assert theirs not in coding_ids(project)
        assert len(coding_ids(project)) == 4


def merge(into: Path, *others: Path) -> None:
    """Take the events of other files in, as a merge does."""
    with Project.open(into) as project:
        known = set(events(project))
        new = [event for event in all_events(*others) if event not in known]
        project.connection.execute("BEGIN IMMEDIATE")
        log.insert(project.connection, new)
        fold_in(project.connection, new)
        project.connection.execute("COMMIT")


def test_the_same_coding_made_in_two_copies_counts_once_until_one_is_undone(place: Path) -> None:
    path = make_project(place, codings=0)
    copy = copied(path)
    code(path, 1)
    code(copy, 1)
    code(copy, 30)
    merge(path, copy)
    merge(copy, path)
    with Project.open(path) as one, Project.open(copy) as other:
        assert tables(one) == tables(other)
        assert count(one, "SELECT count(*) FROM codings") == 3
        assert count(one, COUNTING) == 2
        assert_sound(one)
    with Project.open(copy) as project:
        histories.undo(project, CODER)
        histories.undo(project, CODER)
        assert count(project, COUNTING) == 1
        assert_sound(project)


def test_of_two_codings_alike_the_other_counts_when_the_first_is_undone(place: Path) -> None:
    path = make_project(place, codings=0)
    copy = copied(path)
    code(path, 1)
    later = code(copy, 1)
    merge(copy, path)
    with Project.open(path) as project:
        histories.undo(project, CODER)
    merge(copy, path)
    with Project.open(copy) as project:
        assert project.rows("SELECT id, twin_of FROM codings") == [(later, None)]
        assert_sound(project)


def test_a_change_made_in_two_copies_is_a_conflict_once_and_one_made_after_a_merge_is_none(place: Path) -> None:
    path = make_project(place, codings=0)
    copy = copied(path)

    def rename(file: Path, coder: str, name: str) -> None:
        with Project.open(file) as project, project.write(coder) as writer:
            writer.change("code.changed", "id-job", {"name": name})

    rename(path, "alice", "work")
    rename(copy, "bob", "labour")
    merge(path, copy)
    merge(copy, path)
    for file in (path, copy):
        with Project.open(file) as project:
            assert project.rows("SELECT name FROM codes WHERE id = 'id-job'") == [("labour",)]
            assert count(project, "SELECT count(*) FROM conflicts") == 1
    rename(path, "alice", "agreed")
    merge(copy, path)
    with Project.open(copy) as project:
        assert project.rows("SELECT name FROM codes WHERE id = 'id-job'") == [("agreed",)]
        assert count(project, "SELECT count(*) FROM conflicts") == 1
        assert_sound(project)
