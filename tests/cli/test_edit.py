"""`edit`: correcting a transcript in one's own editor."""

from __future__ import annotations

import os
import shlex
import stat
import sys
from pathlib import Path

import pytest

from tests.cli.running import do, ic, rows
from tests.cli.test_replace import CORRECTED, OTHER, TEXT, state, study, write

__all__ = ["study"]


def editor(monkeypatch: pytest.MonkeyPatch, script: str, name: str = "EDITOR") -> None:
    """An editor that runs `script`, in which `path` is the file, `text` what is in it."""
    lines = (
        f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text(encoding='utf-8')\n{script}\n"
    )
    program = write("my editor.py", lines)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv(name, shlex.join((sys.executable, str(program.resolve()), "--wait")))


def replacing(old: str, new: str) -> str:
    return f"assert {old!r} in text; path.write_text(text.replace({old!r}, {new!r}), encoding='utf-8')"


def drafts() -> list[str]:
    return [path.name for path in Path().iterdir() if "draft" in path.name]


def test_editing_a_word_is_the_same_as_replacing_the_file(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(monkeypatch, replacing("six ans", "sept ans"))
    turns = rows("show", "nadia")[0]["turns"]
    found = rows("edit", "nadia")
    assert {row["outcome"] for row in found} == {"unmoved", "moved", "changed"}
    shown = rows("show", "nadia")[0]
    assert shown["text"] == TEXT.replace("six ans", "sept ans")
    assert [turn["speaker"] for turn in shown["turns"]] == [turn["speaker"] for turn in turns]
    assert [row["old"]["quote"] for row in rows("review")] == ["depuis six ans"] * 2
    assert drafts() == []
    do("undo")
    assert rows("show", "nadia")[0]["text"] == TEXT


def test_visual_goes_before_editor(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(monkeypatch, replacing("six ans", "sept ans"), "VISUAL")
    monkeypatch.setenv("EDITOR", "false")
    do("edit", "nadia")
    assert "sept ans" in rows("show", "nadia")[0]["text"]


def test_the_draft_is_for_its_owner_alone_and_lies_beside_the_project(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(monkeypatch, "pathlib.Path('seen').write_text(f'{path.stat().st_mode} {path.parent}')")
    do("edit", "nadia")
    mode, folder = Path("seen").read_text().split(" ", 1)
    assert stat.S_IMODE(int(mode)) == 0o600
    assert Path(folder) == study.parent.resolve()


def test_a_text_left_as_it_was_changes_nothing_and_says_so(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, history = state(), rows("history")
    editor(monkeypatch, "path.write_text(text)")
    assert "this very text already" in do("edit", "nadia").out
    assert (state(), rows("history"), drafts()) == (before, history, [])


def test_the_newline_that_editors_add_is_no_change(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do("new", "study")
    do("import", write("bob.txt", OTHER.rstrip("\n")))
    editor(monkeypatch, "path.write_text(text + '\\n')")
    assert "this very text already" in do("edit", "bob").out


def test_a_speaker_can_be_renamed_and_a_turn_added_by_editing(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do("speakers", "role", "Nadia", "interviewee", "--transcript", "nadia")
    more = "text = text.replace('Nadia :', 'Leïla :') + '\\nEnquêtrice : Merci.\\n'"
    editor(monkeypatch, f"{more}; path.write_text(text, encoding='utf-8')")
    do("edit", "nadia")
    turns = rows("show", "nadia")[0]["turns"]
    assert [turn["speaker"] for turn in turns] == ["Enquêtrice", "Leïla"] * 3 + ["Enquêtrice"]
    assert {turn["role"] for turn in turns if turn["speaker"] == "Leïla"} == {"interviewee"}


SUBTITLES = """WEBVTT

00:00:01.000 --> 00:00:04.000
I label pictures in the morning.

00:00:05.000 --> 00:00:07.500
Alors : three cents a picture.

00:00:08.000 --> 00:00:09.000
That is all.
"""


def test_subtitles_without_names_keep_their_turns_and_times(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do("new", "study")
    do("import", write("cues.vtt", SUBTITLES))
    before = rows("show", "cues")[0]["turns"]
    editor(monkeypatch, replacing("three cents a picture.", "four cents a picture, no more."))
    do("edit", "cues")
    shown = rows("show", "cues")[0]
    after = shown["turns"]
    assert [(turn["start_ms"], turn["end_ms"]) for turn in after] == [(t["start_ms"], t["end_ms"]) for t in before]
    assert [shown["text"][turn["start"] : turn["end"]] for turn in after] == [
        "I label pictures in the morning.",
        "Alors : four cents a picture, no more.",
        "That is all.",
    ]


@pytest.mark.parametrize("name", ["04-mehdi", "12-tom", "06-aurelie", "08-helene", "05-christelle"])
def test_whatever_the_file_was_its_turns_and_times_stay(demo: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def turns() -> list[tuple[object, ...]]:
        return [(t["speaker"], t["role"], t["start_ms"], t["end_ms"]) for t in rows("show", name)[0]["turns"]]

    before = turns()
    editor(monkeypatch, "path.write_text(text.replace(' de ', ' du ').replace(' the ', ' this '), encoding='utf-8')")
    do("edit", name)
    assert turns() == before
    lost = [row for row in rows("review") if row["outcome"] == "lost"]
    assert lost == []


@pytest.mark.parametrize(
    ("script", "parts"),
    [("sys.exit(3)", ("status 3",)), ("path.write_text(' ')", ("emptied",)), ("path.unlink()", ("draft",))],
)
def test_an_editor_that_fails_changes_nothing(
    study: Path, monkeypatch: pytest.MonkeyPatch, script: str, parts: tuple[str, ...]
) -> None:
    before = state()
    editor(monkeypatch, script)
    ic("edit", "nadia").refused(*parts)
    assert state() == before


def test_what_was_written_is_kept_where_it_cannot_be_taken(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(monkeypatch, f"path.write_text({OTHER!r})")
    sentence = ic("edit", "nadia").refused("that of bob")
    (kept,) = drafts()
    assert kept in sentence
    assert Path(kept).read_text() == OTHER


def test_a_text_that_was_replaced_meanwhile_is_not_overwritten(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile = "import subprocess; subprocess.run([sys.executable, '-m', 'interview_coder', 'replace', 'nadia', "
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(str(Path(place).resolve()) for place in sys.path if place))
    editor(monkeypatch, f"{meanwhile}'corrected.txt'], check=True); {replacing('six ans', 'dix ans')}")
    ic("edit", "nadia").refused("nadia", "while you were writing", "draft")
    assert rows("show", "nadia")[0]["text"] == CORRECTED
    (kept,) = drafts()
    assert Path(kept).read_text(encoding="utf-8") == TEXT.replace("six ans", "dix ans")


@pytest.mark.parametrize("command", ["no-such-editor-anywhere", ""])
def test_an_editor_that_is_not_there_is_said(study: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    monkeypatch.setenv("PATH", "")
    ic("edit", "nadia").refused("EDITOR")
    assert drafts() == []
