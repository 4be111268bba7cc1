"""`history`, `undo` and `redo`, across processes and for each coder."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import do, ic, own_process, rows

TEXT = "Ann: How are you today?\nBob: Fine, thank you very much.\nAnn: Good to hear.\nBob: Yes, it is good.\n"
OTHER = "Ann: Where do you work?\nBobb: At home, on tasks.\nAnn: Every day?\nBob: Every day.\nAnn: Fine.\nBob: Yes.\n"


def whole_state() -> dict[str, Any]:
    """Everything that the listings say, but for dates of preparation and history."""
    commands = (("transcripts",), ("speakers",), ("codings",), ("codebook",))
    found: dict[str, Any] = {"codebook": []}
    for command in commands:
        answer = ic("--format", "json", *command)
        found[command[0]] = answer.json if answer.code == 0 else answer.refused("no codebook")
    found["sentences"] = [rows("show", row["name"])[0]["sentences"] for row in found["transcripts"]]
    return found


@pytest.fixture
def study(here: Path) -> Path:
    """A project made by Ann with two transcripts of ten, a codebook and a coding."""
    (here / "in").mkdir()
    for name, text in (("one.txt", TEXT), ("two.txt", OTHER)):
        (here / "in" / name).write_text(text, encoding="utf-8")
    do("new", "study", "--as", "Ann")
    do("import", "in")
    do("codebook", "import", "starter")
    do("code", "one", 5, 12, "money")
    return here / "study.icoder"


STEPS = {
    "import": ("import", "more"),
    "codebook import": ("codebook", "import", "book.yaml"),
    "one coding": ("code", "two", 5, 12, "money"),
    "a bulk coding": ("code", "--from", "many.csv"),
    "speakers merge": ("speakers", "merge", "Bobb", "Bob"),
    "speakers role": ("speakers", "role", "Ann", "interviewee"),
    "prepare": ("prepare", "two"),
}


@pytest.mark.parametrize("command", STEPS.values(), ids=STEPS)
def test_every_kind_of_step_is_undone_and_redone_whole(study: Path, command: tuple[str, ...]) -> None:
    Path("more").mkdir()
    for number in range(20):
        Path(f"more/{number}.txt").write_text(f"{TEXT}Ann: {number}\nBob: Right, yes.\n", encoding="utf-8")
    do("codebook", "export", "book.yaml")
    book = Path("book.yaml").read_text(encoding="utf-8")
    Path("book.yaml").write_text(book.replace("name: money", "name: cash"), encoding="utf-8")
    Path("many.csv").write_text("transcript,start,end,code\none,1,5,work\ntwo,1,5,work\n", encoding="utf-8")
    before = whole_state()
    do(*command)
    after = whole_state()
    assert after != before
    (step,) = rows("history", "--last", 1)
    (undone,) = rows("undo")
    assert undone["step"] == step["step"]
    assert whole_state() == before
    assert [row["step"] for row in rows("redo")] == [step["step"]]
    assert whole_state() == after
    assert {row["check"]: row["ok"] for row in rows("doctor")}["fold"] is True


def test_everything_can_be_undone_and_redone_to_the_end(study: Path) -> None:
    states = [whole_state()]
    while (answer := ic("undo")).code == 0:
        states.append(whole_state())
    answer.refused("nothing to undo for Ann")
    assert len(states) == 4
    for state in reversed(states[:-1]):
        do("redo")
        assert whole_state() == state
    ic("redo").refused("nothing to redo for Ann")


def test_undo_and_redo_go_on_in_another_process(study: Path) -> None:
    states = [whole_state()]
    for _ in range(2):
        assert own_process("undo").code == 0
        states.append(whole_state())
    assert own_process("redo").code == 0
    assert whole_state() == states[1]


def test_a_new_step_ends_redo(study: Path) -> None:
    do("undo")
    do("code", "two", 5, 9, "work")
    ic("redo").refused("nothing to redo")


def test_each_coder_undoes_only_the_own_work(study: Path) -> None:
    do("--as", "Zoé", "code", "one", 1, 4, "work")
    do("code", "one", 20, 24, "time")
    (done,) = rows("undo", "--as", "Zoé")
    assert "work put on one 1-4" in done["what"]
    assert [row["code"] for row in rows("codings")] == ["money", "time"]
    ic("undo", "--as", "Zoé").refused("Zoé")
    ic("redo").refused("nothing to redo for Ann")
    do("redo", "--as", "Zoé")
    assert len(rows("codings")) == 3


def test_an_import_on_which_others_have_coded_is_not_undone(study: Path) -> None:
    do("--as", "Zoé", "code", "two", 1, 4, "work")
    before = study.read_bytes()
    do("undo")
    ic("undo").refused("Zoé", "nothing was changed")
    do("redo")
    assert len(study.read_bytes()) >= len(before)
    assert len(rows("codings")) == 2


def test_history_tells_every_step_in_words_with_who_and_when(study: Path) -> None:
    do("undo", "--as", "Ann")
    do("redo")
    listed = rows("history")
    assert [row["what"] for row in listed] == [
        "project study made",
        "one and others imported (2 events)",
        "codebook taken over",
        "money put on one 5-12",
        "undone: money put on one 5-12",
        "redone: money put on one 5-12",
    ]
    assert {(row["coder"], row["actor"]) for row in listed} == {("Ann", "Ann")}
    assert [row["at"] for row in listed] == sorted(row["at"] for row in listed)
    assert [row["undone"] for row in listed] == [False] * 6
    assert rows("history", "--last", 2) == listed[-2:]
    do("undo")
    assert [row["undone"] for row in rows("history")] == [*[False] * 3, True, *[False] * 3]
    assert ic("history", "--last", 0).code == 2


def test_history_is_told_in_french(study: Path) -> None:
    told = [row["what"] for row in rows("--lang", "fr", "history")]
    assert told[0] == "projet study créé"
    assert told[-1] == "money posé sur one 5-12"


def test_people_read_local_times_names_and_marks_and_no_ids(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("many.csv").write_text("transcript,start,end,code,coder\none,1,5,work,Zoé\n", encoding="utf-8")
    do("code", "--from", "many.csv")
    do("undo")
    (at,) = {row["at"] for row in rows("history", "--last", 1)}
    monkeypatch.setenv("TZ", "XYZ-5:45")  # five hours and three quarters east of Greenwich
    time.tzset()
    try:
        header, *_, coding, undone = do("history").out.splitlines()
    finally:
        monkeypatch.undo()
        time.tzset()
    local = datetime.fromisoformat(at) + timedelta(hours=5, minutes=45)
    assert header.split() == ["at", "coder", "what", "undone"]
    assert re.fullmatch(r"\S+ \S+  Zoé \(by Ann\)  work put on one 1-5 +✓", coding)
    assert undone.split("  ")[0] == local.strftime("%Y-%m-%d %H:%M")
    assert "✓" not in undone


def test_the_history_names_the_speaker_that_was_corrected(study: Path) -> None:
    do("speakers", "role", "Ann", "interviewee", "--transcript", "one")
    assert rows("history", "--last", 1)[0]["what"] == "speaker Ann of one corrected"
    assert rows("--lang", "fr", "history", "--last", 1)[0]["what"] == "locuteur Ann de one corrigé"


def test_the_first_step_of_an_unknown_name_is_told_once(study: Path) -> None:
    first = ic("code", "one", 1, 4, "work", "--as", "Anne")
    assert (first.code, first.err) == (0, "First step of Anne in this project; coders so far: Ann.\n")
    assert ic("code", "one", 2, 4, "work", "--as", "Anne").err == ""
    assert ic("code", "one", 3, 4, "work", "--as", "Ann").err == ""
    ic("code", "nothing", 2, 4, "work", "--as", "Zoé").refused("nothing")


def test_coding_for_another_is_recorded_with_who_did_it(study: Path) -> None:
    Path("many.csv").write_text("transcript,start,end,code,coder\none,1,5,work,Zoé\n", encoding="utf-8")
    do("code", "--from", "many.csv")
    (row,) = rows("history", "--last", 1)
    assert (row["coder"], row["actor"]) == ("Zoé", "Ann")
    assert [row["coder"] for row in rows("codings", "--coder", "Zoé")] == ["Zoé"]
    ic("undo", "--as", "Zoé").refused()
    do("undo")
    assert len(rows("codings")) == 1


def test_the_history_of_the_sample_project_is_short_and_readable(demo: Path) -> None:
    told = [row["what"] for row in rows("history")]
    assert told[1:3] == ["codebook taken over", "01-nadia and others imported (14 events)"]
    assert told[3].startswith("attributes of 01-nadia, 02-kevin, 03-solange and 11 more: position, ")
    do("undo")
    ic("undo").refused("Amina, Jules")
