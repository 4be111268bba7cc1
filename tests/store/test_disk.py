"""A full disk, a read-only one, a folder that went away: one plain sentence, nothing lost, and work goes on after."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from interview_coder.errors import CoderError
from interview_coder.services import histories, keeping
from interview_coder.services.bulk_coding import code_from_file
from interview_coder.services.coding import code_passage
from interview_coder.services.projects import create_project
from interview_coder.services.retrieving import codings_table
from interview_coder.services.selecting import Selection
from interview_coder.store import backup as backups
from interview_coder.store import listings, restoring
from interview_coder.store.project import Project
from interview_coder.store.replicas import state_folder
from tests.store.builders import (
    CODER,
    assert_plain,
    assert_sound,
    coding_ids,
    command,
    make_project,
    names,
    refused,
    take_in,
    work,
    write_interviews,
)
from tests.store.killing import Say, run

NOBODY = 65534
Doing = Callable[[Path], object]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


def mount(folder: Path, *options: str | Path) -> None:
    """Mount something on `folder`; skips where that is not allowed."""
    program = shutil.which("mount")
    if program is None or subprocess.run([program, *options, folder], capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk is not allowed here")


@contextmanager
def mounted(folder: Path, *options: str | Path) -> Iterator[None]:
    """Something mounted on `folder` for a while."""
    mount(folder, *options)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder, "-t", "tmpfs", "-o", "size=2m", "tmpfs"):
        yield folder


@contextmanager
def filled(disk: Path, *, left: int) -> Iterator[None]:
    """`disk` with only `left` bytes free."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    os.truncate(ballast, max(0, ballast.stat().st_size - left))
    try:
        yield
    finally:
        ballast.unlink()


def inputs() -> Path:
    """A folder for files to import, elsewhere than the project."""
    folder = state_folder().with_name("inputs")
    folder.mkdir(exist_ok=True)
    return folder


def sheet() -> Path:
    """A file with six hundred codings."""
    rows = "".join(f"interview-{1 + n % 2},{n // 10},{n // 10 + 3 + n % 10},platform\n" for n in range(600))
    path = inputs() / "rows.csv"
    path.write_text("transcript,start,end,code\n" + rows, encoding="utf-8")
    return path


WRITES: dict[str, Doing] = {
    "code": lambda path: with_project(path, lambda p: code_passage(p, CODER, "interview-1", (1, 7), "job")),
    "bulk": lambda path: with_project(path, lambda p: code_from_file(p, CODER, sheet())),
    "import": lambda path: with_project(path, lambda p: take_in(p, write_interviews(inputs(), range(3, 40)))),
    "undo": lambda path: with_project(path, lambda p: histories.undo(p, CODER)),
    "backup": lambda path: with_project(path, keeping.back_up),
    "rebuild": lambda path: with_project(path, lambda p: keeping.examine(p, rebuild=True)),
    "restore": lambda path: restoring.restore(path, backups.find_backup(path, None), reapply=False),
    "new": lambda path: create_project(path.with_name("other"), codebook=None, language="fr", coder=CODER),
}
READS: dict[str, Doing] = {
    "transcripts": lambda path: with_project(path, listings.transcripts),
    "codings": lambda path: with_project(path, lambda p: codings_table(p, Selection())),
    "history": lambda path: with_project(path, lambda p: histories.history_table(p, None)),
    "doctor": lambda path: with_project(path, lambda p: keeping.examine(p, rebuild=False)),
}


def with_project(path: Path, doing: Callable[[Project], object]) -> object:
    with Project.open(path) as project:
        return doing(project)


@pytest.mark.parametrize("doing", WRITES)
@pytest.mark.parametrize("left", [0, 8192, 40960])
def test_on_a_full_disk_nothing_is_lost_and_work_goes_on_once_there_is_space(
    small_disk: Path, doing: str, left: int
) -> None:
    folder = small_disk / "work"
    folder.mkdir()
    path = make_project(folder)
    with Project.open(path) as project:
        before = work(project)
        backups.make_backup(project, "manual")
    saved = False
    with filled(small_disk, left=left):
        try:
            WRITES[doing](path)
            saved = True
            assert left > 0
        except CoderError as error:
            assert_plain(error, "disk is full" if left == 0 else "")
        with Project.open(path) as project:
            assert saved or doing == "import" or work(project) == before
            assert_sound(project)
    if not saved:
        WRITES[doing](path)
    assert not list(small_disk.rglob("*.tmp*"))
    with Project.open(path) as project:
        assert_sound(project)


def test_the_command_line_says_that_the_disk_is_full_and_fails(small_disk: Path) -> None:
    path = make_project(small_disk)
    with filled(small_disk, left=0):
        done = command("-p", path, "code", "interview-1", 1, 7, "job")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "disk is full" in done.stderr
    assert command("-p", path, "--as", CODER, "code", "interview-1", 1, 7, "job").returncode == 0


def test_a_disk_without_room_for_another_file_is_full_too(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk, "-t", "tmpfs", "-o", "size=2m,nr_inodes=40", "tmpfs"):
        path = make_project(disk)
        with suppress(OSError):
            for n in range(40):
                (disk / f"empty-{n}").touch()
        with refused("disk is full"):
            WRITES["backup"](path)
        for empty in disk.glob("empty-*"):
            empty.unlink()
        WRITES["backup"](path)


def test_a_full_disk_under_the_state_folder_is_told_too(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEW_CODER_STATE", str(small_disk))
    path = make_project(tmp_path)
    with Project.open(path) as project:
        before = work(project)
        with filled(small_disk, left=0), refused("disk is full"):
            code_passage(project, CODER, "interview-1", (1, 7), "job")
        assert work(project) == before
        code_passage(project, CODER, "interview-1", (1, 7), "job")
        assert_sound(project)


@needs_fork
@pytest.mark.parametrize("doing", ["bulk", "import", "backup"])
def test_a_limit_on_file_sizes_is_met_like_a_full_disk(place: Path, doing: str) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        before = work(project)

    def limited(say: Say) -> None:
        import resource  # noqa: PLC0415 - Unix only

        limit = path.stat().st_size - (100_000 if doing == "backup" else 0)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            WRITES[doing](path)
        except CoderError as error:
            assert_plain(error, path.stem)
            say("refused")

    assert run(limited).said == ["refused"]
    with Project.open(path) as project:
        assert doing == "import" or work(project) == before
        assert_sound(project)
    WRITES[doing](path)


@pytest.mark.parametrize("doing", [*READS, *WRITES])
def test_a_read_only_disk_lets_read_and_refuses_to_write(place: Path, doing: str) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        backups.make_backup(project, "manual")
    content = path.read_bytes()
    with mounted(place, "--bind", place):
        mount(place, "-o", "remount,ro,bind")
        if doing in READS:
            READS[doing](path)
        else:
            with refused(path.stem if doing != "new" else "other", "read-only"):
                WRITES[doing](path)
    assert path.read_bytes() == content
    with Project.open(path) as project:
        assert_sound(project)


@needs_fork
@pytest.mark.parametrize("closed", ["file", "folder"])
@pytest.mark.parametrize("doing", [*READS, *WRITES])
def test_who_may_only_read_can_read_and_is_told_what_they_may_not(place: Path, doing: str, closed: str) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        backups.make_backup(project, "manual")
    content = path.read_bytes()
    warm = place.with_name("state") / "warm"  # loads what the child could not: the program may lie in a closed folder
    warm.mkdir()
    (READS | WRITES)[doing](make_project(warm))
    open_to_all(place.parents[0])
    for locked in [path] if closed == "file" else [place, path.with_name("study-backups")]:
        locked.chmod(0o444 if locked == path else 0o555)

    def as_guest(say: Say) -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        try:
            (READS | WRITES)[doing](path)
            say("done")
        except CoderError as error:
            assert_plain(error)
            say("refused")

    harmless = closed == "file" and doing in ("backup", "new")
    assert run(as_guest).said == ["done" if doing in READS or harmless else "refused"]
    assert path.read_bytes() == content


@needs_fork
def test_a_damaged_file_that_may_only_be_read_is_not_replaced(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        made = backups.make_backup(project, "manual")
    path.write_bytes(b"damaged")
    open_to_all(place.parents[0])
    path.chmod(0o444)

    def as_guest(say: Say) -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        with refused(path, "read-only"):
            restoring.restore(path, made, reapply=False)
        say("refused")

    assert run(as_guest).said == ["refused"]
    assert path.read_bytes() == b"damaged"


def open_to_all(folder: Path) -> None:
    """Let everybody read and write what is in `folder`."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)


def test_a_folder_that_goes_away_under_an_open_project_is_told_plainly(place: Path) -> None:
    path = make_project(place / "gone" if (place / "gone").mkdir() is None else place)
    with Project.open(path) as project:
        assert names(project)
        shutil.rmtree(path.parent)
        with refused():
            code_passage(project, CODER, "interview-1", (1, 7), "job")
    with refused(path, "no such project"):
        Project.open(path)
    with refused(path):
        restoring.restore(path, backups.Backup(path, backups.datetime.now(backups.UTC), "day"), reapply=False)


def test_a_file_moved_or_replaced_under_an_open_project_is_not_written_to(place: Path) -> None:
    path = make_project(place)
    with Project.open(path) as project:
        path.rename(place / "moved.icoder")
        with refused():
            code_passage(project, CODER, "interview-1", (1, 7), "job")
    with Project.open(place / "moved.icoder") as project:
        before = coding_ids(project)
        assert_sound(project)
        code_passage(project, CODER, "interview-1", (1, 7), "job")
        assert len(coding_ids(project)) == len(before) + 1
