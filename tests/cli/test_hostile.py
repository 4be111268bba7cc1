"""Text from outside acts on no terminal: names, texts, memos, file names and arguments, in every command."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import COMMAND, Answer, do, ic, rows

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


FORMULA = "=cmd|'/c calc'!A1"


@pytest.fixture
def study(project: Path) -> Path:
    """The hostile project with all that people name: codes, attributes, cases, queries, other coders, corrections."""
    do("codebook", "add", "other", "--label", f"en={FORMULA}{BIDI}", "--definition", f"en={FORMULA}{ZERO}")
    do("code", NAME, 8, 40, "other", "--memo", FORMULA)
    do("code", NAME, 70, 90, "care", "--as", FORMULA)
    Path("tame.txt").write_text(f"{PLAIN * 9}Bob: more.\n", encoding="utf-8")
    assert ic("import", "tame.txt").code == 0
    do("code", "tame", 5, 30, "care")
    table = [["transcript", "case", f"job{BIDI}", "kind"], [NAME, FORMULA, f"{FORMULA}{EVIL}", "-1+1"]]
    table.append(["tame", f"{EVIL}", "@SUM(A1)", "+2+2"])
    with Path("table.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)
    do("attributes", "import", "table.csv", "--case-column", "case")
    do("queries", "save", "=1+1", f'care OR memo:"{BIDI}"')
    Path("corrected.txt").write_text(TALK.replace("hello", "good day"), encoding="utf-8")
    do("replace", NAME, "corrected.txt")
    return project


WIDER = (
    *(("attributes",), ("attributes", "cases"), ("crosstab", "kind"), ("crosstab", f"job{BIDI}"), ("cooccurrence",)),
    *(
        ("cooccurrence", "--within", "transcript", "--matrix"),
        ("sequences",),
        ("saturation",),
        ("saturation", "--rules"),
    ),
    *(("saturation", "--rules"), ("portrait", NAME), ("queries",), ("review",), ("codings", "--outdated")),
    ("codings", "--where", f"kind={EVIL}"),
    *(("frequencies", "--by", f"case,kind,job{BIDI}"), ("codings", "--query", f'care OR memo:"{EVIL}"')),
    *(("search", "evil", "--query", "care"), ("history",), ("codebook", "show"), ("codebook", "check")),
    *(("replace", NAME, "corrected.txt", "--dry-run"), ("codebook", "merge", "other", "care", "--dry-run")),
    *(("attributes", "import", "table.csv", "--case-column", "case", "--dry-run"), ("codebook", "diff", "book.yaml")),
    *(("attributes", "from-names", "{first} {rest}", "--dry-run"), ("export", "out.csv"), ("export", "out.txt")),
    *(("export", "out.html"), ("export", "out.docx"), ("export", "out.csv", "--what", "matrix"), ("codings",)),
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("command", WIDER, ids=lambda words: " ".join(words[:2])[:30])
def test_no_table_or_report_lets_what_people_name_act(study: Path, command: tuple[str, ...], language: str) -> None:
    answer = ic("--lang", language, *command, terminal=True)
    assert answer.code in (0, 1), answer.err
    assert (answer.out + answer.err).strip()
    assert_safe(answer)


WRITES = (
    *(("attributes", "set", NAME, f"kind={EVIL}x"), ("attributes", "add", f"a{EVIL}", "--type", "text")),
    *(("attributes", "rename", "kind", f"b{EVIL}"), ("attributes", "assign", f"c{EVIL}", NAME), ("star", "all")),
    *(("attributes", "remove", f"job{BIDI}"), ("codebook", "rename", "other", "calm", "--label", f"en={BIDI}")),
    *(
        ("codebook", "define", "care", "--example", f"en={EVIL}"),
        ("codebook", "split", "care", "new", "--coder", FORMULA),
    ),
    *(("codebook", "retire", "other"), ("queries", "save", f"r{EVIL}", "care"), ("queries", "remove", "=1+1")),
    *(("review", "keep", "--all"), ("recode", "first", "other"), ("uncode", "first"), ("undo",)),
)


@pytest.mark.parametrize("command", WRITES, ids=lambda words: " ".join(words[:2])[:30])
def test_no_writing_command_says_it_raw(study: Path, command: tuple[str, ...]) -> None:
    mine = next(row["id"] for row in rows("codings") if row["coder"] != FORMULA)
    words = [mine if word in ("first", "all") else word for word in command]
    assert_safe(ic(*words, terminal=True))
    assert_safe(do("history", terminal=True))
    assert_safe(do("undo", terminal=True))


SLIPS = (
    *(
        ("attributes", "set", f"{EVIL}!", "kind=1"),
        ("attributes", "set", NAME, f"{EVIL}=1"),
        ("attributes", "import", EVIL),
    ),
    *(("attributes", "rename", EVIL, "x"), ("attributes", "remove", EVIL), ("attributes", "assign", "X", EVIL)),
    *(("attributes", "from-names", f"({EVIL}"), ("attributes", "import", "table.csv", "--column", EVIL)),
    *(("crosstab", EVIL), ("crosstab", "kind", "--group", f"{EVIL}=x"), ("crosstab", "kind", "--bins", EVIL)),
    *(("cooccurrence", "--where", f"{EVIL}=1"), ("codings", "--query", f"care AND {EVIL}"), ("portrait", EVIL)),
    *(("codings", "--query", f"@{EVIL}"), ("codings", "--query", f'memo:"{EVIL}'), ("saturation", "--order", EVIL)),
    *(("queries", "save", "x", f"care AND ({EVIL}"), ("queries", "remove", EVIL), ("review", "keep", EVIL)),
    *(("replace", EVIL, "corrected.txt"), ("replace", NAME, f"{EVIL}.txt"), ("recode", EVIL, "care"), ("star", EVIL)),
    *(("codebook", "move", EVIL, "/"), ("codebook", "merge", EVIL, "care"), ("codebook", "add", EVIL)),
    *(("codebook", "rename", "care", EVIL), ("codebook", "split", "care", EVIL, "--coder", FORMULA)),
    *(("codebook", "recolour", "care", EVIL), ("codebook", "shortcut", "care", EVIL), ("codebook", "diff", EVIL)),
    *(("export", f"{EVIL}.doc"), ("export", "x.csv", "--transcript", EVIL), ("export", "x.txt", "--kind", EVIL)),
    *(("cooccurrence", "--plot", f"{EVIL}.pdf"), ("cooccurrence", "-o", f"{EVIL}.doc"), ("edit", EVIL)),
)


@pytest.mark.parametrize("words", SLIPS, ids=lambda words: " ".join(words[:2])[:30].replace("\x1b", ""))
def test_no_refusal_lets_an_argument_act(study: Path, words: tuple[str, ...]) -> None:
    answer = ic(*words, terminal=True)
    assert answer.code in (1, 2)
    assert answer.err.startswith("error: ")
    assert_safe(answer)


TABLES = (
    *(("codings",), ("transcripts",), ("attributes",), ("attributes", "cases"), ("crosstab", "kind"), ("history",)),
    *(("frequencies", "--by", f"case,coder,job{BIDI}"), ("cooccurrence", "--within", "transcript"), ("queries",)),
    *(
        ("sequences",),
        ("saturation",),
        ("portrait", NAME),
        ("review",),
        ("codebook",),
        ("search", "evil"),
        ("speakers",),
    ),
)


@pytest.mark.parametrize("command", TABLES, ids=lambda words: " ".join(words[:2])[:30])
def test_no_cell_of_a_spreadsheet_is_a_formula(study: Path, command: tuple[str, ...]) -> None:
    do(*command, "-o", "out.xlsx")
    do(*command, "-o", "out.csv")
    cells = [cell for sheet in openpyxl.load_workbook("out.xlsx") for line in sheet.iter_rows() for cell in line]
    assert cells
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    lines = list(csv.reader(Path("out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert lines
    assert [cell for line in lines for cell in line if re.match(r"[=@\t\r]|[+-](?![\d.]+$)", cell)] == []


def test_no_export_can_start_anything(study: Path) -> None:
    for name in ("out.html", "out.docx", "out.md", "out.txt", "quotes.xlsx", "matrix.csv", "codings.csv"):
        what = {"quotes.xlsx": ("--what", "quotes"), "matrix.csv": ("--what", "matrix")}.get(name, ())
        assert ic("export", name, *what).code == 0
    page = Path("out.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|\son\w+\s*=|javascript:|https?://", page, re.IGNORECASE)
    for name in ("out.html", "out.md", "out.txt"):
        text = Path(name).read_text(encoding="utf-8").replace("\t", "")
        assert set(acting(text)) <= {f"U+{ord(sign):04X}" for sign in (BIDI, ZERO)}
    with zipfile.ZipFile("out.docx") as package:
        body = package.read("word/document.xml").decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]|instrText|w:fldSimple", body)
    sheet = openpyxl.load_workbook("quotes.xlsx").worksheets[0]
    assert not [cell.value for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def on_a_terminal(*words: str) -> str:
    """What a command as a process of its own writes to a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR")
    with subprocess.Popen([*COMMAND, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        found = b""
        try:
            while part := os.read(ours, 1 << 16):
                found += part
        except OSError:  # so says a terminal whose programs have ended
            pass
        finally:
            os.close(ours)
        assert process.wait() == 0
    return found.decode()


def test_a_real_terminal_gets_nothing_that_acts(study: Path) -> None:
    for words in (("codings",), ("attributes", "cases"), ("crosstab", f"job{BIDI}"), ("review",), ("portrait", NAME)):
        out = on_a_terminal(*words)
        assert out
        assert list(acting(re.sub(r"\x1b\[(?:1;36|2|0)?m", "", out).replace("\r\n", "\n"))) == []


def test_remarks_in_square_brackets_are_no_style(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    Path("talk.txt").write_text("Ann: well [bold red]so[/] [rires] [link=file:///etc]x[/link]?\nBob: yes.\n" * 9)
    do("new", "study", "--codebook", "starter")
    assert ic("import", "talk.txt").code == 0
    first = rows("codebook")[0]["path"]
    do("code", "talk", 5, 60, first, "--memo", "[/] [blink]")
    for words in (("codings",), ("show", "talk"), ("search", "rires"), ("review",)):
        assert do(*words, terminal=True).out.count("\x1b") == 0
    assert "[rires]" in do("codings").out
    assert "[bold red]so[/] [rires]" in do("show", "talk").out


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
