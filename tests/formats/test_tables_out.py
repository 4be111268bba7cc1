"""Tables written to files and pipes: the same data for every program, and nothing a program could run."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.listings import Table, select, spread_attributes
from interview_coder.errors import CoderError, RefusedError
from interview_coder.formats import table_xlsx
from interview_coder.formats.files_out import write_file
from interview_coder.formats.table_csv import defuse, rearm, write_csv
from interview_coder.formats.table_file import SUFFIXES, write
from interview_coder.formats.table_json import write_json, write_jsonl
from interview_coder.locale import set_language

ANY = st.text(st.characters(exclude_categories=()))
ENCODABLE = st.text(st.characters(exclude_categories=("Cs",)))
FORMULAS = [
    "=1+1",
    "+33 6 12 34 56 78",
    "-2",
    "- Oui, bien sûr",
    "@SUM(A1)",
    "\t=1",
    "\tx",
    "\rx",
    "\n=1",
    "  =1+1",
    "\u00a0=1",
    "\u200b=1",
    "\x00=1",
    "＝1+1",
    "－2",
    "＋2",
    "＠x",
    "'=1+1",
]
PLAIN = ["Oui", "«\u00a0Non\u00a0»", "'tis", "’", "", "1-2", "é=1", "…", "(=1)", "[=1]"]
HOSTILE = 'a\x1b[2J\x7f\x9b\u202e\u2028\u2066\ud800\U000e0041\n"é\u00a0»'

CODINGS = Table(
    ("transcript", "start", "share", "star", "memo", "coders", "attributes"),
    (
        ("a", 0, 0.1 + 0.2, True, None, ["Zoé", "Léo"], {"gender": "F", "age": 31}),
        ("b", -5, -1.5, False, '- Oui; "là", dit-il\nfin', [], {"position": "salarié"}),
    ),
)


def csv_of(table: Table, **options: bool) -> str:
    stream = io.StringIO(newline="")
    write_csv(table, stream, **options)
    return stream.getvalue()


def json_of(table: Table) -> str:
    stream = io.StringIO()
    write_json(table, stream)
    return stream.getvalue()


def jsonl_of(table: Table) -> str:
    stream = io.StringIO()
    write_jsonl(table, stream)
    return stream.getvalue()


def xlsx_of(table: Table) -> openpyxl.Workbook:
    stream = io.BytesIO()
    table_xlsx.write_xlsx(table, stream)
    return openpyxl.load_workbook(stream)


# Tables


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        Table(("a", "b"), ((1,),))


def test_attributes_become_columns_sorted_by_name_and_empty_where_a_case_lacks_them() -> None:
    table = spread_attributes(CODINGS)
    assert table.columns[-3:] == ("attributes.age", "attributes.gender", "attributes.position")
    assert [row[-3:] for row in table.rows] == [(31, "F", None), (None, None, "salarié")]
    assert spread_attributes(table) is table


def test_columns_can_be_chosen_in_any_order() -> None:
    assert select(CODINGS, ("memo", "start")).rows[0] == (None, 0)
    with pytest.raises(ValueError, match="not in tuple"):
        select(CODINGS, ("nothing",))


# CSV


def test_csv_reads_as_it_is_documented() -> None:
    assert csv_of(CODINGS) == (
        "transcript,start,share,star,memo,coders,attributes.age,attributes.gender,attributes.position\n"
        'a,0,0.30000000000000004,true,,"[""Zoé"", ""Léo""]",31,F,\n'
        'b,-5,-1.5,false,"\'- Oui; ""là"", dit-il\nfin",[],,,salarié\n'
    )


def test_excel_in_french_gets_semicolons_decimal_commas_a_mark_and_its_line_ends() -> None:
    assert csv_of(select(CODINGS, ("transcript", "start", "share", "star", "memo")), excel_fr=True) == (
        "\ufefftranscript;start;share;star;memo\r\n"
        "a;0;0,30000000000000004;true;\r\n"
        'b;-5;-1,5;false;"\'- Oui; ""là"", dit-il\nfin"\r\n'
    )


def test_pandas_reads_numbers_booleans_and_missing_values_as_such() -> None:
    frame = pd.read_csv(io.StringIO(csv_of(CODINGS)))
    assert frame["share"].tolist() == [0.1 + 0.2, -1.5]
    assert frame["star"].tolist() == [True, False]
    assert frame["start"].tolist() == [0, -5]
    assert frame["attributes.gender"].isna().tolist() == [False, True]
    french = pd.read_csv(
        io.BytesIO(csv_of(CODINGS, excel_fr=True).encode()), sep=";", decimal=",", encoding="utf-8-sig"
    )
    assert french["share"].tolist() == [0.1 + 0.2, -1.5]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    for cell in (text, "'" + text):
        assert next(csv.reader(io.StringIO(csv_of(Table((cell,), ())), newline=""))) == ["'" + cell]
        assert [row[0] for row in csv.reader(io.StringIO(csv_of(Table(("x",), ((cell,),))), newline=""))][
            1
        ] == "'" + cell


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_and_numbers_are_left_alone(text: str) -> None:
    assert defuse(text) == text == rearm(text)


@given(ANY)
def test_defusing_is_undone_exactly(text: str) -> None:
    assert rearm(defuse(text)) == text


@given(st.sampled_from(["", "'", "''"]), st.sampled_from(FORMULAS), ANY)
def test_defusing_formulas_is_undone_exactly(quotes: str, formula: str, rest: str) -> None:
    cell = quotes + formula + rest
    assert defuse(cell) == "'" + cell
    assert rearm(defuse(cell)) == cell


def test_raw_leaves_formulas_alone() -> None:
    assert csv_of(Table(("x",), (("=1",),)), raw=True) == "x\n=1\n"


@given(st.lists(st.tuples(ENCODABLE, ENCODABLE)), st.booleans())
def test_any_csv_reader_finds_the_same_cells(rows: list[tuple[str, str]], excel_fr: bool) -> None:
    text = csv_of(Table(("a", "b"), tuple(rows)), raw=True, excel_fr=excel_fr)
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";" if excel_fr else ","))
    assert read == [["a", "b"], *map(list, rows)]


def test_what_utf8_cannot_hold_is_written_visibly() -> None:
    assert csv_of(Table(("file",), (("caf\udce9.txt",),))).encode() == "file\ncaf\ufffd.txt\n".encode()


def test_undefined_numbers_are_missing_in_every_format() -> None:
    table = Table(("a", "b"), ((math.nan, -math.inf),))
    assert csv_of(table) == "a,b\n,\n"
    assert json.loads(json_of(table)) == [{"a": None, "b": None}]
    assert xlsx_of(table)["table"]["A2"].value is None


def test_an_empty_table_is_a_header_in_csv_and_an_empty_list_in_json() -> None:
    table = Table(("a", "b"), ())
    assert csv_of(table) == "a,b\n"
    assert json_of(table) == "[]\n"
    assert jsonl_of(table) == ""
    assert [[cell.value for cell in row] for row in xlsx_of(table)["table"].rows] == [["a", "b"]]


# JSON


def test_json_is_a_list_of_objects_with_nested_values_one_a_line() -> None:
    assert json_of(CODINGS) == (
        '[\n{"transcript": "a", "start": 0, "share": 0.30000000000000004, "star": true, "memo": null, '
        '"coders": ["Zoé", "Léo"], "attributes": {"gender": "F", "age": 31}},\n'
        '{"transcript": "b", "start": -5, "share": -1.5, "star": false, "memo": "- Oui; \\"là\\", dit-il\\nfin", '
        '"coders": [], "attributes": {"position": "salarié"}}\n]\n'
    )
    assert [json.loads(line) for line in jsonl_of(CODINGS).splitlines()] == json.loads(json_of(CODINGS))


def test_json_escapes_what_could_act_on_a_terminal_and_is_still_the_same_data() -> None:
    table = Table(("a",), ((HOSTILE,), ([{HOSTILE: HOSTILE}],)))
    text = json_of(table)
    assert "\\u009b" in text
    assert "\\u202e" in text
    assert "\\udb40\\udc41" in text
    assert "é\u00a0»" in text
    assert all(c.isprintable() or c in "\n\u00a0" for c in text)
    assert json.loads(text) == [{"a": HOSTILE}, {"a": [{HOSTILE: HOSTILE}]}]


@given(st.lists(ANY))
def test_json_gives_every_text_back(texts: list[str]) -> None:
    table = Table(("a",), tuple((text,) for text in texts))
    assert [row["a"] for row in json.loads(json_of(table))] == texts
    lines = jsonl_of(table).split("\n")[:-1]
    assert [json.loads(line)["a"] for line in lines] == texts


@given(ANY)
def test_nothing_invisible_but_spaces_and_joiners_is_in_json(text: str) -> None:
    hidden = [c for c in json_of(Table(("a",), ((text,),))) if not c.isprintable() and not c.isspace()]
    assert not [
        c for c in hidden if c < "\xa0" or ("\u200b" <= c <= "\u206f" and c != "\u200d") or "\ud800" <= c <= "\udfff"
    ]


# XLSX


def test_in_xlsx_texts_are_texts_and_numbers_are_numbers() -> None:
    texts = [*FORMULAS[:5], "https://example.org", "00123", "1e5", "<r>&x</r>", "_x0041_", " a "]
    table = Table(("text", "n"), tuple((text, number) for number, text in enumerate(texts)))
    sheet = xlsx_of(table)["table"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == texts
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == list(range(len(texts)))
    assert not sheet._hyperlinks  # openpyxl has no other way to ask


def test_the_xlsx_sheet_has_a_frozen_bold_header_filters_and_shares_as_percentages() -> None:
    sheet = xlsx_of(CODINGS)["table"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I3"
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet["C2"].value == pytest.approx(0.1 + 0.2, abs=1e-15)
    assert sheet["C2"].number_format == "0.0%"
    assert (sheet["D2"].value, sheet["E2"].value) == (True, None)
    assert sheet["E3"].value == '- Oui; "là", dit-il\nfin'
    assert sheet["F2"].value == '["Zoé", "Léo"]'
    assert [cell.value for cell in sheet[1]][6:] == ["attributes.age", "attributes.gender", "attributes.position"]


def test_caption_and_notes_have_their_own_sheet_and_cut_texts_are_said_there() -> None:
    long = "é" * 40_000
    book = xlsx_of(Table(("a", "b"), ((1, "x"), (2, long)), caption="n = 2", notes=("=left out",)))
    assert [row[0].value for row in book["notes"].rows] == [
        "n = 2",
        "=left out",
        "Row 3, column b: the text was cut to the 32767 characters that a spreadsheet's cell can hold.",
    ]
    assert book["table"]["B3"].value == long[:32_767]
    assert xlsx_of(CODINGS).sheetnames == ["table"]


def test_controls_that_xlsx_cannot_hold_are_shown() -> None:
    sheet = xlsx_of(Table(("a",), (("\x00\x1b[2J\ud800\ufffe\tb\u0085",),)))["table"]
    assert sheet["A2"].value == "␀␛[2J\ufffd\ufffd\tb\u0085"


def test_whole_numbers_too_large_for_a_spreadsheet_keep_their_digits() -> None:
    assert xlsx_of(Table(("a",), ((2**60 + 1,),)))["table"]["A2"].value == str(2**60 + 1)


def test_a_table_too_large_for_excel_is_refused_rather_than_cut() -> None:
    with pytest.raises(RefusedError, match=r"16385 columns.*\.csv"):
        xlsx_of(Table(tuple(map(str, range(16_385))), ()))


@given(st.text(st.characters(exclude_characters="\r"), max_size=50))
def test_any_text_survives_in_xlsx_or_is_shown(text: str) -> None:
    value = xlsx_of(Table(("a",), ((text,),)))["table"]["A2"].value or ""
    assert len(value) == len(text)
    unwritable = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
    assert all(a == b or unwritable.match(b) for a, b in zip(value, text, strict=True))


# Files


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_chooses_the_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix.upper()}"
    write(CODINGS, path)
    content = path.read_bytes()
    assert content.startswith({".csv": b"transcript,", ".xlsx": b"PK", ".json": b"[\n{", ".jsonl": b'{"'}[suffix])
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert b"\r" not in content or suffix == ".xlsx"


def test_another_suffix_is_a_defect_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.pdf"):
        write(CODINGS, tmp_path / "out.pdf")


def test_options_of_csv_reach_the_file(tmp_path: Path) -> None:
    write(Table(("a",), (("=1",),)), tmp_path / "a.csv", excel_fr=True, raw=True)
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfa\r\n=1\r\n"


def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def fail(stream: TextIO) -> None:
        stream.write("new" * 10_000)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(path, fail)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="limits and permissions of POSIX")
def test_a_file_that_does_not_fit_on_the_disk_leaves_the_old_one_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    program = """if True:
        import resource, sys
        from pathlib import Path
        from interview_coder.errors import CoderError
        from interview_coder.formats.files_out import write_file
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_file(Path(sys.argv[1]), lambda stream: stream.write("x" * 100_000))
        except CoderError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert "the disk is full" in done.stdout
    assert not done.stderr
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
def test_a_device_is_written_to_directly_and_its_failures_are_told() -> None:
    write_file(Path("/dev/null"), lambda stream: stream.write("x"))
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    with pytest.raises(CoderError, match="/dev/full: the disk is full"):
        write_file(Path("/dev/full"), lambda stream: stream.write("x"))


def test_a_missing_folder_or_a_folder_in_its_place_is_said_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(
        CoderError, match=r"the folder .*nowhere does not exist, so nothing was written. Make the folder"
    ):
        write(CODINGS, tmp_path / "nowhere" / "a.csv")
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(CoderError, match=r"is a folder\. Name a file in it"):
        write(CODINGS, folder)
    set_language("fr")
    try:
        with pytest.raises(CoderError, match=r"rien n’a été écrit\. Créez d’abord le dossier"):
            write(CODINGS, tmp_path / "nowhere" / "a.xlsx")
    finally:
        set_language(None)


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="a folder of Linux where nobody can write")
def test_a_read_only_folder_is_said() -> None:
    with pytest.raises(CoderError, match="read-only"):
        write(CODINGS, Path("/sys/kernel/a.csv"))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_replaced_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write(CODINGS, link)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_text(encoding="utf-8").startswith("transcript,")
    mask = os.umask(0)
    os.umask(mask)
    write(CODINGS, tmp_path / "new.csv")
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o666 & ~mask
