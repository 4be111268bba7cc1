"""Columns are known by their own names, else by those that people and programs give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.errors import UnreadableFileError
from interview_coder.formats.column_names import guess
from interview_coder.formats.rows_in import Row, read_rows

ASKED = ("transcript", "start", "code")
SYNONYMS = {"transcript": ("document", "nom du fichier"), "start": ("début",), "code": ("thème", "étiquette")}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("Transcript", "START", "code"), {"transcript": [0], "start": [1], "code": [2]}),
        (("Nom_du-fichier", "DEBUT", "The\u0300me"), {"transcript": [0], "start": [1], "code": [2]}),
        (("thème", "code", "étiquette"), {"code": [1]}),
        (("étiquette", "thème"), {"code": [1]}),
        (("thème", "Thème"), {"code": [0, 1]}),
        (("Code", "code"), {"code": [0, 1]}),
        (("codes", ""), {}),
    ],
)
def test_own_names_go_first_and_then_the_likeliest(header: tuple[str, ...], found: dict[str, list[int]]) -> None:
    assert guess(header, ASKED, SYNONYMS) == found


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_with_other_names_is_read_and_says_which(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "rows.csv"
    lines = (("Document", "Début", "thème", "n°"), ("a", "1", "soir", "9"))
    path.write_text("\n".join(separator.join(cells) for cells in lines), encoding="utf-8")
    sheet = read_rows(path, ASKED, (), SYNONYMS)
    assert sheet.rows == (Row(2, {"transcript": "a", "start": "1", "code": "soir"}),)
    assert sheet.guessed == {"transcript": "Document", "start": "Début", "code": "thème"}
    assert sheet.ignored == ("n°",)


def test_objects_of_json_lines_may_each_have_other_names(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"document": "a", "start": 1, "thème": "x"}\n'
        '{"transcript": "b", "début": 2, "code": "y", "z": 1}\n'
        '{"start": 1}\n',
        encoding="utf-8",
    )
    sheet = read_rows(path, ASKED, (), SYNONYMS)
    assert [row.values for row in sheet.rows] == [
        {"transcript": "a", "start": 1, "code": "x"},
        {"transcript": "b", "start": 2, "code": "y"},
    ]
    assert sheet.problems == ((3, "transcript, code missing"),)
    assert sheet.ignored == ("z",)


def test_a_column_that_comes_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("document,début,thème,Thème\na,1,x,y\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="code twice"):
        read_rows(path, ASKED, (), SYNONYMS)
