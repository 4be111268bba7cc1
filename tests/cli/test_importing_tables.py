"""One file that holds many interviews, taken in at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import do, ic, rows

TABLE = (
    "entretien;texte;âge\n"
    'Anna;"Q : comment ?\nA : par hasard\nQ : et après ?\nA : ça va";41\n'
    'Bo;"Q : comment ?\nA : par mon père\nQ : et après ?\nA : voilà";38\n'
)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    do("new", "study")
    path = tmp_path / "entretiens.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_dry_run_shows_each_interview_of_a_table_and_changes_nothing(table: Path) -> None:
    shown = rows("import", table, "--dry-run")
    assert [(row["transcript"], row["turns"], row["file"]) for row in shown] == [
        ("Anna", 4, str(table)),
        ("Bo", 4, str(table)),
    ]
    assert "2 of 2 interviews would come in." in do("import", table, "--dry-run").out
    assert rows("transcripts") == []


def test_the_interviews_of_a_table_come_in_under_their_names_in_one_step(table: Path) -> None:
    assert "2 of 2 interviews are in." in do("import", table).out
    assert [row["name"] for row in rows("transcripts")] == ["Anna", "Bo"]
    assert rows("show", "Bo")[0]["turns"][1]["speaker"] == "A"
    assert all(row["ok"] for row in rows("doctor"))
    do("undo")
    assert rows("transcripts") == []


def test_a_table_that_came_in_before_is_refused_row_by_row_and_new_rows_come_in(table: Path) -> None:
    do("import", table)
    table.write_text(TABLE + 'Cléo;"Q : comment ?\nA : oui\nQ : alors ?\nA : non";20\n', encoding="utf-8")
    answer = ic("import", table)
    assert answer.code == 1
    assert answer.err.count("error: ") == 2
    assert [row["name"] for row in rows("transcripts")] == ["Anna", "Bo", "Cléo"]


def test_250_interviews_in_two_tables_come_in_at_once(table: Path, data: Path) -> None:
    found = rows("import", *sorted((data / "corpora/en-ai-interviews").glob("*.csv")))
    assert len(found) == 250
    assert sum(row["turns"] for row in found) == 5083
    assert len(rows("transcripts")) == 250


def test_the_further_columns_of_a_table_are_attributes_of_the_cases(table: Path) -> None:
    do("import", table)
    assert [row["attributes"] for row in rows("transcripts")] == [{"âge": 41}, {"âge": 38}]
    assert [row["name"] for row in rows("transcripts") if row["attributes"]["âge"] > 40] == ["Anna"]


def test_a_workbook_of_interviews_comes_in_as_a_table_does(table: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    for row in (("entretien", "texte", "genre"), ("Anna", "Q : oui ?\nA : non\nQ : ah ?\nA : si", "f")):
        book.active.append(row)
    book.save(table.with_suffix(".xlsx"))
    do("import", table.with_suffix(".xlsx"))
    assert [(row["name"], row["turns"], row["attributes"]) for row in rows("transcripts")] == [
        ("Anna", 4, {"genre": "f"})
    ]
