"""`frequencies`: every crossing, against counts made another way from the codings and the texts."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.cli.running import do, ic, rows

MEASURES = ("codings", "transcripts", "turns", "words")
DIMENSIONS = ("code", "coder", "transcript", "speaker", "role")
CROSSINGS = [keys for size in range(1, 6) for keys in combinations(DIMENSIONS, size)]
OWN_WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:['’\-]\w[\w\u0300-\u036f]*)*")


def touched(spans: list[tuple[int, int]], start: int, end: int) -> set[int]:
    return {n for n, (first, last) in enumerate(spans) if first < end and last > start}


def codings_with_places(*filters: object) -> pd.DataFrame:
    """The codings of the listing with the sets of turns and words that each touches, from the texts of `show`."""
    listed = rows("codings", *filters)
    texts: dict[str, dict[str, Any]] = {}
    for row in listed:
        if row["transcript"] not in texts:
            texts[row["transcript"]] = rows("show", row["transcript"])[0]
    turns = {name: [(t["start"], t["end"]) for t in found["turns"]] for name, found in texts.items()}
    words = {name: [m.span() for m in OWN_WORD.finditer(found["text"])] for name, found in texts.items()}
    for row in listed:
        name, span = row["transcript"], (row["start"], row["end"])
        row["turn_set"] = {(name, n) for n in touched(turns[name], *span)}
        row["word_set"] = {(name, n) for n in touched(words[name], *span)}
    frame = pd.DataFrame(listed)
    return frame.assign(speaker=frame["speaker"].fillna(""), role=frame["role"].fillna(""))


def with_codes_above(frame: pd.DataFrame) -> pd.DataFrame:
    """Each coding once for its code and once for each code above, by the paths."""
    parts = frame["code"].str.split("/")
    paths = parts.map(lambda names: ["/".join(names[: n + 1]) for n in range(len(names))])
    return frame.assign(code=paths).explode("code", ignore_index=True)


def four_counts(group: pd.DataFrame) -> dict[str, int]:
    return {
        "codings": group["id"].nunique(),
        "transcripts": group["transcript"].nunique(),
        "turns": len(set().union(*group["turn_set"])),
        "words": len(set().union(*group["word_set"])),
    }


def expected(frame: pd.DataFrame, by: tuple[str, ...], measure: str, *, roll_up: bool) -> dict[Any, dict[str, Any]]:
    whole = four_counts(frame)[measure]
    counted = with_codes_above(frame) if roll_up and "code" in by else frame
    cells = {key: four_counts(group) for key, group in counted.groupby(list(by))}
    return {key: {**counts, "share": pytest.approx(counts[measure] / whole)} for key, counts in cells.items()}


def found(by: tuple[str, ...], *options: object) -> dict[Any, dict[str, Any]]:
    cells = {}
    for row in rows("frequencies", "--by", ",".join(by), *options):
        assert tuple(row) == (*by, *MEASURES, "share")
        cells[tuple(row.pop(key) or "" for key in by)] = row
    return cells


@pytest.mark.parametrize("roll_up", [False, True])
def test_every_crossing_has_the_counts_and_shares_of_the_codings_listed(demo: Path, roll_up: bool) -> None:
    frame = codings_with_places()
    for number, by in enumerate(CROSSINGS):
        measure = MEASURES[number % 4]
        options = ("--count", measure, *(["--roll-up"] if roll_up else []))
        assert found(by, *options) == expected(frame, by, measure, roll_up=roll_up), by


@pytest.mark.parametrize("measure", MEASURES)
def test_shares_are_of_the_measure_that_was_asked_for(demo: Path, measure: str) -> None:
    frame = codings_with_places()
    assert found(("code",), "--count", measure) == expected(frame, ("code",), measure, roll_up=False)


@pytest.mark.parametrize(
    "filters",
    [("--code", "pay"), ("--coder", "Jules"), ("--transcript", "11-grace"), ("--coder", "Amina", "--code", "AI")],
)
def test_filters_count_only_the_codings_that_the_same_filters_list(demo: Path, filters: tuple[str, ...]) -> None:
    frame = codings_with_places(*filters)
    assert found(("code", "transcript"), *filters) == expected(frame, ("code", "transcript"), "codings", roll_up=False)


def test_a_code_rolled_up_counts_the_codings_below_it_once(demo: Path) -> None:
    frame = codings_with_places("--code", "pay", "--roll-up")
    cells = found(("code",), "--code", "pay", "--roll-up")
    assert cells == expected(frame, ("code",), "codings", roll_up=True)
    assert cells[("pay",)]["codings"] == len(frame) == sum(frame["code"].str.startswith("pay"))
    assert cells[("pay",)]["share"] == 1


def test_codes_come_in_the_order_of_the_codebook_and_unused_ones_only_when_asked_for(demo: Path) -> None:
    paths = [row["path"] for row in rows("codebook")]
    used = {row["code"] for row in rows("codings")}
    assert used < set(paths)
    assert [row["code"] for row in rows("frequencies")] == [path for path in paths if path in used]
    everything = rows("frequencies", "--unused")
    assert [row["code"] for row in everything] == paths
    zeros = [row for row in everything if row["code"] not in used]
    assert all(row[name] == 0 for row in zeros for name in (*MEASURES, "share"))


def test_without_a_code_the_largest_cells_come_first(demo: Path) -> None:
    for measure in MEASURES:
        counts = [row[measure] for row in rows("frequencies", "--by", "transcript", "--count", measure)]
        assert counts == sorted(counts, reverse=True)


def test_the_table_says_its_unit_and_n(demo: Path) -> None:
    table = do("frequencies", "--count", "turns").out
    frame = codings_with_places()
    turns = four_counts(frame)["turns"]
    assert f"Unit: turn. n = {turns} turns touched by {len(frame)} codings in 11 transcripts" in table


def test_codes_that_a_filter_hides_are_not_called_unused(demo: Path) -> None:
    unused = sum(row["codings"] == 0 for row in rows("codebook"))
    assert f"Codes without codings, left out: {unused} " in do("frequencies").out
    assert "without codings" not in do("frequencies", "--code", "pay").out


def test_an_unknown_key_is_refused_with_those_that_exist(demo: Path) -> None:
    ic("frequencies", "--by", "code,gendr").refused(
        "gendr", "code, coder, transcript, speaker, role, case, position, gender"
    )
    assert ic("frequencies", "--count", "letters").code == 2


def test_a_project_without_codings_has_no_rows_and_no_share(here: Path) -> None:
    do("new", "empty", "--codebook", "starter")
    assert rows("frequencies") == []
    assert {row["share"] for row in rows("frequencies", "--unused")} == {None}


def test_a_key_given_twice_and_unused_codes_in_another_crossing_are_refused(demo: Path) -> None:
    for words, said in (
        (("--by", "code,coder,code"), "--by names a key twice."),
        (("--by", "code,coder", "--unused"), "--unused goes with --by code alone."),
        (("--by", "coder", "--unused"), "--unused goes with --by code alone."),
    ):
        answer = ic("frequencies", *words)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(f"error: {said} ")
    do("frequencies", "--by", " code ", "--unused")


def test_small_cells_are_emptied_on_demand_and_counted(demo: Path) -> None:
    whole = rows("frequencies", "--by", "code,coder")
    shown = rows("frequencies", "--by", "code,coder", "--suppress", "4")
    assert [(row["code"], row["coder"]) for row in shown] == [(row["code"], row["coder"]) for row in whole]
    hidden = [row for row in shown if row["codings"] is None]
    for row, before in zip(shown, whole, strict=True):
        assert row == before or (row in hidden and all(row[name] is None for name in (*MEASURES, "share")))
        assert row in hidden or before["transcripts"] >= 4
    small = sum(row["transcripts"] < 4 for row in whole)
    assert 0 < small < len(hidden) < len(whole)
    table = do("frequencies", "--by", "code,coder", "--suppress", "4").out
    assert f"Cells without counts: {len(hidden)}, of fewer than 4 transcripts" in table
    do("frequencies", "--by", "code,coder", "--suppress", "4", "--plot", "figure.svg")
    assert ic("frequencies", "--suppress", "--roll-up").code == 2
