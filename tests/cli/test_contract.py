"""The contract of every listing: shared options before and after it, the same rows in each format, keys that stay."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import do, ic

CODINGS = (
    *("id", "transcript", "start", "end", "quote", "code", "coder", "speaker", "role", "turn", "start_ms", "memo"),
    *("star", "origin", "created_at", "attributes"),
)
CODES = (
    *("id", "path", "label", "definition", "include", "exclude", "examples", "keywords", "colour", "shortcut"),
    *("parent", "hash", "codings", "transcripts"),
)
CROSSTAB = (
    *("code", "value", "cases", "of_cases", "share_of_cases", "codings", "transcripts", "turns", "words"),
    *("row_share", "column_share", "suppressed", "test", "p", "p_adjusted", "v", "v_corrected", "reason"),
)
TRANSCRIPTS = ("id", "name", "language", "words", "turns", "sentences", "codings", "coders", "attributes")
PAIRS = ("a", "b", "n_a", "n_b", "n_both", "a_with_b", "b_with_a", "share_of_a", "share_of_b", "jaccard")
REVIEW = ("coding", "transcript", "outcome", "code", "coder", "old", "new", "candidates")
SATURATION = (
    *("n", "transcript", "codes", "new", "known", "share", "low", "median", "high"),
    *("new_share_of_2", "new_share_of_3"),
)
LISTINGS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("transcripts",): TRANSCRIPTS,
    ("show", "01-nadia"): ("id", "name", "version", "text", "turns", "sentences", "codings"),
    ("codings", "--code", "pay", "--query", "pay/* NEAR/1 turns precarity/*"): CODINGS,
    ("codebook",): CODES,
    ("attributes",): ("attribute", "type", "choices", "cases", "missing"),
    ("attributes", "cases"): ("case", "transcripts", "speakers", "attributes"),
    ("frequencies",): ("code", "codings", "transcripts", "turns", "words", "share"),
    ("frequencies", "--by", "gender,case"): ("gender", "case", "codings", "transcripts", "turns", "words", "share"),
    ("crosstab", "gender"): CROSSTAB,
    ("cooccurrence",): PAIRS,
    ("sequences",): ("code_1", "code_2", "count", "transcripts", "share", "share_of_next", "expected", "lift"),
    ("saturation",): SATURATION,
    ("saturation", "--rules"): (
        "rule",
        "base",
        "run",
        "threshold",
        "reached_at",
        "notation",
        "share_of_orders",
        "median",
    ),
    ("portrait", "02-kevin"): ("code", "slice", "first", "last", "covered", "share"),
    ("search", "tickets"): ("transcript", "turn", "speaker", "start", "end", "left", "match", "right"),
    ("queries",): ("name", "expression"),
    ("review",): REVIEW,
    ("replace", "01-nadia", "other.txt", "--dry-run"): ("coding", "outcome", "old", "new"),
    ("codebook", "merge", "pay", "precarity", "--dry-run"): (
        *("change", "id", "path", "fields", "codings", "coders", "transcripts"),
    ),
    ("attributes", "import", "table.csv", "--dry-run"): ("line", "row", "match", "transcript", "case"),
    ("history",): ("step", "at", "coder", "actor", "type", "what", "undone"),
}


@pytest.fixture
def away(demo: Path, sample: Path) -> Path:
    """A sample project with something for every listing to list, which only `-p` finds."""
    text = (sample / "01-nadia.txt").read_text(encoding="utf-8")
    Path("new.txt").write_text(text.replace("quatre centimes", "cinq centimes"), encoding="utf-8")
    Path("other.txt").write_text(text.replace("tickets", "billets"), encoding="utf-8")
    Path("table.csv").write_text("transcript,wave\n01-nadia,1\n02-kevin,2\n", encoding="utf-8")
    do("queries", "save", "money", "pay/*")
    assert ic("replace", "01-nadia", "new.txt").code == 0
    return demo.rename("study.project")


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_every_listing_keeps_the_contract(away: Path, words: tuple[str, ...]) -> None:
    before = ic("-p", away, "--as", "Zoé", "--format", "json", *words)
    assert before == ic(*words, "-p", away, "--as", "Zoé", "--format", "json")
    listed = before.json
    assert listed
    assert {tuple(row) for row in listed} == {LISTINGS[words]}
    assert [json.loads(line) for line in do("-p", away, *words, "--format", "jsonl").out.splitlines()] == listed
    printed = do("-p", away, *words, "--format", "csv").out
    assert len(list(csv.reader(printed.splitlines(keepends=True)))) == 1 + len(listed)
    for name in ("out.csv", "out.xlsx", "out.jsonl"):
        assert do("-p", away, *words, "-o", name).out == ""
    written = [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert written == listed
    assert openpyxl.load_workbook("out.xlsx").worksheets[0].max_row == 1 + len(listed)
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.reader(stream))) == 1 + len(listed)
    english, french = (do("-p", away, "--lang", language, *words).out for language in ("en", "fr"))
    assert english.splitlines()[0].split() == french.splitlines()[0].split()  # keys are never translated
