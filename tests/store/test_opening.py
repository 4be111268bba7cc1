"""What is not a sound project of ours is refused with one plain sentence and its remedy, in both languages."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from interview_coder.errors import ProjectFileError
from interview_coder.locale import set_language
from interview_coder.services.coding import code_passage
from interview_coder.store import place as places
from interview_coder.store import schema
from interview_coder.store.place import refuse_shared_place
from interview_coder.store.project import Project
from tests.store.builders import CODER, assert_plain, assert_sound, coding_ids, make_project, refused
from tests.store.killing import Say, run

EXTRA = 3
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


def altered(sql: str) -> Callable[[Path], None]:
    """A project to which another program did `sql`."""

    def alter(path: Path) -> None:
        make_project(path.parent)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA writable_schema = ON")
        connection.executescript(sql)
        connection.close()

    return alter


def text_file(path: Path) -> None:
    path.write_text("Enquêtrice : Bonjour.", encoding="utf-8")


def empty_file(path: Path) -> None:
    path.touch()


def folder(path: Path) -> None:
    path.mkdir()


def missing(path: Path) -> None:
    assert not path.exists()


def foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE cookies (a); INSERT INTO cookies VALUES (1)")
    connection.close()


def like_a_database(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\x01" * 5000)


REFUSED: dict[str, Callable[[Path], None]] = {
    "not a database": text_file,
    "empty": empty_file,
    "folder": folder,
    "missing": missing,
    "foreign database": foreign_database,
    "like a database": like_a_database,
    "newer": altered("PRAGMA user_version = 99"),
    "foreign trigger": altered("CREATE TRIGGER spy AFTER INSERT ON codings BEGIN DELETE FROM codings; END"),
    "foreign view": altered("CREATE VIEW spy AS SELECT * FROM texts"),
    "altered view": altered("DROP VIEW v_codes; CREATE VIEW v_codes AS SELECT * FROM codes"),
    "altered table": altered("ALTER TABLE codes ADD COLUMN weight INTEGER"),
    "dropped table": altered("DROP TABLE conflicts"),
    "dropped trigger": altered("DROP TRIGGER events_never_go"),
    "rewritten definition": altered(
        "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (seq > 0)', '') WHERE name = 'events'"
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_opened_is_told_in_both_languages_and_left_as_it_is(place: Path, case: str) -> None:
    path = place / "study.icoder"
    REFUSED[case](path)
    before = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    told = []
    for language in ("en", "fr"):
        set_language(language)
        with pytest.raises(ProjectFileError) as caught:
            Project.open(path)
        set_language(None)
        assert_plain(caught.value, path)
        told.append(str(caught.value))
    assert told[0] != told[1]
    assert {file: file.read_bytes() for file in place.rglob("*") if file.is_file()} == before


def test_the_objects_that_were_altered_are_named(place: Path) -> None:
    REFUSED["foreign trigger"](place / "study.icoder")
    with refused("spy"):
        Project.open(place / "study.icoder")


def test_a_table_or_an_index_that_another_program_added_does_no_harm(place: Path) -> None:
    path = make_project(place)
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE notes (a); CREATE INDEX mine ON codings (memo); ANALYZE")
    connection.close()
    with Project.open(path) as project:
        assert_sound(project)


def test_every_commit_waits_for_the_disk_and_a_hostile_file_can_run_nothing(place: Path) -> None:
    with Project.open(make_project(place)) as project:
        pragmas = ("synchronous", "journal_mode", "trusted_schema", "cell_size_check", "mmap_size", "foreign_keys")
        found = {name: project.connection.execute(f"PRAGMA {name}").fetchone() for name in pragmas}
    assert found.pop("mmap_size") in (None, (0,))
    assert found == {
        "synchronous": (EXTRA,),
        "journal_mode": ("delete",),
        "trusted_schema": (0,),
        "cell_size_check": (1,),
        "foreign_keys": (1,),
    }


def test_a_project_that_another_program_switched_to_wal_is_switched_back(place: Path) -> None:
    path = make_project(place)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    connection.close()
    with Project.open(path) as project:
        code_passage(project, CODER, "interview-1", (1, 5), "job")
        assert project.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert [file.name for file in place.iterdir() if "-wal" in file.name] == []
        assert_sound(project)


def test_opening_a_project_a_second_time_lets_the_first_go_on_alone(place: Path) -> None:
    path = make_project(place)
    other = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
    with Project.open(path) as project, project.write(CODER) as writer:
        writer.change("code.changed", "id-job", {"name": "work"})
        Project.open(path).close()
        done = subprocess.run([sys.executable, "-c", other], capture_output=True, encoding="utf-8", check=False)
        assert "database is locked" in done.stderr


@needs_fork
def test_a_file_left_in_the_middle_of_a_write_is_healed_by_its_journal(place: Path) -> None:
    path = make_project(place)
    before = path.read_bytes()

    def write_and_die(say: Say) -> None:
        connection = sqlite3.connect(path)
        connection.executescript("PRAGMA cache_size = 1; BEGIN; PRAGMA user_version = 7")
        connection.execute("UPDATE codings SET memo = hex(randomblob(20000))")
        say("not committed")
        os.kill(os.getpid(), signal.SIGKILL)

    assert run(write_and_die).said == ["not committed"]
    assert path.read_bytes() != before
    with path.open("r+b") as file:
        file.write(b"torn" * 128)
    with Project.open(path) as project:
        assert_sound(project)
    assert path.read_bytes()[: len(before)] == before


def test_reading_opens_and_closes_without_changing_the_file(place: Path) -> None:
    path = make_project(place)
    before = path.read_bytes(), path.stat().st_mtime_ns
    with Project.open(path) as project:
        assert coding_ids(project)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_new_project_never_takes_the_place_of_a_file(place: Path) -> None:
    path = place / "study.icoder"
    path.write_bytes(b"mine")
    with refused(path):
        Project.create(path, name="study", language="fr", coder=CODER)
    with refused(place / "nowhere"):
        Project.create(place / "nowhere" / "study.icoder", name="study", language="fr", coder=CODER)
    assert [file.name for file in place.iterdir()] == ["study.icoder"]
    assert path.read_bytes() == b"mine"


SYNCED = (
    "Dropbox",
    "Dropbox (Équipe)",
    "Nextcloud",
    "nextcloud-univ",
    "ownCloud",
    "OneDrive",
    "OneDrive - Université de Lille",
    "OneDrive-CNRS",
    "iCloud Drive",
    "com~apple~CloudDocs",
    "Google Drive",
    "GoogleDrive-moi@example.org",
    "My Drive",
    "Seafile",
    "ShareDocs",
    "kDrive",
)


@pytest.mark.parametrize("name", SYNCED)
@pytest.mark.parametrize("below", ["", "étude/2026"])
def test_a_synced_folder_is_refused_for_new_and_for_existing_projects(place: Path, name: str, below: str) -> None:
    folder = place / name / below
    folder.mkdir(parents=True)
    with refused(name, folder / "study.icoder"):
        Project.create(folder / "study.icoder", name="study", language="fr", coder=CODER)
    (place / "local").mkdir()
    moved = shutil.move(make_project(place / "local"), folder)
    with refused(name, "ordinary folder"):
        Project.open(Path(moved))


@pytest.mark.parametrize("marker", [".dropbox", ".nextcloudsync.log", ".stfolder", ".owncloudsync.log"])
def test_a_synced_folder_of_another_name_is_known_by_its_mark(place: Path, marker: str) -> None:
    folder = place / "travail" / "étude"
    folder.mkdir(parents=True)
    (place / "travail" / marker).touch()
    with refused("travail"):
        refuse_shared_place(folder / "study.icoder")


@pytest.mark.parametrize("name", ["étude", "Dropboxes", "mes entretiens", "cloud", "drive", "one"])
def test_an_ordinary_folder_is_not_refused(place: Path, name: str) -> None:
    (place / name).mkdir()
    refuse_shared_place(place / name / "study.icoder")


MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
server:/data /data nfs4 rw 0 0
//server/équipe /mnt/équipe\040A cifs rw 0 0
/dev/sdb1 /data/local ext4 rw 0 0
me@host: /mnt/ssh fuse.sshfs rw 0 0
https://sharedocs.example.org /mnt/dav fuse rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
shared /media/sf_shared vboxsf rw 0 0
/dev/fuse /mnt/usb fuseblk rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/data/alice", "nfs4"),
        ("/mnt/équipe A/étude", "cifs"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/dav/a", "davfs"),
        ("/run/user/1000/gvfs/smb", "fuse.gvfsd-fuse"),
        ("/media/sf_shared", "vboxsf"),
        ("/data/local/alice", None),
        ("/mnt/usb", None),
        ("/mnt/sshd", None),
        ("/srv", None),
    ],
)
def test_a_network_folder_is_known_by_what_is_mounted_there(tmp_path: Path, folder: str, kind: str | None) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    assert places.mounted_from(Path(folder), mounts) == kind


def test_a_system_without_a_list_of_mounts_refuses_nothing(tmp_path: Path) -> None:
    assert places.mounted_from(tmp_path, tmp_path / "nothing") is None


def test_the_file_says_what_it_is(place: Path) -> None:
    header = make_project(place).read_bytes()[:100]
    assert header.startswith(b"SQLite format 3\x00")
    assert int.from_bytes(header[68:72], "big") == schema.APPLICATION_ID == int.from_bytes(b"ICOD", "big")
    assert int.from_bytes(header[60:64], "big") == schema.VERSION
    assert stat.S_IMODE((place / "study.icoder").stat().st_mode) == 0o600
