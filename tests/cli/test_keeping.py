"""`new`, `demo`, `backup`, `restore`, `doctor`."""

from __future__ import annotations

import getpass
import re
import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import Answer, do, ic, rows

SOUND = ("integrity", "schema", "chains", "fold")


def checks(answer: Answer) -> dict[str, bool]:
    return {row["check"]: row["ok"] for row in answer.json}


def test_a_new_project_is_empty_and_says_who_codes(here: Path) -> None:
    assert rows("new", "plain") == [{"project": "plain.icoder", "codebook": None, "coder": getpass.getuser()}]
    assert (here / "plain.icoder").stat().st_mode & 0o077 == 0
    assert rows("-p", "plain.icoder", "transcripts") == []
    assert rows("codings") == []


def test_a_new_project_takes_a_codebook_a_language_and_a_coder(here: Path) -> None:
    (made,) = rows("new", "a.icoder", "--codebook", "starter", "--language", "fr", "--as", "  Ann   Lee ")
    assert made == {"project": "a.icoder", "codebook": "Premiers codes", "coder": "Ann Lee"}
    Path("mine.yaml").write_text("codebook: x\nname: {en: Mine}\ncodes:\n  - {id: c, name: care}\n", encoding="utf-8")
    (made,) = rows("new", "b", "--codebook", "mine.yaml")
    assert made["codebook"] == "Mine"
    assert [row["path"] for row in rows("-p", "b.icoder", "codebook")] == ["care"]


def test_the_coder_of_new_acts_from_then_on(here: Path) -> None:
    do("new", "a", "--codebook", "starter", "--as", "Ann")
    Path("t.txt").write_text("Q: How are you?\nA: Fine, thank you.\nQ: Good.\nA: Yes.\n", encoding="utf-8")
    do("import", "t.txt")
    assert rows("code", "t", 0, 5, "money")[0]["coder"] == "Ann"
    assert rows("code", "t", 0, 5, "money", "--as", "Zoé")[0]["coder"] == "Zoé"
    assert rows("code", "t", 0, 4, "money")[0]["coder"] == "Ann"


def test_new_refuses_a_taken_name_a_missing_folder_and_a_bad_codebook_and_leaves_nothing(here: Path) -> None:
    do("new", "a")
    before = (here / "a.icoder").read_bytes()
    ic("new", "a").refused("a.icoder", "nothing was changed")
    ic("new", "nowhere/b").refused("nowhere")
    ic("new", "c", "--codebook", "startre").refused("startre", "starter")
    Path("bad.yaml").write_text("name: {en: x}\ncodes: [{name: a}]\n", encoding="utf-8")
    ic("new", "d", "--codebook", "bad.yaml").refused("bad.yaml")
    ic("new", "e", "--as", " ").refused("--as")
    assert (here / "a.icoder").read_bytes() == before
    assert sorted(path.name for path in here.iterdir()) == ["a.icoder", "bad.yaml"]


@pytest.mark.parametrize("folder", ["Dropbox/study", "OneDrive - CNRS", "x/Nextcloud"])
def test_a_project_is_refused_in_a_synced_folder(here: Path, folder: str) -> None:
    Path(folder).mkdir(parents=True)
    ic("new", f"{folder}/a").refused("a.icoder", "backup")
    assert list(Path(folder).iterdir()) == []


def test_demo_makes_the_sample_project_and_prints_its_code_frequencies(here: Path) -> None:
    answer = ic("demo", "--no-open", "--format", "json")
    made = Path("interview-coder-demo/demo.icoder")
    assert made.is_file()
    assert str(made) in answer.err
    assert answer.json == rows("-p", made, "frequencies")


def test_demo_again_finds_the_project_as_it_was_left(demo: Path) -> None:
    do("--as", "Amina", "undo")
    before = demo.read_bytes()
    answer = ic("demo", demo.parent, "--no-open", "--format", "json")
    assert answer.json == rows("frequencies")
    assert demo.read_bytes() == before


def test_demo_refuses_a_folder_that_is_a_file(here: Path) -> None:
    Path("taken").write_text("x", encoding="utf-8")
    ic("demo", "taken", "--no-open").refused("taken")


def test_a_backup_brings_back_what_was_there(demo: Path) -> None:
    listed = rows("codings")
    (made,) = rows("backup")
    assert (made["check"], made["ok"]) == ("backup", True)
    assert Path(made["detail"]).is_file()
    do("code", "01-nadia", 1, 9, "pay")
    do("undo", "--as", "Jules")
    done = ic("restore", "--format", "json")
    assert checks(done)["restored"] is True
    assert rows("codings") == listed


def test_restore_says_what_the_backup_lacks_and_reapply_puts_it_back(demo: Path) -> None:
    (backup,) = rows("backup")
    do("code", "01-nadia", 1, 9, "pay", "--memo", "later")
    listed = rows("codings")
    found = ic("restore", "--format", "json").json
    assert [row["ok"] for row in found if row["check"] == "lacking_events"] == [False]
    assert any("coding.added" in row["detail"] for row in found)
    assert len(rows("codings")) == len(listed) - 1
    (former,) = (row["detail"] for row in found if row["check"] == "former_file")
    do("restore", Path(former).name)
    assert rows("codings") == listed
    again = ic("restore", Path(backup["detail"]).name, "--reapply", "--format", "json")
    assert checks(again)["lacking_events"] is True
    assert rows("codings") == listed
    assert all(checks(ic("doctor", "--format", "json"))[check] for check in SOUND)


def test_work_goes_on_after_a_restore(demo: Path) -> None:
    do("backup")
    do("code", "01-nadia", 1, 9, "pay")
    do("restore")
    do("code", "01-nadia", 2, 9, "pay")
    assert [(row["start"], row["end"]) for row in rows("codings", "--coder", "demo")] == [(2, 9)]
    do("undo")
    assert all(checks(ic("doctor", "--format", "json"))[check] for check in SOUND)


def test_backups_are_listed_oldest_first_and_named_ones_come_back(demo: Path) -> None:
    names = [Path(rows("backup")[0]["detail"]).name for _ in range(2)]
    listed = [row["check"] for row in rows("backup", "--list")]
    assert listed[-2:] == names
    assert listed == sorted(listed)
    ic("restore", "yesterday").refused("yesterday", "backup --list")


def test_restore_refuses_what_is_no_backup_of_this_project(demo: Path) -> None:
    do("new", "other")
    Path("junk.icoder").write_bytes(b"junk" * 99)
    before = demo.read_bytes()
    ic("-p", demo, "restore", "other.icoder").refused("other.icoder")
    ic("-p", demo, "restore", "junk.icoder").refused("junk.icoder")
    ic("-p", demo, "restore", demo.name).refused(demo.name, "backup --list")
    assert demo.read_bytes() == before
    ic("-p", "other.icoder", "restore").refused("other.icoder", "no backup")


def test_a_damaged_project_is_explained_and_restored_from_its_backup(demo: Path) -> None:
    listed = rows("codings")
    do("backup")
    data = bytearray(demo.read_bytes())
    data[4096 * 3 : 4096 * 60] = b"\xff" * (4096 * 57)
    demo.write_bytes(data)
    answer = ic("codings")
    assert answer.code == 1
    assert "restore" in answer.refused("demo.icoder")
    assert ic("doctor").code == 1
    do("-p", demo.name, "restore")
    assert rows("-p", demo.name, "codings") == listed
    assert len(list(Path().glob("demo-damaged-*.icoder"))) == 1


def test_a_sound_project_passes_every_check(demo: Path) -> None:
    found = checks(ic("doctor", "--format", "json"))
    assert all(found[check] for check in (*SOUND, "parked", "conflicts", "python", "sqlite"))


def test_doctor_without_a_project_looks_at_the_machine(here: Path) -> None:
    assert list(checks(ic("doctor", "--format", "json"))) == ["python", "sqlite", "model_fr", "model_en"]
    ic("-p", "nowhere.icoder", "doctor")
    assert ic("-p", "nowhere.icoder", "doctor").code == 1


def test_rebuild_repairs_tables_that_differ_from_the_log(demo: Path) -> None:
    listed = rows("codings")
    connection = sqlite3.connect(demo)
    with connection:
        connection.execute("DELETE FROM codings WHERE code IN (SELECT code FROM codings LIMIT 1)")
        connection.execute("UPDATE speakers SET role = NULL")
    connection.close()
    answer = ic("doctor", "--format", "json")
    assert answer.code == 1
    assert '"fold", "ok": false' in answer.out
    repaired = checks(ic("doctor", "--rebuild", "--format", "json"))
    assert repaired["fold"] is True
    assert rows("codings") == listed
    assert any("rebuild" in row["check"] for row in rows("backup", "--list"))


def test_rebuild_leaves_a_sound_project_as_it_was(demo: Path) -> None:
    listed = [rows(name) for name in ("codings", "transcripts", "history", "speakers", "codebook")]
    assert checks(ic("doctor", "--rebuild", "--format", "json"))["rebuild"] is True
    assert [rows(name) for name in ("codings", "transcripts", "history", "speakers", "codebook")] == listed


def test_people_see_marks_and_words_instead_of_true_and_false(demo: Path) -> None:
    sound = do("doctor").out
    assert re.search(r"(?m)^fold +✓ yes  ok$", sound)
    assert re.search(r"(?m)^fold +✓ oui  ok$", do("--lang", "fr", "doctor").out)
    assert "✓ yes" in do("backup").out
    do("code", "01-nadia", 1, 9, "pay")
    restored = do("restore").out
    assert re.search(r"(?m)^lacking_events +✗ no ", restored)
    for page in (sound, restored):
        assert not re.search("(?i)true|false", page)


def test_people_see_when_a_backup_was_made_why_and_its_size(demo: Path) -> None:
    name = Path(rows("backup")[0]["detail"]).name
    header, *_, last = do("backup", "--list").out.splitlines()
    assert header.split() == ["name", "at", "reason", "size"]
    size = Path("demo-backups", name).stat().st_size / 1e6
    assert re.fullmatch(rf"{re.escape(name)}  \d{{4}}-\d\d-\d\d \d\d:\d\d  manual  +{size:.1f} MB", last)
    assert last.replace("MB", "Mo").split()[-1] == do("--lang", "fr", "backup", "--list").out.split()[-1]


def test_the_help_of_restore_says_that_it_can_be_taken_back() -> None:
    assert "so restoring again goes back" in " ".join(do("restore", "--help").out.split())
