"""One table, many interviews: a row an interview, or rows that say to which interview they belong."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read_all, read_bytes
from tests.formats.builders import sheet

TALK = 'Interviewer: How?\n\nAnna: By chance.\n\nInterviewer: And then?\n\nAnna: It went well, "so", yes.'


def readings(text: str, name: str = "e.csv") -> tuple[Reading, ...]:
    return read_all(text.encode(), name)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize(
    "header",
    [("transcript_id", "text"), ("Entretien", "Transcription"), ("ID", "Texte"), ("fichier", "verbatim")],
)
def test_a_row_an_interview_is_read_by_the_grammar_of_texts(sign: str, header: tuple[str, str]) -> None:
    rows = [sign.join((*header, "Âge")), *(sign.join((f"n° {n}", quoted(TALK), f"{n}0")) for n in (1, 2, 3))]
    found = readings("\r\n".join(rows))
    assert [reading.name for reading in found] == ["n° 1", "n° 2", "n° 3"]
    assert [dict(reading.attributes) for reading in found] == [{"Âge": "10"}, {"Âge": "20"}, {"Âge": "30"}]
    for reading in found:
        assert reading.text == TALK
        assert [turn.speaker for turn in reading.turns] == ["Interviewer", "Anna"] * 2


def test_a_spreadsheet_may_hold_an_interview_in_each_row() -> None:
    data = sheet([("a", TALK), ("b", TALK)], header=("interview", "text"))
    found = read_all(data, "e.xlsx")
    assert [(reading.name, reading.text, reading.format) for reading in found] == [
        ("a", TALK, "xlsx"),
        ("b", TALK, "xlsx"),
    ]


def test_utterances_of_several_interviews_are_told_apart_by_their_column() -> None:
    found = readings("interview,site,speaker,text\n1,Lyon,A,Oui\n2,Metz,A,Non\n1,Lyon,B,Si\n")
    assert [(reading.name, [turn.speaker for turn in reading.turns]) for reading in found] == [
        ("1", ["A", "B"]),
        ("2", ["A"]),
    ]
    assert [dict(reading.attributes) for reading in found] == [{"site": "Lyon"}, {"site": "Metz"}]


def test_people_named_once_beside_long_texts_are_interviews() -> None:
    long = "Interviewer: how?\nAnna: " + "well " * 300
    found = readings(f"participant,text\nP1,{quoted(long)}\nP2,{quoted(long)}\n")
    assert [reading.name for reading in found] == ["P1", "P2"]
    assert len(readings("participant,text\nP1,Oui\nP2,Non\n")) == 1


def test_a_row_number_is_no_name_of_an_interview() -> None:
    found = readings("id,speaker,text\n1,A,Oui\n2,B,Non\n")
    assert len(found) == 1
    assert [turn.speaker for turn in found[0].turns] == ["A", "B"]


def test_an_interview_longer_than_a_cell_of_excel_is_read_whole() -> None:
    long = "Anna: oui\nBo: non\n" * 20_000
    assert readings(f"transcript_id,text\n1,{quoted(long)}\n2,Oui\n")[0].text == long.strip()


def test_rows_without_text_are_left_out_and_named() -> None:
    found = readings(f"transcript_id,text\na,{quoted(TALK)}\nb,\n")
    assert len(found) == 1
    assert found[0].warnings == ("e.csv: rows without text are left out: 1 (b).",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("transcript_id,text\n,Oui\n", "line 2: the row does not name its interview"),
        ("transcript_id,text\na,Oui\na,Non\n", "line 3: the interview a is in line 2 already"),
        ("transcript_id,text\na,\n", "is empty"),
        ("transcript_id,text\na,Oui,non\n", "line 2: the row has 3 cells but the header 2"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^e\.csv.*{sentence}"):
        readings(text)


def test_who_asks_for_one_interview_is_told_that_there_are_several() -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.csv holds 2 interviews\."):
        read_bytes(b"transcript_id,text\na,Oui\nb,Non\n", "e.csv")


@pytest.mark.parametrize(("name", "turns"), [("creatives", 2639), ("scientists", 2444)])
def test_a_data_set_of_125_interviews_in_one_table_has_the_rows_that_pandas_sees(
    data: Path, name: str, turns: int
) -> None:
    pandas = pytest.importorskip("pandas")
    content = (data / f"corpora/en-ai-interviews/{name}_transcripts.csv").read_bytes()
    frame = pandas.read_csv(BytesIO(content))
    found = read_all(content, f"{name}.csv")
    assert [reading.name for reading in found] == list(frame["transcript_id"])
    assert [reading.text for reading in found] == [text.strip() for text in frame["text"]]
    assert sum(len(reading.turns) for reading in found) == turns
    speakers = {turn.speaker for reading in found for turn in reading.turns}
    assert {"AI", "Assistant", "User"} <= speakers
