"""Which reader reads what: the content decides, the suffix only helps, and a refusal is one clear sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_coder.errors import CoderError, UnreadableFileError
from interview_coder.formats.registry import READERS, read, read_bytes
from interview_coder.locale import set_language
from tests.formats import builders
from tests.formats.builders import INTERVIEW, docx, odt, paragraph, zipped

READABLE = {suffix for reader in READERS if reader.module for suffix in reader.suffixes}
FILES = {
    "docx": builders.word_file(INTERVIEW),
    "odt": builders.open_file(INTERVIEW),
    "html": builders.page(INTERVIEW),
    "vtt": builders.vtt(INTERVIEW),
    "srt": builders.srt(INTERVIEW),
    "rtf": builders.rich(INTERVIEW),
    "xlsx": builders.sheet(INTERVIEW),
    "trs": builders.transcriber(INTERVIEW),
    "eaf": builders.elan(INTERVIEW),
    "otr": builders.otranscribe(INTERVIEW),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("suffix", [".txt", ".pdf", ".csv", ".docx", ".vtt", ".xlsx"])
def test_content_beats_a_wrong_suffix_and_the_reading_says_so(kind: str, suffix: str) -> None:
    found = read_bytes(FILES[kind], f"e{suffix}")
    assert found.format == kind
    assert [turn.speaker for turn in found.turns] == [who for who, _ in INTERVIEW]
    if suffix == f".{kind}":
        assert found.warnings == ()
    else:
        assert len(found.warnings) == 1
        assert suffix in found.warnings[0]
        assert kind in found.warnings[0]


@pytest.mark.parametrize("kind", FILES)
def test_a_file_without_suffix_is_read_by_its_content_without_a_warning(kind: str) -> None:
    found = read_bytes(FILES[kind], "Entretien 24.10.03 01")
    assert (found.format, found.warnings) == (kind, ())


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt", ".rtf", ".xlsx", ".inconnu"])
def test_plain_text_under_a_wrong_suffix_is_read_as_text_with_a_warning(suffix: str) -> None:
    found = read_bytes(b"Just a placeholder.\n", f"questionnaire{suffix}")
    assert (found.text, found.format) == ("Just a placeholder.\n", "txt")
    assert suffix in found.warnings[0]


@pytest.mark.parametrize("suffix", [".txt", ".md", ""])
def test_markup_in_a_text_is_text_and_nothing_of_it_is_lost_or_retyped(suffix: str) -> None:
    text = "A: <b>oui</b> & <script>alert('x')</script> -- \"d'accord\"...\n\n\n\nB: | $x_1$ \\n\n"
    assert read_bytes(text.encode(), f"e{suffix}").text == text


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("e.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "doc"),
        ("e.json", b'{"a": 1}', "json"),
        ("e.xml", b"<?xml version='1.0'?><a/>", "xml"),
        ("e.qdpx", zipped({"project.qde": "<a/>"}), "qdpx"),
    ],
)
def test_a_format_that_cannot_be_read_yet_is_named_with_a_remedy(name: str, data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^{name} is a file of the format {kind}") as refusal:
        read_bytes(data, name)
    assert ".docx" in refusal.value.hint


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("e.txt", b""),
        ("e.docx", b""),
        ("e.txt", b" \n\t\r\n "),
        ("e.txt", "\u00a0\u2003\n".encode()),
        ("e.txt", b"\xef\xbb\xbf\r\n"),
        ("e.txt", "\n".encode("utf-16")),
        ("e.vtt", b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n \n"),
        ("e.html", b"<html><body><script>x()</script></body></html>"),
        ("e.docx", docx(paragraph())),
        ("e.odt", odt("<text:p/>")),
    ],
)
def test_nothing_but_blanks_is_refused_as_empty(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^{name} is empty"):
        read_bytes(data, name)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 30,
        b"ID3\x04" + bytes(range(256)) * 30,
        b"a\0b",
        bytes(range(1, 32)) * 9,
        zipped({"photo.jpg": b"\xff\xd8\xff"}),
    ],
)
@pytest.mark.parametrize("name", ["e.txt", "e.docx", "e.mp3", "e"])
def test_binary_content_is_refused_whatever_its_name(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^{name}\b") as refusal:
        read_bytes(data, name)
    assert refusal.value.hint


def test_a_folder_a_missing_file_and_a_pipe_are_refused(tmp_path: Path) -> None:
    (tmp_path / "dossier.txt").mkdir()
    os.mkfifo(tmp_path / "tube.txt")
    for name, sentence in (("dossier.txt", "is a folder"), ("absent.txt", "no such file"), ("tube.txt", "pipe")):
        with pytest.raises(UnreadableFileError, match=sentence) as refusal:
            read(tmp_path / name)
        assert name in refusal.value.message
    with pytest.raises(UnreadableFileError):
        read(tmp_path / ("x" * 300))


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("A: oui", encoding="utf-8")
    secret.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)  # nobody: root may read everything
    try:
        with pytest.raises(UnreadableFileError, match="may not read"):
            read(secret)
    finally:
        if root:
            os.seteuid(0)


def test_a_file_too_large_to_be_a_transcript_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "film.txt").open("wb") as stream:
        stream.truncate(2**28)
    with pytest.raises(UnreadableFileError, match="larger"):
        read(tmp_path / "film.txt")


def test_names_with_spaces_accents_braces_and_upper_case_suffixes_are_ordinary(tmp_path: Path) -> None:
    path = tmp_path / "Entretien n° 3 {é}.VTT"
    path.write_bytes(FILES["vtt"])
    assert read(path).format == "vtt"
    path.write_bytes(b"WEBVTT\n\nx\n")
    with pytest.raises(UnreadableFileError, match=r"Entretien n° 3 \{é\}\.VTT, line 3"):
        read(path)


def test_a_folder_offers_the_suffixes_that_can_be_read() -> None:
    assert {".docx", ".odt", ".html", ".vtt", ".srt", ".csv", ".md", ".txt"} <= READABLE
    assert {".rtf", ".pdf", ".xlsx", ".ods", ".eaf", ".trs", ".sbv", ".otr"} <= READABLE
    assert not READABLE & {".doc", ".json", ".pptx", ".qdpx"}
    claimed = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(claimed) == len(set(claimed))


def test_refusals_speak_french() -> None:
    set_language("fr")
    try:
        with pytest.raises(UnreadableFileError, match=r"^e\.txt est vide\u00a0: "):
            read_bytes(b"", "e.txt")
    finally:
        set_language(None)


SHARDS = st.sampled_from(
    [
        *("WEBVTT", "\n", "\n\n", "1", "00:00:01.000 --> 00:00:02.000", "00:00:01,000 --> ", "NOTE", "<v A>", "</v>"),
        *("A: oui", "-->", "<html>", "<p>", "<td>", "<tr>", "</p>", "<script>", "&amp;", "&#0;", "speaker,text", ","),
        *(
            '"',
            "A,oui",
            ";",
            "\t",
            "**A:** oui",
            "[A] (0:00 - 0:26)",
            "é",
            "😀",
            "\u2028",
            "<!--",
            "<a name='ts_1_2_//S'>",
        ),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(SHARDS, max_size=25).map("".join), st.sampled_from(sorted(READABLE)))
def test_no_text_makes_a_reader_fail_other_than_by_a_refusal(text: str, suffix: str) -> None:
    try:
        found = read_bytes(text.encode(), f"e{suffix}")
    except CoderError as refusal:
        assert "e" + suffix in refusal.message
        return
    assert found.text.strip()
    assert "\ufffd" not in found.text
    for turn in found.turns:
        assert found.text[turn.start : turn.end].strip() == found.text[turn.start : turn.end] != ""
