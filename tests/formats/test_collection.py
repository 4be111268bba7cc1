"""Every file of a collection of real and broken transcripts: its turns and times, or one clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read
from tests.cli.running import do, ic, rows

FOLDERS = ("import-files", "en-pdf-transcripts")
# Format, turns, speakers, where the first time and the last one are in milliseconds.
READ: dict[str, tuple[str, int, int, int | None, int | None]] = {
    "import-files/docx/ID1.docx": ("docx", 0, 0, None, None),
    "import-files/docx/ID2.odt": ("odt", 0, 0, None, None),
    "import-files/docx/comments.docx": ("docx", 0, 0, None, None),
    "import-files/docx/sdt_in_footnote.docx": ("docx", 0, 0, None, None),
    "import-files/docx/tables.docx": ("docx", 0, 0, None, None),
    "import-files/docx/track_changes_deletion.docx": ("docx", 0, 0, None, None),
    "import-files/docx/track_changes_insertion.docx": ("docx", 0, 0, None, None),
    "import-files/docx/transcript.txt": ("txt", 7, 3, None, None),
    "import-files/docx/unicode.docx": ("docx", 0, 0, None, None),
    "import-files/elan/LICENSE": ("txt", 0, 0, None, None),
    "import-files/elan/sample_3.0.eaf": ("eaf", 1, 1, 2_000, 1_199_000),
    "import-files/elan/small.eaf": ("eaf", 1, 1, 630, 80_000),
    "import-files/noscribe/interview.html": ("html", 55, 3, 12_000, 726_000),
    "import-files/noscribe/interview.txt": ("txt", 55, 3, 12_000, 726_000),
    "import-files/noscribe/interview.vtt": ("vtt", 56, 3, 0, 726_160),
    "import-files/transcriber/frint980428.trs": ("trs", 5, 2, 0, 20_000),
    "import-files/webvtt/LICENSE": ("txt", 0, 0, None, None),
    "import-files/webvtt/captions_with_bom.vtt": ("vtt", 1, 0, 500, 21_580),
    "import-files/webvtt/comments.vtt": ("vtt", 3, 0, 135_000, 150_000),
    "import-files/webvtt/cue_tags.vtt": ("vtt", 1, 0, 16_500, 21_500),
    "import-files/webvtt/invalid_timeframe.srt": ("srt", 1, 0, 500, 23_880),
    "import-files/webvtt/metadata_headers.vtt": ("vtt", 1, 0, 500, 11_890),
    "import-files/webvtt/metadata_headers_multiline.vtt": ("vtt", 1, 0, 500, 11_890),
    "import-files/webvtt/missing_caption_text.sbv": ("sbv", 1, 0, 378, 16_234),
    "import-files/webvtt/missing_caption_text.srt": ("srt", 1, 0, 500, 23_880),
    "import-files/webvtt/missing_caption_text.vtt": ("vtt", 1, 0, 500, 23_880),
    "import-files/webvtt/netflix_chicas_del_cable.vtt": ("vtt", 654, 0, 7_960, 3_148_600),
    "import-files/webvtt/one_caption.srt": ("srt", 1, 0, 500, 7_000),
    "import-files/webvtt/one_caption.vtt": ("vtt", 1, 0, 500, 7_000),
    "import-files/webvtt/sample.sbv": ("sbv", 1, 0, 378, 16_234),
    "import-files/webvtt/sample.srt": ("srt", 1, 0, 500, 23_880),
    "import-files/webvtt/sample.vtt": ("vtt", 1, 0, 500, 64_300),
    "import-files/webvtt/styles.vtt": ("vtt", 1, 0, 0, 10_000),
    "import-files/webvtt/two_captions.sbv": ("sbv", 1, 0, 378, 12_305),
    "import-files/webvtt/using_identifiers.vtt": ("vtt", 1, 0, 500, 27_280),
    "import-files/webvtt/youtube_dl.vtt": ("vtt", 1, 0, 286_070, 305_069),
    "import-files/zoom/transcript.vtt": ("vtt", 111, 19, 675_870, 4_136_370),
    "import-files/zoom/transcript_corrected.vtt": ("vtt", 111, 19, 675_870, 4_136_370),
    "en-pdf-transcripts/LICENSE": ("txt", 0, 0, None, None),
    "en-pdf-transcripts/P1.pdf": ("pdf", 94, 2, None, None),
    "en-pdf-transcripts/P2.pdf": ("pdf", 165, 2, None, None),
    "en-pdf-transcripts/P3.pdf": ("pdf", 121, 2, None, None),
}
REFUSED = {
    "import-files/webvtt/empty.vtt": " is empty: it holds no text.",
    "import-files/webvtt/invalid.vtt": ", line 1: a WebVTT file begins with WEBVTT, this one does",
    "import-files/webvtt/invalid_format.sbv": ", line 1: “some text” has no time line before it.",
    "import-files/webvtt/invalid_format1.srt": ", line 1: “1” has no time line before it.",
    "import-files/webvtt/invalid_format2.srt": ", line 1: “some text” has no time line before it.",
    "import-files/webvtt/invalid_format3.srt": ", line 1: “1” has no time line before it.",
    "import-files/webvtt/invalid_format4.srt": ", line 1: “some text” has no time line before it.",
    "import-files/webvtt/invalid_timeframe.sbv": ", line 7: “0:00:13.f89,0:00:15.489” is not a time.",
    "import-files/webvtt/invalid_timeframe.vtt": ", line 6: “00:00:07.000 --> 00:00:1d.890” is not a time.",
    "import-files/webvtt/invalid_timeframe_in_cue_text.vtt": ", line 7: a second time line follows the first, without",
    "import-files/webvtt/missing_timeframe.sbv": ", line 4: “Caption text #2” has no time line before it.",
    "import-files/webvtt/missing_timeframe.srt": ", line 5: “2” has no time line before it.",
    "import-files/webvtt/missing_timeframe.vtt": ", line 6: “Caption text #2” has no time line before it.",
    "import-files/webvtt/no_captions.vtt": " holds no cues: there is nothing to read in it.",
    "import-files/zoom/transcript_changelog.tsv": " is no table of transcripts with a header row: its first",
}


def test_every_file_is_expected_to_be_read_or_refused(data: Path) -> None:
    files = [path for folder in FOLDERS for path in (data / "corpora" / folder).rglob("*") if path.is_file()]
    assert {str(path.relative_to(data / "corpora")) for path in files} == READ.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", READ)
def test_a_file_has_its_turns_speakers_and_times(data: Path, name: str) -> None:
    found = read(data / "corpora" / name)
    times = [time for turn in found.turns for time in (turn.start_ms, turn.end_ms) if time is not None]
    ends = [turn.end_ms for turn in found.turns if turn.end_ms is not None] or times
    speakers = {turn.speaker for turn in found.turns if turn.speaker}
    first, last = (times[0], ends[-1]) if times else (None, None)
    assert (found.format, len(found.turns), len(speakers), first, last) == READ[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused_in_one_sentence_with_a_remedy(data: Path, name: str) -> None:
    path = data / "corpora" / name
    with pytest.raises(UnreadableFileError) as refusal:
        read(path)
    assert refusal.value.message.startswith(path.name + REFUSED[name])
    assert refusal.value.hint
    assert "\n" not in str(refusal.value)


def test_the_whole_collection_comes_in_with_one_command_and_what_cannot_is_named(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    do("new", "study")
    answer = ic("import", *(data / "corpora" / folder for folder in FOLDERS))
    assert answer.code == 1
    errors = [line for line in answer.err.splitlines() if line.startswith("error: ")]
    assert {Path(name).name for name in REFUSED} <= {line.split()[1].strip(":,") for line in errors}
    again = [line for line in errors if "is already in the project" in line]
    assert len(errors) == len(REFUSED) + len(again)
    listed = [name for name in READ if Path(name).name != "LICENSE"]  # a folder gives what looks like a transcript
    assert len(rows("transcripts")) == len(listed) - len(again)
    assert "transcript_corrected and transcript (2) share" in answer.out
    assert "interview (2) and interview share" in answer.out
