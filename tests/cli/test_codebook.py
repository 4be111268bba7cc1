"""`codebook`: show, check, export, import, diff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import do, ic, rows

SMALL = """\
codebook: 11111111-2222-3333-4444-555555555555
name: {en: Small}
codes:
  - id: one
    name: one
    label: {en: One}
  - id: two
    name: two
    label: {en: Two}
"""
TEXT = "Q: How are you today?\nA: Fine, thank you very much.\nQ: Good to hear.\nA: Yes, it is good.\n"


def paths(*options: object) -> list[str]:
    return [row["path"] for row in rows(*options, "codebook")]


@pytest.fixture
def small(here: Path) -> Path:
    """A project with two codes, of which `one` has a coding."""
    Path("small.yaml").write_text(SMALL, encoding="utf-8")
    Path("talk.txt").write_text(TEXT, encoding="utf-8")
    do("new", "small", "--codebook", "small.yaml", "--as", "Ann")
    do("import", "talk.txt")
    do("code", "talk", 3, 20, "one")
    return here / "small.icoder"


def test_people_see_labels_in_their_language(demo: Path) -> None:
    assert "Fees, commissions and deductions" in do("codebook").out
    assert "Frais, commissions et retenues" in do("--lang", "fr", "codebook").out
    assert ic("codebook").out == ic("codebook", "show").out


def test_a_codebook_written_and_taken_over_again_changes_nothing(demo: Path) -> None:
    before = demo.read_bytes()
    listed = rows("codebook")
    assert rows("codebook", "export", "book.yaml") == [{"file": "book.yaml", "codes": len(listed)}]
    assert rows("codebook", "diff", "book.yaml") == []
    assert rows("codebook", "import", "book.yaml") == []
    assert demo.read_bytes() == before
    do("new", "other", "--codebook", "book.yaml")
    counts = {"codings": 0, "transcripts": 0}
    assert rows("-p", "other.icoder", "codebook") == [{**row, **counts} for row in listed]


def test_a_changed_file_is_compared_tried_and_taken_over(small: Path) -> None:
    changed = SMALL.replace("label: {en: One}", "label: {en: First}").replace("name: two", "name: deux")
    Path("new.yaml").write_text(changed + "  - {id: three, name: three}\n", encoding="utf-8")
    expected = [
        {"change": "changed", "id": "one", "path": "one", "fields": {"label": [{"en": "One"}, {"en": "First"}]}},
        {"change": "renamed", "id": "two", "path": "deux", "fields": {"name": ["two", "deux"]}},
        {"change": "added", "id": "three", "path": "three", "fields": {}},
    ]

    def found(*command: str) -> list[dict[str, object]]:
        return sorted(rows("codebook", *command), key=lambda row: ["one", "two", "three"].index(str(row["id"])))

    before = small.read_bytes()
    assert found("diff", "new.yaml") == expected
    assert found("import", "new.yaml", "--dry-run") == expected
    assert small.read_bytes() == before
    assert found("import", "new.yaml") == expected
    assert paths() == ["one", "deux", "three"]
    assert rows("codebook", "diff", "new.yaml") == []
    do("undo")
    assert paths() == ["one", "two"]


def test_moving_a_code_in_the_file_moves_it_in_the_project(small: Path) -> None:
    nested = SMALL.replace("  - id: two\n    name: two\n    label: {en: Two}\n", "")
    nested += "    children:\n      - {id: two, name: two, label: {en: Two}}\n"
    Path("new.yaml").write_text(nested, encoding="utf-8")
    do("codebook", "import", "new.yaml")
    assert paths() == ["one", "one/two"]
    assert rows("codings", "--code", "one", "--roll-up") == rows("codings")


def test_a_code_with_codings_cannot_go_but_an_unused_one_can(small: Path) -> None:
    head, one, two = SMALL.partition("  - id: one")[0], "  - {id: one, name: one}\n", "  - {id: two, name: two}\n"
    Path("without-one.yaml").write_text(head + two, encoding="utf-8")
    Path("without-two.yaml").write_text(head + one, encoding="utf-8")
    before = small.read_bytes()
    ic("codebook", "import", "without-one.yaml").refused("one", "nothing was changed")
    assert small.read_bytes() == before
    do("codebook", "import", "without-two.yaml")
    assert paths() == ["one"]


def test_a_code_becomes_removable_when_its_codings_are_undone(small: Path) -> None:
    do("undo")
    Path("two.yaml").write_text(SMALL.replace("  - id: one\n    name: one\n    label: {en: One}\n", ""))
    do("codebook", "import", "two.yaml")
    assert paths() == ["two"]


def test_another_studys_codebook_is_refused_also_in_a_dry_run(small: Path) -> None:
    before = small.read_bytes()
    ic("codebook", "import", "starter").refused("another study")
    ic("codebook", "import", "starter", "--dry-run").refused("another study")
    assert small.read_bytes() == before


def test_an_empty_project_takes_over_a_codebook_that_comes_with_the_program(here: Path) -> None:
    do("new", "empty")
    ic("codebook").refused("no codebook yet", "codebook import")
    assert {row["change"] for row in rows("codebook", "import", "diplab")} == {"added"}
    assert "pay/fees" in paths()


def test_check_finds_nothing_wrong_with_the_codebooks_that_come_with_the_program(demo: Path) -> None:
    assert [row for row in rows("codebook", "check") if row["severity"] == "error"] == []


def test_check_names_what_is_wrong_and_fails_only_on_errors(small: Path) -> None:
    assert {row["severity"] for row in rows("codebook", "check")} == {"warning"}
    Path("near.yaml").write_text(SMALL.replace("{en: Two}", "{en: One}"), encoding="utf-8")
    answer = ic("codebook", "check", "near.yaml", "--format", "json")
    assert (answer.code, answer.err) == (1, "")
    (error,) = (row for row in json.loads(answer.out) if row["severity"] == "error")
    assert list(error) == ["severity", "kind", "path", "other", "message"]
    assert (error["kind"], error["path"], error["other"]) == ("duplicate", "one", "two")


def test_missing_ids_are_written_into_the_file_once(here: Path) -> None:
    Path("mine.yaml").write_text("name: {en: Mine}\ncodes:\n  # my first code\n  - name: care\n", encoding="utf-8")
    ic("codebook", "check", "mine.yaml").refused("mine.yaml", "--write-ids")
    assert ic("codebook", "check", "--write-ids", "mine.yaml").err == ""
    written = Path("mine.yaml").read_text(encoding="utf-8")
    assert "# my first code" in written
    assert written.count("id: ") == 1
    ic("codebook", "check", "--write-ids", "mine.yaml")
    assert Path("mine.yaml").read_text(encoding="utf-8") == written
    do("new", "mine", "--codebook", "mine.yaml")
    assert paths() == ["care"]


BAD = {
    "same id": (SMALL.replace("id: two", "id: one"), "one"),
    "same name": (SMALL.replace("name: two", "name: ONE"), "ONE"),
    "same shortcut": (SMALL.replace("name: one", "name: one\n    shortcut: a") + "    shortcut: a\n", "shortcut"),
    "anchor": (SMALL.replace("label: {en: One}", "label: &a {en: One}"), "line 6"),
    "no codes": (SMALL.partition("codes:")[0], "codes"),
    "unknown key": (SMALL.replace("label: {en: One}", "lable: {en: One}"), "label"),
    "not YAML": (SMALL + "  - [", "line"),
    "empty": ("", "empty"),
    "binary": ("\x00\x01", "U+0000"),
}


@pytest.mark.parametrize(("text", "named"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("command", [("import",), ("diff",), ("check",)], ids=" ".join)
def test_a_bad_codebook_file_is_refused_with_what_is_wrong(
    small: Path, text: str, named: str, command: tuple[str, ...]
) -> None:
    before = small.read_bytes()
    Path("bad.yaml").write_text(text, encoding="utf-8")
    ic("codebook", *command, "bad.yaml").refused("bad.yaml", named)
    assert small.read_bytes() == before


def test_a_name_that_is_neither_a_codebook_nor_a_file_is_refused_with_those_that_exist(demo: Path) -> None:
    for command in (("import",), ("diff",)):
        ic("codebook", *command, "startre").refused("startre", "diplab", "starter")
    ic("codebook", "check", "nowhere.yaml").refused("nowhere.yaml")
    assert ic("codebook", "check", "--write-ids").code == 2
    ic("codebook", "export", "nowhere/book.yaml").refused("nowhere")


NESTED = """\
codebook: 11111111-2222-3333-4444-555555555555
name: {en: Small}
codes:
  - id: two
    name: deux
    retired: true
    children:
      - id: one
        name: un
        label: {en: One}
  - id: three
    name: three
"""


def test_renames_moves_reorders_and_retirements_in_a_file_are_taken_over_together(small: Path) -> None:
    Path("more.yaml").write_text(SMALL + "  - {id: three, name: three}\n  - {id: four, name: four}\n")
    do("codebook", "import", "more.yaml")
    Path("new.yaml").write_text(NESTED)
    before, codings = rows("codebook"), rows("codings")
    found = {(row["change"], row["id"]) for row in rows("codebook", "import", "new.yaml", "--dry-run")}
    wanted = {("renamed", "one"), ("moved", "one"), ("renamed", "two"), ("changed", "two"), ("removed", "four")}
    assert found == wanted
    do("codebook", "import", "new.yaml")
    assert paths() == ["deux", "deux/un", "three"]
    assert [row["id"] for row in rows("codings")] == [row["id"] for row in codings]
    assert [row["path"] for row in rows("codebook", "show", "--retired")] == ["deux"]
    ic("code", "talk", 1, 2, "deux").refused("retired")
    do("codebook", "export", "back.yaml")
    assert "retired: true" in Path("back.yaml").read_text(encoding="utf-8")
    assert rows("codebook", "diff", "back.yaml") == rows("codebook", "diff", "new.yaml") == []
    do("undo")
    assert (rows("codebook"), rows("codings")) == (before, codings)


def test_a_file_without_a_used_code_is_refused_until_the_code_is_merged(small: Path) -> None:
    Path("two.yaml").write_text(SMALL.replace("  - id: one\n    name: one\n    label: {en: One}\n", ""))
    ic("codebook", "import", "two.yaml").refused('codebook merge "one"', 'codebook retire "one"')
    do("codebook", "merge", "one", "two")
    assert rows("codebook", "import", "two.yaml") == []
    assert [row["code"] for row in rows("codings")] == ["two"]


def test_a_code_that_was_merged_away_does_not_come_back_with_an_older_file(small: Path) -> None:
    do("codebook", "merge", "one", "two")
    before = small.read_bytes()
    Path("old.yaml").write_text(SMALL)
    ic("codebook", "import", "old.yaml").refused("one (two)", "undo", "codebook split")
    ic("codebook", "import", "old.yaml", "--dry-run").refused("one (two)")
    assert small.read_bytes() == before


def test_what_was_merged_into_a_code_goes_with_it(small: Path) -> None:
    do("undo")
    do("codebook", "merge", "one", "two")
    Path("three.yaml").write_text(SMALL.partition("  - id: one")[0] + "  - {id: three, name: three}\n")
    do("codebook", "import", "three.yaml")
    assert paths() == ["three"]
    do("undo")
    assert paths() == ["two"]


def test_codes_keep_their_order_when_some_have_gone_and_others_come(small: Path) -> None:
    head = SMALL + "  - {id: three, name: three}\n"
    Path("a.yaml").write_text(head)
    do("codebook", "import", "a.yaml")
    Path("b.yaml").write_text(head.replace("  - id: two\n    name: two\n    label: {en: Two}\n", ""))
    do("codebook", "import", "b.yaml")
    for name in ("zz", "aa", "mm"):
        do("codebook", "add", name)
    assert paths() == ["one", "three", "zz", "aa", "mm"]


@pytest.mark.parametrize("file", ["book.csv", "book.xlsx", "french.csv"])
def test_a_codebook_goes_to_a_spreadsheet_and_comes_back(demo: Path, file: str) -> None:
    listed = rows("codebook")
    french = ["--excel-fr"] if file == "french.csv" else []
    assert rows("codebook", "export", file, *french) == [{"file": file, "codes": len(listed)}]
    before = demo.read_bytes()
    assert rows("codebook", "diff", file) == rows("codebook", "import", file) == []
    assert demo.read_bytes() == before
    do("new", "other", "--codebook", file)
    counts = {"codings": 0, "transcripts": 0}
    assert rows("-p", "other.icoder", "codebook") == [{**row, **counts} for row in listed]
    do("-p", demo, "codebook", "export", "book.yaml")
    assert {row["path"] for row in rows("-p", "other.icoder", "codebook", "diff", "book.yaml")} == {""}


def test_a_changed_spreadsheet_is_taken_over_with_its_codings(small: Path) -> None:
    do("codebook", "export", "book.csv")
    text = Path("book.csv").read_text(encoding="utf-8").replace("one,one,", "one,two/un,")
    Path("book.csv").write_text(text + ",trois\n", encoding="utf-8")
    found = rows("codebook", "import", "book.csv", "--dry-run")
    assert {(row["change"], row["path"]) for row in found} == {
        ("renamed", "two/un"),
        ("moved", "two/un"),
        ("added", "trois"),
    }
    do("codebook", "import", "book.csv")
    assert paths() == ["two", "two/un", "trois"]
    assert [row["code"] for row in rows("codings")] == ["two/un"]
    do("undo")
    assert paths() == ["one", "two"]
    Path("less.csv").write_text("path\ntwo\n", encoding="utf-8")
    ic("codebook", "import", "less.csv").refused("one", 'codebook merge "one"')
    assert "Columns taken as: name = Code." in do("codebook", "import", _table("Code\none\ntwo\nfour\n")).out
    assert paths() == ["one", "two", "four"]
    assert "Columns taken as: name = Code." in do("new", "other", "--codebook", "table.csv").out
    Path("other.icoder").unlink()
    assert ic("codebook", "check", _table("Code\none\ntwo\n")).code == 0


def _table(text: str) -> str:
    Path("table.csv").write_text(text, encoding="utf-8")
    return "table.csv"
