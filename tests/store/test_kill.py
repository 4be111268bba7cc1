"""Work ended without warning, anywhere in it: nothing shown as saved is missing, nothing is half there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from interview_coder.errors import RefusedError
from interview_coder.services import histories
from interview_coder.services.bulk_coding import code_from_file
from interview_coder.services.codebooks import apply_codebook
from interview_coder.services.coding import code_passage
from interview_coder.services.projects import create_project
from interview_coder.store import backup as backups
from interview_coder.store import checks, restoring
from interview_coder.store.project import Project
from tests.store.builders import (
    CODER,
    assert_sound,
    batches,
    codebook,
    coding_ids,
    make_project,
    names,
    take_in,
    work,
    write_interviews,
)
from tests.store.killing import Moment, Run, Say, Scene, kill_everywhere, run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


def assert_work_goes_on(project: Project) -> None:
    """The coder goes on where they are: the next coding is saved, and undo reaches it and what stood before it."""
    before = work(project)
    made = code_passage(project, CODER, "interview-1", (1, 5), "job")
    assert made in coding_ids(project)
    histories.undo(project, CODER)
    assert work(project) == before
    histories.undo(project, CODER)
    histories.redo(project, CODER)
    assert work(project) == before
    assert_sound(project)


def test_a_coding_shown_as_saved_survives(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        before = coding_ids(project)

    def code_twice(say: Say) -> None:
        with Project.open(path) as project:
            for end in (30, 31):
                say(code_passage(project, CODER, "interview-1", (3, end), "job"))

    def check(found: Run) -> None:
        with Project.open(path) as project:
            new = coding_ids(project) - before
            assert coding_ids(project) >= before
            assert set(found.said) <= new
            assert len(new) <= len(found.said) + 1
            assert_sound(project)
            assert_work_goes_on(project)

    kill_everywhere(place, code_twice, check, 100)


def test_codings_from_a_file_are_all_there_or_none(place: Path) -> None:
    path = make_project(place)
    rows = "".join(f"interview-{1 + n % 2},{n},{n + 9},platform\n" for n in range(40))
    sheet = place / "rows.csv"
    sheet.write_text("transcript,start,end,code\n" + rows, encoding="utf-8")

    def code_all(say: Say) -> None:
        with Project.open(path) as project:
            say(code_from_file(project, CODER, sheet).new)

    def check(found: Run) -> None:
        with Project.open(path) as project:
            assert len(coding_ids(project)) in ((44,) if found.said else (4, 44))
            assert_sound(project)
            assert_work_goes_on(project)
            code_from_file(project, CODER, sheet)
            assert len(coding_ids(project)) == 44

    kill_everywhere(place, code_all, check, 60)


def test_an_interrupted_import_keeps_whole_interviews_and_goes_on_with_the_rest(place: Path) -> None:
    path = make_project(place)
    files = write_interviews(place / "more", range(3, 8))

    def take_all_in(say: Say) -> None:
        with Project.open(path) as project:
            for batch in batches(project, files):
                say([outcome.path.stem for outcome in batch])

    def check(found: Run) -> None:
        with Project.open(path) as project:
            there = names(project)
            assert there >= {"interview-1", "interview-2", *(name for batch in found.said for name in batch)}
            assert len(there) in (2, 4, 6, 7)
            assert_sound(project)
            assert_work_goes_on(project)
            take_in(project, files)
            assert names(project) == {f"interview-{n}" for n in range(1, 8)}
            assert_sound(project)

    kill_everywhere(place, take_all_in, check, 70)


@pytest.mark.parametrize("way", ["undo", "redo"])
def test_a_step_is_taken_back_or_put_back_whole(place: Path, way: str) -> None:
    path = make_project(place)
    files = write_interviews(place / "more", range(3, 6))
    with Project.open(path) as project:
        without = work(project)
        take_in(project, files)
        with_ = work(project)
        if way == "redo":
            histories.undo(project, CODER)
    before, after = (with_, without) if way == "undo" else (without, with_)

    def do(say: Say) -> None:
        with Project.open(path) as project:
            getattr(histories, way)(project, CODER)
        say("done")

    def check(found: Run) -> None:
        with Project.open(path) as project:
            assert work(project) in ([after] if found.said else [before, after])
            assert_sound(project)
            if work(project) == before:
                getattr(histories, way)(project, CODER)
            assert work(project) == after
            assert_work_goes_on(project)

    kill_everywhere(place, do, check, 40)


def test_every_backup_that_bears_its_name_is_whole(place: Path) -> None:
    path = make_project(place)
    earlier = {made.path for made in backups.backups(path)}
    with Project.open(path) as project:
        content = work(project)

    def back_up(say: Say) -> None:
        with Project.open(path) as project:
            for reason in ("day", "manual"):
                say(str(backups.make_backup(project, reason).path))

    def check(found: Run) -> None:
        assert {str(b.path) for b in backups.backups(path)} >= set(found.said)
        for made in backups.backups(path):
            with Project.open(made.path) as copy:
                assert_sound(copy)
                assert made.path in earlier or work(copy) == content
        with Project.open(path) as project:
            assert work(project) == content
            backups.make_backup(project, "manual")

    kill_everywhere(place, back_up, check, 40)


@pytest.mark.parametrize("reapply", [False, True])
def test_a_project_is_brought_back_whole_or_not_at_all(place: Path, reapply: bool) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        morning = work(project)
        made = backups.make_backup(project, "day")
        take_in(project, write_interviews(place / "more", [3, 4, 5]))
        code_passage(project, CODER, "interview-3", (3, 30), "job")
        evening = work(project)

    def restore(say: Say) -> None:
        say(len(restoring.restore(path, made, reapply=reapply).lacking or ()))

    def check(found: Run) -> None:
        after = evening if reapply else morning
        with Project.open(path) as project:
            assert work(project) in ([after] if found.said else [evening, after])
            assert_sound(project)
            assert_work_goes_on(project)

    kill_everywhere(place, restore, check, 60)


def test_restoring_over_a_damaged_file_always_leaves_the_damaged_or_the_whole_one(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        content = work(project)
        made = backups.make_backup(project, "day")
    damaged = b"\0" * 4096 + path.read_bytes()[4096:]
    path.write_bytes(damaged)
    path.with_name(path.name + "-journal").write_bytes(b"not this file's journal")

    def restore(say: Say) -> None:
        say(str(restoring.restore(path, made, reapply=False).former))

    def check(found: Run) -> None:
        if found.said or path.read_bytes() != damaged:
            with Project.open(path) as project:
                assert work(project) == content
        assert damaged in [file.read_bytes() for file in place.iterdir() if file.is_file()]
        restoring.restore(path, made, reapply=False)
        with Project.open(path) as project:
            assert work(project) == content
            assert_work_goes_on(project)

    kill_everywhere(place, restore, check, 50)


def test_a_new_project_is_there_whole_or_not_at_all(place: Path) -> None:
    path = place / "fresh.icoder"

    def make(say: Say) -> None:
        create_project(path, codebook=None, language="fr", coder=CODER)
        say("made")

    def check(found: Run) -> None:
        assert path.exists() or not found.said
        if not path.exists():
            create_project(path, codebook=None, language="fr", coder=CODER)
        with Project.open(path) as project:
            assert project.name == "fresh"
            apply_codebook(project, codebook(), CODER)
            take_in(project, write_interviews(place / "more", [1]))
            assert_work_goes_on(project)

    kill_everywhere(place, make, check, 50)


def test_folding_the_log_again_changes_nothing_when_cut_off(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        content = work(project)

    def rebuild(say: Say) -> None:
        with Project.open(path) as project:
            say(checks.rebuild_tables(project))

    def check(_: Run) -> None:
        with Project.open(path) as project:
            assert work(project) == content
            assert_work_goes_on(project)

    kill_everywhere(place, rebuild, check, 30)


def test_a_coder_whose_save_was_cut_off_goes_on_as_a_new_replica_and_can_undo_earlier_work(place: Path) -> None:
    path = make_project(place)

    def code(say: Say) -> None:
        with Project.open(path) as project:
            say(code_passage(project, CODER, "interview-1", (3, 33), "job"))

    scene = Scene(place, place.with_name("state"))
    commit = max(number for number, name in enumerate(run(code).calls, 1) if name == "COMMIT")
    scene.reset()
    assert run(code, Moment(commit)).said == []
    with Project.open(path) as project:
        before = work(project)
        assert len(replicas(project)) == 1
        code_passage(project, CODER, "interview-1", (3, 33), "job")
        newest, first = replicas(project)
        assert newest["follows"] == first["replica"]
        histories.undo(project, CODER)
        assert work(project) == before
        histories.undo(project, CODER)
        assert len(coding_ids(project)) == 3
        assert_sound(project)


def replicas(project: Project) -> list[dict[str, Any]]:
    """The replicas in the file, the newest first."""
    found = project.rows("SELECT replica, follows FROM replicas ORDER BY hlc DESC")
    return [{"replica": replica, "follows": follows} for replica, follows in found]


def test_nothing_is_undone_twice_when_there_is_nothing_left(place: Path) -> None:
    path = make_project(place, interviews=1, codings=1)
    with Project.open(path) as project:
        for _ in range(3):
            histories.undo(project, CODER)
        with pytest.raises(RefusedError):
            histories.undo(project, CODER)
        assert_sound(project)
