"""`export` and `-o`: files read back with other programs."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.cli.running import do, ic, rows

KINDS = ("codings", "codebook", "transcripts", "frequencies")
ATTRIBUTES = sorted("position gender age_band diploma engagement monthly_income children other_job platforms".split())
LISTINGS = {kind: (kind,) for kind in KINDS} | {"frequencies": ("frequencies", "--unused")}


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A JSON row as a flat file holds it: nested values as JSON, attributes as columns of their own."""
    kept: dict[str, Any] = {}
    for key, value in row.items():
        if key == "attributes":
            kept |= {f"attributes.{name}": value.get(name) for name in ATTRIBUTES}
        else:
            kept[key] = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
    return kept


def same(cell: Any, value: Any) -> bool:  # noqa: ANN401 - any cell of any spreadsheet
    if value is None or value == "":
        return cell is None or cell == ""
    if isinstance(value, str) and value[:1] in "[{":
        return json.loads(cell) == json.loads(value)
    if isinstance(value, float):
        return math.isclose(float(cell), value)
    if isinstance(value, bool):
        return str(cell).lower() == str(value).lower()
    return type(value)(cell) == value


@pytest.mark.parametrize("what", KINDS)
def test_csv_holds_what_json_holds(demo: Path, what: str) -> None:
    listed = rows(*LISTINGS[what])
    (said,) = rows("export", "out.csv", "--what", what)
    assert (said["file"], said["what"], said["rows"]) == ("out.csv", what, len(listed))
    with Path("out.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert len(table) == len(listed)
    for found, row in zip(table, listed, strict=True):
        assert list(found) == list(flat(row))
        assert all(same(found[key], value) for key, value in flat(row).items())


@pytest.mark.parametrize("what", KINDS)
def test_xlsx_holds_what_json_holds(demo: Path, what: str) -> None:
    listed = rows(*LISTINGS[what])
    do("export", "out.xlsx", "--what", what)
    header, *table = openpyxl.load_workbook("out.xlsx").worksheets[0].iter_rows(values_only=True)
    assert list(header) == list(flat(listed[0]))
    assert len(table) == len(listed)
    for cells, row in zip(table, listed, strict=True):
        assert all(same(cell, value) for cell, value in zip(cells, flat(row).values(), strict=True))


@pytest.mark.parametrize("what", KINDS)
def test_jsonl_is_the_json_listing_line_by_line(demo: Path, what: str) -> None:
    do("export", "out.jsonl", "--what", what)
    lines = Path("out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == rows(*LISTINGS[what])


def test_a_french_excel_gets_semicolons_decimal_commas_and_a_byte_order_mark(demo: Path) -> None:
    do("export", "out.csv", "--what", "frequencies", "--excel-fr")
    assert Path("out.csv").read_bytes().startswith(b"\xef\xbb\xbfcode;")
    table = pd.read_csv("out.csv", sep=";", decimal=",", encoding="utf-8-sig")
    expected = pd.DataFrame(rows("frequencies", "--unused"))
    pd.testing.assert_frame_equal(table, expected)


def test_an_export_takes_the_same_filters_as_the_listing(demo: Path) -> None:
    filters = ("--code", "pay", "--coder", "Jules", "--transcript", "12-tom")
    do("export", "out.jsonl", *filters)
    lines = Path("out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == rows("codings", *filters)


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
@pytest.mark.parametrize("listing", [("codings",), ("search", "argent"), ("speakers",), ("codebook",), ("history",)])
def test_any_listing_goes_to_a_file_with_o(demo: Path, listing: tuple[str, ...], suffix: str) -> None:
    assert do(*listing, "-o", f"out.{suffix}").out == ""
    assert Path(f"out.{suffix}").read_text(encoding="utf-8") == do(*listing, "--format", suffix).out


def test_o_before_a_subcommand_is_not_forgotten(demo: Path) -> None:
    assert do("codebook", "-o", "out.csv", "show").out == ""
    assert Path("out.csv").read_text(encoding="utf-8") == do("codebook", "--format", "csv").out


def test_a_formula_in_a_memo_is_defused_in_csv_unless_raw(demo: Path) -> None:
    do("code", "01-nadia", 1, 2, "pay", "--memo", "=1+1")
    do("export", "safe.csv", "--coder", "demo")
    do("export", "raw.csv", "--coder", "demo", "--raw")
    memos = [pd.read_csv(name)["memo"].iloc[0] for name in ("safe.csv", "raw.csv")]
    assert memos == ["'=1+1", "=1+1"]


def test_a_target_that_cannot_be_written_is_refused_and_nothing_is_left(demo: Path) -> None:
    before = sorted(path.name for path in Path().iterdir())
    Path("folder.csv").mkdir()
    ic("export", "nowhere/out.csv").refused("nowhere", "Make the folder")
    ic("export", "folder.csv").refused("folder.csv")
    ic("codings", "-o", "nowhere/out.xlsx").refused("nowhere")
    ic("export", "out.pdf").refused("out.pdf", ".csv, .xlsx, .jsonl")
    ic("codings", "-o", "out").refused(".csv, .xlsx, .jsonl")
    assert ic("export", "out.csv", "--what", "dreams").code == 2
    assert sorted(path.name for path in Path().iterdir()) == sorted([*before, "folder.csv"])


def test_an_existing_file_is_replaced_whole_or_stays(demo: Path) -> None:
    Path("out.csv").write_text("mine", encoding="utf-8")
    ic("export", "out.csv", "--code", "nonsense").refused("nonsense")
    assert Path("out.csv").read_text(encoding="utf-8") == "mine"
    do("export", "out.csv", "--code", "pay")
    assert Path("out.csv").read_text(encoding="utf-8").startswith("id,transcript,")
