"""Subtitles become turns with their times and voices, and a broken one is refused with its line."""

from __future__ import annotations

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read_bytes

HEAD = "WEBVTT\n\n"
FIRST = "00:01.000 --> 00:02.500"
SECOND = "00:00:02.500 --> 01:00:03.250 align:start position:0%"
Turns = list[tuple[str | None, str]]


def vtt(*cues: str) -> Reading:
    return read_bytes((HEAD + "\n\n".join(cues) + "\n").encode(), "e.vtt")


def spoken(reading: Reading) -> Turns:
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]


def test_a_cue_has_its_voice_and_times_in_milliseconds() -> None:
    found = vtt(f"{FIRST}\n<v Mme Roux>Oui.", f"{SECOND}\n<v.loud.first  Paul  Durand>Non</v>")
    assert spoken(found) == [("Mme Roux", "Oui."), ("Paul Durand", "Non")]
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(1000, 2500), (2500, 3_603_250)]
    assert (found.format, found.encoding, found.warnings) == ("vtt", "utf-8", ())


def test_several_voices_in_one_cue_are_several_turns() -> None:
    found = vtt(f"{FIRST}\n<v A>Oui</v> <v B>Non\net non</v>")
    assert spoken(found) == [("A", "Oui"), ("B", "Non et non")]


def test_names_before_a_colon_are_speakers_where_that_is_the_rule() -> None:
    found = vtt(
        f"{FIRST}\nAkash | ECH: Il est 10:30, et voici : oui.",
        f"{SECOND}\nRoux, Anne\u00a0: Non.",
        f"{SECOND}\nsans nom",
        f"{SECOND}\n[SPEAKER_00]: Fin.\nRoux, Anne : Si.",
    )
    assert spoken(found) == [
        ("Akash | ECH", "Il est 10:30, et voici : oui."),
        ("Roux, Anne", "Non."),
        (None, "sans nom"),
        ("SPEAKER_00", "Fin."),
        ("Roux, Anne", "Si."),
    ]


def test_a_colon_in_captions_without_speakers_names_nobody() -> None:
    found = vtt(f"{FIRST}\nVoici la chose: oui.", f"{SECOND}\nJe pars.", f"{SECOND}\nTu viens?")
    assert {turn.speaker for turn in found.turns} == {None}
    assert found.text == "Voici la chose: oui.\n\nJe pars.\n\nTu viens?\n"


def test_notes_styles_regions_identifiers_and_settings_are_not_text() -> None:
    cue = f"intro\n{SECOND}\n<v A>Oui."
    found = vtt("NOTE un\nmot --> non", "STYLE\n::cue { color: red }", "REGION\nid:x", cue, "NOTE fin")
    assert spoken(found) == [("A", "Oui.")]


def test_tags_and_references_are_resolved_but_other_angle_brackets_are_text() -> None:
    found = vtt(f"{FIRST}\n<v A><i>Oui</i> <c.red>a &lt; b</c> <00:01.500>&amp; <lang fr>ça</lang> <rire> 3 < 4")
    assert spoken(found) == [("A", "Oui a < b & ça <rire> 3 < 4")]


def test_impossible_references_and_endless_numbers_do_no_harm() -> None:
    assert vtt(f"{FIRST}\n<v A>a&#0;b &#xD800;c").text == "A: ab c\n"
    with pytest.raises(UnreadableFileError, match="is not a time"):
        vtt(f"{'9' * 5000}:00:01.000 --> 00:02.000\na")


def test_lines_of_a_cue_are_one_sentence_unless_a_dash_marks_another_voice() -> None:
    assert vtt(f"{FIRST}\nUn\ndeux  ", f"{SECOND}\n- Oui.\n- Non.").text == "Un deux - Oui.\n- Non.\n"


def test_rolling_captions_are_read_once_with_a_warning() -> None:
    found = vtt(
        "00:01.000 --> 00:02.000\n \nbon<00:01.500><c> jour</c>",
        "00:02.000 --> 00:02.010\nbon jour\n ",
        "00:02.010 --> 00:04.000\nbon jour\noui<00:03.000><c> oui</c>",
        "00:04.000 --> 00:04.010\noui oui\n ",
    )
    assert found.text == "bon jour oui oui\n"
    assert "rolling" in found.warnings[0]


def test_words_that_a_person_repeats_are_kept() -> None:
    assert vtt(f"{FIRST}\nOui", f"{SECOND}\nOui", f"{SECOND}\nbien", f"{SECOND}\nsûr").text == "Oui Oui bien sûr\n"
    assert vtt(f"{FIRST}\n<v A>Oui", f"{SECOND}\n<v A>Oui").text == "A: Oui Oui\n"


def test_a_cue_that_ends_before_it_begins_keeps_its_start() -> None:
    found = vtt("00:05.000 --> 00:02.000\n<v A>Oui")
    assert (found.turns[0].start_ms, found.turns[0].end_ms) == (5000, None)
    assert "line 3" in found.warnings[0]


def test_srt_is_read_with_a_point_for_the_comma_and_without_blank_lines_between_cues() -> None:
    data = "1\n00:00:01,5 --> 00:00:02.000\nA: <b>Oui</b>\n2\n00:00:02 --> 00:00:03,000\n{\\an8}B: 3\n\n\n"
    found = read_bytes(data.encode("utf-8-sig").replace(b"\n", b"\r\n"), "e.srt")
    assert spoken(found) == [("A", "Oui"), ("B", "3")]
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(1500, 2000), (2000, 3000)]


@pytest.mark.parametrize(
    ("name", "text", "line", "sentence"),
    [
        ("e.vtt", f"{FIRST}\nOui", 1, "begins with WEBVTT"),
        ("e.vtt", f"{HEAD}00:01.000 --> 00:0x.000\nOui", 3, "is not a time"),
        ("e.vtt", f"{HEAD}00:01.000 -> 00:02.000\nOui", 3, "no time line"),
        ("e.vtt", f"{HEAD}00:61.000 --> 00:62.000\nOui", 3, "is not a time"),
        ("e.vtt", f"{HEAD}{FIRST}\nOui\n\nSans temps\n\n{SECOND}\nNon", 6, "no time line"),
        ("e.vtt", f"{HEAD}{FIRST}\nOui\n\nSans temps", 6, "no time line"),
        ("e.vtt", f"{HEAD}{FIRST}\n{SECOND}\nOui", 4, "second time line"),
        ("e.vtt", f"{HEAD}deux\nlignes\n{SECOND}\nOui", 3, "no time line"),
        ("e.srt", "1\noui", 1, "no time line"),
        ("e.srt", "titre\n00:00:01,000 --> 00:00:02,000\noui", 1, "no time line"),
        ("e.srt", "1\n00:00:01,000 --> 00:00:02,000\noui\n\n2\nnon\n", 5, "no time line"),
    ],
)
def test_a_broken_file_is_refused_with_its_line_and_what_to_write(
    name: str, text: str, line: int, sentence: str
) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^{name}, line {line}\b.*{sentence}") as refusal:
        read_bytes(text.encode(), name)
    assert refusal.value.hint


def test_a_file_without_cues_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no cues"):
        read_bytes(b"WEBVTT\n\nNOTE rien\n", "e.vtt")


def test_sbv_is_read_as_srt_is() -> None:
    text = "0:00:01.500,0:00:02.750\nAnna: Oui.\n\n0:00:03.000,1:00:04.000\nBo: Non,\net non.\n"
    found = read_bytes(text.encode(), "e.sbv")
    assert spoken(found) == [("Anna", "Oui."), ("Bo", "Non, et non.")]
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(1500, 2750), (3000, 3_604_000)]
    assert (found.format, read_bytes(text.encode(), "e.txt").format) == ("sbv", "sbv")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0:00:01.500,0:00:0x.750\nOui\n", "line 1: “0:00:01.500,0:00:0x.750” is not a time"),
        ("0:00:01.500,0:00:02.750\nOui\n\nNon\n", "line 4: “Non” has no time line"),
        ("0:00:01.500,0:00:02.750\n0:00:02.750,0:00:03.750\nOui\n", "line 2: a second time line"),
    ],
)
def test_a_broken_sbv_is_refused_with_its_line_and_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence) as refusal:
        read_bytes(text.encode(), "e.sbv")
    assert "0:01:02.500,0:01:04.000" in refusal.value.hint
