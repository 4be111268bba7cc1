"""Text from outside acts on no terminal: names, texts, memos, file names and arguments, in every command."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Answer, do, ic, rows

ESCAPE, CSI, OSC, BIDI, ZERO = "\x1b[31m", "\x9b2J", "\x1b]0;evil\x07", "\u202e", "\u200b"
EVIL = f"{ESCAPE}{CSI}{OSC}{BIDI}{ZERO}"
PLAIN = "Ann: and how do you do today, may I ask you?\nBob: very well, thank you, and what about you?\n"
TALK = f"Ann: hello {EVIL} there, how are you?\nBob: fine {BIDI}evil{ESCAPE}, thank you.\n{PLAIN * 20}"
NAME = f"talk {ESCAPE}{BIDI}"


@pytest.fixture
def project(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project full of hostile text, and a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    folder = here / "in"
    folder.mkdir()
    (folder / f"{NAME}.txt").write_text(TALK, encoding="utf-8")
    Path("book.yaml").write_text("codebook: b\nname: {en: B}\ncodes: [{id: c, name: care}]\n", encoding="utf-8")
    do("new", "study", "--codebook", "book.yaml", "--as", f"Ann{EVIL}")
    assert ic("import", folder).code == 0
    do("code", NAME, 5, 30, "care", "--memo", f"memo {EVIL}")
    return here / "study.icoder"


def acting(text: str) -> Iterator[str]:
    """The characters of `text` that could act on a terminal, reorder or hide."""
    for character in text:
        if character != "\n" and (unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")):
            yield f"U+{ord(character):04X}"


def assert_safe(answer: Answer) -> None:
    assert list(acting(answer.out)) == []
    assert list(acting(answer.err)) == []


LISTINGS = (
    *(("transcripts",), ("codings",), ("speakers",), ("history",), ("codebook",), ("search", "evil"), ("doctor",)),
    *(("frequencies", "--by", "code,coder,transcript,speaker"), ("backup", "--list"), ("undo",), ("show", NAME)),
)


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("command", LISTINGS, ids=lambda words: words[0])
def test_no_listing_lets_a_text_act(project: Path, command: tuple[str, ...], terminal: bool) -> None:
    answer = ic(*command, terminal=terminal)
    assert answer.code == 0, answer.err
    assert_safe(answer)


@pytest.mark.parametrize("format_", ["csv", "json", "jsonl"])
@pytest.mark.parametrize("command", [("transcripts",), ("codings",), ("show", NAME)], ids=lambda words: words[0])
def test_no_format_lets_a_text_act_on_a_terminal(project: Path, command: tuple[str, ...], format_: str) -> None:
    assert_safe(do(*command, "--format", format_, terminal=True))


def test_programs_get_the_text_exactly(project: Path) -> None:
    (coding,) = rows("codings")
    (whole,) = rows("show", NAME)
    assert whole["text"] == TALK
    assert coding["memo"] == f"memo {EVIL}"
    assert coding["quote"] == TALK[5:30]
    (row,) = csv.DictReader(do("codings", "--format", "csv").out.split("\n")[:2])
    assert row["memo"] == coding["memo"]
    assert json.loads(do("codings", "--format", "jsonl").out) == coding


@pytest.mark.parametrize(
    "words",
    [
        *(("show", EVIL), ("codings", "--code", EVIL), ("codings", "--coder", EVIL), ("search", f'"{EVIL}')),
        *(("code", EVIL, "1", "5", "care"), ("code", NAME, "9", "5", "care"), ("export", f"{EVIL}.csv/x.csv")),
        *(
            ("import", f"{EVIL}.txt"),
            ("-p", f"{EVIL}.icoder", "transcripts"),
            ("restore", EVIL),
            ("frequencies", "--by", EVIL),
        ),
        *(("code", "--from", f"{EVIL}.csv"), ("codebook", "import", EVIL), ("import", "in", "--same", EVIL)),
        *(("speakers", "merge", EVIL, "Bob"), ("new", f"nowhere/{EVIL}"), ("undo", "--as", EVIL)),
    ],
    ids=lambda words: words[0],
)
def test_no_error_lets_an_argument_act(project: Path, words: tuple[str, ...]) -> None:
    answer = ic(*words, terminal=True)
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 1
    assert_safe(answer)


@pytest.mark.parametrize("words", [(EVIL,), ("transcripts", f"--{EVIL}"), ("--format", EVIL, "codings")], ids=len)
def test_no_usage_error_lets_an_argument_act(project: Path, words: tuple[str, ...]) -> None:
    answer = ic(*words, terminal=True)
    assert answer.code == 2
    assert_safe(answer)


def test_bad_rows_of_a_file_are_told_safely(project: Path) -> None:
    Path("many.csv").write_text(f"transcript,start,end,code\n{EVIL},1,2,{EVIL}\n", encoding="utf-8")
    answer = ic("code", "--from", "many.csv", terminal=True)
    assert answer.code == 1
    assert_safe(answer)


def test_an_import_preview_is_safe(project: Path) -> None:
    Path(f"{EVIL}.txt").write_text(TALK + "Bob: more\n", encoding="utf-8")
    for words in (("--dry-run",), ()):
        answer = ic("import", f"{EVIL}.txt", *words, terminal=True)
        assert answer.code == 0
        assert_safe(Answer(0, answer.out, answer.err.replace("\r", "").replace("\x1b[K", "")))
