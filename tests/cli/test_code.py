"""`code`: one passage, and many from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import do, ic, rows

HEAD = "transcript,start,end,code"


def texts() -> dict[str, str]:
    return {name: rows("show", name)[0]["text"] for name in ("01-nadia", "12-tom")}


def coded(coder: str) -> list[tuple[str, int, int, str, str]]:
    return [(r["transcript"], r["start"], r["end"], r["code"], r["memo"]) for r in rows("codings", "--coder", coder)]


def counts(file: str, *options: object) -> tuple[int, ...]:
    """Rows, new and known codings that a bulk coding tells people."""
    header, numbers = do("code", "--from", file, *options).out.splitlines()[:2]
    assert header.split() == ["rows", "new", "known"]
    return tuple(map(int, numbers.split()))


def test_a_program_gets_the_codings_of_a_bulk_file_new_and_known(demo: Path) -> None:
    (known,) = rows("code", "01-nadia", 1, 2, "pay")
    Path("many.csv").write_text(f"{HEAD}\n01-nadia,1,2,pay\n12-tom,3,9,AI\n", encoding="utf-8")
    found = rows("code", "--from", "many.csv")
    assert found[0] == known
    assert [(r["transcript"], r["start"], r["end"], r["code"]) for r in found[1:]] == [("12-tom", 3, 9, "AI")]


def test_another_memo_replaces_the_memo_of_a_coding_and_can_be_undone(demo: Path) -> None:
    (first,) = rows("code", "01-nadia", 1, 2, "pay", "--memo", "one")
    (second,) = rows("code", "01-nadia", 1, 2, "pay", "--memo", "two")
    assert (second["id"], second["memo"]) == (first["id"], "two")
    do("undo")
    assert [row["memo"] for row in rows("codings", "--coder", "demo")] == ["one"]


def test_one_passage_is_coded_and_told_with_its_quote(demo: Path) -> None:
    (row,) = rows("code", "01-nadia", 100, 140, "pay/fees", "--memo", "à relire")
    assert row["quote"] == texts()["01-nadia"][100:140]
    assert (row["code"], row["coder"], row["memo"], row["origin"]) == ("pay/fees", "demo", "à relire", "hand")
    assert row in rows("codings", "--coder", "demo")


def test_coding_the_same_again_changes_nothing_and_succeeds(demo: Path) -> None:
    first = rows("code", "01-nadia", 100, 140, "pay/fees")
    before = demo.read_bytes()
    assert rows("code", "01-NADIA", 100, 140, "fees") == first
    assert demo.read_bytes() == before


def test_another_coder_can_code_the_same_passage(demo: Path) -> None:
    rows("code", "01-nadia", 100, 140, "pay/fees")
    (row,) = rows("--as", "  Zoé  ", "code", "01-nadia", 100, 140, "pay/fees")
    assert row["coder"] == "Zoé"
    assert len([r for r in rows("codings", "--code", "pay/fees") if (r["start"], r["end"]) == (100, 140)]) == 2


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_many_codings_come_from_csv_with_any_separator(demo: Path, separator: str) -> None:
    (whole,) = rows("show", "01-nadia")
    lines = [
        separator.join(["Transcript", "START", "end", "code", "coder", "memo", "version", "own notes"]),
        separator.join(["01-nadia", "10", "20", "pay", "Zoé", '"deux\nlignes, ""ici"" ; là"', whole["version"], "x"]),
        separator.join([whole["id"], "30", "40", "pay/fees", "", "", "", ""]),
        separator.join(["12-TOM", "0", "7", "fees", "Zoé", "", "", ""]),
    ]
    Path("many.csv").write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8")
    assert counts("many.csv") == (3, 3, 0)
    assert coded("Zoé") == [
        ("01-nadia", 10, 20, "pay", 'deux\nlignes, "ici" ; là'),
        ("12-tom", 0, 7, "pay/fees", ""),
    ]
    assert coded("demo") == [("01-nadia", 30, 40, "pay/fees", "")]
    assert {row["origin"] for row in rows("codings", "--coder", "Zoé")} == {"bulk"}


def test_many_codings_come_from_jsonl(demo: Path) -> None:
    wanted = [
        {"transcript": "01-nadia", "start": 10, "end": 20, "code": "pay", "memo": "\u2028 ligne"},
        {"transcript": "12-tom", "start": "3", "end": "9", "code": "AI", "coder": None, "place": "unused"},
    ]
    Path("many.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in wanted), encoding="utf-8")
    assert counts("many.jsonl", "--as", "Zoé") == (2, 2, 0)
    assert coded("Zoé") == [("01-nadia", 10, 20, "pay", "\u2028 ligne"), ("12-tom", 3, 9, "AI", "")]


def test_a_file_given_again_adds_nothing(demo: Path) -> None:
    Path("many.csv").write_text(f"{HEAD}\n01-nadia,1,2,pay\n01-nadia,1,2,pay\n", encoding="utf-8")
    assert counts("many.csv") == (2, 1, 1)
    before = demo.read_bytes()
    assert counts("many.csv") == (2, 0, 2)
    assert demo.read_bytes() == before


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "xlsx"])
@pytest.mark.parametrize("flag", [(), ("--excel-fr",), ("--raw",)], ids=["plain", "excel-fr", "raw"])
def test_the_programs_own_export_gives_no_new_coding(demo: Path, suffix: str, flag: tuple[str, ...]) -> None:
    do("code", "01-nadia", 1, 2, "pay", "--memo", "=1+1")
    do("export", f"out.{suffix}", *flag)
    done, new, known = counts(f"out.{suffix}")
    assert (new, known) == (0, done)
    assert done == len(rows("codings"))


@pytest.mark.parametrize("file", ["out.csv", "out.xlsx", "out.jsonl", "french.csv"])
def test_an_export_brings_all_codings_memos_and_stars_into_another_project(demo: Path, sample: Path, file: str) -> None:
    (one,) = rows("code", "01-nadia", 1, 2, "pay", "--memo", "=HYPERLINK(1)\n'é")
    do("code", "01-nadia", 3, 9, "pay", "--memo", "'=1+1")
    do("star", one["id"])
    do("export", file, *(["--excel-fr"] if file == "french.csv" else []))
    do("codebook", "export", "book.yaml")
    do("new", "copy", "--codebook", "book.yaml")
    interviews = [path for path in sorted(sample.iterdir()) if path.suffix not in (".csv", ".jsonl")]
    assert ic("-p", "copy.icoder", "import", *interviews).code == 0
    do("-p", "copy.icoder", "code", "--from", file)

    def told(project: str) -> list[dict[str, object]]:
        apart = ("id", "created_at", "origin", "attributes")
        listed = rows("-p", project, "codings")
        kept = [{key: value for key, value in row.items() if key not in apart} for row in listed]
        return sorted(kept, key=lambda row: [str(row[key]) for key in ("transcript", "start", "end", "code", "coder")])

    assert told("copy.icoder") == told(demo.name)


BAD = {
    "empty cell": ("01-nadia,,5,pay", "start"),
    "not a number": ("01-nadia,one,5,pay", "one"),
    "a fraction": ("01-nadia,1.5,5,pay", "1.5"),
    "negative": ("01-nadia,-1,5,pay", "-1 to 5"),
    "reversed": ("01-nadia,9,5,pay", "9 to 5"),
    "empty span": ("01-nadia,5,5,pay", "5 to 5"),
    "past the end": ("01-nadia,5,99999999,pay", "99999999"),
    "unknown code": ("01-nadia,1,5,pya", "pay"),
    "unknown transcript": ("nadja,1,5,pay", "01-nadia"),
    "too many cells": ("01-nadia,1,5,pay,x", "5"),
    "too few cells": ("01-nadia,1,5", "4"),
}


@pytest.mark.parametrize(("row", "named"), BAD.values(), ids=BAD)
def test_one_bad_row_is_named_with_its_line_and_nothing_is_coded(demo: Path, row: str, named: str) -> None:
    before = demo.read_bytes()
    Path("many.csv").write_text(f"{HEAD}\n01-nadia,1,5,pay\n\n{row}\n12-tom,1,5,pay\n", encoding="utf-8")
    answer = ic("code", "--from", "many.csv")
    head, *listed = answer.err.splitlines()
    assert (answer.code, answer.out) == (1, "")
    assert head.startswith("error: many.csv: nothing was coded")
    assert len(listed) == 1
    assert listed[0].startswith("  line 4: ")
    assert named in listed[0]
    assert demo.read_bytes() == before


def test_every_bad_row_is_named_in_the_order_of_the_file(demo: Path) -> None:
    bad = [row for row, _ in BAD.values()]
    Path("many.csv").write_text("\n".join([HEAD, *bad]), encoding="utf-8")
    answer = ic("code", "--from", "many.csv")
    lines = [line.split(":")[0].strip() for line in answer.err.splitlines()[1:]]
    assert lines == [f"line {number}" for number in range(2, len(bad) + 2)]


def test_a_row_made_for_another_version_of_the_text_is_refused(demo: Path) -> None:
    Path("many.csv").write_text(f"{HEAD},version\n01-nadia,1,5,pay,{'0' * 64}\n", encoding="utf-8")
    assert "another version" in ic("code", "--from", "many.csv").err


def test_bad_lines_of_jsonl_are_named_too(demo: Path) -> None:
    good = '{"transcript": "01-nadia", "start": 1, "end": 5, "code": "pay"}'
    Path("many.jsonl").write_text(f'{good}\n{{"transcript"\n[1]\n{{"start": 1}}\n', encoding="utf-8")
    before = demo.read_bytes()
    answer = ic("code", "--from", "many.jsonl")
    assert [line.split(":")[0] for line in answer.err.splitlines()[1:]] == ["  line 2", "  line 3", "  line 4"]
    assert demo.read_bytes() == before


def test_numbers_are_whole_numbers_and_nothing_else(demo: Path) -> None:
    start = ['"1_0"', '"1e1"', "true", "1.0", "[1]", '"0x1"']
    lines = [f'{{"transcript": "01-nadia", "start": {value}, "end": 50, "code": "pay"}}' for value in start]
    Path("many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    answer = ic("code", "--from", "many.jsonl")
    assert len(answer.err.splitlines()) == 1 + len(start), answer
