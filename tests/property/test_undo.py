"""Undo takes back exactly the last step, redo puts back exactly what was undone, however often, whoever else works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_coder.errors import RefusedError
from interview_coder.services import histories
from interview_coder.services.coding import code_passage
from interview_coder.store.project import Project
from interview_coder.store.replicas import state_folder
from tests.property.acts import ALICE, BOB, act
from tests.store.builders import assert_sound, make_project, quick_folder, take_in, work, write_interviews

SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
Content = dict[str, set[tuple[object, ...]]]


@cache
def template() -> bytes:
    """A small project to begin with."""
    with quick_folder() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERVIEW_CODER_STATE", str(folder / "state"))
        return make_project(folder, codings=2).read_bytes()


@contextmanager
def study() -> Iterator[Project]:
    """That project, opened, with a state folder of its own."""
    with quick_folder() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERVIEW_CODER_STATE", str(folder / "state"))
        path = folder / "study.icoder"
        path.write_bytes(template())
        with Project.open(path) as project:
            yield project


@SOME
@given(st.data())
def test_undo_and_redo_walk_back_and_forth_over_exactly_the_same_contents(data: st.DataObject) -> None:
    with study() as project:
        done, undone = [work(project)], list[Content]()
        for _ in range(data.draw(st.integers(4, 14))):
            what = data.draw(st.sampled_from(["act", "act", "undo", "undo", "redo", "new replica"]))
            if what == "act" and act(project, ALICE, data):
                done.append(work(project))
                undone.clear()
            elif what == "undo" and len(done) > 1:
                histories.undo(project, ALICE)
                undone.append(done.pop())
                assert work(project) == done[-1]
            elif what == "redo":
                if undone:
                    histories.redo(project, ALICE)
                    done.append(undone.pop())
                    assert work(project) == done[-1]
                else:
                    with pytest.raises(RefusedError):
                        histories.redo(project, ALICE)
            elif what == "new replica":
                shutil.rmtree(state_folder(), ignore_errors=True)
        assert_sound(project)


@SOME
@given(st.data())
def test_everything_can_be_undone_and_redone(data: st.DataObject) -> None:
    with study() as project:
        seen = [work(project)]
        for _ in range(data.draw(st.integers(1, 8))):
            if act(project, ALICE, data):
                seen.append(work(project))
        for content in reversed(seen[:-1]):
            histories.undo(project, ALICE)
            assert work(project) == content
        for content in seen[1:]:
            histories.redo(project, ALICE)
            assert work(project) == content
        assert_sound(project)


@SOME
@given(st.data())
def test_undo_and_redo_are_one_coders_own_and_take_nothing_from_the_others(data: st.DataObject) -> None:
    with study() as project:
        for _ in range(data.draw(st.integers(2, 10))):
            coder, other = data.draw(st.permutations([ALICE, BOB]))
            act(project, coder, data)
            before, theirs = work(project), standing_codings(project, other)
            try:
                histories.undo(project, coder)
            except RefusedError:
                assert work(project) == before
                continue
            assert standing_codings(project, other) >= theirs
            histories.redo(project, coder)
            assert work(project) == before
        assert_sound(project)


def standing_codings(project: Project, coder: str) -> set[object]:
    """Codings of `coder`, on the page or waiting for what they stand on."""
    shown = {row[0] for row in project.rows("SELECT id FROM codings WHERE coder = ?", (coder,))}
    return shown | {row[0] for row in project.rows("SELECT object FROM parked WHERE coder = ?", (coder,))}


def test_a_new_step_gives_up_what_was_undone(tmp_path: Path) -> None:
    with study() as project:
        histories.undo(project, ALICE)
        code_passage(project, ALICE, "interview-1", (1, 9), "job")
        with pytest.raises(RefusedError):
            histories.redo(project, ALICE)
        assert_sound(project)
    assert list(tmp_path.iterdir()) == []


def test_codings_wait_while_their_interview_is_undone_and_come_back_with_it() -> None:
    with study() as project:
        take_in(project, write_interviews(project.path.parent / "more", [9]))
        code_passage(project, ALICE, "interview-9", (1, 9), "job")
        before = work(project)
        histories.undo(project, ALICE)
        histories.undo(project, ALICE)
        assert project.rows("SELECT 1 FROM transcripts WHERE name = 'interview-9'") == []
        histories.redo(project, ALICE)
        histories.redo(project, ALICE)
        assert work(project) == before


def test_an_import_on_which_others_have_coded_is_not_undone() -> None:
    with study() as project:
        take_in(project, write_interviews(project.path.parent / "more", [9]))
        code_passage(project, BOB, "interview-9", (1, 9), "job")
        before = work(project)
        with pytest.raises(RefusedError, match="bob"):
            histories.undo(project, ALICE)
        assert work(project) == before
