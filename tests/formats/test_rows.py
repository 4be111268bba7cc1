"""A table is one transcript when its header says who speaks and what; else it is refused with what is missing."""

from __future__ import annotations

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read_bytes


def reading(text: str, name: str = "e.csv") -> Reading:
    return read_bytes(text.encode(), name)


def spoken(found: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "header",
    [
        ("speaker", "text"),
        ("Locuteur", "Texte"),
        ("NOM", "Transcription"),
        ("name", "Utterance"),
        ("Speaker_Name", "Énoncé"),
        ("locuteur", "e\u0301nonce\u0301"),
    ],
)
def test_separators_and_french_and_english_names_are_recognised(sign: str, header: tuple[str, str]) -> None:
    rows = [sign.join(header), sign.join(("A", "Oui.")), "", sign.join(("B", f'"Non{sign} ""si""."')), sign]
    assert spoken(reading("\ufeff" + "\r\n".join(rows))) == [("A", "Oui."), ("B", f'Non{sign} "si".')]


def test_columns_may_stand_in_any_order_among_others() -> None:
    found = reading("n;Fin;Début;remarque;Texte;Locuteur\n1;00:00:02,5;0:01;x;Oui;A\n2;;1:00:03;;Non;B\n")
    assert spoken(found) == [("A", "Oui"), ("B", "Non")]
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(1000, 2500), (3_603_000, None)]


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("start,end", "1.5,2", "2,4.25"),
        ("start_ms,end_ms", "1500,2000", "2000,4250"),
        ("start (s),end (s)", '"1,5",2', '2,"4,25"'),
        ("start,end", "1500,2000", "2000,4250"),
    ],
)
def test_times_are_clock_times_seconds_or_milliseconds(header: str, first: str, second: str) -> None:
    found = reading(f"{header},speaker,text\n{first},A,Oui\n{second},B,Non\n")
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(1500, 2000), (2000, 4250)]


def test_whole_numbers_that_nobody_could_speak_so_fast_are_seconds() -> None:
    words = "mot " * 40
    found = reading(f"start,end,speaker,text\n0,20,A,{words}\n20,40,B,{words}\n")
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(0, 20_000), (20_000, 40_000)]


def test_rows_without_speaker_have_none_and_blank_texts_say_nothing() -> None:
    assert spoken(reading("speaker,text\n,Musique.\nA,\nA,Oui\n")) == [(None, "Musique."), ("A", "Oui")]


def test_the_quote_that_our_exports_put_before_a_dash_is_taken_off() -> None:
    assert spoken(reading("speaker,text\nA,'- Oui\nB,'a'\n")) == [("A", "- Oui"), ("B", "'a'")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A,Oui\nB,Non\n", "its first row is “A, Oui”"),
        ("texte\nOui\n", "its first row is “texte”"),
        ("speaker,start\nA,1\n", "first row"),
        (",,\n,,\n", "first row"),
        ("speaker,text\nA,Oui,non\n", "line 2: the row has 3 cells but the header 2"),
        ('speaker,text\nA,"Oui\nB,Non\n', "line 3"),
        ('speaker,text\nA,"Oui" non\n', "line 2"),
        ("speaker,text,start\nA,Oui,midi\n", "line 2: “midi” is not a time"),
        (f"speaker,text,start\nA,Oui,{'9' * 5000}\n", "line 2: “9+” is not a time"),
        ("transcript_id,speaker,text\n1,A,Oui\n2,B,Non\n", "holds 2 interviews"),
    ],
)
def test_what_is_not_one_transcript_is_refused_with_place_and_remedy(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^e\.csv.*{sentence}") as refusal:
        reading(text)
    assert refusal.value.hint


def test_the_refusal_lists_what_was_looked_for() -> None:
    with pytest.raises(UnreadableFileError) as refusal:
        reading("a,b\n1,2\n")
    for name in ("speaker", "locuteur", "text", "texte", "utterance", "start", "début"):
        assert name in refusal.value.hint
