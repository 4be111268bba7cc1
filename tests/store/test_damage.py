"""A damaged project file is told plainly, never hangs, is never made worse, and is never read wrong without a word."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from interview_coder.errors import CoderError
from interview_coder.services import codebooks, counting, histories, keeping
from interview_coder.services.coding import code_passage
from interview_coder.services.retrieving import codings_table
from interview_coder.services.searching import Sought, search_table
from interview_coder.services.selecting import Selection
from interview_coder.store import backup as backups
from interview_coder.store import checks, listings, restoring
from interview_coder.store.project import Project
from tests.store.builders import (
    CODER,
    assert_plain,
    assert_sound,
    coding_ids,
    command,
    make_project,
    refused,
    tables,
    work,
)
from tests.store.killing import Say, run

CHANGES, AT_ONCE = 300, 30
READING: tuple[Callable[[Project], object], ...] = (
    lambda project: [listings.turns(project, row.id) for row in listings.transcripts(project)],
    lambda project: dict(listings.texts(project)),
    listings.speakers,
    codebooks.codebook_table,
    lambda project: codings_table(project, Selection()),
    lambda project: counting.frequencies(
        project, by=("code", "speaker"), measure="codings", roll_up=True, unused=True, selection=Selection()
    ),
    lambda project: histories.history_table(project, None),
    lambda project: search_table(project, Sought('"le soir"'), Selection()),
)
WRITING: tuple[Callable[[Project], object], ...] = (
    lambda project: code_passage(project, CODER, "interview-1", (2, 9), "job"),
    lambda project: histories.undo(project, CODER),
    lambda project: keeping.examine(project, rebuild=True),
)


def changed(content: bytes, chance: random.Random) -> bytes:
    """`content` cut off somewhere, or with one to fifty of its bits turned."""
    if chance.random() < 0.1:
        return content[: chance.randrange(len(content))]
    turned = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 5, 50))):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def everything(project: Project) -> tuple[object, ...]:
    return tables(project), dict(listings.texts(project)), project.rows("SELECT * FROM events")


def tried(path: Path, doing: Callable[[Project], object]) -> bool:
    """Whether `doing` went well; when not, a plain sentence said why."""
    try:
        with Project.open(path) as project:
            doing(project)
    except CoderError as error:
        assert_plain(error)
        return False
    return True


def try_all(path: Path, damaged: bytes, content: tuple[object, ...]) -> str:
    """What came of a damaged file: refused, found out, or unharmed."""
    path.write_bytes(damaged)
    if not tried(path, lambda _: None):
        assert path.read_bytes() == damaged
        return "refused"
    for reading in READING:
        tried(path, reading)
    told = [False]

    def examine(project: Project) -> None:
        told[0] = keeping.unsound(keeping.examine(project, rebuild=False))
        assert told[0] or everything(project) == content

    found_out = not tried(path, examine) or told[0]
    for writing in WRITING:
        tried(path, writing)
    return "found out" if found_out else "unharmed"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_three_hundred_damaged_files_are_told_plainly_or_read_right(place: Path) -> None:
    path = make_project(place, codings=6)
    original = path.read_bytes()
    with Project.open(path) as project:
        content = everything(project)

    def some(seed: int, say: Say) -> None:
        chance = random.Random(seed)
        for _ in range(AT_ONCE):
            say(try_all(path, changed(original, chance), content))
            shutil.rmtree(path.with_name("study-backups"), ignore_errors=True)
            for left in place.glob("*-journal"):
                left.unlink()

    said = [word for seed in range(CHANGES // AT_ONCE) for word in run(lambda say, seed=seed: some(seed, say)).said]
    assert len(said) == CHANGES
    assert min(said.count("refused"), said.count("found out"), said.count("unharmed")) > 0


@pytest.mark.parametrize("length", [0, 1, 99, 100, 511, 4096, 8192, 65536])
def test_a_file_cut_short_is_refused_and_brought_back(place: Path, length: int) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        made = backups.make_backup(project, "manual")
        content = work(project)
    cut = path.read_bytes()[:length]
    path.write_bytes(cut)
    with refused(path, "restore"):
        Project.open(path)
    assert path.read_bytes() == cut
    done = restoring.restore(path, made, reapply=False)
    assert done.former is not None
    assert done.former.read_bytes() == cut
    with Project.open(path) as project:
        assert work(project) == content
        assert_sound(project)


def test_a_letter_changed_in_a_text_is_found(place: Path) -> None:
    path = make_project(place)
    content = path.read_bytes()
    assert content.count("troisième journée".encode()) > 0
    path.write_bytes(content.replace("troisième journée".encode(), "deuxièmes journée".encode(), 1))
    with Project.open(path) as project:
        assert checks.integrity_problems(project) == []
        assert len(checks.content_problems(project)) == 1
        assert keeping.unsound(keeping.examine(project, rebuild=False))


def test_a_changed_event_is_found_and_nothing_is_folded_from_it(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        before = tables(project)
    connection = sqlite3.connect(path)
    (trigger,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'events_never_change'").fetchone()
    connection.executescript(
        f"""DROP TRIGGER events_never_change;
        UPDATE events SET payload = replace(payload, '"start":6', '"start":5') WHERE type = 'coding.added';
        {trigger}"""
    )
    connection.close()
    with Project.open(path) as project:
        assert len(checks.chain_problems(project)) == 1
        with refused(path, "Restore"):
            checks.rebuild_tables(project)
        assert tables(project) == before


def test_nobody_can_change_or_remove_an_event(place: Path) -> None:
    connection = sqlite3.connect(make_project(place))
    for statement in ("UPDATE events SET coder = 'x'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_tables_that_somebody_changed_are_found_and_folded_anew(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        before = tables(project)
    connection = sqlite3.connect(path)
    connection.executescript(
        """DELETE FROM codings WHERE start = 6; UPDATE codes SET name = 'other' WHERE name = 'job';
        UPDATE turn_index_data SET block = zeroblob(4); DELETE FROM indexed WHERE number = 1"""
    )
    connection.close()
    with Project.open(path) as project:
        assert checks.fold_problems(project) == ["codes (2)", "codings (1)"]
        assert checks.rebuild_tables(project) == ["codes", "codings"]
        assert tables(project) == before
        assert_sound(project)


def test_the_command_line_tells_damage_in_one_line(place: Path) -> None:
    path = make_project(place)
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
    path.write_bytes(content)
    assert "damaged" in command("-p", path, "history").stderr
    assert command("-p", path, "doctor").returncode == 1
    assert command("-p", path, "restore").returncode == 0
    with Project.open(path) as project:
        assert coding_ids(project) == set()  # as they were when the day began: before the first coding
        assert_sound(project)
