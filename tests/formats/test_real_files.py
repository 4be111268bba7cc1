"""Real files from real programs, where they are on this machine."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats import cues
from interview_coder.formats.registry import READERS, read, read_all

TIME_MARK = re.compile(r"\[\d\d:\d\d:\d\d\] ")


def spoken(found: Reading) -> list[tuple[str | None, str]]:
    """Who says what, time marks within a turn apart."""
    return [(turn.speaker, TIME_MARK.sub("", found.text[turn.start : turn.end])) for turn in found.turns]


def test_24_word_interviews_have_the_text_that_python_docx_sees_and_nearly_all_of_it_in_turns(data: Path) -> None:
    library = pytest.importorskip("docx")
    paths = sorted((data / "corpora/fr-artisans/raw").glob("*.docx"))
    assert len(paths) == 24
    for path in paths:
        found = read(path)
        assert found.text == "\n".join(one.text for one in library.Document(str(path)).paragraphs)
        assert found.warnings == ()
        assert len(found.turns) >= 19
        assert sum(turn.end - turn.start for turn in found.turns) > 0.79 * len(found.text)
        assert all(turn.speaker for turn in found.turns)


def test_markdown_notes_keep_every_character(data: Path) -> None:
    paths = sorted((data / "corpora/fr-montreuil").glob("*.md"))
    assert len(paths) == 8
    for path in paths:
        assert read(path).text.encode() == path.read_bytes()


def test_three_exports_of_one_interview_by_noscribe_give_the_same_speakers_and_words(data: Path) -> None:
    folder = data / "corpora/import-files/noscribe"
    page, plain, subtitles = (spoken(read(folder / f"interview.{kind}")) for kind in ("html", "txt", "vtt"))
    assert page == plain
    assert plain == [turn for turn in subtitles if turn[0]]
    assert [turn for turn in subtitles if not turn[0]] == [(None, "(12 seconds pause)")]
    assert Counter(who for who, _ in plain) == {"S01": 28, "S00": 26, "S02": 1}


@pytest.mark.parametrize("name", ["transcript.vtt", "transcript_corrected.vtt"])
def test_a_meeting_of_zoom_has_its_speakers_and_times(data: Path, name: str) -> None:
    found = read(data / "corpora/import-files/zoom" / name)
    assert spoken(found)[0] == ("Parithosh Jayanthi", "Hello.")
    assert (found.turns[0].start_ms, found.turns[0].end_ms) == (675_870, 676_910)
    assert len(found.turns) == 111
    assert None not in {turn.speaker for turn in found.turns}
    starts = [turn.start_ms for turn in found.turns]
    assert starts == sorted(starts, key=lambda start: start or 0)


VALID = {
    "captions_with_bom.vtt": 4,
    "comments.vtt": 3,
    "cue_tags.vtt": 3,
    "invalid_timeframe.srt": 5,
    "metadata_headers.vtt": 2,
    "metadata_headers_multiline.vtt": 2,
    "missing_caption_text.srt": 5,
    "missing_caption_text.vtt": 5,
    "netflix_chicas_del_cable.vtt": 865,
    "one_caption.srt": 1,
    "one_caption.vtt": 1,
    "missing_caption_text.sbv": 5,
    "sample.sbv": 5,
    "sample.srt": 5,
    "sample.vtt": 16,
    "styles.vtt": 1,
    "two_captions.sbv": 2,
    "using_identifiers.vtt": 6,
    "youtube_dl.vtt": 4,
}
BROKEN = {
    "empty.vtt": "empty.vtt is empty",
    "invalid.vtt": "line 1: a WebVTT file begins with WEBVTT",
    "invalid_format1.srt": "line 1: “1” has no time line",
    "invalid_format2.srt": "line 1: “some text” has no time line",
    "invalid_format3.srt": "line 1: “1” has no time line",
    "invalid_format4.srt": "line 1: “some text” has no time line",
    "invalid_timeframe.vtt": "line 6: “00:00:07.000 --> 00:00:1d.890” is not a time",
    "invalid_timeframe_in_cue_text.vtt": "line 7: a second time line",
    "missing_timeframe.srt": "line 5: “2” has no time line",
    "missing_timeframe.vtt": "line 6: “Caption text #2” has no time line",
    "no_captions.vtt": "holds no cues",
    "invalid_format.sbv": "line 1: “some text” has no time line",
    "invalid_timeframe.sbv": "line 7: “0:00:13.f89,0:00:15.489” is not a time",
    "missing_timeframe.sbv": "line 4: “Caption text #2” has no time line",
}


def test_every_subtitle_file_is_either_valid_or_broken(data: Path) -> None:
    folder = data / "corpora/import-files/webvtt"
    assert {path.name for path in folder.iterdir()} - {"LICENSE"} == VALID.keys() | BROKEN.keys()


@pytest.mark.parametrize("name", VALID)
def test_valid_subtitles_have_the_cues_that_webvtt_py_sees(
    data: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = pytest.importorskip("webvtt")
    seen: list[cues.Cue] = []
    parse = cues.parse
    monkeypatch.setattr(cues, "parse", lambda *args, **options: seen.extend(parse(*args, **options)) or seen)
    path = data / "corpora/import-files/webvtt" / name
    found = read(path)
    assert len(seen) == VALID[name]
    assert all(found.text[turn.start : turn.end].strip() for turn in found.turns)
    reading = {".srt": library.from_srt, ".sbv": library.from_sbv}.get(path.suffix, library.read)
    captions = reading(str(path))
    times = [(one.start_time.in_milliseconds(), one.end_time.in_milliseconds()) for one in captions]
    ends = [end if end >= start else None for start, end in times]  # a cue that runs backwards loses its end
    theirs = [(start, end, one.lines) for (start, _), end, one in zip(times, ends, captions, strict=True)]
    ours = [(cue.start_ms, cue.end_ms, cue.lines) for cue in seen]
    assert [one for one in ours if one[2]] == [one for one in theirs if one[2]]


@pytest.mark.parametrize("name", BROKEN)
def test_broken_subtitles_are_refused_in_one_sentence_with_the_line(data: Path, name: str) -> None:
    with pytest.raises(UnreadableFileError) as refusal:
        read(data / "corpora/import-files/webvtt" / name)
    assert BROKEN[name] in refusal.value.message
    assert name in refusal.value.message
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("comments.docx", "I want some text to have a comment on it.\nThis is a new paragraph.\nAnd so is this."),
        ("track_changes_deletion.docx", "This is a text with a deletion."),
        ("track_changes_insertion.docx", "This is a text with two exciting insertions."),
        ("unicode.docx", "Hello, 世界. This costs €10."),
        ("tables.docx", "A table, with and without a header row\nName\tGame\tFame\tBlame\nLebron James\tBasketball\t"),
        ("sdt_in_footnote.docx", "Lorem ipsum dolor sit amet.[1]"),
        ("ID2.odt", "I have not studied much before, but my father Joe Bloggs really encouraged me to study"),
    ],
)
def test_files_of_other_programs_are_read_whole(data: Path, name: str, text: str) -> None:
    assert read(data / "corpora/import-files/docx" / name).text.startswith(text)


def test_a_note_inside_a_content_control_is_read(data: Path) -> None:
    found = read(data / "corpora/import-files/docx/sdt_in_footnote.docx")
    assert "[1] Vgl. Bitzios u. a.: Dissonance in the food traceability" in found.text


def test_a_text_that_calls_itself_pdf_is_read_as_text(data: Path) -> None:
    found = read(data / "corpora/en-microwork/questionnaire.pdf")
    assert found.format == "txt"
    assert ".pdf" in found.warnings[0]


@pytest.mark.parametrize(("name", "turns", "twice"), [("P1", 94, 1), ("P2", 165, 1), ("P3", 121, 2)])
def test_printed_interviews_have_the_turns_counted_by_hand_and_every_word(
    data: Path, name: str, turns: int, twice: int
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    path = data / f"corpora/en-pdf-transcripts/{name}.pdf"
    found = read(path)
    assert len(found.turns) == turns
    assert {turn.speaker for turn in found.turns} == {"Dan", "Participant"}
    assert found.text.startswith("Interview\nDan: Okay. ")
    assert f"were read once: {twice}" in found.warnings[0]
    printed: list[str] = []
    for page in pdfium.PdfDocument(path):
        lines = page.get_textpage().get_text_range().split("\r\n")[1:]  # the first is the number of the page
        lines = [line for line in lines if not line.isdecimal()]
        printed += lines[1:] if printed and lines[0] == printed[-1] else lines
    assert found.text.split() == " ".join(printed).split()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("en-microwork/coded_answers.csv", "is no table of transcripts"),
        ("en-microwork/codebook.csv", "is no table of transcripts"),
        ("fr-artisans/recap_entretien.csv", "is no table of transcripts"),
        ("import-files/zoom/transcript_changelog.tsv", "is no table of transcripts"),
        ("en-ai-interviews/creatives_transcripts.csv", "holds 125 interviews"),
    ],
)
def test_other_files_of_a_study_are_refused_and_not_taken_for_transcripts(data: Path, name: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        read(data / "corpora" / name)


def test_every_file_of_the_corpora_is_read_or_refused_by_name(data: Path) -> None:
    for path in (data / "corpora").rglob("*"):
        if path.is_file() and any(reader.module and path.suffix.lower() in reader.suffixes for reader in READERS):
            try:
                assert read_all(path.read_bytes(), path.name)[0].text.strip()
            except UnreadableFileError as refusal:
                assert path.name in refusal.message
