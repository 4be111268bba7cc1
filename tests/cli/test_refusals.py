"""What the program refuses: one sentence that names the file, the place and the remedy, and nothing changed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from interview_coder.services.resources import bundled
from tests.cli.running import do, ic, rows

TALK = "Q: How are you today?\nA: Fine, thank you.\nQ: Good.\nA: Yes.\n"

FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("talk.txt", b"", "empty"),
    "blank": ("talk.txt", b" \n\n\t\n", "empty"),
    "binary": ("talk.txt", bytes(range(256)) * 20, "not text"),
    "an image": ("talk.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not text"),
    "not a docx": ("talk.docx", b"PK\x03\x04 broken", "damaged"),
    "another kind": ("talk.pdf", b"%PDF-1.7\n%abc", "pdf"),
    "an unknown encoding": ("talk.txt", bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D]) * 30 + b" abc", "UTF-8"),
    "a broken time": ("talk.vtt", b"WEBVTT\n\n00:00:xx --> 00:00:02.000\nhello\n", "line 3"),
    "no WEBVTT": ("talk.vtt", b"hello\n\n00:00:01.000 --> 00:00:02.000\nhello\n", "WEBVTT"),
    "another table": ("talk.csv", b"a,b\n1,2\n", "a, b"),
}


@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["import", "dry-run"])
@pytest.mark.parametrize(("name", "data", "named"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_transcript_is_named_and_not_imported(
    demo: Path, name: str, data: bytes, named: str, dry: tuple[str, ...]
) -> None:
    Path(name).write_bytes(data)
    before = demo.read_bytes()
    ic("import", name, *dry).refused(name, named)
    assert demo.read_bytes() == before


def test_the_good_files_of_a_folder_come_in_and_the_bad_are_named(demo: Path) -> None:
    Path("in").mkdir()
    Path("in/good.txt").write_text(TALK, encoding="utf-8")
    Path("in/empty.txt").write_bytes(b"")
    Path("in/picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    answer = ic("import", "in")
    assert answer.code == 1
    assert [line.split()[0] for line in answer.err.splitlines()] == ["error:", "error:"]
    assert "empty.txt" in answer.err
    assert "picture.txt" in answer.err
    assert "1 of 3 files" in answer.out
    assert "good" in [row["name"] for row in rows("transcripts")]


def test_a_transcript_that_is_there_already_is_told_under_its_name(demo: Path, sample: Path) -> None:
    before = demo.read_bytes()
    ic("import", sample / "01-nadia.txt").refused("01-nadia.txt", "01-nadia", "Nothing was changed")
    assert demo.read_bytes() == before


def test_the_same_name_with_another_text_comes_in_under_a_name_of_its_own(demo: Path) -> None:
    Path("01-nadia.txt").write_text(TALK, encoding="utf-8")
    assert [row["transcript"] for row in rows("import", "01-nadia.txt", "--dry-run")] == ["01-nadia (2)"]
    assert [row["transcript"] for row in rows("import", "01-nadia.txt")] == ["01-nadia (2)"]
    assert "01-nadia (2)" in [row["name"] for row in rows("transcripts")]


def test_a_dry_run_shows_what_would_come_in_and_changes_nothing(here: Path, sample: Path) -> None:
    do("new", "study")
    before = Path("study.icoder").read_bytes()
    interviews = [path for path in sorted(sample.iterdir()) if path.suffix not in (".csv", ".jsonl")]
    would = rows("import", "--dry-run", *interviews)
    assert Path("study.icoder").read_bytes() == before
    assert rows("import", *interviews) == would


def test_the_project_itself_is_not_taken_for_an_interview(here: Path) -> None:
    do("new", "study")
    Path("talk.txt").write_text(TALK, encoding="utf-8")
    assert [row["transcript"] for row in rows("import", ".")] == ["talk"]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("missing.txt",), ("missing.txt",)),
        (("nowhere",), ("nowhere",)),
        (("void",), ("void",)),
        (("talk.txt", "--same", "Q"), ("Q", "NAME=VALUE")),
        (("talk.txt", "--role", "Q=boss"), ("boss", "interviewer or interviewee")),
    ],
    ids=" ".join,
)
def test_an_import_that_cannot_begin_changes_nothing(
    demo: Path, words: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    Path("void").mkdir()
    Path("talk.txt").write_text(TALK, encoding="utf-8")
    before = demo.read_bytes()
    ic("import", *words).refused(*parts)
    assert demo.read_bytes() == before


@pytest.mark.parametrize(
    ("span", "named"),
    [
        ((5, 5), "5 to 5"),
        ((9, 5), "9 to 5"),
        ((5, 99999999), "99999999"),
        ((10**25, 10**26), "1"),
    ],
)
def test_a_span_outside_the_text_is_refused_with_the_length(demo: Path, span: tuple[int, int], named: str) -> None:
    (whole,) = rows("show", "01-nadia")
    before = demo.read_bytes()
    ic("code", "01-nadia", *span, "pay").refused("01-nadia", named, f"at most {len(whole['text'])}")
    ic("code", "--", "01-nadia", -1, 5, "pay").refused("-1 to 5")
    assert demo.read_bytes() == before


def test_the_last_character_can_be_coded_but_not_the_one_after(demo: Path) -> None:
    length = len(rows("show", "01-nadia")[0]["text"])
    do("code", "01-nadia", length - 1, length, "pay")
    ic("code", "01-nadia", length, length + 1, "pay").refused()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("code", "nadia", 1, 5, "pay"), ("nadia", "01-nadia")),
        (("code", "01-nadia", 1, 5, "fee"), ("fee", "fees")),
        (("code", "01-nadia", 1, 5, "zzzzz"), ("zzzzz", "codebook show")),
        (("show", "12tom"), ("12tom", "12-tom")),
        (("show", "qqqqqqq"), ("qqqqqqq", "transcripts")),
        (("codings", "--code", "precarity/none"), ("precarity/none",)),
        (("codings", "--coder", "amina"), ("amina", "Amina, Jules")),
        (("codings", "--transcript", "nobody"), ("nobody",)),
        (("frequencies", "--code", "nocode"), ("nocode",)),
        (("search", "euros", "--transcript", "nobody"), ("nobody",)),
        (("prepare", "nobody"), ("nobody",)),
        (("speakers", "merge", "Nadja", "Nadia"), ("Nadja",)),
        (("speakers", "merge", "Nadia", "Nadia"), ("Nadia",)),
        (("speakers", "merge", "Nadia", "Nobody at all", "--transcript", "nobody"), ("nobody",)),
        (("speakers", "role", "Nadja", "interviewee"), ("Nadja",)),
        (("code", "--from", "missing.csv"), ("missing.csv",)),
        (("code", "--from", "."), (".",)),
        (("code", "--from", "book.docx"), ("book.docx", ".csv")),
        (("restore", "nobackup"), ("nobackup",)),
    ],
    ids=str,
)
def test_an_unknown_name_is_refused_with_the_nearest_or_where_to_look(
    demo: Path, words: tuple[object, ...], parts: tuple[str, ...]
) -> None:
    before = demo.read_bytes()
    ic(*words).refused(*parts)
    assert demo.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "no header"),
        (b"transcript,start,end\n01-nadia,1,2\n", "code"),
        (b"transcript,start,end,code,code\n", "code"),
        (b'transcript,start,end,code\n"01-nadia,1,2,pay\n', "line 2"),
        (b"\x00\x01\x02\x03" * 50, "many.csv"),
    ],
    ids=["empty", "a column missing", "a column twice", "an open quote", "binary"],
)
def test_a_bulk_file_that_is_no_table_is_refused(demo: Path, data: bytes, named: str) -> None:
    Path("many.csv").write_bytes(data)
    before = demo.read_bytes()
    ic("code", "--from", "many.csv").refused("many.csv", named)
    assert demo.read_bytes() == before


def test_files_that_are_no_project_are_told_apart(here: Path) -> None:
    Path("text.icoder").write_text("hello", encoding="utf-8")
    Path("zero.icoder").write_bytes(b"")
    Path("folder.icoder").mkdir()
    with zipfile.ZipFile("zip.icoder", "w") as archive:
        archive.writestr("a", "b")
    for name in ("text", "zero", "folder", "zip", "missing"):
        ic("-p", f"{name}.icoder", "transcripts").refused(f"{name}.icoder")
    ic("-p", "missing.icoder", "transcripts").refused("interview-coder new missing.icoder")


def test_a_file_that_cannot_be_read_or_written_is_named(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_CODER_STATE", "/proc/nowhere")
    before = demo.read_bytes()
    ic("code", "01-nadia", 1, 5, "pay").refused("INTERVIEW_CODER_STATE")
    assert demo.read_bytes() == before


def test_a_project_without_a_codebook_says_which_ones_there_are(here: Path) -> None:
    do("new", "study")
    names = [path.stem for path in bundled("codebooks").glob("*.yaml")]
    assert names
    ic("codebook").refused("interview-coder codebook import NAME_OR_FILE", *names)
