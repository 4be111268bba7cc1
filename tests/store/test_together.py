"""Several programs on one file at once: nobody fails, nothing is lost."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from interview_coder.services.coding import code_passage
from interview_coder.store import backup as backups
from interview_coder.store import restoring
from interview_coder.store.project import Project
from tests.store.builders import CODER, assert_sound, coding_ids, count, make_project
from tests.store.killing import Say, Work, together

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
CODINGS = 200


def code_often(path: Path, coder: str, code: str, say: Say, *, times: int = CODINGS) -> None:
    """Save one coding after the other, each in a transaction of its own, and tell each."""
    with Project.open(path) as project:
        for n in range(times):
            say(code_passage(project, coder, f"interview-{1 + n % 2}", (n % 90, n % 90 + 2 + n // 90), code))


def test_four_programs_save_two_hundred_codings_each_at_once_and_none_fails(place: Path) -> None:
    path = make_project(place, codings=0)
    who = [("alice", "care"), ("alice", "job"), ("bob", "care"), ("carol", "platform")]
    works: list[Work] = [partial(code_often, path, coder, code) for coder, code in who]
    found = together(*works)
    said = {identifier for run in found for identifier in run.said}
    assert len(said) == 4 * CODINGS
    with Project.open(path) as project:
        assert coding_ids(project) == said
        assert count(project, "SELECT count(*) FROM replicas") == 3
        assert_sound(project)


def test_a_backup_made_while_others_work_is_whole_and_holds_what_was_saved_before(place: Path) -> None:
    path = make_project(place, codings=0)
    made: list[tuple[set[str], Path]] = []

    def back_up() -> None:
        with Project.open(path) as project:
            for _ in range(5):
                before = coding_ids(project)
                made.append((before, backups.make_backup(project, "manual").path))

    together(partial(code_often, path, "alice", "care"), partial(code_often, path, "bob", "job"), meanwhile=back_up)
    for before, copy in made:
        with Project.open(copy) as project:
            assert coding_ids(project) >= before
            assert_sound(project)
    assert len(made[-1][0]) > 0


def test_what_is_saved_while_a_backup_is_brought_back_is_in_the_project_or_in_the_former_file(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        morning = backups.make_backup(project, "manual")
        known = coding_ids(project)
    done: list[restoring.Restored] = []

    def restore() -> None:
        for _ in range(10):
            done.append(restoring.restore(path, morning, reapply=False))

    runs = together(partial(code_often, path, CODER, "job"), partial(code_often, path, "bob", "job"), meanwhile=restore)
    said = {identifier for found in runs for identifier in found.said}
    with Project.open(path) as project:
        there = coding_ids(project)
        assert_sound(project)
    for restored in done:
        assert restored.former is not None
        assert restored.lacking is not None
        with Project.open(restored.former) as project:
            former = coding_ids(project)
        assert former - known <= {event.object for event in restored.lacking}
        there |= former
    assert said <= there
