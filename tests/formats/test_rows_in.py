"""Rows that people and programs write are read whole, and what is wrong with one is said with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_coder.domain.listings import Table
from interview_coder.errors import UnreadableFileError
from interview_coder.formats import rows_in
from interview_coder.formats.rows_in import Row, read_rows
from interview_coder.formats.table_file import write
from interview_coder.locale import set_language

REQUIRED = ("transcript", "start", "end", "code")
OPTIONAL = ("coder", "memo")


def saved(folder: Path, content: str | bytes, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_separator_line_end_and_mark_give_the_same_rows(
    tmp_path: Path, separator: str, end: str, mark: str
) -> None:
    lines = [separator.join(cells) for cells in (REQUIRED, ("a", "0", "9", "AI/préparation"), ("b", "5", "7", "x"))]
    sheet = read_rows(saved(tmp_path, mark + end.join(lines) + end), REQUIRED, OPTIONAL)
    assert sheet.rows == (
        Row(2, {"transcript": "a", "start": "0", "end": "9", "code": "AI/préparation"}),
        Row(3, {"transcript": "b", "start": "5", "end": "7", "code": "x"}),
    )
    assert (sheet.problems, sheet.ignored, sheet.warnings) == ((), (), ())


def test_the_separator_is_the_one_that_names_the_columns_whatever_else_the_header_holds(tmp_path: Path) -> None:
    text = "transcript;start;end;code;notes, ideas, doubts, and more, much more\na;1;2;c;x\n"
    sheet = read_rows(saved(tmp_path, text), REQUIRED)
    assert sheet.rows[0].values["code"] == "c"
    assert sheet.ignored == ("notes, ideas, doubts, and more, much more",)


def test_a_first_line_that_tells_excel_the_separator_is_understood(tmp_path: Path) -> None:
    sheet = read_rows(saved(tmp_path, "sep=;\r\ncode;memo\r\nx;y, z\r\n"), ("code",), OPTIONAL)
    assert sheet.rows == (Row(3, {"code": "x", "memo": "y, z"}),)


def test_a_row_with_a_cell_over_several_lines_has_the_line_where_it_begins(tmp_path: Path) -> None:
    text = 'code,memo\nx,"one\r\ntwo ""quoted""\n\nfour"\n\ny,\nz\n'
    sheet = read_rows(saved(tmp_path, text), ("code",), OPTIONAL)
    assert [(row.line, row.values["memo"]) for row in sheet.rows] == [(2, 'one\r\ntwo "quoted"\n\nfour'), (7, "")]
    assert sheet.problems == ((8, "1 cells where the header has 2"),)


def test_column_names_match_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    sheet = read_rows(saved(tmp_path, "\n Code ,'+MEMO,Other\nx, y ,z\n"), ("code",), ("+memo",))
    assert sheet.rows == (Row(3, {"code": "x", "+memo": " y "}),)
    assert sheet.ignored == ("Other",)


def test_every_column_can_be_kept(tmp_path: Path) -> None:
    sheet = read_rows(saved(tmp_path, "TRANSCRIPT,Âge, Genre ,\na,31,F,\n"), ("transcript",), None)
    assert sheet.rows[0].values == {"transcript": "a", "Âge": "31", "Genre": "F"}
    sheet = read_rows(saved(tmp_path, "Note,transcript,Note\nx,a,y\n"), ("transcript",), None)
    assert sheet.rows[0].values == {"Note": "x", "transcript": "a", "Note 3": "y"}
    path = saved(tmp_path, '{"transcript": "a", "Âge": 31}\n', "a.jsonl")
    assert read_rows(path, ("transcript",), None).rows[0].values == {"transcript": "a", "Âge": 31}


def test_empty_rows_and_empty_cells_beyond_the_header_as_spreadsheets_leave_them_do_no_harm(tmp_path: Path) -> None:
    sheet = read_rows(saved(tmp_path, "code;memo\nx;y;;\n;;;\n;\nz;t\n"), ("code",), OPTIONAL)
    assert [(row.line, row.values["code"]) for row in sheet.rows] == [(2, "x"), (5, "z")]
    assert not sheet.problems


def test_a_header_without_a_needed_column_is_told_with_what_was_found(tmp_path: Path) -> None:
    path = saved(tmp_path, "transcript,begin,end\na,1,2\n")
    with pytest.raises(UnreadableFileError) as caught:
        read_rows(path, REQUIRED)
    assert str(caught.value) == (
        f"{path}: the header lacks start, code; it has: transcript, begin, end. "
        "Name the columns in the first line: transcript, start, end, code."
    )
    set_language("fr")
    try:
        with pytest.raises(
            UnreadableFileError, match="il manque à l’en-tête start, code\u00a0; il contient\u00a0: tran"
        ):
            read_rows(path, REQUIRED)
    finally:
        set_language(None)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "a.csv", "neither a header nor rows|no header and no rows"),
        ("\n\n  \n", "b.csv", "the header lacks code"),
        ("code,Code\n1,2\n", "c.csv", "has the column code twice"),
        ('code,memo\nx,y\nz,"never closed\nw,v\n', "d.csv", r"d\.csv, line 3: the quotes"),
        ('code,memo\nx,"he said" yes\n', "e.csv", r"e\.csv, line 2: the quotes"),
        ("code\nx\n", "f.xlsx", r"save as CSV"),
        (b"\x00\x01\x02\xff\xfe", "g.csv", r"g\.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(
    tmp_path: Path, content: str | bytes, name: str, said: str
) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read_rows(saved(tmp_path, content, name), ("code",), OPTIONAL)


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.csv: there is no such file"):
        read_rows(tmp_path / "a.csv", ("code",))
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(UnreadableFileError, match=r"b\.csv is a folder"):
        read_rows(tmp_path / "b.csv", ("code",))


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_in, "MAX_BYTES", 1 << 20)
    with pytest.raises(UnreadableFileError, match="over 1 MiB"):
        read_rows(saved(tmp_path, "code\n" + "x\n" * (1 << 19)), ("code",))


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "utf-16"])
def test_accents_saved_by_excel_in_an_older_encoding_are_read_with_a_warning_where_guessed(
    tmp_path: Path, encoding: str
) -> None:
    memo = "Préparer des données, c’est déjà travailler : où ça ? À l’étranger, côté élèves"
    path = saved(tmp_path, f"code;memo\nIA/préparation;{memo}\n".encode(encoding))
    sheet = read_rows(path, ("code",), OPTIONAL)
    assert sheet.rows == (Row(2, {"code": "IA/préparation", "memo": memo}),)
    assert bool(sheet.warnings) == (encoding != "utf-16")


def test_json_lines_keep_their_types_and_bad_ones_are_named(tmp_path: Path) -> None:
    lines = [
        '{"code": "x", "start": 3, "end": 4.5, "memo": null, "other": {"a": [1]}}',
        "",
        '{"code": "x", "start": 3',
        '["x", 3]',
        '{"code": "y"}',
        "[" * 200_000,
        '{"code": "a\u2028b", "start": true}\r',
    ]
    sheet = read_rows(saved(tmp_path, "\ufeff" + "\n".join(lines), "a.jsonl"), ("code", "start"), ("end", "memo"))
    assert sheet.rows == (
        Row(1, {"code": "x", "start": 3, "end": 4.5, "memo": None}),
        Row(7, {"code": "a\u2028b", "start": True}),
    )
    assert sheet.problems == (
        (3, "not JSON, from character 25 on"),
        (4, "not an object with keys and values"),
        (5, "start missing"),
        (6, "not JSON, from character 1 on"),
    )
    assert sheet.ignored == ("other",)


TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",))),
    st.text(st.sampled_from("'=+-@\t\r\n ＝,;\"\u00a0é")),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXT, TEXT)), st.booleans())
def test_what_we_export_comes_back_the_same(tmp_path: Path, rows: list[tuple[str, str]], excel_fr: bool) -> None:
    table = Table(("code", "memo"), tuple(rows))
    for name in ("a.csv", "a.jsonl"):
        write(table, tmp_path / name, excel_fr=excel_fr)
        back = [tuple(row.values.values()) for row in read_rows(tmp_path / name, ("code",), ("memo",)).rows]
        assert back == [row for row in rows if name == "a.jsonl" or any(row)]


def test_real_tables_are_read_whole(data: Path) -> None:
    folder = data / "corpora"
    coded = read_rows(folder / "en-microwork/segments.jsonl", (), None)
    lines = (folder / "en-microwork/segments.jsonl").read_text(encoding="utf-8").splitlines()
    assert [row.values for row in coded.rows] == [json.loads(line) for line in lines]
    recap = read_rows(folder / "fr-artisans/recap_entretien.csv", (), None)
    assert len(recap.rows) == 64
    assert recap.problems == ((76, "10 cells where the header has 11"),)
    assert len(recap.rows[0].values) == 11
    book = read_rows(folder / "en-microwork/codebook.csv", (), None)
    assert not book.problems
    assert len(book.rows) >= 35


def test_a_spreadsheet_gives_the_rows_that_were_written_to_it(tmp_path: Path) -> None:
    rows = (("01 nadia", 12, 40, "AI/préparation", "=cmd"), ("01 nadia", 50, 61, "x", ""))
    path = tmp_path / "codings.xlsx"
    write(Table(("transcript", "start", "end", "code", "memo"), rows), path)
    sheet = read_rows(path, REQUIRED, OPTIONAL)
    assert [tuple(row.values.values()) for row in sheet.rows] == [tuple(map(str, row)) for row in rows]
    assert [row.line for row in sheet.rows] == [2, 3]
    with pytest.raises(UnreadableFileError, match="coder"):
        read_rows(path, ("coder",))
